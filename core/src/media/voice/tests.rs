//! Both halves of a voice under a virtual clock and a seeded network.
#![allow(clippy::unwrap_used)]
// A virtual clock needs some zero.
#![allow(clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::media::jitter::Arrival;

const TICK: Duration = Duration::from_millis(20);

/// A voice-like sound: a buzz of 140 Hz in syllables with pauses.
fn spoken(number: usize) -> Vec<i16> {
    let sample = |index: usize| {
        let time = (number * FRAME + index) as f32 / SAMPLE_RATE as f32;
        let syllable = (time * 2.0 * std::f32::consts::TAU).sin().max(0.0);
        let phase = (time * 140.0).fract();
        ((1.0 - 2.0 * phase) * syllable * 9_000.0) as i16
    };
    (0..FRAME).map(sample).collect()
}

/// Speaks for `ticks`; `delay` says how long each packet takes, or that it is lost.
fn talk(
    ticks: usize,
    piece: usize,
    concealment: Concealment,
    mut delay: impl FnMut(usize) -> Option<Duration>,
) -> (Vec<i16>, Vec<Heard>, VoiceReceiver) {
    let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
    let mut receiver = VoiceReceiver::new(concealment).unwrap();
    let (mut sound, mut heard) = (Vec::new(), Vec::new());
    let mut flying: Vec<(Instant, u16, Vec<u8>)> = Vec::new();
    let mut now = Instant::now();
    for number in 0..ticks {
        let speech = sender.push(&spoken(number)).unwrap().unwrap();
        if let Some(delay) = delay(number) {
            flying.push((now + delay, number as u16, speech.payload.to_vec()));
        }
        if number % 50 == 49 {
            let lost = receiver.figures().jitter.lost;
            sender.set_reported_loss(lost).unwrap();
        }
        now += TICK;
        flying.sort_by_key(|&(at, ..)| at);
        let due = flying.partition_point(|&(at, ..)| at <= now);
        for (at, sequence, payload) in flying.drain(..due) {
            let timestamp = u32::from(sequence).wrapping_mul(FRAME as u32);
            receiver.push(at, sequence, timestamp, &payload);
        }
        for half in 0..FRAME / piece {
            let mut out = vec![0; piece];
            let at = now + TICK * half as u32 * piece as u32 / FRAME as u32;
            heard.push(receiver.pull(at, &mut out));
            sound.extend(out);
        }
    }
    (sound, heard, receiver)
}

fn millis(count: u64) -> Option<Duration> {
    Some(Duration::from_millis(count))
}

#[test]
fn a_calm_call_is_heard_whole_from_its_first_packet() {
    for piece in [FRAME, HALF_FRAME] {
        let (_, heard, receiver) = talk(500, piece, Concealment::Classic, |_| millis(50));
        let first = heard
            .iter()
            .position(|&heard| heard == Heard::Voice)
            .unwrap();
        // Spoken at 0, arrived at 50, heard at 60 ms: the third pull.
        assert_eq!(first, 2 * FRAME / piece, "pulls of {piece}");
        assert!(heard[first..].iter().all(|&heard| heard == Heard::Voice));
        let figures = receiver.figures();
        assert_eq!(
            (figures.concealed, figures.jitter.late),
            (Duration::ZERO, 0)
        );
        assert!(figures.jitter.delay <= Duration::from_millis(50));
    }
}

#[test]
fn nothing_is_heard_as_silence_before_the_first_packet() {
    let mut receiver = VoiceReceiver::new(Concealment::Classic).unwrap();
    let mut out = [7; FRAME];
    assert_eq!(receiver.pull(Instant::now(), &mut out), Heard::Nothing);
    assert_eq!(out, [0; FRAME]);
    assert_eq!(receiver.figures().level, Level::SILENCE);
}

#[test]
fn under_loss_nearly_every_copy_that_came_is_used() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let kept: Vec<bool> = (0..3_000).map(|_| random.random_bool(0.9)).collect();
    // How many packets after lost ones carry copies, the loss being known; pauses get none.
    let mut copies = 0;
    let (.., receiver) = {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        sender.set_reported_loss(0.1).unwrap();
        for number in 0..3_000 {
            let speech = sender.push(&spoken(number)).unwrap().unwrap();
            let repairs = number > 0 && kept[number] && !kept[number - 1];
            copies += u32::from(repairs && sotto_opus::packet::has_fec(speech.payload));
        }
        talk(3_000, FRAME, Concealment::Classic, |number| {
            kept[number].then_some(Duration::from_millis(40))
        })
    };
    let figures = receiver.figures();
    let used = figures.recovered.as_secs_f64() / 0.02 / f64::from(copies);
    assert!(used > 0.85, "{used:.2} of {copies} copies used");
    assert!(
        figures.jitter.delay <= Duration::from_millis(80),
        "{figures:?}"
    );
}

#[test]
fn an_outage_is_told_apart_and_fades_to_silence() {
    for concealment in [Concealment::Classic, Concealment::Deep] {
        let (sound, heard, _) = talk(300, FRAME, concealment, |number| {
            (!(100..200).contains(&number)).then_some(Duration::from_millis(30))
        });
        let made_up = heard
            .iter()
            .filter(|&&heard| heard == Heard::MadeUp)
            .count();
        assert!((98..=102).contains(&made_up), "{made_up} made up");
        let end = &sound[190 * FRAME..200 * FRAME];
        assert!(
            Level::of(end).below_full_scale() > 60,
            "{:?}",
            Level::of(end)
        );
        assert_eq!(heard[220..], [Heard::Voice; 80]);
    }
}

#[test]
fn drifting_clocks_and_jitter_leave_the_sound_whole_for_a_minute() {
    for ppm in [-200_i64, 200] {
        let mut random = ChaCha8Rng::seed_from_u64(6);
        let (_, heard, receiver) = talk(3_000, HALF_FRAME, Concealment::Classic, |number| {
            let drift = number as i64 * 20_000 * ppm / 1_000_000;
            let micros = 60_000 + drift + random.random_range(0..5_000);
            Some(Duration::from_micros(micros.unsigned_abs()))
        });
        let made_up = heard
            .iter()
            .filter(|&&heard| heard == Heard::MadeUp)
            .count();
        assert!(made_up <= 4, "{ppm} ppm: {made_up} pulls made up");
        let figures = receiver.figures();
        assert!(
            figures.jitter.delay <= Duration::from_millis(60),
            "{ppm} ppm: {figures:?}"
        );
    }
}

#[test]
fn any_bytes_at_any_place_do_no_harm() {
    let mut random = ChaCha8Rng::seed_from_u64(8);
    let mut receiver = VoiceReceiver::new(Concealment::Deep).unwrap();
    let mut now = Instant::now();
    let (mut sequence, mut timestamp) = (0_u16, 0_u32);
    let mut refused = 0;
    for _ in 0..1_000 {
        let near = random.random_bool(0.8);
        let step = random.random_range(0..4);
        sequence = if near {
            sequence.wrapping_add(step)
        } else {
            random.next_u32() as u16
        };
        let ticks = u32::from(step) * random.random_range(0..2_000);
        timestamp = if near {
            timestamp.wrapping_add(ticks)
        } else {
            random.next_u32()
        };
        let mut payload = vec![0; random.random_range(0..200)];
        random.fill_bytes(&mut payload);
        refused += u64::from(receiver.push(now, sequence, timestamp, &payload) == Arrival::Refused);
        now += Duration::from_millis(random.random_range(0..30));
        let mut out = vec![0; random.random_range(0..2_000)];
        receiver.pull(now, &mut out);
        assert!(receiver.ready.len() <= sotto_opus::LONGEST_PACKET + 4_000);
    }
    assert_eq!(receiver.figures().jitter.refused, refused);
    assert!(refused > 0);
}

#[test]
fn a_receiver_can_be_given_to_another_thread() {
    fn moves<T: Send>() {}
    moves::<VoiceSender>();
    moves::<VoiceReceiver>();
}
