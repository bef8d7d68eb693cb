//! Python packages for tests, in an environment of their own under `target/python`.

use std::path::Path;
use std::process::Command;

use crate::{shell, workspace};

/// Makes or renews `target/python` from `tests/python/requirements.txt`, where that exists.
pub(crate) fn ensure() -> Result<String, String> {
    let root = workspace::root();
    let list = root.join("tests/python/requirements.txt");
    if !list.exists() {
        return Ok("no Python packages are needed".to_owned());
    }
    let wanted =
        std::fs::read_to_string(&list).map_err(|why| format!("{}: {why}", list.display()))?;
    let folder = root.join("target/python");
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok("target/python is up to date".to_owned());
    }
    println!("  making target/python from tests/python/requirements.txt");
    // Debian's own interpreter first: its venv module and headers are what was installed above.
    let interpreter = if Path::new("/usr/bin/python3").exists() {
        "/usr/bin/python3"
    } else {
        "python3"
    };
    shell::run(
        Command::new(interpreter)
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    shell::run(
        Command::new(folder.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(&list),
    )?;
    std::fs::write(&stamp, wanted).map_err(|why| format!("{}: {why}", stamp.display()))?;
    Ok("target/python made anew".to_owned())
}
