//! The one form in which every benchmark leaves its figures.

use std::path::PathBuf;

use serde::Serialize;

/// One figure: what was measured, beside its peer and its goal.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit: `ms`, `%`, `MiB`, `count` ….
    pub unit: String,
    /// Who did the same work in the same run; empty where there is none.
    pub peer: String,
    /// The peer's figure.
    pub peer_value: Option<f64>,
    /// Ours divided by the peer's.
    pub ratio: Option<f64>,
    /// The goal in words, such as `<= 60`; empty where there is none.
    pub goal: String,
    /// Whether the goal was reached.
    pub holds: bool,
}

/// A limit that a figure is held against.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// The figure may not be larger.
    AtMost(f64),
    /// The figure may not be smaller.
    AtLeast(f64),
    /// Measured to be known, not to be held against anything.
    None,
}

/// The figures of one benchmark; [`Report::finish`] prints and stores them.
#[derive(Debug, Serialize)]
pub struct Report {
    bench: String,
    rows: Vec<Row>,
}

impl Report {
    /// An empty report of the benchmark `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            bench: name.to_owned(),
            rows: Vec::new(),
        }
    }

    /// Adds a figure that has no peer.
    pub fn row(&mut self, name: &str, value: f64, unit: &str, goal: Goal) {
        self.push(name, value, unit, None, goal);
    }

    /// Adds a figure beside that of a peer, measured in the same run.
    pub fn beside(&mut self, name: &str, value: f64, unit: &str, peer: (&str, f64), goal: Goal) {
        self.push(name, value, unit, Some(peer), goal);
    }

    fn push(&mut self, name: &str, value: f64, unit: &str, peer: Option<(&str, f64)>, goal: Goal) {
        let (words, holds) = match goal {
            Goal::AtMost(limit) => (format!("<= {limit}"), value <= limit),
            Goal::AtLeast(limit) => (format!(">= {limit}"), value >= limit),
            Goal::None => (String::new(), true),
        };
        self.rows.push(Row {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
            peer: peer.map(|(name, _)| name.to_owned()).unwrap_or_default(),
            peer_value: peer.map(|(_, value)| value),
            ratio: peer.map(|(_, other)| value / other),
            goal: words,
            holds,
        });
    }

    /// Prints the table, writes `target/bench/NAME.json` and says whether every goal holds.
    ///
    /// # Panics
    /// When the file cannot be written: a benchmark without its figures is no benchmark.
    pub fn finish(self) -> bool {
        println!("{}", self.bench);
        for row in &self.rows {
            let peer = row
                .peer_value
                .map(|value| format!("  {} {value:.3}", row.peer))
                .unwrap_or_default();
            let mark = if row.holds { "ok" } else { "MISSED" };
            println!(
                "  {:<52} {:>10.3} {:<6} {:<10} {mark}{peer}",
                row.name, row.value, row.unit, row.goal
            );
        }
        let folder = folder();
        std::fs::create_dir_all(&folder).expect("target/ can be written");
        let text = serde_json::to_string_pretty(&self).expect("plain figures serialise");
        std::fs::write(folder.join(format!("{}.json", self.bench)), text)
            .expect("target/bench can be written");
        self.rows.iter().all(|row| row.holds)
    }
}

/// Whether the run was asked to be short (`--quick`): fewer repetitions, same code.
#[must_use]
pub fn quick() -> bool {
    std::env::args().any(|argument| argument == "--quick")
}

/// Where benchmarks leave their files: `target/bench` of the workspace.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))
}
