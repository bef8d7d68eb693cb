//! The buffer under a virtual clock and a seeded bad network.
#![allow(clippy::unwrap_used)]
// A virtual clock needs some zero.
#![allow(clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;

mod random;

const FRAME: i64 = ms(20);

/// What the ear got for each 20 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Got {
    Nothing,
    Voice,
    Missing,
    Starved,
}

/// A sender of numbered 20 ms packets and the buffer, on one virtual clock of samples.
struct Line {
    buffer: JitterBuffer,
    zero: Instant,
    /// When the next pull is, in samples.
    now: i64,
    /// Sound that was taken and not yet pulled.
    queued: i64,
    /// Packets on their way: arrival, number.
    flying: Vec<(i64, i64)>,
    first: (u16, u32),
    got: Vec<Got>,
    /// The numbers of the packets that played.
    played: Vec<i64>,
}

impl Line {
    fn new(first: (u16, u32)) -> Self {
        Self {
            buffer: JitterBuffer::new(),
            zero: Instant::now() + Duration::from_secs(3_600),
            now: 0,
            queued: 0,
            flying: Vec::new(),
            first,
            got: Vec::new(),
            played: Vec::new(),
        }
    }

    fn at(&self, time: i64) -> Instant {
        self.zero + duration(time)
    }

    fn packet(&self, number: i64) -> Packet {
        let (sequence, timestamp) = self.first;
        Packet {
            sequence: sequence.wrapping_add(number as u16),
            timestamp: timestamp.wrapping_add((number * FRAME) as u32),
            samples: FRAME as u32,
            payload: vec![0; 60],
        }
    }

    /// Sends packet `number` so that it arrives at `time`.
    fn send(&mut self, number: i64, time: i64) {
        self.flying.push((time, number));
    }

    /// Plays until `end`, in pulls of 20 ms, carrying adjustments out to the sample.
    fn run(&mut self, end: i64) {
        self.flying.sort_unstable();
        while self.now < end {
            let due = self
                .flying
                .partition_point(|&(arrival, _)| arrival <= self.now);
            for (arrival, number) in self.flying.drain(..due).collect::<Vec<_>>() {
                self.buffer.push(self.at(arrival), self.packet(number));
            }
            self.pull();
            self.now += FRAME;
        }
    }

    fn pull(&mut self) {
        let mut got = if self.queued > 0 {
            Got::Voice
        } else {
            Got::Nothing
        };
        while self.queued < FRAME {
            let (now, wanted) = (self.at(self.now), (FRAME - self.queued).max(ms(10)));
            let (made, what) = match self.buffer.next(now, self.queued as usize, wanted as usize) {
                Step::Idle => break,
                Step::Starved { samples } => (samples as i64, Got::Starved),
                Step::Missing { samples, .. } => (samples as i64, Got::Missing),
                Step::Play(packet, adjust) => {
                    let number = packet.timestamp.wrapping_sub(self.first.1) / FRAME as u32;
                    self.played.push(i64::from(number));
                    let by = |samples: usize| samples.min(480) as i64;
                    let change = match adjust {
                        Adjust::Keep => 0,
                        Adjust::Lengthen { samples, .. } => by(samples),
                        Adjust::Shorten { samples, .. } => -by(samples),
                    };
                    if change != 0 {
                        self.buffer.adjusted();
                    }
                    (FRAME + change, Got::Voice)
                }
            };
            got = what;
            self.queued += made;
        }
        self.queued = (self.queued - FRAME).max(0);
        self.got.push(got);
    }

    fn count(&self, what: Got) -> usize {
        self.got.iter().filter(|&&got| got == what).count()
    }

    fn delay(&self) -> Duration {
        self.buffer.figures().delay
    }

    fn in_order(&self) -> bool {
        self.played.windows(2).all(|two| two[0] < two[1])
    }
}

/// A line that was sent `count` packets, each `delay(number)` after it was spoken.
fn line(first: (u16, u32), count: i64, mut delay: impl FnMut(i64) -> Option<i64>) -> Line {
    let mut line = Line::new(first);
    for number in 0..count {
        if let Some(delay) = delay(number) {
            line.send(number, number * FRAME + delay);
        }
    }
    line
}

#[test]
fn the_first_packet_plays_at_the_next_pull() {
    let mut line = line((7, 7), 50, |_| Some(ms(101)));
    line.run(ms(1_000));
    // It arrives at 101 ms and plays at 120 ms, one way and 19 ms after it was spoken.
    let first = line.got.iter().position(|&got| got == Got::Voice);
    assert_eq!(first, Some(6));
    assert_eq!(line.got[6..], vec![Got::Voice; line.got.len() - 6]);
}

#[test]
fn sequence_and_timestamp_wrap_around_unheard() {
    let mut line = line((u16::MAX - 20, u32::MAX - 30 * FRAME as u32), 100, |_| {
        Some(ms(30))
    });
    line.run(ms(2_000));
    assert_eq!(
        line.played,
        (0..line.played.len() as i64).collect::<Vec<_>>()
    );
    assert!(line.played.len() >= 97);
    assert_eq!(line.count(Got::Missing) + line.count(Got::Starved), 0);
    assert_eq!(line.buffer.figures().restarts, 0);
}

#[test]
fn a_calm_network_is_heard_whole_and_soon() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut line = line((0, 0), 3_000, |_| {
        Some(ms(30) + random.random_range(0..ms(4)))
    });
    line.run(ms(60_000));
    assert!(
        line.count(Got::Starved) <= 1,
        "{} starved",
        line.count(Got::Starved)
    );
    assert_eq!(line.count(Got::Missing), 0);
    assert!(
        line.delay() <= Duration::from_millis(55),
        "{:?}",
        line.delay()
    );
}

#[test]
fn jitter_raises_the_target_until_nearly_everything_comes_in_time() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let mut line = line((0, 0), 3_000, |_| {
        Some(ms(40) + random.random_range(0..ms(80)))
    });
    line.run(ms(60_000));
    let late = line.got[500..]
        .iter()
        .filter(|&&got| got != Got::Voice)
        .count();
    assert!(
        late <= 2_500 / 20,
        "{late} of 2,500 frames late after ten seconds"
    );
    let target = line.buffer.figures().target;
    assert!((70..=95).contains(&target.as_millis()), "{target:?}");
    assert!(line.in_order());
}

#[test]
fn the_target_falls_again_once_the_network_is_calm() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let mut line = line((0, 0), 3_000, |number| {
        let jitter = if number < 1_000 {
            random.random_range(0..ms(100))
        } else {
            0
        };
        Some(ms(40) + jitter)
    });
    line.run(ms(20_000));
    assert!(line.buffer.figures().target >= Duration::from_millis(80));
    line.run(ms(60_000));
    assert_eq!(line.buffer.figures().target, Duration::from_millis(15));
    assert!(
        line.delay() <= Duration::from_millis(55),
        "{:?}",
        line.delay()
    );
}

#[test]
fn a_fifth_lost_costs_a_fifth_and_no_more() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut sent = 0;
    let mut line = line((0, 0), 3_000, |_| {
        let kept = random.random_bool(0.8);
        sent += i64::from(kept);
        kept.then_some(ms(50))
    });
    line.buffer.set_lookahead(Duration::from_millis(20));
    line.run(ms(60_000));
    assert!(
        line.played.len() as i64 >= sent - 8,
        "{} of {sent}",
        line.played.len()
    );
    let lost = line.buffer.figures().lost;
    assert!((0.08..0.35).contains(&lost), "{lost}");
    // With one frame of look-ahead a lost one is seen in front of the packet that repairs it,
    // unless that is lost as well.
    let (missing, starved) = (line.count(Got::Missing), line.count(Got::Starved));
    assert!(
        missing > 2 * starved,
        "{missing} missing, {starved} starved"
    );
}

#[test]
fn a_burst_lost_is_bridged_and_the_delay_stays() {
    let mut line = line((0, 0), 500, |number| {
        (!(200..215).contains(&number)).then_some(ms(45))
    });
    line.run(ms(4_000));
    let before = line.delay();
    line.run(ms(9_000));
    let silent = line.count(Got::Missing) + line.count(Got::Starved);
    assert!(
        (15..=16).contains(&silent),
        "{silent} frames made up for 15 lost"
    );
    assert!(line.delay().abs_diff(before) <= Duration::from_millis(20));
}

#[test]
fn speech_after_a_long_pause_plays_at_once() {
    // Nothing is sent for a minute; the clock of the timestamps goes on.
    let mut line = line((0, 0), 4_000, |number| {
        (!(100..3_100).contains(&number)).then_some(ms(45))
    });
    line.run(ms(62_000));
    let restarts = line.buffer.figures().restarts;
    line.run(ms(70_000));
    let again = line
        .played
        .iter()
        .position(|&number| number >= 3_100)
        .unwrap();
    assert_eq!(line.played[again], 3_100);
    assert_eq!(restarts, 0);
    assert!(
        line.delay() <= Duration::from_millis(60),
        "{:?}",
        line.delay()
    );
}

#[test]
fn a_slower_route_is_followed_without_throwing_sound_away() {
    let mut line = line((0, 0), 2_000, |number| {
        Some(ms(if number < 500 { 30 } else { 150 }))
    });
    line.run(ms(39_000));
    assert_eq!(
        line.buffer.figures().late + line.buffer.figures().skipped,
        0
    );
    let made_up = line.count(Got::Starved) + line.count(Got::Missing);
    assert!((5..=8).contains(&made_up), "{made_up} frames for 120 ms");
    assert!(
        line.delay() <= Duration::from_millis(55),
        "{:?}",
        line.delay()
    );
}

#[test]
fn a_faster_route_brings_the_delay_down_within_seconds() {
    let mut line = line((0, 0), 2_000, |number| {
        Some(ms(if number < 500 { 150 } else { 30 }))
    });
    line.run(ms(25_000));
    assert!(
        line.delay() <= Duration::from_millis(55),
        "{:?}",
        line.delay()
    );
    assert!(line.in_order());
}

#[test]
fn an_outage_that_ends_in_a_burst_is_caught_up() {
    // For three seconds nothing comes, then all of it at once.
    let mut line = line((0, 0), 1_000, |number| {
        let stuck = (200..350).contains(&number);
        Some(if stuck {
            (350 - number) * FRAME + ms(30)
        } else {
            ms(30)
        })
    });
    line.run(ms(8_000));
    assert!(
        line.delay() <= Duration::from_millis(950),
        "{:?}",
        line.delay()
    );
    line.run(ms(19_000));
    assert!(
        line.delay() <= Duration::from_millis(60),
        "{:?}",
        line.delay()
    );
    assert!(line.in_order());
}

#[test]
fn clocks_that_drift_for_minutes_cause_no_gap_and_no_growth() {
    for ppm in [-200, 200] {
        // Five minutes; the sender's 20 ms are a little longer or shorter than ours.
        let drift = |number: i64| number * FRAME * ppm / 1_000_000;
        let mut line = line((0, 0), 15_000, |number| Some(ms(37) + drift(number)));
        line.run(ms(299_000));
        let made_up = line.count(Got::Starved) + line.count(Got::Missing);
        assert!(made_up <= 2, "{ppm} ppm: {made_up} frames made up");
        assert!(
            line.delay() <= Duration::from_millis(60),
            "{ppm} ppm: {:?}",
            line.delay()
        );
        assert_eq!(line.buffer.figures().late, 0);
    }
}

#[test]
fn duplicates_play_once_and_do_not_teach_the_delay() {
    let mut line = line((0, 0), 1_000, |_| Some(ms(30)));
    for number in 0..1_000 {
        line.send(number, number * FRAME + ms(190));
    }
    line.run(ms(20_000));
    assert!(line.in_order());
    assert!(line.buffer.figures().duplicates >= 985);
    assert_eq!(line.buffer.figures().target, Duration::from_millis(15));
}

#[test]
fn one_stranger_changes_nothing_and_three_that_agree_restart() {
    let mut line = line((0, 0), 100, |_| Some(ms(30)));
    line.run(ms(500));
    let stranger = |number: u16| Packet {
        sequence: 40_000 + number,
        timestamp: 3_000_000_000 + u32::from(number) * FRAME as u32,
        samples: FRAME as u32,
        payload: vec![0; 60],
    };
    let now = line.at(line.now);
    assert_eq!(line.buffer.push(now, stranger(0)), Arrival::Suspect);
    line.run(ms(1_000));
    assert!(line.got[3..].iter().all(|&got| got == Got::Voice));
    let now = line.at(line.now);
    assert_eq!(line.buffer.push(now, stranger(0)), Arrival::Suspect);
    assert_eq!(line.buffer.push(now, stranger(1)), Arrival::Suspect);
    assert_eq!(line.buffer.push(now, stranger(2)), Arrival::Restarted);
    assert_eq!(line.buffer.figures().waiting, 3);
    match line.buffer.next(now, 0, 960) {
        Step::Play(packet, _) => assert_eq!(packet, stranger(0)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn empty_long_and_endless_packets_are_refused() {
    let mut buffer = JitterBuffer::new();
    let now = Instant::now();
    let with = |samples, bytes| Packet {
        sequence: 0,
        timestamp: 0,
        samples,
        payload: vec![0; bytes],
    };
    for packet in [with(960, 0), with(960, 1_501), with(0, 60), with(5_761, 60)] {
        assert_eq!(buffer.push(now, packet), Arrival::Refused);
    }
    assert_eq!(buffer.push(now, with(5_760, 1_500)), Arrival::Kept);
}

#[test]
fn a_flood_that_nobody_plays_stays_bounded() {
    let mut line = Line::new((0, 0));
    for number in 0..50_000 {
        let packet = line.packet(number);
        line.buffer.push(line.at(number), packet);
        assert!(line.buffer.figures().waiting <= MAX_PACKETS);
    }
    assert_eq!(line.buffer.figures().waiting, MAX_PACKETS);
}
