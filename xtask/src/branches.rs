//! Shells are to decide nothing: each of their lines that branches on what the core says is listed, with what it is for.
//!
//! A line counts where it has a word of branching and a name of the API: a field that is true or false, a kind or one of
//! its cases, or a level that is compared. A new one fails until somebody has read it and said in [`LIST`] what it does.
//! That is a person's judgement: this only sees that every line had one, and counts those that *decide*.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::{own_rules, workspace};

/// Where they are listed.
const LIST: &str = "docs/shell-branches.txt";
/// The API, as the bindings make it.
const API: &str = "uniffi/api.txt";
/// The shells' own sources, and how their files end.
const SHELLS: &[(&str, &str)] = &[
    ("android/src/main/kotlin", "kt"),
    ("ios/Sources/SottoKit", "swift"),
    ("ios/Sources/SottoApp", "swift"),
];
/// What a line may be for.
const PURPOSES: &[&str] = &["draws", "opens", "hands", "tells", "keeps", DECIDES];
/// It belongs into the core.
const DECIDES: &str = "decides";
/// Words of branching in either language.
const WORDS: &[&str] = &[
    "if",
    "when",
    "takeIf",
    "takeUnless",
    "filter",
    "while",
    "guard",
    "switch",
    "case",
    "where",
    "contains",
    "any",
    "first",
    "firstOrNull",
    "else",
];
/// Signs of it.
const SIGNS: &[&str] = &["?:", "&&", "||", " ? ", "->"];

/// The names of the API that say something about a state.
struct Api {
    /// Fields that are true or false, as both languages write them.
    flags: BTreeSet<String>,
    /// Kinds.
    kinds: BTreeSet<String>,
    /// Their cases, as Swift writes them.
    cases: BTreeSet<String>,
}

/// Holds the shells to the list.
pub(crate) fn listed() -> Result<String, String> {
    let read = |path: &str| {
        let path = workspace::root().join(path);
        std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let api = Api::read(&read(API)?);
    // how often a line is found more than it is listed
    let mut lines: BTreeMap<String, i32> = BTreeMap::new();
    let mut purposes: BTreeMap<&str, usize> = BTreeMap::new();
    let list = read(LIST)?;
    for line in list
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let (purpose, rest) = line.split_once(' ').unwrap_or((line, ""));
        if !PURPOSES.contains(&purpose) {
            let all = PURPOSES.join(", ");
            return Err(format!("{LIST}: {purpose:?} is none of {all}"));
        }
        *purposes.entry(purpose).or_default() += 1;
        *lines.entry(rest.trim_start().to_owned()).or_default() -= 1;
    }
    for (folder, extension) in SHELLS {
        let mut files = Vec::new();
        own_rules::collect(&workspace::root().join(folder), &mut files)?;
        let ours = |file: &PathBuf| file.extension().is_some_and(|end| end == *extension);
        for file in files.into_iter().filter(ours) {
            let text = std::fs::read_to_string(&file);
            let text = text.map_err(|why| format!("{}: {why}", file.display()))?;
            for line in text.lines().map(code).filter(|line| api.is_branch(line)) {
                *lines
                    .entry(format!("{}: {line}", short(&file)))
                    .or_default() += 1;
            }
        }
    }
    let differ = |mark: char, sign: i32| {
        let more = lines.iter().filter(move |(_, more)| **more * sign > 0);
        more.flat_map(move |(line, more)| {
            std::iter::repeat_n(format!("{mark} {line}"), more.unsigned_abs() as usize)
        })
    };
    let (new, gone) = (differ('+', 1), differ('-', -1));
    let differences: Vec<_> = new.chain(gone).collect();
    if differences.is_empty() {
        let all: usize = purposes.values().sum();
        let decide = purposes.remove(DECIDES).unwrap_or_default();
        let each = purposes.iter().map(|(purpose, n)| format!("{purpose} {n}"));
        let each = each.collect::<Vec<_>>().join(", ");
        return Ok(format!(
            "{all} lines branch on what the core says, as listed: {each}; decides {decide}"
        ));
    }
    let advice = format!(
        "lines that branch on what the core says differ from {LIST}: read each, and list it with its purpose; \
         what decides belongs into the core"
    );
    Err([vec![advice], differences].concat().join("\n"))
}

/// A file by its name and its folder's.
fn short(file: &Path) -> String {
    let names: Vec<_> = file
        .iter()
        .rev()
        .take(2)
        .map(|name| name.to_string_lossy())
        .collect();
    names.into_iter().rev().collect::<Vec<_>>().join("/")
}

/// A line without its comment.
fn code(line: &str) -> String {
    let line = line.split("//").next().unwrap_or_default().trim();
    if line.starts_with('*') || line.starts_with("/*") {
        return String::new();
    }
    line.to_owned()
}

impl Api {
    fn read(text: &str) -> Self {
        let mut api = Self {
            flags: BTreeSet::new(),
            kinds: BTreeSet::new(),
            cases: BTreeSet::new(),
        };
        let mut kind = "";
        for line in text.lines() {
            if let Some((name, what)) = line.split_once(": ").filter(|_| !line.starts_with(' ')) {
                kind = what;
                if what == "enum" {
                    api.kinds.insert(name.to_owned());
                }
            } else if kind == "record" && line.ends_with(": boolean") {
                api.flags
                    .insert(camel(line.trim().trim_end_matches(": boolean")));
            } else if kind == "enum" {
                let name: String = line
                    .trim()
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .collect();
                let mut letters = name.chars();
                let first = letters.next().map(|c| c.to_ascii_lowercase());
                api.cases.insert(first.into_iter().chain(letters).collect());
            }
        }
        api
    }

    fn is_branch(&self, line: &str) -> bool {
        let branches = SIGNS.iter().any(|sign| line.contains(sign))
            || words(line).any(|(_, word, _)| WORDS.contains(&word));
        branches && words(line).any(|(before, word, after)| self.speaks(before, word, after))
    }

    /// Whether a word, with what stands before and after it, is the core's.
    fn speaks(&self, before: &str, word: &str, after: &str) -> bool {
        let compared = |text: &str| {
            ["==", "!=", "<", ">"]
                .iter()
                .any(|sign| text.starts_with(sign))
        };
        let case =
            before.ends_with("case .") || before.ends_with("== .") || before.ends_with("!= .");
        (before.ends_with('.') && self.flags.contains(word))
            || (after.starts_with('.') && self.kinds.contains(word))
            || (case && self.cases.contains(word))
            || (word == "level" && compared(after.trim_start()))
    }
}

/// The words of a line, each with what stands before and after it.
fn words(line: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.split(move |c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(move |word| {
            let start = word.as_ptr() as usize - line.as_ptr() as usize;
            (&line[..start], word, &line[start + word.len()..])
        })
}

fn camel(name: &str) -> String {
    let mut upper = false;
    let letter = |c: char| {
        let raised = std::mem::replace(&mut upper, c == '_');
        (c != '_').then(|| if raised { c.to_ascii_uppercase() } else { c })
    };
    name.chars().filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: &str = "Duties: record\n    mute_to: boolean\n    level: uint8\n\nFront: enum\n    Nothing\n    Ding { ding: string }\n";

    #[test]
    fn a_line_that_branches_on_the_core_is_found_in_either_language() {
        let api = Api::read(SOME);
        for line in [
            "if (now.muteTo) ring()",
            "val there = if (front is Front.Ding) 1 else 2",
            "guard duties.muteTo else { return }",
            "case .ding: ring()",
            "is Front.Ding -> ring()",
            "return view.level > 2 && loud",
            "let use = duties.muteTo ? 1 : 2",
        ] {
            assert!(api.is_branch(line), "{line}");
        }
        for line in [
            "if (visible) draw()",
            "view.muteTo",
            "return Front.Nothing",
            "let level = view.level",
            "",
        ] {
            assert!(!api.is_branch(line), "{line}");
        }
        assert_eq!(code("* if (now.muteTo) in a comment"), "");
        assert_eq!(code("ring() // if (now.muteTo)"), "ring()");
    }
}
