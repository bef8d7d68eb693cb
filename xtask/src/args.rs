//! What may be typed after `cargo xtask`. Whatever is not listed in [`USAGE`] is an error.

/// How the front door is used.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask COMMAND

  demo [ARGUMENT…]             Two phones and a server on this machine: scan, call, secure mode.
                               Leaves target/demo/report.html. Arguments go to the demo program.
  test [STAGE…]                Everything there is to run; installs what is missing first.
                               With names, only those stages (build unit across kotlin swift …).
  test faults [--rounds N] [--seed S]
                               Long crash and fault runs; a failing seed is printed and replays.
  bindings [--accept]          Makes Kotlin and Swift under target/bindings from the shared library, and fails
                               when what is exported is not as reviewed; --accept makes it the reviewed.
  android apk                  The Android app as a signed package, target/android/sotto.apk.
  screens                      Pictures of every screen, drawn by the tests: target/screens/index.html.
  lint                         Format, clippy, documentation, licences, our own rules.
  bench [NAME…] [--quick]      Measures against goals and peers; leaves target/bench/*.json.
                               --quick only proves that every benchmark still runs.
                               bench size: how large the apps' library is, and why (a long build).
  help                         This text.
";

/// How many rounds `test faults` runs unless told otherwise.
pub(crate) const FAULT_ROUNDS: u64 = 1_000;

/// A command that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print [`USAGE`].
    Help,
    /// Run all stages, or those named.
    Test {
        /// Names of stages; empty means all.
        stages: Vec<String>,
    },
    /// Long crash and fault runs.
    Faults {
        /// Rounds of each test.
        rounds: u64,
        /// The seed to start from; the tests choose one when it is absent.
        seed: Option<u64>,
    },
    /// Kotlin and Swift.
    Bindings {
        /// What is exported now counts as reviewed.
        accept: bool,
    },
    /// The Android app as a package.
    AndroidApk,
    /// Pictures of every screen.
    Screens,
    /// Every check that reads the source only.
    Lint,
    /// Benchmarks.
    Bench {
        /// Names of benchmarks; empty means all.
        names: Vec<String>,
        /// Fewer repetitions, goals not held.
        quick: bool,
    },
    /// The demo.
    Demo {
        /// Passed on to the demo program.
        rest: Vec<String>,
    },
}

/// Understands the words after `cargo xtask`, or says which one is wrong.
pub(crate) fn parse(words: &[String]) -> Result<Command, String> {
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::Help);
    };
    match first.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "demo" => Ok(Command::Demo {
            rest: rest.to_vec(),
        }),
        _ if rest.iter().any(|word| word == "--help" || word == "-h") => Ok(Command::Help),
        "test" if rest.first().is_some_and(|word| word == "faults") => faults(&rest[1..]),
        "test" => Ok(Command::Test {
            stages: names(rest, &[])?.0,
        }),
        "bindings" => match rest {
            [] => Ok(Command::Bindings { accept: false }),
            [word] if word == "--accept" => Ok(Command::Bindings { accept: true }),
            [word, ..] => Err(format!("bindings takes --accept only, but got {word:?}")),
        },
        "lint" => match rest.first() {
            None => Ok(Command::Lint),
            Some(word) => Err(format!("lint takes no argument, but got {word:?}")),
        },
        "android" => match rest {
            [word] if word == "apk" => Ok(Command::AndroidApk),
            [] => Err("android what? There is: android apk".to_owned()),
            [word, ..] => Err(format!("android takes apk only, but got {word:?}")),
        },
        "screens" => match rest.first() {
            None => Ok(Command::Screens),
            Some(word) => Err(format!("screens takes no argument, but got {word:?}")),
        },
        "bench" => {
            let (names, flags) = names(rest, &["--quick"])?;
            Ok(Command::Bench {
                names,
                quick: !flags.is_empty(),
            })
        }
        other => Err(format!("there is no command {other:?}")),
    }
}

fn names(words: &[String], flags: &[&str]) -> Result<(Vec<String>, Vec<String>), String> {
    let (given, names): (Vec<_>, Vec<_>) = words
        .iter()
        .cloned()
        .partition(|word| word.starts_with('-'));
    match given.iter().find(|flag| !flags.contains(&flag.as_str())) {
        Some(flag) => Err(format!("there is no option {flag:?} here")),
        None => Ok((names, given)),
    }
}

fn faults(words: &[String]) -> Result<Command, String> {
    let (mut rounds, mut seed) = (FAULT_ROUNDS, None);
    let mut words = words.iter();
    while let Some(option) = words.next() {
        let mut number = || {
            let word = words.next().map_or("", String::as_str);
            word.parse::<u64>()
                .map_err(|_| format!("{option} needs a whole number, but got {word:?}"))
        };
        match option.as_str() {
            "--rounds" => rounds = number()?,
            "--seed" => seed = Some(number()?),
            other => return Err(format!("test faults has no option {other:?}")),
        }
    }
    if rounds == 0 {
        return Err("--rounds 0 would prove nothing; it must be at least 1".to_owned());
    }
    Ok(Command::Faults { rounds, seed })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(line: &str) -> Result<Command, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn commands_are_understood() {
        assert_eq!(of("").unwrap(), Command::Help);
        assert_eq!(of("lint").unwrap(), Command::Lint);
        assert_eq!(
            of("test faults --seed 7 --rounds 20").unwrap(),
            Command::Faults {
                rounds: 20,
                seed: Some(7)
            }
        );
        assert_eq!(
            of("bench qr --quick").unwrap(),
            Command::Bench {
                names: vec!["qr".to_owned()],
                quick: true
            }
        );
        assert_eq!(
            of("demo --level 3").unwrap(),
            Command::Demo {
                rest: vec!["--level".to_owned(), "3".to_owned()]
            }
        );
    }

    #[test]
    fn whatever_is_unknown_is_an_error_that_names_it() {
        for line in [
            "tset",
            "lint --fast",
            "bench --quik",
            "bindings --all",
            "android ipa",
            "screens --fast",
            "test --quick",
            "test faults --rounds many",
            "test faults --rounds",
            "test faults --rounds 0",
            "test faults deep",
        ] {
            let wrong = line.split_whitespace().last().unwrap();
            let why = of(line).unwrap_err();
            assert!(why.contains(wrong), "{line}: {why}");
        }
    }
}
