//! How calls end: each way with its own reason, on both phones, in bounded time.

use sotto_core::call::{Direction, EndReason, Phase};
use sotto_core::engine::{Command, Event};
use sotto_core::secure::{Level, Operations};
use sotto_core::store::Table;
use sotto_tests::simulation::{ServerModel, Settings, Store, World, each_seed};

use super::{millis, seconds};

fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(40)))
}

fn ended(world: &World) -> Vec<Option<EndReason>> {
    world.phones.iter().map(|p| p.ended()).collect()
}

fn both(world: &mut World, reason: EndReason, within: u64) {
    assert!(world.all_over(millis(within)), "not over in {within} ms");
    assert_eq!(ended(world), [Some(reason), Some(reason)]);
    for phone in &world.phones {
        assert_eq!(phone.engine().call_log().len(), 1);
        assert_eq!(phone.engine().call_log()[0].reason, reason);
    }
}

#[test]
fn declined_cancelled_and_unanswered_calls_say_so() {
    let mut world = friends(1);
    world.ring(0);
    world.command(1, Command::HangUp).unwrap();
    both(&mut world, EndReason::Declined, 200);

    let mut world = friends(2);
    world.ring(0);
    world.command(0, Command::HangUp).unwrap();
    both(&mut world, EndReason::Cancelled, 200);

    let mut world = friends(3);
    world.ring(0);
    both(&mut world, EndReason::NoAnswer, 46_000);
}

#[test]
fn a_busy_phone_says_so_and_keeps_the_missed_call() {
    let server = ServerModel::new(&[b"first", b"second", b"third"]);
    let stores = vec![Store::default(), Store::default(), Store::default()];
    let mut world = World::new(Settings::clean(4, millis(20)), stores, server);
    for (phone, invite) in ["first", "second", "third"].iter().enumerate() {
        world.join(phone, invite);
    }
    for (phone, whose) in [(0, 1), (1, 0), (2, 0), (0, 2)] {
        world.scan(phone, whose);
    }
    world.ring(0);
    world.command(1, Command::Answer).unwrap();
    assert!(world.run_until(seconds(3), |w| w.phones[0].connected()
        && w.phones[1].connected()));
    world.dial(2, 0, 0);
    assert!(world.run_until(seconds(1), |w| w.phones[2].ended() == Some(EndReason::Busy)));
    assert!(world.phones[0].connected() && world.phones[1].connected());
    let missed = world.phones[0].engine().call_log();
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].direction, Direction::Incoming);
}

#[test]
fn two_who_dial_at_once_are_in_one_call_at_the_higher_level() {
    each_seed(32, |seed| {
        let mut world = friends(seed);
        let levels = [(seed % 4) as u8, (seed / 4 % 4) as u8];
        let first = (seed / 16 % 2) as usize;
        world.dial(first, 1 - first, levels[first]);
        let gap = world.draw(150);
        world.run_for(millis(gap));
        if world.phones[1 - first].phase().is_some() {
            return; // it rings there already
        }
        world.dial(1 - first, first, levels[1 - first]);
        world.run_for(seconds(3));
        // whoever dialled at a lower level than the call's answers for itself
        for phone in 0..2 {
            if world.phones[phone]
                .engine()
                .call()
                .is_some_and(|c| c.can_answer())
            {
                let level = world.phones[phone].level().unwrap().number();
                assert!(
                    level > levels[phone],
                    "seed {seed}: the person dialled at {levels:?}"
                );
                world.command(phone, Command::Answer).unwrap();
            }
        }
        world.both_hear();
        let highest = *levels.iter().max().unwrap();
        assert!(
            world.run_until(seconds(2), |w| w
                .phones
                .iter()
                .all(|p| p.level() == Some(Level::new(highest)) && p.sounds())),
            "seed {seed}: {levels:?}"
        );
        if highest == 3 {
            world.both_hear();
        }
        world.run_for(seconds(3));
        world.both_hear();
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(1)));
        for phone in &world.phones {
            assert_eq!(
                phone.engine().call_log().len(),
                usize::from(highest < 2),
                "seed {seed}: {levels:?}"
            );
            assert_eq!(phone.count(&Event::Ended(EndReason::HungUp)), 1);
            assert_eq!(
                phone
                    .events
                    .iter()
                    .filter(|(_, e)| matches!(e, Event::Ended(_)))
                    .count(),
                1
            );
        }
    });
}

#[test]
fn both_dial_and_one_hangs_up_at_once() {
    each_seed(40, |seed| {
        let mut world = friends(seed);
        world.dial(0, 1, 0);
        let gap = world.draw(60);
        world.run_for(millis(gap));
        if world.phones[1].phase().is_none() {
            world.dial(1, 0, 0);
        }
        let gap = world.draw(200);
        world.run_for(millis(gap));
        let _ = world.command(0, Command::HangUp);
        world.run_for(seconds(3));
        let _ = world.command(0, Command::HangUp);
        let _ = world.command(1, Command::HangUp);
        assert!(world.all_over(seconds(3)), "seed {seed}");
        world.run_for(seconds(2));
        assert!(world.all_over(seconds(3)), "seed {seed}: rings again");
        for phone in &world.phones {
            assert!(phone.engine().call_log().len() <= 2);
        }
    });
}

/// The account's row, as far as a second device needs it.
#[derive(Clone, PartialEq, prost::Message)]
struct AccountRow {
    #[prost(bytes = "vec", tag = "1")]
    identity: Vec<u8>,
    #[prost(string, tag = "2")]
    server: String,
    #[prost(bytes = "vec", tag = "3")]
    pin: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    access: Vec<u8>,
    #[prost(string, tag = "5")]
    name: String,
    #[prost(bytes = "vec", tag = "6")]
    invite: Vec<u8>,
    #[prost(bool, tag = "7")]
    joined: bool,
    #[prost(bool, tag = "8")]
    access_unsaid: bool,
}

/// A store of another device of the same user.
fn second_device(store: &Store) -> Store {
    use prost::Message;
    let mut second = store.clone();
    second.clear(Table::Prekeys);
    second.clear(Table::Containers);
    let mut row = AccountRow::decode(store.get(Table::Account, b"account").unwrap()).unwrap();
    // format, user key, app-instance key, device key
    for byte in &mut row.identity[33..97] {
        *byte ^= 0x5a;
    }
    row.joined = false;
    row.invite = b"third".to_vec();
    second.put(Table::Account, b"account".to_vec(), row.encode_to_vec());
    second
}

/// Phones 1 and 2 are of one person.
fn three(seed: u64) -> World {
    let world = World::friends(Settings::clean(seed, millis(40)));
    let mut server = world.server.clone();
    server.disconnect_all();
    let mut stores: Vec<Store> = world.phones.iter().map(|p| p.store.clone()).collect();
    stores.push(second_device(&stores[1]));
    let mut world = World::new(Settings::clean(seed, millis(40)), stores, server);
    world.online();
    world.run_for(seconds(1));
    world
}

#[test]
fn answered_on_one_device_the_other_stops_ringing() {
    for answers in 1..3 {
        let mut world = three(5);
        world.dial(0, 1, 0);
        assert!(
            world.run_until(seconds(3), |w| w.phones[1..].iter().all(|p| p
                .engine()
                .call()
                .is_some_and(|c| c.can_answer() && c.has_rung())))
        );
        world.run_for(seconds(1));
        world.command(answers, Command::Answer).unwrap();
        world.run_for(seconds(1));
        let other = 3 - answers;
        assert_eq!(
            world.phones[other].ended(),
            Some(EndReason::AnsweredElsewhere)
        );
        assert!(world.phones[0].connected() && world.phones[answers].connected());
        assert!(world.phones[0].heard.loud > 10 && world.phones[answers].heard.loud > 10);
        assert_eq!(world.phones[other].heard.any, 0);
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(1)));
        for phone in &world.phones {
            assert_eq!(phone.engine().call_log().len(), 1);
        }
    }
}

#[test]
fn a_device_that_was_off_learns_that_another_answered() {
    let mut world = three(6);
    world.cut_control(2, true);
    world.dial(0, 1, 0);
    assert!(world.run_until(seconds(3), |w| {
        w.phones[1]
            .engine()
            .call()
            .is_some_and(|c| c.can_answer() && c.has_rung())
    }));
    world.run_for(seconds(1));
    world.command(1, Command::Answer).unwrap();
    world.run_for(seconds(60));
    assert!(world.phones[0].connected() && world.phones[1].connected());
    world.cut_control(2, false);
    world.run_for(seconds(3));
    let log = world.phones[2].engine().call_log();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].reason, EndReason::AnsweredElsewhere);
    assert_eq!(world.phones[2].phase(), None);
    assert!(world.phones[0].connected() && world.phones[1].connected());
}

#[test]
fn a_short_outage_heals_and_a_long_one_ends_the_call_on_both() {
    for (outage, heals) in [(6, true), (60, false)] {
        let mut world = friends(7);
        world.talk(0);
        world.cut_media(0, true);
        world.cut_control(0, true);
        world.run_for(seconds(outage));
        world.cut_media(0, false);
        world.cut_control(0, false);
        if heals {
            world.both_hear();
        } else {
            both(&mut world, EndReason::NetworkLost, 10);
        }
    }
}

#[test]
fn a_callee_that_is_off_finds_one_missed_call() {
    let mut world = friends(8);
    world.cut_control(1, true);
    world.dial(0, 1, 0);
    world.run_for(seconds(5));
    assert_eq!(world.phones[0].phase(), Some(Phase::Dialling));
    world.command(0, Command::HangUp).unwrap();
    assert_eq!(world.phones[0].ended(), Some(EndReason::Cancelled));
    world.run_for(seconds(90));
    world.cut_control(1, false);
    world.run_for(seconds(3));
    assert_eq!(world.phones[1].phase(), None);
    assert_eq!(world.phones[1].engine().call_log().len(), 1);
    assert_eq!(world.server.waiting(), 0);
}

#[test]
fn a_cut_in_any_phase_heals_or_ends_on_both() {
    each_seed(16, |seed| {
        let mut world = friends(seed);
        let level = (seed % 4) as u8;
        world.dial(0, 1, level);
        let before = world.draw(1_500);
        let who = world.draw(2) as usize;
        let what = world.draw(3);
        let outage = [2, 9, 25, 50][world.draw(4) as usize];
        let mut cut = false;
        for step in 0..40u64 {
            world.run_for(millis(100));
            if step * 100 >= before && !cut {
                cut = true;
                if what != 1 {
                    world.cut_control(who, true);
                }
                if what != 0 {
                    world.cut_media(who, true);
                }
            }
            if step == 7 {
                let _ = world.command(1, Command::Answer);
            }
        }
        world.run_for(seconds(outage));
        world.cut_control(who, false);
        world.cut_media(who, false);
        // whoever still rings gives up, whoever still talks hears the other
        let healed = world.now;
        world.run_until(seconds(50), |w| {
            let over = w.phones.iter().all(|p| p.phase().is_none());
            let talks = |last: std::time::Instant| last > healed + seconds(3);
            over || w
                .phones
                .iter()
                .all(|p| p.connected() && p.heard.last.is_some_and(talks))
        });
        let phases: Vec<_> = world.phones.iter().map(|p| p.phase()).collect();
        let connected = phases.iter().all(|p| *p == Some(Phase::Connected));
        assert!(
            connected || phases == [None, None],
            "seed {seed}: {phases:?} {:?}",
            ended(&world)
        );
        if connected {
            world.both_hear();
            world.command(0, Command::HangUp).unwrap();
            assert!(world.all_over(seconds(2)));
        }
        world.run_for(seconds(2));
        for phone in &world.phones {
            assert!(phone.platform.forbidden().is_empty());
            assert!(phone.engine().call_log().len() <= usize::from(level < 2));
            assert_eq!(phone.engine().pending(), 0, "seed {seed}");
        }
    });
}

#[test]
fn a_call_whose_shell_closes_the_microphone_on_hold_lasts_and_the_other_person_knows() {
    for level in [0, 1, 3] {
        let mut world = friends(9);
        world.talk(level);
        world.command(1, Command::Hold(true)).unwrap();
        // at once: no packet of the microphone's could carry that it is on hold
        world.phones[1].mute_shell = true;
        world.run_for(seconds(1));
        let leg = world.phones[0].engine().call().unwrap().main_leg().unwrap();
        assert!(leg.state().held);
        world.run_for(seconds(60));
        assert!(world.phones.iter().all(|phone| phone.connected()));
        let level = Level::new(level);
        assert!(world.phones.iter().all(|p| p.level() == Some(level)));
        world.phones[1].mute_shell = false;
        world.command(1, Command::Hold(false)).unwrap();
        world.both_hear();
    }
}

#[test]
fn hold_and_mute_silence_and_come_back() {
    let mut world = friends(9);
    world.talk(2);
    world.command(0, Command::Mute(true)).unwrap();
    world.run_for(millis(500));
    let before = world.phones[1].heard.loud;
    world.run_for(seconds(1));
    assert_eq!(world.phones[1].heard.loud, before);
    let leg = world.phones[1].engine().call().unwrap().main_leg().unwrap();
    assert!(leg.state().muted && !leg.state().held);
    world.command(0, Command::Mute(false)).unwrap();
    world.both_hear();
    world.command(1, Command::Hold(true)).unwrap();
    world.run_for(millis(500));
    let before = (world.phones[0].heard.loud, world.phones[1].heard.any);
    world.run_for(seconds(30));
    assert_eq!(
        (world.phones[0].heard.loud, world.phones[1].heard.any),
        before
    );
    world.command(1, Command::Hold(false)).unwrap();
    world.both_hear();
    assert!(
        world
            .command(0, Command::Ask(Level::TWO, Operations::NONE))
            .is_err()
    );
}
