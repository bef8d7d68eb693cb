//! A voice Ding of 30 s for 50 people over a real server on loopback: from *send* until the sender's phone has heard that
//! all of them rang. Beside it the least that this must cost: 50 containers of that size left with the same server, one
//! after another, by a connection that does nothing else.
//!
//! All 51 phones and the server share this process and this machine.

// the smallest client there is, as the tests of the server have it
#[allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]
#[path = "../tests/server_link/client.rs"]
mod client;

use std::time::{Duration, Instant, SystemTime};

use sotto_core::ding::{Draft, Progress, Said};
use sotto_core::engine::{Command, DingCommand, Engine};
use sotto_phone::SimulatedPlatform;
use sotto_server::Rate;
use sotto_tests::bench::{Goal, Report, quick};
use sotto_tests::pair::{Failure, Handset, Host};
use tempfile::TempDir;

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    let holds = runtime.block_on(measure())?;
    std::process::exit(i32::from(!holds));
}

async fn measure() -> Result<bool, Failure> {
    let mut report = Report::new("ding");
    let (people, rounds) = if quick() { (5, 1) } else { (50, 5) };
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
    let folders: Vec<TempDir> = (0..=people)
        .map(|_| TempDir::new())
        .collect::<Result<_, _>>()?;
    let mut phones = Vec::new();
    for (n, folder) in folders.iter().enumerate() {
        let handset = Handset::open(folder.path(), SimulatedPlatform::new())?;
        handset.join(host.link().await?, &format!("P{n}")).await?;
        phones.push(handset);
    }
    let (sender, receivers) = phones.split_first().expect("there is a sender");
    for receiver in receivers {
        sender.phone.command(Command::Scan(receiver.card()))?;
        receiver.phone.command(Command::Scan(sender.card()))?;
    }
    for handset in &phones {
        handset.phone.settled(Duration::from_secs(20)).await;
    }
    let to: Vec<Vec<u8>> = receivers.iter().map(|r| r.account().to_vec()).collect();
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(one_ding(sender, &to).await?);
        for handset in &phones {
            handset.phone.settled(Duration::from_secs(20)).await;
        }
    }
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let bare = bare_deposits(&host, people).await?;
    report.beside(
        &format!("voice Ding of 30 s for {people} people, send to all rung, median"),
        median,
        "ms",
        ("the same containers, left one after another", bare),
        Goal::AtMost(2_000.0),
    );
    report.beside(
        &format!("the slowest of {rounds}"),
        times[times.len() - 1],
        "ms",
        ("the same containers, left one after another", bare),
        Goal::AtMost(2_000.0),
    );
    Ok(report.finish())
}

/// Records 30 s, sends, and waits until all rang; ms from the command.
async fn one_ding(sender: &Handset, to: &[Vec<u8>]) -> Result<f64, Failure> {
    let phone = &sender.phone;
    phone.command(Command::Ding(DingCommand::StartRecording))?;
    let tone: [i16; 960] = std::array::from_fn(|i| {
        ((i as f32 * 440.0 * std::f32::consts::TAU / 48_000.0).sin() * 9_000.0) as i16
    });
    for _ in 0..1_500 {
        phone.push_microphone(&tone);
    }
    phone.command(Command::Ding(DingCommand::StopRecording))?;
    let start = Instant::now();
    let send = DingCommand::Send(Draft::ordinary(to.to_vec()), Said::Recorded);
    phone.command(Command::Ding(send))?;
    sender.until("all rung", all_rung).await?;
    let time = start.elapsed().as_secs_f64() * 1_000.0;
    let ids: Vec<_> = phone.look(|engine, _| engine.dings().sent().map(|(id, _)| id).collect());
    for id in ids {
        phone.command(Command::Ding(DingCommand::Delete(id)))?;
    }
    Ok(time)
}

/// Bytes of the payload of a Ding of 30 s: 1,500 packets of 27 bytes, padded, with the cipher's tag.
const PAYLOAD: usize = 40_960 + 16;

/// Leaves a container of that size with each of as many people, one after another; ms for all of them.
async fn bare_deposits(host: &Host, people: usize) -> Result<f64, Failure> {
    let mut persons = Vec::new();
    let mut place = None;
    for _ in 0..people {
        let join = client::join(&host.link().await?);
        let at = (
            join.server.parse()?,
            <[u8; 32]>::try_from(join.server_pin).expect("32 bytes"),
        );
        let person = client::Person::new();
        let mut link = client::Client::connect(at.0, &at.1).await;
        link.done(link.register(&person, &join.invite)).await;
        link.done(person.prekeys(1..2)).await;
        persons.push(person);
        place = Some(at);
    }
    let (address, pin) = place.expect("there are people");
    let mut link = client::Client::connect(address, &pin).await;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let expires = u64::try_from(now.as_millis())? + 3_600_000;
    let start = Instant::now();
    for person in &persons {
        let container = client::container(&[person.device()], expires, PAYLOAD);
        link.done(person.submit(&container)).await;
    }
    Ok(start.elapsed().as_secs_f64() * 1_000.0)
}

fn all_rung(engine: &Engine) -> bool {
    engine.dings().sent().all(|(_, sent)| {
        let rung = |person| matches!(sent.progress(person, 0), Progress::Rung(_));
        sent.people().iter().all(rung)
    })
}
