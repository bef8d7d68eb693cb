//! What was accepted survives SIGKILL at any instant: phones and a server in processes of their own are killed under
//! traffic, and an oracle compares what each holds with what it had claimed. `SOTTO_FAULT_ROUNDS` multiplies the rounds,
//! `SOTTO_FAULT_SEED` says where they begin.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;

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
