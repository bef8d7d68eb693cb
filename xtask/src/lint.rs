//! `cargo xtask lint`: every check that only reads the source.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::install::{For, debian};
use crate::stages::{self, Stage};
use crate::{branches, own_rules, shell, workspace};

const STAGES: &[Stage] = &[
    Stage {
        name: "packages",
        why: "Debian packages that building needs",
        run: || debian::ensure(&[For::Building]),
    },
    Stage {
        name: "format",
        why: "rustfmt has nothing to change",
        run: format,
    },
    Stage {
        name: "sizes",
        why: "no source file is longer than 500 lines",
        run: own_rules::file_sizes,
    },
    Stage {
        name: "pure",
        why: "core and protocol name no crate that does I/O",
        run: own_rules::pure_crates,
    },
    Stage {
        name: "branches",
        why: "no line of the shells decides: each that branches on what the core says is listed with its purpose",
        run: branches::listed,
    },
    Stage {
        name: "clippy",
        why: "no warning, and no clock, thread or randomness in what must be pure",
        run: clippy,
    },
    Stage {
        name: "docs",
        why: "the documentation builds without a warning",
        run: docs,
    },
    Stage {
        name: "deny",
        why: "licences, sources and banned crates among the dependencies",
        run: || deny(&["bans", "licenses", "sources"]),
    },
    Stage {
        name: "advisories",
        why: "known vulnerabilities among the dependencies",
        run: advisories,
    },
];

/// Runs them all and prints the summary.
pub(crate) fn run() -> Result<(), String> {
    stages::run(&STAGES.iter().collect::<Vec<_>>())
}

/// rustfmt in checking mode.
pub(crate) fn format() -> Result<String, String> {
    done(&mut shell::cargo(&["fmt", "--all", "--check"]))
}

/// clippy over every target, where any warning is an error.
pub(crate) fn clippy() -> Result<String, String> {
    done(&mut shell::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

fn docs() -> Result<String, String> {
    let mut command = shell::cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    done(&mut command)
}

fn done(command: &mut Command) -> Result<String, String> {
    shell::run(command).map(|()| String::new())
}

fn deny(checks: &[&str]) -> Result<String, String> {
    let mut command = Command::new(cargo_deny()?);
    command.args(["--workspace", "check"]).args(checks);
    done(command.current_dir(workspace::root()))
}

/// The database of advisories lies on a git host that may be out of reach. Then this stage says
/// so and passes: it cannot know better, and the other checks do not depend on it.
fn advisories() -> Result<String, String> {
    const DATABASE: &str = "https://github.com/rustsec/advisory-db";
    if !shell::has("git") {
        return Ok("NOT CHECKED: the database is fetched with git, which is missing".to_owned());
    }
    let reachable = Command::new("timeout")
        .args(["20", "git", "ls-remote", "--exit-code", DATABASE, "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if reachable.is_ok_and(|status| status.success()) {
        deny(&["advisories"])
    } else {
        Ok(format!("NOT CHECKED: {DATABASE} is out of reach"))
    }
}

/// cargo-deny from the path, or our own under `target/tools`, built when missing.
fn cargo_deny() -> Result<PathBuf, String> {
    if shell::has("cargo-deny") {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let folder = workspace::root().join("target/tools");
    let program = folder.join("bin/cargo-deny");
    if !program.is_file() {
        println!("  cargo-deny is missing; building it takes some minutes, once");
        let mut command = shell::cargo(&["install", "--locked", "cargo-deny", "--root"]);
        shell::run(command.arg(&folder))?;
    }
    Ok(program)
}
