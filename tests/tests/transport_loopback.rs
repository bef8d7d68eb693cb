//! Two of our transports over real loopback sockets.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use sotto_core::media::transport::{CandidatePolicy, Role};
use sotto_tests::transport_io::{Live, tone};

#[tokio::test]
async fn two_ends_connect_within_a_moment_and_hear_each_other() {
    let mut times = Vec::new();
    for _ in 0..20 {
        let mut a = Live::new(Role::Offerer, CandidatePolicy::All, vec![]).await;
        let mut b = Live::new(Role::Answerer, CandidatePolicy::All, vec![]).await;
        Live::join(&mut a, &mut b);
        let began = Instant::now();
        let offer = a.transport.offer(began).unwrap();
        let answer = b.transport.accept_offer(Instant::now(), &offer).unwrap();
        a.transport.accept_answer(Instant::now(), &answer).unwrap();
        (a.speech, b.speech) = (tone(), tone());
        let limit = Duration::from_secs(5);
        let heard = |live: &Live| live.heard.len() >= 5;
        let (at_a, at_b) = Live::run_both(&mut a, &mut b, limit, heard).await;
        assert!(at_a && at_b);
        times.push(a.connected.unwrap().0.max(b.connected.unwrap().0) - began);
    }
    times.sort();
    println!(
        "offer to connected: p50 {:?}, max {:?}",
        times[10], times[19]
    );
}
