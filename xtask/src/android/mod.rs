//! The Android app: its test stage, its package, and pictures of its screens. Maven, Robolectric, the real core and a
//! server.

mod apk;
mod jar;
mod screens;

use std::path::PathBuf;
use std::process::Command;

use crate::bindings;
use crate::install::{For, debian};
use crate::workspace;

pub(crate) use apk::run as apk;
pub(crate) use screens::run as screens;

/// The app's folder.
fn folder() -> PathBuf {
    workspace::root().join("android")
}

/// Maven in the app's folder.
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
    suite(&[])
}

/// Runs all tests of the app, or what `arguments` choose.
fn suite(arguments: &[&str]) -> Result<String, String> {
    debian::ensure(&[For::Building, For::Kotlin, For::Android])?;
    bindings::make()?;
    jar::bindings()?;
    let server = bindings::Server::start()?;
    let mut command = maven(arguments);
    command.arg("test").env("SOTTO_JOIN", &server.link);
    bindings::run_suite(&mut command, bindings::is_maven_total).0
}
