//! The buffer itself: arrivals in, the next step of playout out.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::adjust::{Adjust, Level};
use super::baseline::Baseline;
use super::figures::Figures;
use super::histogram::Histogram;
use super::packet::{Arrival, MAX_PACKET_BYTES, MAX_PACKETS, MAX_SAMPLES, Packet};
use super::timeline::{Place, Position, Timeline};
use super::{duration, ms, samples};

/// The smallest delay that is aimed at: for the unevenness of the pulls.
const MIN_TARGET: i64 = ms(15);

/// Delays beyond this are outages, not jitter: nobody wants to wait that long for each word.
const OUTAGE: i64 = ms(500);

/// How far behind the target playout may fall before packets are thrown away.
const MAX_EXCESS: i64 = ms(250);

/// The most that one [`Step::Missing`] covers.
const MISSING: i64 = ms(20);

/// How fast the lately lost share follows: about 64 frames.
const LOSS_GAIN: f32 = 1.0 / 64.0;

/// What to play next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Nothing has come yet: silence.
    Idle,
    /// This packet, its length changed as the decision says.
    Play(Packet, Adjust),
    /// Sound is missing for good: make up `samples` of it, perhaps from the packet after it.
    Missing {
        /// How many samples to make.
        samples: usize,
        /// The first packet after the gap.
        next: &'a Packet,
        /// How many samples lie between the start of what to make and `next`.
        ahead: usize,
    },
    /// Nothing is here, though it may come: make up `samples`; a late packet plays after them.
    Starved {
        /// How many samples to make.
        samples: usize,
    },
}

/// An adaptive jitter buffer; see the [module](super).
#[derive(Debug)]
pub struct JitterBuffer {
    /// The zero of the buffer's clock.
    zero: Option<Instant>,
    timeline: Timeline,
    packets: BTreeMap<i64, Packet>,
    /// The timestamp of the next sample to play, once playout began.
    next: Option<i64>,
    /// Samples made up while the media clock was held.
    held: i64,
    baseline: Baseline,
    histogram: Histogram,
    level: Level,
    lookahead: i64,
    figures: Figures,
}

impl Default for JitterBuffer {
    fn default() -> Self {
        Self::new()
    }
}

impl JitterBuffer {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self {
            zero: None,
            timeline: Timeline::default(),
            packets: BTreeMap::new(),
            next: None,
            held: 0,
            baseline: Baseline::default(),
            histogram: Histogram::new(),
            level: Level::default(),
            lookahead: 0,
            figures: Figures::default(),
        }
    }

    /// Takes a packet that arrives at `now`.
    pub fn push(&mut self, now: Instant, packet: Packet) -> Arrival {
        let fits = (1..=MAX_PACKET_BYTES).contains(&packet.payload.len());
        if !fits || !(1..=MAX_SAMPLES).contains(&packet.samples) {
            return self.refuse();
        }
        let now = self.clock(now);
        match self.timeline.place(now, packet) {
            Place::At(position, packet) => self.keep(now, position, packet),
            Place::Suspect => Arrival::Suspect,
            Place::Duplicate => {
                self.figures.duplicates += 1;
                Arrival::Duplicate
            }
            Place::Restart(agreed) => {
                self.restart();
                for (position, packet) in agreed {
                    self.keep(now, position, packet);
                }
                Arrival::Restarted
            }
        }
    }

    /// Counts a packet that is none of the codec's.
    pub fn refuse(&mut self) -> Arrival {
        self.figures.refused += 1;
        Arrival::Refused
    }

    /// Says what to play next. `queued` samples taken before are still to be played; up to
    /// `wanted` are made up where nothing is here.
    pub fn next(&mut self, now: Instant, queued: usize, wanted: usize) -> Step<'_> {
        let Some((first, next)) = self.begin() else {
            return self.starve(wanted);
        };
        let now = self.clock(now);
        let plays = now.saturating_add(queued as i64);
        let (first, next) = self.catch_up(plays, first, next);
        let gap = first - next;
        if gap == 0 {
            return self.play(now, plays, first);
        }
        // What was made up while the clock was held counts towards the gap.
        let credit = self.held.min(gap);
        if credit > 0 {
            self.account(credit, true);
        }
        if credit == gap {
            return self.play(now, plays, first);
        }
        let ahead = gap - credit;
        let frame = self
            .packets
            .get(&first)
            .map_or(MISSING, |p| i64::from(p.samples));
        // The last piece is as long as the frame after the gap: what FEC can bring back.
        let piece = if ahead > frame {
            (ahead - frame).min(MISSING)
        } else {
            ahead
        };
        self.held = 0;
        self.next = Some(next + credit + piece);
        self.account(piece, true);
        Step::Missing {
            samples: piece as usize,
            next: &self.packets[&first],
            ahead: ahead as usize,
        }
    }

    /// Tells that the last [`Adjust`] was carried out, so that it is not asked for twice.
    pub fn adjusted(&mut self) {
        self.level.clear();
    }

    /// Keeps packets longer by this much, so that what repairs losses has come in time.
    pub fn set_lookahead(&mut self, lookahead: Duration) {
        self.lookahead = samples(lookahead).min(ms(500));
    }

    /// How it fares.
    #[must_use]
    pub fn figures(&self) -> Figures {
        Figures {
            target: duration(self.target()),
            waiting: self.packets.len(),
            ..self.figures
        }
    }

    fn keep(&mut self, now: i64, position: Position, packet: Packet) -> Arrival {
        let transit = now - position.timestamp;
        let restarted = self.baseline.transit().is_none();
        let baseline = self.baseline.observe(now, transit);
        if restarted {
            self.histogram.restart(baseline);
        }
        if transit - baseline <= OUTAGE {
            self.histogram.observe(transit, baseline);
        }
        if self.next.is_some_and(|next| position.timestamp < next) {
            self.figures.late += 1;
            return Arrival::Late;
        }
        self.figures.kept += 1;
        self.packets.insert(position.timestamp, packet);
        if self.packets.len() > MAX_PACKETS {
            self.packets.pop_first();
            self.figures.skipped += 1;
            self.next = self.packets.first_key_value().map(|(&first, _)| first);
            self.held = 0;
        }
        Arrival::Kept
    }

    /// The first waiting timestamp and the one to play; playout begins with the first packet.
    fn begin(&mut self) -> Option<(i64, i64)> {
        if let Some(next) = self.next {
            // Overlapping packets: what starts inside of sound that was played is of no use.
            while self
                .packets
                .first_key_value()
                .is_some_and(|(&first, _)| first < next)
            {
                self.packets.pop_first();
                self.figures.late += 1;
            }
        }
        let (&first, _) = self.packets.first_key_value()?;
        Some((first, *self.next.get_or_insert(first)))
    }

    fn starve(&mut self, wanted: usize) -> Step<'static> {
        if self.next.is_none() {
            return Step::Idle;
        }
        self.held = self.held.saturating_add(wanted as i64);
        Step::Starved { samples: wanted }
    }

    /// After an outage that ends in a burst, throws away what is far too old.
    fn catch_up(&mut self, plays: i64, first: i64, next: i64) -> (i64, i64) {
        let delay = plays - next - self.baseline.transit().unwrap_or(plays - next);
        let excess = delay - self.held.min(first - next) - self.target();
        if excess <= MAX_EXCESS {
            return (first, next);
        }
        let until = next.saturating_add(excess);
        let newest = self
            .packets
            .last_key_value()
            .map_or(first, |(&last, _)| last);
        let kept = self
            .packets
            .range(..=until)
            .next_back()
            .map_or(first, |(&at, _)| at);
        let start = kept.min(newest);
        if start <= first {
            return (first, next);
        }
        let rest = self.packets.split_off(&start);
        self.figures.skipped += self.packets.len() as u64;
        self.packets = rest;
        self.next = Some(start);
        self.held = 0;
        self.level.clear();
        (start, start)
    }

    fn play(&mut self, now: i64, plays: i64, first: i64) -> Step<'static> {
        let packet = self
            .packets
            .remove(&first)
            .expect("the caller found it there");
        if self.held > 0 {
            self.level.clear();
            self.held = 0;
        }
        // What counts is when a packet is taken: it had to be here by then.
        let transit = now - first;
        let baseline = self.baseline.transit().unwrap_or(transit);
        self.level.observe(transit);
        self.figures.delay = duration(plays - first - baseline);
        self.account(i64::from(packet.samples), false);
        self.next = Some(first + i64::from(packet.samples));
        Step::Play(packet, self.level.adjust(baseline, self.target()))
    }

    fn target(&self) -> i64 {
        let baseline = self.baseline.transit();
        let jitter = baseline.map_or(0, |baseline| self.histogram.quantile(baseline));
        jitter.max(MIN_TARGET) + self.lookahead
    }

    /// Moves the lately lost share by this many samples, which were lost or came.
    fn account(&mut self, samples: i64, lost: bool) {
        let weight = (samples as f32 / ms(20) as f32 * LOSS_GAIN).min(1.0);
        let goal = if lost { 1.0 } else { 0.0 };
        self.figures.lost += (goal - self.figures.lost) * weight;
    }

    fn restart(&mut self) {
        self.packets.clear();
        self.next = None;
        self.held = 0;
        self.baseline = Baseline::default();
        self.level.clear();
        self.figures.restarts += 1;
    }

    /// A moment on the buffer's clock, in samples since the first one.
    fn clock(&mut self, now: Instant) -> i64 {
        let zero = *self.zero.get_or_insert(now);
        match now.checked_duration_since(zero) {
            Some(since) => samples(since),
            None => -samples(zero.duration_since(now)),
        }
    }
}
