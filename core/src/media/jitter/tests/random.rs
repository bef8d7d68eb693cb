//! Random networks and random packets.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the network does, packets play in order and once, the buffer keeps its bounds,
    /// and a calm half minute afterwards it sounds as on a calm network.
    #[test]
    fn any_network_is_survived_and_forgotten(
        seed: u64,
        sequence: u16,
        timestamp: u32,
        loss in 0.0..0.5_f64,
        again in 0.0..0.3_f64,
        jitter in 0..400_i64,
        ppm in -200..=200_i64,
    ) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut line = Line::new((sequence, timestamp));
        for number in 0..2_500 {
            let spoken = number * FRAME + number * FRAME * ppm / 1_000_000;
            let bad = number < 1_000;
            if bad && random.random_bool(loss) {
                continue;
            }
            let mut delay = || ms(20) + if bad { random.random_range(0..=ms(jitter)) } else { 0 };
            line.send(number, spoken + delay());
            if bad && random.random_bool(again) {
                line.send(number, spoken + ms(20) + random.random_range(0..=ms(jitter)));
            }
        }
        line.run(ms(49_000));
        prop_assert!(line.in_order(), "played {:?}", line.played);
        prop_assert!(line.delay() <= Duration::from_millis(60), "delay {:?}", line.delay());
        let end = &line.got[line.got.len() - 500..];
        let made_up = end.iter().filter(|&&got| got != Got::Voice).count();
        prop_assert!(made_up <= 1, "{made_up} frames made up in the calm end");
    }

    /// Packets with any numbers at any time: no panic, no growth, and no endless step.
    #[test]
    fn hostile_numbers_do_no_harm(
        packets in prop::collection::vec((any::<u16>(), any::<u32>(), 1..6_000_u32, 0..5_000_u64), 1..300),
        near: bool,
    ) {
        let mut buffer = JitterBuffer::new();
        let mut now = Instant::now();
        let (mut sequence, mut timestamp) = (0_u16, 0_u32);
        for (step, jump, samples, wait) in packets {
            now += Duration::from_millis(wait % 50);
            sequence = if near { sequence.wrapping_add(step % 4) } else { step };
            timestamp = if near { timestamp.wrapping_add(jump % 200_000) } else { jump };
            let packet = Packet { sequence, timestamp, samples, payload: vec![0; 10] };
            buffer.push(now, packet);
            prop_assert!(buffer.figures().waiting <= MAX_PACKETS);
            match buffer.next(now, (wait % 960) as usize, 480) {
                Step::Missing { samples, ahead, .. } => {
                    prop_assert!((1..=960.max(ahead)).contains(&samples) && samples <= 5_760);
                }
                Step::Starved { samples } => prop_assert_eq!(samples, 480),
                Step::Idle | Step::Play(..) => {}
            }
        }
    }
}
