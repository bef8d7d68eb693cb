//! TURN servers with time-limited credentials: fetched at sign-in, again when half their time is over.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use rand::CryptoRng;
use sotto_protocol::wire::link::{self as wire, FetchRelays, relay::Transport, to_server::Body};
use zeroize::Zeroizing;

use super::line::Purpose;
use super::{Engine, Line, Moment, Output, Problem};
use crate::call::{EndReason, MediaSetup};
use crate::media::transport::{MAX_LOCALS, MAX_RELAYS, Relay, RelayProtocol};

/// How long a failed or empty answer is left alone.
const PAUSE: Duration = Duration::from_secs(300);

/// When a name that could not be looked up is tried again.
const SOON: Duration = Duration::from_secs(15);

/// How long credentials are used at most, whatever the server says of them.
const LONGEST: Duration = Duration::from_secs(12 * 3600);

/// What is known of relays.
#[derive(Default)]
pub(super) struct Relays {
    known: Vec<wire::Relay>,
    /// Of names, as they were last found; what was not found is not in it.
    addresses: BTreeMap<String, Vec<IpAddr>>,
    looking_up: BTreeSet<String>,
    refresh: Option<Instant>,
    answered: bool,
}

impl Relays {
    pub(super) fn refresh_at(&self) -> Option<Instant> {
        self.refresh
    }

    fn usable(&self, server: &str, master: u64) -> Vec<Relay> {
        let mut relays = Vec::new();
        for relay in self.known.iter().filter(|relay| relay.expires > master) {
            let protocol = match relay.transport() {
                Transport::Udp => RelayProtocol::Udp,
                Transport::Tcp => RelayProtocol::Tcp,
                // a relay's TLS certificate has no pin on the card, so it could be anyone's
                Transport::Tls => continue,
            };
            let Some(port) = u16::try_from(relay.port).ok().filter(|port| *port > 0) else {
                continue;
            };
            for ip in self.addresses_of(host_of(relay, server)) {
                relays.push(Relay {
                    address: SocketAddr::new(ip, port),
                    protocol,
                    username: relay.username.clone(),
                    password: Zeroizing::new(relay.password.clone()),
                });
            }
        }
        relays.truncate(MAX_RELAYS);
        relays
    }

    /// Whether there were relays, and the time of all of them is over.
    fn are_expired(&self, master: u64) -> bool {
        !self.known.is_empty() && self.known.iter().all(|relay| relay.expires <= master)
    }

    /// Names to look up now: all, or those of which no address is known.
    fn names(&mut self, server: &str, all: bool) -> Vec<String> {
        let hosts = self.known.iter().map(|relay| host_of(relay, server));
        let names: BTreeSet<String> = hosts
            .filter(|host| host.parse::<IpAddr>().is_err())
            .filter(|host| all || !self.addresses.contains_key(*host))
            .filter(|host| !self.looking_up.contains(*host))
            .map(str::to_owned)
            .collect();
        self.looking_up.extend(names.iter().cloned());
        names.into_iter().collect()
    }

    fn addresses_of(&self, host: &str) -> Vec<IpAddr> {
        match host.parse() {
            Ok(ip) => vec![ip],
            Err(_) => self.addresses.get(host).cloned().unwrap_or_default(),
        }
    }
}

fn host_of<'a>(relay: &'a wire::Relay, server: &'a str) -> &'a str {
    if relay.host.is_empty() {
        server
    } else {
        &relay.host
    }
}

impl Engine {
    pub(super) fn fetch_relays(&mut self) {
        if !self.mine.waits_for(&Purpose::Relays) {
            self.request(
                Line::Mine,
                Purpose::Relays,
                Body::FetchRelays(FetchRelays {}),
            );
        }
    }

    pub(super) fn refresh_relays(&mut self, now: Moment) {
        if self.relays.refresh.is_some_and(|at| at <= now.at) {
            self.relays.refresh = Some(now.at + PAUSE);
            if self.signed_in {
                self.fetch_relays();
            }
        }
    }

    pub(super) fn take_relays(
        &mut self,
        now: Moment,
        relays: wire::Relays,
        rng: &mut impl CryptoRng,
    ) {
        let master = self.master(now);
        let soonest = relays.relays.iter().map(|relay| relay.expires).min();
        let half = soonest.map(|at| Duration::from_millis(at.saturating_sub(master) / 2));
        let wait = half
            .unwrap_or(PAUSE)
            .clamp(Duration::from_secs(10), LONGEST);
        self.relays.refresh = Some(now.at + wait);
        self.relays.known = relays.relays;
        self.relays.known.truncate(MAX_RELAYS);
        self.relays.answered = true;
        let server = self.server_host();
        let (known, addresses) = (&self.relays.known, &mut self.relays.addresses);
        addresses.retain(|host, _| known.iter().any(|relay| host_of(relay, &server) == host));
        // a relay may have moved since
        self.look_up(true);
        self.set_up_media(now, rng);
    }

    fn look_up(&mut self, all: bool) {
        let server = self.server_host();
        let names = self.relays.names(&server, all);
        self.outputs.extend(names.into_iter().map(Output::Resolve));
    }

    pub(super) fn resolved(
        &mut self,
        now: Moment,
        host: String,
        addresses: Vec<IpAddr>,
        rng: &mut impl CryptoRng,
    ) {
        if !self.relays.looking_up.remove(&host) {
            return;
        }
        if addresses.is_empty() {
            // where it was found before is the best guess
            let soon = now.at + SOON;
            self.relays.refresh = Some(self.relays.refresh.map_or(soon, |at| at.min(soon)));
        } else {
            self.relays.addresses.insert(host, addresses);
        }
        self.set_up_media(now, rng);
    }

    pub(super) fn media_bound(
        &mut self,
        now: Moment,
        mut locals: Vec<SocketAddr>,
        rng: &mut impl CryptoRng,
    ) {
        self.binding = self.binding.saturating_sub(1);
        if self.binding > 0 || self.call.is_none() {
            return; // of a call that is over
        }
        if locals.is_empty() {
            self.trouble(Problem::NoNetwork);
        }
        locals.truncate(MAX_LOCALS);
        self.sockets = Some(locals);
        self.look_up(false);
        if self.relays.are_expired(self.master(now)) && self.signed_in {
            // the phone slept when they were due
            self.relays.answered = false;
            self.fetch_relays();
        }
        self.set_up_media(now, rng);
    }

    /// Gives the call its sockets and relays as soon as both are there.
    pub(super) fn set_up_media(&mut self, now: Moment, rng: &mut impl CryptoRng) {
        let master = self.master(now);
        let relays = self.relays.usable(&self.server_host(), master);
        let (Some(call), Some(locals)) = (&mut self.call, &self.sockets) else {
            return;
        };
        if call.is_relay_only() && relays.is_empty() {
            // none at all, none of a kind that is used, none that was found
            if self.relays.answered && self.relays.looking_up.is_empty() {
                call.give_up(now.at, EndReason::CannotConnect);
            }
            return;
        }
        let locals = locals.clone();
        call.handle_media_setup(now.at, MediaSetup { locals, relays }, rng);
    }

    fn server_host(&self) -> String {
        self.account
            .as_ref()
            .map(|account| account.card.server().host().to_owned())
            .unwrap_or_default()
    }
}
