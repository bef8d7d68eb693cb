//! The generated bindings, compiled once for each time that they change; and archives by the JDK's `jar`.

use std::path::Path;
use std::process::Command;

use crate::{shell, workspace};

/// Compiles the bindings into `target/android/bindings.jar`; what was generated to the same text is not compiled again.
pub(super) fn bindings() -> Result<(), String> {
    let source = workspace::root().join("target/bindings/kotlin/app/sotto/sotto.kt");
    let out = workspace::root().join("target/android");
    std::fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    let (jar, stamp) = (out.join("bindings.jar"), out.join("bindings.kt"));
    let now = read(&source)?;
    if jar.exists() && read(&stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    // the Kotlin suite's own project compiles nothing else
    let mut maven = Command::new("mvn");
    maven
        .args([
            "--batch-mode",
            "--no-transfer-progress",
            "--quiet",
            "compile",
        ])
        .current_dir(workspace::root().join("bindings/kotlin"));
    shell::run(&mut maven)?;
    // compiled bit by bit, the app keeps calls to what the bindings had before
    for stale in ["classes", "test-classes", "kotlin-ic"] {
        let folder = out.join(stale);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .map_err(|why| format!("{}: {why}", folder.display()))?;
        }
    }
    let classes = workspace::root().join("target/kotlin/classes");
    archive(&["--create"], &jar, &classes)?;
    std::fs::write(&stamp, now).map_err(|why| format!("{}: {why}", stamp.display()))
}

/// Puts all files of a folder into an archive.
pub(super) fn archive(how: &[&str], archive: &Path, folder: &Path) -> Result<(), String> {
    let mut command = Command::new("jar");
    command.args(how).args(["--no-manifest", "--file"]);
    shell::run(command.arg(archive).arg("-C").arg(folder).arg("."))
}

/// Takes an archive apart in a folder.
pub(super) fn extract(archive: &Path, folder: &Path) -> Result<(), String> {
    let mut command = Command::new("jar");
    command.args(["--extract", "--file"]);
    shell::run(command.arg(archive).current_dir(folder))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}
