//! Calls that go well: how soon they sound, what they show of an address, how their packets look.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::call::Phase;
use sotto_core::container::{MeetingKey, SignalKeys, SignalSalt};
use sotto_core::engine::{Command, Event};
use sotto_core::secure::Level;
use sotto_core::store::Table;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::signal::Body;
use sotto_protocol::wire::link::relay::Transport;
use sotto_tests::simulation::measure::{accept_to_sound, dial_to_ringing};
use sotto_tests::simulation::{Settings, World, each_seed};

use super::{friends, millis, seconds};

#[test]
fn two_strangers_join_scan_talk_and_hang_up() {
    let mut world = World::strangers(Settings::clean(1, millis(20)));
    world.join(0, "first");
    world.join(1, "second");
    world.scan(0, 1);
    world.scan(1, 0);
    world.talk(0);
    world.run_for(seconds(2));
    for phone in &world.phones {
        assert!(phone.heard.loud > 90, "{:?}", phone.heard);
    }
    world.command(0, Command::HangUp).unwrap();
    assert!(world.all_over(millis(200)));
    for phone in &world.phones {
        assert_eq!(phone.ended(), Some(sotto_core::call::EndReason::HungUp));
        assert_eq!(phone.engine().call_log().len(), 1);
        assert_eq!(phone.count(&Event::CallLogged), 1);
    }
    assert_eq!(world.server.waiting(), 0);
}

#[test]
fn every_level_connects_and_only_ordinary_ones_are_logged() {
    for level in 0..=3 {
        let mut world = World::friends(Settings::clean(u64::from(level), millis(50)));
        world.talk(level);
        world.run_for(seconds(1));
        for phone in &world.phones {
            assert!(phone.heard.loud > 40, "level {level}: {:?}", phone.heard);
            let expected = world.phones[0]
                .engine()
                .levels()
                .forbidden(Level::new(level));
            assert_eq!(
                phone
                    .platform
                    .forbidden()
                    .iter()
                    .copied()
                    .collect::<sotto_core::secure::Operations>(),
                expected
            );
        }
        world.command(1, Command::HangUp).unwrap();
        assert!(world.all_over(millis(500)));
        for phone in &world.phones {
            assert_eq!(phone.engine().call_log().len(), usize::from(level < 2));
            assert!(phone.platform.forbidden().is_empty());
            assert_eq!(phone.engine().ended().unwrap().other.is_some(), level < 3);
        }
    }
}

#[test]
fn sound_follows_the_accept_after_one_way_and_sixty_milliseconds() {
    for (one_way, level) in [(50, 0), (150, 0), (50, 3), (150, 3)] {
        let mut times: Vec<_> = (0..20)
            .map(|seed| accept_to_sound(seed, millis(one_way), level))
            .collect();
        times.sort();
        println!(
            "{one_way} ms, level {level}: {:?} … {:?}",
            times[0], times[19]
        );
        assert!(
            times[19] <= millis(one_way + 60),
            "{one_way} ms, level {level}: {times:?}"
        );
    }
}

#[test]
fn ringing_takes_little_more_than_its_messages() {
    for level in [0, 3] {
        let time = dial_to_ringing(1, millis(50), level);
        println!("level {level}: {time:?}");
        // prekeys there and back, the invite, the ringing: six ways of 25 ms to the server
        assert!(time <= millis(6 * 25 + 60), "level {level}: {time:?}");
    }
}

/// What was signalled in the call between phones 0 and 1, opened with the meeting's key.
fn signalled(world: &World) -> Vec<Body> {
    let caller = world.phones[0].engine().call().unwrap();
    let devices: Vec<DeviceId> = world.server.signals.iter().map(|(to, _)| *to).collect();
    let salt = SignalSalt::generate(&mut ChaCha20Rng::seed_from_u64(1));
    let mut bodies = Vec::new();
    for to in &devices {
        for from in &devices {
            let key = MeetingKey::take(&mut caller.invite().meeting_key).unwrap();
            let mut keys = SignalKeys::new(&key, *to, *from, 0, salt);
            let sealed = world
                .server
                .signals
                .iter()
                .filter(|(device, _)| device == to);
            bodies.extend(sealed.filter_map(|(_, sealed)| keys.open(sealed).ok()?.body));
        }
    }
    bodies
}

fn shows_no_address(world: &World) {
    let bodies = signalled(world);
    let texts: Vec<String> = bodies
        .into_iter()
        .filter_map(|body| match body {
            Body::Ringing(ringing) => ringing.offer.map(|offer| offer.sdp),
            Body::Answer(answer) => Some(answer.sdp),
            Body::Candidate(candidate) => Some(candidate.candidate),
            _ => None,
        })
        .collect();
    assert!(texts.len() >= 4, "offer, answer and candidates: {texts:?}");
    for text in texts {
        assert!(!text.contains("10.0."), "{text}");
        assert!(
            !text.contains("typ host") && !text.contains("typ srflx"),
            "{text}"
        );
    }
    assert!(
        world.past_the_relay().is_empty(),
        "{:?}",
        world.past_the_relay()
    );
}

#[test]
fn level_three_shows_no_address_and_sends_nothing_past_the_relay() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = World::friends(Settings::clean(9, millis(30)));
        world.server.record = true;
        world.server.transports = vec![transport];
        // the phones learn of the other relay when they sign in
        world.break_lines(0);
        world.break_lines(1);
        world.run_for(seconds(1));
        world.talk(3);
        world.run_for(seconds(2));
        shows_no_address(&world);
    }
}

#[test]
fn a_stranger_is_not_shown_the_callees_address() {
    let mut world = World::friends(Settings::clean(9, millis(30)));
    world.server.record = true;
    let caller = world.phones[0].account().to_vec();
    world.command(1, Command::Forget(caller)).unwrap();
    world.talk(0);
    world.run_for(seconds(1));
    let callee: std::collections::BTreeSet<_> =
        world.phones[1].sent_to.iter().map(|a| a.ip()).collect();
    assert_eq!(callee.len(), 1, "{callee:?}");
    for body in signalled(&world) {
        if let Body::Ringing(ringing) = body {
            assert!(!ringing.offer.unwrap().sdp.contains("10.0.2."));
        }
    }
}

#[test]
fn packets_of_a_secure_call_are_alike_whatever_is_said() {
    for level in [1, 3] {
        let mut world = World::friends(Settings::clean(4, millis(20)));
        // level 1 goes directly unless that is impossible; here only the relay is watched
        let direct = (
            std::net::IpAddr::from([10, 0, 1, 1]),
            std::net::IpAddr::from([10, 0, 2, 1]),
        );
        world.network.cut(direct.0, direct.1);
        world.talk(level);
        world.run_for(seconds(3));
        world.record = true;
        for (speaks, muted) in [
            (true, false),
            (false, false),
            (true, true),
            (false, true),
            (true, false),
        ] {
            world.phones[0].speaking = speaks;
            world.command(0, Command::Mute(muted)).unwrap();
            world.run_for(seconds(2));
        }
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut times = Vec::new();
        for (at, from, size) in &world.relay_saw {
            if from.ip() == direct.0 && *size > 90 {
                *sizes.entry(*size).or_default() += 1;
                times.push(*at);
            }
        }
        // everything large is voice, but for a few keep-alives and reports of one size each
        let (voice, count) = sizes.iter().max_by_key(|(_, count)| **count).unwrap();
        let times: Vec<_> = world
            .relay_saw
            .iter()
            .filter(|(_, from, size)| from.ip() == direct.0 && size == voice)
            .map(|(at, ..)| *at)
            .collect();
        assert_eq!(*count, times.len());
        assert!((499..=501).contains(count), "level {level}: {sizes:?}");
        for pair in times.windows(2) {
            assert_eq!(pair[1] - pair[0], millis(20), "level {level}");
        }
    }
}

#[test]
fn calls_connect_on_a_bad_network() {
    each_seed(25, |seed| {
        let conditions = sotto_tests::network::Conditions::lossy(millis(60), 0.1);
        let settings = Settings {
            media: conditions,
            ..Settings::clean(seed, millis(60))
        };
        let mut world = World::friends(settings);
        world.talk((seed % 4) as u8);
        world.run_for(seconds(1));
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(3)), "seed {seed}");
        let reasons: Vec<_> = world.phones.iter().map(|p| p.ended()).collect();
        assert_eq!(reasons[0], reasons[1]);
    });
}

#[test]
fn many_calls_leave_nothing_behind() {
    let mut world = World::friends(Settings::clean(3, millis(20)));
    let calls = 60 * sotto_tests::simulation::fault_rounds();
    for call in 0..calls {
        world.dial(0, 1, (call % 4) as u8);
        let ready = |w: &World| {
            w.phones[1]
                .engine()
                .call()
                .is_some_and(|c| c.can_answer() && c.has_rung())
        };
        assert!(world.run_until(seconds(5), ready));
        if call % 3 == 0 {
            world.command(1, Command::Answer).unwrap();
            assert!(world.run_until(seconds(5), |w| w.phones.iter().all(|p| p.connected())));
        } else {
            assert!(world.run_until(seconds(5), |w| w.phones[0].phase() == Some(Phase::Ringing)));
            // relays are given back once they are had; one that is asked for at the end runs out by itself
            world.run_for(millis(300));
        }
        world.command((call % 2) as usize, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(3)));
        world.run_for(millis(500));
        for phone in &world.phones {
            assert_eq!(phone.engine().pending(), 0, "after call {call}");
            assert!(phone.platform.forbidden().is_empty());
        }
        assert_eq!(world.server.waiting(), 0);
    }
    world.run_for(seconds(2));
    assert_eq!(world.turn.allocations(), 0);
}

/// Nothing else removes them: the store does not look at the clock.
#[test]
fn what_was_remembered_of_containers_is_forgotten_once_no_server_delivers_them() {
    let mut world = friends(1);
    world.talk(1);
    world.command(0, Command::HangUp).unwrap();
    world.run_for(seconds(5));
    let rows = |world: &World| world.phones[1].store.keys(Table::Containers).count();
    assert!(rows(&world) > 0);
    world.run_for(seconds(20 * 24 * 3_600));
    assert!(rows(&world) > 0, "a server may deliver them again");
    world.run_for(seconds(12 * 24 * 3_600));
    assert_eq!(rows(&world), 0);
}
