//! What the engine says of a call, as plain data: the one place that reads a call. At a level that hides people it
//! gives no name.

use serde::Serialize;
use sotto_core::call::{Call, Direction, EndReason, Phase, Quality};
use sotto_core::contact::Contact;
use sotto_core::engine::{Engine, Moment};
use sotto_core::identity::SafetyNumber;
use sotto_core::secure::{Answer, GuardState, Level, Operation, Operations, Report};
use sotto_protocol::id::AccountId;

/// A call at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct CallNow {
    pub(crate) direction: &'static str,
    pub(crate) state: &'static str,
    pub(crate) level: u8,
    /// Who is at the other end; nobody where the level hides people or the person is no contact.
    pub(crate) who: Option<String>,
    /// The level hides people.
    pub(crate) hidden: bool,
    /// The person's card was scanned.
    pub(crate) verified: bool,
    /// Sound flows.
    pub(crate) sound: bool,
    pub(crate) muted: bool,
    pub(crate) held: bool,
    pub(crate) other_muted: bool,
    pub(crate) other_held: bool,
    /// The other phone does not learn this one's address.
    pub(crate) address_hidden: bool,
    pub(crate) this_phone: Guarded,
    pub(crate) other_phone: Option<Guarded>,
    /// The level that this person asked for.
    pub(crate) asking: Option<u8>,
    /// The level that the other person asks for.
    pub(crate) asked: Option<u8>,
    /// The same whole, with what would be noticed only: what an answer agrees to.
    #[serde(skip)]
    pub(crate) question: Option<(Level, Operations)>,
}

/// What a phone does about forbidden operations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Guarded {
    pub(crate) guard: &'static str,
    pub(crate) enforced: Vec<&'static str>,
    pub(crate) noticed: Vec<&'static str>,
    /// What it cannot forbid.
    pub(crate) cannot: Vec<&'static str>,
    pub(crate) violated: Vec<&'static str>,
    /// Tried and prevented, how often.
    pub(crate) prevented: u32,
    pub(crate) simulated: bool,
}

/// A call's quality as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Numbers {
    pub(crate) round_trip_ms: Option<f64>,
    pub(crate) jitter_ms: Option<f64>,
    pub(crate) loss_received: f32,
    pub(crate) loss_sent: f32,
    pub(crate) relayed: bool,
    pub(crate) packets_sent: u64,
    pub(crate) packets_received: u64,
    pub(crate) concealed_ms: u64,
    pub(crate) recovered_ms: u64,
}

impl CallNow {
    /// The call that there is.
    pub(crate) fn of(engine: &Engine) -> Option<Self> {
        let call = engine.call()?;
        let leg = call.main_leg();
        let hidden = hides_people(engine, call);
        let contact = contact(engine, call.other()).filter(|_| !hidden);
        let state = leg.map(|leg| *leg.state()).unwrap_or_default();
        let other = leg.map(sotto_core::call::Leg::report);
        Some(Self {
            direction: direction(call.direction()),
            state: phase(call.phase()),
            level: call.level().number(),
            who: contact.map(Contact::shown_name),
            hidden,
            verified: contact.is_some_and(|contact| contact.verified),
            sound: call.may_sound(),
            muted: call.is_muted(),
            held: call.is_held(),
            other_muted: state.muted,
            other_held: state.held,
            address_hidden: call.is_relay_only(),
            this_phone: Guarded::of(call.guard().report()),
            other_phone: other
                .filter(|report| call.level().is_secure() && report.level == call.level())
                .map(Guarded::of),
            asking: call.asking().map(|(level, _)| level.number()),
            asked: call.asked().map(|(level, _)| level.number()),
            question: call.asked(),
        })
    }

    /// Whether this phone cannot forbid what the level asks for.
    pub(crate) fn refused(&self) -> bool {
        self.this_phone.guard == guard(GuardState::Refused)
    }

    /// Whether the phone still tries.
    pub(crate) fn arms(&self) -> bool {
        self.this_phone.guard == guard(GuardState::Arming)
    }

    /// The person, as far as the level lets anyone see.
    pub(crate) fn title(&self) -> &str {
        match &self.who {
            Some(name) => name,
            None if self.hidden => "someone whose name this level hides",
            None => "someone who is not in your contacts",
        }
    }
}

impl Guarded {
    fn of(report: &Report) -> Self {
        let with = |wanted| {
            let answers = report.answers.iter();
            answers
                .filter(|(_, answer)| **answer == wanted)
                .map(|(operation, _)| operation.words())
                .collect()
        };
        Self {
            guard: guard(report.guard),
            enforced: with(Answer::Enforced),
            noticed: with(Answer::Detected),
            cannot: with(Answer::Unsupported),
            violated: report.violated.iter().map(Operation::words).collect(),
            prevented: report.attempts.values().sum(),
            simulated: report.simulated,
        }
    }
}

impl Numbers {
    /// Of the call that there is, once its path stands.
    pub(crate) fn of(engine: &Engine, now: Moment) -> Option<Self> {
        let quality: Quality = engine.call()?.quality(now.at)?;
        let ms = |duration: std::time::Duration| duration.as_secs_f64() * 1_000.0;
        Some(Self {
            round_trip_ms: quality.round_trip.map(ms),
            jitter_ms: quality.jitter.map(ms),
            loss_received: quality.loss_received,
            loss_sent: quality.loss_sent,
            relayed: quality.relayed,
            packets_sent: quality.packets_sent,
            packets_received: quality.packets_received,
            concealed_ms: ms(quality.concealed) as u64,
            recovered_ms: ms(quality.recovered) as u64,
        })
    }

    pub(crate) fn words(&self) -> String {
        let time = |ms: Option<f64>| ms.map_or("unknown".to_owned(), |ms| format!("{ms:.0} ms"));
        format!(
            "Quality: round trip {}, jitter {}, {:.1} % of their packets lost, {:.1} % of yours; {}; {} packets sent, {} received, {} ms made up, {} ms recovered.",
            time(self.round_trip_ms),
            time(self.jitter_ms),
            self.loss_received * 100.0,
            self.loss_sent * 100.0,
            if self.relayed {
                "over a relay"
            } else {
                "direct"
            },
            self.packets_sent,
            self.packets_received,
            self.concealed_ms,
            self.recovered_ms,
        )
    }
}

/// The contact of an account.
pub(crate) fn contact(engine: &Engine, account: AccountId) -> Option<&Contact> {
    let mut contacts = engine.contacts();
    let found = contacts.find(|(id, _)| *id == account.as_bytes().as_slice());
    found.map(|(_, contact)| contact)
}

/// The safety number of the call's two people, in twelve groups of five.
pub(crate) fn safety_number(engine: &Engine) -> Option<String> {
    let mine = engine.card()?.user_key();
    let theirs = engine.user_key_of(engine.call()?.other())?;
    let number = SafetyNumber::new(mine, &theirs);
    let groups: Vec<&str> = (0..12)
        .filter_map(|n| number.digits().get(n * 5..n * 5 + 5))
        .collect();
    Some(groups.join(" "))
}

/// The level's set, and whatever the guard still forbids.
fn hides_people(engine: &Engine, call: &Call) -> bool {
    engine
        .levels()
        .forbidden(call.level())
        .contains(Operation::Identity)
        || call.guard().forbids(Operation::Identity)
}

pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Outgoing => "outgoing",
        Direction::Incoming => "incoming",
    }
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparing => "preparing",
        Phase::Dialling => "dialling",
        Phase::Ringing => "ringing",
        Phase::Connecting => "connecting",
        Phase::Connected => "connected",
        Phase::Ended(_) => "ended",
    }
}

fn guard(state: GuardState) -> &'static str {
    match state {
        GuardState::Released => "released",
        GuardState::Arming => "arming",
        GuardState::Armed => "armed",
        GuardState::Violated => "violated",
        GuardState::Refused => "refused",
    }
}

/// A program's word for why a call ended.
pub(crate) fn reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::HungUp => "hung_up",
        EndReason::Declined => "declined",
        EndReason::Busy => "busy",
        EndReason::NoAnswer => "no_answer",
        EndReason::Cancelled => "cancelled",
        EndReason::AnsweredElsewhere => "answered_elsewhere",
        EndReason::CannotConnect => "cannot_connect",
        EndReason::SecureRefused => "secure_refused",
        EndReason::NetworkLost => "network_lost",
        EndReason::Violation => "violation",
        _ => "ended",
    }
}

/// A level in words.
pub(crate) fn level(level: u8) -> String {
    match Level::new(level).is_secure() {
        true => format!("secure mode {level}"),
        false => "no secure mode".to_owned(),
    }
}

/// Why a terminal refuses a level, and what can be done.
pub(crate) fn cannot(now: &CallNow) -> String {
    let lacking: Vec<&str> = now
        .this_phone
        .cannot
        .iter()
        .chain(&now.this_phone.noticed)
        .copied()
        .collect();
    format!(
        "Secure mode {} asks this phone to forbid {}. A terminal cannot: other programs record sound and take \
         pictures of the screen as they like, and the system plays sound through whatever is plugged in.",
        now.level,
        listed(&lacking)
    )
}

/// Operations by their words.
pub(crate) fn names(operations: Operations) -> Vec<&'static str> {
    operations.iter().map(Operation::words).collect()
}

/// `a, b and c`.
pub(crate) fn listed(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
