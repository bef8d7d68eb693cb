//! Installs missing Debian packages, or says exactly which command would.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use super::packages::{For, PACKAGES, Package, Sign};
use crate::shell;

/// Makes sure that everything needed for `purposes` is there; the text says what was done.
pub(crate) fn ensure(purposes: &[For]) -> Result<String, String> {
    let wanted: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| package.needed.iter().any(|need| purposes.contains(need)))
        .collect();
    let missing = missing(&wanted);
    if missing.is_empty() {
        return Ok(format!("{} packages, all there", wanted.len()));
    }
    for package in &missing {
        println!("  missing: {}, which {}", package.name, package.why);
    }
    install(&missing)?;
    let still: Vec<&str> = self::missing(&missing).iter().map(|row| row.name).collect();
    if still.is_empty() {
        let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
        Ok(format!("installed {}", names.join(", ")))
    } else {
        Err(format!("installed, yet not found: {}", still.join(", ")))
    }
}

fn missing<'a>(wanted: &[&'a Package]) -> Vec<&'a Package> {
    let installed = installed(wanted);
    wanted
        .iter()
        .filter(|package| {
            let there = match package.sign {
                Sign::Package => false,
                Sign::Program(program) => shell::has(program),
                Sign::File(path) => Path::new(path).exists(),
            };
            !there && !installed.contains(package.name)
        })
        .copied()
        .collect()
}

/// What dpkg knows to be installed; nothing where there is no dpkg.
fn installed(wanted: &[&Package]) -> BTreeSet<String> {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\\n"])
        .args(wanted.iter().map(|package| package.name))
        .stderr(Stdio::null())
        .output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text)
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .map(str::to_owned)
        .collect()
}

fn install(missing: &[&Package]) -> Result<(), String> {
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!(
        "as root: apt-get update && apt-get install -y --no-install-recommends {}",
        names.join(" ")
    );
    if !shell::has("apt-get") {
        return Err(format!(
            "this is no Debian machine (there is no apt-get); install what these packages bring: {}",
            names.join(" ")
        ));
    }
    let root = is_root();
    if !root && !shell::has("sudo") {
        return Err(format!("not root and no sudo here; run {by_hand}"));
    }
    let services: Vec<&str> = missing.iter().filter_map(|row| row.service).collect();
    let systemd = Path::new("/run/systemd/system").is_dir();
    let mut steps = vec![apt(root, &["update"])];
    if systemd && !services.is_empty() {
        println!(
            "  {} is for tests only: its service stays off",
            services.join(", ")
        );
        steps.push(systemctl(root, "mask", &services));
    }
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(&names);
    steps.push(apt(root, &arguments));
    if systemd && !services.is_empty() {
        steps.push(systemctl(root, "unmask", &services));
        steps.push(systemctl(root, "disable", &services));
    }
    let mut results = steps.iter_mut().map(shell::run);
    match results.find_map(Result::err) {
        None => Ok(()),
        Some(why) => Err(format!("{why}; run {by_hand}")),
    }
}

fn apt(root: bool, arguments: &[&str]) -> Command {
    let mut command = as_root(root, "env");
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    command.args(arguments);
    command
}

fn systemctl(root: bool, verb: &str, services: &[&str]) -> Command {
    let mut command = as_root(root, "systemctl");
    command.arg(verb).args(services);
    command
}

/// A command that runs as root, by sudo where this is not root.
pub(crate) fn as_root(root: bool, program: &str) -> Command {
    if root {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    if !std::io::stdin().is_terminal() {
        // Nobody is there to type a password: fail instead of waiting for one.
        command.arg("-n");
    }
    command.arg(program);
    command
}

/// Whether this is root.
pub(crate) fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSENT: Package = Package {
        name: "no-such-package-in-debian",
        needed: &[For::Testing],
        sign: Sign::Program("no-such-program-anywhere"),
        service: None,
        why: "is not there",
    };
    const PRESENT: Package = Package {
        name: "no-such-package-either",
        needed: &[For::Testing],
        sign: Sign::Program("sh"),
        service: None,
        why: "came another way",
    };

    #[test]
    fn only_what_is_neither_installed_nor_there_otherwise_is_missing() {
        let names: Vec<_> = missing(&[&ABSENT, &PRESENT])
            .iter()
            .map(|package| package.name)
            .collect();
        assert_eq!(names, [ABSENT.name]);
    }

    #[test]
    fn every_package_is_listed_once_and_has_a_reason() {
        let names: BTreeSet<_> = PACKAGES.iter().map(|package| package.name).collect();
        assert_eq!(names.len(), PACKAGES.len());
        assert!(PACKAGES.iter().all(|package| !package.why.is_empty()));
    }
}
