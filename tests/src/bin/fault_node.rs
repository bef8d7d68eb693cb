//! A phone or a server in a process of its own, for tests that kill it. Not for people: see `sotto`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotto_tests::faults::run_node()
}
