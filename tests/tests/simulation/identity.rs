//! While a call at level 3 is active nothing that leaves the core tells who takes part in it (S1.5): every output, event,
//! view and log line of both phones is searched for names, numbers, accounts and keys.

use std::io::Write;
use std::sync::{Arc, Mutex, Once};

use sotto_core::ding::{Draft, Said};
use sotto_core::engine::{Command, DingCommand, Event};
use sotto_core::private::Curtain;
use sotto_core::secure::Level;
use sotto_core::view::{self, Notice};
use sotto_tests::simulation::{ServerModel, Settings, Store, World};

use super::{millis, seconds};

const NAMES: [&str; 3] = ["Anna Abendrot", "Berta Brunnen", "Clara Clausen"];
const NUMBER: &str = "+4930123456";

/// Three friends with names, a number among their contacts, and words in their chats.
fn friends() -> World {
    let server = ServerModel::new(&[b"first", b"second", b"third"]);
    let stores = vec![Store::default(), Store::default(), Store::default()];
    let mut world = World::new(Settings::clean(1, millis(40)), stores, server);
    for (phone, invite) in ["first", "second", "third"].into_iter().enumerate() {
        let (link, name) = (World::link(invite), NAMES[phone].to_owned());
        world.command(phone, Command::Join { link, name }).unwrap();
        world.run_for(seconds(2));
    }
    for (phone, other) in [(0, 1), (1, 0), (2, 0), (0, 2), (1, 2), (2, 1)] {
        world.scan(phone, other);
    }
    for phone in [0, 1] {
        world
            .command(phone, Command::Scan(format!("tel:{NUMBER}")))
            .unwrap();
        let other = world.phones[1 - phone].account().to_vec();
        let usual = Command::SetUsualLevel(other, Level::ONE);
        world.command(phone, usual).unwrap();
    }
    world.run_for(seconds(2));
    write(&mut world, 0, 1);
    write(&mut world, 2, 1);
    let to = vec![world.phones[1].account().to_vec()];
    let said = Said::Text(format!("Call me, {}", NAMES[2]).into());
    let send = DingCommand::Send(Draft::ordinary(to), said);
    world.command(2, Command::Ding(send)).unwrap();
    world.run_for(seconds(2));
    // an ordinary call first, so that there are rows of a log that name people
    talk(&mut world, 0);
    world.command(0, Command::HangUp).unwrap();
    assert!(world.all_over(seconds(5)));
    world
}

/// The first two talk.
fn talk(world: &mut World, level: u8) {
    world.ring(level);
    answer(world);
}

fn answer(world: &mut World) {
    world.command(1, Command::Answer).unwrap();
    let from = world.now;
    let hear = world.run_until(seconds(10), |w| {
        let mut two = w.phones[..2].iter();
        two.all(|phone| phone.heard.last.is_some_and(|at| at > from))
    });
    assert!(hear, "they do not hear each other");
}

fn write(world: &mut World, from: usize, to: usize) {
    let to = world.phones[to].account();
    let words = format!("It is me, {}", NAMES[from]);
    world.write(from, to, &words).unwrap();
    world.run_for(seconds(1));
}

/// What could tell who somebody is, in lower case where it is text.
fn secrets(world: &World) -> Vec<Vec<u8>> {
    let names = NAMES.iter().flat_map(|name| name.split(' '));
    let mut texts: Vec<String> = names.map(str::to_owned).collect();
    texts.extend(["4930123456", "4930 123456"].map(str::to_owned));
    let mut secrets: Vec<Vec<u8>> = Vec::new();
    for phone in &world.phones {
        let card = phone.engine().card().unwrap();
        texts.push(card.uri()[20..60].to_owned());
        for id in [card.account().as_bytes().as_slice(), card.user_key()] {
            texts.push(id.iter().map(|byte| format!("{byte:02x}")).collect());
            // as a list of numbers, as `Debug` writes bytes
            texts.push(format!("{id:?}")[1..30].to_owned());
            secrets.push(id.to_vec());
        }
    }
    secrets.extend(texts.iter().map(|text| text.to_lowercase().into_bytes()));
    secrets
}

/// All that a shell could draw or tell.
fn views(world: &World, phone: usize) -> Vec<u8> {
    let (engine, now) = (world.phones[phone].engine(), world.moment());
    let mut all = String::new();
    macro_rules! see {
        ($($view:expr),* $(,)?) => {$(
            let view = $view;
            all += &serde_json::to_string(&view).unwrap();
            all += &format!("{view:?}");
        )*};
    }
    see!(
        view::call(engine, now),
        view::incoming(engine, now),
        view::contacts(engine, now),
        view::chats(engine, now),
        view::call_log(engine, now),
        view::my_card(engine, now),
        view::scanner(engine, now, &format!("tel:{NUMBER}")),
        view::notification(engine, Notice::IncomingCall, true),
        view::notification(engine, Notice::IncomingCall, false),
    );
    for level in 0..4 {
        see!(view::secure(engine, now, Level::new(level)));
    }
    see!(
        view::dings(engine, now),
        view::incoming_ding(engine, now),
        view::gesture(engine),
        view::settings(engine, now),
        view::secure_settings(engine),
        view::organisations(engine, now),
        view::first_run(engine),
        view::front(engine, now),
        view::session(engine, now),
        view::secure_at_first(engine, now),
        view::push(engine, now),
        view::offer(engine, now, b"no policy"),
    );
    for event in &world.phones[phone].events {
        for (locked, in_front) in [(false, false), (true, false), (true, true)] {
            see!(view::news(engine, &event.1, locked, in_front));
        }
    }
    for (id, _) in engine.contacts() {
        let mut draft = Draft::ordinary(vec![id.to_vec()]);
        for level in [0, 3] {
            draft.level = Level::new(level);
            see!(
                view::dial(engine, now, id, draft.level),
                view::compose_ding(engine, &draft, "typed"),
            );
        }
        see!(view::contact(engine, id), view::scanned(engine, id));
    }
    for (id, _) in engine.dings().received() {
        see!(
            view::ding_of(engine, now, id),
            view::notification(engine, Notice::Ding(id), false),
        );
    }
    for other in &world.phones {
        let account = other.account();
        see!(view::chat(
            engine,
            now,
            account,
            &stored(world, phone, other)
        ));
        for locked in [true, false] {
            see!(
                view::notification(engine, Notice::Message(account), locked),
                view::notification(engine, Notice::MissedCall(account), locked),
            );
        }
        let card = other.engine().card().unwrap().uri();
        see!(view::scanner(engine, now, &card));
    }
    all += &format!("{:?} {:?}", engine.ended(), engine.secure_chat());
    all.into_bytes()
}

fn stored(
    world: &World,
    phone: usize,
    with: &sotto_tests::simulation::Phone,
) -> Vec<sotto_core::chat::ChatMessage> {
    let store = &world.phones[phone].store;
    let keys = store.keys(sotto_core::store::Table::Messages);
    keys.filter(|key| key.starts_with(with.account().as_bytes()))
        .filter_map(|key| {
            let value = store.get(sotto_core::store::Table::Messages, key)?;
            Some(sotto_core::chat::ChatMessage::of_row(key, value)?.1)
        })
        .collect()
}

fn found(left: &[u8], secrets: &[Vec<u8>]) -> Option<String> {
    let lower = left.to_ascii_lowercase();
    let finds = |text: &[u8], secret: &[u8]| text.windows(secret.len()).any(|part| part == secret);
    let secret = secrets
        .iter()
        .find(|secret| finds(&lower, secret) || finds(left, secret))?;
    let secret = String::from_utf8_lossy(secret);
    Some(format!("{secret} in {}", String::from_utf8_lossy(&lower)))
}

/// What was logged, at the finest grain.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Takes what is said through `tracing` on this thread, and through `log`, as the crates of WebRTC do.
fn log_into(logged: &Logged) -> tracing::subscriber::DefaultGuard {
    static BRIDGE: Once = Once::new();
    BRIDGE.call_once(|| tracing_log::LogTracer::init().expect("nothing else takes log's records"));
    let writer = logged.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_default(subscriber)
}

#[test]
fn nothing_that_leaves_the_core_in_a_level_3_call_tells_who_takes_part() {
    let mut world = friends();
    let secrets = secrets(&world);
    let logged = Logged::default();
    let _guard = log_into(&logged);
    for phone in &mut world.phones[..2] {
        phone.listen = true;
    }
    let look = |world: &World, when: &str| {
        for phone in [0, 1] {
            if world.phones[phone].engine().call().is_some() {
                let found = found(&views(world, phone), &secrets);
                assert!(found.is_none(), "{when}, views of phone {phone}: {found:?}");
            }
        }
    };
    world.dial(0, 1, 3);
    look(&world, "dialled");
    for step in 0..20 {
        world.run_for(millis(50));
        look(&world, &format!("ringing {step}"));
    }
    answer(&mut world);
    look(&world, "connected");
    // others write and call meanwhile, and the two write to each other
    write(&mut world, 2, 1);
    let clara = world.phones[1].account();
    world.write(0, clara, "no names here").unwrap();
    world.dial(2, 1, 0);
    world.run_for(seconds(2));
    look(&world, "disturbed");
    let happened = |phone: usize, what: fn(&Event) -> bool| {
        world.phones[phone]
            .events
            .iter()
            .any(|(_, event)| what(event))
    };
    assert!(happened(
        1,
        |event| matches!(event, Event::MessageCame(who) if who.is_hidden())
    ));
    for (phone, other) in [(0, 1), (1, 0)] {
        for left in &world.phones[phone].left {
            let found = found(left, &secrets);
            assert!(found.is_none(), "phone {phone} of {other}: {found:?}");
        }
        assert!(world.phones[phone].left.len() > 200, "it was listened to");
    }
    let logged = logged.0.lock().unwrap().clone();
    assert_eq!(found(&logged, &secrets), None, "in the log");
    let said = String::from_utf8_lossy(&logged);
    assert!(said.contains("rtc"), "the crates of WebRTC were heard");
}

/// Searches what a phone shows while people may not be named there; says whether that was so.
fn search(world: &World, phone: usize, secrets: &[Vec<u8>], when: &str) -> bool {
    let drawn = world.phones[phone].engine().curtain() == Curtain::DRAWN;
    if drawn {
        let found = found(&views(world, phone), secrets);
        assert!(found.is_none(), "{when}, views of phone {phone}: {found:?}");
    }
    drawn
}

#[test]
fn nothing_tells_who_writes_in_a_level_3_secure_chat() {
    let mut world = friends();
    let secrets = secrets(&world);
    let berta = world.phones[1].account();
    let ask = Command::AskSecureChat(berta, Level::THREE);
    world.command(0, ask).unwrap();
    world.run_for(seconds(2));
    world.command(1, Command::JoinSecureChat).unwrap();
    let mut hidden = [0; 2];
    for step in 0..30 {
        world.run_for(millis(100));
        if step == 20 {
            world.write(0, berta, "no names here").unwrap();
            write(&mut world, 2, 1);
        }
        for phone in [0, 1] {
            let when = format!("secure chat {step}");
            hidden[phone] += usize::from(search(&world, phone, &secrets, &when));
        }
    }
    assert!(hidden.into_iter().all(|steps| steps >= 25), "{hidden:?}");
    assert_eq!(world.phones[1].engine().secure_chat().len(), 1);
}

#[test]
fn nothing_tells_who_sent_a_level_3_ding_while_it_is_heard() {
    let mut world = friends();
    let secrets = secrets(&world);
    let to = vec![world.phones[1].account().to_vec()];
    let said = Said::Text("no names here".to_owned().into());
    let send = DingCommand::Send(Draft::secure(to, Level::THREE), said);
    world.command(0, Command::Ding(send)).unwrap();
    world.run_for(seconds(3));
    let dings = world.phones[1].engine().dings();
    let secure = dings
        .received()
        .find(|(_, ding)| ding.level() == Level::THREE);
    let (id, _) = secure.unwrap();
    world
        .command(1, Command::Ding(DingCommand::Listen(id)))
        .unwrap();
    let mut hidden = 0;
    for step in 0..10 {
        world.run_for(millis(100));
        hidden += usize::from(search(&world, 1, &secrets, &format!("heard {step}")));
    }
    assert!(hidden >= 9, "{hidden}");
}

#[test]
fn without_level_3_people_are_named_so_the_search_can_fail() {
    let mut world = friends();
    let secrets = secrets(&world);
    assert!(found(&views(&world, 0), &secrets).is_some());
    talk(&mut world, 2);
    assert!(found(&views(&world, 1), &secrets).is_some());
    let logged = Logged::default();
    let _guard = log_into(&logged);
    tracing::trace!("Berta called");
    log::trace!("Anna answered");
    let logged = logged.0.lock().unwrap().clone();
    for secret in ["berta", "anna"] {
        let secret = secret.as_bytes().to_vec();
        assert!(found(&logged, &[secret]).is_some());
    }
}
