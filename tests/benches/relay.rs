//! What a relayed packet costs the server's built-in relay, beside coturn: the CPU of each process, packets of speech of
//! 40 calls through real allocations on loopback.

// the smallest client there is, as the tests of the server have it
#[allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]
#[path = "../tests/server_link/client.rs"]
mod client;

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use sotto_protocol::wire::link::relay::Transport;
use sotto_protocol::wire::link::to_phone::Body as Reply;
use sotto_protocol::wire::link::to_server::Body;
use sotto_tests::bench::{Goal, Report, quick};
use sotto_tests::coturn::Coturn;
use sotto_tests::pair::Failure;
use tempfile::TempDir;
use tokio::net::UdpSocket;
use tokio::time::timeout;
use turn::client::{Client as TurnClient, ClientConfig};
use webrtc_util::Conn;

const CALLS: usize = 40;
/// A packet of speech, as long as it is at level 3 (`docs/protocol.md`).
const PACKET: [u8; 125] = [1; 125];

/// One relay process with credentials for it.
struct Relay {
    process: u32,
    address: SocketAddr,
    username: String,
    password: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut report = Report::new("relay");
    let own = {
        let (_server, relay) = own().await?;
        load(&relay).await?
    };
    let peer = {
        let coturn = Coturn::start(&["--lt-cred-mech", "--user=bench:bench"]).await?;
        load(&Relay {
            process: coturn.process().ok_or("coturn has ended")?,
            address: coturn.address(),
            username: "bench".to_owned(),
            password: "bench".to_owned(),
        })
        .await?
    };
    let coturn = |value| ("coturn", value);
    report.beside(
        "CPU of the relay for a packet, UDP",
        own.0,
        "µs",
        coturn(peer.0),
        Goal::None,
    );
    report.beside(
        "packets that arrived",
        own.1,
        "%",
        coturn(peer.1),
        Goal::AtLeast(99.0),
    );
    std::process::exit(i32::from(!report.finish()));
}

/// A server in a process of its own; killed when dropped.
struct Server(
    Child,
    #[allow(dead_code, reason = "the folder lives as long")] TempDir,
);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn own() -> Result<(Server, Relay), Failure> {
    let folder = TempDir::new()?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_fault_node"))
        .arg("server")
        .arg(folder.path())
        .arg("127.0.0.1:1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut orders = child.stdin.take().ok_or("no input")?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
    let process = child.id();
    let server = Server(child, folder);
    let mut next = move || -> Result<serde_json::Value, Failure> {
        Ok(serde_json::from_str(
            &lines.next().ok_or("the server ended")??,
        )?)
    };
    let up = next()?;
    let port = up["up"]["port"]
        .as_u64()
        .ok_or_else(|| format!("the server said {up}"))?;
    orders.write_all(b"\"invite\"\n")?;
    let said = next()?;
    let join = client::join(said["invited"]["link"].as_str().ok_or("no link")?);
    let pin = <[u8; 32]>::try_from(join.server_pin).map_err(|_| "no pin")?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(port)?));
    let mut link = client::Client::connect(address, &pin).await;
    let person = client::Person::new();
    link.done(link.register(&person, &join.invite)).await;
    let Reply::Relays(relays) = link.ask(Body::FetchRelays(Default::default())).await else {
        return Err("the server gave no relays".into());
    };
    let mut relays = relays.relays.into_iter();
    let relay = relays.find(|relay| relay.transport() == Transport::Udp);
    let relay = relay.ok_or("no relay over UDP")?;
    // its orders end with it
    std::mem::forget(orders);
    Ok((
        server,
        Relay {
            process,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(relay.port)?)),
            username: relay.username,
            password: relay.password,
        },
    ))
}

/// 50 packets a second of each call; gives µs of the relay's CPU for a packet, and the percentage that arrived.
async fn load(relay: &Relay) -> Result<(f64, f64), Failure> {
    let sink = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let to = sink.local_addr()?;
    let mut calls = Vec::new();
    for _ in 0..CALLS {
        calls.push(allocate(relay).await?);
    }
    // permission and channel are there before anything is counted
    for (_, call) in &calls {
        call.send_to(&PACKET, to).await?;
    }
    let (mut warm, mut buffer) = (0, [0; 1_500]);
    while timeout(Duration::from_millis(500), sink.recv_from(&mut buffer))
        .await
        .is_ok()
    {
        warm += 1;
    }
    if warm == 0 {
        return Err("nothing came through the relay".into());
    }
    let before = cpu(relay.process)?;
    let counting = tokio::spawn(async move {
        let mut count = 0;
        while timeout(Duration::from_secs(1), sink.recv_from(&mut buffer))
            .await
            .is_ok_and(|received| received.is_ok())
        {
            count += 1;
        }
        count
    });
    let seconds = if quick() { 1 } else { 10 };
    let mut sent = 0;
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..seconds * 50 {
        tick.tick().await;
        for (_, call) in &calls {
            call.send_to(&PACKET, to).await?;
            sent += 1;
        }
    }
    let arrived = f64::from(counting.await?);
    let used = (cpu(relay.process)? - before) as f64 / 1_000.0;
    Ok((used / arrived, arrived / f64::from(sent) * 100.0))
}

async fn allocate(relay: &Relay) -> Result<(&'static TurnClient, impl Conn + use<>), Failure> {
    let client = TurnClient::new(ClientConfig {
        stun_serv_addr: relay.address.to_string(),
        turn_serv_addr: relay.address.to_string(),
        username: relay.username.clone(),
        password: relay.password.clone(),
        realm: String::new(),
        software: String::new(),
        rto_in_ms: 200,
        conn: Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?),
        vnet: None,
    })
    .await?;
    // what it allocates borrows it
    let client: &'static TurnClient = Box::leak(Box::new(client));
    client.listen().await?;
    Ok((client, client.allocate().await?))
}

/// Nanoseconds that all threads of a process have run.
fn cpu(process: u32) -> Result<u64, Failure> {
    let mut all = 0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        all += text.split(' ').next().ok_or("no time")?.parse::<u64>()?;
    }
    Ok(all)
}
