//! The Android app: its test stage, its package, and pictures of its screens. Maven, Robolectric, the real core and a
//! server.

mod api;
mod apk;
mod jar;
mod screens;
mod sheet;

use std::path::{Path, PathBuf};
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

/// No more lines of Kotlin than this in the whole shell.
const MOST_LINES: usize = 4_500;

/// The test stage: screens, levers and calls on Robolectric.
pub(crate) fn test() -> Result<String, String> {
    let lines = thin(&folder().join("src/main"))?;
    if lines > MOST_LINES {
        return Err(format!(
            "the Android shell has {lines} lines, more than {MOST_LINES}: what decides belongs into the core"
        ));
    }
    Ok(format!(
        "{}\n{lines} lines of Kotlin in the shell",
        suite(&[])?
    ))
}

/// The lines of Kotlin in a folder.
fn thin(folder: &Path) -> Result<usize, String> {
    let text = |why| format!("{}: {why}", folder.display());
    let mut lines = 0;
    for entry in std::fs::read_dir(folder).map_err(text)? {
        let path = entry.map_err(text)?.path();
        if path.is_dir() {
            lines += thin(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "kt") {
            let code = std::fs::read_to_string(&path);
            lines += code
                .map_err(|why| format!("{}: {why}", path.display()))?
                .lines()
                .count();
        }
    }
    Ok(lines)
}

/// Runs all tests of the app, or what `arguments` choose.
fn suite(arguments: &[&str]) -> Result<String, String> {
    debian::ensure(&[For::Building, For::Kotlin, For::Android])?;
    api::ensure()?;
    bindings::make()?;
    jar::bindings()?;
    let server = bindings::Server::start()?;
    let mut command = maven(arguments);
    command.arg("test").env("SOTTO_JOIN", &server.link);
    bindings::run_suite(&mut command, bindings::is_maven_total).0
}
