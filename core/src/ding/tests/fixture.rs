//! One phone's Dings with a store in memory; its other phones are the tests themselves.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sotto_protocol::id::{AccountId, DingId};
use sotto_protocol::wire::container::content::Body;
use sotto_protocol::wire::ding as wire;

use crate::ding::{Clock, DingEvent, DingOutput, Dings, Recorder, Recording, State, Utterance};
use crate::secure::{Answer, Levels, Operation};
use crate::store::{Change, Table};

pub(super) const MASTER: u64 = 1_800_000_000_000;
pub(super) const ALICE: AccountId = AccountId::new([1; 16]);

pub(super) type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Bob's phone.
pub(super) struct Phone {
    pub(super) dings: Dings,
    pub(super) now: Clock,
    pub(super) rows: Rows,
    /// States that the sender was told.
    pub(super) told: Vec<State>,
    /// The ids that these named.
    pub(super) told_ids: Vec<Vec<u8>>,
    /// What else was sent, with how many it went to.
    pub(super) sent: Vec<(Body, usize)>,
    pub(super) events: Vec<DingEvent>,
    pub(super) forbidden: Vec<Operation>,
    pub(super) spoken: Vec<String>,
    /// The number of what was spoken last.
    pub(super) utterance: Utterance,
    /// What the system says of an operation; silent where there is nothing.
    pub(super) answers: BTreeMap<Operation, Answer>,
    /// Barriers are not reached: the disk is slow.
    pub(super) slow_disk: bool,
}

impl Phone {
    pub(super) fn new() -> Self {
        let now = Clock {
            at: Instant::now(),
            master: MASTER,
        };
        let mut dings = Dings::new(Levels::default(), true, true);
        dings.handle_timeout(now);
        Self {
            dings,
            now,
            rows: Rows::new(),
            told: Vec::new(),
            told_ids: Vec::new(),
            sent: Vec::new(),
            events: Vec::new(),
            forbidden: Vec::new(),
            spoken: Vec::new(),
            utterance: Utterance::default(),
            answers: Operation::ALL.map(|o| (o, Answer::Enforced)).into(),
            slow_disk: false,
        }
    }

    /// Performs what the machine asks for.
    pub(super) fn run(&mut self) {
        for _ in 0..1_000 {
            let Some(output) = self.dings.poll_output() else {
                return;
            };
            match output {
                DingOutput::Commit { changes, mail } => {
                    for change in changes {
                        self.commit(change);
                    }
                    if let Some(mail) = mail {
                        match &mail.body {
                            Body::DingState(state) => {
                                self.told_ids.push(state.id.clone());
                                self.told.push(State::from_wire(state));
                            }
                            _ => self.sent.push((mail.body, mail.to.len())),
                        }
                    }
                }
                DingOutput::Barrier(n) if !self.slow_disk => {
                    self.dings.handle_barrier(self.now, n);
                }
                DingOutput::Barrier(_) => {}
                DingOutput::Forbid(operation) => {
                    self.forbidden.push(operation);
                    if let Some(answer) = self.answers.get(&operation) {
                        self.dings.handle_answer(self.now, operation, *answer);
                    }
                }
                DingOutput::Allow(operation) => self.forbidden.retain(|o| *o != operation),
                DingOutput::Speak(utterance, text) => {
                    self.utterance = utterance;
                    self.spoken.push(text.to_string());
                }
                DingOutput::Hush => {}
                DingOutput::Event(event) => self.events.push(event),
            }
        }
        panic!("the machine does not come to rest");
    }

    fn commit(&mut self, change: Change) {
        let place = (change.table(), change.key().to_vec());
        match change {
            Change::Put { value, .. } => drop(self.rows.insert(place, value.to_vec())),
            Change::Delete { .. } => drop(self.rows.remove(&place)),
            _ => panic!("Dings only put and delete"),
        }
    }

    /// The phone is switched off and on: what was not stored is gone.
    pub(super) fn restart(&mut self) {
        self.dings = Dings::new(Levels::default(), true, true);
        self.forbidden.clear();
        for table in [Table::Dings, Table::DingContents] {
            for ((t, key), value) in &self.rows {
                if *t == table && table == Table::Dings {
                    self.dings.load(key, value).unwrap();
                } else if *t == table {
                    self.dings.load_content(key, value).unwrap();
                }
            }
        }
        self.dings.handle_timeout(self.now);
        self.run();
    }

    pub(super) fn later(&mut self, time: Duration) {
        let end = self.now.at + time;
        for _ in 0..10_000 {
            let Some(at) = self.dings.deadline().filter(|at| *at <= end) else {
                break;
            };
            self.until(at.max(self.now.at));
        }
        self.until(end);
    }

    fn until(&mut self, at: Instant) {
        let passed = at.duration_since(self.now.at);
        self.now = Clock {
            at,
            master: self.now.master + u64::try_from(passed.as_millis()).unwrap(),
        };
        self.dings.handle_timeout(self.now);
        self.run();
    }

    /// A Ding of Alice's comes.
    pub(super) fn come(&mut self, ding: wire::Ding) -> DingId {
        let id = DingId::try_from(ding.id.as_slice()).unwrap();
        self.dings.handle_ding(self.now, ALICE, None, ding, vec![]);
        self.run();
        id
    }

    pub(super) fn recall(&mut self, id: DingId) {
        let recall = wire::DingRecall { id: id.to_vec() };
        self.dings.handle_recall(self.now, ALICE, &recall, vec![]);
        self.run();
    }

    pub(super) fn act<R>(&mut self, act: impl FnOnce(&mut Dings, Clock) -> R) -> R {
        let result = act(&mut self.dings, self.now);
        self.run();
        result
    }

    /// Pulls sound for a while; how many of its frames had any in them.
    pub(super) fn hear(&mut self, time: Duration) -> usize {
        let mut loud = 0;
        for _ in 0..time.as_millis() / 20 {
            let mut out = [0; 960];
            self.dings.pull(self.now, &mut out);
            loud += usize::from(out.iter().any(|sample| sample.unsigned_abs() > 300));
            self.later(Duration::from_millis(20));
        }
        loud
    }

    pub(super) fn rings(&self) -> usize {
        let rings = |event: &&DingEvent| **event == DingEvent::Rings;
        self.events.iter().filter(rings).count()
    }

    /// Keys and values of everything that is stored.
    pub(super) fn stored(&self) -> Vec<u8> {
        let rows = self.rows.iter();
        rows.flat_map(|((_, key), value)| [key.clone(), value.clone()].concat())
            .collect()
    }
}

/// So many seconds of a tone.
pub(super) fn recording(seconds: usize) -> Recording {
    let mut recorder = Recorder::new().unwrap();
    for piece in 0..seconds * 50 {
        recorder.push(&tone(piece));
    }
    recorder.finish().unwrap().0
}

pub(super) fn tone(piece: usize) -> [i16; 960] {
    std::array::from_fn(|i| {
        let t = (piece * 960 + i) as f32 / 48_000.0;
        ((t * 440.0 * std::f32::consts::TAU).sin() * 9_000.0) as i16
    })
}

/// An ordinary Ding of a second.
pub(super) fn ordinary(id: u8) -> wire::Ding {
    static SECOND: OnceLock<Recording> = OnceLock::new();
    let second = SECOND.get_or_init(|| recording(1));
    wire::Ding {
        id: vec![id; 16],
        content: Some(wire::ding::Content::Voice(second.to_wire())),
        expires: MASTER + 3_600_000,
        sent_at: MASTER,
        ..wire::Ding::default()
    }
}

/// A secure one, to be heard once.
pub(super) fn secure(id: u8, level: u32) -> wire::Ding {
    wire::Ding {
        level,
        plays_allowed: 1,
        ..ordinary(id)
    }
}

/// One that rings again every five minutes until it is confirmed.
pub(super) fn repeating(id: u8) -> wire::Ding {
    wire::Ding {
        repeat: Some(wire::Repeat {
            every: 300,
            until_confirmed: true,
        }),
        ..ordinary(id)
    }
}

pub(super) fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}
