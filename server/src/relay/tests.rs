//! The built-in relay with a real TURN client on loopback.
#![allow(clippy::unwrap_used)]

mod client;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;
use webrtc_util::Conn;

use super::*;
use crate::config::RelayConfig;
use crate::metrics::Metrics;
use crate::shared::{Stopper, stop};
use client::{Door, allocate};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const ANN: AccountId = AccountId::new([1; 16]);
const BOB: AccountId = AccountId::new([2; 16]);
const NOW: u64 = 1_800_000_000_000;
const SOON: Duration = Duration::from_secs(10);

/// A relay that also reaches what listens on loopback.
async fn start(metrics: Arc<Metrics>) -> (BuiltIn, Stopper) {
    start_with(metrics, |config| config.private_peers = true).await
}

async fn start_with(
    metrics: Arc<Metrics>,
    set: impl FnOnce(&mut RelayConfig),
) -> (BuiltIn, Stopper) {
    let (stopper, stop) = stop();
    let mut config = RelayConfig::default();
    set(&mut config);
    let secret = own_secret(&[7; 32]);
    let relay = BuiltIn::start(&config, LOOPBACK, secret, Arc::new(|| NOW), metrics, stop);
    (relay.await.unwrap(), stopper)
}

fn credentials(expires: u64) -> (String, String) {
    credentials_of(ANN, expires)
}

fn credentials_of(account: AccountId, expires: u64) -> (String, String) {
    own_secret(&[7; 32]).issue(expires, account)
}

async fn echoes(door: Door) {
    let metrics = Arc::new(Metrics::default());
    let (relay, stopper) = start(metrics.clone()).await;
    let (_client, relayed) = allocate(door, relay.port(), credentials(NOW + 60_000))
        .await
        .unwrap();
    assert_eq!(metrics.relay_allocations.get(), 1);
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.unwrap();
    let mut buffer = [0; 1_500];
    for n in 0..20_u8 {
        // odd lengths: TCP pads them
        let packet = vec![n; 100 + usize::from(n)];
        relayed
            .send_to(&packet, peer.local_addr().unwrap())
            .await
            .unwrap();
        let received = timeout(SOON, peer.recv_from(&mut buffer)).await;
        let (length, from) = received.unwrap().unwrap();
        assert_eq!(buffer[..length], packet);
        assert_eq!(from, relayed.local_addr().unwrap());
        peer.send_to(&buffer[..length], from).await.unwrap();
        let received = timeout(SOON, relayed.recv_from(&mut buffer)).await;
        let (length, _) = received.unwrap().unwrap();
        assert_eq!(buffer[..length], packet);
    }
    relayed.close().await.unwrap();
    stopper.ask();
    relay.stop().await;
}

#[tokio::test]
async fn packets_pass_over_udp() {
    echoes(Door::Udp).await;
}

#[tokio::test]
async fn packets_pass_over_tcp() {
    echoes(Door::Tcp).await;
}

#[tokio::test]
async fn expired_and_forged_credentials_are_refused() {
    let metrics = Arc::new(Metrics::default());
    let (relay, _stopper) = start(metrics.clone()).await;
    let (username, _) = credentials(NOW + 60_000);
    let forged = (username, "guess".to_owned());
    let someone = ("someone".to_owned(), "password".to_owned());
    for door in [Door::Udp, Door::Tcp] {
        for bad in [credentials(NOW), forged.clone(), someone.clone()] {
            let refused = timeout(SOON, allocate(door, relay.port(), bad)).await;
            assert!(refused.unwrap().is_err());
        }
    }
    assert_eq!(metrics.relay_allocations.get(), 0);
    assert!(metrics.relay_refused.get() >= 4);
}

/// Whether a packet from one to the other arrives.
async fn arrives(from: &impl Conn, to: &impl Conn, at: SocketAddr) -> bool {
    let mut packet = [0; 16];
    rand::fill(&mut packet);
    from.send_to(&packet, at).await.unwrap();
    let mut buffer = [0; 1_500];
    let mut heard = async || {
        // among what came before
        while let Ok((length, _)) = to.recv_from(&mut buffer).await {
            if buffer[..length] == packet {
                return;
            }
        }
    };
    timeout(Duration::from_secs(1), heard()).await.is_ok()
}

#[tokio::test]
async fn two_allocations_reach_each_other_and_nothing_else_on_this_machine() {
    let (relay, _stopper) = start_with(Arc::default(), |_| {}).await;
    let until = NOW + 60_000;
    let ann = allocate(Door::Udp, relay.port(), credentials_of(ANN, until)).await;
    let bob = allocate(Door::Tcp, relay.port(), credentials_of(BOB, until)).await;
    let (ann, bob) = (ann.unwrap().1, bob.unwrap().1);
    let (at_ann, at_bob) = (ann.local_addr().unwrap(), bob.local_addr().unwrap());
    // each must have permitted the other
    bob.send_to(b"first", at_ann).await.unwrap();
    assert!(arrives(&ann, &bob, at_bob).await);
    assert!(arrives(&bob, &ann, at_ann).await);
    let service = UdpSocket::bind((LOOPBACK, 0)).await.unwrap();
    let at_service = service.local_addr().unwrap();
    assert!(!arrives(&ann, &service, at_service).await);
    assert!(!arrives(&service, &ann, at_ann).await);
}

#[tokio::test]
async fn one_account_cannot_take_all_allocations() {
    let metrics = Arc::new(Metrics::default());
    let set = |config: &mut RelayConfig| config.limits.per_account = 2;
    let (relay, _stopper) = start_with(metrics.clone(), set).await;
    let until = NOW + 60_000;
    let ask = |door, account| allocate(door, relay.port(), credentials_of(account, until));
    let first = ask(Door::Udp, ANN).await.unwrap();
    let _second = ask(Door::Tcp, ANN).await.unwrap();
    // other credentials and another door are the same account
    assert!(ask(Door::Udp, ANN).await.is_err());
    assert!(ask(Door::Tcp, ANN).await.is_err());
    assert!(metrics.relay_full.get() >= 2);
    let _bob = ask(Door::Udp, BOB).await.unwrap();
    first.1.close().await.unwrap();
    let mut tries = 0;
    while ask(Door::Udp, ANN).await.is_err() {
        tries += 1;
        assert!(tries < 50, "what was given back is free");
    }
}

/// Bytes that no client of TURN sends: as STUN, as channel data, as neither.
fn hostile(n: usize) -> Vec<u8> {
    let mut bytes = [0; 200];
    rand::fill(&mut bytes);
    bytes[0] = [bytes[0] & 0x3f, 0x40, bytes[0]][n % 3];
    if n.is_multiple_of(2) {
        bytes[..20].copy_from_slice(&stun::PROBE);
        bytes[3] = 180;
    }
    let length = usize::from(bytes[199]) % 200;
    bytes[..length].to_vec()
}

#[tokio::test]
async fn ten_thousand_hostile_datagrams_leave_the_relay_well() {
    let (relay, _stopper) = start(Arc::new(Metrics::default())).await;
    let socket = UdpSocket::bind((LOOPBACK, 0)).await.unwrap();
    for n in 0..10_000 {
        socket
            .send_to(&hostile(n), (LOOPBACK, relay.port()))
            .await
            .unwrap();
    }
    let again = allocate(Door::Udp, relay.port(), credentials(NOW + 60_000)).await;
    assert!(again.is_ok());
}

/// Hostile frames over TCP, whole and torn: each connection lasts until the relay has had enough of it.
#[tokio::test]
async fn ten_thousand_hostile_frames_over_tcp_leave_the_relay_well() {
    let (relay, _stopper) = start(Arc::new(Metrics::default())).await;
    let at = (LOOPBACK, relay.port());
    let mut stream = TcpStream::connect(at).await.unwrap();
    let mut connections = 1;
    for n in 0..10_000 {
        let mut bytes = hostile(n);
        // every third is as long as it says, so that the stream goes on behind it
        if n % 3 == 1 && bytes.len() >= 4 {
            let length = u16::try_from(bytes.len() - 4).unwrap() / 4 * 4;
            bytes.truncate(usize::from(length) + 4);
            bytes[..4].copy_from_slice(&[0x40, 0, (length >> 8) as u8, length as u8]);
        }
        let (head, tail) = bytes.split_at(bytes.len() * (n % 5) / 4 % (bytes.len() + 1));
        let torn = async {
            stream.write_all(head).await?;
            stream.write_all(tail).await
        };
        if torn.await.is_err() {
            stream = TcpStream::connect(at).await.unwrap();
            connections += 1;
        }
    }
    assert!(connections > 1, "the relay closes what is no TURN");
    drop(stream);
    let again = allocate(Door::Tcp, relay.port(), credentials(NOW + 60_000)).await;
    assert!(again.is_ok());
}
