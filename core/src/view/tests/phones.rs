//! Two real engines and just enough of a server between them.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use prost::Message;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys::{Join, KeyChain, Prekey};
use sotto_protocol::wire::link::{
    Bundle, Delivery, Done, PrekeyBundles, PushSet, Relay, Relays, ToPhone, ToServer, Welcome,
    delivery::What, push_set, to_phone, to_server::Body,
};
use sotto_protocol::{VERSION, limits, parse};

use crate::contact::identifier::CountryCode;
use crate::engine::{
    Command, CommandError, Engine, EngineConfig, Event, Input, Line, Moment, Output, PlatformNews,
};
use crate::secure::{Answer, Level, Operation};

pub(super) const WALL: u64 = 1_790_000_000_000;

pub(super) struct Phone {
    pub(super) engine: Engine,
    pub(super) events: Vec<Event>,
    /// What its system says of an operation, where that is not *enforced*.
    pub(super) answers: BTreeMap<Operation, Answer>,
    rng: ChaCha20Rng,
    chain: Option<KeyChain>,
    prekeys: VecDeque<Prekey>,
}

/// Anna (0) and Berta (1).
pub(super) struct World {
    pub(super) phones: [Phone; 2],
    pub(super) now: Moment,
    sequence: u64,
}

impl Phone {
    fn new(seed: u64) -> Self {
        let config = EngineConfig {
            simulated: true,
            country: CountryCode::new(49).ok(),
            ..EngineConfig::default()
        };
        Self {
            engine: Engine::new(config, &[]).unwrap(),
            events: Vec::new(),
            answers: BTreeMap::new(),
            rng: ChaCha20Rng::seed_from_u64(seed),
            chain: None,
            prekeys: VecDeque::new(),
        }
    }
}

impl World {
    /// Two phones that have joined and know nobody.
    pub(super) fn joined() -> Self {
        let mut world = Self::new();
        for (phone, name) in [(0, "Anna Abendrot"), (1, "Berta Brunnen")] {
            let name = name.to_owned();
            world
                .command(
                    phone,
                    Command::Join {
                        link: join_link(),
                        name,
                    },
                )
                .unwrap();
        }
        world
    }

    /// Two phones that scanned each other's cards.
    pub(super) fn acquainted() -> Self {
        let mut world = Self::joined();
        for phone in [0, 1] {
            let card = world.phones[1 - phone].engine.card().unwrap().uri();
            world.command(phone, Command::Scan(card)).unwrap();
        }
        world
    }

    pub(super) fn new() -> Self {
        let now = Moment {
            at: Instant::now(),
            wall: WALL,
        };
        Self {
            phones: [Phone::new(1), Phone::new(2)],
            now,
            sequence: 0,
        }
    }

    pub(super) fn engine(&self, phone: usize) -> &Engine {
        &self.phones[phone].engine
    }

    pub(super) fn command(&mut self, phone: usize, command: Command) -> Result<(), CommandError> {
        let Phone { engine, rng, .. } = &mut self.phones[phone];
        let result = engine.command(self.now, command, rng);
        self.run();
        result
    }

    pub(super) fn input(&mut self, phone: usize, input: Input) {
        let Phone { engine, rng, .. } = &mut self.phones[phone];
        engine.handle(self.now, input, rng);
        self.run();
    }

    /// Anna calls Berta.
    pub(super) fn dial(&mut self, level: u8) {
        let berta = self.engine(1).card().unwrap().account();
        self.command(0, Command::Dial(berta, Level::new(level)))
            .unwrap();
    }

    pub(super) fn later(&mut self, time: Duration) {
        self.now.at += time;
        self.now.wall += time.as_millis() as u64;
        for phone in [0, 1] {
            self.input(phone, Input::Timeout);
        }
    }

    fn run(&mut self) {
        for _ in 0..1_000 {
            let output = |phone: &mut Phone| phone.engine.poll_output();
            let next = (0..2).find_map(|i| output(&mut self.phones[i]).map(|output| (i, output)));
            match next {
                Some((phone, output)) => self.perform(phone, output),
                None => return,
            }
        }
        panic!("the phones do not come to rest");
    }

    fn perform(&mut self, phone: usize, output: Output) {
        match output {
            Output::Connect { .. } => {
                for line in [Line::Mine, Line::Anonymous] {
                    self.handle(
                        phone,
                        Input::LineUp {
                            line,
                            exporter: [7; 32],
                        },
                    );
                    let welcome = to_phone::Body::Welcome(Welcome {
                        version_min: VERSION,
                        version_max: VERSION,
                        challenge: vec![9; 32],
                        server_time: self.now.wall,
                    });
                    self.tell(phone, line, 0, welcome);
                }
            }
            Output::Send { line, bytes } => {
                let message: ToServer = parse(&bytes, limits::MESSAGE).unwrap();
                if let Some(answer) = self.serve(phone, message.body.unwrap()) {
                    self.tell(phone, line, message.request, answer);
                }
            }
            Output::Forbid(operation, number) => {
                let answers = &self.phones[phone].answers;
                let answer = answers.get(&operation).copied().unwrap_or(Answer::Enforced);
                let news = PlatformNews::AnswerTo(number, answer);
                self.handle(phone, Input::Platform { operation, news });
            }
            Output::Barrier(number) => self.handle(phone, Input::Barrier(number)),
            Output::Speak(number, _) => self.handle(phone, Input::Spoken(number)),
            Output::BindMedia => {
                let local = format!("127.0.0.1:{}", 40_000 + phone).parse().unwrap();
                self.handle(phone, Input::MediaBound(vec![local]));
            }
            Output::Event(event) => self.phones[phone].events.push(event),
            _ => {}
        }
    }

    fn handle(&mut self, phone: usize, input: Input) {
        let Phone { engine, rng, .. } = &mut self.phones[phone];
        engine.handle(self.now, input, rng);
    }

    fn tell(&mut self, phone: usize, line: Line, reply_to: u64, body: to_phone::Body) {
        let body = Some(body);
        let bytes = ToPhone { reply_to, body }.encode_to_vec();
        self.handle(phone, Input::Received { line, bytes });
    }

    fn serve(&mut self, phone: usize, request: Body) -> Option<to_phone::Body> {
        let done = || Some(to_phone::Body::Done(Done::default()));
        match request {
            Body::Register(register) => {
                self.phones[phone].chain = register.chain;
                done()
            }
            Body::PublishPrekeys(publish) => {
                self.phones[phone].prekeys.extend(publish.one_time);
                done()
            }
            Body::FetchPrekeys(_) => {
                let other = &mut self.phones[1 - phone];
                let bundle = Bundle {
                    chain: other.chain.clone(),
                    prekey: other.prekeys.pop_front(),
                };
                Some(to_phone::Body::Prekeys(PrekeyBundles {
                    bundles: vec![bundle],
                }))
            }
            Body::Submit(submit) => {
                self.deliver(1 - phone, What::Container(submit.container));
                done()
            }
            Body::SendSignal(signal) => {
                self.deliver(1 - phone, What::Signal(signal.signal));
                done()
            }
            Body::FetchRelays(_) => {
                let relay = Relay {
                    host: "127.0.0.1".to_owned(),
                    port: 3478,
                    username: "user".to_owned(),
                    password: "secret".to_owned(),
                    expires: self.now.wall + 3_600_000,
                    ..Relay::default()
                };
                Some(to_phone::Body::Relays(Relays {
                    relays: vec![relay],
                }))
            }
            Body::SignIn(_) | Body::SetAccess(_) => done(),
            Body::SetPush(_) => Some(to_phone::Body::PushSet(PushSet {
                outcome: push_set::Outcome::Taken.into(),
            })),
            Body::Acknowledge(_) | Body::Ping(_) => None,
        }
    }

    fn deliver(&mut self, phone: usize, what: What) {
        self.sequence += 1;
        let delivery = Delivery {
            sequence: self.sequence,
            what: Some(what),
        };
        self.tell(phone, Line::Mine, 0, to_phone::Body::Delivery(delivery));
    }
}

/// A link to the server of these tests.
pub(super) fn join_link() -> String {
    let join = Join {
        server: "sotto.example:443".to_owned(),
        server_pin: vec![3; 32],
        invite: vec![4; 16],
    };
    uri::encode(Kind::Join, &join)
}
