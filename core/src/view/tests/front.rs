//! What shells leave to the core: what lies above everything, which notification follows an event, where screens open.

use std::time::Duration;

use super::phones::World;
use crate::ding::{Draft, Said};
use crate::engine::{AudioRoute, AudioRoutes, Command, DingCommand, Event, Input, Sight};
use crate::private::{Curtain, Private};
use crate::secure::gesture::GestureKind;
use crate::secure::{Level, Rule, When};
use crate::view::{
    CallScreen, Front, call, front, front_over_lock, gesture, gesture_for, news, notices_wanted,
    rule_draft, secure, secure_at_first, still_news,
};

fn in_front(world: &World, phone: usize) -> Front {
    front(world.engine(phone), world.now)
}

#[test]
fn a_call_lies_above_everything_until_its_end_was_seen() {
    let mut world = World::acquainted();
    assert_eq!(in_front(&world, 1), Front::Nothing);
    world.dial(0);
    assert_eq!(
        (in_front(&world, 0), in_front(&world, 1)),
        (Front::Call, Front::Incoming)
    );
    world.command(0, Command::HangUp).unwrap();
    for phone in [0, 1] {
        assert!(matches!(in_front(&world, phone), Front::Ended(_)));
    }
    world.command(0, Command::DismissEnded).unwrap();
    assert_eq!(in_front(&world, 0), Front::Nothing);
    assert!(matches!(in_front(&world, 1), Front::Ended(_)));
    // a call that comes shows itself again
    world.dial(0);
    assert_eq!(in_front(&world, 1), Front::Incoming);
    world.command(0, Command::DismissEnded).unwrap();
    assert_eq!(in_front(&world, 0), Front::Call, "only an end is dismissed");
}

#[test]
fn the_speaker_button_knows_where_sound_goes() {
    let mut world = World::acquainted();
    world.dial(0);
    let controls = |world: &World| match call(world.engine(0), world.now) {
        CallScreen::Running(view) => view.controls,
        _ => panic!("a call"),
    };
    assert_eq!(controls(&world).speaker_to, AudioRoute::Speaker);
    let routes = AudioRoutes::new(AudioRoute::Speaker, AudioRoute::ALL);
    world.input(0, Input::Routes(routes));
    let there = controls(&world);
    assert_eq!(there.speaker_to, AudioRoute::Earpiece);
    assert_eq!(there.speaker.label.key, "call.earpiece");
    assert_eq!(there.route_words.key, "route.speaker");
    assert_eq!(world.phones[0].events.last(), Some(&Event::CallChanged));
}

#[test]
fn notifications_follow_from_events_and_none_comes_to_an_app_in_front() {
    let mut world = World::acquainted();
    let anna = world.engine(0).card().unwrap().account();
    world.dial(0);
    world.command(0, Command::HangUp).unwrap();
    let posted = |locked, in_front| news(world.engine(1), &Event::CallLogged, locked, in_front);
    let missed = posted(false, false).unwrap();
    assert_eq!(missed.title.key, "notice.missed");
    assert_eq!(missed.body.unwrap().english(), "Anna Abendrot");
    assert!(posted(true, false).unwrap().body.is_none());
    assert!(posted(false, true).is_none());
    // the caller missed nothing, and an event of nothing says nothing
    assert!(news(world.engine(0), &Event::CallLogged, false, false).is_none());
    assert!(news(world.engine(1), &Event::DingRings, false, false).is_none());
    assert!(news(world.engine(1), &Event::Incoming, false, false).is_none());
    let nobody = Event::MessageCame(Private::new(Curtain::OPEN, "zz"));
    assert!(news(world.engine(1), &nobody, false, false).is_none());
    let came = Event::MessageCame(Private::hex(Curtain::OPEN, anna.as_bytes()));
    let came = news(world.engine(1), &came, false, false).unwrap();
    assert_eq!(
        came.id.as_str(),
        format!(
            "message-{}",
            Private::hex(Curtain::OPEN, anna.as_bytes()).as_str()
        )
    );
}

#[test]
fn screens_open_at_the_level_in_force_or_at_the_persons_own() {
    let mut world = World::acquainted();
    let opens = |world: &World| secure_at_first(world.engine(0), world.now).chosen;
    assert_eq!((opens(&world), gesture(world.engine(0)).level), (1, 1));
    world
        .command(0, Command::SetDefaultLevel(Level::TWO))
        .unwrap();
    assert_eq!((opens(&world), gesture(world.engine(0)).level), (2, 2));
    world.dial(3);
    assert_eq!(opens(&world), 3);
    let shown = secure(world.engine(0), world.now, Level::TWO);
    assert_eq!(shown.chosen, 2);
    let shown = gesture_for(world.engine(0), Level::new(3));
    let chosen: Vec<u8> = shown
        .levels
        .iter()
        .filter(|l| l.chosen)
        .map(|l| l.level)
        .collect();
    assert_eq!((chosen, shown.levels.len()), (vec![3], 3));
    let command = Command::TeachGesture(GestureKind::Shake, Level::new(shown.level));
    assert!(world.command(0, command).is_ok());
}

#[test]
fn each_control_of_a_rule_that_is_written_gives_a_rule_that_can_be_kept() {
    let mut world = World::joined();
    world.input(0, Input::Zone(60));
    let first = rule_draft(world.engine(0), None, None);
    assert_eq!(
        first.hours.english(),
        "Monday, Tuesday, Wednesday, Thursday, Friday, 8:00 to 18:00 (UTC+01:00)"
    );
    let mut seen = 0;
    for part in &first.parts {
        for choice in &part.choices {
            let next = rule_draft(world.engine(0), Some(choice.rule.clone()), None);
            assert_eq!(next.rule, choice.rule);
            assert!(next.save.is_enabled() && next.rule != first.rule || choice.chosen);
            world.command(0, Command::AddRule(next.rule)).unwrap();
            seen += 1;
        }
    }
    assert_eq!(seen, 3 + 8 + 2 + 2);
    let none = Rule {
        when: When {
            hours: first.rule.when.hours.map(|hours| crate::secure::Hours {
                weekdays: 0,
                ..hours
            }),
            place: None,
        },
        level: Level::ONE,
    };
    let view = rule_draft(world.engine(0), Some(none), None);
    assert!(!view.save.is_enabled(), "a rule for no day is none");
    // changed: the old one is where it begins
    let old = world.engine(0).rules()[0].clone();
    let view = rule_draft(world.engine(0), None, Some(&old));
    assert_eq!((view.rule, view.title.key), (old, "rules.change"));
}

#[test]
fn a_notification_stands_as_long_as_what_it_tells_of() {
    let mut world = World::acquainted();
    let anna = world.engine(0).card().unwrap().account();
    let berta = world.engine(1).card().unwrap().account();
    let post = |world: &World, event: &Event| news(world.engine(1), event, true, false).unwrap();
    let still = |world: &World, id: &Private| still_news(world.engine(1), id.as_str(), true);
    // a call that was missed stands while others come and go
    world.dial(0);
    world.command(0, Command::HangUp).unwrap();
    let missed = post(&world, &Event::CallLogged);
    assert_eq!(still(&world, &missed.id), Some(missed.clone()));
    world.dial(0);
    world.command(1, Command::Answer).unwrap();
    world.command(1, Command::HangUp).unwrap();
    assert!(still(&world, &missed.id).is_none_or(|now| now.id == missed.id));
    // a Ding stands when it rings no more, until it is confirmed
    let command = |world: &mut World, phone, command| {
        world.command(phone, Command::Ding(command)).unwrap();
    };
    let draft = Draft::ordinary(vec![berta.to_vec()]);
    let said = || Said::Text("hello".to_owned().into());
    command(&mut world, 0, DingCommand::Send(draft.clone(), said()));
    let first = post(&world, &Event::DingRings);
    world.later(Duration::from_secs(30));
    command(&mut world, 0, DingCommand::Send(draft, said()));
    let second = post(&world, &Event::DingRings);
    assert_ne!(first.id, second.id, "each has its own");
    world.later(Duration::from_secs(120));
    assert!(still(&world, &first.id).is_some() && still(&world, &second.id).is_some());
    let id = |news: &crate::view::News| {
        let whose = news.id.as_str().split_once('-').unwrap().1;
        let bytes = Private::new(Curtain::OPEN, whose).bytes().unwrap();
        sotto_protocol::id::DingId::try_from(bytes.as_slice()).unwrap()
    };
    command(&mut world, 1, DingCommand::Confirm(id(&first)));
    assert!(still(&world, &first.id).is_none() && still(&world, &second.id).is_some());
    // a message stands until it is read
    let text = Private::new(Curtain::OPEN, "Are you there?");
    let say = Command::SendText {
        to: berta,
        text,
        kept: true,
    };
    world.command(0, say).unwrap();
    let came = Private::hex(Curtain::OPEN, &anna.to_vec());
    let message = post(&world, &Event::MessageCame(came));
    assert!(still(&world, &message.id).is_some());
    let newest = world
        .engine(1)
        .chats()
        .get(anna)
        .unwrap()
        .last()
        .unwrap()
        .key;
    let seen = Command::ChatSeen(anna, newest, Sight::CLEAR);
    world.command(1, seen).unwrap();
    assert_eq!(still(&world, &message.id), None);
    for nonsense in [
        "",
        "-",
        "ding-",
        "ding-zz",
        "message-00",
        "call-",
        "other-00",
    ] {
        assert_eq!(
            still_news(world.engine(1), nonsense, true),
            None,
            "{nonsense}"
        );
    }
}

#[test]
fn only_a_call_lies_above_the_apps_own_lock() {
    let mut world = World::acquainted();
    let over = |world: &World| [0, 1].map(|phone| front_over_lock(world.engine(phone)));
    assert_eq!(over(&world), [false, false]);
    world.dial(0);
    assert_eq!(over(&world), [true, true], "it rings, and can be answered");
    world.command(0, Command::HangUp).unwrap();
    assert!(matches!(in_front(&world, 1), Front::Ended(_)));
    assert_eq!(over(&world), [false, false], "how it ended waits");
    let berta = world.engine(1).card().unwrap().account().to_vec();
    let said = Said::Text("hello".to_owned().into());
    let send = DingCommand::Send(Draft::ordinary(vec![berta]), said);
    world.command(0, Command::Ding(send)).unwrap();
    world.command(1, Command::DismissEnded).unwrap();
    assert!(matches!(in_front(&world, 1), Front::Ding(_)));
    assert_eq!(over(&world), [false, false]);
}

#[test]
fn notifications_are_asked_for_once_there_is_somebody() {
    assert!(!notices_wanted(World::joined().engine(0)));
    assert!(notices_wanted(World::acquainted().engine(0)));
}
