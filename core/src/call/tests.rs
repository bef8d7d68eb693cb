//! Reports that are forged, replayed, from another device or from the future; sound without a report.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::time::Instant;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::id::{AccountId, DeviceId, MeetingId};
use sotto_protocol::wire::call::{Signal, signal::Body};
use sotto_protocol::wire::container::{EnforcementReport, Guard as WireGuard, SealedReport};

use super::*;
use crate::container::{SignalKeys, SignalSalt, meeting_id, new_meeting};
use crate::identity::DeviceKey;
use crate::secure::{
    Answer, Attestation, AttestationKind, AttestationVerifier, Attested, Imposed, MediaState,
    Operation, Reason, challenge,
};

const WALL: u64 = 1_800_000_000_000;
const ME: DeviceId = DeviceId::new([1; 16]);
const THEM: DeviceId = DeviceId::new([2; 16]);
/// Another device of the callee's: it holds the meeting key as well.
const OTHER: DeviceId = DeviceId::new([3; 16]);

fn device(n: u8) -> DeviceKey {
    DeviceKey::from_bytes(&[n; 32])
}

struct Scene {
    call: Call,
    id: MeetingId,
    key: MeetingKey,
    now: Instant,
    signals: u64,
}

impl Scene {
    /// This phone called at `level`, is armed, and the other device rang and answered.
    fn new(level: u8) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let now = Instant::now();
        let account = AccountId::new([1; 16]);
        let meeting = new_meeting(&mut rng, 2, WALL, account, ME);
        let id = meeting_id(&meeting).unwrap();
        let key = MeetingKey::generate(&mut rng, b"");
        let level = Level::new(level);
        let config = CallConfig {
            kind: Kind::Voice,
            direction: Direction::Outgoing,
            meeting,
            id,
            key: key.clone(),
            salt: SignalSalt::generate(&mut rng),
            me: ME,
            other: AccountId::new([2; 16]),
            choice: Choice {
                level,
                because: vec![Reason::You],
                imposed: Imposed::default(),
            },
            invited: level,
            relay_only: false,
            simulated: true,
            levels: Levels::default(),
            verifier: verifier(),
        };
        let mut call = Call::new(now, WALL, config).unwrap();
        for operation in Operation::ALL {
            call.handle_answer(now, operation, Answer::Enforced);
        }
        let proof = ReportKeys::new(&device(1), &device(2).public(), id, ME, THEM).unwrap();
        call.invited(now, vec![(THEM, proof)]).unwrap();
        call.accepted(now, THEM);
        call.phase = Phase::Connected;
        call.last_heard = Some(now);
        Self {
            call,
            id,
            key,
            now,
            signals: WALL,
        }
    }

    /// A signal that bears the other device's tag, by whoever holds the meeting key.
    fn signal(&mut self, report: SealedReport) {
        self.signals += 1;
        let mut rng = ChaCha20Rng::seed_from_u64(self.signals);
        let salt = SignalSalt::generate(&mut rng);
        let mut keys = SignalKeys::new(&self.key, THEM, ME, self.signals, salt);
        let body = Some(Body::Report(report));
        let sealed = keys.seal(&Signal { body }).unwrap();
        self.call
            .handle_signal(self.now, THEM, &sealed, &mut rng)
            .unwrap();
    }

    fn keys(&self, secret: u8, meeting: MeetingId, from: DeviceId) -> ReportKeys {
        ReportKeys::new(&device(secret), &device(1).public(), meeting, from, ME).unwrap()
    }

    /// The other device's own keys.
    fn theirs(&self) -> ReportKeys {
        self.keys(2, self.id, THEM)
    }

    fn believed(&self) -> bool {
        self.call.main_leg().unwrap().report().guard == GuardState::Armed
    }

    /// Sound for a while, a packet every 20 ms, whose state names a report.
    fn sound(&mut self, packets: u32, counter: u32) {
        let state = MediaState {
            guard: GuardState::Armed,
            level: self.call.level(),
            counter,
            ..MediaState::default()
        };
        for _ in 0..packets {
            self.now += Duration::from_millis(20);
            self.call.check_fresh(self.now, THEM, &state);
        }
    }
}

/// A maker whose statements are the challenge itself; knows one kind only.
#[derive(Debug)]
struct Maker;

impl AttestationVerifier for Maker {
    fn verify(&self, statement: &Attestation, challenge: &[u8; 32], _: u64) -> Option<bool> {
        (statement.kind() == AttestationKind::AndroidKey)
            .then(|| statement.token() == challenge.as_slice())
    }
}

fn verifier() -> Option<Arc<dyn AttestationVerifier>> {
    Some(Arc::new(Maker))
}

#[test]
fn what_a_maker_attests_is_verified_for_this_call_and_device_and_never_assumed() {
    let attested = |kind, meeting: Option<MeetingId>, device| {
        let mut scene = Scene::new(2);
        let (from, to) = device;
        let token = challenge(meeting.unwrap_or(scene.id), from, to).to_vec();
        let mut report = armed(2, 5);
        report.attestation = Some(Attestation::new(kind, token).unwrap().to_wire());
        scene.signal(scene.theirs().seal(&report));
        let attested = scene.call.main_leg().unwrap().attested();
        (attested, scene.call.may_sound())
    };
    let key = AttestationKind::AndroidKey;
    assert_eq!(attested(key, None, (THEM, ME)), (Attested::Verified, true));
    let wrong = (Attested::Failed, false);
    assert_eq!(attested(key, None, (OTHER, ME)), wrong);
    assert_eq!(attested(key, None, (THEM, OTHER)), wrong, "for another");
    assert_eq!(attested(key, None, (ME, THEM)), wrong, "sent back");
    let elsewhere = Some(MeetingId::new([9; 32]));
    assert_eq!(attested(key, elsewhere, (THEM, ME)), wrong);
    let play = AttestationKind::PlayIntegrity;
    assert_eq!(
        attested(play, None, (THEM, ME)),
        (Attested::NotVerified, true)
    );
    assert!(Attestation::new(play, vec![0; 12 * 1024 + 1]).is_err());
}

#[test]
fn this_phone_s_statement_goes_out_once() {
    let mut scene = Scene::new(2);
    let asked = std::iter::from_fn(|| scene.call.poll_output()).filter_map(|output| match output {
        CallOutput::Attest(challenge) => Some(challenge),
        _ => None,
    });
    let asked: Vec<[u8; 32]> = asked.collect();
    let [challenge] = asked.as_slice() else {
        panic!("asked once");
    };
    let mut sizes = Vec::new();
    // of another call first, then twice of this one
    for challenge in [&[0; 32], challenge, challenge] {
        let token = vec![7; 12 * 1024];
        let statement = Attestation::new(AttestationKind::AppAttest, token).unwrap();
        scene.call.handle_attestation(challenge, statement);
        scene.call.tell_report();
        while let Some(output) = scene.call.poll_output() {
            if let CallOutput::Signal { sealed, .. } = output {
                sizes.push(sealed.len() > 12 * 1024);
            }
        }
    }
    assert_eq!(sizes, [false, true, false, false]);
}

/// What an armed phone says at a level.
fn armed(level: u8, counter: u32) -> EnforcementReport {
    let now = Instant::now();
    let mut guard = Guard::new(Levels::default(), true).counting_from(counter - 1);
    guard.arm(now, Level::new(level), Operations::NONE);
    for operation in Operation::ALL {
        guard.answer(operation, Answer::Enforced);
    }
    let mut report = guard.report().to_wire();
    report.counter = counter;
    report
}

#[test]
fn a_report_of_the_very_device_in_the_very_call_is_taken() {
    let mut scene = Scene::new(2);
    assert!(!scene.call.may_sound());
    scene.signal(scene.theirs().seal(&armed(2, 5)));
    assert!(scene.believed() && scene.call.may_sound());
}

#[test]
fn a_report_forged_with_the_meeting_key_alone_is_not_taken() {
    let mut scene = Scene::new(2);
    let mut forged = scene.theirs().seal(&armed(2, 5));
    forged.mac[0] ^= 1;
    scene.signal(forged.clone());
    forged.mac.clear();
    scene.signal(forged);
    scene.signal(SealedReport::default());
    assert!(!scene.believed() && !scene.call.may_sound());
}

#[test]
fn a_report_of_another_device_of_the_same_person_is_not_taken() {
    let mut scene = Scene::new(2);
    for (secret, from) in [(3, OTHER), (3, THEM), (2, OTHER)] {
        scene.signal(scene.keys(secret, scene.id, from).seal(&armed(2, 5)));
    }
    assert!(!scene.believed());
}

#[test]
fn a_report_of_an_earlier_call_is_not_taken() {
    let mut scene = Scene::new(2);
    let earlier = scene.keys(2, MeetingId::new([9; 32]), THEM);
    scene.signal(earlier.seal(&armed(2, 50_000)));
    assert!(!scene.believed());
}

#[test]
fn an_earlier_report_of_the_same_call_is_not_taken_again() {
    let mut scene = Scene::new(2);
    let first = scene.theirs().seal(&armed(2, 5));
    scene.signal(first.clone());
    let mut violated = armed(2, 6);
    violated.guard = WireGuard::Violated.into();
    violated.enforcements[0].violated = true;
    scene.signal(scene.theirs().seal(&violated));
    assert!(!scene.call.may_sound());
    scene.signal(first);
    assert!(!scene.call.may_sound(), "a replay cannot undo a violation");
    scene.signal(scene.theirs().seal(&armed(2, 7)));
    assert!(scene.call.may_sound());
}

#[test]
fn a_report_of_a_future_epoch_is_not_taken() {
    let mut scene = Scene::new(2);
    let mut report = armed(2, 5);
    report.epoch = 1;
    scene.signal(scene.theirs().seal(&report));
    assert!(!scene.believed());
}

#[test]
fn a_report_that_contradicts_itself_stops_the_sound() {
    let mut scene = Scene::new(2);
    scene.signal(scene.theirs().seal(&armed(2, 5)));
    assert!(scene.call.may_sound());
    let mut hollow = armed(2, 6);
    hollow.enforcements.pop();
    scene.signal(scene.theirs().seal(&hollow));
    assert!(!scene.call.may_sound());
    assert!(scene.call.main_leg().unwrap().is_distrusted());
}

#[test]
fn three_seconds_of_sound_without_the_report_it_names_count_as_a_violation() {
    for level in [1, 2, 3] {
        let mut scene = Scene::new(level);
        scene.signal(scene.theirs().seal(&armed(level, 5)));
        scene.sound(1_000, 5);
        assert!(scene.call.may_sound(), "the sound itself keeps it fresh");
        scene.sound(149, 6);
        assert!(scene.call.may_sound(), "a report may be late");
        scene.sound(2, 6);
        assert!(!scene.call.may_sound());
        if level == 3 {
            assert_eq!(scene.call.phase(), Phase::Ended(EndReason::Violation));
            continue;
        }
        assert!(scene.call.main_leg().unwrap().is_stale());
        scene.signal(scene.theirs().seal(&armed(level, 6)));
        scene.sound(1, 6);
        assert!(scene.call.may_sound(), "until it comes");
    }
}

#[test]
fn a_pause_in_which_nothing_arrives_counts_as_nothing() {
    let mut scene = Scene::new(3);
    scene.signal(scene.theirs().seal(&armed(3, 5)));
    for _ in 0..12 {
        scene.sound(5, 6);
        scene.now += Duration::from_secs(4);
        assert!(scene.call.may_sound());
    }
    scene.signal(scene.theirs().seal(&armed(3, 6)));
    scene.sound(1, 6);
    assert!(scene.call.may_sound());
}

#[test]
fn sound_from_a_phone_that_never_reported_counts_as_a_violation() {
    let mut scene = Scene::new(3);
    scene.sound(200, 0);
    assert_eq!(scene.call.phase(), Phase::Ended(EndReason::Violation));
}

#[test]
fn a_report_in_the_place_of_speech_is_held_to_the_same() {
    let mut scene = Scene::new(2);
    let mut guard = Guard::new(Levels::default(), true);
    guard.arm(scene.now, Level::TWO, Operations::NONE);
    for operation in Operation::ALL {
        guard.answer(operation, Answer::Enforced);
    }
    let compact = guard.report().to_compact();
    let other = scene.keys(3, scene.id, OTHER).seal_short(&compact);
    scene.call.take_short(scene.now, THEM, &other);
    assert!(!scene.believed());
    let mut hollow = guard.report().clone();
    hollow.answers.remove(&Operation::Speaker);
    let hollow = scene.theirs().seal_short(&hollow.to_compact());
    scene.call.take_short(scene.now, THEM, &hollow);
    assert!(scene.call.main_leg().unwrap().is_distrusted());
    let honest = scene.theirs().seal_short(&compact);
    scene.call.take_short(scene.now, THEM, &honest);
    assert!(scene.call.may_sound());
}

#[test]
fn an_attempt_is_known_even_if_the_sound_brings_the_short_report_first() {
    let mut scene = Scene::new(2);
    let mut guard = Guard::new(Levels::default(), true);
    guard.arm(scene.now, Level::TWO, Operations::NONE);
    for operation in Operation::ALL {
        guard.answer(operation, Answer::Enforced);
    }
    guard.attempt(Operation::Speaker);
    let short = scene.theirs().seal_short(&guard.report().to_compact());
    let attempts = |scene: &Scene| {
        let report = scene.call.main_leg().unwrap().report();
        report.attempts.get(&Operation::Speaker).copied()
    };
    scene.call.take_short(scene.now, THEM, &short);
    assert_eq!(attempts(&scene), None, "there is no room for it");
    scene.signal(scene.theirs().seal(&guard.report().to_wire()));
    assert_eq!(attempts(&scene), Some(1));
    scene.call.take_short(scene.now, THEM, &short);
    assert_eq!(
        attempts(&scene),
        Some(1),
        "a late short one takes nothing back"
    );
}
