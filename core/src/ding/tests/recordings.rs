//! Recordings: a minute fits a container; what a stranger made up is refused.

use proptest::prelude::*;
use prost::Message;
use sotto_protocol::wire::container::{Content as Carried, ReplyPath, content::Body};
use sotto_protocol::wire::ding as wire;
use sotto_protocol::wire::keys::SignedCard;

use super::fixture::{recording, seconds, tone};
use crate::container::padme;
use crate::ding::{Content, PACKET, PACKETS, Player, Recorder, Recording, RecordingError};

fn message(packets: u32, packet_length: u32, opus: Vec<u8>) -> wire::Recording {
    wire::Recording {
        packets,
        packet_length,
        opus,
    }
}

fn error(message: wire::Recording) -> RecordingError {
    Recording::parse(message).expect_err("a recording that cannot be played")
}

#[test]
fn a_minute_stops_by_itself_and_fits_a_container_for_eight_devices() {
    let mut recorder = Recorder::new().unwrap();
    for piece in 0..3_100 {
        recorder.push(&tone(piece));
    }
    assert!(recorder.is_full());
    let (recording, peaks) = recorder.finish().unwrap();
    assert_eq!(recording.duration(), seconds(60));
    assert_eq!(peaks.len(), 600);
    assert!(
        peaks.iter().all(|peak| (60..80).contains(peak)),
        "9,000 of 32,768"
    );
    let carried = Carried {
        version: 1,
        sent_at: u64::MAX,
        reply: Some(ReplyPath {
            card: Some(SignedCard {
                card: vec![0; 400],
                signature: vec![0; 64],
            }),
        }),
        body: Some(Body::Ding(wire::Ding {
            id: vec![1; 16],
            content: Some(wire::ding::Content::Voice(recording.to_wire())),
            level: 3,
            plays_allowed: u32::MAX,
            repeat: Some(wire::Repeat::default()),
            expires: u64::MAX,
            sent_at: u64::MAX,
            forbids: vec![],
        })),
    };
    let padded = padme(carried.encoded_len() + 1);
    assert_eq!(padded, 80 * 1024);
    let entries = sotto_protocol::limits::DEVICES * 1_320;
    assert!(padded + entries + 400 <= sotto_protocol::limits::CONTAINER);
}

#[test]
fn halves_of_frames_make_the_same_recording_and_silence_the_same_size() {
    let mut halves = Recorder::new().unwrap();
    let mut silence = Recorder::new().unwrap();
    for piece in 0..100 {
        let tone = tone(piece);
        halves.push(&tone[..480]);
        halves.push(&tone[480..]);
        silence.push(&[0; 960]);
        silence.push(&[0; 123]);
    }
    let (halves, _) = halves.finish().unwrap();
    assert_eq!(halves, recording(2));
    let (silence, peaks) = silence.finish().unwrap();
    assert_eq!(silence.to_wire().opus.len(), halves.to_wire().opus.len());
    assert!(peaks.iter().all(|peak| *peak == 0));
    assert!(Recorder::new().unwrap().finish().is_err());
}

#[test]
fn what_was_said_is_heard_whole_whatever_lengths_are_pulled() {
    for length in [480, 960, 441, 7_000] {
        let mut player = Player::new(recording(1)).unwrap();
        let (mut power, mut samples) = (0.0, 0);
        let mut out = vec![0_i16; length];
        loop {
            let more = player.pull(&mut out);
            power += out.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
            samples += length;
            if !more {
                break;
            }
            assert!(samples < 60_000, "endless");
        }
        assert!(
            (48_000..48_000 + length).contains(&samples),
            "{length}: {samples}"
        );
        let loudness = (power / 48_000.0).sqrt();
        assert!(
            (5_000.0..7_500.0).contains(&loudness),
            "{length}: {loudness}"
        );
        out.fill(5);
        assert!(!player.pull(&mut out));
        assert!(
            out.iter().all(|sample| *sample == 0),
            "silence after its end"
        );
    }
}

#[test]
fn endless_empty_and_miscounted_recordings_are_refused() {
    let whole = recording(1).to_wire();
    assert_eq!(error(message(0, 27, vec![])), RecordingError::Empty);
    assert_eq!(
        error(message(3_001, 27, vec![0; 3_001 * 27])),
        RecordingError::TooLong
    );
    assert_eq!(
        error(message(u32::MAX, u32::MAX, vec![1])),
        RecordingError::TooLong
    );
    assert_eq!(
        error(message(50, 0, vec![])),
        RecordingError::PacketLength { length: 0 }
    );
    assert_eq!(
        error(message(1, 1_276, vec![0; 1_276])),
        RecordingError::PacketLength { length: 1_276 }
    );
    assert_eq!(
        error(message(49, 27, whole.opus.clone())),
        RecordingError::Count
    );
    assert_eq!(
        error(message(51, 27, whole.opus.clone())),
        RecordingError::Count
    );
    assert_eq!(error(message(1, 27, whole.opus)), RecordingError::Count);
}

#[test]
fn packets_that_claim_more_than_20_ms_are_refused() {
    // one minute of packets by count, six minutes by what they say of themselves
    let mut opus = Vec::new();
    for _ in 0..PACKETS {
        // SILK wideband 60 ms, two frames of one length: 120 ms
        let mut packet = [0x59; PACKET];
        packet[0] = 11 << 3 | 1;
        opus.extend_from_slice(&packet);
    }
    let claims = message(PACKETS as u32, PACKET as u32, opus);
    assert_eq!(error(claims), RecordingError::Packet { index: 0 });
    // a packet whose inner lengths lie, in the middle
    let mut whole = recording(1).to_wire();
    whole.opus[10 * PACKET] = 0xff;
    whole.opus[10 * PACKET + 1] = 0x3f;
    assert_eq!(error(whole), RecordingError::Packet { index: 10 });
}

#[test]
fn texts_are_bounded_in_letters_and_bytes() {
    let text = |text: String| Content::parse(wire::ding::Content::Text(text));
    assert!(text("好".repeat(500)).is_ok());
    assert!(text("好".repeat(501)).is_err());
    assert!(text("x".repeat(3_000)).is_err());
    assert!(text(" \n".to_owned()).is_err());
    assert!(!format!("{:?}", text("secret".to_owned()).unwrap()).contains("secret"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_recording_of_a_stranger_plays_longer_than_a_minute_or_panics(
        packets in 0u32..3_100, length in 0u32..60, change in prop::collection::vec((any::<u32>(), any::<u8>()), 0..20),
        cut in 0usize..3,
    ) {
        static SECOND: std::sync::OnceLock<Recording> = std::sync::OnceLock::new();
        let mut whole = SECOND.get_or_init(|| recording(1)).to_wire();
        for (at, byte) in change {
            let at = at as usize % whole.opus.len();
            whole.opus[at] = byte;
        }
        if cut > 0 {
            whole = message(packets, length, whole.opus);
        }
        if let Ok(recording) = Recording::parse(whole) {
            let mut player = Player::new(recording).unwrap();
            let mut out = [0; 960];
            let mut frames = 1;
            while player.pull(&mut out) {
                frames += 1;
                prop_assert!(frames <= 3_001);
            }
        }
    }
}
