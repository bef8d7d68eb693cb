//! The one front door of the project: `cargo xtask demo`, `test`, `lint`, `bench`,
//! `bindings`.
//!
//! It installs what is missing, runs the right commands in the right order and says what it does
//! and why. It is not for logic of the product: nothing else depends on it, and it depends on
//! next to nothing, so that it compiles in seconds.
#![forbid(unsafe_code)]

mod android;
mod args;
mod bench;
mod bindings;
mod branches;
mod demo;
mod faults;
mod install;
mod lint;
mod own_rules;
mod shell;
mod stages;
mod test;
mod workspace;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let result = match args::parse(&words) {
        Ok(Command::Help) => {
            print!("{}", args::USAGE);
            Ok(())
        }
        Ok(Command::Test { stages }) => test::run(&stages),
        Ok(Command::Faults { rounds, seed }) => faults::run(rounds, seed),
        Ok(Command::Bindings { accept }) => bindings::run(accept),
        Ok(Command::AndroidApk) => android::apk(),
        Ok(Command::Screens) => android::screens(),
        Ok(Command::Lint) => lint::run(),
        Ok(Command::Bench { names, quick }) => bench::run(&names, quick),
        Ok(Command::Demo { rest }) => demo::run(&rest),
        Err(why) => {
            eprintln!("{why}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}
