//! Phones, their systems, and the network between them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sotto_protocol::id::DeviceId;

use crate::conference::*;
use crate::secure::{
    Answer, GuardState, Imposed, Level, Levels, MediaState, Operation, Operations,
};

pub(crate) const STEP: Duration = Duration::from_millis(20);

pub(crate) fn id(number: usize) -> DeviceId {
    let mut bytes = [0; DeviceId::LENGTH];
    bytes[0] = number as u8;
    bytes[1] = 0xa0;
    DeviceId::new(bytes)
}

fn number(device: DeviceId) -> usize {
    device.as_bytes()[0].into()
}

/// A piece of simulated sound: what the packet says of its phone, and what was true.
#[derive(Clone, Copy)]
struct Sound {
    state: MediaState,
    armed: bool,
    level: Level,
}

enum Cargo {
    Message(Box<Message>),
    Sound(Sound),
}

pub(crate) struct Phone {
    pub(crate) conference: Option<Conference>,
    /// What its system says, where that is not *enforced*; it may answer late.
    pub(crate) answers: BTreeMap<Operation, Answer>,
    late: Vec<(Instant, Operation)>,
    forbidden: Operations,
    /// What it heard, by who spoke.
    pub(crate) heard: BTreeMap<usize, u32>,
    pub(crate) ended: Option<Parting>,
    pub(crate) rekeys: Vec<u32>,
    /// Sends sound to everyone, whatever its core says.
    pub(crate) rude: bool,
}

pub(crate) struct World {
    pub(crate) phones: Vec<Phone>,
    pub(crate) now: Instant,
    cargo: Vec<(Instant, usize, usize, Cargo)>,
    pub(crate) random: ChaCha8Rng,
    pub(crate) loss: f64,
    pub(crate) slow: u64,
    pub(crate) late: u64,
}

impl World {
    pub(crate) fn new(seed: u64, phones: usize) -> Self {
        let phone = |_| Phone {
            conference: None,
            answers: BTreeMap::new(),
            late: Vec::new(),
            forbidden: Operations::NONE,
            heard: BTreeMap::new(),
            ended: None,
            rekeys: Vec::new(),
            rude: false,
        };
        Self {
            phones: (0..phones).map(phone).collect(),
            now: Instant::now(),
            cargo: Vec::new(),
            random: ChaCha8Rng::seed_from_u64(seed),
            loss: 0.0,
            slow: 40,
            late: 0,
        }
    }

    /// Phone 0 founds, all others are invited and have come in.
    pub(crate) fn together(seed: u64, phones: usize, level: u8) -> Self {
        let mut world = Self::new(seed, phones);
        world.found(level);
        for phone in 1..phones {
            world.invite(phone, level);
        }
        world.run(Duration::from_secs(4));
        world
    }

    pub(crate) fn found(&mut self, level: u8) {
        let level = Level::new(level);
        let founded = Conference::found(self.now, id(0), level, Levels::default(), true);
        self.phones[0].conference = Some(founded);
        self.drain(0);
    }

    /// A policy comes into force on a phone.
    pub(crate) fn impose(&mut self, phone: usize, imposed: Imposed) {
        let conference = self.phones[phone].conference.take().unwrap();
        self.phones[phone].conference = Some(conference.imposing(self.now, imposed));
        self.drain(phone);
    }

    pub(crate) fn invite(&mut self, phone: usize, level: u8) {
        self.at(0).invite(id(phone)).unwrap();
        self.knock(phone, level);
    }

    pub(crate) fn knock(&mut self, phone: usize, level: u8) {
        let level = Level::new(level);
        let join = Conference::join(self.now, id(phone), id(0), level, Levels::default(), true);
        self.phones[phone].conference = Some(join);
        self.phones[phone].ended = None;
        self.drain(phone);
    }

    pub(crate) fn at(&mut self, phone: usize) -> &mut Conference {
        self.phones[phone].conference.as_mut().unwrap()
    }

    pub(crate) fn look(&self, phone: usize) -> &Conference {
        self.phones[phone].conference.as_ref().unwrap()
    }

    /// Does something at a phone, and performs what it asks for.
    pub(crate) fn act<R>(
        &mut self,
        phone: usize,
        act: impl FnOnce(&mut Conference, Instant) -> R,
    ) -> R {
        let now = self.now;
        let result = act(self.at(phone), now);
        self.drain(phone);
        result
    }

    pub(crate) fn violation(&mut self, phone: usize, operation: Operation, happens: bool) {
        self.act(phone, |c, now| c.handle_violation(now, operation, happens));
    }

    pub(crate) fn is_in(&self, phone: usize) -> bool {
        self.phones[phone]
            .conference
            .as_ref()
            .is_some_and(|c| *c.place() == Place::In)
    }

    /// Who hears whom at this moment of no delay: numbers of the heard, by hearer.
    pub(crate) fn heard_in(&mut self, time: Duration) -> Vec<Vec<usize>> {
        self.phones.iter_mut().for_each(|phone| phone.heard.clear());
        self.run(time);
        let heard = |phone: &Phone| phone.heard.keys().copied().collect();
        self.phones.iter().map(heard).collect()
    }

    /// Time goes on; everybody speaks.
    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now += STEP;
            for phone in 0..self.phones.len() {
                self.answer_late(phone);
                self.tick(phone);
                self.speak(phone);
            }
            self.deliver();
        }
    }

    fn tick(&mut self, phone: usize) {
        let now = self.now;
        let Some(conference) = &mut self.phones[phone].conference else {
            return;
        };
        if conference.deadline().is_some_and(|at| at <= now) {
            conference.handle_timeout(now);
        }
        self.drain(phone);
    }

    fn speak(&mut self, phone: usize) {
        let now = self.now;
        let Phone {
            conference, rude, ..
        } = &self.phones[phone];
        let Some(conference) = conference else { return };
        let sound = Sound {
            state: conference.media_state(),
            armed: conference.report().guard == GuardState::Armed,
            level: conference.terms().level,
        };
        let audience: Vec<DeviceId> = if *rude {
            conference.others().collect()
        } else {
            conference.audience(now).collect()
        };
        for listener in audience {
            self.send(phone, number(listener), Cargo::Sound(sound));
        }
    }

    fn send(&mut self, from: usize, to: usize, cargo: Cargo) {
        if self.random.random_bool(self.loss) {
            return;
        }
        let slow = self.slow;
        let mut delay = || Duration::from_millis(20 + self.random.random_range(0..=slow));
        let at = self.now + delay();
        if let Cargo::Message(message) = &cargo
            && slow > 100
        {
            // a bad network doubles as well
            let again = self.now + delay();
            self.cargo
                .push((again, from, to, Cargo::Message(message.clone())));
        }
        self.cargo.push((at, from, to, cargo));
    }

    fn deliver(&mut self) {
        let now = self.now;
        let due: Vec<_> = self.cargo.extract_if(.., |(at, ..)| *at <= now).collect();
        for (_, from, to, cargo) in due {
            let Some(conference) = &mut self.phones[to].conference else {
                continue;
            };
            match cargo {
                Cargo::Message(message) => {
                    let before: Vec<DeviceId> = conference.members().collect();
                    let keeps_door = conference.is_host();
                    conference.handle_message(now, id(from), &message);
                    // one that keeps the door only now took the list of the one before
                    if keeps_door && conference.is_host() {
                        let new = conference.members().find(|member| !before.contains(member));
                        assert!(new.is_none_or(|new| new == id(from)), "let in by another");
                        check_entry(conference, new, &message);
                    }
                    self.drain(to);
                }
                Cargo::Sound(sound) if conference.may_hear(now, id(from), &sound.state) => {
                    check(conference, from, sound);
                    *self.phones[to].heard.entry(from).or_default() += 1;
                }
                Cargo::Sound(_) => {}
            }
        }
    }

    fn drain(&mut self, phone: usize) {
        for _ in 0..100_000 {
            let Some(conference) = &mut self.phones[phone].conference else {
                return;
            };
            let Some(output) = conference.poll_output() else {
                return;
            };
            match output {
                ConferenceOutput::Send(to, message) => {
                    assert_ne!(number(to), phone, "it talks to itself");
                    self.send(phone, number(to), Cargo::Message(Box::new(message)));
                }
                ConferenceOutput::Forbid(operation) => {
                    let state = &mut self.phones[phone];
                    state.forbidden = state.forbidden.with(operation);
                    let delay = Duration::from_millis(self.random.random_range(0..=self.late));
                    self.phones[phone].late.push((self.now + delay, operation));
                    self.answer_late(phone);
                }
                ConferenceOutput::Allow(operation) => {
                    let state = &mut self.phones[phone];
                    state.forbidden = state.forbidden.without(operation);
                }
                ConferenceOutput::Rekey(epoch) => self.phones[phone].rekeys.push(epoch),
                ConferenceOutput::Ended(parting) => self.phones[phone].ended = Some(parting),
                ConferenceOutput::Changed => {}
            }
        }
        panic!("the conference does not come to rest");
    }

    fn answer_late(&mut self, phone: usize) {
        let now = self.now;
        let due: Vec<_> = self.phones[phone]
            .late
            .extract_if(.., |(at, _)| *at <= now)
            .collect();
        for (_, operation) in due {
            let state = &mut self.phones[phone];
            let answer = state
                .answers
                .get(&operation)
                .copied()
                .unwrap_or(Answer::Enforced);
            state
                .conference
                .as_mut()
                .unwrap()
                .handle_answer(now, operation, answer);
        }
        if self.phones[phone].conference.is_some() && self.late > 0 {
            // what the answers led to
            self.drain_once(phone);
        }
    }

    fn drain_once(&mut self, phone: usize) {
        if self.phones[phone].late.iter().all(|(at, _)| *at > self.now) {
            self.drain(phone);
        }
    }

    /// Every phone holds forbidden exactly what its level forbids, and nothing once it is out.
    pub(crate) fn check_forbidden(&self) {
        for phone in &self.phones {
            let Some(conference) = &phone.conference else {
                continue;
            };
            let level = match conference.place() {
                Place::Over(_) => Level::ORDINARY,
                _ => conference.terms().level,
            };
            assert_eq!(phone.forbidden, conference.levels().forbidden(level));
        }
    }
}

/// The promise: nobody hears a phone that was not armed at the level when it spoke, or while not armed themself.
fn check(hearer: &Conference, from: usize, sound: Sound) {
    let level = hearer.terms().level;
    assert_eq!(sound.level, level, "phone {from} spoke at another level");
    if level.is_secure() {
        assert!(sound.armed, "phone {from} was heard and was not armed");
        assert_eq!(
            hearer.report().guard,
            GuardState::Armed,
            "a phone heard and was not armed"
        );
    }
    assert!(
        hearer.others().any(|other| other == id(from)),
        "phone {from} was heard and is not in"
    );
}

/// Nobody is let in whose phone did not just say that it is armed at the level.
fn check_entry(host: &Conference, new: Option<DeviceId>, message: &Message) {
    let (Some(new), Message::Beat(beat)) = (new, message) else {
        assert_eq!(new, None, "let in without a report");
        return;
    };
    let level = host.terms().level;
    let armed = beat.report.guard == crate::secure::GuardState::Armed.to_wire() as i32;
    let at_level = beat.report.level == u32::from(level.number());
    assert!(
        !level.is_secure() || (armed && at_level),
        "{new:?} was let in and is not armed"
    );
}
