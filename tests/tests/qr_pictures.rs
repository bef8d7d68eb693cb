//! Hard pictures, the photograph-like one and hostile frames, read by the parts that a phone uses.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use sotto_core::qr::{DecodeError, MAX_SIDE, OwnedLuma, QrCode, Rotation, decode, read_picture};
use sotto_phone::scanner::Scanner;
use sotto_tests::qr_pictures::{Kind, Picture, photograph, photograph_png, tiled_with_finders};

/// Far longer than anything here takes: a hang becomes a failure.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn one_picture_of_every_kind_is_made_the_same_each_time() {
    for kind in Kind::ALL {
        let (first, second) = (Picture::new(kind, 3), Picture::new(kind, 3));
        assert_eq!(first.pixels, second.pixels, "{kind:?}");
        assert_ne!(first.pixels, Picture::new(kind, 4).pixels, "{kind:?}");
    }
}

#[test]
fn turned_uneven_noisy_and_inverted_codes_are_read() {
    for kind in [
        Kind::Turned,
        Kind::UnevenLight,
        Kind::Noise,
        Kind::Inverted,
        Kind::Small,
    ] {
        let picture = Picture::new(kind, 0);
        assert_eq!(
            decode(picture.luma()).unwrap().text,
            picture.text,
            "{kind:?}"
        );
    }
}

#[test]
fn a_photograph_of_a_card_is_read() {
    let text = format!("SOTTO:{}", "ABCDEFGH234567IJ".repeat(20));
    let card = QrCode::new(&text).unwrap().png(8).unwrap();
    for seed in 0..8 {
        let frame = photograph(seed, &card).unwrap();
        assert_eq!(decode(frame.view()).unwrap().text, text, "seed {seed}");
    }
    let file = photograph_png(1, &card).unwrap();
    let frame = read_picture(&file).unwrap();
    assert_eq!(decode(frame.view()).unwrap().text, text);
}

#[test]
fn stride_and_rotation_are_followed() {
    let picture = Picture::new(Kind::Turned, 1);
    let (width, height, stride) = (1280, 720, 1344);
    let mut bytes = vec![0xAA; stride * height];
    for (row, pixels) in bytes.chunks_mut(stride).zip(picture.pixels.chunks(width)) {
        row[..width].copy_from_slice(pixels);
    }
    let upright = decode(picture.luma()).unwrap();
    let frame = OwnedLuma::new(bytes, width, height, stride, Rotation::Deg90).unwrap();
    let turned = decode(frame.view()).unwrap();
    assert_eq!(turned.text, picture.text);
    for (turned, (x, y)) in turned.corners.iter().zip(upright.corners) {
        assert_eq!(*turned, (height as f32 - y, x));
    }
}

#[test]
fn the_largest_frame_is_read() {
    let text = "SOTTO:LARGE";
    let mut bytes = vec![255; MAX_SIDE * MAX_SIDE];
    let code = QrCode::new(text).unwrap();
    for (at, byte) in bytes.iter_mut().enumerate() {
        let (x, y) = (at % MAX_SIDE / 80, at / MAX_SIDE / 80);
        if code.dark(x.wrapping_sub(5), y.wrapping_sub(5)) {
            *byte = 0;
        }
    }
    let frame = OwnedLuma::new(bytes, MAX_SIDE, MAX_SIDE, MAX_SIDE, Rotation::Deg0).unwrap();
    assert_eq!(decode(frame.view()).unwrap().text, text);
}

#[test]
fn frames_of_noise_hold_nothing_and_break_nothing() {
    use rand::{Rng as _, RngExt as _};
    use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    for _ in 0..40 {
        let (width, height) = (rng.random_range(21..200), rng.random_range(21..200));
        let mut bytes = vec![0; width * height];
        rng.fill_bytes(&mut bytes);
        let frame = OwnedLuma::new(bytes, width, height, width, Rotation::Deg0).unwrap();
        assert_eq!(decode(frame.view()), Err(DecodeError::NotFound));
    }
}

#[test]
fn after_a_hostile_frame_the_next_good_one_is_read() {
    let scanner = Scanner::new().unwrap();
    let card = QrCode::new("SOTTO:GOOD").unwrap().png(8).unwrap();
    let good = read_picture(&card).unwrap();
    for module in [1, 2, 3] {
        let hostile = scanner.offer(tiled_with_finders(module)).unwrap();
        let scan = scanner.recv_timeout(PATIENCE).unwrap();
        assert_eq!(scan.frame, hostile);
        assert!(scan.outcome.is_err());
        scanner.offer(good.clone()).unwrap();
        let scan = scanner.recv_timeout(PATIENCE).unwrap();
        assert_eq!(scan.outcome.unwrap().text, "SOTTO:GOOD");
    }
}
