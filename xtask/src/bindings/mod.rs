//! `cargo xtask bindings`, and the test stages of both languages: the shared library, what is generated from it, and the
//! list of what it exports.

pub(crate) mod bench;
mod ios;
mod kotlin;
mod public;
mod root;
mod server;
pub(crate) mod ship;
pub(crate) mod size;
mod swift;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{For, debian};
use crate::{shell, workspace};

pub(crate) use ios::test as test_ios;
pub(crate) use kotlin::test as test_kotlin;
pub(crate) use server::Server;
pub(crate) use swift::test as test_swift;

/// Where everything generated goes, under `target`.
const FOLDER: &str = "target/bindings";
/// The list of what is exported, as it was last reviewed.
const SNAPSHOT: &str = "uniffi/api.txt";

/// `cargo xtask bindings`: makes Kotlin and Swift; with `accept` the list of exports becomes the reviewed one.
pub(crate) fn run(accept: bool) -> Result<(), String> {
    debian::ensure(&[For::Building])?;
    make()?;
    let api = read(&workspace::root().join(FOLDER).join("api.txt"))?;
    if accept {
        let snapshot = workspace::root().join(SNAPSHOT);
        std::fs::write(&snapshot, api).map_err(|why| format!("{}: {why}", snapshot.display()))?;
        println!("accepted: {SNAPSHOT}");
    } else {
        compare(&read(&workspace::root().join(SNAPSHOT))?, &api)?;
    }
    println!("made {FOLDER}/kotlin and {FOLDER}/swift");
    Ok(())
}

/// The test stage: everything is generated, documented, and exports what was reviewed.
pub(crate) fn check() -> Result<String, String> {
    make()?;
    let api = read(&workspace::root().join(FOLDER).join("api.txt"))?;
    compare(&read(&workspace::root().join(SNAPSHOT))?, &api)?;
    let lines = api.lines().filter(|line| !line.is_empty()).count();
    Ok(format!("{lines} lines of exports, as reviewed"))
}

/// How the shared library is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As the tests are.
    Dev,
    /// As the apps carry it.
    Ship,
}

impl Profile {
    /// The folder of what cargo built.
    fn folder(self) -> PathBuf {
        let folder = match self {
            Self::Dev => "target/debug",
            Self::Ship => "target/ship",
        };
        workspace::root().join(folder)
    }

    /// The shared library.
    pub(crate) fn library(self) -> PathBuf {
        self.folder().join("libsotto_uniffi.so")
    }
}

/// Builds the shared library.
pub(crate) fn build(profile: Profile) -> Result<(), String> {
    match profile {
        // all of the workspace, as the Rust stages do: then nothing is compiled twice
        Profile::Dev => shell::run(&mut shell::cargo(&["build", "--workspace"])),
        Profile::Ship => ship::build(None).map(|_| ()),
    }
}

/// Builds the shared library and generates Kotlin, Swift and the list of exports.
pub(crate) fn make() -> Result<(), String> {
    build(Profile::Dev)?;
    let folder = workspace::root().join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut command = Command::new(Profile::Dev.folder().join("sotto-bindgen"));
    command.current_dir(workspace::root());
    shell::run(command.arg(Profile::Dev.library()).arg(&folder))
}

/// The first difference between what was reviewed and what is.
fn compare(reviewed: &str, now: &str) -> Result<(), String> {
    if reviewed == now {
        return Ok(());
    }
    let mut lines = reviewed.lines().zip(now.lines()).enumerate();
    let (number, was, is) = lines.find(|(_, (was, is))| was != is).map_or(
        (reviewed.lines().count().min(now.lines().count()), "", ""),
        |(index, (was, is))| (index, was.trim(), is.trim()),
    );
    Err(format!(
        "what is exported differs from {SNAPSHOT}, first in line {}: {was:?} is now {is:?}\n\
         if that is meant: cargo xtask bindings --accept, and commit the file",
        number + 1
    ))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

/// The figures that a suite printed, as `figure NAME VALUE`.
fn figures(output: &str) -> std::collections::BTreeMap<String, f64> {
    output
        .lines()
        .filter_map(|line| {
            let mut words = line.trim().strip_prefix("figure ")?.split(' ');
            let name = words.next()?.to_owned();
            Some((name, words.next()?.parse().ok()?))
        })
        .collect()
}

/// Whether Maven says in this line how many tests it ran in all.
pub(crate) fn is_maven_total(line: &str) -> bool {
    // each class has a line as well, with its time
    line.contains("Tests run:") && !line.contains("Time elapsed")
}

/// Runs a suite, and takes the lines that say how many tests ran as the remark; the suite prints them itself.
pub(crate) fn run_suite(
    command: &mut Command,
    counts: impl Fn(&str) -> bool,
) -> (Result<String, String>, String) {
    let (result, output) = shell::run_and_keep(command);
    let totals = output.lines().map(str::trim).filter(|line| counts(line));
    let remark = totals.collect::<Vec<_>>().join("\n");
    let result = match result {
        Ok(()) if remark.is_empty() => Err("not one test ran".to_owned()),
        Ok(()) => Ok(remark),
        Err(why) => Err([why, remark, failures(&output)].join("\n")),
    };
    (result, output)
}

/// Which tests failed and how, as Maven or Swift Testing says it in its output: the summary's reader may see nothing else.
fn failures(output: &str) -> String {
    /// No more lines than this: one broken part can fail every test.
    const MOST: usize = 20;
    /// No more of each line, in letters.
    const WIDEST: usize = 240;
    let tells = |line: &&str| {
        line.starts_with("✘")
            || line
                .strip_prefix("[ERROR]")
                .is_some_and(|what| what.contains("Test.") && !what.contains("Time elapsed"))
    };
    let lines = output.lines().map(str::trim).filter(tells).take(MOST);
    let cut = lines.map(|line| line.chars().take(WIDEST).collect::<String>());
    cut.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_export_is_named_with_the_command_that_accepts_it() {
        assert_eq!(compare("a\nb\n", "a\nb\n"), Ok(()));
        let why = compare("a\nb: bool\n", "a\nb: string\n")
            .err()
            .unwrap_or_default();
        assert!(why.contains("line 2") && why.contains("b: string") && why.contains("--accept"));
        assert!(compare("a\n", "a\nb\n").is_err());
    }

    #[test]
    fn figures_are_read_from_what_a_suite_prints() {
        let figures = figures("[INFO] x\nfigure frame_us 12.5\nfigure broken\n");
        assert_eq!(figures.get("frame_us"), Some(&12.5));
        assert_eq!(figures.len(), 1);
    }

    #[test]
    fn the_summary_names_the_tests_that_failed() {
        let maven = "[ERROR] Tests run: 9, Failures: 1, Time elapsed: 12 s <<< FAILURE! -- in app.CallTest\n\
            [ERROR] app.CallTest.it rings -- Time elapsed: 1.2 s <<< FAILURE!\n\
            [ERROR]   CallTest.it rings:38 did not happen: the flag\n[INFO] done\n";
        assert_eq!(
            failures(maven),
            "[ERROR]   CallTest.it rings:38 did not happen: the flag"
        );
        let swift = "✔ Test one passed\n✘ Test two() recorded an issue at CallTests.swift:40:9\n";
        assert!(failures(swift).starts_with("✘ Test two()"));
    }

    #[test]
    fn a_suite_that_ran_nothing_has_failed() {
        let (result, _) = run_suite(Command::new("echo").arg("all good"), |line| {
            line.contains("Tests run")
        });
        assert_eq!(result, Err("not one test ran".to_owned()));
    }
}
