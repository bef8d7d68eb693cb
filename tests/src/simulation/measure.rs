//! Times that tests and benchmarks hold against their goals.

use std::time::{Duration, Instant};

use sotto_core::call::Phase;
use sotto_core::engine::{Command, Event, PlatformNews};
use sotto_core::secure::{GuardState, Level, Operation};

use super::{Settings, World};

const SOON: Duration = Duration::from_secs(10);

/// From the callee's accept to the first sound that the caller hears, the media path standing before.
///
/// # Panics
/// When nothing is heard.
#[must_use]
pub fn accept_to_sound(seed: u64, one_way: Duration, level: u8) -> Duration {
    let mut world = World::friends(Settings::clean(seed, one_way));
    world.ring(level);
    let stands = world.run_until(SOON, |w| {
        w.phones.iter().all(|p| p.count(&Event::PathReady) > 0)
    });
    assert!(stands, "no media path");
    let pause = Duration::from_micros(world.draw(200_000));
    world.run_for(pause);
    let accepted = world.now;
    world.command(1, Command::Answer).expect("it rings");
    assert!(
        world.run_until(SOON, |w| w.phones[0].heard.first.is_some()),
        "nothing is heard"
    );
    world.now - accepted
}

/// From dialling to *ringing* on the caller's screen.
///
/// # Panics
/// When it never rings.
#[must_use]
pub fn dial_to_ringing(seed: u64, one_way: Duration, level: u8) -> Duration {
    let mut world = World::friends(Settings::clean(seed, one_way));
    let dialled = world.now;
    world.dial(0, 1, level);
    let rings = world.run_until(SOON, |w| w.phones[0].phase() == Some(Phase::Ringing));
    assert!(rings, "it does not ring");
    world.now - dialled
}

/// From a violation on one phone to the other phone's knowing it; without the control channel, if so asked.
///
/// # Panics
/// When it does not come to know.
#[must_use]
pub fn violation_to_other(seed: u64, one_way: Duration, level: u8, control: bool) -> Duration {
    let mut world = World::friends(Settings::clean(seed, one_way));
    world.talk(level);
    if !control {
        world.cut_control(0, true);
        world.cut_control(1, true);
    }
    let pause = Duration::from_micros(world.draw(200_000));
    world.run_for(pause);
    let began = world.now;
    world.platform(0, Operation::Speaker, PlatformNews::ViolationBegan);
    let known = world.run_until(SOON, |w| !w.phones[1].sounds());
    assert!(known, "the other phone does not come to know");
    world.now - began
}

/// From the tap on the eyeglasses to *armed* on this phone, in a call that stands, on a system that answers at once: the
/// core's own time, by the real clock.
///
/// # Panics
/// When it does not arm.
#[must_use]
pub fn tap_to_armed(seed: u64, level: u8) -> Duration {
    let mut world = World::friends(Settings::clean(seed, Duration::from_millis(20)));
    world.talk(0);
    let tapped = Instant::now();
    world
        .command(0, Command::Raise(Level::new(level)))
        .expect("a call stands");
    let armed = world.run_until(SOON, |w| {
        let call = w.phones[0].engine().call();
        call.is_some_and(|call| call.guard().state() == GuardState::Armed)
    });
    assert!(armed, "it does not arm");
    tapped.elapsed()
}
