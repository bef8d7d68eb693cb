//! Secure mode between two phones without a call: asked for, accepted, proven by beats, left by either, gone on both;
//! with breaks, violations, crashes and everything at once.

use sotto_core::call::{BEAT, EndReason, GONE, KNOWN, Phase};
use sotto_core::chat::Delivery;
use sotto_core::engine::{Command, CommandError, Event, PlatformNews};
use sotto_core::secure::{Answer, GuardState, Level, Operation};
use sotto_core::store::Table;
use sotto_tests::simulation::{Manner, Settings, World, each_seed};

use super::{millis, seconds};

pub(super) const TRACE: &str = "Meet me at the bathhouse";

pub(super) fn friends(seed: u64) -> World {
    let mut world = World::friends(Settings::clean(seed, millis(60)));
    for phone in &mut world.phones {
        phone.store.never.push(TRACE.as_bytes().to_vec());
    }
    world
}

pub(super) fn ask(world: &mut World, from: usize, level: u8) -> Result<(), CommandError> {
    let to = world.phones[1 - from].account();
    world.command(from, Command::AskSecureChat(to, Level::new(level)))
}

/// Writes what may leave no trace, if the phone is in a secure chat at that moment.
pub(super) fn whisper(world: &mut World, from: usize) {
    if world.phones.iter().any(|phone| phone.engine.is_none()) {
        return;
    }
    let to = world.phones[1 - from].account();
    if world.phones[from].engine().is_secure_chat(to) {
        let _ = write(world, from, TRACE);
    }
}

fn write(world: &mut World, from: usize, words: &str) -> Result<(), CommandError> {
    if world.phones.iter().any(|phone| phone.engine.is_none()) {
        return Ok(()); // nobody holds a phone that is off
    }
    let to = world.phones[1 - from].account();
    world.write(from, to, words)
}

/// Whether a phone shows secure texts now: the other's state is known and both are armed.
pub(super) fn open(world: &World, phone: usize) -> bool {
    let engine = world.phones[phone].engine.as_ref();
    let talk = engine.and_then(|engine| engine.session());
    talk.is_some_and(|talk| talk.may_text(world.now))
}

pub(super) fn both_open(world: &World) -> bool {
    open(world, 0) && open(world, 1)
}

fn texts(world: &World, phone: usize) -> Vec<String> {
    let engine = world.phones[phone].engine.as_ref();
    let chat = engine.map_or(&[] as &[_], |engine| engine.secure_chat());
    chat.iter().map(|m| m.text.to_string()).collect()
}

fn ticks(world: &World, phone: usize) -> Vec<Delivery> {
    let chat = world.phones[phone].engine().secure_chat().iter();
    chat.filter(|m| m.key.outgoing)
        .map(|m| m.delivery)
        .collect()
}

/// Phone 0 asked, phone 1 accepted, both are armed and know it.
fn together(seed: u64, level: u8) -> World {
    let mut world = friends(seed);
    ask(&mut world, 0, level).unwrap();
    let asked = world.run_until(seconds(3), |w| {
        w.phones[1].count(&Event::SecureChatAsked) == 1
    });
    assert!(asked, "nobody was asked");
    world.command(1, Command::JoinSecureChat).unwrap();
    assert!(world.run_until(seconds(3), both_open), "it does not open");
    world
}

/// Neither phone is in a secure chat, nothing is forbidden, and no row tells of it.
pub(super) fn nothing_left(world: &World, story: &str) {
    for (index, phone) in world.phones.iter().enumerate() {
        let engine = phone.engine();
        assert!(engine.session().is_none(), "{story}: phone {index}");
        assert!(engine.secure_chat().is_empty(), "{story}: phone {index}");
        assert!(!engine.curtain().is_drawn(), "{story}: phone {index}");
        let forbidden = phone.platform.forbidden();
        assert!(forbidden.is_empty(), "{story}: {index} {forbidden:?}");
        for table in [Table::Messages, Table::Chats, Table::Calls, Table::Posts] {
            assert_eq!(phone.store.keys(table).count(), 0, "{story}: {table}");
        }
        assert_eq!(engine.pending(), 0, "{story}: phone {index}");
    }
    assert_eq!(world.server.waiting(), 0, "{story}: containers wait");
}

fn ended(world: &World, phone: usize) -> EndReason {
    let ended = world.phones[phone].engine().ended_session();
    ended.expect("it was there and is over").reason
}

#[test]
fn two_write_without_a_call_and_nothing_is_left_when_either_leaves() {
    for level in [2, 3] {
        for leaver in [0, 1] {
            let mut world = together(level, u8::try_from(level).unwrap());
            assert!(world.phones.iter().all(|p| p.engine().call().is_none()));
            write(&mut world, 0, TRACE).unwrap();
            world.run_for(millis(500));
            write(&mut world, 1, TRACE).unwrap();
            world.run_for(seconds(2));
            for phone in [0, 1] {
                assert_eq!(texts(&world, phone), [TRACE, TRACE]);
                assert_eq!(ticks(&world, phone), [Delivery::Delivered]);
            }
            world.command(leaver, Command::LeaveSecureChat).unwrap();
            world.run_for(seconds(2));
            for phone in [0, 1] {
                assert_eq!(ended(&world, phone), EndReason::HungUp);
                let ended = world.phones[phone].engine().ended_session().unwrap();
                assert_eq!(ended.unconfirmed, 0);
                assert_eq!(ended.other.is_none(), level == 3, "level 3 names nobody");
            }
            nothing_left(&world, &format!("level {level}, left by {leaver}"));
        }
    }
}

#[test]
fn a_request_changes_nothing_on_the_other_phone_before_it_is_accepted() {
    let mut world = friends(2);
    ask(&mut world, 0, 3).unwrap();
    world.run_for(seconds(2));
    let engine = world.phones[1].engine();
    assert!(
        engine
            .session()
            .is_some_and(sotto_core::call::Call::is_request)
    );
    assert!(!engine.curtain().is_drawn(), "people are still shown");
    assert!(world.phones[1].platform.forbidden().is_empty());
    assert!(write(&mut world, 1, "an ordinary message").is_ok());
    assert!(matches!(
        write(&mut world, 0, TRACE),
        Err(CommandError::Call(_))
    ));
    assert_eq!(world.phones[1].count(&Event::Incoming), 0, "nothing rings");
    world.command(1, Command::LeaveSecureChat).unwrap();
    world.run_for(seconds(2));
    assert_eq!(ended(&world, 0), EndReason::Declined);
    assert!(world.phones[0].platform.forbidden().is_empty());
}

#[test]
fn a_request_that_nobody_answers_is_taken_back_and_forgotten() {
    let mut world = friends(2);
    ask(&mut world, 0, 2).unwrap();
    world.run_for(seconds(200));
    assert_eq!(ended(&world, 0), EndReason::NoAnswer);
    nothing_left(&world, "no answer");
    // a phone that is off is not bothered later either
    let mut world = friends(3);
    world.cut_control(1, true);
    ask(&mut world, 0, 2).unwrap();
    world.run_for(seconds(200));
    world.cut_control(1, false);
    world.run_for(seconds(20));
    assert_eq!(world.phones[1].count(&Event::SecureChatAsked), 0);
    nothing_left(&world, "off");
}

#[test]
fn while_the_other_phone_is_not_known_nothing_is_sent_or_shown_and_a_short_break_ends_nothing() {
    let mut world = together(4, 2);
    write(&mut world, 0, TRACE).unwrap();
    world.run_for(seconds(2));
    world.cut_control(1, true);
    let cut = world.now;
    assert!(world.run_until(KNOWN + seconds(1), |w| !open(w, 0) && !open(w, 1)));
    assert!(world.now - cut <= KNOWN, "{:?}", world.now - cut);
    write(&mut world, 0, "held").unwrap();
    write(&mut world, 1, "held too").unwrap();
    world.run_for(seconds(20));
    assert_eq!(ticks(&world, 0)[1], Delivery::Queued);
    world.cut_control(1, false);
    assert!(world.run_until(seconds(5), both_open));
    world.run_for(seconds(3));
    for phone in [0, 1] {
        assert_eq!(texts(&world, phone).len(), 3);
        let all = ticks(&world, phone);
        assert!(all.iter().all(|tick| *tick == Delivery::Delivered));
    }
}

#[test]
fn a_phone_that_stays_away_ends_it_and_what_was_not_confirmed_is_said() {
    let mut world = together(5, 2);
    world.cut_control(1, true);
    write(&mut world, 0, TRACE).unwrap();
    world.run_for(GONE + seconds(2));
    for phone in [0, 1] {
        assert_eq!(ended(&world, phone), EndReason::NetworkLost);
    }
    let unconfirmed = |w: &World, phone: usize| {
        w.phones[phone]
            .engine()
            .ended_session()
            .unwrap()
            .unconfirmed
    };
    assert_eq!((unconfirmed(&world, 0), unconfirmed(&world, 1)), (1, 0));
    world.cut_control(1, false);
    world.run_for(seconds(80));
    nothing_left(&world, "gone");
}

#[test]
fn texts_that_are_lost_with_a_connection_come_again_once_and_in_order() {
    each_seed(20, |seed| {
        let mut world = together(seed, 2);
        let mut written = [Vec::new(), Vec::new()];
        for n in 0..40 {
            let from = world.draw(2) as usize;
            let words = format!("{n} of {from}");
            if write(&mut world, from, &words).is_ok() {
                written[from].push(words);
            }
            if world.draw(4) == 0 {
                let who = world.draw(2) as usize;
                world.break_lines(who);
            }
            let pause = world.draw(300);
            world.run_for(millis(pause));
        }
        world.run_for(seconds(10));
        for phone in [0, 1] {
            let chat = world.phones[phone].engine().secure_chat().iter();
            let came = chat.filter(|m| !m.key.outgoing);
            let came: Vec<String> = came.map(|m| m.text.to_string()).collect();
            assert_eq!(came, written[1 - phone], "seed {seed}");
            let all = ticks(&world, phone);
            assert!(
                all.iter().all(|tick| *tick == Delivery::Delivered),
                "seed {seed}: {all:?}"
            );
        }
    });
}

#[test]
fn a_violation_hides_the_chat_on_both_phones_until_it_ends_and_level_3_ends() {
    let mut world = together(6, 2);
    write(&mut world, 0, TRACE).unwrap();
    world.run_for(seconds(2));
    let speaker = Operation::Speaker;
    world.platform(1, speaker, PlatformNews::ViolationBegan);
    assert!(!open(&world, 1), "at once on the phone where it happens");
    assert!(world.run_until(millis(150), |w| !open(w, 0)));
    let theirs = world.phones[0].engine().session().unwrap().main_leg();
    assert_eq!(theirs.unwrap().report().guard, GuardState::Violated);
    write(&mut world, 0, "held").unwrap();
    world.run_for(seconds(3));
    assert_eq!(texts(&world, 1).len(), 1, "nothing comes meanwhile");
    world.platform(1, speaker, PlatformNews::ViolationEnded);
    assert!(world.run_until(seconds(2), both_open));
    world.run_for(seconds(2));
    assert_eq!(texts(&world, 1).len(), 2);

    let mut world = together(7, 3);
    write(&mut world, 0, TRACE).unwrap();
    world.run_for(seconds(2));
    world.platform(0, Operation::Screenshot, PlatformNews::ViolationBegan);
    world.run_for(seconds(1));
    for phone in [0, 1] {
        assert_eq!(ended(&world, phone), EndReason::Violation);
    }
    let there = world.phones[1].engine().ended_session().unwrap().violations;
    assert!(there.there.contains(Operation::Screenshot));
    world.platform(0, Operation::Screenshot, PlatformNews::ViolationEnded);
    nothing_left(&world, "violated");
}

#[test]
fn a_phone_that_cannot_forbid_says_so_and_both_may_agree_on_less() {
    let mut world = friends(8);
    let cannot = Manner::Says(Answer::Unsupported);
    world.phones[1].platform.set(Operation::Screenshot, cannot);
    ask(&mut world, 0, 3).unwrap();
    world.run_for(seconds(1));
    world.command(1, Command::JoinSecureChat).unwrap();
    world.run_for(seconds(5));
    assert!(!open(&world, 0) && !open(&world, 1), "it fails closed");
    let talk = world.phones[0].engine().session().unwrap();
    assert_eq!(talk.main_leg().unwrap().report().guard, GuardState::Refused);
    let none = sotto_core::secure::Operations::NONE;
    world.command(0, Command::Ask(Level::new(2), none)).unwrap();
    world.run_for(seconds(1));
    world.agree(1).unwrap();
    assert!(world.run_until(seconds(3), both_open));
    // raising is an order; going below secure mode ends it
    world
        .command(1, Command::Ask(Level::ORDINARY, none))
        .unwrap();
    world.run_for(seconds(1));
    world.agree(0).unwrap();
    world.run_for(seconds(2));
    nothing_left(&world, "lowered to nothing");
}

#[test]
fn both_who_ask_at_once_get_one_secure_chat_at_the_stricter_level() {
    each_seed(8, |seed| {
        let mut world = friends(seed);
        let levels = [2, 2 + u8::try_from(seed % 2).unwrap()];
        for from in [0, 1] {
            ask(&mut world, from, levels[from]).unwrap();
        }
        world.run_for(seconds(2));
        for phone in [0, 1] {
            // where theirs is stricter than what the person asked for, they are asked
            let _ = world.command(phone, Command::JoinSecureChat);
        }
        assert!(world.run_until(seconds(5), both_open), "seed {seed}");
        let ids = [0, 1].map(|p| world.phones[p].engine().session().unwrap().id());
        assert_eq!(ids[0], ids[1]);
        world.run_for(seconds(2));
        for phone in [0, 1] {
            let level = world.phones[phone].engine().session().unwrap().level();
            assert_eq!(level.number(), levels[1], "seed {seed}");
        }
    });
}

#[test]
fn a_secure_call_takes_over_without_a_moment_in_which_more_is_allowed() {
    let mut world = together(9, 2);
    write(&mut world, 0, TRACE).unwrap();
    world.run_for(seconds(2));
    let before: Vec<_> = [0, 1]
        .map(|p| world.phones[p].platform.forbidden().clone())
        .into();
    let to = world.phones[0].account();
    world.command(1, Command::Dial(to, Level::new(2))).unwrap();
    let held = world.run_until(seconds(5), |w| {
        for phone in [0, 1] {
            let forbidden = w.phones[phone].platform.forbidden();
            assert!(forbidden.is_superset(&before[phone]), "phone {phone}");
        }
        w.phones[0].phase() == Some(Phase::Ringing) && w.phones[1].phase() == Some(Phase::Ringing)
    });
    assert!(held);
    world.run_for(seconds(1));
    for phone in [0, 1] {
        assert!(world.phones[phone].engine().session().is_none());
        assert!(texts(&world, phone).is_empty());
    }
    world.command(0, Command::Answer).unwrap();
    world.both_hear();
    world.command(0, Command::HangUp).unwrap();
    assert!(world.all_over(seconds(5)));
    world.run_for(seconds(5));
    nothing_left(&world, "after the call");
}

#[test]
fn a_call_that_cannot_be_made_leaves_the_secure_chat_as_it_was() {
    use sotto_protocol::wire::link::failure::Code;
    let mut world = together(9, 2);
    world.server.fail = Some(("fetch", Code::NoSuchAccount));
    let to = world.phones[0].account();
    world.command(1, Command::Dial(to, Level::new(2))).unwrap();
    world.run_for(seconds(3));
    world.server.fail = None;
    assert_eq!(world.phones[1].ended(), Some(EndReason::CannotConnect));
    assert!(both_open(&world));
    let level = sotto_core::secure::Levels::default().forbidden(Level::new(2));
    for phone in [0, 1] {
        let forbidden = world.phones[phone].platform.forbidden();
        assert!(level.iter().all(|operation| forbidden.contains(&operation)));
    }
}

#[test]
fn while_it_lasts_others_find_the_phone_busy_and_a_request_makes_way_for_a_call() {
    let mut world = together(10, 2);
    let to = world.phones[1].account();
    let again = world.command(0, Command::AskSecureChat(to, Level::ONE));
    assert_eq!(again, Err(CommandError::InSecureChat));
    assert_eq!(
        world.command(0, Command::Answer),
        Err(CommandError::NoCall),
        "it is no call"
    );
    // the same person's call is the greater thing, also before the request was accepted
    let mut world = friends(11);
    ask(&mut world, 0, 2).unwrap();
    world.run_for(seconds(1));
    let to = world.phones[0].account();
    world.command(1, Command::Dial(to, Level::new(1))).unwrap();
    world.run_for(seconds(2));
    assert_eq!(world.phones[0].phase(), Some(Phase::Ringing));
    for phone in [0, 1] {
        assert!(world.phones[phone].engine().session().is_none());
    }
}

#[test]
fn it_opens_within_moments_of_the_yes() {
    let mut world = friends(12);
    ask(&mut world, 0, 3).unwrap();
    world.run_until(seconds(3), |w| {
        w.phones[1].count(&Event::SecureChatAsked) == 1
    });
    world.command(1, Command::JoinSecureChat).unwrap();
    let yes = world.now;
    assert!(world.run_until(seconds(3), both_open));
    let took = world.now - yes;
    println!("open {took:?} after the yes at 60 ms one way");
    assert!(took <= millis(500), "{took:?}");
    assert!(took < BEAT);
}
