//! The world: the virtual clock, what is under way, and what phones ask for.

mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::engine::{
    Command, CommandError, Engine, Input, Line, Moment, Output, PlatformNews, Prohibition,
};
use sotto_core::media::tone::Tones;
use sotto_core::media::transport::{Datagram, RelayProtocol};
use sotto_core::secure::{Answer, Operation};
use sotto_protocol::wire::link::ToPhone;

use super::phone::FRAME;
use super::{Phone, ServerModel, Store};
use crate::network::{Conditions, Network};
use crate::transport_sim::relay_address;
use crate::turn_model::TurnModel;

/// The master clock when a world begins, ms since 1970.
pub(super) const EPOCH: u64 = 1_800_000_000_000;
const TICK: Duration = Duration::from_millis(20);
/// How often the world may act at one instant before it counts as stuck.
const STUCK: u32 = 20_000;

/// What a lying server makes of a message to a phone: any number of messages, readable or not.
pub type Lie = Box<dyn FnMut(&mut ChaCha20Rng, usize, Line, ToPhone) -> Vec<Vec<u8>>>;

/// How a world begins.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Everything random comes from it.
    pub seed: u64,
    /// What the network does to media; its delay is one way between the phones, relayed or not.
    pub media: Conditions,
    /// One-way delay between a phone and the server.
    pub control: Duration,
}

impl Settings {
    /// A network that only delays: `one_way` between the phones, half of it to the server.
    #[must_use]
    pub fn clean(seed: u64, one_way: Duration) -> Self {
        Self {
            seed,
            media: Conditions::clean(one_way),
            control: one_way / 2,
        }
    }
}

/// Something that is going to happen.
pub(super) enum Due {
    Connect {
        phone: usize,
        life: u32,
        line: Line,
    },
    LineUp {
        connection: u64,
        welcome: ToPhone,
    },
    ToServer {
        connection: u64,
        bytes: Vec<u8>,
    },
    ToPhone {
        connection: u64,
        bytes: Vec<u8>,
    },
    Input {
        phone: usize,
        life: u32,
        input: Input,
    },
    Answer {
        phone: usize,
        life: u32,
        operation: Operation,
        number: Prohibition,
        answer: Answer,
    },
    Lever {
        phone: usize,
        life: u32,
        operation: Operation,
        /// None: allow.
        forbid: Option<Prohibition>,
    },
    Microphone {
        phone: usize,
        life: u32,
    },
    Loudspeaker {
        phone: usize,
        life: u32,
    },
    Restart {
        phone: usize,
    },
}

/// See the module.
pub struct World {
    /// The virtual time.
    pub now: Instant,
    /// When it began.
    pub start: Instant,
    /// What carries media.
    pub network: Network,
    /// The relay.
    pub turn: TurnModel,
    /// The server.
    pub server: ServerModel,
    /// The phones.
    pub phones: Vec<Phone>,
    /// Randomness of the story itself.
    pub rng: ChaCha20Rng,
    /// What a lying server does.
    pub lie: Option<Lie>,
    /// Datagrams that reached the relay from a phone, while `record` is set: when, from where, how long.
    pub relay_saw: Vec<(Instant, SocketAddr, usize)>,
    /// Whether `relay_saw` is kept.
    pub record: bool,
    /// Whether no name can be looked up.
    pub nameless: bool,
    pub(super) settings: Settings,
    pub(super) connections: BTreeMap<u64, (usize, Line)>,
    pub(super) arrivals: BTreeMap<(u64, bool), Instant>,
    queue: BTreeMap<(Instant, u64), Due>,
    order: u64,
}

impl World {
    /// Phones with these stores, switched on.
    #[must_use]
    pub fn new(settings: Settings, stores: Vec<Store>, server: ServerModel) -> Self {
        let now = Instant::now();
        let mut world = Self {
            now,
            start: now,
            network: Network::new(settings.seed, settings.media),
            turn: TurnModel::new(relay_address()),
            server,
            phones: Vec::new(),
            rng: ChaCha20Rng::seed_from_u64(settings.seed ^ 0x5077_0000),
            lie: None,
            relay_saw: Vec::new(),
            record: false,
            nameless: false,
            settings,
            connections: BTreeMap::new(),
            arrivals: BTreeMap::new(),
            queue: BTreeMap::new(),
            order: 0,
        };
        for (index, store) in stores.into_iter().enumerate() {
            let index = u8::try_from(index).expect("few phones");
            world.phones.push(Phone::new(settings.seed, index, store));
        }
        world.set_media(settings.media);
        for phone in 0..world.phones.len() {
            world.phones[phone].phase = world.draw(20_000);
            world.switch_on(phone);
        }
        world
    }

    /// Changes what the network does to media.
    pub fn set_media(&mut self, media: Conditions) {
        self.settings.media = media;
        self.network.set_conditions(media);
        let relay = relay_address().ip();
        let half = Conditions {
            delay: media.delay / 2,
            jitter: media.jitter / 2,
            ..media
        };
        for phone in &self.phones {
            self.network.set_link(phone.ip, relay, half);
        }
        self.network
            .set_link(relay, relay, Conditions::clean(Duration::ZERO));
    }

    /// Cuts a phone off from relay and phones, or heals that.
    pub fn cut_media(&mut self, phone: usize, cut: bool) {
        let ip = self.phones[phone].ip;
        let others = self
            .phones
            .iter()
            .map(|p| p.ip)
            .filter(|other| *other != ip);
        for other in others.chain([relay_address().ip()]).collect::<Vec<_>>() {
            if cut {
                self.network.cut(ip, other);
            } else {
                self.network.heal(ip, other);
            }
        }
    }

    /// A number below `limit`.
    pub fn draw(&mut self, limit: u64) -> u64 {
        use rand::RngExt;
        self.rng.random_range(0..limit)
    }

    /// The time as a phone is told it.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment {
            at: self.now,
            wall: self.master(),
        }
    }

    /// The master clock, ms since 1970.
    #[must_use]
    pub fn master(&self) -> u64 {
        EPOCH + u64::try_from((self.now - self.start).as_millis()).expect("short stories")
    }

    pub(super) fn later(&mut self, after: Duration, due: Due) {
        self.at(self.now + after, due);
    }

    pub(super) fn at(&mut self, at: Instant, due: Due) {
        self.order += 1;
        self.queue.insert((at, self.order), due);
    }

    fn switch_on(&mut self, index: usize) {
        let phone = &mut self.phones[index];
        phone.life += 1;
        phone.tones = Tones::default();
        phone.platform.restart();
        let engine = Engine::new(phone.config.clone(), &phone.store.rows());
        phone.engine = Some(engine.expect("what was committed can be loaded"));
        self.perform_all(index);
        self.input(index, Input::Timeout);
    }

    /// The phone dies now and starts again after a while.
    pub fn crash(&mut self, index: usize, off: Duration) {
        self.drop_lines(index);
        let phone = &mut self.phones[index];
        phone.engine = None;
        phone.crashes += 1;
        phone.crash_at = None;
        phone.connect = false;
        phone.bound = None;
        phone.audio = false;
        phone.life += 1;
        self.later(off, Due::Restart { phone: index });
    }

    /// Does what a person asks.
    ///
    /// # Errors
    /// As [`Engine::command`]; nothing happens on a phone that is off.
    pub fn command(&mut self, index: usize, command: Command) -> Result<(), CommandError> {
        let moment = self.moment();
        let phone = &mut self.phones[index];
        let Some(engine) = &mut phone.engine else {
            return Ok(());
        };
        let result = engine.command(moment, command, &mut phone.rng);
        self.perform_all(index);
        result
    }

    /// The system of a phone says something.
    pub fn platform(&mut self, index: usize, operation: Operation, news: PlatformNews) {
        match news {
            PlatformNews::ViolationBegan => self.phones[index].platform.happens(operation, true),
            PlatformNews::ViolationEnded => self.phones[index].platform.happens(operation, false),
            PlatformNews::Answer(answer) | PlatformNews::AnswerTo(_, answer) => {
                self.phones[index].platform.answers(operation, answer);
            }
            PlatformNews::Attempt => {}
        }
        self.input(index, Input::Platform { operation, news });
    }

    /// Gives a phone an input, if it is on.
    pub fn input(&mut self, index: usize, input: Input) {
        let moment = self.moment();
        let phone = &mut self.phones[index];
        if let Some(engine) = &mut phone.engine {
            engine.handle(moment, input, &mut phone.rng);
            self.perform_all(index);
        }
    }

    /// A busy system pulls its levers one after another, in order; each answer is told when its lever was pulled.
    fn lever_later(&mut self, index: usize, operation: Operation, forbid: Option<Prohibition>) {
        let wait = self.phones[index].platform.queue(self.now);
        let due = Due::Lever {
            phone: index,
            life: self.phones[index].life,
            operation,
            forbid,
        };
        self.later(wait, due);
    }

    fn perform_all(&mut self, index: usize) {
        while let Some(output) = self.phones[index]
            .engine
            .as_mut()
            .and_then(Engine::poll_output)
        {
            if self.phones[index].crash_at == Some(self.phones[index].performed) {
                let off = Duration::from_millis(50 + self.draw(3_000));
                self.phones[index].crashed_there = true;
                self.crash(index, off);
                return;
            }
            self.phones[index].performed += 1;
            self.phones[index].note();
            self.phones[index].overhear(&output);
            self.perform(index, output);
        }
        self.start_audio(index);
    }

    fn start_audio(&mut self, phone: usize) {
        let p = &mut self.phones[phone];
        let calls = p.engine.as_ref().is_some_and(super::phone::sounds);
        if calls && !p.audio {
            p.audio = true;
            let (life, drawn) = (p.life, p.phase);
            let phase = Duration::from_micros(drawn);
            self.later(phase, Due::Microphone { phone, life });
            self.later(
                Duration::from_micros(drawn * 7 % 20_000),
                Due::Loudspeaker { phone, life },
            );
        }
    }

    fn perform(&mut self, index: usize, output: Output) {
        let phone = &mut self.phones[index];
        let life = phone.life;
        match output {
            Output::Connect { .. } => {
                phone.connect = true;
                self.connect_lines(index);
            }
            Output::Disconnect => {
                phone.connect = false;
                self.drop_lines(index);
            }
            Output::Store(changes) => phone.store.commit(changes, &phone.strictest),
            Output::Send { line, bytes } => self.send(index, line, bytes),
            Output::BindMedia => {
                phone.next_port += 1;
                let socket = SocketAddr::new(phone.ip, phone.next_port);
                phone.bound = Some(socket);
                let input = Input::MediaBound(vec![socket]);
                self.later(
                    Duration::from_micros(300),
                    Due::Input {
                        phone: index,
                        life,
                        input,
                    },
                );
            }
            Output::ReleaseMedia => phone.bound = None,
            Output::Resolve(host) => {
                let found = (!self.nameless).then(|| relay_address().ip());
                let addresses = found.into_iter().collect();
                let input = Input::Resolved { host, addresses };
                self.later(
                    Duration::from_millis(4),
                    Due::Input {
                        phone: index,
                        life,
                        input,
                    },
                );
            }
            Output::Datagram(datagram) => self.send_datagram(index, datagram),
            Output::OpenStream { relay, protocol } => {
                let input = Input::Stream {
                    relay,
                    protocol,
                    open: true,
                };
                let trip = self.settings.media.delay;
                self.later(
                    trip,
                    Due::Input {
                        phone: index,
                        life,
                        input,
                    },
                );
            }
            Output::Forbid(operation, number) if phone.platform.is_busy() => {
                self.lever_later(index, operation, Some(number));
            }
            Output::Allow(operation) if phone.platform.is_busy() => {
                self.lever_later(index, operation, None);
            }
            Output::Forbid(operation, number) => {
                if phone.platform.is_happening(operation) {
                    let news = PlatformNews::ViolationBegan;
                    let input = Input::Platform { operation, news };
                    let due = Due::Input {
                        phone: index,
                        life,
                        input,
                    };
                    self.later(Duration::ZERO, due);
                }
                let phone = &mut self.phones[index];
                if let Some((answer, after)) = phone.platform.forbid(operation) {
                    let due = Due::Answer {
                        phone: index,
                        life,
                        operation,
                        number,
                        answer,
                    };
                    self.later(after, due);
                }
            }
            Output::Allow(operation) => phone.platform.allow(operation),
            Output::Barrier(number) => {
                let input = Input::Barrier(number);
                let disk = Duration::from_millis(2);
                self.later(
                    disk,
                    Due::Input {
                        phone: index,
                        life,
                        input,
                    },
                );
            }
            Output::Speak(utterance, _) => {
                let input = Input::Spoken(utterance);
                self.later(
                    Duration::from_secs(2),
                    Due::Input {
                        phone: index,
                        life,
                        input,
                    },
                );
            }
            Output::Event(event) => phone.events.push((self.now, event)),
            _ => {}
        }
    }

    fn send_datagram(&mut self, index: usize, datagram: Datagram) {
        let phone = &mut self.phones[index];
        let Some(bound) = phone.bound else { return };
        phone.sent_to.insert(datagram.remote);
        if datagram.protocol.is_stream() {
            self.network
                .send_stream(self.now, bound, datagram.remote, datagram.bytes);
        } else {
            assert_eq!(
                datagram.local, bound,
                "a datagram from a socket of another call"
            );
            self.network
                .send(self.now, bound, datagram.remote, datagram.bytes);
        }
    }

    /// Where phones sent datagrams that is not the relay.
    #[must_use]
    pub fn past_the_relay(&self) -> BTreeSet<SocketAddr> {
        let all = self.phones.iter().flat_map(|p| p.sent_to.iter().copied());
        all.filter(|to| *to != relay_address()).collect()
    }
}
