//! What was accepted survives SIGKILL at any instant: phones and a server in processes of their own are killed under
//! traffic, and an oracle compares what each holds with what it had claimed. `SOTTO_FAULT_ROUNDS` multiplies the rounds,
//! `SOTTO_FAULT_SEED` says where they begin.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use sotto_tests::faults::World;

/// Rounds of one run; in each of them one to three processes are killed.
const ROUNDS: u64 = 16;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_accepted_is_lost_when_phones_and_server_are_killed() {
    let rounds = ROUNDS * number("SOTTO_FAULT_ROUNDS").unwrap_or(1);
    let first = number("SOTTO_FAULT_SEED").unwrap_or(1);
    let program = Path::new(env!("CARGO_BIN_EXE_fault_node"));
    let mut world = World::start(program).await.unwrap();
    let mut kills = 0;
    for round in first..first + rounds {
        match world.round(round).await {
            Ok(killed) => kills += killed,
            Err(wrong) => panic!("SOTTO_FAULT_SEED={round}, after {kills} kills:\n{wrong}"),
        }
    }
    println!("{kills} kills in {rounds} rounds from SOTTO_FAULT_SEED={first}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_start_that_was_cut_short_is_begun_again() {
    let rounds = 4 * number("SOTTO_FAULT_ROUNDS").unwrap_or(1);
    let first = number("SOTTO_FAULT_SEED").unwrap_or(1);
    let program = Path::new(env!("CARGO_BIN_EXE_fault_node"));
    for seed in first..first + rounds {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let pauses: Vec<_> = (0..5)
            .map(|_| Duration::from_micros(rng.random_range(500..40_000)))
            .collect();
        let started = World::first_starts(program, &pauses).await;
        started.unwrap_or_else(|wrong| panic!("SOTTO_FAULT_SEED={seed}: {wrong}"));
    }
}
