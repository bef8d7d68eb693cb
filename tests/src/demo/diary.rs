//! What happened, as it happens: steps, events, figures, for the report.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::kind;
use crate::pair::Handset;
use crate::report::{DemoReport, Event, Kind, Step};

/// See the module.
pub(super) struct Diary {
    began: Instant,
    pub(super) report: DemoReport,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Diary {
    pub(super) fn new(names: [&str; 2]) -> Self {
        Self {
            began: Instant::now(),
            report: DemoReport {
                phones: names.map(|name| first_name(name).to_owned()),
                ..DemoReport::default()
            },
            events: Arc::default(),
        }
    }

    pub(super) fn clock(&self) -> Instant {
        Instant::now()
    }

    /// Notes a promise and whether it held; gives the milliseconds that it took.
    pub(super) fn step(&mut self, name: &str, since: Instant, holds: bool, says: &str) -> f64 {
        let ms = since.elapsed().as_secs_f64() * 1_000.0;
        self.report.steps.push(Step {
            name: name.to_owned(),
            holds,
            ms,
            says: says.to_owned(),
        });
        ms
    }

    pub(super) fn figure(&mut self, name: &str, value: f64) {
        self.report.figures.insert(name.to_owned(), value);
    }

    /// Notes something on a phone's time line.
    pub(super) fn event(&self, phone: usize, text: &str, kind: Kind) {
        note(&self.events, self.began, phone, text, kind);
    }

    /// Follows a phone's own events.
    pub(super) fn watch(&self, phone: usize, handset: &Handset) {
        let (mut events, began, notes) = (handset.phone.events(), self.began, self.events.clone());
        tokio::spawn(async move {
            while let Ok(event) = events.next().await {
                if let Some(kind) = kind(&event) {
                    note(&notes, began, phone, &words(&event), kind);
                }
            }
        });
    }

    pub(super) fn into_report(mut self) -> DemoReport {
        let mut events =
            std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner));
        events.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
        self.report.events = events;
        self.report
    }
}

/// What fits beside a time line.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

fn note(events: &Mutex<Vec<Event>>, began: Instant, phone: usize, text: &str, kind: Kind) {
    events
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(Event {
            at_ms: began.elapsed().as_secs_f64() * 1_000.0,
            phone,
            text: text.to_owned(),
            kind,
        });
}

fn words(event: &sotto_core::engine::Event) -> String {
    use sotto_core::engine::Event;
    match event {
        Event::Joined => "joined the server".to_owned(),
        Event::Online(true) => "can be reached".to_owned(),
        Event::Incoming => "a call comes in".to_owned(),
        Event::PathReady => "the media path stands".to_owned(),
        Event::Ended(reason) => reason.words().to_owned(),
        other => format!("{other:?}"),
    }
}
