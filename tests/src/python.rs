//! The Python that some measurements need: a virtual environment with pinned packages.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the environment holds.
const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/requirements.txt");

/// The interpreter of `target/python`; makes the environment where it is missing or out of date.
///
/// # Errors
/// A sentence that says which command failed: `python3` with `venv` and the network are needed once.
pub fn interpreter() -> Result<PathBuf, String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/python"));
    let python = folder.join("bin/python");
    let mark = folder.join("requirements.txt");
    let wanted = std::fs::read_to_string(REQUIREMENTS)
        .map_err(|error| format!("{REQUIREMENTS}: {error}"))?;
    if python.exists() && std::fs::read_to_string(&mark).is_ok_and(|has| has == wanted) {
        return Ok(python);
    }
    eprintln!("making target/python (numpy, scipy, pesq), once");
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&folder))?;
    let install = ["-m", "pip", "install", "--quiet", "-r", REQUIREMENTS];
    run(Command::new(&python).args(install))?;
    std::fs::write(&mark, wanted).map_err(|error| format!("{}: {error}", mark.display()))?;
    Ok(python)
}

/// PESQ-WB of pairs of 48 kHz mono WAV files (spoken, heard): 1.0 is bad, 4.64 is as spoken.
///
/// # Errors
/// A sentence that says what failed; a pair without speech is a failure.
pub fn pesq(pairs: &[(PathBuf, PathBuf)]) -> Result<Vec<f64>, String> {
    let python = interpreter()?;
    let script = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/python/speech_quality.py"
    ));
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", script.display()))?;
    let input = serde_json::to_vec(pairs).map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().expect("it was asked for above");
    stdin.write_all(&input).map_err(|error| error.to_string())?;
    drop(stdin);
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("{}: {}", script.display(), output.status));
    }
    let scores: Vec<Option<f64>> =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let scored: Option<Vec<f64>> = scores.into_iter().collect();
    scored
        .filter(|scores| scores.len() == pairs.len())
        .ok_or("a recording holds no speech".into())
}

fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
