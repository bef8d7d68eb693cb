//! `cargo xtask bench bindings`: what a frame of sound costs on its way through JNA and in Swift, and that nothing grows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Profile, figures, kotlin, swift};
use crate::workspace;

/// Frames of a full run: half an hour of a call.
const FRAMES: &str = "100000";
/// Frames of a quick one.
const QUICK: &str = "2000";

/// Figures, their units and the most that they may be.
const ROWS: &[(&str, &str, &str, Option<f64>)] = &[
    (
        "kotlin_frame_us",
        "one frame in, one out, JNA",
        "µs",
        Some(100.0),
    ),
    (
        "kotlin_frame_p99_us",
        "the same, 99th percentile",
        "µs",
        None,
    ),
    ("kotlin_exchange_us", "in one crossing, JNA", "µs", None),
    (
        "kotlin_heap_growth_kib",
        "Java heap grown in the second half",
        "KiB",
        Some(256.0),
    ),
    (
        "kotlin_process_growth_kib",
        "process grown in the second half, JVM",
        "KiB",
        Some(1_024.0),
    ),
    (
        "swift_frame_us",
        "one frame in, one out, Swift",
        "µs",
        Some(2.0),
    ),
    (
        "swift_frame_p99_us",
        "the same, 99th percentile",
        "µs",
        None,
    ),
    (
        "swift_process_growth_kib",
        "process grown in the second half, Swift",
        "KiB",
        Some(256.0),
    ),
];

/// Runs both suites' benchmarks on an optimised library and leaves `target/bench/bindings.json`.
pub(crate) fn run(quick: bool) -> Result<(), String> {
    let profile = if quick { Profile::Dev } else { Profile::Ship };
    super::make()?;
    super::build(profile)?;
    let environment = [("SOTTO_BENCH", if quick { QUICK } else { FRAMES })];
    let (result, said) = kotlin::suite(profile, &["-Dtest=FrameBench"], &environment);
    result?;
    let mut found = figures(&said);
    let chosen = [
        "--configuration",
        "release",
        "-Xswiftc",
        "-enable-testing",
        "--filter",
        "FrameBench",
    ];
    let (result, said) = swift::suite(profile, &chosen, &environment);
    result?;
    found.extend(figures(&said));
    leave("bindings", rows(&found)?)
}

fn rows(found: &BTreeMap<String, f64>) -> Result<Vec<Value>, String> {
    ROWS.iter()
        .map(|(key, name, unit, most)| {
            let value = found.get(*key);
            let value = *value.ok_or_else(|| format!("the suites printed no figure {key}"))?;
            Ok(row(name, value, unit, *most))
        })
        .collect()
}

/// One figure in the form of all benchmarks.
pub(super) fn row(name: &str, value: f64, unit: &str, most: Option<f64>) -> Value {
    json!({
        "name": name, "value": value, "unit": unit, "peer": "", "peer_value": null, "ratio": null,
        "goal": most.map_or(String::new(), |most| format!("<= {most}")),
        "holds": most.is_none_or(|most| value <= most),
    })
}

/// Writes `target/bench/NAME.json`.
pub(super) fn leave(name: &str, rows: Vec<Value>) -> Result<(), String> {
    let folder = workspace::root().join("target/bench");
    let file = folder.join(format!("{name}.json"));
    let text = json!({"bench": name, "rows": rows}).to_string();
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&file, text))
        .map_err(|why| format!("{}: {why}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_over_its_goal_does_not_hold_and_a_missing_one_is_an_error() {
        assert_eq!(row("x", 2.5, "µs", Some(2.0))["holds"], false);
        assert_eq!(row("x", 2.5, "µs", None)["holds"], true);
        assert!(rows(&BTreeMap::new()).is_err());
    }
}
