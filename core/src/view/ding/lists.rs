//! All Dings: those that came and those that were sent, newest first.

use serde::Serialize;

use super::incoming::{IncomingDingView, ding_of};
use super::sent::{SentDingView, sent_ding};
use crate::engine::{Engine, Moment};

/// All Dings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DingsView {
    /// Newest first.
    pub lines: Vec<DingLine>,
}

/// One Ding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "direction")]
pub enum DingLine {
    /// It came.
    Received(Box<IncomingDingView>),
    /// It was sent.
    Sent(Box<SentDingView>),
}

/// All Dings at a moment.
#[must_use]
pub fn dings(engine: &Engine, now: Moment) -> DingsView {
    let dings = engine.dings();
    let received = dings.received().filter_map(|(id, ding)| {
        let view = ding_of(engine, now, id)?;
        Some((ding.sent_at(), DingLine::Received(Box::new(view))))
    });
    let sent = dings.sent().filter_map(|(id, ding)| {
        let view = sent_ding(engine, now, id)?;
        Some((ding.sent_at(), DingLine::Sent(Box::new(view))))
    });
    let mut lines: Vec<_> = received.chain(sent).collect();
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    DingsView {
        lines: lines.into_iter().map(|(_, line)| line).collect(),
    }
}
