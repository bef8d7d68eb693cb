//! `sotto server`.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sotto_server::{Apns, Config, Coturn, PushConfig, Room, Running};
use zeroize::Zeroizing;

use super::invite;
use crate::args::{Common, Server, ServerLimits, ServerPush};
use crate::failure::{Exit, Failure, sentence};
use crate::screen::{Line, Screen};
use crate::signals::Signals;
use crate::waiting;

/// Longest secret file that is read.
const LONGEST_SECRET: u64 = 4_096;
/// Longest file of certificates.
const LONGEST_AUTHORITIES: u64 = 4 << 20;

#[derive(Serialize)]
struct Serving {
    address: SocketAddr,
    public: String,
    folder: PathBuf,
    relay: bool,
    relay_private: bool,
    open_registration: bool,
    connections: usize,
    relayed_legs: usize,
    #[serde(skip)]
    guessed: bool,
    #[serde(skip)]
    room: Room,
}

impl Line for Serving {
    const EVENT: &'static str = "serving";

    fn words(&self) -> Option<String> {
        let guess = if self.guessed {
            " (a guess; if it is wrong, start with --public HOST:PORT)"
        } else {
            ""
        };
        let relay = match (self.relay, self.relay_private) {
            (true, false) => {
                "Calls that hide addresses pass through its relay, sealed. The relay reaches the internet and its own \
                 other calls, nothing else on this machine and in private networks."
            }
            (true, true) => {
                "Calls that hide addresses pass through its relay, sealed. The relay also reaches the private network \
                 that its address lies in: whoever has an account can send UDP to what listens there."
            }
            (false, _) => "It has no relay of its own: calls at level 3 need a coturn.",
        };
        let accounts = if self.open_registration {
            "Anyone with a link can make accounts."
        } else {
            "Each account needs an invite."
        };
        let little = if self.room.is_little() {
            format!(
                "\nThis system lets it open {} files only: room for {} connections and {} relayed legs of calls. For \
                 more, raise the hard limit (ulimit -Hn, or LimitNOFILE= of systemd).",
                self.room.descriptors, self.connections, self.relayed_legs
            )
        } else {
            String::new()
        };
        Some(format!(
            "The server runs. It listens on {}; phones reach it at {}{guess}.\n\
             Its data lie in {}: its key, and accounts, prekeys and sealed messages without names.\n\
             Keep a copy of that folder: without its key no phone trusts this server again.\n\
             {accounts} {relay}{little}",
            self.address,
            self.public,
            self.folder.display()
        ))
    }
}

#[derive(Serialize)]
struct Stopped {}

impl Line for Stopped {
    const EVENT: &'static str = "stopped";

    fn words(&self) -> Option<String> {
        Some("Stopped. Nothing that was accepted is lost.".to_owned())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: Server) -> Result<(), Failure> {
    let folder = invite::place(common)?;
    let guessed = args.public.is_none() && args.listen.ip().is_unspecified();
    let config = config(&folder, &args)?;
    let mut signals = Signals::new();
    let starting = sotto_server::Server::start(config);
    let running = waiting::showing(screen, "Starting", starting)
        .await
        .map_err(|error| Failure::new(sentence(&error)))?;
    invite::remember(&folder, running.public())?;
    tell(screen, &running, &folder, &args, guessed);
    signals.next().await;
    screen.note("Stopping: saying good-bye to the phones …");
    // whoever asks twice does not want to wait
    tokio::select! {
        done = running.shutdown() => done.map_err(|error| Failure::new(sentence(&error)))?,
        () = signals.next() => return Err(Failure::new("Stopped without good-byes.")),
    }
    screen.tell(&Stopped {});
    Ok(())
}

fn tell(screen: Screen, running: &Running, folder: &Path, args: &Server, guessed: bool) {
    let room = running.room();
    screen.tell(&Serving {
        address: running.address(),
        public: running.public().to_owned(),
        folder: folder.to_owned(),
        relay: !args.no_relay,
        relay_private: args.relay_private,
        connections: room.connections,
        relayed_legs: if args.no_relay { 0 } else { room.allocations },
        room,
        open_registration: args.open_registration,
        guessed,
    });
    match running.first_invite() {
        Some(made) => invite::show(screen, made),
        None => screen.say("People have joined already."),
    }
    screen.say(&format!(
        "More invites, also while it runs: sotto invite --folder {}\nCtrl-C stops the server.",
        folder.display()
    ));
}

fn config(folder: &Path, args: &Server) -> Result<Config, Failure> {
    let mut config = Config::new(folder, args.listen);
    config.open_registration = args.open_registration;
    config.relay.port = (!args.no_relay).then_some(args.relay_port);
    config.relay.address = args.relay_address;
    config.relay.private_peers = args.relay_private;
    limit(&mut config, &args.limits);
    config.public = args.public.clone();
    if args.listen.ip().is_unspecified() {
        let own = own_address(args.listen.ip());
        config.relay.address = args.relay_address.or(own);
        if args.public.is_none() {
            let own = own.filter(|_| args.listen.port() != 0).ok_or_else(|| {
                Failure::with(
                    Exit::Usage,
                    "How phones reach this machine could not be found out. Say it: --public HOST:PORT, with a port of \
                     your choice in --listen",
                )
            })?;
            config.public = Some(SocketAddr::new(own, args.listen.port()).to_string());
        }
    }
    if let (Some(uri), Some(file)) = (&args.coturn, &args.coturn_secret_file) {
        config.relay.coturn = Some(Coturn {
            uri: uri.clone(),
            secret: secret(file, "coturn's secret")?,
        });
    }
    config.push = push(&args.push)?;
    Ok(config)
}

fn limit(config: &mut Config, args: &ServerLimits) {
    let set = |limit: &mut usize, wanted: Option<u32>| {
        if let Some(wanted) = wanted.and_then(|n| usize::try_from(n).ok()) {
            *limit = wanted;
        }
    };
    let limits = &mut config.limits;
    set(&mut limits.connections, args.connections);
    set(
        &mut limits.connections_per_source,
        args.connections_per_address,
    );
    set(&mut config.relay.limits.per_source, args.relay_per_address);
    if let Some(per_second) = args.requests_per_address {
        limits.source.per_second = per_second;
        // as long a rush as by default
        limits.source.burst = per_second.saturating_mul(20);
    }
    if let Some(mebibytes) = args.mailbox {
        limits.storage.mailbox = mebibytes << 20;
    }
    limits.storage.database = args.database.map(|mebibytes| mebibytes << 20);
}

fn push(args: &ServerPush) -> Result<PushConfig, Failure> {
    let mut config = PushConfig {
        unified_push: !args.no_unified_push,
        private_endpoints: args.push_private,
        ..PushConfig::default()
    };
    if let Some(file) = &args.push_authority {
        let failed = |why: &dyn std::fmt::Display| {
            let words = format!("Cannot read {}: {why}.", file.display());
            Failure::with(Exit::Usage, words)
        };
        let size = std::fs::metadata(file)
            .map_err(|error| failed(&error))?
            .len();
        if size > LONGEST_AUTHORITIES {
            return Err(failed(&"it is too long for certificates"));
        }
        config.authorities = std::fs::read(file).map_err(|error| failed(&error))?;
    }
    if let (Some(file), Some(id), Some(team), Some(topic)) = (
        &args.apns_key_file,
        &args.apns_key_id,
        &args.apns_team,
        &args.apns_topic,
    ) {
        let key = secret(file, "the key for Apple's push service")?;
        let mut apns = Apns::new(key, id.clone(), team.clone(), topic.clone());
        if let Some(url) = &args.apns_url {
            apns.production.clone_from(url);
            apns.sandbox.clone_from(url);
        }
        config.apns = Some(apns);
    }
    Ok(config)
}

/// The address by which this machine reaches others. Sends nothing: connecting a UDP socket only picks a route.
fn own_address(any: IpAddr) -> Option<IpAddr> {
    // addresses of documentation (RFC 5737, RFC 3849): routed like any other, reached by nobody
    let far = if any.is_ipv4() {
        "192.0.2.1:9"
    } else {
        "[2001:db8::1]:9"
    };
    let probe = UdpSocket::bind(SocketAddr::new(any, 0)).ok()?;
    probe.connect(far).ok()?;
    Some(probe.local_addr().ok()?.ip())
}

fn secret(file: &Path, what: &str) -> Result<Zeroizing<String>, Failure> {
    let failed = |why: &dyn std::fmt::Display| {
        let words = format!("Cannot read {what} from {}: {why}.", file.display());
        Failure::with(Exit::Usage, words)
    };
    let size = std::fs::metadata(file)
        .map_err(|error| failed(&error))?
        .len();
    if size > LONGEST_SECRET {
        return Err(failed(&"it is too long for a secret"));
    }
    let text = Zeroizing::new(std::fs::read_to_string(file).map_err(|error| failed(&error))?);
    Ok(Zeroizing::new(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(relay_private: bool, descriptors: u64) -> String {
        let serving = Serving {
            address: ([127, 0, 0, 1], 8443).into(),
            public: "calls.example.org:8443".to_owned(),
            folder: PathBuf::from("/srv/sotto"),
            relay: true,
            relay_private,
            open_registration: false,
            connections: 560,
            relayed_legs: 224,
            guessed: false,
            room: Room {
                descriptors,
                connections: 560,
                allocations: 224,
            },
        };
        serving.words().unwrap_or_default()
    }

    #[test]
    fn an_operator_reads_what_the_relay_reaches_and_when_room_is_little() {
        let usual = words(false, 100_000);
        assert!(usual.contains("nothing else on this machine"), "{usual}");
        assert!(!usual.contains("lets it open"), "{usual}");
        let opened = words(true, 1_024);
        assert!(
            opened.contains("whoever has an account can send UDP"),
            "{opened}"
        );
        assert!(
            opened.contains("1024 files only: room for 560 connections"),
            "{opened}"
        );
    }
}
