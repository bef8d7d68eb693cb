//! Starting other programs: what is run is printed, what they print streams through.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::workspace;

/// `cargo` with these arguments, in the workspace's folder.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace::root());
    // What `cargo run` told *this* program must not reach the next cargo: build scripts that
    // watch these variables (ring's does) would be built anew each time.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let told = [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ];
        if told.iter().any(|start| text.starts_with(start)) || text == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(&name);
        }
    }
    command
}

/// The command as one would type it, for people to read.
pub(crate) fn typed(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy()
            .into_owned(),
    ];
    for word in command.get_args() {
        let word = word.to_string_lossy();
        let plain = word
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_./=:,+@".contains(letter));
        words.push(if plain && !word.is_empty() {
            word.into_owned()
        } else {
            format!("'{word}'")
        });
    }
    words.join(" ")
}

/// Prints the command, runs it, lets its output through; an error says what failed and how.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = typed(command);
    println!("  $ {line}");
    let status = command
        .status()
        .map_err(|why| format!("{line}: did not start: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{line}: {status}"))
    }
}

/// Like [`run`], and gives back what the command wrote to its standard output.
pub(crate) fn run_and_keep(command: &mut Command) -> (Result<(), String>, String) {
    let line = typed(command);
    println!("  $ {line}");
    let mut kept = Vec::new();
    let result = stream(command, &mut kept).map_err(|why| format!("{line}: {why}"));
    (result, String::from_utf8_lossy(&kept).into_owned())
}

fn stream(command: &mut Command, kept: &mut Vec<u8>) -> Result<(), String> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| format!("did not start: {why}"))?;
    let mut pipe = child
        .stdout
        .take()
        .expect("standard output was piped above");
    let mut buffer = [0_u8; 4096];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                kept.extend_from_slice(&buffer[..length]);
                let mut out = std::io::stdout().lock();
                // A closed terminal must not stop the run: the exit code still counts.
                let _ = out.write_all(&buffer[..length]).and_then(|()| out.flush());
            }
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => {}
            Err(why) => return Err(format!("its output broke off: {why}")),
        }
    }
    let status = child.wait().map_err(|why| format!("was lost: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(status.to_string())
    }
}

/// Whether a program of this name can be started.
pub(crate) fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_an_error_and_its_output_is_kept() {
        let (result, kept) = run_and_keep(Command::new("sh").args(["-c", "echo said; exit 3"]));
        assert_eq!(kept, "said\n");
        assert!(result.is_err_and(|why| why.contains('3')));
    }

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--test", "faults*"]);
        assert_eq!(typed(&command), "cargo test --test 'faults*'");
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(has("sh"));
        assert!(!has("no-such-program-anywhere"));
    }
}
