//! Calls' media under a virtual clock and a bad network: every seed connects, nothing leaks,
//! packets keep their size. A failing seed is named and replays.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use sotto_core::media::transport::{CandidatePolicy, FailureReason, PathKind, RelayProtocol};
use sotto_tests::network::Conditions;
use sotto_tests::transport_sim::{Setup, Sim, relay_address};

const PATIENCE: Duration = Duration::from_secs(20);

fn setup(policy: CandidatePolicy, relay: Option<RelayProtocol>, conditions: Conditions) -> Setup {
    Setup {
        policy,
        relay,
        conditions,
        signal_delay: conditions.delay * 2,
    }
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Connects many seeds and gives the times from offer to connected at both ends, sorted.
fn connect(seeds: std::ops::Range<u64>, setup: Setup, relayed: bool) -> Vec<Duration> {
    let mut times: Vec<_> = seeds
        .map(|seed| {
            let mut sim = Sim::new(seed, setup);
            assert!(
                sim.run_until(PATIENCE, Sim::connected),
                "seed {seed} never connects: {setup:?}, {:?}",
                sim.network.counts()
            );
            for end in &sim.ends {
                assert_eq!(end.connected.unwrap().1, relayed, "seed {seed}: path");
            }
            sim.now - sim.start
        })
        .collect();
    times.sort();
    times
}

fn show(what: &str, setup: Setup, times: &[Duration]) {
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_millis();
    println!(
        "{what:<12} {:>3} ms one way, loss {:>2.0} %: {:>4} calls, ms to connect p50 {:>5} p95 {:>5} max {:>5}",
        setup.conditions.delay.as_millis(),
        setup.conditions.loss * 100.0,
        times.len(),
        at(0.5),
        at(0.95),
        at(1.0),
    );
}

#[test]
fn direct_calls_connect_whatever_the_network_loses() {
    for delay in [5, 50, 150] {
        for loss in [0.0, 0.1, 0.2] {
            let conditions = Conditions::lossy(millis(delay), loss);
            let setup = setup(CandidatePolicy::All, None, conditions);
            let times = connect(0..40, setup, false);
            show("direct", setup, &times);
        }
    }
}

#[test]
fn relay_only_calls_connect_whatever_the_network_loses() {
    for protocol in [RelayProtocol::Udp, RelayProtocol::Tcp] {
        for (delay, loss) in [(5, 0.0), (50, 0.0), (50, 0.1), (50, 0.2)] {
            let conditions = Conditions::lossy(millis(delay), loss);
            let setup = setup(CandidatePolicy::RelayOnly, Some(protocol), conditions);
            let times = connect(1_000..1_030, setup, true);
            show(&format!("relay {protocol:?}"), setup, &times);
        }
    }
}

#[test]
fn a_direct_path_is_preferred_to_the_relay() {
    for (seed, delay) in (0..30).flat_map(|seed| [(seed, 5), (seed, 50)]) {
        let conditions = Conditions::lossy(millis(delay), 0.1);
        let setup = setup(CandidatePolicy::All, Some(RelayProtocol::Udp), conditions);
        connect(seed..seed + 1, setup, false);
    }
}

#[test]
fn without_a_direct_path_the_relay_carries_the_call() {
    let conditions = Conditions::clean(millis(20));
    let setup = setup(CandidatePolicy::All, Some(RelayProtocol::Udp), conditions);
    for seed in 0..10 {
        let mut sim = Sim::new(seed, setup);
        let (a, b) = (sim.ends[0].socket.ip(), sim.ends[1].socket.ip());
        sim.network.cut(a, b);
        assert!(sim.run_until(PATIENCE, Sim::connected), "seed {seed}");
        assert!(sim.ends.iter().all(|e| e.connected.unwrap().1));
        assert!(sim.now - sim.start < Duration::from_secs(2));
    }
}

#[test]
fn relay_only_shows_no_address_and_sends_nothing_past_the_relay() {
    for protocol in [RelayProtocol::Udp, RelayProtocol::Tcp, RelayProtocol::Tls] {
        let conditions = Conditions::lossy(millis(30), 0.1);
        let mut sim = Sim::new(
            7,
            setup(CandidatePolicy::RelayOnly, Some(protocol), conditions),
        );
        if protocol == RelayProtocol::Tls {
            // The simulated stream says TCP: it is enough to see what is signalled and sent.
            sim.run_for(Duration::from_secs(2));
        } else {
            assert!(sim.run_until(PATIENCE, Sim::connected));
            for _ in 0..100 {
                sim.speak(0, &[1; 80]);
                sim.speak(1, &[2; 80]);
                sim.run_for(millis(20));
            }
            assert!(sim.ends[0].heard.len() > 70);
        }
        for end in &sim.ends {
            let own = end.socket.ip().to_string();
            assert!(!end.signalled.is_empty());
            for text in &end.signalled {
                assert!(!text.contains(&own), "{text}");
                assert!(!text.contains("typ host") && !text.contains("typ srflx"));
            }
            assert!(
                end.sent_to.iter().all(|to| *to == relay_address()),
                "{:?}",
                end.sent_to
            );
        }
    }
}

#[test]
fn a_long_silence_before_the_accept_tears_nothing_down() {
    for policy in [CandidatePolicy::All, CandidatePolicy::RelayOnly] {
        let conditions = Conditions::lossy(millis(50), 0.1);
        let mut sim = Sim::new(3, setup(policy, Some(RelayProtocol::Udp), conditions));
        assert!(sim.run_until(PATIENCE, Sim::connected));
        sim.run_for(Duration::from_secs(90));
        let accepted = sim.now;
        for end in &sim.ends {
            assert_eq!((end.disconnections, end.failed), (0, None));
            assert!(end.heard.is_empty());
        }
        // From the accept on it takes one way and nothing more.
        sim.network.set_conditions(Conditions::clean(millis(50)));
        assert!(sim.speak(1, &[9; 60]));
        assert!(sim.run_until(PATIENCE, |s| !s.ends[0].heard.is_empty()));
        let hops = if policy == CandidatePolicy::All { 1 } else { 2 };
        assert_eq!(sim.now - accepted, millis(50) * hops);
    }
}

#[test]
fn a_silent_call_costs_few_wake_ups() {
    let conditions = Conditions::clean(millis(20));
    let mut sim = Sim::new(3, setup(CandidatePolicy::All, None, conditions));
    assert!(sim.run_until(PATIENCE, Sim::connected));
    let before = sim.steps;
    sim.run_for(Duration::from_secs(60));
    let each = (sim.steps - before) as f64 / 60.0 / 2.0;
    println!("{each:.1} wake-ups a second and end when nothing is said");
    assert!(each < 20.0, "{each}");
}

#[test]
fn stale_nonces_do_not_interrupt_a_relayed_call() {
    let conditions = Conditions::clean(millis(20));
    let setup = setup(
        CandidatePolicy::RelayOnly,
        Some(RelayProtocol::Udp),
        conditions,
    );
    let mut sim = Sim::new(5, setup);
    sim.turn.rotate_nonce();
    assert!(sim.run_until(PATIENCE, Sim::connected));
    // Twenty minutes: channels, permissions and the allocation are renewed, each with a new nonce.
    let mut said = 0;
    for second in 0..1_200 {
        if second % 50 == 0 {
            sim.turn.rotate_nonce();
        }
        said += usize::from(sim.speak(0, &[1; 80]));
        sim.run_for(Duration::from_secs(1));
    }
    assert_eq!(said, 1_200);
    assert_eq!(sim.ends[1].heard.len(), 1_200);
    assert_eq!(sim.ends[0].disconnections + sim.ends[1].disconnections, 0);
}

#[test]
fn a_refused_relay_ends_a_relay_only_call_with_its_reason() {
    let conditions = Conditions::clean(millis(20));
    let mut sim = Sim::new(
        5,
        setup(
            CandidatePolicy::RelayOnly,
            Some(RelayProtocol::Udp),
            conditions,
        ),
    );
    sim.turn.refuse();
    sim.run_for(Duration::from_secs(3));
    for end in &sim.ends {
        assert_eq!(end.failed, Some(FailureReason::NoRelay));
    }
}

#[test]
fn a_cut_is_noticed_heals_or_ends_the_call() {
    let conditions = Conditions::clean(millis(20));
    for (outage, heals) in [(10, true), (60, false)] {
        let mut sim = Sim::new(11, setup(CandidatePolicy::All, None, conditions));
        assert!(sim.run_until(PATIENCE, Sim::connected));
        sim.run_for(Duration::from_secs(5));
        let (a, b) = (sim.ends[0].socket.ip(), sim.ends[1].socket.ip());
        sim.network.cut(a, b);
        sim.run_for(Duration::from_secs(outage));
        assert!(sim.ends.iter().all(|e| e.disconnections == 1));
        sim.network.heal(a, b);
        sim.run_for(Duration::from_secs(5));
        for end in &sim.ends {
            assert_eq!(end.failed.is_none(), heals);
        }
        assert_eq!(sim.speak(0, &[1; 80]), heals);
    }
}

#[test]
fn closing_one_end_closes_the_other_and_gives_the_relay_back() {
    let conditions = Conditions::clean(millis(20));
    let setup = setup(
        CandidatePolicy::RelayOnly,
        Some(RelayProtocol::Udp),
        conditions,
    );
    let mut sim = Sim::new(5, setup);
    assert!(sim.run_until(PATIENCE, Sim::connected));
    assert_eq!(sim.turn.allocations(), 2);
    sim.close(0);
    sim.run_for(Duration::from_secs(1));
    assert_eq!(sim.ends[0].failed, None);
    assert_eq!(sim.ends[1].failed, Some(FailureReason::ClosedByPeer));
    assert_eq!(sim.turn.allocations(), 0);
    assert!(!sim.speak(0, &[1; 80]) && !sim.speak(1, &[1; 80]));
}

#[test]
fn an_ice_restart_moves_the_call_without_a_new_handshake() {
    for policy in [CandidatePolicy::All, CandidatePolicy::RelayOnly] {
        for end in 0..2 {
            let conditions = Conditions::clean(millis(50));
            let mut sim = Sim::new(21, setup(policy, Some(RelayProtocol::Udp), conditions));
            assert!(sim.run_until(PATIENCE, Sim::connected));
            sim.restart(end);
            let mut longest = Duration::ZERO;
            let mut last = sim.now;
            for _ in 0..250 {
                let before = sim.ends[1].heard.len();
                sim.speak(0, &[1; 80]);
                sim.run_for(millis(20));
                if sim.ends[1].heard.len() > before {
                    longest = longest.max(sim.now - last);
                    last = sim.now;
                }
            }
            println!("{policy:?} restart from {end}: silence of {longest:?}");
            assert!(
                sim.now - last < millis(100),
                "nothing is heard after the restart"
            );
            assert!(longest < Duration::from_secs(2), "{longest:?}");
            assert!(sim.ends.iter().all(|e| e.failed.is_none()));
        }
    }
}

#[test]
fn equal_frames_make_packets_of_one_size() {
    for policy in [CandidatePolicy::All, CandidatePolicy::RelayOnly] {
        let conditions = Conditions::clean(millis(10));
        let mut sim = Sim::new(1, setup(policy, Some(RelayProtocol::Udp), conditions));
        assert!(sim.run_until(PATIENCE, Sim::connected));
        sim.run_for(Duration::from_secs(1));
        let mut sizes = std::collections::BTreeMap::<usize, usize>::new();
        for n in 0..1_000u32 {
            let before = sim.ends[0].sizes.len();
            // Whatever is said, and however the marker stands: the frame has 120 bytes.
            assert!(sim.speak(0, &[(n % 251) as u8; 120]));
            for (_, size) in &sim.ends[0].sizes[before..] {
                *sizes.entry(*size).or_default() += 1;
            }
            sim.run_for(millis(20));
        }
        let header = 12 + 16 + if policy == CandidatePolicy::All { 0 } else { 4 };
        assert_eq!(sizes, [(120 + header, 1_000)].into(), "{policy:?}");
    }
}

#[test]
fn figures_tell_delay_and_loss() {
    let mut conditions = Conditions::lossy(millis(40), 0.1);
    conditions.jitter = millis(20);
    let mut sim = Sim::new(2, setup(CandidatePolicy::All, None, conditions));
    assert!(sim.run_until(PATIENCE, Sim::connected));
    for _ in 0..1_500 {
        sim.speak(0, &[1; 80]);
        sim.speak(1, &[1; 80]);
        sim.run_for(millis(20));
    }
    for end in &sim.ends {
        let figures = end.transport.figures();
        println!("{figures:?}");
        let rtt = figures.round_trip.unwrap();
        assert!((millis(80)..millis(160)).contains(&rtt), "{rtt:?}");
        assert!((0.05..0.16).contains(&figures.loss_received.unwrap()));
        assert!((0.0..0.35).contains(&figures.loss_sent.unwrap()));
        let jitter = figures.jitter.unwrap();
        assert!((millis(2)..millis(20)).contains(&jitter), "{jitter:?}");
        assert_eq!(figures.path, PathKind::Direct);
        assert_eq!(figures.packets_sent, 1_500);
        assert_eq!(figures.bytes_received, figures.packets_received * 80);
    }
}

#[test]
fn the_same_seed_gives_the_same_times() {
    let conditions = Conditions::lossy(millis(50), 0.2);
    for policy in [CandidatePolicy::All, CandidatePolicy::RelayOnly] {
        let setup = setup(policy, Some(RelayProtocol::Udp), conditions);
        let once = |seed| connect(seed..seed + 1, setup, policy == CandidatePolicy::RelayOnly);
        for seed in 0..5 {
            assert_eq!(once(seed), once(seed), "seed {seed}");
        }
    }
}
