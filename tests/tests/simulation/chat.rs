//! Chats between simulated phones: nothing is lost, nothing comes twice, the order is the same on both, and what was
//! written in secure mode leaves nothing behind.

use sotto_core::chat::{ChatMessage, Delivery};
use sotto_core::engine::{Command, CommandError, Event, Sight};
use sotto_core::store::Table;
use sotto_core::view;
use sotto_tests::simulation::{ServerModel, Settings, Store, World, each_seed, fault_rounds};

use super::{millis, seconds};

fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(60)))
}

fn say(world: &mut World, from: usize, to: usize, words: &str) -> Result<(), CommandError> {
    if world.phones[from].engine.is_none() || world.phones[to].engine.is_none() {
        return Ok(()); // nobody holds a phone that is off
    }
    let to = world.phones[to].account();
    world.write(from, to, words)
}

/// What a phone's store has of its chat with another, in order.
fn chat(world: &World, phone: usize, with: usize) -> Vec<ChatMessage> {
    let with = world.phones[with].account();
    let store = &world.phones[phone].store;
    let keys = store.keys(Table::Messages);
    keys.filter(|key| key.starts_with(with.as_bytes()))
        .map(|key| {
            let value = store.get(Table::Messages, key).expect("just seen");
            ChatMessage::of_row(key, value).expect("readable").1
        })
        .collect()
}

fn texts(chat: &[ChatMessage], outgoing: bool) -> Vec<String> {
    let of = chat.iter().filter(|m| m.key.outgoing == outgoing);
    of.map(|m| m.text.to_string()).collect()
}

/// Both chats hold the same, once, in the same order, and all of it was delivered.
fn agree(world: &World, one: usize, other: usize, story: &str) {
    let (mine, theirs) = (chat(world, one, other), chat(world, other, one));
    let order =
        |chat: &[ChatMessage]| -> Vec<String> { chat.iter().map(|m| m.text.to_string()).collect() };
    assert_eq!(order(&mine), order(&theirs), "{story}");
    for message in mine.iter().chain(&theirs).filter(|m| m.key.outgoing) {
        assert!(
            matches!(message.delivery, Delivery::Delivered | Delivery::Read),
            "{story}: {:?}",
            message.delivery
        );
    }
    for (phone, with, chat) in [(one, other, &mine), (other, one, &theirs)] {
        let with = world.phones[with].account();
        let known = world.phones[phone].engine().chats().get(with);
        let came = chat.iter().filter(|m| !m.key.outgoing).count();
        assert_eq!(
            known.map_or(0, |k| k.unread()),
            came,
            "{story}: counted twice"
        );
    }
}

fn at_rest(world: &World, story: &str) {
    for phone in &world.phones {
        assert_eq!(phone.store.keys(Table::Posts).count(), 0, "{story}");
        assert_eq!(phone.store.keys(Table::Due).count(), 0, "{story}");
        assert_eq!(phone.engine().pending(), 0, "{story}");
    }
    assert_eq!(world.server.waiting(), 0, "{story}: containers wait");
}

#[test]
fn a_message_is_sent_delivered_and_read() {
    let mut world = friends(1);
    say(&mut world, 0, 1, "Hello Berta").unwrap();
    let tick = |w: &World| chat(w, 0, 1)[0].delivery;
    assert_eq!(tick(&world), Delivery::Queued);
    assert!(world.run_until(seconds(2), |w| tick(w) == Delivery::Sent));
    assert!(world.run_until(seconds(2), |w| tick(w) == Delivery::Delivered));
    agree(&world, 0, 1, "delivered");
    let anna = world.phones[0].account();
    let newest = world.phones[1].engine().chats().get(anna).unwrap();
    let newest = newest.newest_unread().expect("it is new");
    world
        .command(1, Command::ChatSeen(anna, newest, Sight::CLEAR))
        .unwrap();
    assert!(world.run_until(seconds(2), |w| tick(w) == Delivery::Read));
    let left = world.phones[1].engine().chats().get(anna).unwrap().unread();
    assert_eq!(left, 0);
    world.run_for(seconds(2));
    at_rest(&world, "read");
}

/// What a shell tells at each drawing of a chat.
#[test]
fn only_what_a_person_could_see_is_read() {
    let mut world = friends(1);
    say(&mut world, 0, 1, "Seen?").unwrap();
    world.run_for(seconds(2));
    let anna = world.phones[0].account();
    let chats = world.phones[1].engine().chats();
    let newest = chats.get(anna).unwrap().newest_unread().unwrap();
    let left = |w: &World| w.phones[1].engine().chats().get(anna).unwrap().unread();
    let drawn = |w: &mut World, in_front, locked, covered| {
        let sight = Sight {
            in_front,
            locked,
            covered,
        };
        w.command(1, Command::ChatSeen(anna, newest, sight))
            .unwrap();
    };
    for (in_front, locked, covered) in [
        (false, false, false),
        (true, true, false),
        (true, false, true),
        (false, true, true),
    ] {
        drawn(&mut world, in_front, locked, covered);
    }
    // a call that rings lies above it, whatever the shell says
    world.dial(0, 1, 0);
    world.run_for(seconds(1));
    drawn(&mut world, true, false, false);
    // and while nobody may be named, nothing of it is on the screen
    world.command(0, Command::HangUp).unwrap();
    world.run_for(seconds(1));
    world.dial(0, 1, 3);
    world.run_for(seconds(1));
    world.command(1, Command::Answer).unwrap();
    world.run_for(seconds(2));
    drawn(&mut world, true, false, false);
    assert_eq!(left(&world), 1);
    assert_eq!(chat(&world, 0, 1)[0].delivery, Delivery::Delivered);
    world.command(0, Command::HangUp).unwrap();
    world.run_for(seconds(1));
    drawn(&mut world, true, false, false);
    assert_eq!(left(&world), 0);
    world.run_for(seconds(2));
    assert_eq!(chat(&world, 0, 1)[0].delivery, Delivery::Read);
}

#[test]
fn whoever_keeps_reading_to_themselves_is_not_betrayed() {
    let mut world = friends(1);
    world.command(1, Command::TellRead(false)).unwrap();
    say(&mut world, 0, 1, "Seen?").unwrap();
    world.run_for(seconds(2));
    world.crash(1, millis(100));
    world.run_for(seconds(3));
    let anna = world.phones[0].account();
    let newest = world.phones[1].engine().chats().get(anna).unwrap();
    let newest = newest.newest_unread().expect("it is new");
    world
        .command(1, Command::ChatSeen(anna, newest, Sight::CLEAR))
        .unwrap();
    world.run_for(seconds(5));
    assert_eq!(chat(&world, 0, 1)[0].delivery, Delivery::Delivered);
}

#[test]
fn two_who_write_at_once_without_a_network_read_the_same_order_later() {
    let mut world = friends(3);
    for phone in [0, 1] {
        world.cut_control(phone, true);
    }
    for n in 0..40 {
        say(&mut world, n % 2, 1 - n % 2, &format!("message {n}")).unwrap();
        world.run_for(millis(7));
    }
    for phone in [0, 1] {
        world.cut_control(phone, false);
    }
    world.run_for(seconds(20));
    assert_eq!(chat(&world, 0, 1).len(), 40);
    agree(&world, 0, 1, "after the network came back");
    at_rest(&world, "after the network came back");
}

#[test]
fn a_crash_at_any_output_loses_no_message_and_doubles_none() {
    for who in [0, 1] {
        let mut at = 0;
        let step = (7 / fault_rounds()).max(1);
        loop {
            let mut world = friends(at);
            let begin = world.phones[who].performed;
            world.phones[who].crash_at = Some(begin + at);
            for n in 0..4 {
                // a phone that crashed cannot be written on
                let _ = say(&mut world, n % 2, 1 - n % 2, &format!("message {n}"));
                world.run_for(millis(90));
            }
            let crashed = world.phones[who].crashes > 0;
            world.run_for(seconds(30));
            let story = format!("crash of {who} at output {at}");
            agree(&world, 0, 1, &story);
            at_rest(&world, &story);
            if !crashed {
                assert!(at > 20, "there is something to crash at");
                break;
            }
            at += step;
        }
    }
}

#[test]
fn random_chats_with_crashes_and_losses_end_alike_on_both_phones() {
    each_seed(12, |seed| {
        let mut world = friends(seed);
        let mut written = 0;
        for n in 0..60 {
            let who = world.draw(2) as usize;
            match world.draw(14) {
                drawn @ 0..3 => world.disturb(who, drawn),
                3 => world.cut_control(who, true),
                4 => world.cut_control(who, false),
                _ => {
                    written += 1;
                    let _ = say(&mut world, who, 1 - who, &format!("message {n} of {who}"));
                }
            }
            let pause = world.draw(400);
            world.run_for(millis(pause));
        }
        for phone in [0, 1] {
            world.phones[phone].crash_at = None;
            world.cut_control(phone, false);
        }
        world.run_for(seconds(60));
        let story = format!("seed {seed}, {written} written");
        agree(&world, 0, 1, &story);
        at_rest(&world, &story);
    });
}

#[test]
fn a_server_that_has_no_room_or_time_is_asked_again_until_it_does() {
    use sotto_protocol::wire::link::failure::Code;
    for (request, code) in [
        ("submit", Code::MailboxFull),
        ("submit", Code::Storage),
        ("submit", Code::RateLimited),
        ("submit", Code::DevicesChanged),
        ("fetch", Code::RateLimited),
    ] {
        let mut world = friends(9);
        world.server.fail = Some((request, code));
        say(&mut world, 0, 1, "Hello").unwrap();
        world.run_for(seconds(20));
        assert_eq!(
            chat(&world, 0, 1)[0].delivery,
            Delivery::Queued,
            "{}",
            code.as_str_name()
        );
        world.server.fail = None;
        world.run_for(seconds(60));
        agree(&world, 0, 1, code.as_str_name());
    }
}

#[test]
fn a_message_that_can_never_be_sent_says_why_and_is_not_kept_for_sending() {
    use sotto_protocol::wire::link::failure::Code;
    let mut world = friends(9);
    world.server.fail = Some(("fetch", Code::NoSuchAccount));
    say(&mut world, 0, 1, "Hello").unwrap();
    world.run_for(seconds(5));
    let failed = chat(&world, 0, 1)[0].delivery;
    assert!(matches!(failed, Delivery::Failed(why) if why.name() == "card-withdrawn"));
    at_rest(&world, "failed");
}

#[test]
fn a_stranger_may_ask_and_is_answered_once_accepted() {
    let server = ServerModel::new(&[b"first", b"second", b"third"]);
    let stores = vec![Store::default(), Store::default(), Store::default()];
    let mut world = World::new(Settings::clean(1, millis(40)), stores, server);
    for (phone, invite) in ["first", "second", "third"].into_iter().enumerate() {
        world.join(phone, invite);
    }
    world.scan(0, 1);
    world.scan(1, 0);
    world.scan(2, 0);
    say(&mut world, 2, 0, "May I?").unwrap();
    say(&mut world, 1, 0, "I may").unwrap();
    world.run_for(seconds(3));
    assert_eq!(
        chat(&world, 2, 0)[0].delivery,
        Delivery::Sent,
        "nobody tells a stranger"
    );
    assert_eq!(chat(&world, 1, 0)[0].delivery, Delivery::Delivered);
    let clara = world.phones[2].account();
    let refused = say(&mut world, 0, 2, "Yes");
    assert_eq!(refused, Err(CommandError::NoContact));
    world.command(0, Command::AcceptChat(clara)).unwrap();
    say(&mut world, 0, 2, "Yes").unwrap();
    world.run_for(seconds(1));
    say(&mut world, 2, 0, "Thanks").unwrap();
    world.run_for(seconds(3));
    let last = chat(&world, 2, 0).pop().unwrap();
    assert_eq!(
        (last.text.as_str(), last.delivery),
        ("Thanks", Delivery::Delivered)
    );
    world.command(0, Command::Forget(clara.to_vec())).unwrap();
    assert!(chat(&world, 0, 2).is_empty(), "gone with the contact");
    assert!(world.phones[0].engine().chats().get(clara).is_none());
    assert_eq!(texts(&chat(&world, 0, 1), false), ["I may"]);
}

const TRACE: &str = "Meet me at the bathhouse";

fn watched(seed: u64) -> World {
    let mut world = friends(seed);
    for phone in &mut world.phones {
        phone.store.never.push(TRACE.as_bytes().to_vec());
    }
    world
}

fn secure_texts(world: &World, phone: usize) -> Vec<String> {
    let chat = world.phones[phone].engine().secure_chat();
    chat.iter().map(|m| m.text.to_string()).collect()
}

#[test]
fn what_is_written_in_secure_mode_is_on_both_screens_and_in_no_store() {
    for level in [2, 3] {
        let mut world = watched(level);
        world.talk(u8::try_from(level).unwrap());
        say(&mut world, 0, 1, TRACE).unwrap();
        say(&mut world, 1, 0, TRACE).unwrap();
        world.run_for(seconds(1));
        for phone in [0, 1] {
            assert_eq!(secure_texts(&world, phone), [TRACE, TRACE]);
        }
        let mine = world.phones[0].engine().secure_chat();
        let mine = mine.iter().find(|m| m.key.outgoing).unwrap();
        assert_eq!(mine.delivery, Delivery::Delivered);
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(5)));
        for phone in [0, 1] {
            assert!(secure_texts(&world, phone).is_empty());
            assert_eq!(world.phones[phone].store.keys(Table::Messages).count(), 0);
            assert_eq!(world.phones[phone].store.keys(Table::Chats).count(), 0);
        }
    }
}

#[test]
fn a_crash_or_a_lower_level_ends_a_secure_chat_too() {
    let mut world = watched(5);
    world.talk(2);
    say(&mut world, 0, 1, TRACE).unwrap();
    world.run_for(seconds(1));
    world.crash(1, millis(300));
    world.run_for(seconds(40));
    for phone in [0, 1] {
        assert!(secure_texts(&world, phone).is_empty(), "phone {phone}");
    }
    let mut world = watched(6);
    world.talk(2);
    say(&mut world, 0, 1, TRACE).unwrap();
    world.run_for(seconds(1));
    let ask = Command::Ask(
        sotto_core::secure::Level::new(1),
        sotto_core::secure::Operations::NONE,
    );
    world.command(0, ask).unwrap();
    world.run_for(millis(300));
    world.agree(1).unwrap();
    world.run_for(seconds(2));
    for phone in [0, 1] {
        assert!(secure_texts(&world, phone).is_empty(), "phone {phone}");
    }
}

#[test]
fn nothing_is_written_before_secure_mode_holds_on_both_phones() {
    let mut world = watched(7);
    world.ring(2);
    assert!(matches!(
        say(&mut world, 0, 1, TRACE),
        Err(CommandError::Call(_))
    ));
    world.command(1, Command::Answer).unwrap();
    world.both_hear();
    assert!(say(&mut world, 0, 1, TRACE).is_ok());
}

#[test]
fn while_a_level_3_call_hides_people_a_message_of_another_person_names_nobody() {
    let mut world = friends(8);
    world.talk(3);
    let event_names_nobody = |event: &Event| match event {
        Event::MessageCame(who) | Event::ChatChanged(who) => who.is_hidden(),
        _ => true,
    };
    say(&mut world, 0, 1, "psst").unwrap();
    world.run_for(seconds(1));
    let begun = world.now - seconds(1);
    for phone in &world.phones {
        let during = phone.events.iter().filter(|(at, _)| *at >= begun);
        assert!(
            during
                .clone()
                .any(|(_, e)| matches!(e, Event::ChatChanged(_) | Event::MessageCame(_)))
        );
        assert!(during.clone().all(|(_, event)| event_names_nobody(event)));
    }
    let engine = world.phones[1].engine();
    let anna = world.phones[0].account();
    let shown = view::chat(engine, world.moment(), anna, &[]).expect("the chat is open");
    assert!(shown.id.is_hidden());
    assert_eq!(shown.title.english(), "Secure call");
    assert_eq!(shown.messages.len(), 1, "what was said in it is shown");
}

/// The core's part of a cold start: what a phone with 1,000 contacts and a chat with each has to load. How many messages
/// there are does not matter: their rows stay in the store.
#[test]
fn a_phone_with_a_thousand_chats_starts_at_once() {
    use rand::SeedableRng;
    use sotto_core::contact::card::Card;
    use sotto_core::engine::{Engine, EngineConfig};
    use sotto_core::identity::Identity;

    let mut world = friends(1);
    world.cut_control(0, true);
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    for n in 0..1_000 {
        let other = Identity::generate(&mut rng);
        let (name, pin) = (format!("Person {n}"), [7; 32]);
        let card = Card::new(&other, [1; 16], "sotto.example:443", pin, Some(&name), None).unwrap();
        let to = card.account();
        world.command(0, Command::Scan(card.uri())).unwrap();
        world.write(0, to, "Hello").unwrap();
    }
    assert_eq!(world.phones[0].store.keys(Table::Messages).count(), 1_000);
    let rows = world.phones[0].store.rows();
    let begun = std::time::Instant::now();
    let engine = Engine::new(EngineConfig::default(), &rows).unwrap();
    let started = begun.elapsed();
    let begun = std::time::Instant::now();
    let list = view::chats(&engine, world.moment());
    let listed = begun.elapsed();
    assert_eq!(list.lines.len(), 1_000);
    println!("loaded in {started:?}, listed in {listed:?}");
    assert!(
        (started + listed).as_millis() < 250,
        "{started:?} {listed:?}"
    );
}
