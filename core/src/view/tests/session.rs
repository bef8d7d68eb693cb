//! Secure chats as their screens show them: asked, open, violated, not heard from, over; and that level 3 names nobody.

use std::time::Duration;

use insta::assert_snapshot;

use super::phones::World;
use super::print::print;
use crate::call::KNOWN;
use crate::engine::{Command, Event, Input, PlatformNews};
use crate::private::Curtain;
use crate::secure::{Level, Operation};
use crate::view::{
    ButtonState, Notice, Private, SessionState, chat, chat_secure, chats, notification, secure,
    session,
};

const WORDS: &str = "Meet me at the bathhouse";

fn asked(level: u8) -> World {
    let mut world = World::acquainted();
    let berta = world.engine(1).card().unwrap().account();
    let ask = Command::AskSecureChat(berta, Level::new(level));
    world.command(0, ask).unwrap();
    world
}

fn open(level: u8) -> World {
    let mut world = asked(level);
    world.command(1, Command::JoinSecureChat).unwrap();
    // a beat there, and its answer
    for _ in 0..3 {
        world.later(Duration::from_millis(200));
    }
    assert_eq!(state(&world, 0), SessionState::Open);
    let to = world.engine(1).card().unwrap().account();
    let text = Private::new(Curtain::OPEN, WORDS);
    let kept = !world.engine(0).is_secure_chat(to);
    let say = Command::SendText { to, text, kept };
    world.command(0, say).unwrap();
    world
}

fn state(world: &World, phone: usize) -> SessionState {
    session(world.engine(phone), world.now).unwrap().state
}

/// What a phone's chat with the other shows.
fn shown(world: &World, phone: usize) -> String {
    let other = world.engine(1 - phone).card().unwrap().account();
    print(&chat(world.engine(phone), world.now, other, &[]))
}

#[test]
fn a_secure_chat_from_the_question_to_its_end() {
    let mut world = asked(2);
    let told = |world: &World| {
        let (engine, now) = (world.engine(1), world.now);
        let notice = |locked| notification(engine, Notice::SecureChat, locked).unwrap();
        [notice(false), notice(true)].map(|n| print(&n)).concat() + &print(&chats(engine, now))
    };
    let mut text = format!("asks\n{}asked\n{}", shown(&world, 0), shown(&world, 1));
    text += &told(&world);
    let view = secure(world.engine(1), world.now, Level::new(2));
    assert!(matches!(view.chat_only.state, ButtonState::Disabled { .. }));
    world.command(1, Command::LeaveSecureChat).unwrap();
    text += &format!("declined\n{}", shown(&world, 0));
    world.command(0, Command::LeaveSecureChat).unwrap();
    let dismissed = chat(
        world.engine(0),
        world.now,
        world.engine(1).card().unwrap().account(),
        &[],
    );
    assert!(dismissed.unwrap().left.is_empty());
    assert_snapshot!("secure_chat_asked", text);
}

#[test]
fn an_open_secure_chat_shows_its_texts_and_a_violation_or_silence_hides_them() {
    let mut world = open(2);
    let mut text = format!("open\n{}", shown(&world, 1));
    assert!(shown(&world, 1).contains(WORDS));
    let (operation, news) = (Operation::Speaker, PlatformNews::ViolationBegan);
    world.input(1, Input::Platform { operation, news });
    for phone in [0, 1] {
        assert!(!shown(&world, phone).contains(WORDS), "phone {phone}");
        assert_eq!(state(&world, phone), SessionState::Closed);
    }
    text += &format!("violated\n{}", shown(&world, 0));
    let news = PlatformNews::ViolationEnded;
    world.input(1, Input::Platform { operation, news });
    assert!(shown(&world, 0).contains(WORDS));
    // nothing is heard: the time alone hides it, before any timer fires
    world.now.at += KNOWN + Duration::from_secs(1);
    assert_eq!(state(&world, 0), SessionState::Unknown);
    assert!(!shown(&world, 0).contains(WORDS));
    text += &print(&session(world.engine(0), world.now));
    assert_snapshot!("secure_chat_open", text);
}

#[test]
fn at_level_3_a_secure_chat_names_nobody_before_during_or_after() {
    let names = |world: &World| {
        let mut text = String::new();
        for phone in [0, 1] {
            let (engine, now) = (world.engine(phone), world.now);
            for locked in [true, false] {
                text += &print(&notification(engine, Notice::SecureChat, locked));
            }
            text += &print(&session(engine, now));
            text += &print(&secure(engine, now, Level::new(3)));
        }
        assert!(!text.contains("Anna") && !text.contains("Berta"), "{text}");
    };
    let world = asked(3);
    names(&world);
    let mut world = open(3);
    names(&world);
    for phone in [0, 1] {
        let shown = shown(&world, phone);
        assert!(shown.contains(WORDS) && shown.contains("Secure chat"));
        assert!(!shown.contains("Anna") && !shown.contains("Berta"));
    }
    world.command(0, Command::LeaveSecureChat).unwrap();
    names(&world);
    for phone in [0, 1] {
        let left = chats(world.engine(phone), world.now).left;
        assert_eq!(left.len(), 1, "said where no person stands beside it");
        let told = |event: &Event| matches!(event, Event::SecureChatEnded(_));
        assert!(world.phones[phone].events.iter().any(told));
    }
}

#[test]
fn each_level_offers_a_call_a_chat_and_a_ding() {
    let world = World::acquainted();
    let view = secure(world.engine(0), world.now, Level::new(1));
    for button in [&view.start, &view.chat_only, &view.ding] {
        assert!(button.is_enabled());
    }
    let view = secure(world.engine(0), world.now, Level::ORDINARY);
    for button in [&view.start, &view.chat_only, &view.ding] {
        assert!(button.reason().is_some(), "says why");
    }
}

#[test]
fn only_the_chat_of_the_two_wears_secure_mode_and_a_request_does_not() {
    let account = |world: &World, phone| world.engine(phone).card().unwrap().account();
    let mut world = asked(2);
    let (anna, berta) = (account(&world, 0), account(&world, 1));
    assert!(chat_secure(world.engine(0), berta) && !chat_secure(world.engine(0), anna));
    assert!(!chat_secure(world.engine(1), anna), "it was not accepted");
    world.command(1, Command::JoinSecureChat).unwrap();
    assert!(chat_secure(world.engine(1), anna));
}
