//! Relay-only calls through coturn on loopback, over UDP and over TCP.

#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sotto_core::media::transport::{
    CandidatePolicy, FailureReason, PathKind, Relay, RelayProtocol, Role,
};
use sotto_tests::transport_io::{Live, tone};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

const PATIENCE: Duration = Duration::from_secs(15);

/// Starts coturn on a free port; it ends when dropped.
async fn coturn() -> (Child, tempfile::TempDir, SocketAddr) {
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let at = |name: &str| folder.path().join(name).display().to_string();
    let child = Command::new("turnserver")
        .args([
            "-n",
            "--lt-cred-mech",
            "--user=call:secret",
            "--realm=sotto.test",
        ])
        .args(["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"])
        .args([
            "--allow-loopback-peers",
            "--no-tls",
            "--no-dtls",
            "--no-cli",
            "--no-multicast-peers",
        ])
        .args(["--min-port=50000", "--max-port=59999", "--fingerprint"])
        .arg(format!("--listening-port={}", address.port()))
        .arg(format!("--userdb={}", at("users")))
        .arg(format!("--pidfile={}", at("pid")))
        .arg("--log-file=stdout")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|e| {
            panic!("coturn is not installed; install it: apt-get install coturn ({e})")
        });
    for _ in 0..200 {
        if TcpStream::connect(address).await.is_ok() {
            return (child, folder, address);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("coturn does not listen on {address}");
}

fn relay(address: SocketAddr, protocol: RelayProtocol, password: &str) -> Relay {
    Relay {
        address,
        protocol,
        username: "call".to_owned(),
        password: password.to_owned().into(),
    }
}

#[tokio::test]
async fn a_relay_only_call_through_coturn_over_udp_and_tcp() {
    let (_coturn, _folder, address) = coturn().await;
    for protocol in [RelayProtocol::Udp, RelayProtocol::Tcp] {
        let relays = vec![relay(address, protocol, "secret")];
        let policy = CandidatePolicy::RelayOnly;
        let mut a = Live::new(Role::Offerer, policy, relays.clone()).await;
        let mut b = Live::new(Role::Answerer, policy, relays).await;
        Live::join(&mut a, &mut b);
        let began = Instant::now();
        let offer = a.transport.offer(began).unwrap();
        let answer = b.transport.accept_offer(began, &offer).unwrap();
        a.transport.accept_answer(began, &answer).unwrap();
        (a.speech, b.speech) = (tone(), tone());
        let heard = |live: &Live| live.heard.len() >= 50;
        let (at_a, at_b) = tokio::join!(a.run_until(PATIENCE, heard), b.run_until(PATIENCE, heard));
        assert!(at_a && at_b, "{protocol:?}: {:?} {:?}", a.failed, b.failed);
        println!(
            "{protocol:?}: connected {:?} after the offer",
            a.connected.unwrap().0 - began
        );
        for end in [&a, &b] {
            assert!(end.connected.unwrap().1);
            assert_eq!(end.transport.figures().path, PathKind::Relayed);
            assert!(
                end.candidates
                    .iter()
                    .all(|c| c.contains(" typ relay raddr 0.0.0.0 rport 0"))
            );
            let tone = tone();
            assert!(end.heard.iter().all(|m| tone.contains(&m.payload)));
        }
        a.transport.close(Instant::now());
        b.transport.close(Instant::now());
        let quick = Duration::from_millis(50);
        let _ = tokio::join!(a.run_until(quick, |_| false), b.run_until(quick, |_| false));
    }
}

#[tokio::test]
async fn a_wrong_password_at_coturn_ends_a_relay_only_call() {
    let (_coturn, _folder, address) = coturn().await;
    let relays = vec![relay(address, RelayProtocol::Udp, "wrong")];
    let mut a = Live::new(Role::Offerer, CandidatePolicy::RelayOnly, relays).await;
    assert!(a.run_until(PATIENCE, |l| l.failed.is_some()).await);
    assert_eq!(a.failed, Some(FailureReason::NoRelay));
}

#[tokio::test]
async fn when_udp_leads_nowhere_the_relay_is_reached_over_tcp() {
    let (_coturn, _folder, address) = coturn().await;
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let relays = vec![
        relay(silent.local_addr().unwrap(), RelayProtocol::Udp, "secret"),
        relay(address, RelayProtocol::Tcp, "secret"),
    ];
    let mut a = Live::new(Role::Offerer, CandidatePolicy::RelayOnly, relays).await;
    let began = Instant::now();
    assert!(a.run_until(PATIENCE, |l| !l.candidates.is_empty()).await);
    assert!(began.elapsed() < Duration::from_secs(2));
}
