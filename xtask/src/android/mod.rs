//! `cargo xtask android`, and the test stage of the Android app: Maven, Robolectric, the real core and a server.

use std::path::PathBuf;
use std::process::Command;

use crate::bindings;
use crate::install::{For, debian};
use crate::workspace;

/// The app's folder.
fn folder() -> PathBuf {
    workspace::root().join("android")
}

/// Maven in the app's folder, quiet about what it downloads.
fn maven(arguments: &[&str]) -> Command {
    let mut command = Command::new("mvn");
    command
        .args(["--batch-mode", "--no-transfer-progress"])
        .args(arguments)
        .current_dir(folder());
    command
}

/// The test stage: screens, levers and calls on Robolectric.
pub(crate) fn test() -> Result<String, String> {
    bindings::make()?;
    debian::ensure(&[For::Kotlin, For::Android])?;
    let server = bindings::Server::start()?;
    let mut command = maven(&["test"]);
    command.env("SOTTO_JOIN", &server.link);
    bindings::run_suite(&mut command, |line| line.contains("Tests run:")).0
}
