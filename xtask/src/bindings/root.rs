//! A Debian trixie of its own in which Swift runs: made once, under the user's cache, and used for every run after that.
//!
//! Packages come from where this machine's own apt gets them: nothing about registries is written down here. Whatever is
//! mounted for a run is mounted in a namespace of that run, so it is gone when the run is, however it ends.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{For, debian};
use crate::{shell, workspace};

const SUITE: &str = "trixie";
const PACKAGES: &[&str] = &[
    "swiftlang",
    "libswiftlang",
    "swiftlang-dev",
    "libstdc++-14-dev",
    "git",
];
/// Written last: a root without it is half made, and made anew.
const DONE: &str = "sotto-root.done";
/// Where the workspace is seen inside.
pub(super) const INSIDE: &str = "/work";

/// The root, made if it is not there.
pub(super) fn ensure() -> Result<PathBuf, String> {
    let root = place()?;
    let stamp = root.join(DONE);
    if std::fs::read_to_string(&stamp).is_ok_and(|made| made == wanted()) {
        return Ok(root);
    }
    debian::ensure(&[For::Swift])?;
    println!(
        "  making a Debian {SUITE} with Swift in {}: 3 GB, some minutes, once",
        root.display()
    );
    if root.exists() {
        shell::run(as_root("rm").args(["-rf", "--one-file-system"]).arg(&root))?;
    }
    let parent = root.parent().unwrap_or(&root);
    std::fs::create_dir_all(parent).map_err(|why| format!("{}: {why}", parent.display()))?;
    let mirror = mirror()?;
    let mut command = as_root("debootstrap");
    command.args(["--variant=minbase", SUITE]).arg(&root);
    // the host's mirror, not shown: it may carry a name and a password
    println!(
        "  $ debootstrap --variant=minbase {SUITE} {} …",
        root.display()
    );
    let status = command.arg(mirror).status();
    if !status.is_ok_and(|status| status.success()) {
        return Err(format!(
            "debootstrap failed: see {}/debootstrap/debootstrap.log",
            root.display()
        ));
    }
    copy_settings(&root)?;
    let install = format!(
        "apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install {} \
         && apt-get clean",
        PACKAGES.join(" ")
    );
    shell::run(&mut inside(&root, &["sh", "-c", &install], &[]))?;
    shell::run(&mut inside(&root, &["swift", "--version"], &[]))?;
    let write = format!("printf %s '{}' > /{DONE}", wanted());
    shell::run(&mut inside(&root, &["sh", "-c", &write], &[]))?;
    Ok(root)
}

/// Installs further packages into a root that is there; quick when they are.
pub(super) fn add(root: &Path, packages: &[&str]) -> Result<(), String> {
    let names = packages.join(" ");
    let script = format!(
        "dpkg -s {names} >/dev/null 2>&1 || {{ apt-get -q update && \
         DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install {names} && apt-get clean; }}"
    );
    shell::run(&mut inside(root, &["sh", "-c", &script], &[]))
}

/// A command inside the root, with /proc, /dev and the workspace mounted for as long as it runs.
pub(super) fn inside<S: AsRef<OsStr>>(
    root: &Path,
    words: &[S],
    environment: &[(&str, &str)],
) -> Command {
    const ENTER: &str = "mount -t proc proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" \
        && mkdir -p \"$0$2\" && mount --bind \"$1\" \"$0$2\" && root=$0 && dir=$2 && shift 2 \
        && exec chroot \"$root\" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        PWD=\"$dir\" \"$@\"";
    let mut command = as_root("unshare");
    command
        .args(["--mount", "--propagation", "private", "sh", "-c", ENTER])
        .arg(root)
        .arg(workspace::root())
        .arg(INSIDE)
        .args(
            environment
                .iter()
                .map(|(name, value)| format!("{name}={value}")),
        )
        .args(words);
    command
}

/// `$XDG_CACHE_HOME/sotto/swift-root`, or under `~/.cache`.
fn place() -> Result<PathBuf, String> {
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => {
            let home = std::env::var_os("HOME").ok_or("neither HOME nor XDG_CACHE_HOME is set")?;
            PathBuf::from(home).join(".cache")
        }
    };
    Ok(cache.join("sotto/swift-root"))
}

/// What the stamp says when everything wanted is there.
fn wanted() -> String {
    format!("{SUITE} {}", PACKAGES.join(" "))
}

/// The mirror that this machine's apt uses for Debian itself.
fn mirror() -> Result<String, String> {
    let output = Command::new("apt-get")
        .args(["indextargets", "--format", "$(ORIGIN) $(LABEL) $(REPO_URI)"])
        .output()
        .map_err(|why| format!("apt-get indextargets did not start: {why}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    of_debian(&text).ok_or_else(|| {
        "apt knows no Debian archive on this machine: run apt-get update, or install Swift by hand".to_owned()
    })
}

fn of_debian(targets: &str) -> Option<String> {
    let uri = targets
        .lines()
        .find_map(|line| line.strip_prefix("Debian Debian "))?;
    Some(uri.trim_end_matches('/').to_owned())
}

/// Gives the root the host's resolver and apt's settings (proxies, checks), so that it reaches what the host reaches.
fn copy_settings(root: &Path) -> Result<(), String> {
    let script = "cp -L /etc/resolv.conf \"$0/etc/resolv.conf\" && \
        for part in apt.conf.d auth.conf.d; do \
        if [ -d /etc/apt/$part ]; then mkdir -p \"$0/etc/apt/$part\" && \
        grep -lrE 'Acquire|machine' /etc/apt/$part | xargs -r cp -t \"$0/etc/apt/$part\"; fi; done";
    shell::run(as_root("sh").args(["-c", script]).arg(root))
}

fn as_root(program: &str) -> Command {
    debian::as_root(debian::is_root(), program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_own_archive_is_found_among_others() {
        let targets = "Docker Docker https://one.example\nDebian Debian-Security http://two.example\n\
            Debian Debian http://three.example/debian/\n";
        assert_eq!(
            of_debian(targets).as_deref(),
            Some("http://three.example/debian")
        );
        assert_eq!(of_debian("\n"), None);
    }
}
