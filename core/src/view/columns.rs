//! What both phones do about each forbidden operation, in two columns.

use serde::Serialize;

use super::words::levels;
use super::words::secure as words;
use super::{CallFacts, Text};
use crate::secure::{Answer, Attested, Operation, Operations, Report};

/// Two columns, one row an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecureColumns {
    /// Heading of this phone's column.
    pub you: Text,
    /// Heading of the other's.
    pub other: Text,
    /// One for each forbidden operation.
    pub rows: Vec<OperationRow>,
    /// Why a column is not what it seems: simulated, or not believed.
    pub notes: Vec<Text>,
}

/// One forbidden operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationRow {
    /// What is forbidden.
    pub operation: Text,
    /// By this phone.
    pub you: Mark,
    /// By the other.
    pub other: Mark,
}

/// What a phone does about an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// `✓`, `◔`, `✗`, `!` where it happens now, `…` while no answer came.
    pub symbol: char,
    /// How the symbol is coloured.
    pub tone: Tone,
    /// What a screen reader says.
    pub label: Text,
    /// How often it was tried and prevented, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevented: Option<Text>,
}

/// Whether secure mode holds somewhere, as a colour says it beside the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// It does.
    Holds,
    /// It does not, or nobody knows yet, and nothing happened.
    Open,
    /// It cannot, or what it forbids happens.
    Fails,
}

impl Mark {
    fn new(answer: Answer, happens: bool, attempts: u32) -> Self {
        let (symbol, tone, phrase) = match answer {
            _ if happens => ('!', Tone::Fails, words::HAPPENING),
            Answer::Enforced => ('✓', Tone::Holds, words::ENFORCED),
            Answer::Detected => ('◔', Tone::Open, words::NOTICED),
            Answer::Unsupported => ('✗', Tone::Fails, words::CANNOT),
            Answer::Pending => ('…', Tone::Open, words::PENDING),
        };
        Self {
            symbol,
            tone,
            label: phrase.text(),
            prevented: (attempts > 0).then(|| words::PREVENTED.with("count", attempts)),
        }
    }

    pub(super) fn of(report: Option<&Report>, operation: Operation) -> Self {
        let Some(report) = report else {
            return Self::new(Answer::Pending, false, 0);
        };
        Self::new(
            report.answers.get(&operation).copied().unwrap_or_default(),
            report.violated.contains(operation),
            report.attempts.get(&operation).copied().unwrap_or(0),
        )
    }
}

impl SecureColumns {
    /// The columns for what `forbidden` holds; a report that is not there has not answered.
    pub(super) fn new(forbidden: Operations, own: Option<&Report>, other: Option<&Report>) -> Self {
        let row = |operation| OperationRow {
            operation: words::operation(operation).text(),
            you: Mark::of(own, operation),
            other: Mark::of(other, operation),
        };
        Self {
            you: words::YOU.text(),
            other: words::OTHER.text(),
            rows: forbidden.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    /// The columns of a call; none at level 0.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Option<Self> {
        if !facts.level.is_secure() {
            return None;
        }
        let forbidden = facts.levels.forbidden(facts.level);
        // what is not believed counts as nothing said
        let other = facts.other.as_ref().filter(|_| !facts.distrusted);
        let mut columns = Self::new(forbidden, Some(&facts.own), other);
        if facts.is_simulated() {
            columns.notes.push(words::SIMULATED.text());
        }
        columns.notes.extend(match facts.attested {
            // a simulated phone has no maker who could speak for it
            Attested::Absent if facts.is_simulated() || facts.other.is_none() => None,
            Attested::Absent => Some(levels::ATTESTED_ABSENT.text()),
            Attested::NotVerified => Some(levels::ATTESTED_UNVERIFIED.text()),
            Attested::Verified => Some(levels::ATTESTED.text()),
            Attested::Failed => Some(levels::ATTESTED_FALSE.text()),
        });
        if facts.distrusted {
            columns.notes.push(words::DISTRUSTED.text());
        }
        Some(columns)
    }
}

/// Operations in words.
pub(super) fn list(
    operations: impl IntoIterator<Item = Operation>,
    phrase: impl Fn(Operation) -> super::Phrase,
) -> Vec<Text> {
    operations.into_iter().map(|o| phrase(o).text()).collect()
}
