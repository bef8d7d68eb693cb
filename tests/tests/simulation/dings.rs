//! Dings between phones that crash between any two outputs, over lines that break: never heard more often than allowed,
//! never lost, a recall wins, reminders end with the confirmation.

use std::time::Duration;

use sotto_core::ding::{Draft, Progress, Reason, Repeat, Said};
use sotto_core::engine::{Command, DingCommand, Event, PlatformNews};
use sotto_core::secure::{Answer, Level, Operation};
use sotto_core::store::Table;
use sotto_protocol::id::DingId;
use sotto_tests::simulation::{Manner, Settings, World, each_seed, fault_rounds};

use super::{millis, seconds};

/// Frames of the recording that these stories send: a second.
const FRAMES: u64 = 50;

fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(30)))
}

fn ding(world: &mut World, phone: usize, command: DingCommand) -> bool {
    world.command(phone, Command::Ding(command)).is_ok()
}

/// Records a second of a tone and sends it to the other phone. `None`: the phone crashed before it could.
pub(super) fn send(world: &mut World, draft: impl FnOnce(Vec<Vec<u8>>) -> Draft) -> Option<DingId> {
    let to = world.phones[1].account().to_vec();
    ding(world, 0, DingCommand::StartRecording);
    let moment = world.moment();
    for piece in 0..FRAMES as usize {
        let frame: [i16; 960] = std::array::from_fn(|i| {
            let t = (piece * 960 + i) as f32 / 48_000.0;
            ((t * 500.0 * std::f32::consts::TAU).sin() * 9_000.0) as i16
        });
        if let Some(engine) = &mut world.phones[0].engine {
            engine.push_microphone(moment, &frame);
        }
    }
    ding(world, 0, DingCommand::Send(draft(vec![to]), Said::Recorded));
    sent(world)
}

/// The Ding that phone 0 has on its list.
fn sent(world: &World) -> Option<DingId> {
    let engine = world.phones[0].engine.as_ref()?;
    engine.dings().sent().next().map(|(id, _)| id)
}

fn secure(level: u8) -> impl FnOnce(Vec<Vec<u8>>) -> Draft {
    move |to| Draft::secure(to, Level::new(level))
}

fn repeating(to: Vec<Vec<u8>>) -> Draft {
    let repeat = Repeat {
        every: seconds(60),
        until_confirmed: true,
    };
    Draft {
        repeat: Some(repeat),
        ..Draft::ordinary(to)
    }
}

fn rings(world: &World) -> bool {
    let engine = world.phones[1].engine.as_ref();
    engine.is_some_and(|e| e.dings().received().any(|(_, ding)| ding.rings()))
}

/// What the sender sees of its one Ding.
fn progress(world: &World) -> Progress {
    let engine = world.phones[0].engine();
    let (_, sent) = engine.dings().sent().next().expect("it was sent");
    sent.progress(&sent.people()[0], world.master())
}

fn frames(world: &World, id: DingId) -> u64 {
    let heard = world.phones[1].ding_frames.get(&id);
    heard.copied().unwrap_or(0)
}

/// Nothing is under way any more, and nothing is left where nothing may be.
fn at_rest(world: &World, story: &str) {
    assert_eq!(world.server.waiting(), 0, "{story}: the server has some");
    for (index, phone) in world.phones.iter().enumerate() {
        assert_eq!(
            phone.engine().pending(),
            0,
            "{story}: {index} has things to do"
        );
        assert!(phone.platform.forbidden().is_empty(), "{story}: forbidden");
        assert_eq!(
            phone.store.keys(Table::Posts).count(),
            0,
            "{story}: {index} still sends"
        );
    }
}

fn stride(short: u64) -> u64 {
    (short / fault_rounds()).max(1)
}

/// Tells a story once for every output at which phone `who` may crash.
fn at_every_output(who: usize, step: u64, story: impl Fn(&mut World, &str)) {
    for at in (0..10_000).step_by(usize::try_from(step).unwrap()) {
        let mut world = friends(at);
        let begin = world.phones[who].performed;
        world.phones[who].crash_at = Some(begin + at);
        story(&mut world, &format!("crash of {who} at output {at}"));
        if !world.phones[who].crashed_there {
            println!("{at} outputs");
            return;
        }
    }
    panic!("the story has no end");
}

/// Listens whenever that can be done, for a while.
fn listen_whenever(world: &mut World, id: DingId, times: u32) {
    for _ in 0..times {
        ding(world, 1, DingCommand::Listen(id));
        world.run_for(millis(1_700));
    }
}

#[test]
fn a_secure_one_is_heard_once_confirmed_and_gone() {
    for level in 1..4 {
        let mut world = friends(u64::from(level));
        let id = send(&mut world, secure(level)).unwrap();
        assert!(world.run_until(seconds(5), rings));
        world.run_for(seconds(1));
        assert!(matches!(progress(&world), Progress::Rung(_)));
        listen_whenever(&mut world, id, 3);
        assert!((FRAMES - 2..=FRAMES + 1).contains(&frames(&world, id)));
        assert!(matches!(progress(&world), Progress::Heard(1, _)));
        assert!(ding(&mut world, 1, DingCommand::Confirm(id)));
        world.run_for(seconds(2));
        assert!(matches!(progress(&world), Progress::Confirmed(_)));
        at_rest(&world, "heard");
        let store = &world.phones[1].store;
        assert_eq!(store.keys(Table::DingContents).count(), 0);
        let sender = world.phones[0].account();
        // one row: from level 2 on a mark that names neither the sender nor the Ding
        let key = store.keys(Table::Dings).next().unwrap();
        let row = store.get(Table::Dings, key).unwrap();
        let names = row.windows(16).any(|w| w == sender.as_bytes());
        assert_eq!(names, level < 2, "level {level}");
        assert_eq!(key == id.as_bytes(), level < 2, "level {level}");
        let kept = world.phones[0].store.keys(Table::Dings).count();
        assert_eq!(kept, usize::from(level < 2));
    }
}

#[test]
fn a_receiver_that_crashes_at_any_output_hears_it_at_most_once_and_the_sender_knows() {
    at_every_output(1, stride(2), |world, story| {
        let id = send(world, secure(2)).unwrap();
        world.run_until(seconds(10), rings);
        world.run_for(millis(200));
        listen_whenever(world, id, 4);
        world.phones[1].crash_at = None;
        world.run_for(seconds(5));
        listen_whenever(world, id, 2);
        world.run_for(seconds(5));
        assert!(frames(world, id) <= FRAMES + 1, "{story}: heard twice");
        let known = match progress(world) {
            Progress::Heard(1, _) => true,
            Progress::CouldNot(why) => why.reason == Reason::Interrupted && why.over,
            _ => false,
        };
        assert!(known, "{story}: {:?}", progress(world));
        let contents = world.phones[1].store.keys(Table::DingContents).count();
        assert_eq!(contents, 0, "{story}");
        at_rest(world, story);
    });
}

#[test]
fn a_sender_that_crashes_at_any_output_sends_it_once_or_not_at_all() {
    at_every_output(0, stride(1), |world, story| {
        let accepted = send(world, Draft::ordinary);
        world.run_for(seconds(15));
        world.phones[0].crash_at = None;
        world.run_for(seconds(5));
        let rang = world.phones[1].count(&Event::DingRings);
        match sent(world) {
            Some(_) => {
                assert_eq!(rang, 1, "{story}");
                assert!(matches!(progress(world), Progress::Rung(_)), "{story}");
            }
            // nothing was stored: nothing was sent, and the person sees that
            None => assert_eq!((rang, accepted), (0, None), "{story}"),
        }
        at_rest(world, story);
    });
}

#[test]
fn a_recall_wins_wherever_either_phone_crashes() {
    for who in 0..2 {
        at_every_output(who, stride(3), |world, story| {
            let Some(id) = send(world, repeating) else {
                return;
            };
            world.run_for(millis(700));
            ding(world, 1, DingCommand::Listen(id));
            world.run_for(millis(300));
            ding(world, 0, DingCommand::Recall(id));
            world.run_for(seconds(4));
            world.phones[who].crash_at = None;
            world.run_for(seconds(1));
            // a phone that crashed before it stored the recall never took it back
            ding(world, 0, DingCommand::Recall(id));
            world.run_for(seconds(5));
            let before = world.phones[1].count(&Event::DingRings);
            world.run_for(seconds(300));
            let after = world.phones[1].count(&Event::DingRings);
            assert_eq!(before, after, "{story}: it rings again");
            assert_eq!(world.phones[1].engine().dings().received().count(), 0);
            let contents = world.phones[1].store.keys(Table::DingContents).count();
            assert_eq!(contents, 0, "{story}");
            at_rest(world, story);
        });
    }
}

#[test]
fn reminders_end_with_the_confirmation_wherever_the_phone_crashes() {
    at_every_output(1, stride(9), |world, story| {
        let id = send(world, repeating).unwrap();
        world.run_for(seconds(130));
        world.phones[1].crash_at = None;
        world.run_for(seconds(5));
        assert!(world.phones[1].count(&Event::DingRings) >= 2, "{story}");
        let again = |w: &World| {
            let mut dings = w.phones[1].engine().dings().received();
            dings.all(|(_, d)| d.state().confirmed_at.is_some())
        };
        if !again(world) {
            assert!(ding(world, 1, DingCommand::Confirm(id)), "{story}");
        }
        world.run_for(seconds(2));
        let before = world.phones[1].count(&Event::DingRings);
        world.crash(1, millis(100));
        world.run_for(seconds(130));
        assert_eq!(
            world.phones[1].count(&Event::DingRings),
            before,
            "{story}: it still rings"
        );
        assert!(matches!(progress(world), Progress::Confirmed(_)), "{story}");
        at_rest(world, story);
    });
}

#[test]
fn it_rings_on_its_own_schedule_while_its_sender_and_the_network_are_off() {
    let mut world = friends(4);
    send(&mut world, repeating).unwrap();
    assert!(world.run_until(seconds(5), rings));
    world.crash(0, seconds(3_000));
    world.cut_control(1, true);
    world.run_for(seconds(600));
    assert!(world.phones[1].count(&Event::DingRings) >= 4);
    world.crash(1, millis(50));
    let before = world.phones[1].count(&Event::DingRings);
    world.run_for(seconds(300));
    assert!(world.phones[1].count(&Event::DingRings) > before);
}

#[test]
fn what_a_phone_cannot_forbid_is_told_to_the_sender() {
    for (manner, reason) in [
        (Manner::Says(Answer::Detected), Reason::CannotForbid),
        (Manner::Silent, Reason::CannotForbid),
        (
            Manner::Late(Answer::Enforced, seconds(3)),
            Reason::CannotForbid,
        ),
    ] {
        let mut world = friends(2);
        world.phones[1].platform.set(Operation::Screenshot, manner);
        let id = send(&mut world, secure(3)).unwrap();
        assert!(world.run_until(seconds(5), rings));
        listen_whenever(&mut world, id, 2);
        world.run_for(seconds(4));
        let Progress::CouldNot(why) = progress(&world) else {
            panic!("{:?}", progress(&world));
        };
        assert_eq!((why.reason, why.over), (reason, false));
        assert!(why.lacking.contains(Operation::Screenshot));
        assert_eq!(frames(&world, id), 0);
    }
}

#[test]
fn a_violation_silences_it_within_a_frame() {
    let mut world = friends(6);
    let id = send(&mut world, secure(3)).unwrap();
    assert!(world.run_until(seconds(5), rings));
    ding(&mut world, 1, DingCommand::Listen(id));
    world.run_for(millis(400));
    world.platform(1, Operation::Screenshot, PlatformNews::ViolationBegan);
    let before = frames(&world, id);
    assert!(before > 10);
    world.run_for(seconds(3));
    assert_eq!(frames(&world, id), before);
    let Progress::CouldNot(why) = progress(&world) else {
        panic!("{:?}", progress(&world));
    };
    assert_eq!((why.reason, why.over), (Reason::Violated, true));
}

#[test]
fn no_call_interrupts_a_secure_one_and_an_ordinary_one_gives_way() {
    for level in [0, 2] {
        let mut world = friends(u64::from(level));
        let draft = |to| match level {
            0 => Draft::ordinary(to),
            level => Draft::secure(to, Level::new(level)),
        };
        let id = send(&mut world, draft).unwrap();
        assert!(world.run_until(seconds(5), rings));
        ding(&mut world, 1, DingCommand::Listen(id));
        world.run_for(millis(300));
        let to = world.phones[0].account();
        let dialled = world.command(1, Command::Dial(to, Level::ORDINARY));
        assert_eq!(dialled.is_err(), level > 0);
        world.run_for(seconds(2));
        assert_eq!(frames(&world, id) > FRAMES / 2, level > 0);
        if level == 0 {
            let _ = world.command(1, Command::HangUp);
            world.run_for(seconds(2));
            listen_whenever(&mut world, id, 1);
            assert!(frames(&world, id) > FRAMES);
        }
    }
}

#[test]
fn random_dings_with_crashes_and_cuts_are_heard_once_and_told_truly() {
    each_seed(25, |seed| {
        let mut world = friends(seed);
        let level = (seed % 4) as u8;
        let draft = |to| Draft {
            plays: 1,
            level: Level::new(level),
            ..repeating(to)
        };
        let id = send(&mut world, draft).unwrap();
        for _ in 0..20 {
            let pause = world.draw(900);
            world.run_for(millis(pause));
            let who = world.draw(2) as usize;
            match world.draw(7) {
                0 => world.break_lines(who),
                1 => {
                    let cut = world.draw(2) == 0;
                    world.cut_control(who, cut);
                }
                2 if world.phones[who].engine.is_some() => {
                    let off = world.draw(2_000);
                    world.crash(who, millis(off));
                }
                3 => {
                    let after = world.draw(20);
                    world.phones[who].crash_at = Some(world.phones[who].performed + after);
                }
                4 => {
                    let later = DingCommand::Later(id, seconds(5));
                    ding(&mut world, 1, later);
                }
                _ => {
                    ding(&mut world, 1, DingCommand::Listen(id));
                }
            }
        }
        for who in 0..2 {
            world.phones[who].crash_at = None;
            world.cut_control(who, false);
        }
        world.run_for(seconds(20));
        listen_whenever(&mut world, id, 2);
        world.run_for(Duration::from_secs(15));
        assert!(frames(&world, id) <= FRAMES + 1, "heard more than once");
        let told = progress(&world);
        let known = match told {
            Progress::Heard(1, _) => true,
            Progress::CouldNot(why) => why.reason == Reason::Interrupted && why.over,
            _ => false,
        };
        assert!(known, "{told:?}");
        at_rest(&world, &format!("seed {seed}"));
    });
}

#[test]
fn a_sender_who_was_forgotten_still_hears_of_it() {
    for level in [0, 2] {
        let mut world = friends(77);
        let draft = |to| match level {
            0 => Draft::ordinary(to),
            level => Draft::secure(to, Level::new(level)),
        };
        let id = send(&mut world, draft).unwrap();
        assert!(world.run_until(seconds(5), rings));
        let alice = world.phones[0].account().to_vec();
        world.command(1, Command::Forget(alice)).unwrap();
        listen_whenever(&mut world, id, 3);
        assert!(matches!(progress(&world), Progress::Heard(..)));
        assert!(ding(&mut world, 1, DingCommand::Confirm(id)));
        world.run_for(seconds(3));
        assert!(matches!(progress(&world), Progress::Confirmed(_)));
    }
}
