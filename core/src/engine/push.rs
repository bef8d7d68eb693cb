//! Where the server can wake this phone while it has no connection (S2.5): told after a sign-in where it has changed, kept
//! until the server knows. And, once woken: when everything that waited has come.

use prost::Message;
use sotto_protocol::limits;
use sotto_protocol::wire::link::{
    ApnsTarget, Ping, PushSet, SetPush, push_set::Outcome, set_push, to_server::Body,
};

use super::line::Purpose;
use super::{Engine, Event, Line, Output};
use crate::store::{Change, Table};

/// The key of the target's row in [`Table::Settings`].
pub(super) const KEY: &[u8] = b"push";

/// Answers of the server in a row, with nothing delivered between them, after which nothing waits any more: it delivers
/// after it answered.
const QUIET: u8 = 2;

/// Where this phone can be woken.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushTarget {
    /// At the endpoint that a distributor of UnifiedPush gave.
    UnifiedPush(String),
    /// By Apple's push service, with its device token for VoIP.
    Apns {
        /// The token.
        token: Vec<u8>,
        /// Of the development environment.
        sandbox: bool,
    },
    /// Nowhere.
    Nowhere,
}

impl std::fmt::Debug for PushTarget {
    // endpoint and token are an address of this very phone
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::UnifiedPush(_) => "UnifiedPush(…)",
            Self::Apns { .. } => "Apns(…)",
            Self::Nowhere => "Nowhere",
        })
    }
}

/// What is wrong with a target, whatever the server says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PushError {
    /// Not what a distributor gives.
    #[error(
        "an endpoint must be an https address of at most {} bytes",
        limits::PUSH_ENDPOINT
    )]
    Endpoint,
    /// Not what Apple gives.
    #[error("a device token has 1 to {} bytes", limits::PUSH_TOKEN)]
    Token,
}

/// Why the server does not wake this phone there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushRefusal {
    /// It wakes nobody in this way.
    NotOffered,
    /// It cannot use this endpoint or token.
    Unusable,
    /// The endpoint lies in a private network, where it does not call.
    PrivateAddress,
    /// The push service no longer knows this phone: ask it for a new endpoint or token.
    Gone,
}

/// How far this phone can be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushState {
    /// Nobody asked for it.
    Off,
    /// The server does not know yet; told at the next sign-in.
    Unsaid,
    /// The server will wake it.
    On,
    /// It will not.
    Refused(PushRefusal),
}

/// The target, and what the server said to it.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct PushRow {
    #[prost(message, optional, tag = "1")]
    target: Option<SetPush>,
    /// The wire's `Outcome`; 0: it has not answered.
    #[prost(enumeration = "Outcome", tag = "2")]
    outcome: i32,
    #[prost(bool, tag = "3")]
    gone: bool,
}

impl PushRow {
    fn change(&self) -> Change {
        Change::put(Table::Settings, KEY, self.encode_to_vec())
    }

    fn state(&self) -> PushState {
        let has_target = self.target.as_ref().is_some_and(|set| set.target.is_some());
        match self.outcome() {
            _ if self.gone => PushState::Refused(PushRefusal::Gone),
            Outcome::Unknown if has_target => PushState::Unsaid,
            Outcome::Unknown | Outcome::Cleared => PushState::Off,
            Outcome::Taken => PushState::On,
            Outcome::NotOffered => PushState::Refused(PushRefusal::NotOffered),
            Outcome::Unusable => PushState::Refused(PushRefusal::Unusable),
            Outcome::PrivateAddress => PushState::Refused(PushRefusal::PrivateAddress),
        }
    }
}

/// What the engine holds of it.
#[derive(Default)]
pub(super) struct Push {
    row: Option<PushRow>,
    /// While what waited is awaited: so many quiet answers are still to come.
    catching_up: Option<u8>,
}

impl Push {
    pub(super) fn load(&mut self, value: &[u8]) -> Option<()> {
        self.row = Some(PushRow::decode(value).ok()?);
        Some(())
    }
}

impl Engine {
    /// How far this phone can be woken.
    #[must_use]
    pub fn push(&self) -> PushState {
        self.push
            .row
            .as_ref()
            .map_or(PushState::Off, PushRow::state)
    }

    /// Whether everything that waited when the phone was woken ([`super::Input::Woken`]) has come.
    #[must_use]
    pub fn is_caught_up(&self) -> bool {
        self.push.catching_up.is_none()
    }

    pub(super) fn set_push(&mut self, target: PushTarget) -> Result<(), PushError> {
        let target = match target {
            PushTarget::UnifiedPush(url) => {
                let scheme = url.get(..8).unwrap_or_default();
                let https = scheme.eq_ignore_ascii_case("https://");
                if !https || url.len() > limits::PUSH_ENDPOINT || !url.is_ascii() {
                    return Err(PushError::Endpoint);
                }
                Some(set_push::Target::UnifiedPush(url))
            }
            PushTarget::Apns { token, .. }
                if token.is_empty() || token.len() > limits::PUSH_TOKEN =>
            {
                return Err(PushError::Token);
            }
            PushTarget::Apns { token, sandbox } => {
                Some(set_push::Target::Apns(ApnsTarget { token, sandbox }))
            }
            PushTarget::Nowhere => None,
        };
        let set = SetPush { target };
        let present = self.push.row.as_ref();
        let same = match present {
            Some(row) => row.target.as_ref() == Some(&set) && !row.gone,
            None => set.target.is_none(),
        };
        // systems tell the same again at every start; what was refused may be asked once more
        if same
            && matches!(
                self.push(),
                PushState::On | PushState::Unsaid | PushState::Off
            )
        {
            return Ok(());
        }
        self.keep_push(PushRow {
            target: Some(set),
            ..PushRow::default()
        });
        if self.signed_in {
            self.say_push();
        }
        Ok(())
    }

    /// Tells the server, where it does not know yet.
    pub(super) fn say_push(&mut self) {
        let unsaid = self
            .push
            .row
            .as_ref()
            .filter(|row| row.outcome() == Outcome::Unknown && !row.gone);
        let Some(set) = unsaid.and_then(|row| row.target.clone()) else {
            return;
        };
        self.mine.forget(|purpose| *purpose == Purpose::Push);
        self.request(Line::Mine, Purpose::Push, Body::SetPush(set));
    }

    /// A new account: its server knows nothing of it.
    pub(super) fn unsay_push(&mut self) {
        if let Some(row) = &self.push.row {
            let target = row.target.clone();
            self.keep_push(PushRow {
                target,
                ..PushRow::default()
            });
        }
    }

    pub(super) fn push_answered(&mut self, answer: PushSet) {
        let outcome = match answer.outcome() {
            // an answer of a newer server's
            Outcome::Unknown => Outcome::Unusable,
            outcome => outcome,
        };
        self.push_outcome(outcome);
    }

    pub(super) fn push_outcome(&mut self, outcome: Outcome) {
        let Some(mut row) = self.push.row.clone() else {
            return;
        };
        row.set_outcome(outcome);
        self.keep_push(row);
    }

    /// The push service no longer knows this phone; the server says so at each sign-in until it is told something new.
    pub(super) fn push_gone(&mut self) {
        let Some(mut row) = self.push.row.clone() else {
            return;
        };
        // another target may be on its way already
        if row.outcome() == Outcome::Taken && !row.gone {
            row.gone = true;
            self.keep_push(row);
        }
    }

    fn keep_push(&mut self, row: PushRow) {
        let change = match row.outcome() {
            Outcome::Cleared => Change::delete(Table::Settings, KEY),
            _ => row.change(),
        };
        self.outputs.push_back(Output::Store(vec![change]));
        self.push.row = Some(row).filter(|row| row.outcome() != Outcome::Cleared);
        self.event(Event::PushChanged);
    }

    /// The app was woken: says [`Event::CaughtUp`] once everything that waited has come.
    pub(super) fn woken(&mut self) {
        self.push.catching_up = Some(QUIET);
        self.ask_whether_more();
    }

    /// Signed in, while what waited is awaited.
    pub(super) fn ask_whether_more(&mut self) {
        if self.push.catching_up.is_some() && self.signed_in {
            self.push.catching_up = Some(QUIET);
            self.mine.forget(|purpose| *purpose == Purpose::CatchUp);
            self.request(Line::Mine, Purpose::CatchUp, Body::Ping(Ping {}));
        }
    }

    /// Something was delivered.
    pub(super) fn more_came(&mut self) {
        if let Some(quiet) = &mut self.push.catching_up {
            *quiet = QUIET;
        }
    }

    pub(super) fn no_more_came(&mut self) {
        match &mut self.push.catching_up {
            Some(1) => {
                self.push.catching_up = None;
                self.event(Event::CaughtUp);
            }
            Some(quiet) => {
                *quiet -= 1;
                self.request(Line::Mine, Purpose::CatchUp, Body::Ping(Ping {}));
            }
            None => {}
        }
    }
}
