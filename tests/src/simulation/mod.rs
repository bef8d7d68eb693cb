//! Whole phones ([`sotto_core::engine::Engine`]), a server, a relay and a bad network under one virtual clock.
//!
//! A phone's store commits in memory, and a phone may crash between any two of its outputs: what was not performed is
//! lost, and the phone starts again from what was committed. The same seed gives the same story.
//!
//! Not here: sockets, threads, real servers; those are tested elsewhere.

mod control;
pub mod measure;
mod phone;
mod platform;
mod server;
mod store;
mod story;
mod world;

pub use phone::{Heard, Phone, SILENCE};
pub use platform::{Manner, Platform};
pub use server::ServerModel;
pub use store::Store;
pub use world::{Lie, Settings, World};

/// Random stories with faults that the ordinary test run tells.
const STORIES: u64 = 50;

/// How many times longer randomised tests run than by default: so many that about `SOTTO_FAULT_ROUNDS` random stories
/// are told; 1 if that is unset.
#[must_use]
pub fn fault_rounds() -> u64 {
    number("SOTTO_FAULT_ROUNDS").map_or(1, |rounds| rounds.div_ceil(STORIES).max(1))
}

/// The seeds of a randomised test: `count` times [`fault_rounds`], or only `SOTTO_FAULT_SEED` if that is set.
pub fn seeds(count: u64) -> Vec<u64> {
    match number("SOTTO_FAULT_SEED") {
        Some(seed) => vec![seed],
        None => (0..count * fault_rounds()).collect(),
    }
}

/// Runs `story` for each seed; names the seed of the first that fails.
///
/// # Panics
/// As `story` does.
pub fn each_seed(count: u64, story: impl Fn(u64)) {
    for seed in seeds(count) {
        tell(seed, &story);
    }
}

/// As [`each_seed`] with the number of random stories that a round has, but never fewer than `least`; on all cores.
///
/// # Panics
/// As `story` does.
pub fn each_story(least: u64, story: impl Fn(u64) + Sync) {
    let seeds = match number("SOTTO_FAULT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..least.max(STORIES * fault_rounds()),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let story = &story;
    std::thread::scope(|scope| {
        for core in 0..cores {
            let mine = seeds.clone().skip(core).step_by(cores);
            scope.spawn(move || mine.for_each(|seed| tell(seed, story)));
        }
    });
}

fn tell(seed: u64, story: &impl Fn(u64)) {
    let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| story(seed)));
    if let Err(panic) = told {
        eprintln!("failed with SOTTO_FAULT_SEED={seed}");
        std::panic::resume_unwind(panic);
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
