//! `cargo xtask bench`: runs the benchmarks and puts their figures into one table.
//!
//! Each benchmark of `sotto-tests` leaves `target/bench/NAME.json`; here they are collected, not
//! measured.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

use crate::install::{For, debian, python};
use crate::{bindings, shell, workspace};

type Run = fn(bool) -> Result<(), String>;

/// Benchmarks that are no targets of cargo.
const OTHERS: &[(&str, Run)] = &[
    ("bindings", bindings::bench::run),
    ("size", |_| bindings::size::run()),
];

/// Runs all benchmarks, or those named. A full run fails when a figure misses its goal, a quick
/// one only when a benchmark does not run.
pub(crate) fn run(names: &[String], quick: bool) -> Result<(), String> {
    let mut known = workspace::targets("sotto-tests", "bench")?;
    known.extend(OTHERS.iter().map(|(name, _)| (*name).to_owned()));
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        let known = known.join(" ");
        return Err(format!(
            "there is no benchmark {unknown:?}; there are: {known}"
        ));
    }
    if names.is_empty() && quick {
        // it has no short form: the program is optimised as a whole
        known.retain(|name| name != "size");
    }
    let chosen = if names.is_empty() { &known } else { names };
    if chosen.is_empty() {
        return Err("sotto-tests has no benchmark".to_owned());
    }
    debian::ensure(&[For::Building, For::Testing])?;
    python::ensure()?;
    let (mut broken, mut rows) = (Vec::new(), Vec::new());
    for (index, name) in chosen.iter().enumerate() {
        println!("\n[{}/{}] {name}", index + 1, chosen.len());
        let before = files()?;
        let result = match OTHERS.iter().find(|(other, _)| other == name) {
            Some((_, run)) => run(quick),
            None => of_rust(name, quick),
        };
        let mut new = Vec::new();
        for (file, changed) in files()? {
            if before.get(&file) != Some(&changed) {
                new.extend(read(&file)?);
            }
        }
        // A benchmark may end with an error because a goal was missed: the rows tell that.
        let missed = new.iter().any(|row| !row.holds);
        match result {
            Err(why) if !missed => broken.push(format!("{name}: {why}")),
            Ok(()) if new.is_empty() => broken.push(format!("{name}: left no figures")),
            _ => {}
        }
        rows.extend(new);
    }
    print!("\n{}", table(&rows));
    verdict(&broken, &rows, quick)
}

fn of_rust(name: &str, quick: bool) -> Result<(), String> {
    let mut command = shell::cargo(&["bench", "--package", "sotto-tests", "--bench", name]);
    if quick {
        command.args(["--", "--quick"]);
    }
    shell::run(&mut command)
}

fn verdict(broken: &[String], rows: &[Row], quick: bool) -> Result<(), String> {
    let missed = rows.iter().filter(|row| !row.holds).count();
    if !broken.is_empty() {
        return Err(format!("did not run: {}", broken.join("; ")));
    }
    match (missed, quick) {
        (0, _) => Ok(()),
        (_, true) => {
            println!(
                "{missed} goals missed; a quick run measures too little to hold that against it"
            );
            Ok(())
        }
        (_, false) => Err(format!(
            "{missed} of {} figures miss their goal",
            rows.len()
        )),
    }
}

/// The files of figures, each with the time of its last change.
fn files() -> Result<BTreeMap<PathBuf, SystemTime>, String> {
    let folder = workspace::root().join("target/bench");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        return Ok(BTreeMap::new());
    };
    let mut found = BTreeMap::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let changed = entry.metadata().and_then(|data| data.modified());
            let changed = changed.map_err(|why| format!("{}: {why}", path.display()))?;
            found.insert(path, changed);
        }
    }
    Ok(found)
}

struct Row {
    bench: String,
    name: String,
    value: f64,
    unit: String,
    peer: String,
    goal: String,
    holds: bool,
}

fn read(file: &Path) -> Result<Vec<Row>, String> {
    let wrong = |why: String| format!("{}: {why}", file.display());
    let text = std::fs::read_to_string(file).map_err(|why| wrong(why.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|why| wrong(why.to_string()))?;
    rows(&value).map_err(|why| wrong(why.to_owned()))
}

fn rows(value: &Value) -> Result<Vec<Row>, &'static str> {
    let bench = value["bench"].as_str().ok_or("has no name")?;
    let list = value["rows"].as_array().ok_or("has no rows")?;
    list.iter()
        .map(|row| {
            let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let peer = match (row["peer_value"].as_f64(), row["ratio"].as_f64()) {
                (Some(value), Some(ratio)) => {
                    format!("{} {} (x {})", word("peer"), short(value), short(ratio))
                }
                _ => String::new(),
            };
            Ok(Row {
                bench: bench.to_owned(),
                name: word("name"),
                // A figure that is not a number (NaN) arrives as null and never holds.
                value: row["value"].as_f64().unwrap_or(f64::NAN),
                unit: word("unit"),
                peer,
                goal: word("goal"),
                holds: row["holds"]
                    .as_bool()
                    .ok_or("has a row without a verdict")?
                    && row["value"].is_number(),
            })
        })
        .collect()
}

fn short(value: f64) -> String {
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}")
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    }
}

fn table(rows: &[Row]) -> String {
    let head = ["bench", "figure", "value", "unit", "goal", "", "peer"].map(str::to_owned);
    let mut lines = vec![head];
    for row in rows {
        let mark = match (row.holds, row.goal.is_empty()) {
            (false, _) => "MISSED",
            (true, true) => "",
            (true, false) => "ok",
        };
        lines.push([
            row.bench.clone(),
            row.name.clone(),
            short(row.value),
            row.unit.clone(),
            row.goal.clone(),
            mark.to_owned(),
            row.peer.clone(),
        ]);
    }
    let width = |column: usize| {
        let widths = lines.iter().map(|line| line[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let mut text = String::new();
    for line in &lines {
        let mut shown = String::new();
        for (column, word) in line.iter().enumerate() {
            let width = width(column);
            if column == 2 {
                shown += &format!("{word:>width$}  ");
            } else {
                shown += &format!("{word:<width$}  ");
            }
        }
        text += shown.trim_end();
        text += "\n";
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample(holds: bool) -> Vec<Row> {
        let value = serde_json::json!({"bench": "qr", "rows": [
            {"name": "read", "value": 281.0, "unit": "count", "peer": "zxing-cpp",
             "peer_value": 260.0, "ratio": 1.0808, "goal": ">= 275", "holds": holds},
            {"name": "median", "value": 2.5, "unit": "ms", "peer": "", "peer_value": null,
             "ratio": null, "goal": "", "holds": true}]});
        rows(&value).unwrap()
    }

    #[test]
    fn figures_stand_in_one_table_beside_their_peers() {
        let expected = "\
bench  figure  value  unit   goal        peer
qr     read      281  count  >= 275  ok  zxing-cpp 260 (x 1.081)
qr     median    2.5  ms
";
        assert_eq!(table(&sample(true)), expected);
    }

    #[test]
    fn a_missed_goal_fails_a_full_run_but_not_a_quick_one() {
        assert!(verdict(&[], &sample(true), false).is_ok());
        assert!(verdict(&[], &sample(false), false).is_err());
        assert!(verdict(&[], &sample(false), true).is_ok());
        assert!(verdict(&["qr: left no figures".to_owned()], &sample(true), true).is_err());
    }

    #[test]
    fn a_figure_that_is_not_a_number_never_holds() {
        let value = serde_json::json!({"bench": "x", "rows": [
            {"name": "n", "value": null, "unit": "ms", "goal": "<= 1", "holds": true}]});
        assert!(!rows(&value).unwrap()[0].holds);
    }
}
