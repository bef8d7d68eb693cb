//! Relay-only calls through coturn on loopback, over UDP and over TCP.

#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sotto_core::media::transport::{
    CandidatePolicy, FailureReason, PathKind, Relay, RelayProtocol, Role,
};
use sotto_tests::coturn::Coturn;
use sotto_tests::transport_io::{Live, tone};

const PATIENCE: Duration = Duration::from_secs(15);
/// One user with a password that does not expire.
const USER: [&str; 2] = ["--lt-cred-mech", "--user=call:secret"];

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
    let coturn = Coturn::start(&USER).await.unwrap();
    let address = coturn.address();
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
        let (at_a, at_b) = Live::run_both(&mut a, &mut b, PATIENCE, heard).await;
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
    let coturn = Coturn::start(&USER).await.unwrap();
    let address = coturn.address();
    let relays = vec![relay(address, RelayProtocol::Udp, "wrong")];
    let mut a = Live::new(Role::Offerer, CandidatePolicy::RelayOnly, relays).await;
    assert!(a.run_until(PATIENCE, |l| l.failed.is_some()).await);
    assert_eq!(a.failed, Some(FailureReason::NoRelay));
}

#[tokio::test]
async fn when_udp_leads_nowhere_the_relay_is_reached_over_tcp() {
    let coturn = Coturn::start(&USER).await.unwrap();
    let address = coturn.address();
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
