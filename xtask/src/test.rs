//! `cargo xtask test`: everything there is to run, in named stages.
//!
//! The Rust stages all pass `--workspace`, so that every one of them sees the same features and
//! nothing is compiled twice.

use std::process::Command;

use crate::install::{For, debian, python};
use crate::stages::{self, Stage};
use crate::{android, bindings, branches, lint, own_rules, shell};

/// The stages in their order.
const STAGES: &[Stage] = &[
    Stage {
        name: "packages",
        why: "Debian packages that building and testing need",
        run: || debian::ensure(&[For::Building, For::Testing]),
    },
    Stage {
        name: "python",
        why: "reference implementations that come as Python packages",
        run: python::ensure,
    },
    Stage {
        name: "build",
        why: "compiles everything once, so that later times are those of the tests",
        run: build,
    },
    Stage {
        name: "unit",
        why: "each part by itself, beside its code",
        run: || tests(&["--lib", "--bins"], Least::One),
    },
    Stage {
        name: "across",
        why: "parts together: simulation, crashes, real peers",
        run: || tests(&["--test", "*"], Least::One),
    },
    Stage {
        name: "doc",
        why: "the examples in the documentation",
        run: || tests(&["--doc"], Least::None),
    },
    Stage {
        name: "bindings",
        why: "Kotlin and Swift are made, every export is documented and reviewed",
        run: bindings::check,
    },
    Stage {
        name: "kotlin",
        why: "two phones and a server, driven from Kotlin through JNA",
        run: bindings::test_kotlin,
    },
    Stage {
        name: "android",
        why: "the Android app on Robolectric: real core, real server, screens drawn",
        run: android::test,
    },
    Stage {
        name: "swift",
        why: "the same, driven from Swift in a Debian of its own",
        run: bindings::test_swift,
    },
    Stage {
        name: "ios",
        why: "the iOS app against declarations of Apple's frameworks, with the real core and a server; its screens drawn",
        run: bindings::test_ios,
    },
    Stage {
        name: "format",
        why: "rustfmt has nothing to change",
        run: lint::format,
    },
    Stage {
        name: "clippy",
        why: "no warning, and no clock, thread or randomness in what must be pure",
        run: lint::clippy,
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
];

/// Runs all stages, or those named, and prints the summary.
pub(crate) fn run(names: &[String]) -> Result<(), String> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STAGES.iter().all(|stage| stage.name != **name))
    {
        let known: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        let known = known.join(" ");
        return Err(format!("there is no stage {unknown:?}; there are: {known}"));
    }
    let chosen: Vec<&Stage> = STAGES
        .iter()
        .filter(|stage| names.is_empty() || names.iter().any(|name| name == stage.name))
        .collect();
    stages::run(&chosen)
}

/// Compiles, then lets the disk finish what the compiler wrote: until then every commit of a test's database waits for it.
fn build() -> Result<String, String> {
    shell::run(&mut shell::cargo(&["test", "--workspace", "--no-run"]))?;
    shell::run(&mut Command::new("sync")).map(|()| String::new())
}

fn tests(which: &[&str], least: Least) -> Result<String, String> {
    let mut arguments = vec!["test", "--workspace", "--no-fail-fast"];
    arguments.extend(which);
    run_tests(&mut shell::cargo(&arguments), least)
}

/// How many tests must pass for a run to prove anything.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Least {
    /// A run in which nothing ran has failed.
    One,
    /// It is fine if there are none.
    None,
}

/// Runs a test command; the remark counts what passed and names what failed.
pub(crate) fn run_tests(command: &mut Command, least: Least) -> Result<String, String> {
    let (result, output) = shell::run_and_keep(command);
    let count = Count::of(&output);
    match result {
        Err(_) if !count.failures.is_empty() => Err(count.to_text()),
        Err(why) => Err(why),
        Ok(()) if count.passed == 0 && least == Least::One => Err("not one test ran".to_owned()),
        Ok(()) => Ok(count.to_text()),
    }
}

/// What the test programs said, added up.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
    failures: Vec<String>,
    /// Tests that could not be done on this machine, with the reason. The harness counts them as passed.
    skipped: Vec<String>,
}

impl Count {
    fn of(output: &str) -> Self {
        let mut count = Self::default();
        for line in output.lines() {
            if let Some(result) = line.strip_prefix("test result: ") {
                count.passed += before(result, " passed");
                count.failed += before(result, " failed");
                count.ignored += before(result, " ignored");
            } else if let Some(name) = line.strip_suffix(" ... FAILED") {
                let name = name.strip_prefix("test ").unwrap_or(name);
                count.failures.push(name.to_owned());
            } else if let Some(skipped) = line.strip_prefix("skipped: ") {
                count.skipped.push(skipped.to_owned());
            }
        }
        count
    }

    fn to_text(&self) -> String {
        let Self {
            passed,
            failed,
            ignored,
            ..
        } = self;
        let mut text = format!("{passed} passed, {failed} failed, {ignored} ignored");
        for name in &self.failures {
            text += "\nfailed: ";
            text += name;
        }
        for skipped in &self.skipped {
            text += "\nskipped: ";
            text += skipped;
        }
        text
    }
}

/// The number that stands before `word`.
fn before(line: &str, word: &str) -> u64 {
    let number = line.split(word).next().unwrap_or("").rsplit(' ').next();
    number.and_then(|text| text.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_test_programs_say_is_added_up() {
        let output = "\
test a::works ... ok
test b::breaks ... FAILED
skipped: c::mounts: no right to mount
test result: FAILED. 1 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.0s
test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.0s
";
        let count = Count::of(output);
        assert_eq!(
            count.to_text(),
            "41 passed, 1 failed, 2 ignored\nfailed: b::breaks\nskipped: c::mounts: no right to mount"
        );
    }

    #[test]
    fn a_run_without_a_single_test_is_a_failure() {
        let result = |least| run_tests(Command::new("echo").arg("nothing here"), least);
        assert_eq!(result(Least::One), Err("not one test ran".to_owned()));
        assert!(result(Least::None).is_ok());
    }

    #[test]
    fn an_unknown_stage_is_an_error_that_lists_the_known_ones() {
        let why = run(&["untit".to_owned()]).err().unwrap_or_default();
        assert!(why.contains("untit") && why.contains("across"), "{why}");
    }

    #[test]
    fn stage_names_are_unique() {
        let names: std::collections::BTreeSet<_> = STAGES.iter().map(|stage| stage.name).collect();
        assert_eq!(names.len(), STAGES.len());
    }
}
