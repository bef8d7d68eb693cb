//! What a report is made of, as plain data.

use std::collections::BTreeMap;

use serde::Serialize;

/// All that the demo found out.
#[derive(Debug, Clone, Default)]
pub struct DemoReport {
    /// Whether everything promised happened, as the demo sees it.
    pub holds: bool,
    /// The names of both phones, in the order of their columns.
    pub phones: [String; 2],
    /// What was promised, step by step.
    pub steps: Vec<Step>,
    /// Figures by name; the end of a name says the unit (`_ms`, `_bytes`, `_percent` …).
    pub figures: BTreeMap<String, f64>,
    /// What happened on either phone and when.
    pub events: Vec<Event>,
    /// What was spoken and what arrived.
    pub sounds: Vec<Sound>,
    /// The risky operations (S1.2) and what became of them.
    pub forbidden: Vec<Forbidden>,
    /// What the server could see.
    pub server_saw: Vec<Seen>,
    /// What screens showed.
    pub screens: Vec<Screen>,
    /// The card's QR code as PNG; empty where there is none.
    pub card_png: Vec<u8>,
    /// The photograph-like picture that was scanned, as PNG; empty where there is none.
    pub photo_png: Vec<u8>,
}

impl DemoReport {
    /// Whether the demo as a whole and each of its steps hold. A demo without steps showed
    /// nothing and does not hold.
    #[must_use]
    pub fn everything_holds(&self) -> bool {
        self.holds && !self.steps.is_empty() && self.steps.iter().all(|step| step.holds)
    }
}

/// One promise and whether it held.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What was promised.
    pub name: String,
    /// Whether it happened.
    pub holds: bool,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// What was seen, in a sentence.
    pub says: String,
}

/// Something that happened on a phone.
#[derive(Debug, Clone)]
pub struct Event {
    /// When, in milliseconds from the start of the demo.
    pub at_ms: f64,
    /// Which phone: 0 or 1, the place of its name in [`DemoReport::phones`].
    pub phone: usize,
    /// What happened, in a few words.
    pub text: String,
    /// What sort of thing it was.
    pub kind: Kind,
}

/// The sort of an [`Event`]; it decides the colour of its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything else: joined, scanned, stored.
    Plain,
    /// The call's progress: dialled, ringing, accepted, connected.
    Call,
    /// Secure mode began or changed; the first one opens the secure span of the time line.
    Secure,
    /// Sound was heard.
    Sound,
    /// A risky operation was refused or noticed.
    Refused,
    /// The call ended; this closes the secure span.
    Ended,
}

/// What one person said and what the other heard: 48 kHz, one channel.
#[derive(Debug, Clone)]
pub struct Sound {
    /// Who speaks to whom, such as `Alice to Bob`.
    pub who: String,
    /// The samples that went into the microphone.
    pub spoken: Vec<i16>,
    /// The samples that came out of the other phone's earpiece.
    pub heard: Vec<i16>,
}

/// One risky operation during the call.
#[derive(Debug, Clone)]
pub struct Forbidden {
    /// The operation, such as `screenshot`.
    pub operation: String,
    /// What the first phone answered: `Enforced`, `Detected` or `Unsupported`.
    pub first: String,
    /// What the second phone answered.
    pub second: String,
    /// How many attempts were refused.
    pub refused: u32,
    /// How long until the other phone knew of an attempt, in milliseconds; none where nobody tried.
    pub reported_ms: Option<f64>,
    /// Whether a simulated platform played the operating system's part.
    pub simulated: bool,
}

/// Something the server could see.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What it is, such as `a container's size`.
    pub what: String,
    /// What somebody who reads the server's memory and disk learns from it.
    pub tells: String,
    /// One as it was in this run.
    pub example: String,
}

/// What a screen of a phone showed, line by line.
#[derive(Debug, Clone)]
pub struct Screen {
    /// Whose screen and which.
    pub title: String,
    /// Its lines, from top to bottom.
    pub lines: Vec<String>,
    /// Whether it was in secure mode: drawn near-black in a thin amber frame.
    pub secure: bool,
}
