//! What the core adds to an app's start: from the folder of a phone with 1,000 contacts and 100,000 messages to its list
//! of chats in words. The store is in the system's cache, as after an update or a restart of the app.

use std::hint::black_box;
use std::time::Instant;

use sotto_core::view::{self, ChatLine};
use sotto_tests::bench::{Goal, Report, quick};
use sotto_tests::filled;
use sotto_tests::pair::{Failure, Host};

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    let holds = runtime.block_on(measure())?;
    std::process::exit(i32::from(!holds));
}

async fn measure() -> Result<bool, Failure> {
    let (contacts, messages, rounds) = if quick() {
        (100, 1_000, 5)
    } else {
        (1_000, 100_000, 41)
    };
    let mut report = Report::new("cold_start");
    let host = Host::start().await?;
    let folder = tempfile::TempDir::new()?;
    filled::fill(folder.path(), host.link().await?, contacts, messages).await?;
    let (mut opened, mut listed) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let begun = Instant::now();
        let phone = filled::open(folder.path())?;
        opened.push(ms(begun));
        let chats = phone.look(view::chats);
        let words: usize = chats.lines.iter().map(words).sum();
        listed.push(ms(begun));
        black_box(words);
        if chats.lines.len() != contacts {
            return Err(format!("{} of {contacts} chats are listed", chats.lines.len()).into());
        }
        phone.close();
    }
    report.row(
        "store to engine, median",
        median(&mut opened),
        "ms",
        Goal::None,
    );
    report.row(
        "cold start to the list of chats, median",
        median(&mut listed),
        "ms",
        Goal::AtMost(50.0),
    );
    Ok(report.finish())
}

/// Puts a line into words, as a shell gets it; how many bytes they are.
fn words(line: &ChatLine) -> usize {
    let said = [
        Some(&line.title),
        Some(&line.preview),
        Some(&line.ago),
        line.unread_words.as_ref(),
    ];
    said.into_iter()
        .flatten()
        .map(|text| text.english().len())
        .sum()
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1_000.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
