//! Hostile descriptions, candidates and packets: no panic, bounded work, and a call that goes on.

#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sotto_core::media::transport::{
    CandidatePolicy, Datagram, Description, MAX_DESCRIPTION, RelayProtocol, Role, Transport,
    TransportConfig, TransportError, TransportOutput,
};
use sotto_tests::network::Conditions;
use sotto_tests::transport_sim::{Setup, Sim, relay_address};

fn transport(role: Role) -> Transport {
    let config = TransportConfig {
        role,
        policy: CandidatePolicy::All,
        locals: vec![([10, 0, 9, 1], 40_000).into()],
        relays: vec![],
    };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    Transport::new(Instant::now(), config, &mut rng).unwrap()
}

fn offer() -> String {
    let offer = transport(Role::Offerer).offer(Instant::now()).unwrap();
    offer.as_str().to_owned()
}

/// Changes a few places of a text: bytes, lines and numbers, doubled, dropped, swapped.
fn mutate(text: &str, rng: &mut ChaCha20Rng) -> String {
    let mut lines: Vec<Vec<u8>> = text.lines().map(|l| l.as_bytes().to_vec()).collect();
    for _ in 0..rng.random_range(1..4) {
        let at = rng.random_range(0..lines.len());
        match rng.random_range(0..6) {
            0 => lines.insert(at, lines[at].clone()),
            1 if lines.len() > 1 => drop(lines.remove(at)),
            2 => {
                let other = rng.random_range(0..lines.len());
                lines.swap(at, other);
            }
            3 => {
                let keep = rng.random_range(0..=lines[at].len());
                lines[at].truncate(keep);
            }
            4 => lines[at].extend(
                b" 4294967296 -1 :::: /0"
                    .iter()
                    .take(rng.random_range(1..22)),
            ),
            _ => {
                if let Some(byte) = lines[at].last_mut() {
                    *byte = rng.random_range(0x20..0x7f);
                }
                let length = lines[at].len();
                if length > 0 {
                    lines[at][rng.random_range(0..length)] = rng.random_range(0x20..0x7f);
                }
            }
        }
    }
    let joined = lines.join(&b"\r\n"[..]);
    String::from_utf8_lossy(&joined).into_owned()
}

#[test]
fn descriptions_gone_wrong_are_refused_or_understood() {
    let good = offer();
    let (mut taken, mut refused) = (0, 0);
    for seed in 0..1_500 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let text = mutate(&good, &mut rng);
        let mut answerer = transport(Role::Answerer);
        match answerer.accept_offer(Instant::now(), &Description::new(text).unwrap()) {
            Ok(answer) => {
                taken += 1;
                assert_eq!(answer.as_str().matches("m=audio").count(), 1);
            }
            Err(_) => refused += 1,
        }
    }
    println!("{taken} mutations were harmless, {refused} refused");
    assert!(taken > 50 && refused > 50);
}

#[test]
fn what_is_no_voice_call_is_refused() {
    let good = offer();
    let now = Instant::now();
    let accept = |text: String| {
        let description = Description::new(text)?;
        transport(Role::Answerer).accept_offer(now, &description)
    };
    assert!(accept(good.clone()).is_ok());
    for bad in [
        String::new(),
        "v=0".to_owned(),
        "\r\n".repeat(10_000),
        format!("{good}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"),
        format!("{good}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"),
        good.replace("sha-256", "md5"),
        good.replace("a=ice-pwd", "a=x-pwd"),
        good.replace("opus/48000/2", "PCMU/8000"),
        good.replace("a=mid", "a=\u{0}mid"),
        format!("{good}a=fmtp:{}\r\n", "x".repeat(2_000)),
    ] {
        assert!(accept(bad.clone()).is_err(), "{bad}");
    }
    let long = Description::new("v".repeat(MAX_DESCRIPTION + 1));
    assert_eq!(long, Err(TransportError::BadDescription("too long")));
}

#[test]
fn candidates_without_end_are_cut_off() {
    let now = Instant::now();
    let mut answerer = transport(Role::Answerer);
    answerer
        .accept_offer(now, &Description::new(offer()).unwrap())
        .unwrap();
    let taken = (1..=500)
        .filter(|port| {
            let line = format!("candidate:1 1 udp 1 192.0.2.1 {port} typ host");
            answerer.add_remote_candidate(now, &line).is_ok()
        })
        .count();
    assert!(taken <= 16, "{taken}");
    // Thirty seconds of checks towards addresses that never answer.
    let mut sent = 0;
    let mut at = now;
    while let Some(due) = answerer
        .deadline()
        .filter(|d| *d < now + Duration::from_secs(30))
    {
        at = at.max(due);
        answerer.handle_timeout(at);
        while let Some(output) = answerer.poll_output() {
            sent += usize::from(matches!(output, TransportOutput::SendDatagram(_)));
        }
    }
    println!("{sent} packets towards 16 addresses that never answer");
    assert!(sent < 16 * 250, "{sent}");
}

#[test]
fn steps_out_of_order_are_refused() {
    let now = Instant::now();
    let mut offerer = transport(Role::Offerer);
    let mut answerer = transport(Role::Answerer);
    let out_of_order = TransportError::OutOfOrder;
    assert_eq!(answerer.offer(now), Err(out_of_order.clone()));
    assert_eq!(offerer.restart(now), Err(out_of_order.clone()));
    let offer = offerer.offer(now).unwrap();
    assert_eq!(offerer.offer(now), Err(out_of_order.clone()));
    assert_eq!(offerer.accept_offer(now, &offer), Err(out_of_order.clone()));
    let answer = answerer.accept_offer(now, &offer).unwrap();
    assert_eq!(answerer.accept_answer(now, &answer), Err(out_of_order));
    assert_eq!(
        answerer.send_media(now, &[1], 0, false),
        Err(TransportError::NotConnected)
    );
    offerer.close(now);
    assert_eq!(
        offerer.accept_answer(now, &answer),
        Err(TransportError::Ended)
    );
    assert_eq!(offerer.deadline(), None);
}

/// Random bytes that look like one of the protocols at first sight, or parts of real packets.
fn noise(rng: &mut ChaCha20Rng) -> Vec<u8> {
    let length = rng.random_range(0..300);
    let mut bytes: Vec<u8> = (0..length).map(|_| rng.random()).collect();
    if length > 24 {
        match rng.random_range(0..5) {
            0 => {
                bytes[..2].copy_from_slice(&[rng.random_range(0..2), 1]);
                bytes[2..4].copy_from_slice(&((length - 20) as u16).to_be_bytes());
                bytes[4..8].copy_from_slice(&[0x21, 0x12, 0xa4, 0x42]);
            }
            1 => bytes[..3].copy_from_slice(&[rng.random_range(20..24), 254, 253]),
            2 => bytes[0] = 0x80,
            3 => bytes[..2].copy_from_slice(&[0x40, 0]),
            _ => {}
        }
    }
    bytes
}

#[test]
fn ten_thousand_random_packets_do_not_disturb_a_call() {
    for (policy, relay) in [
        (CandidatePolicy::All, None),
        (CandidatePolicy::RelayOnly, Some(RelayProtocol::Udp)),
        (CandidatePolicy::RelayOnly, Some(RelayProtocol::Tcp)),
    ] {
        let conditions = Conditions::clean(Duration::from_millis(10));
        let setup = Setup {
            policy,
            relay,
            conditions,
            signal_delay: conditions.delay,
        };
        let mut rng = ChaCha20Rng::seed_from_u64(99);
        let mut sim = Sim::new(99, setup);
        let peer = sim.ends[0].socket;
        let stranger: SocketAddr = ([203, 0, 113, 66], 6_666).into();
        for n in 0..10_000 {
            let connected = sim.connected();
            // From a stranger, and as if from the other end or the relay.
            let spoofed = [stranger, peer, relay_address()];
            let remote = spoofed[n % if relay == Some(RelayProtocol::Tcp) {
                2
            } else {
                3
            }];
            let local = sim.ends[1].socket;
            let now = sim.now;
            sim.ends[1].transport.handle_datagram(
                now,
                &Datagram {
                    local,
                    remote,
                    protocol: RelayProtocol::Udp,
                    bytes: noise(&mut rng),
                },
            );
            if n % 20 == 0 {
                sim.run_for(Duration::from_millis(20));
                if connected {
                    assert!(sim.speak(0, &[7; 80]));
                }
            }
        }
        sim.run_for(Duration::from_secs(1));
        assert!(sim.connected(), "{policy:?}");
        let end = &sim.ends[1];
        assert_eq!((end.failed, end.disconnections), (None, 0), "{policy:?}");
        assert!(end.heard.len() > 400, "{policy:?} {}", end.heard.len());
        assert!(end.heard.iter().all(|m| m.payload == [7; 80]));
    }
}
