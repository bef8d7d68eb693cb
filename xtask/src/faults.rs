//! `cargo xtask test faults`: long crash and fault runs.
//!
//! The tests are those of `cargo xtask test`, with more rounds: they read `SOTTO_FAULT_ROUNDS`
//! and `SOTTO_FAULT_SEED` and print the seed of a round that fails.

use crate::install::{For, debian};
use crate::{shell, test, workspace};

/// How often each fault test repeats itself.
const ROUNDS: &str = "SOTTO_FAULT_ROUNDS";
/// Where its random choices begin.
const SEED: &str = "SOTTO_FAULT_SEED";

/// Runs the test programs of `sotto-tests` named `faults…` and `simulation…`.
pub(crate) fn run(rounds: u64, seed: Option<u64>) -> Result<(), String> {
    debian::ensure(&[For::Building])?;
    let programs: Vec<String> = workspace::targets("sotto-tests", "test")?
        .into_iter()
        .filter(|name| name.starts_with("faults") || name.starts_with("simulation"))
        .collect();
    if programs.is_empty() {
        return Err("sotto-tests has no test named faults… or simulation…".to_owned());
    }
    let from = seed.map_or_else(String::new, |seed| format!(" from seed {seed}"));
    println!("{rounds} rounds{from} of {}", programs.join(", "));
    let mut command = shell::cargo(&["test", "--workspace", "--no-fail-fast"]);
    for program in &programs {
        command.args(["--test", program]);
    }
    // Long runs show how far they are.
    command.args(["--", "--nocapture"]);
    command.env(ROUNDS, rounds.to_string());
    if let Some(seed) = seed {
        command.env(SEED, seed.to_string());
    }
    let remark = test::run_tests(&mut command, test::Least::One)?;
    println!("{remark}");
    Ok(())
}
