//! Signals between two devices of a call.

use proptest::prelude::*;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{Description, End, Signal, signal::Body};

use super::*;

fn pair() -> (SignalKeys, SignalKeys) {
    let key = MeetingKey::generate(&mut rng(), b"");
    let (a, b) = (DeviceId::new([1; 16]), DeviceId::new([2; 16]));
    (
        SignalKeys::new(&key, a, b, NOW, salt(1)),
        SignalKeys::new(&key, b, a, NOW, salt(2)),
    )
}

fn salt(seed: u64) -> SignalSalt {
    SignalSalt::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn end(reason: i32) -> Signal {
    Signal {
        body: Some(Body::End(End { reason })),
    }
}

#[test]
fn both_ends_understand_each_other_and_replays_are_dropped() {
    let (mut a, mut b) = pair();
    let to_b = a.seal(&end(1)).unwrap();
    let to_a = b.seal(&end(2)).unwrap();
    assert_eq!(signal_tag(&to_b), Some(b.incoming_tag()));
    assert_ne!(a.incoming_tag(), b.incoming_tag());
    assert!(b.open(&to_b).unwrap() == end(1));
    assert!(a.open(&to_a).unwrap() == end(2));
    assert_eq!(b.open(&to_b).err(), Some(SignalError::Replayed));
    // what I sent does not come back to me as the other's
    assert_eq!(a.open(&to_b).err(), Some(SignalError::OtherCall));
}

#[test]
fn short_signals_look_alike() {
    let (mut a, _) = pair();
    let accept = Signal {
        body: Some(Body::Accept(Default::default())),
    };
    assert_eq!(
        a.seal(&accept).unwrap().len(),
        SIGNAL_SMALLEST + SIGNAL_OVERHEAD
    );
    assert_eq!(
        a.seal(&end(0)).unwrap().len(),
        SIGNAL_SMALLEST + SIGNAL_OVERHEAD
    );
    let sdp = "v".repeat(20_000);
    let big = Signal {
        body: Some(Body::Answer(Description { sdp })),
    };
    assert!(matches!(a.seal(&big), Err(SignalError::TooLarge { .. })));
}

#[test]
fn late_signals_open_within_the_window_only() {
    let (mut a, mut b) = pair();
    let sealed: Vec<_> = (0..66).map(|n| a.seal(&end(n % 3)).unwrap()).collect();
    assert!(b.open(&sealed[65]).is_ok());
    assert!(b.open(&sealed[2]).is_ok());
    assert_eq!(b.open(&sealed[1]).err(), Some(SignalError::TooLate));
}

#[test]
fn a_phone_that_came_back_uses_no_counter_twice() {
    let key = MeetingKey::generate(&mut rng(), b"");
    let (a, b) = (DeviceId::new([1; 16]), DeviceId::new([2; 16]));
    let mut before = SignalKeys::new(&key, a, b, NOW, salt(1));
    let mut after = SignalKeys::new(&key, a, b, NOW + 1, salt(3));
    let mut receiver = SignalKeys::new(&key, b, a, NOW, salt(2));
    assert!(receiver.open(&before.seal(&end(0)).unwrap()).is_ok());
    assert!(receiver.open(&after.seal(&end(0)).unwrap()).is_ok());
}

#[test]
fn at_the_same_time_as_before_a_phone_that_came_back_still_has_other_keys() {
    // a server that tells the same time twice would see two texts under one nonce
    let key = MeetingKey::generate(&mut rng(), b"");
    let (a, b) = (DeviceId::new([1; 16]), DeviceId::new([2; 16]));
    let sealed = |salt, reason| {
        let mut keys = SignalKeys::new(&key, a, b, NOW, salt);
        keys.seal(&end(reason)).unwrap()
    };
    let (before, after) = (sealed(salt(1), 1), sealed(salt(3), 1));
    assert_eq!(before[32..40], after[32..40], "the same counter");
    let alike = before[40..].iter().zip(&after[40..]);
    assert!(alike.filter(|(x, y)| x == y).count() < 20);
    // with one salt for both they would be alike, byte for byte
    assert_eq!(sealed(salt(1), 1), before);
}

proptest! {
    #[test]
    fn every_flipped_bit_and_truncation_is_noticed(bit in 0_usize..312 * 8, cut in 0_usize..312) {
        let (mut a, mut b) = pair();
        let sealed = a.seal(&end(1)).unwrap();
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(b.open(&flipped).is_err());
        prop_assert!(b.open(&sealed[..cut]).is_err());
        // and what was wrong took nothing away from what is right
        prop_assert!(b.open(&sealed).is_ok());
    }
}
