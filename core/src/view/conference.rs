//! The screen of a call of several: one row a participant, with what their phone does about each forbidden operation.

use std::time::Instant;

use serde::Serialize;
use sotto_protocol::id::DeviceId;

use super::columns::list;
use super::words::{conference as words, secure};
use super::{Button, Eyeglasses, Look, Mark, Text, Who};
use crate::conference::{Camera, Conference, Denial, LIMIT, Place, Terms};
use crate::secure::{GuardState, Operation, Operations, Report};

/// The screen of a call of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConferenceView {
    /// How many take part.
    pub title: Text,
    /// Where this phone stands: waiting, not let in and why, in, out and why.
    pub state: Text,
    /// The level's number.
    pub level: u8,
    /// The level as a word and number.
    pub level_words: Text,
    /// The mark of secure mode: the worst of all phones.
    pub eyeglasses: Eyeglasses,
    /// The forbidden operations, headings of the marks in each row.
    pub operations: Vec<Text>,
    /// This phone.
    pub you: ParticipantRow,
    /// The others, in the order in which they came.
    pub others: Vec<ParticipantRow>,
    /// Weaker terms that others ask for.
    pub questions: Vec<TermsQuestion>,
    /// This person agreed to something that is not in force yet.
    pub waiting: Option<Text>,
    /// Switches this phone's camera.
    pub camera: Button,
    /// Invites someone.
    pub invite: Button,
    /// Leaves.
    pub leave: Button,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// One participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParticipantRow {
    /// The name, "Someone", or a number where the level hides people.
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Whether their sound is heard here.
    pub heard: bool,
    /// Why, or why not.
    pub state: Text,
    /// What their phone does about each operation, in the order of [`ConferenceView::operations`].
    pub marks: Vec<Mark>,
    /// In the place of their picture.
    pub camera: CameraView,
    /// Their microphone is muted.
    pub muted: Option<Text>,
    /// They keep the door.
    pub host: Option<Text>,
}

/// In the place of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CameraView {
    /// The picture itself is shown.
    pub shown: bool,
    /// What a screen reader says, or what stands there instead.
    pub label: Text,
}

/// Weaker terms that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermsQuestion {
    /// What is asked.
    pub words: Text,
    /// Agrees.
    pub agree: Button,
    #[serde(skip)]
    terms: Terms,
}

impl TermsQuestion {
    /// What [`Conference::agree`] takes.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }
}

impl ConferenceView {
    /// The screen at a moment. `who` says who a phone belongs to; it is not asked where the level hides people.
    #[must_use]
    pub fn of(conference: &Conference, now: Instant, who: impl Fn(DeviceId) -> Who) -> Self {
        let terms = conference.terms();
        let kept: Operations = conference.report().answers.keys().copied().collect();
        let forbidden = conference.levels().forbidden(terms.level).or(kept);
        let hidden = forbidden.contains(Operation::Identity);
        let rows: Vec<ParticipantRow> = conference
            .others()
            .enumerate()
            .map(|(index, device)| {
                let known = if hidden { Who::HIDDEN } else { who(device) };
                // this phone is the first
                participant(conference, now, device, &known, index + 2, forbidden)
            })
            .collect();
        let inside = *conference.place() == Place::In;
        let not_in = (!inside).then(|| words::NOT_IN.text());
        let on = conference.own_camera() != Camera::Off;
        let camera = if on { words::TURN_OFF } else { words::TURN_ON };
        Self {
            title: words::TITLE.with("count", rows.len() + usize::from(inside)),
            state: state(conference.place()),
            level: terms.level.number(),
            level_words: level_words(terms),
            eyeglasses: eyeglasses(conference, now),
            operations: list(forbidden.iter(), secure::operation),
            you: you(conference, forbidden),
            others: rows,
            questions: conference.asked().map(question).collect(),
            waiting: conference.agreed().map(|_| words::WAITING.text()),
            camera: Button::unless(camera.text(), not_in),
            invite: Button::unless(words::INVITE.text(), cannot_invite(conference)),
            leave: Button::enabled(words::LEAVE.text()),
            simulated: is_simulated(conference).then(|| secure::SIMULATED.text()),
        }
    }
}

fn state(place: &Place) -> Text {
    match place {
        Place::Knocking => words::KNOCKING.text(),
        Place::Denied(denial @ Denial::Cannot(operations)) => words::denial(denial)
            .text()
            .with_list("what", list(operations.iter().copied(), secure::operation)),
        Place::Denied(denial) => words::denial(denial).text(),
        Place::In => words::INSIDE.text(),
        Place::Over(parting) => words::parting(*parting).text(),
    }
}

fn level_words(terms: Terms) -> Text {
    if terms.level.is_secure() {
        secure::LEVEL.with("level", terms.level.number())
    } else {
        secure::ORDINARY.text()
    }
}

fn marks(report: Option<&Report>, forbidden: Operations) -> Vec<Mark> {
    forbidden.iter().map(|o| Mark::of(report, o)).collect()
}

fn you(conference: &Conference, forbidden: Operations) -> ParticipantRow {
    let report = conference.report();
    let guard = report.guard;
    ParticipantRow {
        title: words::YOU.text(),
        verified: None,
        heard: false,
        state: standing(conference.terms(), guard).text(),
        marks: marks(Some(report), forbidden),
        camera: camera(conference.own_camera(), conference.terms()),
        muted: conference.is_muted().then(|| words::MUTED.text()),
        host: conference.is_host().then(|| words::HOST.text()),
    }
}

fn participant(
    conference: &Conference,
    now: Instant,
    device: DeviceId,
    who: &Who,
    number: usize,
    forbidden: Operations,
) -> ParticipantRow {
    let terms = conference.terms();
    let peer = conference.peer(device);
    let report = peer.and_then(|peer| peer.report());
    // a report of other terms says nothing about these
    let current = report.filter(|report| report.level == terms.level);
    let guard = current.map_or(GuardState::Arming, |report| report.guard);
    let state = match peer {
        Some(peer) if peer.is_distrusted() => words::DISTRUSTED,
        Some(peer) if peer.is_fresh(now) => standing(terms, guard),
        _ => words::SILENT,
    };
    let title = if who.is_hidden() {
        words::PARTICIPANT.with("number", number)
    } else {
        who.title()
    };
    let place = conference.camera(now, device).unwrap_or(Camera::Off);
    ParticipantRow {
        title,
        verified: who.mark(),
        heard: conference.is_open() && conference.enforces(now, device),
        state: state.text(),
        marks: marks(current, forbidden),
        camera: camera(place, terms),
        muted: peer
            .is_some_and(crate::conference::Peer::is_muted)
            .then(|| words::MUTED.text()),
        host: (conference.host() == Some(device)).then(|| words::HOST.text()),
    }
}

const fn standing(terms: Terms, guard: GuardState) -> super::Phrase {
    if !terms.level.is_secure() {
        return words::ORDINARY;
    }
    match guard {
        GuardState::Armed => words::HEARD,
        GuardState::Violated => words::BROKEN,
        GuardState::Refused => words::CANNOT,
        GuardState::Arming | GuardState::Released => words::ARMING,
    }
}

fn camera(camera: Camera, terms: Terms) -> CameraView {
    let phrase = words::camera(camera);
    CameraView {
        shown: camera == Camera::On,
        label: match camera {
            Camera::HiddenByLevel => phrase.with("level", terms.level.number()),
            _ => phrase.text(),
        },
    }
}

fn question(terms: Terms) -> TermsQuestion {
    let level = terms.level.number();
    let words = if !terms.noticed.is_empty() {
        words::ASKED_NOTICED
            .with("level", level)
            .with_list("what", list(terms.noticed.iter(), secure::operation))
    } else if terms.level.is_secure() {
        words::ASKED_LEVEL.with("level", level)
    } else {
        words::ASKED_ORDINARY.text()
    };
    TermsQuestion {
        words,
        agree: Button::enabled(secure::AGREE.text()),
        terms,
    }
}

fn cannot_invite(conference: &Conference) -> Option<Text> {
    let phrase = if *conference.place() != Place::In {
        words::NOT_IN
    } else if !conference.is_host() {
        words::ONLY_HOST
    } else if conference.others().count() + 1 >= LIMIT {
        words::FULL
    } else {
        return None;
    };
    Some(phrase.text())
}

fn is_simulated(conference: &Conference) -> bool {
    let peers = conference
        .others()
        .filter_map(|d| conference.peer(d)?.report());
    conference.terms().level.is_secure()
        && (conference.report().simulated || peers.into_iter().any(|report| report.simulated))
}

/// The worst of all phones.
fn eyeglasses(conference: &Conference, now: Instant) -> Eyeglasses {
    let terms = conference.terms();
    if !terms.level.is_secure() {
        return Eyeglasses::ordinary();
    }
    let mut guards = vec![conference.report().guard];
    guards.extend(conference.others().map(|device| {
        let peer = conference.peer(device).filter(|peer| peer.is_fresh(now));
        let report = peer.and_then(|peer| peer.report());
        report
            .filter(|report| report.level == terms.level)
            .map_or(GuardState::Arming, |report| report.guard)
    }));
    let any = |state| guards.contains(&state);
    let (look, phrase) = if any(GuardState::Violated) {
        (Look::Slashed, secure::LOOK_SLASHED)
    } else if any(GuardState::Refused) {
        (Look::Outline, words::LOOK_SOME)
    } else if guards.iter().all(|state| *state == GuardState::Armed) {
        (Look::Filled, words::LOOK_ALL)
    } else {
        (Look::Pulsing, secure::LOOK_PULSING)
    };
    Eyeglasses {
        look,
        label: phrase.with("level", terms.level.number()),
    }
}
