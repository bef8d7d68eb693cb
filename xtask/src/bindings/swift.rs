//! The Swift suite, in the Debian root that has Swift.

use std::path::Path;

use super::server::Server;
use super::{FOLDER, Profile, root, run_suite};
use crate::workspace;

/// Makes the bindings and runs the suite.
pub(crate) fn test() -> Result<String, String> {
    super::make()?;
    suite(Profile::Dev, &[], &[]).0
}

/// Runs the suite, or what `arguments` choose, on the library of a profile.
pub(super) fn suite(
    profile: Profile,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (Result<String, String>, String) {
    let prepared = root::ensure().and_then(|root| {
        assemble()?;
        Ok((root, Server::start()?))
    });
    let (root, server) = match prepared {
        Ok(prepared) => prepared,
        Err(why) => return (Err(why), String::new()),
    };
    let folder = profile.folder();
    let folder = folder.strip_prefix(workspace::root()).unwrap_or(&folder);
    let libraries = format!("{}/{}", root::INSIDE, folder.display());
    let package = format!("{}/target/swift", root::INSIDE);
    let search = format!("-L{libraries}");
    let mut words = vec![
        "swift",
        "test",
        "--package-path",
        &package,
        "-Xlinker",
        &search,
        "-Xlinker",
        "-lsotto_uniffi",
    ];
    words.extend(arguments);
    let mut all = vec![
        ("SOTTO_JOIN", server.link.as_str()),
        ("LD_LIBRARY_PATH", &libraries),
    ];
    all.extend(environment);
    let mut command = root::inside(&root, &words, &all);
    run_suite(&mut command, |line| line.contains("Test run with"))
}

/// Puts the package together under `target/swift`: what is written by hand, and what was generated.
fn assemble() -> Result<(), String> {
    let (root, package) = (workspace::root(), workspace::root().join("target/swift"));
    let by_hand = root.join("bindings/swift");
    copy(
        &by_hand.join("Package.swift"),
        &package.join("Package.swift"),
    )?;
    let tests = package.join("Tests/SottoTests");
    let source = by_hand.join("Tests/SottoTests");
    let mut kept = Vec::new();
    for entry in list(&source)? {
        let name = entry.file_name();
        copy(&entry.path(), &tests.join(&name))?;
        kept.push(name);
    }
    for old in list(&tests)?
        .iter()
        .filter(|old| !kept.contains(&old.file_name()))
    {
        // a test that was renamed must not run twice
        std::fs::remove_file(old.path())
            .map_err(|why| format!("{}: {why}", old.path().display()))?;
    }
    let made = root.join(FOLDER).join("swift");
    let sources = package.join("Sources");
    copy(
        &made.join("Sotto.swift"),
        &sources.join("Sotto/Sotto.swift"),
    )?;
    copy(
        &made.join("SottoFFI.h"),
        &sources.join("SottoFFI/SottoFFI.h"),
    )?;
    let map = "module SottoFFI {\n    header \"SottoFFI.h\"\n    export *\n}\n";
    write(&sources.join("SottoFFI/module.modulemap"), map.as_bytes())
}

pub(super) fn list(folder: &Path) -> Result<Vec<std::fs::DirEntry>, String> {
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::read_dir(folder)?.collect())
        .map_err(|why| format!("{}: {why}", folder.display()))
}

pub(super) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let bytes = std::fs::read(from).map_err(|why| format!("{}: {why}", from.display()))?;
    write(to, &bytes)
}

/// Writes only what changed, so that Swift compiles only that.
pub(super) fn write(to: &Path, bytes: &[u8]) -> Result<(), String> {
    if std::fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = to.parent().unwrap_or(to);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(to, bytes))
        .map_err(|why| format!("{}: {why}", to.display()))
}
