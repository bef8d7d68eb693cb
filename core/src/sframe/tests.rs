//! What sealed media must do and refuse.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sframe::frame::{EncryptedFrameView, MediaFrameView, MonotonicCounter};
use sframe::key::{DecryptionKey, EncryptionKey};
use sotto_protocol::id::DeviceId;

use super::*;
use crate::container::MeetingKey;

const SENDER: DeviceId = DeviceId::new([4; 16]);

fn key(seed: u64) -> MeetingKey {
    MeetingKey::generate(&mut ChaCha20Rng::seed_from_u64(seed), b"")
}

fn pair() -> (FrameSealer, FrameOpener) {
    let key = key(1);
    (
        FrameSealer::new(&key, 0, SENDER).unwrap(),
        FrameOpener::new(&key, 0, SENDER).unwrap(),
    )
}

#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16).unwrap()).collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] * 16 + pair[1]) as u8)
        .collect()
}

/// RFC 9605 appendix C.3, cipher suite 0x0005.
#[test]
fn the_suite_makes_what_the_rfc_shows() {
    let base = unhex("000102030405060708090a0b0c0d0e0f");
    let (kid, mut counter) = (
        0x123_u64,
        MonotonicCounter::with_start_value(0x4567, u64::MAX),
    );
    let metadata = unhex("4945544620534672616d65205747");
    let plain = unhex("64726166742d696574662d736672616d652d656e63");
    let sealed = unhex(
        "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
    );
    let mut buffer = Vec::new();
    let frame = MediaFrameView::try_with_meta_data(&mut counter, &plain, &metadata).unwrap();
    let key = EncryptionKey::derive_from(keys::SUITE, kid, &base).unwrap();
    frame.encrypt_into(&key, &mut buffer).unwrap();
    assert_eq!(buffer[metadata.len()..], sealed);
    let key = DecryptionKey::derive_from(keys::SUITE, kid, &base).unwrap();
    let frame = EncryptedFrameView::try_with_meta_data(&sealed, &metadata).unwrap();
    assert_eq!(frame.decrypt(&key).unwrap().payload(), plain);
}

#[test]
fn packets_never_grow_as_the_call_goes_on() {
    let key = key(1);
    for counter in [
        sealer::FIRST,
        sealer::FIRST + 1,
        1 << 25,
        1 << 31,
        sealer::LAST,
    ] {
        for epoch in [0, 1, 255, 256, EPOCHS - 1] {
            let mut sealer = FrameSealer::new(&key, epoch, SENDER)
                .unwrap()
                .at_counter(counter);
            let sealed = sealer.seal(&[9; 60]).unwrap();
            assert_eq!(sealed.len(), 60 + OVERHEAD);
            let mut opener = FrameOpener::new(&key, epoch, SENDER).unwrap();
            assert_eq!(opener.open(&sealed, now()).unwrap(), [9; 60]);
        }
    }
    let mut last = FrameSealer::new(&key, 0, SENDER)
        .unwrap()
        .at_counter(sealer::LAST);
    assert!(last.seal(b"").is_ok());
    assert_eq!(last.seal(b""), Err(FrameError::Exhausted));
}

#[test]
fn a_packet_opens_once() {
    let (mut sealer, mut opener) = pair();
    let sealed: Vec<_> = (0..130).map(|n| sealer.seal(&[n]).unwrap()).collect();
    let now = now();
    assert_eq!(opener.open(&sealed[129], now).unwrap(), [129]);
    assert_eq!(opener.open(&sealed[129], now), Err(FrameError::Replayed));
    assert_eq!(opener.open(&sealed[2], now).unwrap(), [2]);
    assert_eq!(opener.open(&sealed[2], now), Err(FrameError::Replayed));
    assert_eq!(opener.open(&sealed[1], now), Err(FrameError::TooLate));
}

#[test]
fn the_epoch_before_opens_for_five_seconds() {
    let (mut old, mut opener) = pair();
    let mut new = FrameSealer::new(&key(2), 1, SENDER).unwrap();
    let start = now();
    assert_eq!(
        opener.open(&new.seal(b"early").unwrap(), start),
        Err(FrameError::UnknownKey)
    );
    opener.rekey(&key(2), 1, start).unwrap();
    assert_eq!(
        opener.open(&new.seal(b"new").unwrap(), start).unwrap(),
        b"new"
    );
    let almost = start + OLD_EPOCH_KEPT - Duration::from_millis(1);
    assert_eq!(
        opener.open(&old.seal(b"old").unwrap(), almost).unwrap(),
        b"old"
    );
    let over = start + OLD_EPOCH_KEPT;
    assert_eq!(
        opener.open(&old.seal(b"old").unwrap(), over),
        Err(FrameError::UnknownKey)
    );
    assert_eq!(opener.rekey(&key(3), 1, over), Err(FrameError::Epoch(1)));
    assert_eq!(
        opener.rekey(&key(3), EPOCHS, over),
        Err(FrameError::Epoch(EPOCHS))
    );
    assert_eq!(opener.epoch(), 1);
}

#[test]
fn senders_and_meetings_do_not_share_keys() {
    let mut sealer = FrameSealer::new(&key(1), 0, SENDER).unwrap();
    let sealed = sealer.seal(b"mine").unwrap();
    let others = [(key(2), SENDER), (key(1), DeviceId::new([5; 16]))];
    for (key, device) in others {
        let mut opener = FrameOpener::new(&key, 0, device).unwrap();
        assert!(opener.open(&sealed, now()).is_err());
    }
}

proptest! {
    #[test]
    fn every_flipped_bit_and_truncation_is_noticed(bit in 0_usize..65 * 8, cut in 0_usize..65, garbage: Vec<u8>) {
        let (mut sealer, mut opener) = pair();
        let (sealed, now) = (sealer.seal(&[7; 40]).unwrap(), now());
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(opener.open(&flipped, now).is_err());
        prop_assert!(opener.open(&sealed[..cut], now).is_err());
        prop_assert!(opener.open(&garbage, now).is_err());
        prop_assert_eq!(opener.open(&sealed, now).unwrap(), [7; 40]);
    }
}
