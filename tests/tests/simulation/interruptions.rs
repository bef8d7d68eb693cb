//! What the system does to a call or a Ding: takes the microphone, gives sound to somebody else, does not let a call be; and
//! what a person does a moment too late.

use sotto_core::call::{EndReason, Phase};
use sotto_core::ding::{DingError, Draft, Stage};
use sotto_core::engine::{Command, CommandError, DingCommand};
use sotto_core::private::{Curtain, Private};
use sotto_core::secure::Level;
use sotto_core::view::{self, CallScreen, CallView, SystemEnd};
use sotto_tests::simulation::World;

use super::dings::send;
use super::secure_chat::{TRACE, ask, open};
use super::{friends, millis, seconds};

fn screen(world: &World, phone: usize) -> Box<CallView> {
    match view::call(world.phones[phone].engine(), world.moment()) {
        CallScreen::Running(view) => view,
        other => panic!("no call: {other:?}"),
    }
}

/// What the end screen says, and what the system's own list does.
fn end(world: &World, phone: usize) -> (&'static str, SystemEnd) {
    match view::call(world.phones[phone].engine(), world.moment()) {
        CallScreen::Ended(view) => (view.reason.key, view.system),
        other => panic!("not ended: {other:?}"),
    }
}

#[test]
fn who_has_no_microphone_is_told_and_so_is_the_other() {
    for level in [0, 2] {
        let mut world = friends(21);
        world.talk(level);
        world.phones[1].mute_shell = true;
        // as long as a system may take to open a microphone nobody is troubled
        world.run_for(millis(1_500));
        assert_eq!(screen(&world, 1).not_heard, None);
        world.run_for(seconds(1));
        let said = screen(&world, 1).not_heard.map(|text| text.key);
        assert_eq!(said, Some("call.not_heard_microphone"));
        let leg = world.phones[0].engine().call().unwrap().main_leg().unwrap();
        assert!(leg.state().muted, "the other sees that nothing comes");
        world.run_for(seconds(2));
        assert!(world.phones[1].heard.tones > 0);
        // one who wants not to be heard needs no warning
        world.command(1, Command::Mute(true)).unwrap();
        assert_eq!(screen(&world, 1).not_heard, None);
        world.command(1, Command::Mute(false)).unwrap();
        world.phones[1].mute_shell = false;
        world.both_hear();
        assert_eq!(screen(&world, 1).not_heard, None);
        let leg = world.phones[0].engine().call().unwrap().main_leg().unwrap();
        assert!(!leg.state().muted);
    }
}

#[test]
fn a_call_that_the_system_does_not_let_ring_is_busy_to_the_caller_and_missed_here() {
    let mut world = friends(22);
    world.ring(0);
    let number = world.phones[1].engine().call_number();
    world.command(1, Command::SystemRefused(number)).unwrap();
    assert!(world.all_over(millis(500)));
    assert_eq!(end(&world, 0).0, "end.busy");
    assert_eq!(end(&world, 1), ("problem.system_busy", SystemEnd::Failed));
    assert_eq!(
        world.phones[1].engine().call_log()[0].reason,
        EndReason::Busy
    );
}

#[test]
fn a_call_that_the_system_does_not_let_be_made_says_so() {
    let mut world = friends(23);
    world.dial(0, 1, 0);
    let number = world.phones[0].engine().call_number();
    world.command(0, Command::SystemRefused(number)).unwrap();
    assert!(world.all_over(seconds(2)));
    assert_eq!(end(&world, 0), ("problem.system_busy", SystemEnd::Failed));
}

#[test]
fn what_is_said_of_a_call_that_is_over_touches_no_other() {
    let mut world = friends(24);
    world.ring(0);
    let first = world.phones[1].engine().call_number();
    world.command(0, Command::HangUp).unwrap();
    assert!(world.all_over(millis(500)));
    world.ring(0);
    world.command(1, Command::SystemRefused(first)).unwrap();
    let late = world.command(1, Command::AnswerNumbered(first));
    assert_eq!(late, Err(CommandError::NoCall));
    let late = world.command(1, Command::HangUpNumbered(first));
    assert_eq!(late, Err(CommandError::NoCall));
    assert_eq!(world.phones[1].phase(), Some(Phase::Ringing));
    let second = world.phones[1].engine().call_number();
    world.command(1, Command::AnswerNumbered(second)).unwrap();
    world.both_hear();
}

#[test]
fn a_call_of_the_systems_own_puts_this_one_on_hold_and_leaves_one_that_rings() {
    let mut world = friends(25);
    world.ring(0);
    world.command(1, Command::Interrupted).unwrap();
    assert!(!world.phones[1].engine().call().unwrap().is_held());
    world.command(1, Command::Answer).unwrap();
    world.both_hear();
    world.command(1, Command::Interrupted).unwrap();
    world.run_for(millis(300));
    let leg = world.phones[0].engine().call().unwrap().main_leg().unwrap();
    assert!(leg.state().held);
    // as the shell does, which opens it again when it is taken up
    world.phones[1].mute_shell = true;
    world.run_for(seconds(20));
    world.command(1, Command::Hold(false)).unwrap();
    assert_eq!(screen(&world, 1).not_heard, None, "it has time to open");
    world.phones[1].mute_shell = false;
    world.both_hear();
}

#[test]
fn sound_that_was_given_away_before_costs_no_hearing_of_a_ding() {
    let mut world = friends(28);
    let id = send(&mut world, |to| Draft::secure(to, Level::ONE)).unwrap();
    let arrived = |w: &World| w.phones[1].engine().dings().received_by(id).is_some();
    assert!(world.run_until(seconds(2), arrived));
    let listen = Command::Ding(DingCommand::Listen(id));
    world.command(1, listen).unwrap();
    // the shell opens sound then, and may learn that it has none
    let armed = |w: &World| {
        let heard = w.phones[1].engine().dings().listening();
        heard.is_some_and(|heard| heard.stage() != Stage::Arming)
    };
    assert!(world.run_until(seconds(1), armed));
    let heard = |w: &World| w.phones[1].ding_frames.contains_key(&id);
    for _ in 0..20 {
        world.command(1, Command::Interrupted).unwrap();
        world.run_for(millis(10));
    }
    assert!(heard(&world), "it may be heard once, and is");
}

#[test]
fn a_ding_that_is_interrupted_stops_and_can_be_heard_again_where_it_may() {
    let mut world = friends(26);
    let id = send(&mut world, Draft::ordinary).unwrap();
    let arrived = |w: &World| w.phones[1].engine().dings().received_by(id).is_some();
    assert!(world.run_until(seconds(2), arrived));
    let listen = Command::Ding(DingCommand::Listen(id));
    for _ in 0..2 {
        world.command(1, listen.clone()).unwrap();
        world.run_for(millis(1_005));
        world.command(1, Command::Interrupted).unwrap();
        assert!(world.phones[1].engine().dings().listening().is_none());
    }
    // with nothing to stop it does nothing
    world.command(1, Command::Interrupted).unwrap();
    let stopped = world.command(1, Command::Ding(DingCommand::Stop));
    assert_eq!(stopped, Err(DingError::NotListening.into()));
}

#[test]
fn what_was_written_in_a_secure_chat_is_not_sent_as_a_message_that_is_kept() {
    let mut world = super::secure_chat::friends(27);
    ask(&mut world, 0, 3).unwrap();
    let asked = |w: &World| w.phones[1].engine().session().is_some();
    assert!(world.run_until(seconds(3), asked));
    world.command(1, Command::JoinSecureChat).unwrap();
    assert!(world.run_until(seconds(3), |w| open(w, 0) && open(w, 1)));
    let to = world.phones[1].account();
    let send = |world: &mut World, kept| {
        let text = Private::new(Curtain::OPEN, TRACE);
        world.command(0, Command::SendText { to, text, kept })
    };
    send(&mut world, false).unwrap();
    let changed = Err(CommandError::ChatChanged);
    assert_eq!(send(&mut world, true), changed);
    // the other leaves while this person types on
    world.command(1, Command::LeaveSecureChat).unwrap();
    assert!(world.run_until(seconds(3), |w| w.phones[0].engine().session().is_none()));
    assert_eq!(send(&mut world, false), changed);
    world.run_for(seconds(2));
    let chat = world.phones[1]
        .engine()
        .chats()
        .get(world.phones[0].account());
    assert!(chat.is_none_or(|chat| chat.last().is_none()));
}
