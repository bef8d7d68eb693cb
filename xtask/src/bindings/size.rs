//! `cargo xtask bench size`: how large the shared library is that the apps carry, and which crates its bytes are of.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::Profile;
use super::bench::{leave, row};
use crate::workspace;

/// The most that the stripped library may have, in MB.
const MOST: f64 = 8.0;
/// Crates that the table names; the rest is summed up.
const SHOWN: usize = 30;

/// Builds, strips a copy, prints the table and leaves `target/bench/size.json`.
pub(crate) fn run() -> Result<(), String> {
    println!("  the whole program is optimised at once: this takes ten minutes and more");
    super::build(Profile::Ship)?;
    let library = Profile::Ship.library();
    let stripped = workspace::root().join("target/bench/libsotto_uniffi.so");
    super::ship::strip(Path::new("strip"), &library, &stripped)?;
    let table = by_crate(&library)?;
    let mut sorted: Vec<(&String, &u64)> = table.iter().collect();
    sorted.sort_by_key(|(name, size)| (std::cmp::Reverse(**size), (*name).clone()));
    let all: u64 = table.values().sum();
    println!("  bytes  crate, by its symbols (code and data, before stripping)");
    for (name, size) in sorted.iter().take(SHOWN) {
        println!("{size:>9}  {name}");
    }
    let rest: u64 = sorted.iter().skip(SHOWN).map(|(_, size)| **size).sum();
    println!("{rest:>9}  others\n{all:>9}  altogether");
    let size =
        std::fs::metadata(&stripped).map_err(|why| format!("{}: {why}", stripped.display()))?;
    let mut rows = vec![row(
        "stripped shared library",
        mb(size.len()),
        "MB",
        Some(MOST),
    )];
    let largest = sorted.iter().take(10);
    rows.extend(largest.map(|(name, size)| row(name, mb(**size), "MB", None)));
    leave("size", rows)
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Bytes of each crate's symbols.
fn by_crate(library: &Path) -> Result<BTreeMap<String, u64>, String> {
    let output = Command::new("nm")
        .args(["--print-size", "--radix=d", "--demangle"])
        .arg(library)
        .output()
        .map_err(|why| format!("nm did not start: {why}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut table = BTreeMap::new();
    for (name, size) in text.lines().filter_map(symbol) {
        *table.entry(owner(name)).or_insert(0) += size;
    }
    if table.is_empty() {
        return Err("nm found no symbols: was the library stripped?".to_owned());
    }
    Ok(table)
}

/// Name and size of a line such as `0000123 0000456 t name`.
fn symbol(line: &str) -> Option<(&str, u64)> {
    let mut parts = line.splitn(4, ' ');
    let (_, size, _, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some((name, size.parse().ok()?))
}

/// The crate of a symbol: what stands before its first `::`, the implemented type's crate for `<T as Trait>`.
fn owner(name: &str) -> String {
    let inner = name.trim_start_matches(['<', '&', '[', '(', '*']);
    let inner = inner.strip_prefix("dyn ").unwrap_or(inner);
    let inner = inner.strip_prefix("mut ").unwrap_or(inner);
    match inner.split_once("::") {
        Some((first, _)) if is_name(first) => first.to_owned(),
        _ if name.starts_with("uniffi_") => "sotto_uniffi".to_owned(),
        _ if name.starts_with("sqlite3") => "SQLite (C)".to_owned(),
        _ if name.starts_with("ring_core") => "ring (assembly, C)".to_owned(),
        _ if ["opus", "celt", "silk", "osce", "lpcnet", "fargan", "dred"]
            .iter()
            .any(|start| name.starts_with(start)) =>
        {
            "libopus (C)".to_owned()
        }
        _ => "C and others".to_owned(),
    }
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_belong_to_the_crate_that_their_name_says() {
        assert_eq!(
            symbol("0000123 0000456 t rtc::ice::go"),
            Some(("rtc::ice::go", 456))
        );
        assert_eq!(symbol("                 U malloc"), None);
        assert_eq!(owner("rtc::ice::go"), "rtc");
        assert_eq!(
            owner("<sotto_core::Engine as core::fmt::Debug>::fmt"),
            "sotto_core"
        );
        assert_eq!(owner("sqlite3_step"), "SQLite (C)");
        assert_eq!(owner("opus_encode"), "libopus (C)");
    }
}
