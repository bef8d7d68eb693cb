//! Rules of ours that no ready-made tool checks.
//!
//! Files stay small, and what must be pure names no crate that could do I/O.

use std::path::{Path, PathBuf};

use crate::workspace;

const MOST_LINES: usize = 500;

/// What counts as source of ours. Lock files, fixtures and snapshots do not.
const SOURCE: &[&str] = &[
    "rs", "kt", "kts", "swift", "py", "js", "ts", "css", "html", "proto", "sh", "sql", "toml",
];

/// Folders that hold what others wrote or tools made.
const NOT_OURS: &[&str] = &[
    "target",
    "Generated",
    "node_modules",
    "build",
    "fixtures",
    "snapshots",
];

/// The crates that must be pure: inputs with their time go in, outputs are drained.
const PURE: &[&str] = &["sotto-core", "sotto-protocol"];

/// Clocks, sockets, tasks, stores and audio devices: crates, or beginnings of their names.
const IMPURE: &[&str] = &[
    "actix",
    "async-io",
    "async-std",
    "axum",
    "cpal",
    "deadpool",
    "getrandom",
    "hyper",
    "libsqlite3",
    "mio",
    "quinn",
    "redb",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "tokio",
    "tungstenite",
    "ureq",
];

/// No source file may be longer than 500 lines.
pub(crate) fn file_sizes() -> Result<String, String> {
    let mut files = Vec::new();
    collect(&workspace::root(), &mut files)?;
    let (mut long, mut largest) = (Vec::new(), 0);
    for file in &files {
        let text = std::fs::read(file).map_err(|why| format!("{}: {why}", file.display()))?;
        let lines = text.split(|byte| *byte == b'\n').count() - usize::from(text.ends_with(b"\n"));
        largest = largest.max(lines);
        if lines > MOST_LINES {
            let shown = file.strip_prefix(workspace::root()).unwrap_or(file);
            long.push(format!("{}: {lines} lines", shown.display()));
        }
    }
    if files.is_empty() {
        Err("no source file was found, so nothing was checked".to_owned())
    } else if long.is_empty() {
        let count = files.len();
        Ok(format!("{count} files, the longest has {largest} lines"))
    } else {
        long.insert(0, format!("longer than {MOST_LINES} lines, split them:"));
        Err(long.join("\n"))
    }
}

/// The source files below a folder.
pub(crate) fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |why| format!("{}: {why}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() && !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
            collect(&entry.path(), into)?;
        }
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if kind.is_file() && SOURCE.contains(&extension) {
            into.push(entry.path());
        }
    }
    Ok(())
}

/// The pure crates may not name a crate that brings a clock, a socket, a task or a store.
pub(crate) fn pure_crates() -> Result<String, String> {
    let packages = workspace::packages()?;
    let mut found = Vec::new();
    for name in PURE {
        let package = packages.iter().find(|package| package["name"] == *name);
        let package = package.ok_or_else(|| format!("the workspace has no package {name}"))?;
        for dependency in workspace::dependencies(package) {
            if is_impure(&dependency) {
                found.push(format!("{name} depends on {dependency}"));
            }
        }
    }
    let bans = |folder: &str| {
        let path = workspace::root().join(folder).join("clippy.toml");
        std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let core = bans("core")?;
    if core != bans("protocol")? {
        found.push("core/clippy.toml and protocol/clippy.toml differ".to_owned());
    }
    for name in [
        "std::time::Instant::now",
        "std::time::SystemTime::now",
        "rand::rng",
    ] {
        if !core.contains(&format!("\"{name}\"")) {
            found.push(format!("core/clippy.toml does not ban {name}"));
        }
    }
    if found.is_empty() {
        Ok(format!("{} do no I/O", PURE.join(", ")))
    } else {
        found.push("these crates are pure: let the phone or the server do it".to_owned());
        Err(found.join("\n"))
    }
}

fn is_impure(dependency: &str) -> bool {
    IMPURE.iter().any(|start| {
        let rest = dependency.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_with_sockets_or_stores_are_told_from_others() {
        for name in [
            "tokio",
            "tokio-rustls",
            "rusqlite",
            "socket2",
            "libsqlite3-sys",
        ] {
            assert!(is_impure(name), "{name}");
        }
        for name in ["rtc", "rand", "serde", "mioco", "tokiox", "image"] {
            assert!(!is_impure(name), "{name}");
        }
    }

    #[test]
    fn this_workspace_keeps_its_own_rules() {
        assert_eq!(file_sizes().err(), None);
        assert_eq!(pure_crates().err(), None);
    }
}
