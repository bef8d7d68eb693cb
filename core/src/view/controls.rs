//! The controls of a running call.

use serde::Serialize;

use super::because::with_raise;
use super::words::call as words;
use super::words::secure::{self, LEVEL, ORDINARY};
use super::{Button, CallFacts, Phrase, Text};
use crate::call::{Direction, Phase};
use crate::engine::AudioRoute;
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
    /// The way that sound takes.
    pub route: AudioRoute,
    /// The same in words.
    pub route_words: Text,
    /// Puts the loudspeaker on, or sound back to the ear.
    pub speaker: Button,
    /// What it asks for.
    pub speaker_to: AudioRoute,
    /// Uses a headset or another audio device, or gives sound back to the ear.
    pub headset: Button,
    /// What it asks for.
    pub headset_to: AudioRoute,
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
        let (speaker, headset) = (speaker(facts), headset(facts));
        let not_connected = (facts.phase != Phase::Connected).then(|| words::NOT_CONNECTED.text());
        Self {
            mute: Button::enabled(mute.text()),
            mute_to: !facts.muted,
            hold: Button::unless(hold.text(), not_connected),
            hold_to: !facts.held,
            route: facts.routes.present(),
            route_words: route_words(facts.routes.present()),
            speaker: speaker.button,
            speaker_to: speaker.to,
            headset: headset.button,
            headset_to: headset.to,
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

/// A control that sends sound another way.
struct Way {
    button: Button,
    to: AudioRoute,
}

/// The loudspeaker on, or sound back to the ear: to the earpiece, else to a headset.
fn speaker(facts: &CallFacts) -> Way {
    let routes = facts.routes;
    let (to, label, missing) = if routes.present() == AudioRoute::Speaker {
        let headset = routes
            .headset()
            .filter(|_| off(facts, Operation::Peripherals).is_none());
        let ear = routes.has(AudioRoute::Earpiece);
        match headset.filter(|_| !ear) {
            Some(headset) => (headset, words::HEADSET, None),
            None => (
                AudioRoute::Earpiece,
                words::EARPIECE,
                (!ear).then_some(words::NO_EARPIECE),
            ),
        }
    } else {
        let there = routes.has(AudioRoute::Speaker);
        let missing = (!there).then_some(words::NO_SPEAKER);
        (AudioRoute::Speaker, words::SPEAKER, missing)
    };
    way(facts, Operation::Speaker, to, label, missing)
}

/// To the headset that is there, or from it back to the ear.
fn headset(facts: &CallFacts) -> Way {
    let routes = facts.routes;
    let (to, label, missing) = match routes.headset() {
        None => (AudioRoute::Wired, words::HEADSET, Some(words::NO_HEADSET)),
        Some(headset) if headset != routes.present() => (headset, words::HEADSET, None),
        Some(_) if routes.has(AudioRoute::Earpiece) => {
            (AudioRoute::Earpiece, words::EARPIECE, None)
        }
        // with its plug in, some phones have no earpiece
        Some(headset) => (headset, words::HEADSET, Some(words::IN_HEADSET)),
    };
    way(facts, Operation::Peripherals, to, label, missing)
}

fn way(
    facts: &CallFacts,
    operation: Operation,
    to: AudioRoute,
    label: Phrase,
    missing: Option<Phrase>,
) -> Way {
    let mut button = control(facts, operation, label);
    if let (true, Some(missing)) = (button.is_enabled(), missing) {
        button = Button::unless(label.text(), Some(missing.text()));
    }
    Way { button, to }
}

fn route_words(route: AudioRoute) -> Text {
    match route {
        AudioRoute::Earpiece => words::ROUTE_EARPIECE,
        AudioRoute::Speaker => words::ROUTE_SPEAKER,
        AudioRoute::Wired => words::ROUTE_WIRED,
        AudioRoute::Bluetooth => words::ROUTE_BLUETOOTH,
    }
    .text()
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
