//! The controls of a running call.

use serde::Serialize;

use super::because::with_raise;
use super::words::call as words;
use super::words::secure::{self, LEVEL, ORDINARY};
use super::{Button, CallFacts, Phrase, Text};
use crate::call::{Direction, Phase};
use crate::secure::{Operation, Screening};

/// The controls of a running call, each always in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Controls {
    /// Mutes or unmutes the microphone.
    pub mute: Button,
    /// What it asks for: whether the microphone is to be muted.
    pub mute_to: bool,
    /// Holds the call or takes it up again.
    pub hold: Button,
    /// What it asks for: whether the call is to be held.
    pub hold_to: bool,
    /// Puts the loudspeaker on, or sound back to the ear.
    pub speaker: Button,
    /// What it asks for: whether the loudspeaker is to be on.
    pub speaker_to: bool,
    /// Uses a headset or another audio device.
    pub headset: Button,
    /// Opens the other person's page; screened where the level hides people.
    pub contact: Button,
    /// Opens the secure screen.
    pub eyeglasses: Button,
    /// Hangs up or cancels.
    pub end: Button,
}

impl Controls {
    /// The controls of this call.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Self {
        let ringing = !facts.is_answered() && facts.direction == Direction::Outgoing;
        let mute = if facts.muted {
            words::UNMUTE
        } else {
            words::MUTE
        };
        let hold = if facts.held {
            words::RESUME
        } else {
            words::HOLD
        };
        let not_connected = (facts.phase != Phase::Connected).then(|| words::NOT_CONNECTED.text());
        Self {
            mute: Button::enabled(mute.text()),
            mute_to: !facts.muted,
            hold: Button::unless(hold.text(), not_connected),
            hold_to: !facts.held,
            speaker: match facts.on_speaker {
                true => control(facts, Operation::Speaker, words::EARPIECE),
                false => control(facts, Operation::Speaker, words::SPEAKER),
            },
            speaker_to: !facts.on_speaker,
            headset: control(facts, Operation::Peripherals, words::HEADSET),
            contact: if facts.who.contact().is_some() {
                control(facts, Operation::Identity, words::CONTACT)
            } else {
                Button::absent(words::CONTACT.text())
            },
            eyeglasses: Button::enabled(level_words(facts)),
            end: Button::enabled(if ringing { words::CANCEL } else { words::END }.text()),
        }
    }

    /// The control that does an operation, for those operations that the app itself offers.
    #[must_use]
    pub fn of_operation(&self, operation: Operation) -> Option<&Button> {
        operation.screening()?;
        match operation {
            Operation::Speaker => Some(&self.speaker),
            Operation::Peripherals => Some(&self.headset),
            Operation::Identity => Some(&self.contact),
            // functions of other screens
            _ => None,
        }
    }
}

/// The control of an operation, as the way in which it is forbidden has it.
fn control(facts: &CallFacts, operation: Operation, label: Phrase) -> Button {
    let label = label.text();
    match (off(facts, operation), operation.screening()) {
        (Some(_), Some(Screening::Gone)) => Button::absent(label),
        (reason, _) => Button::unless(label, reason),
    }
}

/// Why an operation cannot be used; `None` where it can.
pub(super) fn off(facts: &CallFacts, operation: Operation) -> Option<Text> {
    if !facts.forbidden().contains(operation) {
        return None;
    }
    let agreed = facts.is_answered() && facts.raised.is_none();
    let off = secure::off(operation, agreed).with("level", facts.level.number());
    Some(with_raise(facts, off))
}

/// The level as a word and number.
pub(super) fn level_words(facts: &CallFacts) -> Text {
    if facts.level.is_secure() {
        LEVEL.with("level", facts.level.number())
    } else {
        ORDINARY.text()
    }
}
