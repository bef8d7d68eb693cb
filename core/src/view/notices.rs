//! What a call's screen says loudly: violations, what a phone cannot forbid, questions of the other person.

use serde::Serialize;

use super::because;
use super::columns::list;
use super::words::call as call_words;
use super::words::levels;
use super::words::secure as words;
use super::words::session;
use super::{Button, CallFacts, Text};
use crate::call::{Hearing, Kind, LOST, Unheard};
use crate::engine::Command;
use crate::secure::{Attested, GuardState, Level, Operations};

/// On whose phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// This one.
    You,
    /// The other person's.
    Other,
}

/// Something that keeps secure mode from holding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// On whose phone.
    pub whose: Whose,
    /// What happened.
    pub words: Text,
    /// What that does to the call.
    pub effect: Text,
    /// A violation covers the screen.
    pub covers_screen: bool,
}

/// What the other person asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What they ask.
    pub words: Text,
    /// Why: what a phone cannot forbid, or that they give no reason.
    pub because: Text,
    /// Agrees.
    pub agree: Button,
    /// Says no.
    pub refuse: Button,
    /// The level that is asked for.
    #[serde(skip)]
    pub level: Level,
    /// What would be noticed only.
    #[serde(skip)]
    pub noticed: Operations,
}

impl Question {
    /// What *Agree* does: it agrees to what stands here, whatever is asked by now.
    #[must_use]
    pub const fn agreement(&self) -> Command {
        Command::Agree(self.level, self.noticed)
    }

    /// What *Refuse* does.
    #[must_use]
    pub const fn refusal(&self) -> Command {
        Command::Refuse(self.level, self.noticed)
    }
}

/// The banners of a call, this phone's first.
pub(super) fn banners(facts: &CallFacts) -> Vec<Banner> {
    if !facts.level.is_secure() {
        return Vec::new();
    }
    let other = (Whose::Other, facts.other_guard(), facts.other_violated());
    [(Whose::You, facts.own.guard, facts.own.violated), other]
        .into_iter()
        .filter_map(|(whose, guard, violated)| match guard {
            GuardState::Violated => Some(violation(facts, whose, violated)),
            GuardState::Refused => Some(refusal(facts, whose)),
            _ => None,
        })
        .collect()
}

fn violation(facts: &CallFacts, whose: Whose, violated: Operations) -> Banner {
    let phrase = match whose {
        Whose::You => words::VIOLATED_HERE,
        Whose::Other => words::VIOLATED_THERE,
    };
    let effect = match (facts.level.is_strictest_kind(), facts.kind) {
        (true, Kind::Voice) => words::ENDS,
        (true, Kind::Texts) => session::ENDS,
        (false, Kind::Voice) => words::MUTED_UNTIL,
        (false, Kind::Texts) => session::HIDDEN_UNTIL,
    };
    Banner {
        whose,
        words: phrase
            .text()
            .with_list("what", list(violated.iter(), words::happens)),
        effect: effect.text(),
        covers_screen: true,
    }
}

fn refusal(facts: &CallFacts, whose: Whose) -> Banner {
    let [own, other] = facts.lacking();
    let (phrase, lacking) = match whose {
        Whose::You => (words::REFUSED_HERE, own),
        Whose::Other => (words::REFUSED_THERE, other),
    };
    let what = list(lacking.into_iter().map(|(o, _)| o), words::operation);
    let report = match whose {
        Whose::You => Some(&facts.own),
        Whose::Other => facts.other.as_ref().filter(|_| !facts.distrusted),
    };
    let theirs = whose == Whose::Other;
    let words = if let Some(block) = report.and_then(|report| report.block) {
        because::blocked(block, facts.level, theirs)
    } else if theirs && facts.attested == Attested::Failed {
        levels::ATTESTED_FALSE.text()
    } else if theirs && facts.stale && !facts.distrusted {
        levels::STALE.text()
    } else if what.is_empty() {
        // only a report that contradicts itself lacks nothing
        words::DISTRUSTED.text()
    } else {
        phrase.text().with_list("what", what)
    };
    Banner {
        whose,
        words,
        effect: match facts.kind {
            Kind::Voice => words::NO_SOUND.text(),
            Kind::Texts => session::NOTHING_SHOWN.text(),
        },
        covers_screen: false,
    }
}

/// What the other person asks this one to agree to.
pub(super) fn question(facts: &CallFacts) -> Option<Question> {
    let (level, noticed) = facts.asked?;
    let words = if !level.is_secure() {
        words::ASKED_ORDINARY.text()
    } else if noticed.is_empty() {
        words::ASKED_LOWER.with("level", level.number())
    } else {
        words::ASKED_NOTICED
            .with("level", level.number())
            .with_list("what", list(noticed.iter(), words::operation))
    };
    Some(Question {
        words,
        because: why_asked(facts),
        agree: Button::enabled(words::AGREE.text()),
        refuse: Button::enabled(words::REFUSE.text()),
        level,
        noticed,
    })
}

/// Their phone's lack as they said it, else this phone's own, else their wish.
fn why_asked(facts: &CallFacts) -> Text {
    let [own, _] = facts.lacking();
    let (phrase, what): (_, Operations) = if facts.asked_because.is_empty() {
        let own = own.into_iter().map(|(operation, _)| operation);
        (words::REFUSED_HERE, own.collect())
    } else {
        (words::REFUSED_THERE, facts.asked_because)
    };
    if what.is_empty() {
        return words::ASKED_WISH.text();
    }
    let what = list(what.iter(), words::operation);
    phrase.text().with_list("what", what)
}

/// Why the other person hears nothing although the call is connected: a loud banner.
pub(super) fn not_heard(facts: &CallFacts) -> Option<Text> {
    let hearing = Hearing {
        phase: facts.phase,
        may_sound: facts.may_sound,
        silent: facts.silent,
        loss_sent: facts.quality.map(|quality| quality.loss_sent),
    };
    Some(match Unheard::of(hearing)? {
        Unheard::Secure => call_words::NOT_HEARD_SECURE.with("level", facts.level.number()),
        Unheard::Microphone => call_words::NOT_HEARD_MICROPHONE.text(),
        Unheard::Network => call_words::NOT_HEARD_NETWORK.text(),
    })
}

/// Quiet remarks.
pub(super) fn remarks(facts: &CallFacts) -> Vec<Text> {
    let silent = facts.quality.is_some_and(|q| q.loss_received >= LOST);
    [
        (facts.muted, call_words::MUTED),
        (facts.held, call_words::HELD),
        (facts.other_muted, call_words::OTHER_MUTED),
        (facts.other_held, call_words::OTHER_HELD),
        (silent, call_words::SILENT),
        (facts.relay_only, call_words::ADDRESS_HIDDEN),
        (facts.address_known, levels::ADDRESS_KNOWN),
        (facts.asking.is_some(), words::WAITING_FOR_ANSWER),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, phrase)| phrase.text())
    .collect()
}
