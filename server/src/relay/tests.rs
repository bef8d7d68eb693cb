//! The built-in relay with a real TURN client on loopback.
#![allow(clippy::unwrap_used)]

mod client;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;
use webrtc_util::Conn;

use super::*;
use crate::config::RelayConfig;
use crate::metrics::Metrics;
use crate::shared::{Stopper, stop};
use client::{Door, allocate};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const NOW: u64 = 1_800_000_000_000;
const SOON: Duration = Duration::from_secs(10);

async fn start(metrics: Arc<Metrics>) -> (BuiltIn, Stopper) {
    let (stopper, stop) = stop();
    let config = RelayConfig::default();
    let secret = own_secret(&[7; 32]);
    let relay = BuiltIn::start(&config, LOOPBACK, secret, Arc::new(|| NOW), metrics, stop);
    (relay.await.unwrap(), stopper)
}

fn credentials(expires: u64) -> (String, String) {
    own_secret(&[7; 32]).issue(expires)
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

#[tokio::test]
async fn random_bytes_leave_the_relay_well() {
    let (relay, _stopper) = start(Arc::new(Metrics::default())).await;
    let socket = UdpSocket::bind((LOOPBACK, 0)).await.unwrap();
    let mut bytes = [0; 200];
    for n in 0..5_000 {
        rand::fill(&mut bytes);
        // as STUN, as channel data, as neither
        bytes[0] = [bytes[0] & 0x3f, 0x40, bytes[0]][n % 3];
        if n % 2 == 0 {
            bytes[..20].copy_from_slice(&stun::PROBE);
            bytes[3] = 180;
        }
        let length = usize::from(bytes[199]) % 200;
        socket
            .send_to(&bytes[..length], (LOOPBACK, relay.port()))
            .await
            .unwrap();
    }
    let again = allocate(Door::Udp, relay.port(), credentials(NOW + 60_000)).await;
    assert!(again.is_ok());
}
