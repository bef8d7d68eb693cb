//! A call on loopback between two real phones over a real server: how soon it rings and sounds, what it costs, and
//! whether a thousand of them leave anything behind.
//!
//! Server and both phones share this process, so its memory is an upper limit for one phone's, and half of its CPU time
//! is one for a phone's share of a call.

#[path = "speech/material.rs"]
mod material;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sotto_core::engine::{Command, PlatformNews};
use sotto_core::secure::{Level, Operation};
use sotto_phone::Phone;
use sotto_server::Rate;
use sotto_tests::bench::{Goal, Report, quick};
use sotto_tests::pair::{Failure, Host, Pair};
use tokio::time::{MissedTickBehavior, interval_at};

const FRAME: Duration = Duration::from_millis(20);

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    let holds = runtime.block_on(measure())?;
    std::process::exit(i32::from(!holds));
}

async fn measure() -> Result<bool, Failure> {
    let mut report = Report::new("call");
    let plenty = Rate {
        per_second: 1_000_000,
        burst: 1_000_000,
    };
    let host = Host::start_with(|config| {
        config.limits.source = plenty;
        config.limits.device = plenty;
        config.limits.receiver = plenty;
        config.limits.pair = plenty;
        config.limits.look_up = plenty;
    })
    .await?;
    let pair = Pair::on(host).await?;
    let calls = if quick() { 10 } else { 100 };
    for (level, what) in [
        (Level::ORDINARY, "direct"),
        (Level::THREE, "level 3, relay"),
    ] {
        let (mut ringing, mut sound) = (Vec::new(), Vec::new());
        for call in 0..calls {
            let (rang, heard) = one_call(&pair, level, call).await?;
            ringing.push(rang);
            sound.push(heard);
        }
        report.row(
            &format!("dial to ringing, p95, {what}"),
            p95(&mut ringing),
            "ms",
            Goal::AtMost(50.0),
        );
        report.row(
            &format!("accept to first sound, p95, {what}"),
            p95(&mut sound),
            "ms",
            Goal::AtMost(60.0),
        );
    }
    muting(&pair, &mut report).await?;
    cost(&pair, &mut report).await?;
    growth(&pair, &mut report).await?;
    Ok(report.finish())
}

/// One call; gives dial to ringing and accept to first sound in ms.
async fn one_call(pair: &Pair, level: Level, call: usize) -> Result<(f64, f64), Failure> {
    let bob = pair.bob.account();
    let dialled = Instant::now();
    pair.alice.phone.command(Command::Dial(bob, level))?;
    pair.alice
        .until("ringing", |engine| {
            engine
                .call()
                .is_some_and(|call| call.phase() == sotto_core::call::Phase::Ringing)
        })
        .await?;
    let rang = dialled.elapsed();
    for handset in [&pair.alice, &pair.bob] {
        handset
            .until("the media path", |engine| {
                let leg = engine.call().and_then(|call| call.main_leg());
                leg.is_some_and(|leg| leg.has_path())
            })
            .await?;
    }
    pair.bob
        .until("the level", |engine| {
            engine.call().is_some_and(|call| call.can_answer())
        })
        .await?;
    // both sound cards run already, each on a beat of its own, as they do while a phone rings
    let phase = Duration::from_micros((call as u64 * 7_919) % 20_000);
    let speaking = tokio::spawn(speak(pair.bob.phone.clone(), phase));
    let listening = tokio::spawn(first_sound(pair.alice.phone.clone()));
    tokio::time::sleep(Duration::from_millis(50)).await;
    let accepted = Instant::now();
    pair.bob.phone.command(Command::Answer)?;
    let heard = listening.await?.duration_since(accepted);
    speaking.abort();
    pair.hang_up().await?;
    Ok((ms(rang), ms(heard)))
}

fn p95(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * 95).div_ceil(100) - 1]
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// What a shell's audio thread does: every 20 ms a frame of a person's voice from the microphone, and one for the
/// loudspeaker.
fn talk(phone: &Phone, voice: &[i16], frames: u32) {
    let mut out = [0; 960];
    let begun = Instant::now();
    for (frame, spoken) in (0..frames).zip(voice.as_chunks::<960>().0.iter().cycle()) {
        std::thread::sleep((begun + FRAME * frame).saturating_duration_since(Instant::now()));
        phone.push_microphone(spoken);
        phone.pull_loudspeaker(&mut out);
    }
}

/// A tone, 20 ms at a time, beginning `phase` from now.
async fn speak(phone: Arc<Phone>, phase: Duration) {
    let tone: Vec<i16> = (0..960)
        .map(|i| ((i as f32 * 440.0 * std::f32::consts::TAU / 48_000.0).sin() * 12_000.0) as i16)
        .collect();
    let mut tick = interval_at(tokio::time::Instant::now() + phase, FRAME);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        tick.tick().await;
        phone.push_microphone(&tone);
    }
}

/// When the loudspeaker got the first frame with sound in it.
async fn first_sound(phone: Arc<Phone>) -> Instant {
    let mut tick = tokio::time::interval(FRAME);
    let mut out = [0; 960];
    loop {
        tick.tick().await;
        phone.pull_loudspeaker(&mut out);
        phone.push_microphone(&[0; 960]);
        if out.iter().any(|sample: &i16| sample.unsigned_abs() > 500) {
            return Instant::now();
        }
    }
}

/// From a shell's word of a violation to a microphone that is shut: what is pushed from then on is silence.
async fn muting(pair: &Pair, report: &mut Report) -> Result<(), Failure> {
    pair.ring(Level::new(1)).await?;
    pair.answer().await?;
    let speaking = tokio::spawn(speak(pair.alice.phone.clone(), Duration::ZERO));
    let mut times = Vec::new();
    for _ in 0..if quick() { 10 } else { 200 } {
        pair.alice.sounding().await?;
        let noticed = Instant::now();
        let speaker = Operation::Speaker;
        let phone = &pair.alice.phone;
        phone.platform(speaker, PlatformNews::ViolationBegan);
        while phone.look(|engine, _| engine.call().is_some_and(|call| call.may_sound())) {
            if noticed.elapsed() > Duration::from_secs(5) {
                return Err("the microphone stayed open".into());
            }
            tokio::task::yield_now().await;
        }
        times.push(ms(noticed.elapsed()));
        phone.platform(speaker, PlatformNews::ViolationEnded);
    }
    speaking.abort();
    report.row(
        "violation noticed to own sound muted, p95",
        p95(&mut times),
        "ms",
        Goal::AtMost(20.0),
    );
    pair.hang_up().await
}

/// CPU and memory of a direct call with real-time sound in both directions.
async fn cost(pair: &Pair, report: &mut Report) -> Result<(), Failure> {
    pair.ring(Level::ORDINARY).await?;
    pair.answer().await?;
    let seconds = if quick() { 3 } else { 20 };
    let voice = Arc::new(material::utterance(0)?);
    let before = cpu_seconds();
    let talkers: Vec<_> = [&pair.alice, &pair.bob]
        .map(|handset| {
            tokio::task::spawn_blocking({
                let (phone, voice) = (handset.phone.clone(), voice.clone());
                move || talk(&phone, &voice, seconds * 50)
            })
        })
        .into();
    for talker in talkers {
        talker.await?;
    }
    let used = (cpu_seconds() - before) / f64::from(seconds) / 2.0 * 100.0;
    report.row(
        "CPU of a phone in a call, both directions",
        used,
        "%",
        Goal::AtMost(3.0),
    );
    report.row(
        "memory of two phones and their server",
        memory_mib(),
        "MiB",
        Goal::AtMost(40.0),
    );
    pair.hang_up().await
}

/// Calls that are set up and ended: nothing may stay.
async fn growth(pair: &Pair, report: &mut Report) -> Result<(), Failure> {
    let (first, last) = if quick() { (10, 50) } else { (100, 1_000) };
    let mut mark = (0.0, 0, 0);
    for call in 1..=last {
        pair.ring(Level::ORDINARY).await?;
        pair.answer().await?;
        pair.hang_up().await?;
        if call == first || call == last {
            // a slow disk lets the outputs of several calls wait: what they hold is no growth
            pair.alice.phone.committed().await?;
            pair.bob.phone.committed().await?;
        }
        if call == first {
            mark = (memory_mib(), tasks().await, threads());
        }
    }
    let grown = memory_mib() - mark.0;
    report.row(
        &format!("memory grown, calls {first} to {last}"),
        grown,
        "MiB",
        Goal::AtMost(2.0),
    );
    let tasks = tasks().await as f64 - mark.1 as f64;
    report.row(
        &format!("tasks grown, calls {first} to {last}"),
        tasks,
        "count",
        Goal::AtMost(0.0),
    );
    let threads = threads() as f64 - mark.2 as f64;
    report.row(
        &format!("threads grown, calls {first} to {last}"),
        threads,
        "count",
        Goal::AtMost(0.0),
    );
    Ok(())
}

/// Tasks that stay: sockets of a call are let go a moment after it ended, so the fewest of the next half second count.
async fn tasks() -> usize {
    let mut fewest = usize::MAX;
    for _ in 0..50 {
        let now = tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks();
        fewest = fewest.min(now);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    fewest
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

fn memory_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.expect("Linux tells a process's memory") / 1_024.0
}

/// CPU time of this process so far, from the scheduler's own nanoseconds.
fn cpu_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux tells a process's threads");
    let nanoseconds: u64 = tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    nanoseconds as f64 / 1e9
}
