//! A seeded bad network under a virtual clock: delay, jitter, loss, duplication, reordering,
//! partitions. The same seed gives the same fate to the same packets.
//!
//! Not here: the phones, servers and clock; whoever simulates owns those and asks for
//! [`Network::next_at`].

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What happens to packets on their way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// One-way delay.
    pub delay: Duration,
    /// Up to this much more, drawn evenly.
    pub jitter: Duration,
    /// Share of packets lost, 0 to 1.
    pub loss: f64,
    /// Share of packets that arrive twice.
    pub duplicate: f64,
    /// Share of packets held back so that later ones overtake them.
    pub reorder: f64,
}

impl Conditions {
    /// A network that only delays.
    pub fn clean(delay: Duration) -> Self {
        Self {
            delay,
            jitter: Duration::ZERO,
            loss: 0.0,
            duplicate: 0.0,
            reorder: 0.0,
        }
    }

    /// Loss, and with it some of everything else.
    pub fn lossy(delay: Duration, loss: f64) -> Self {
        Self {
            delay,
            jitter: delay / 4,
            loss,
            duplicate: loss / 4.0,
            reorder: loss / 2.0,
        }
    }
}

/// A packet that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Who sent it.
    pub from: SocketAddr,
    /// Where it arrives.
    pub to: SocketAddr,
    /// Whether it is part of a stream rather than a datagram.
    pub stream: bool,
    /// What it carries.
    pub bytes: Vec<u8>,
}

#[derive(PartialEq, Eq)]
struct InFlight {
    at: Instant,
    order: u64,
    delivery: Delivery,
}

impl Ord for InFlight {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // The earliest is the greatest: the heap gives it out first.
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

impl PartialOrd for InFlight {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Counts of what the network did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Packets given to the network.
    pub sent: u64,
    /// Packets it lost, partitions included.
    pub lost: u64,
    /// Packets it doubled.
    pub duplicated: u64,
    /// Packets it held back.
    pub reordered: u64,
}

/// The network.
pub struct Network {
    rng: ChaCha8Rng,
    conditions: Conditions,
    links: BTreeMap<(IpAddr, IpAddr), Conditions>,
    cut: BTreeSet<(IpAddr, IpAddr)>,
    stream_until: BTreeMap<(SocketAddr, SocketAddr), Instant>,
    flying: BinaryHeap<InFlight>,
    order: u64,
    counts: Counts,
}

impl Network {
    /// A network where all links are alike.
    pub fn new(seed: u64, conditions: Conditions) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            conditions,
            links: BTreeMap::new(),
            cut: BTreeSet::new(),
            stream_until: BTreeMap::new(),
            flying: BinaryHeap::new(),
            order: 0,
            counts: Counts::default(),
        }
    }

    /// Gives the link between two hosts conditions of its own, in both directions.
    pub fn set_link(&mut self, a: IpAddr, b: IpAddr, conditions: Conditions) {
        self.links.insert((a, b), conditions);
        self.links.insert((b, a), conditions);
    }

    /// Changes the conditions of all links that have none of their own.
    pub fn set_conditions(&mut self, conditions: Conditions) {
        self.conditions = conditions;
    }

    /// Cuts two hosts off from each other; streams between them stall until it heals.
    pub fn cut(&mut self, a: IpAddr, b: IpAddr) {
        self.cut.insert((a, b));
        self.cut.insert((b, a));
    }

    /// Heals a cut.
    pub fn heal(&mut self, a: IpAddr, b: IpAddr) {
        self.cut.remove(&(a, b));
        self.cut.remove(&(b, a));
    }

    /// What happened so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn conditions(&self, from: SocketAddr, to: SocketAddr) -> Conditions {
        let link = self.links.get(&(from.ip(), to.ip()));
        link.copied().unwrap_or(self.conditions)
    }

    /// Sends a datagram.
    pub fn send(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>) {
        let c = self.conditions(from, to);
        self.counts.sent += 1;
        let lost = self.rng.random_bool(c.loss);
        let copies = if self.rng.random_bool(c.duplicate) {
            2
        } else {
            1
        };
        let held = self.rng.random_bool(c.reorder);
        if lost || self.cut.contains(&(from.ip(), to.ip())) {
            self.counts.lost += 1;
            return;
        }
        self.counts.duplicated += copies - 1;
        self.counts.reordered += u64::from(held);
        for _ in 0..copies {
            let mut at = now + c.delay + c.jitter.mul_f64(self.rng.random::<f64>());
            if held {
                at +=
                    (c.jitter + Duration::from_millis(10)).mul_f64(self.rng.random::<f64>() * 2.0);
            }
            self.fly(at, from, to, false, bytes.clone());
        }
    }

    /// Sends a chunk of a stream: nothing is lost or overtaken; loss costs time instead.
    pub fn send_stream(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>) {
        let c = self.conditions(from, to);
        self.counts.sent += 1;
        let mut at = now + c.delay + c.jitter.mul_f64(self.rng.random::<f64>());
        let mut tries = 0;
        while tries < 6 && self.rng.random_bool(c.loss) {
            at += c.delay * 2 + Duration::from_millis(200);
            tries += 1;
        }
        let until = self.stream_until.entry((from, to)).or_insert(at);
        at = at.max(*until);
        *until = at;
        self.fly(at, from, to, true, bytes);
    }

    fn fly(&mut self, at: Instant, from: SocketAddr, to: SocketAddr, stream: bool, bytes: Vec<u8>) {
        self.order += 1;
        self.flying.push(InFlight {
            at,
            order: self.order,
            delivery: Delivery {
                from,
                to,
                stream,
                bytes,
            },
        });
    }

    /// When the next packet arrives.
    pub fn next_at(&self) -> Option<Instant> {
        self.flying.peek().map(|packet| packet.at)
    }

    /// Takes a packet that has arrived by `now`, the earliest first.
    pub fn receive(&mut self, now: Instant) -> Option<Delivery> {
        if self.next_at()? > now {
            return None;
        }
        self.flying.pop().map(|packet| packet.delivery)
    }
}
