//! A phone in a terminal, and the server command.
//!
//! Only words, keys and files: what may happen is decided by the core.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod failure;
mod folder;
mod keys;
mod logs;
mod names;
mod read;
mod screen;
mod session;
mod signals;
mod sound;
mod talk;
mod times;
mod waiting;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use args::Args;
use failure::Failure;
use screen::Screen;

/// How long the last bytes may take to leave.
const PARTING: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // help and version come this way too
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    logs::start(args.common.verbose);
    let screen = Screen::new(args.common.json);
    match run(args, screen) {
        Ok(()) => {
            screen.succeeded();
            ExitCode::SUCCESS
        }
        Err(failure) => {
            screen.failed(&failure);
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn run(args: Args, screen: Screen) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("The system gives no threads: {error}.")))?;
    let result = runtime.block_on(commands::run(args, screen));
    runtime.shutdown_timeout(PARTING);
    result
}
