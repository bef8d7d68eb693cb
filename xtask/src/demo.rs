//! `cargo xtask demo`: builds and runs the demo program and says where its report lies.

use std::time::SystemTime;

use crate::install::{For, debian};
use crate::{shell, workspace};

/// Installs what the demo needs, runs it and shows where its report is.
pub(crate) fn run(rest: &[String]) -> Result<(), String> {
    println!("packages: {}", debian::ensure(&[For::Building, For::Demo])?);
    println!("building the server and the phones; the first time this takes some minutes");
    let start = SystemTime::now();
    let mut command = shell::cargo(&["run", "--package", "sotto-tests", "--bin", "demo", "--"]);
    command.args(rest);
    let result = shell::run(&mut command);
    let report = workspace::root().join("target/demo/report.html");
    let changed = report.metadata().and_then(|data| data.modified());
    match (changed.is_ok_and(|changed| changed >= start), &result) {
        (true, _) => println!("\nThe report: {}", report.display()),
        // `--help` and the like run nothing and leave nothing.
        (false, Ok(())) if !rest.is_empty() => {}
        (false, Ok(())) => return Err("the demo left no report".to_owned()),
        (false, Err(_)) => println!("\nThe demo ended before it wrote a report."),
    }
    result
}
