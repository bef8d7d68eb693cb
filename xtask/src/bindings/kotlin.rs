//! The Kotlin suite: Maven, JNA, two phones and a server.

use std::process::Command;

use super::server::Server;
use super::{Profile, run_suite};
use crate::install::{For, debian};
use crate::workspace;

/// Makes the bindings and runs the suite.
pub(crate) fn test() -> Result<String, String> {
    super::make()?;
    suite(Profile::Dev, &[], &[]).0
}

/// Runs the suite, or what `arguments` choose, on the library of a profile.
pub(super) fn suite(
    profile: Profile,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (Result<String, String>, String) {
    if let Err(why) = debian::ensure(&[For::Kotlin]) {
        return (Err(why), String::new());
    }
    let server = match Server::start() {
        Ok(server) => server,
        Err(why) => return (Err(why), String::new()),
    };
    let mut command = Command::new("mvn");
    command
        .args(["--batch-mode", "--no-transfer-progress"])
        .args(arguments)
        .arg(format!(
            "-DargLine=-Djna.library.path={}",
            profile.folder().display()
        ))
        .arg("test")
        .current_dir(workspace::root().join("bindings/kotlin"))
        .env("SOTTO_JOIN", &server.link)
        .envs(environment.iter().copied());
    run_suite(&mut command, super::is_maven_total)
}
