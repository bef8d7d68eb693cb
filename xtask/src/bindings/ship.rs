//! The shared library as the apps carry it: small, and without what only its build needs.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Profile, read};
use crate::{shell, workspace};

/// Parts of SQLite that nothing here asks for: values are sealed, so it could not search them.
const SQLITE: &str = "-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 \
    -USQLITE_ENABLE_RTREE -USQLITE_ENABLE_DBSTAT_VTAB -USQLITE_ENABLE_STAT4 -USQLITE_SOUNDEX \
    -USQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_JSON";
/// Nobody unwinds through C.
const C: &str = "-fno-unwind-tables -fno-asynchronous-unwind-tables";
/// Relocations packed in a way that Linux reads; Android does so from 11 on only.
const LINUX: &str = "-Clink-arg=-Wl,-z,pack-relative-relocs";
/// The way that every Android from 6 on reads.
const ANDROID: &str = "-Clink-arg=-Wl,--pack-dyn-relocs=android";
/// Equal functions once. The pinned compiler links with LLD here, as Android's tools do.
const ONCE: &str = "-Clink-arg=-Wl,--icf=all";
/// Symbols that describe the API, docs included, for making bindings: phones make none.
const DESCRIBING: &str = "UNIFFI_META_";

/// A target of Android and the tools for it.
pub(crate) struct Ndk<'a> {
    /// As the compiler calls it.
    pub(crate) target: &'a str,
    /// Variables of the environment that name the tools.
    pub(crate) tools: Vec<(String, PathBuf)>,
}

/// Builds the library, for this machine or for Android, and says where it is. It is not stripped yet.
pub(crate) fn build(ndk: Option<&Ndk<'_>>) -> Result<PathBuf, String> {
    let hidden = format!("-Clink-arg=-Wl,--version-script={}", hidden()?.display());
    // a crate that is made in several forms is not optimised as a whole: only the shared library here
    let mut cargo = shell::cargo(&["rustc", "--package", "sotto-uniffi", "--lib"]);
    cargo.args(["--crate-type", "cdylib", "--profile", "ship"]);
    if let Some(ndk) = ndk {
        cargo.args(["--target", ndk.target]);
        cargo.envs(ndk.tools.iter().cloned());
    }
    let relocations = if ndk.is_some() { ANDROID } else { LINUX };
    cargo
        .args(["--", relocations, ONCE, &hidden])
        .env("LIBSQLITE3_FLAGS", SQLITE)
        .env("CFLAGS", C);
    shell::run(&mut cargo)?;
    let folder = ndk.map_or_else(String::new, |ndk| format!("{}/", ndk.target));
    let built = format!("target/{folder}ship/libsotto_uniffi.so");
    Ok(workspace::root().join(built))
}

/// Leaves a copy without symbols that nobody looks up.
pub(crate) fn strip(tool: &Path, library: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }
    let mut strip = Command::new(tool);
    shell::run(strip.args(["--strip-all", "-o"]).arg(to).arg(library))
}

/// A script for the linker that keeps what describes the API to itself. It takes names only, so they are read from the
/// library that the bindings are made of.
fn hidden() -> Result<PathBuf, String> {
    super::build(Profile::Dev)?;
    let symbols = read_symbols(&Profile::Dev.library())?;
    let names = names(&symbols);
    if names.is_empty() {
        return Err(format!(
            "the library has no symbol {DESCRIBING}…: is it another now?"
        ));
    }
    let script = workspace::root().join(super::FOLDER).join("hidden.map");
    let folder = script.parent().unwrap_or(&script);
    std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let text = format!("{{ local: {}; }};\n", names.join("; "));
    if read(&script).is_ok_and(|before| before == text) {
        return Ok(script);
    }
    std::fs::write(&script, text).map_err(|why| format!("{}: {why}", script.display()))?;
    Ok(script)
}

fn read_symbols(library: &Path) -> Result<String, String> {
    let output = Command::new("nm").arg("--dynamic").arg(library).output();
    let output = output.map_err(|why| format!("nm did not start: {why}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn names(symbols: &str) -> Vec<&str> {
    let last = symbols
        .lines()
        .filter_map(|line| line.split_whitespace().last());
    last.filter(|name| name.starts_with(DESCRIBING)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_describes_the_api_is_told_from_what_is_called() {
        let symbols =
            "0000 R UNIFFI_META_A\n0001 T uniffi_fn_a\n         U malloc\n\n0002 R UNIFFI_META_B\n";
        assert_eq!(names(symbols), ["UNIFFI_META_A", "UNIFFI_META_B"]);
    }
}
