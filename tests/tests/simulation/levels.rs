//! Levels that persons, contacts and organisations ask for: the strictest wins, both phones forbid it and say why.

use sotto_core::call::{CallError, EndReason, Phase};
use sotto_core::engine::{Command, CommandError, PlatformNews};
use sotto_core::identity::UserKey;
use sotto_core::secure::policy::{self, PolicyError};
use sotto_core::secure::{Definition, Hours, Level, Levels, Operation, Operations, Rule, When};
use sotto_core::store::Table;
use sotto_core::view::{self, CallScreen};
use sotto_protocol::wire::policy as wire;
use sotto_tests::simulation::{World, each_seed};

use super::{both_at, friends, millis, seconds};

/// An organisation's policy for all calls: at least, at most.
fn policy(world: &World, serial: u64, minimum: u32, maximum: Option<u32>) -> Vec<u8> {
    let key = UserKey::from_bytes(&[5; 32]);
    let policy = wire::Policy {
        version: policy::VERSION,
        issuer: key.public().to_vec(),
        organisation: "Acme".to_owned(),
        serial,
        not_before: world.master() - 1_000,
        not_after: world.master() + 3_600_000,
        levels: vec![],
        demands: vec![wire::Demand {
            minimum,
            maximum,
            ..wire::Demand::default()
        }],
    };
    policy::sign(&policy, &key).unwrap()
}

fn employ(world: &mut World, phone: usize, minimum: u32, maximum: Option<u32>) {
    let signed = policy(world, 1, minimum, maximum);
    world.command(phone, Command::AcceptPolicy(signed)).unwrap();
}

fn answer(world: &mut World) {
    assert!(world.run_until(seconds(5), |w| {
        w.phones[1].engine().call().is_some_and(|c| c.can_answer())
    }));
    world.run_for(seconds(1));
    world.command(1, Command::Answer).unwrap();
}

/// Why the call is at its level, as a phone's screen says it.
fn because(world: &World, phone: usize) -> Vec<&'static str> {
    let now = world.moment();
    match view::call(world.phones[phone].engine(), now) {
        CallScreen::Running(view) => view.because.iter().map(|text| text.key).collect(),
        _ => Vec::new(),
    }
}

fn banners(world: &World, phone: usize) -> Vec<&'static str> {
    let now = world.moment();
    match view::call(world.phones[phone].engine(), now) {
        CallScreen::Running(view) => view.banners.iter().map(|b| b.words.key).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn an_organisation_raises_the_calls_of_its_people_and_both_see_it() {
    for who in [0, 1] {
        let mut world = friends(1);
        employ(&mut world, who, 2, None);
        world.dial(0, 1, 0);
        answer(&mut world);
        both_at(&mut world, 2);
        assert!(because(&world, who).contains(&"policy.yours_demands"));
        assert!(because(&world, 1 - who).contains(&"policy.theirs_demands"));
        for asks in [0, 1] {
            let ask = Command::Ask(Level::ONE, Operations::NONE);
            let refused = world.command(asks, ask);
            let expected = CallError::Demanded {
                minimum: Level::TWO,
                theirs: asks != who,
            };
            assert_eq!(refused, Err(CommandError::Call(expected)));
        }
        both_at(&mut world, 2);
    }
}

#[test]
fn an_order_to_go_higher_hides_the_address_before_the_path_is_opened() {
    let mut world = friends(2);
    employ(&mut world, 1, 3, None);
    world.dial(0, 1, 0);
    answer(&mut world);
    both_at(&mut world, 3);
    assert!(world.past_the_relay().is_empty(), "an address was shown");
    assert!(
        world
            .phones
            .iter()
            .all(|p| p.engine().call().unwrap().is_relay_only())
    );
}

#[test]
fn a_capped_phone_is_not_taken_down_in_secret() {
    let mut world = friends(3);
    employ(&mut world, 0, 0, Some(1));
    // it does not dial above
    let account = world.phones[1].account();
    let capped = CallError::Capped {
        maximum: Level::ONE,
        theirs: false,
    };
    let refused = world.command(0, Command::Dial(account, Level::TWO));
    assert_eq!(refused, Err(CommandError::Call(capped)));
    world.dial(0, 1, 1);
    answer(&mut world);
    both_at(&mut world, 1);
    assert!(because(&world, 0).contains(&"policy.yours_caps"));
    assert!(because(&world, 1).contains(&"policy.theirs_caps"));
    // and neither raises above
    let raise = || Command::Raise(Level::TWO);
    assert_eq!(world.command(0, raise()), Err(CommandError::Call(capped)));
    let theirs = CallError::Capped {
        maximum: Level::ONE,
        theirs: true,
    };
    assert_eq!(world.command(1, raise()), Err(CommandError::Call(theirs)));
    both_at(&mut world, 1);
}

#[test]
fn what_one_organisation_demands_and_the_other_forbids_has_no_sound_and_both_are_told() {
    let mut world = friends(4);
    employ(&mut world, 0, 0, Some(1));
    employ(&mut world, 1, 2, None);
    world.dial(0, 1, 1);
    world.run_for(seconds(3));
    assert_eq!(world.phones[0].level(), Some(Level::TWO));
    world.command(1, Command::Answer).unwrap();
    world.run_for(seconds(3));
    for phone in &world.phones {
        assert_eq!(phone.heard.any, 0);
    }
    assert_eq!(banners(&world, 0), ["blocked.yours"]);
    assert_eq!(banners(&world, 1), ["blocked.theirs"]);
    assert!(because(&world, 0).contains(&"policy.theirs_demands"));
    assert!(because(&world, 1).contains(&"policy.theirs_caps"));
}

#[test]
fn an_organisation_that_forbids_secure_mode_cannot_answer_in_it_and_says_so_to_both() {
    let mut world = friends(5);
    employ(&mut world, 1, 0, Some(0));
    world.dial(0, 1, 1);
    world.run_for(seconds(3));
    let refused = world.command(1, Command::Answer);
    let not_armed = CallError::NotArmed(Level::ONE);
    assert_eq!(refused, Err(CommandError::Call(not_armed)));
    let incoming = view::incoming(world.phones[1].engine(), world.moment()).unwrap();
    assert_eq!(incoming.answer.reason().unwrap().key, "blocked.yours");
    assert_eq!(banners(&world, 0), ["blocked.theirs"]);
    assert!(because(&world, 0).contains(&"policy.theirs_forbids"));
    // both may agree to an ordinary call
    let ask = Command::Ask(Level::ORDINARY, Operations::NONE);
    world.command(0, ask).unwrap();
    world.run_for(millis(300));
    world.agree(1).unwrap();
    world.run_for(millis(300));
    world.command(1, Command::Answer).unwrap();
    both_at(&mut world, 0);
}

#[test]
fn policies_and_usual_levels_survive_a_crash_and_an_older_policy_is_refused_after_it() {
    let mut world = friends(6);
    let old = policy(&world, 3, 1, None);
    let new = policy(&world, 4, 2, None);
    world
        .command(0, Command::AcceptPolicy(new.clone()))
        .unwrap();
    world.crash(0, millis(50));
    world.run_for(millis(100));
    world.online();
    let older = PolicyError::Older {
        serial: 3,
        known: 4,
    };
    assert_eq!(
        world.command(0, Command::AcceptPolicy(old.clone())),
        Err(CommandError::Policy(older))
    );
    let mut damaged = new;
    damaged[20] ^= 1;
    let refused = world.command(0, Command::AcceptPolicy(damaged));
    assert!(matches!(refused, Err(CommandError::Policy(_))));
    world.dial(0, 1, 0);
    answer(&mut world);
    both_at(&mut world, 2);
    let issuer = UserKey::from_bytes(&[5; 32]).public().to_vec();
    world.command(0, Command::RemovePolicy(issuer)).unwrap();
    assert!(world.command(0, Command::AcceptPolicy(old)).is_err());
    // the call that runs stays as it was agreed
    both_at(&mut world, 2);
}

#[test]
fn the_usual_level_of_a_contact_counts_for_calls_made_and_received() {
    for who in [0, 1] {
        let mut world = friends(7);
        let id = world.phones[1 - who].account().to_vec();
        let usual = Command::SetUsualLevel(id, Level::TWO);
        world.command(who, usual).unwrap();
        world.crash(who, millis(50));
        world.run_for(millis(100));
        world.online();
        world.dial(0, 1, 0);
        answer(&mut world);
        both_at(&mut world, 2);
        assert_eq!(because(&world, who), ["because.usual"]);
        // it is this person's own, so both may agree to less
        let ask = Command::Ask(Level::ONE, Operations::NONE);
        world.command(who, ask).unwrap();
        world.run_for(millis(300));
        world.agree(1 - who).unwrap();
        both_at(&mut world, 1);
    }
}

#[test]
fn a_rule_for_a_time_counts_while_the_time_is() {
    let mut world = friends(8);
    let minute = (world.master() / 60_000 % (24 * 60)) as u16;
    let hours = |from, until| Hours {
        weekdays: 0b111_1111,
        from,
        until,
        offset: 0,
    };
    let rule = |hours| Rule {
        when: When {
            place: None,
            hours: Some(hours),
        },
        level: Level::TWO,
    };
    let far = (minute + 600) % 1_440;
    let rules = vec![rule(hours(far, (far + 1) % 1_440))];
    world.command(0, Command::SetRules(rules)).unwrap();
    world.dial(0, 1, 0);
    answer(&mut world);
    both_at(&mut world, 0);
    world.command(0, Command::HangUp).unwrap();
    assert!(world.all_over(seconds(2)));
    let rules = vec![rule(hours(minute, (minute + 10) % 1_440))];
    world.command(0, Command::SetRules(rules)).unwrap();
    world.dial(0, 1, 0);
    answer(&mut world);
    both_at(&mut world, 2);
    assert_eq!(because(&world, 0), ["because.time"]);
}

#[test]
fn both_phones_forbid_what_either_means_by_a_level_of_its_own() {
    let three = Levels::default().forbidden(Level::THREE);
    let with = |operation| Definition::Forbid(three.with(operation));
    for (mine, theirs) in [
        (Some(Operation::Clipboard), None),
        (Some(Operation::Clipboard), Some(Operation::Transcription)),
    ] {
        let mut world = friends(9);
        let mut expected = three;
        for (phone, added) in [(0, mine), (1, theirs)] {
            if let Some(added) = added {
                let levels = vec![with(added)];
                world.command(phone, Command::DefineLevels(levels)).unwrap();
                expected = expected.with(added);
            }
        }
        world.dial(0, 1, 4);
        answer(&mut world);
        both_at(&mut world, 4);
        for phone in &world.phones {
            let forbidden: Operations = phone.platform.forbidden().iter().copied().collect();
            assert_eq!(forbidden, expected);
        }
        assert!(
            world
                .command(1, Command::Use(Operation::Clipboard))
                .is_err()
        );
    }
}

#[test]
fn a_level_of_one_phone_may_be_raised_to_while_the_other_does_not_know_it() {
    let mut world = friends(10);
    let levels = vec![Definition::AllowOnly(
        Operations::NONE.with(Operation::Transcription),
    )];
    world.command(0, Command::DefineLevels(levels)).unwrap();
    world.talk(1);
    world.command(0, Command::Raise(Level::new(4))).unwrap();
    both_at(&mut world, 4);
    for phone in &world.phones {
        let forbidden: Operations = phone.platform.forbidden().iter().copied().collect();
        assert_eq!(
            forbidden,
            Operations::all().without(Operation::Transcription)
        );
    }
}

#[test]
fn it_is_said_who_raised_the_call_and_that_addresses_are_known() {
    let mut world = friends(11);
    world.talk(1);
    world.command(0, Command::Raise(Level::THREE)).unwrap();
    both_at(&mut world, 3);
    assert_eq!(because(&world, 0), ["raised.you"]);
    assert_eq!(because(&world, 1), ["raised.other"]);
    for phone in &world.phones {
        let CallScreen::Running(view) = view::call(phone.engine(), world.moment()) else {
            panic!("the call runs");
        };
        assert!(view.remarks.iter().any(|t| t.key == "call.address_known"));
        let speaker = view.controls.speaker.reason().unwrap();
        assert!(
            !speaker.english().contains("agreed"),
            "{}",
            speaker.english()
        );
        assert!(
            speaker.english().contains("raised"),
            "{}",
            speaker.english()
        );
    }
}

#[test]
fn without_the_control_channel_reports_come_with_the_sound() {
    each_seed(3, |seed| {
        let mut world = friends(seed);
        world.talk(2);
        world.cut_control(0, true);
        world.cut_control(1, true);
        // what is tried and prevented changes the report, and nobody is taken for silent
        let shot = Operation::Speaker;
        world.platform(0, shot, PlatformNews::Attempt);
        world.command(0, Command::Raise(Level::THREE)).unwrap();
        both_at(&mut world, 3);
        world.platform(1, shot, PlatformNews::Attempt);
        world.run_for(seconds(10));
        both_at(&mut world, 3);
        world.cut_control(0, false);
        world.cut_control(1, false);
        both_at(&mut world, 3);
    });
}

#[test]
fn a_violation_that_ended_is_told_with_the_sound_too() {
    let mut world = friends(12);
    world.talk(2);
    world.cut_control(0, true);
    world.cut_control(1, true);
    world.platform(0, Operation::Speaker, PlatformNews::ViolationBegan);
    world.run_for(seconds(1));
    assert!(!world.phones[1].sounds());
    world.platform(0, Operation::Speaker, PlatformNews::ViolationEnded);
    both_at(&mut world, 2);
}

#[test]
fn a_pause_of_the_network_is_no_violation() {
    let mut world = friends(13);
    world.talk(3);
    world.cut_media(0, true);
    world.cut_control(0, true);
    world.platform(0, Operation::Speaker, PlatformNews::Attempt);
    world.run_for(seconds(8));
    assert!(world.phones.iter().all(|p| p.connected()));
    world.cut_media(0, false);
    world.cut_control(0, false);
    both_at(&mut world, 3);
    assert!(
        world
            .phones
            .iter()
            .all(|p| p.phase() == Some(Phase::Connected))
    );
}

#[test]
fn a_phone_that_crashed_in_secure_mode_allows_everything_again() {
    for who in [0, 1] {
        let mut world = friends(14);
        world.talk(3);
        assert_eq!(world.phones[who].platform.forbidden().len(), 6);
        assert!(
            world.phones[who]
                .store
                .get(Table::Settings, b"armed")
                .is_some()
        );
        world.crash(who, millis(200));
        assert_eq!(world.phones[who].platform.forbidden().len(), 6);
        world.run_for(millis(300));
        assert!(world.phones[who].platform.forbidden().is_empty());
        assert!(
            world.phones[who]
                .store
                .get(Table::Settings, b"armed")
                .is_none()
        );
        assert!(world.all_over(seconds(30)));
        assert_ne!(world.phones[1 - who].ended(), Some(EndReason::Violation));
    }
}
