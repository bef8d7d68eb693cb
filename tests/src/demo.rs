//! The demo: a server, two phones, a card scanned from a photograph, a message, a call at level 3 over the relay with a
//! real voice, attempts that are refused, a violation that ends the call, a secure Ding, and a search of everything the
//! server holds.
//!
//! The phones' systems are simulated and said to be so; everything else is the real thing.

mod call;
mod chat;
mod diary;
mod ding;
mod leak;
mod meet;
mod screens;
mod speech;

use std::path::{Path, PathBuf};

use sotto_core::secure::{Answer, Level, Operation};
use sotto_phone::SimulatedPlatform;
use tempfile::TempDir;

use crate::pair::{Failure, Handset, Host};
use crate::report::{self, DemoReport, Kind};
use diary::Diary;

/// The names that must not reach the server.
const NAMES: [&str; 2] = ["Alice Liddell", "Bob Cratchit"];

/// Plays the demo; true when everything promised happened.
///
/// # Errors
/// Whatever kept it from being played to the end.
pub async fn run() -> Result<bool, Failure> {
    let target = target();
    std::fs::create_dir_all(&target)?;
    let log = leak::capture_log(&target.join("server.log"))?;
    let mut diary = Diary::new(NAMES);
    let folders = [TempDir::new()?, TempDir::new()?, TempDir::new()?];

    println!("starting a server on an empty folder");
    let start = diary.clock();
    let host = Host::start().await?;
    diary.step(
        "A server starts on an empty folder",
        start,
        true,
        "its TLS key, database and first join link were made",
    );
    let alice = Handset::open(folders[0].path(), SimulatedPlatform::new())?;
    let bob = Handset::open(folders[1].path(), SimulatedPlatform::new())?;
    diary.watch(0, &alice);
    diary.watch(1, &bob);
    let handsets = [&alice, &bob];

    println!("two phones join by link");
    meet::join(&mut diary, &host, handsets).await?;
    println!("each scans a photograph of the other's card");
    meet::scan(&mut diary, handsets)?;
    println!("a message");
    chat::message(&mut diary, handsets).await?;
    println!("a call at level 3");
    call::ring_and_answer(&mut diary, handsets).await?;
    println!("both speak; this takes as long as their words");
    speech::talk(&mut diary, handsets).await?;
    println!("forbidden things are tried");
    call::attempts(&mut diary, handsets).await?;
    call::violation(&mut diary, handsets).await?;
    println!("a secure Ding");
    let sent = ding::send(&mut diary, handsets).await?;
    ding::hear(&mut diary, handsets, sent).await?;
    println!("a phone that cannot forbid screenshots is called");
    let weak = SimulatedPlatform::new().answering(Operation::Screenshot, Answer::Unsupported);
    let carol = Handset::open(folders[2].path(), weak)?;
    call::fails_closed(&mut diary, &host, &alice, &carol).await?;

    println!("the server's folder and log are searched");
    for handset in [alice, bob, carol] {
        handset.phone.close();
    }
    let Host { running, folder } = host;
    running.shutdown().await?;
    let phones: Vec<&Path> = folders.iter().map(TempDir::path).collect();
    leak::search(&mut diary, folder.path(), &log, &phones)?;
    finish(diary, &target)
}

fn finish(diary: Diary, target: &Path) -> Result<bool, Failure> {
    let mut report: DemoReport = diary.into_report();
    report.holds = report.steps.iter().all(|step| step.holds);
    let page = report::write(&report, target)?;
    for step in &report.steps {
        let mark = if step.holds { "ok    " } else { "BROKEN" };
        println!(
            "  {mark} {:<58} {:>8.1} ms  {}",
            step.name, step.ms, step.says
        );
    }
    println!("the report: {}", page.display());
    Ok(report.everything_holds())
}

fn target() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/demo"))
}

/// The level of the demo's call.
const LEVEL: Level = Level::THREE;

/// How events are told apart in the time line.
fn kind(event: &sotto_core::engine::Event) -> Option<Kind> {
    use sotto_core::engine::Event;
    match event {
        Event::Incoming | Event::PathReady => Some(Kind::Call),
        Event::Ended(_) => Some(Kind::Ended),
        Event::Joined | Event::Online(true) => Some(Kind::Plain),
        _ => None,
    }
}
