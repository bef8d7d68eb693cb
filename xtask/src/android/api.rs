//! Google's public list of what Android offers to apps, as TypeScript declarations from npm (Apache-2.0): the tests hold the
//! app to it, as the framework that they run on has hidden members too.

use std::path::Path;
use std::process::Command;

use crate::{shell, workspace};

const PACKAGE: &str = "@nativescript/types-android@9.1.1";
/// The file in it: all levels to 37 in one, each member with its first.
const FILE: &str = "package/lib/android/android-platform-37.d.ts";

/// Brings the list to `target/android/api.d.ts`, once.
pub(super) fn ensure() -> Result<(), String> {
    let out = workspace::root().join("target/android");
    let list = out.join("api.d.ts");
    if list.exists() {
        return Ok(());
    }
    let fresh = out.join("api");
    std::fs::create_dir_all(&fresh).map_err(|why| format!("{}: {why}", fresh.display()))?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"])
        .arg(&fresh)
        .arg(PACKAGE)
        .current_dir(&fresh);
    shell::run(&mut pack)?;
    let archive = archive(&fresh)?;
    let mut unpack = Command::new("tar");
    unpack.arg("--extract").arg("--file").arg(archive);
    shell::run(unpack.arg(FILE).current_dir(&fresh))?;
    let moved = std::fs::rename(fresh.join(FILE), &list);
    moved.map_err(|why| format!("{}: {why}", list.display()))?;
    std::fs::remove_dir_all(&fresh).map_err(|why| format!("{}: {why}", fresh.display()))
}

/// The one archive that npm left.
fn archive(folder: &Path) -> Result<std::path::PathBuf, String> {
    let entries =
        std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "tgz"))
        .ok_or_else(|| format!("npm left no archive of {PACKAGE}"))
}
