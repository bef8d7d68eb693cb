//! Who is blocked reaches nobody and is told nothing.

use sotto_core::call::EndReason;
use sotto_core::chat::Delivery;
use sotto_core::ding::{Draft, Said};
use sotto_core::engine::{Command, CommandError, DingCommand, Event, Sight};
use sotto_core::secure::Level;
use sotto_core::store::Table;
use sotto_tests::simulation::{Settings, World};

use super::{millis, seconds};

fn block(world: &mut World, on: bool) -> Result<(), CommandError> {
    let theirs = world.phones[1].account().to_vec();
    world.command(0, Command::Block(theirs, on))
}

/// Phone 1 writes, sends a Ding and calls; whether it rang at 0.
fn reaches(world: &mut World) -> bool {
    let to = world.phones[0].account();
    world.write(1, to, "hello").unwrap();
    let draft = Draft::ordinary(vec![to.to_vec()]);
    let said = Said::Text("hello".to_owned().into());
    world
        .command(1, Command::Ding(DingCommand::Send(draft, said)))
        .unwrap();
    let rang = world.phones[0].count(&Event::Incoming);
    world.dial(1, 0, 0);
    world.run_for(seconds(5));
    world.phones[0].count(&Event::Incoming) > rang
}

fn kept(world: &World) -> [usize; 3] {
    let engine = world.phones[0].engine();
    let messages = world.phones[0].store.keys(Table::Messages).count();
    [
        messages,
        engine.dings().received().count(),
        engine.call_log().len(),
    ]
}

#[test]
fn nothing_of_a_blocked_person_comes_until_they_are_unblocked() {
    let mut world = World::friends(Settings::clean(8, millis(30)));
    block(&mut world, true).unwrap();
    assert!(!reaches(&mut world));
    assert_eq!(kept(&world), [0, 0, 0], "not even a missed call");
    // to the other one it looks like a person who is away
    assert_eq!(world.phones[1].ended(), None);
    assert!(world.run_until(seconds(60), |w| w.phones[1].ended().is_some()));
    assert_eq!(world.phones[1].ended(), Some(EndReason::NoAnswer));
    assert_eq!(delivery(&world), Delivery::Sent);
    // also after a restart
    world.crash(0, seconds(1));
    world.run_for(seconds(5));
    assert!(!reaches(&mut world));
    world.command(1, Command::HangUp).unwrap();
    block(&mut world, false).unwrap();
    world.run_for(seconds(5));
    assert_eq!(kept(&world), [0, 0, 0], "what came meanwhile is lost");
    assert!(reaches(&mut world));
    assert_eq!(kept(&world)[..2], [1, 1]);
}

#[test]
fn whom_one_blocks_one_does_not_call_or_write_to_by_mistake() {
    let mut world = World::friends(Settings::clean(9, millis(30)));
    block(&mut world, true).unwrap();
    let to = world.phones[1].account();
    assert_eq!(world.write(0, to, "hello"), Err(CommandError::Blocked));
    let draft = Draft::ordinary(vec![to.to_vec()]);
    for command in [
        Command::Dial(to, Level::ORDINARY),
        Command::AskSecureChat(to, Level::TWO),
        Command::Ding(DingCommand::Send(
            draft,
            Said::Text("hello".to_owned().into()),
        )),
    ] {
        assert_eq!(world.command(0, command), Err(CommandError::Blocked));
    }
}

#[test]
fn a_call_that_rings_stops_when_its_caller_is_blocked() {
    let mut world = World::friends(Settings::clean(10, millis(30)));
    world.dial(1, 0, 0);
    assert!(world.run_until(seconds(1), |w| w.phones[0].phase().is_some()));
    block(&mut world, true).unwrap();
    assert_eq!(world.phones[0].phase(), None);
    world.run_for(seconds(5));
    assert_eq!(world.phones[1].ended(), None, "nobody tells them");
}

/// What phone 1 says of the one message that it wrote.
fn delivery(world: &World) -> Delivery {
    let store = &world.phones[1].store;
    let key = store.keys(Table::Messages).next().unwrap();
    let row = store.get(Table::Messages, key).unwrap();
    let message = sotto_core::chat::ChatMessage::of_row(key, row).unwrap();
    message.1.delivery
}

#[test]
fn nobody_learns_what_was_read_or_heard_after_they_were_blocked() {
    let mut world = World::friends(Settings::clean(11, millis(30)));
    let to = world.phones[0].account();
    let theirs = world.phones[1].account();
    world.write(1, to, "hello").unwrap();
    let (draft, said) = (Draft::ordinary(vec![to.to_vec()]), "hello".to_owned());
    let send = DingCommand::Send(draft, Said::Text(said.into()));
    world.command(1, Command::Ding(send)).unwrap();
    world.run_for(seconds(5));
    assert_eq!(delivery(&world), Delivery::Delivered);
    let rings = |world: &World| world.phones[0].engine().dings().received().count();
    assert_eq!(rings(&world), 1);
    block(&mut world, true).unwrap();
    assert_eq!(rings(&world), 0, "it rings no more");
    let newest = {
        let store = &world.phones[0].store;
        let key = store.keys(Table::Messages).next().unwrap();
        let row = store.get(Table::Messages, key).unwrap();
        sotto_core::chat::ChatMessage::of_row(key, row)
            .unwrap()
            .1
            .key
    };
    world
        .command(0, Command::ChatSeen(theirs, newest, Sight::CLEAR))
        .unwrap();
    world.run_for(seconds(60));
    assert_eq!(delivery(&world), Delivery::Delivered);
}

#[test]
fn a_call_and_a_secure_chat_end_with_a_block_and_a_request_is_gone() {
    let mut world = World::friends(Settings::clean(12, millis(30)));
    let [one, other] = [0, 1].map(|phone: usize| world.phones[phone].account());
    world.talk(0);
    block(&mut world, true).unwrap();
    assert_eq!(world.phones[0].phase(), None);
    assert!(world.run_until(seconds(1), |w| w.phones[1].ended().is_some()));
    block(&mut world, false).unwrap();
    world.run_for(seconds(1));
    let waits = |world: &World| world.phones[0].engine().session().is_some();
    world
        .command(1, Command::AskSecureChat(one, Level::TWO))
        .unwrap();
    assert!(world.run_until(seconds(2), waits));
    block(&mut world, true).unwrap();
    assert!(!waits(&world));
    assert_eq!(
        world.command(0, Command::JoinSecureChat),
        Err(CommandError::NoSecureChat)
    );
    // who is blocked stays in the list: else they were a stranger, who may call
    assert_eq!(
        world.command(0, Command::Forget(other.to_vec())),
        Err(CommandError::Blocked)
    );
}
