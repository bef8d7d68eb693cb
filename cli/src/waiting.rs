//! Progress where one waits.

use std::time::Duration;

use serde::Serialize;

use crate::screen::{Line, Screen};

/// A wait shorter than this is none.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often a long wait is told again.
const AGAIN: Duration = Duration::from_secs(5);

#[derive(Serialize)]
struct Waiting<'a> {
    r#for: &'a str,
    seconds: u64,
}

impl Line for Waiting<'_> {
    const EVENT: &'static str = "waiting";

    fn words(&self) -> Option<String> {
        Some(match self.seconds {
            0 => format!("{} …", self.r#for),
            seconds => format!("{} … {seconds} s", self.r#for),
        })
    }
}

/// Does something, and says what once it takes longer than a moment.
pub(crate) async fn showing<T>(screen: Screen, what: &str, work: impl Future<Output = T>) -> T {
    tokio::pin!(work);
    let start = tokio::time::Instant::now();
    let mut pause = PATIENCE;
    loop {
        match tokio::time::timeout(pause, &mut work).await {
            Ok(done) => return done,
            Err(_) => screen.tell(&Waiting {
                r#for: what,
                seconds: start.elapsed().as_secs(),
            }),
        }
        pause = AGAIN;
    }
}
