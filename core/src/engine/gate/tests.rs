//! Every command, at every level, against everything that a system may answer.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::id::{AccountId, DeviceId, DingId};

use super::*;
use crate::call::{Call, CallConfig, CallError, Direction, Raised, ReportKeys};
use crate::chat::{MessageId, MessageKey};
use crate::container::{MeetingKey, meeting_id, new_meeting};
use crate::ding::{Draft, Said};
use crate::engine::{EngineConfig, Input, Output, PlatformNews, PushTarget};
use crate::identity::DeviceKey;
use crate::private::{Curtain, Private};
use crate::secure::gesture::GestureKind;
use crate::secure::{
    ARMING_LIMIT, Answer, Choice, Definition, GuardState, Imposed, Level, Levels, Reason, Rule,
    When,
};

const WALL: u64 = 1_800_000_000_000;

/// What a system does when it is asked to forbid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Says(Answer),
    /// Nothing, and the time is not over.
    Silent,
    /// Nothing, and it is.
    Never,
    /// Enforced, after the time was over.
    Late,
    /// Enforced, and then not any more.
    Loses,
    /// One thing, then another, and answers that nobody asked for.
    Contradicts,
}

const MANNERS: [Manner; 8] = [
    Manner::Says(Answer::Enforced),
    Manner::Says(Answer::Detected),
    Manner::Says(Answer::Unsupported),
    Manner::Silent,
    Manner::Never,
    Manner::Late,
    Manner::Loses,
    Manner::Contradicts,
];

impl Manner {
    fn arms(self) -> bool {
        matches!(
            self,
            Self::Says(Answer::Enforced) | Self::Late | Self::Contradicts
        )
    }
}

/// What each command does that is risky, as the product means it: written down here a second time, so that a command which
/// forgets to say so in the code is found. *Taking down what is said* is a recording, whoever hears it.
fn risky(command: &Command) -> Operations {
    match command {
        Command::Use(operation) => Operations::NONE.with(*operation),
        Command::Ding(DingCommand::StartRecording) => {
            Operations::NONE.with(Operation::AudioRecording)
        }
        _ => Operations::NONE,
    }
}

/// How many commands there are beside [`Command::Use`]; [`place`] makes a new one fail to compile until it is counted.
const COMMANDS: usize = 59;

fn place(command: &Command) -> usize {
    match command {
        Command::Use(_) => COMMANDS,
        Command::Join { .. } => 0,
        Command::Scan(_) => 1,
        Command::Paste(_) => 2,
        Command::NewCard => 3,
        Command::Forget(_) => 4,
        Command::Dial(..) => 5,
        Command::Answer => 6,
        Command::HangUp => 7,
        Command::Mute(_) => 8,
        Command::Hold(_) => 9,
        Command::Raise(_) => 10,
        Command::Ask(..) => 11,
        Command::Agree(..) => 12,
        Command::Refuse(..) => 13,
        Command::AcceptPolicy(_) => 14,
        Command::RemovePolicy(_) => 15,
        Command::DefineLevels(_) => 16,
        Command::SetUsualLevel(..) => 17,
        Command::SetRules(_) => 18,
        Command::SendText { .. } => 19,
        Command::Block(..) => 20,
        Command::DeleteMessage(..) => 21,
        Command::ClearChat(_) => 22,
        Command::AcceptChat(_) => 23,
        Command::TellRead(_) => 24,
        Command::TeachGesture(..) => 25,
        Command::StopTeaching => 26,
        Command::ForgetGesture => 27,
        Command::Ding(command) => match command {
            DingCommand::StartRecording => 28,
            DingCommand::StopRecording => 29,
            DingCommand::PlayRecording => 30,
            DingCommand::DiscardRecording => 31,
            DingCommand::Send(..) => 32,
            DingCommand::Recall(_) => 33,
            DingCommand::Delete(_) => 34,
            DingCommand::Listen(_) => 35,
            DingCommand::Stop => 36,
            DingCommand::Confirm(_) => 37,
            DingCommand::Later(..) => 38,
            DingCommand::RecordingSeen(_) => 54,
        },
        Command::AnswerNumbered(_) => 55,
        Command::SystemRefused(_) => 56,
        Command::Interrupted => 57,
        Command::HangUpNumbered(_) => 58,
        Command::AddLevel(_) => 39,
        Command::ChangeLevel(..) => 40,
        Command::DeleteLevel(_) => 41,
        Command::SetDefaultLevel(_) => 42,
        Command::AddRule(_) => 43,
        Command::ChangeRule(..) => 44,
        Command::RemoveRule(_) => 45,
        Command::SetLanguage(_) => 46,
        Command::AskSecureChat(..) => 47,
        Command::JoinSecureChat => 48,
        Command::LeaveSecureChat => 49,
        Command::StartSecure(..) => 50,
        Command::SetPush(_) => 51,
        Command::DismissEnded => 52,
        Command::ChatSeen(..) => 53,
    }
}

#[test]
fn the_table_holds_every_command() {
    let places: BTreeSet<usize> = every_command().iter().map(place).collect();
    assert_eq!(places.len(), COMMANDS + 1);
}

fn always(level: u8) -> Rule {
    Rule {
        when: When::default(),
        level: Level::new(level),
    }
}

/// One of each.
fn every_command() -> Vec<Command> {
    let id = vec![1; 16];
    let other = AccountId::new([2; 16]);
    let key = MessageKey {
        at: WALL,
        id: MessageId::new([3; 16]),
        outgoing: true,
    };
    let mut commands = vec![
        Command::Join {
            link: "SOTTO-JOIN:".to_owned(),
            name: String::new(),
        },
        Command::Scan("hello".to_owned()),
        Command::Paste("hello".to_owned()),
        Command::NewCard,
        Command::Forget(id.clone()),
        Command::Dial(AccountId::new([1; 16]), Level::ONE),
        Command::AskSecureChat(AccountId::new([1; 16]), Level::ONE),
        Command::JoinSecureChat,
        Command::LeaveSecureChat,
        Command::StartSecure(None, Level::new(5)),
        Command::SetPush(PushTarget::Nowhere),
        Command::Answer,
        Command::AnswerNumbered(1),
        Command::HangUp,
        Command::HangUpNumbered(1),
        Command::SystemRefused(1),
        Command::Interrupted,
        Command::DismissEnded,
        Command::Mute(true),
        Command::Hold(true),
        Command::Raise(Level::new(5)),
        Command::Ask(Level::ORDINARY, Operations::NONE),
        Command::Agree(Level::ORDINARY, Operations::NONE),
        Command::Refuse(Level::ORDINARY, Operations::NONE),
        Command::AcceptPolicy(vec![]),
        Command::RemovePolicy(vec![]),
        Command::DefineLevels(vec![Definition::AllowOnly(Operations::NONE)]),
        Command::Block(id.clone(), true),
        Command::SetUsualLevel(id, Level::ONE),
        Command::SetRules(vec![]),
        Command::AddLevel(Definition::AllowOnly(Operations::NONE)),
        Command::ChangeLevel(Level::new(4), Definition::AllowOnly(Operations::NONE)),
        Command::DeleteLevel(Level::new(4)),
        Command::SetDefaultLevel(Level::ONE),
        Command::AddRule(always(1)),
        Command::ChangeRule(always(1), always(2)),
        Command::RemoveRule(always(2)),
        Command::SetLanguage(None),
        Command::SendText {
            to: other,
            text: Private::new(Curtain::OPEN, "hello"),
            kept: true,
        },
        Command::ChatSeen(other, key, super::super::Sight::CLEAR),
        Command::DeleteMessage(other, key),
        Command::ClearChat(other),
        Command::AcceptChat(other),
        Command::TellRead(false),
        Command::TeachGesture(GestureKind::Shake, Level::ONE),
        Command::StopTeaching,
        Command::ForgetGesture,
    ];
    commands.extend(every_ding_command().map(Command::Ding));
    commands.extend(Operation::ALL.map(Command::Use));
    commands
}

fn every_ding_command() -> [DingCommand; 12] {
    let id = DingId::new([4; 16]);
    [
        DingCommand::StartRecording,
        DingCommand::StopRecording,
        DingCommand::RecordingSeen(super::super::Sight::CLEAR),
        DingCommand::PlayRecording,
        DingCommand::DiscardRecording,
        DingCommand::Send(Draft::ordinary(vec![vec![1; 16]]), Said::Recorded),
        DingCommand::Recall(id),
        DingCommand::Delete(id),
        DingCommand::Listen(id),
        DingCommand::Stop,
        DingCommand::Confirm(id),
        DingCommand::Later(id, Duration::from_secs(60)),
    ]
}

fn ringing(level: Level, manner: Manner) -> (Engine, Moment, ChaCha20Rng) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let at = Instant::now();
    let mut now = Moment { at, wall: WALL };
    let everything = Levels::new(&[Operations::all()]).unwrap();
    let config = EngineConfig {
        simulated: true,
        levels: everything.clone(),
        ..EngineConfig::default()
    };
    let mut engine = Engine::new(config, &[]).unwrap();
    let (other, theirs, me) = (
        AccountId::new([2; 16]),
        DeviceId::new([2; 16]),
        DeviceId::new([1; 16]),
    );
    let meeting = new_meeting(&mut rng, 2, WALL, other, theirs);
    let id = meeting_id(&meeting).unwrap();
    let keys = DeviceKey::generate(&mut rng);
    let proof = ReportKeys::new(
        &keys,
        &DeviceKey::generate(&mut rng).public(),
        id,
        me,
        theirs,
    );
    let config = CallConfig {
        kind: crate::call::Kind::Voice,
        direction: Direction::Incoming,
        meeting,
        id,
        key: MeetingKey::generate(&mut rng, b""),
        salt: crate::container::SignalSalt::generate(&mut rng),
        me,
        other,
        choice: Choice {
            level,
            because: vec![Reason::Other],
            imposed: Imposed::default(),
        },
        invited: level,
        relay_only: false,
        simulated: true,
        levels: everything,
        verifier: None,
    };
    let mut call = Call::new(at, WALL, config).unwrap();
    call.invited_by(at, (theirs, proof.unwrap()), None, None)
        .unwrap();
    engine.begin(call);
    engine.drain_call(now);
    let mut asked = Operations::NONE;
    while let Some(output) = engine.poll_output() {
        if let Output::Forbid(operation, _) = output {
            asked = asked.with(operation);
        }
    }
    let mut say = |engine: &mut Engine, now, answer| {
        for operation in asked.iter() {
            let news = PlatformNews::Answer(answer);
            engine.handle(now, Input::Platform { operation, news }, &mut rng);
        }
    };
    match manner {
        Manner::Says(answer) => say(&mut engine, now, answer),
        Manner::Silent => {}
        Manner::Never | Manner::Late => {
            now.at += ARMING_LIMIT;
            engine.handle(now, Input::Timeout, &mut ChaCha20Rng::seed_from_u64(2));
            if manner == Manner::Late {
                say(&mut engine, now, Answer::Enforced);
            }
        }
        Manner::Loses => {
            say(&mut engine, now, Answer::Enforced);
            say(&mut engine, now, Answer::Unsupported);
        }
        Manner::Contradicts => {
            for answer in [Answer::Detected, Answer::Pending, Answer::Enforced] {
                say(&mut engine, now, answer);
            }
            // about what nobody asked
            for operation in Operations::all().minus(asked).iter() {
                let news = PlatformNews::Answer(Answer::Enforced);
                engine.handle(now, Input::Platform { operation, news }, &mut rng);
                let news = PlatformNews::ViolationBegan;
                engine.handle(now, Input::Platform { operation, news }, &mut rng);
            }
        }
    }
    while engine.poll_output().is_some() {}
    (engine, now, rng)
}

#[test]
fn every_command_meets_the_gate_at_every_level_whatever_the_system_answers() {
    for number in 0..=4 {
        let level = Level::new(number);
        for manner in MANNERS {
            for command in every_command() {
                let (mut engine, now, mut rng) = ringing(level, manner);
                let at = format!("{command:?} at {number}, {manner:?}");
                let Some(call) = engine.call() else {
                    // at the strictest levels a capability that is lost ends the call, and then nothing is forbidden
                    assert!(manner == Manner::Loses && level.is_strictest_kind(), "{at}");
                    continue;
                };
                let forbidden = call.guard().levels().forbidden(level);
                let refused = risky(&command).and(forbidden).iter().next();
                let result = engine.command(now, command.clone(), &mut rng);
                let expected = refused.map(|operation| CallError::Forbidden { operation, level });
                match (&command, expected) {
                    (_, Some(error)) => {
                        assert_eq!(result, Err(CommandError::Call(error)), "{at}");
                        let report = engine.call().unwrap().guard().report();
                        let tried: Vec<u32> = report.attempts.values().copied().collect();
                        assert_eq!(tried, [1], "{at}: the attempt is told");
                    }
                    (Command::Use(_), None) => assert_eq!(result, Ok(()), "{at}"),
                    (Command::Answer, None) => {
                        let armed = !level.is_secure() || manner.arms();
                        // while the system may still answer, the person's answer is kept
                        let waits = level.is_secure() && manner == Manner::Silent;
                        assert_eq!(result.is_ok(), armed || waits, "{at}");
                        let call = engine.call().unwrap();
                        assert_eq!(call.is_answering(), waits, "{at}");
                        assert_eq!(call.is_answered(), armed, "{at}");
                    }
                    (_, None) => {
                        let gated =
                            matches!(result, Err(CommandError::Call(CallError::Forbidden { .. })));
                        assert!(!gated, "{at}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_level_is_armed_unless_the_system_enforces_all_of_it() {
    for number in 1..=4 {
        for manner in MANNERS {
            let (engine, ..) = ringing(Level::new(number), manner);
            let Some(call) = engine.call() else { continue };
            let armed = call.guard().state() == GuardState::Armed;
            assert_eq!(armed, manner.arms(), "level {number}, {manner:?}");
        }
    }
}

#[test]
fn without_a_call_nothing_is_forbidden() {
    let mut engine = Engine::new(EngineConfig::default(), &[]).unwrap();
    let now = Moment {
        at: Instant::now(),
        wall: WALL,
    };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for operation in Operation::ALL {
        assert_eq!(
            engine.command(now, Command::Use(operation), &mut rng),
            Ok(())
        );
    }
}

#[test]
fn what_may_still_be_forbidden_is_noted_first_and_allowed_after_a_crash() {
    use crate::store::{Change, Table};
    let (engine, ..) = ringing(Level::THREE, Manner::Silent);
    assert!(engine.call().unwrap().raised() != Some(Raised::You));
    // what the store had committed when the phone crashed right after the first Forbid
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let now = Moment {
        at: Instant::now(),
        wall: WALL,
    };
    let mut first = Engine::new(EngineConfig::default(), &[]).unwrap();
    first.forbid(Operation::Speaker);
    let row = match first.poll_output() {
        Some(Output::Store(mut changes)) => match changes.remove(0) {
            Change::Put {
                table, key, value, ..
            } => (table, key, value),
            _ => panic!("nothing is noted"),
        },
        _ => panic!("forbidden before it was noted"),
    };
    assert!(matches!(first.poll_output(), Some(Output::Forbid(..))));
    assert_eq!(row.0, Table::Settings);
    let mut second = Engine::new(EngineConfig::default(), &[row]).unwrap();
    let outputs: Vec<Output> = std::iter::from_fn(|| second.poll_output()).collect();
    assert!(matches!(
        outputs.as_slice(),
        [
            Output::Allow(Operation::Speaker),
            Output::Store(_),
            Output::Event(crate::engine::Event::SecureModeCutOff)
        ]
    ));
    // and a phone that did not crash in secure mode touches nothing
    let mut third = Engine::new(EngineConfig::default(), &[]).unwrap();
    assert!(third.poll_output().is_none());
    let used = third.command(now, Command::Use(Operation::Speaker), &mut rng);
    assert_eq!(used, Ok(()));
}

#[test]
fn a_phone_that_stopped_is_in_no_secure_mode_and_takes_nothing_any_more() {
    let (mut engine, now, mut rng) = ringing(Level::THREE, Manner::Says(Answer::Enforced));
    assert!(engine.call().is_some());
    engine.stop();
    assert!(engine.call().is_none() && engine.secure_chat().is_empty());
    assert_eq!(engine.deadline(), None);
    for command in every_command() {
        let refused = engine.command(now, command, &mut rng);
        assert_eq!(refused, Err(CommandError::Stopped));
    }
    engine.handle(now, Input::Timeout, &mut rng);
    assert!(engine.poll_output().is_none());
}
