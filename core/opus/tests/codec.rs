//! What users of the codec rely on.
#![allow(clippy::unwrap_used, missing_docs)]

use std::f32::consts::TAU;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sotto_opus::{Decoder, Encoder, Error, LONGEST_PACKET, RateControl, Settings, packet};

const FRAME: usize = 960;

/// A tone that swells and falls, with pauses: something between speech and silence.
fn frame(number: usize) -> [i16; FRAME] {
    std::array::from_fn(|index| {
        let time = (number * FRAME + index) as f32 / 48_000.0;
        let swell = (TAU * 1.5 * time).sin().max(0.0);
        ((TAU * 180.0 * time).sin() * swell * 12_000.0) as i16
    })
}

fn constant() -> Encoder {
    let rate_control = RateControl::Constant;
    let settings = Settings {
        rate_control,
        ..Settings::default()
    };
    Encoder::new(&settings).unwrap()
}

#[test]
fn constant_rate_packets_have_one_length_whatever_is_said() {
    let mut encoder = constant();
    encoder.set_inband_fec(true).unwrap();
    let mut packet = [0; 1_275];
    for number in 0..300 {
        let said = if number % 100 < 50 {
            frame(number)
        } else {
            [0; FRAME]
        };
        encoder.set_expected_loss((number % 30) as u8).unwrap();
        assert_eq!(
            encoder.encode(&said, &mut packet).unwrap(),
            60,
            "frame {number}"
        );
    }
}

#[test]
fn variable_rate_spends_less_on_silence() {
    let mut encoder = Encoder::new(&Settings::default()).unwrap();
    let mut packet = [0; 1_275];
    let mut bytes = |pick: &dyn Fn(usize) -> [i16; FRAME]| -> usize {
        (0..50)
            .map(|number| encoder.encode(&pick(number), &mut packet).unwrap())
            .sum()
    };
    let (said, silence) = (bytes(&frame), bytes(&|_| [0; FRAME]));
    assert!(
        silence * 2 < said,
        "{silence} bytes of silence, {said} of sound"
    );
}

#[test]
fn sound_survives_the_way_through() {
    let (mut encoder, mut decoder) = (constant(), Decoder::new().unwrap());
    let (mut packet, mut out) = ([0; 1_275], [0; FRAME]);
    let (mut said, mut heard) = (Vec::new(), Vec::new());
    for number in 0..100 {
        let length = encoder.encode(&frame(number), &mut packet).unwrap();
        assert_eq!(decoder.decode(&packet[..length], &mut out).unwrap(), FRAME);
        said.extend(frame(number));
        heard.extend(out);
    }
    // The codec shifts phases, so the likeness is looked for around the delay it states.
    let lag = encoder.lookahead();
    let likeness = |lag: usize| {
        let (mut product, mut ours, mut theirs) = (0.0, 0.0, 0.0);
        for (said, heard) in said.iter().zip(&heard[lag..]) {
            let (said, heard) = (f64::from(*said), f64::from(*heard));
            product += said * heard;
            ours += said * said;
            theirs += heard * heard;
        }
        product / (ours * theirs).sqrt()
    };
    let best = (lag - 60..lag + 60).map(likeness).fold(0.0, f64::max);
    assert!(best > 0.95, "likeness {best:.3}");
}

#[test]
fn a_lost_frame_comes_back_from_the_packet_after_it() {
    let (mut encoder, mut decoder) = (constant(), Decoder::new().unwrap());
    encoder.set_inband_fec(true).unwrap();
    encoder.set_expected_loss(20).unwrap();
    let packets: Vec<Vec<u8>> = (0..40)
        .map(|number| {
            let mut packet = vec![0; 1_275];
            let length = encoder.encode(&frame(number), &mut packet).unwrap();
            packet.truncate(length);
            packet
        })
        .collect();
    let lost = (10..38)
        .find(|&number| packet::has_fec(&packets[number + 1]))
        .unwrap();
    let mut out = [0; FRAME];
    for packet in &packets[..lost] {
        decoder.decode(packet, &mut out).unwrap();
    }
    decoder.decode_fec(&packets[lost + 1], &mut out).unwrap();
    assert!(
        out.iter().any(|sample| sample.abs() > 500),
        "the frame is empty"
    );
    assert_eq!(packet::frame_samples(&packets[lost + 1]).unwrap(), FRAME);
}

#[test]
fn concealment_goes_on_with_the_sound_and_fades_out() {
    for complexity in [0, sotto_opus::DEEP_CONCEALMENT] {
        let (mut encoder, mut decoder) = (constant(), Decoder::new().unwrap());
        decoder.set_complexity(complexity).unwrap();
        let (mut packet, mut out) = ([0; 1_275], [0; FRAME]);
        for number in 0..8 {
            let length = encoder.encode(&frame(number), &mut packet).unwrap();
            decoder.decode(&packet[..length], &mut out).unwrap();
        }
        let power = |out: &[i16]| out.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
        let before = power(&out);
        decoder.conceal(&mut out).unwrap();
        assert!(
            power(&out) > before * 0.05,
            "complexity {complexity}: cut off"
        );
        for _ in 0..100 {
            decoder.conceal(&mut out).unwrap();
        }
        assert!(
            power(&out) < before * 0.05,
            "complexity {complexity}: never ends"
        );
    }
}

#[test]
fn random_packets_never_harm_the_decoder() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut out = [0; LONGEST_PACKET];
    for complexity in [0, sotto_opus::DEEP_CONCEALMENT] {
        let mut decoder = Decoder::new().unwrap();
        decoder.set_complexity(complexity).unwrap();
        for _ in 0..3_000 {
            let mut packet = vec![0; random.random_range(0..400)];
            random.fill(&mut packet[..]);
            if let Ok(samples) = decoder.decode(&packet, &mut out) {
                assert_eq!(samples, packet::samples(&packet).unwrap());
            }
            let _ = packet::has_fec(&packet);
            let _ = packet::frame_samples(&packet);
            let _ = decoder.decode_fec(&packet, &mut out[..FRAME]);
            decoder.conceal(&mut out[..120]).unwrap();
        }
    }
}

#[test]
fn bit_flips_in_real_packets_never_harm_the_decoder() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let (mut encoder, mut decoder) = (constant(), Decoder::new().unwrap());
    let (mut packet, mut out) = ([0; 1_275], [0; LONGEST_PACKET]);
    for number in 0..2_000 {
        let length = encoder.encode(&frame(number), &mut packet).unwrap();
        let cut = random.random_range(1..=length);
        packet[random.random_range(0..cut)] ^= 1 << random.random_range(0..8);
        let _ = decoder.decode(&packet[..cut], &mut out);
    }
}

#[test]
fn wrong_sizes_and_settings_are_refused_by_name() {
    let (mut encoder, mut decoder) = (constant(), Decoder::new().unwrap());
    let mut packet = [0; 1_275];
    let odd = Error::FrameLength { samples: 961 };
    assert_eq!(encoder.encode(&[0; 961], &mut packet), Err(odd));
    assert_eq!(
        encoder.encode(&[0; FRAME], &mut []),
        Err(Error::OutputTooSmall)
    );
    assert_eq!(decoder.conceal(&mut [0; 961]), Err(odd));
    assert_eq!(
        decoder.conceal(&mut []),
        Err(Error::FrameLength { samples: 0 })
    );
    assert_eq!(
        decoder.decode(&[], &mut [0; FRAME]),
        Err(Error::EmptyPacket)
    );
    let length = encoder.encode(&[0; FRAME], &mut packet).unwrap();
    let short = decoder.decode(&packet[..length], &mut [0; 480]);
    assert_eq!(short, Err(Error::OutputTooSmall));
    let refused = |setting, value| Err(Error::Setting { setting, value });
    assert_eq!(encoder.set_complexity(11), refused("complexity", 11));
    assert_eq!(encoder.set_bitrate(5), refused("bitrate", 5));
    assert_eq!(
        encoder.set_expected_loss(101),
        refused("expected loss", 101)
    );
    assert_eq!(decoder.set_complexity(11), refused("complexity", 11));
}

#[test]
fn the_library_is_the_one_that_was_tried() {
    assert!(
        sotto_opus::version().contains("1.6"),
        "{}",
        sotto_opus::version()
    );
}
