//! The process that is killed: a server or a phone that takes orders from its input and says what became of them.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use sotto_core::call::Phase;
use sotto_core::engine::{Command, Engine, Event};
use sotto_core::secure::Level;
use sotto_phone::{Phone, PhoneConfig, Platform};
use sotto_protocol::id::AccountId;
use sotto_server::{Config, Rate, Server};
use tokio::sync::mpsc;

use super::counts;
use super::platform::FilePlatform;
use super::said::{CallSeen, LogRow, Order, Said, State};
use crate::pair::Failure;

/// How often a phone looks whether something changed without an event.
const LOOK: Duration = Duration::from_millis(10);
/// Orders that wait.
const ORDERS: usize = 1_024;
const LIFETIME: Duration = Duration::from_secs(24 * 3_600);

/// Runs `fault_node server FOLDER PUBLIC` or `fault_node phone FOLDER`.
#[must_use]
pub fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let outcome = runtime.block_on(async {
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["server", folder, public] => server(folder.into(), public.to_owned()).await,
            ["phone", folder] => phone(folder.into()).await,
            _ => Err("server FOLDER PUBLIC, or phone FOLDER".into()),
        }
    });
    if let Err(error) = outcome {
        say(&Said::Failed {
            why: error.to_string(),
        });
    }
    // nothing is closed well here: whoever wants that does not use this program
    std::process::exit(1)
}

/// Lines of the input; the process ends with them, so that none is left when a test dies.
fn orders() -> mpsc::Receiver<Order> {
    let (send, orders) = mpsc::channel(ORDERS);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(order) = line
                .map_err(drop)
                .and_then(|line| serde_json::from_str(&line).map_err(drop))
            else {
                break;
            };
            if send.blocking_send(order).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    orders
}

fn say(said: &Said) {
    let mut line = serde_json::to_vec(said).expect("plain data has a JSON form");
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    if out.write_all(&line).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

async fn server(folder: PathBuf, public: String) -> Result<(), Failure> {
    let mut orders = orders();
    let mut config = Config::new(folder, ([127, 0, 0, 1], 0).into());
    config.public = Some(public);
    // more traffic between two phones of one machine than people make, and relayed packets to a socket of the benchmark
    let plenty = Rate {
        per_second: 1_000,
        burst: 100_000,
    };
    config.limits.pair = plenty;
    config.limits.look_up = plenty;
    config.relay.private_peers = true;
    config.relay.limits.per_account = 64;
    let running = Server::start(config).await?;
    let address = running.address();
    say(&Said::Up {
        port: address.port(),
    });
    while let Some(order) = orders.recv().await {
        say(&match order {
            Order::Invite => Said::Invited {
                link: running.make_invite(LIFETIME).await?.link,
            },
            Order::Count => counts::read(address, *running.pin()).await?,
            _ => Said::Refused {
                why: "this is a server".to_owned(),
            },
        });
    }
    Ok(())
}

async fn phone(folder: PathBuf) -> Result<(), Failure> {
    let mut orders = orders();
    let platform = Arc::new(FilePlatform::new(&folder.join("system"))?);
    let phone = Phone::open(PhoneConfig {
        folder: folder.join("phone"),
        platform: platform.clone() as Arc<dyn Platform>,
        country: None,
    })?;
    let mut events = phone.events();
    let mut shown = State::default();
    let mut last = None;
    let mut taken = 0;
    let mut look = tokio::time::interval(LOOK);
    loop {
        let state = phone.look(|engine, _| state(engine, taken));
        // what was read is on the disk from here on
        phone.committed().await?;
        let state = State {
            forbidden: platform.forbidden(),
            ..state
        };
        if last.as_ref() != Some(&state) {
            say(&Said::State(Box::new(news(&mut shown, &state))));
            last = Some(state);
        }
        tokio::select! {
            biased;
            order = orders.recv() => {
                let Some(order) = order else { return Ok(()) };
                taken += 1;
                if let Err(why) = obey(&phone, order) {
                    say(&Said::Refused { why: why.to_string() });
                }
            }
            event = events.next() => if let Event::Problem(problem) = event? {
                say(&Said::Refused { why: problem.to_string() });
            },
            _ = look.tick() => {}
        }
    }
}

fn obey(phone: &Phone, order: Order) -> Result<(), Failure> {
    let command = match order {
        Order::Join { link } => Command::Join {
            link,
            name: String::new(),
        },
        Order::Scan { text } => Command::Scan(text),
        Order::NewCard => Command::NewCard,
        Order::Dial { account, level } => {
            let bytes = data_encoding::HEXLOWER.decode(account.as_bytes())?;
            let account = AccountId::try_from(bytes.as_slice())?;
            Command::Dial(account, Level::new(level))
        }
        Order::Answer => Command::Answer,
        Order::HangUp => Command::HangUp,
        Order::Invite | Order::Count => return Err("this is a phone".into()),
    };
    Ok(phone.command(command)?)
}

fn state(engine: &Engine, orders: u64) -> State {
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let contacts = engine.contacts().map(|(id, contact)| {
        let card = contact.card.as_ref().map(|card| card.uri());
        (hex(id), card)
    });
    let log = engine.call_log().into_iter().map(|row| {
        let outgoing = row.direction == sotto_core::call::Direction::Outgoing;
        let reason = format!("{:?}", row.reason);
        (hex(row.meeting.as_bytes()), LogRow { outgoing, reason })
    });
    let call = engine.call().map(|call| {
        let outgoing = call.direction() == sotto_core::call::Direction::Outgoing;
        let sent = match call.phase() {
            Phase::Dialling => call.main_leg().is_some() && engine.is_settled(),
            Phase::Ringing | Phase::Connecting | Phase::Connected => true,
            _ => false,
        };
        CallSeen {
            meeting: hex(call.id().as_bytes()),
            outgoing,
            level: call.level().number(),
            phase: format!("{:?}", call.phase()),
            accepted: outgoing && sent,
            can_answer: call.can_answer() && call.has_rung(),
        }
    });
    State {
        orders,
        online: engine.is_online(),
        account: engine.card().map(|card| hex(card.account().as_bytes())),
        card: engine.card().map(|card| card.uri()),
        contacts: contacts.collect(),
        log: log.collect(),
        call,
        pending: engine.pending(),
        forbidden: Vec::new(),
    }
}

/// What of a state was not shown yet.
fn news(shown: &mut State, state: &State) -> State {
    let mut news = state.clone();
    news.contacts
        .retain(|id, card| shown.contacts.get(id) != Some(card));
    news.log.retain(|id, row| shown.log.get(id) != Some(row));
    shown.contacts.extend(news.contacts.clone());
    shown.log.extend(news.log.clone());
    news
}
