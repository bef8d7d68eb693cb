//! A connection to the server: requests with their ids, kept until answered and sent again after a loss.
//!
//! Every request may arrive twice: the server makes accounts, stores containers and hands out prekeys so that this does
//! no harm.

use std::collections::BTreeMap;

use prost::Message;
use sotto_protocol::id::MeetingId;
use sotto_protocol::wire::link::{ToServer, to_server::Body};

use crate::post::Job;

/// Requests that wait for an answer, at most; beyond it the oldest signal or acknowledgement is forgotten.
const WAITING: usize = 512;

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Register,
    SignIn,
    Publish,
    Relays,
    Acknowledge,
    Access,
    /// Where this phone can be woken.
    Push,
    /// Whether more waits.
    CatchUp,
    Signal,
    /// Prekeys of the callee.
    Keys(MeetingId),
    /// The invite of a call.
    Invite(MeetingId),
    /// Prekeys for a post, asked for with this access token.
    PostKeys(Job, [u8; 16]),
    /// A post, left with this access token.
    Post(Job, [u8; 16]),
}

impl Purpose {
    /// Whether it must be sent again after a loss. Sign-in belongs to one connection; what is only good now does not wait.
    fn outlives_connection(&self) -> bool {
        !matches!(
            self,
            Self::Register | Self::SignIn | Self::Acknowledge | Self::CatchUp
        )
    }
}

struct Waiting {
    purpose: Purpose,
    bytes: Vec<u8>,
}

/// See the module.
pub(super) struct Connection {
    /// May requests of others than sign-in be sent?
    open: bool,
    next: u64,
    waiting: BTreeMap<u64, Waiting>,
}

impl Connection {
    pub(super) fn new() -> Self {
        Self {
            open: false,
            next: 1,
            waiting: BTreeMap::new(),
        }
    }

    /// Makes a request; gives the bytes to send now, if the connection is open for it.
    pub(super) fn request(&mut self, purpose: Purpose, body: Body) -> Option<Vec<u8>> {
        let request = self.next;
        self.next += 1;
        let bytes = ToServer {
            request,
            body: Some(body),
        }
        .encode_to_vec();
        let now = self.open || matches!(purpose, Purpose::Register | Purpose::SignIn);
        if !now && !purpose.outlives_connection() {
            return None;
        }
        if self.waiting.len() >= WAITING {
            let minor = |waiting: &Waiting| {
                matches!(waiting.purpose, Purpose::Signal | Purpose::Acknowledge)
            };
            let oldest = self
                .waiting
                .iter()
                .find(|(_, waiting)| minor(waiting))
                .or(self.waiting.first_key_value())
                .map(|(id, _)| *id);
            if let Some(id) = oldest {
                self.waiting.remove(&id);
            }
        }
        self.waiting.insert(
            request,
            Waiting {
                purpose,
                bytes: bytes.clone(),
            },
        );
        now.then_some(bytes)
    }

    /// The purpose of the request that is answered; `None` for an answer nobody waits for.
    pub(super) fn answered(&mut self, request: u64) -> Option<Purpose> {
        Some(self.waiting.remove(&request)?.purpose)
    }

    /// What a request was for, without taking its answer.
    pub(super) fn purpose(&self, request: u64) -> Option<&Purpose> {
        Some(&self.waiting.get(&request)?.purpose)
    }

    /// A request's bytes, to send it once more.
    pub(super) fn again(&self, request: u64) -> Option<Vec<u8>> {
        let waiting = self.waiting.get(&request)?;
        let now = self.open || matches!(waiting.purpose, Purpose::Register | Purpose::SignIn);
        now.then(|| waiting.bytes.clone())
    }

    /// The connection is ready for requests: what waited is sent, oldest first.
    pub(super) fn open(&mut self) -> Vec<Vec<u8>> {
        self.open = true;
        self.waiting
            .values()
            .filter(|waiting| waiting.purpose.outlives_connection())
            .map(|waiting| waiting.bytes.clone())
            .collect()
    }

    pub(super) fn close(&mut self) {
        self.open = false;
        self.waiting
            .retain(|_, waiting| waiting.purpose.outlives_connection());
    }

    /// How many requests are unanswered.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Forgets requests that nobody wants answered any more.
    pub(super) fn forget(&mut self, unwanted: impl Fn(&Purpose) -> bool) {
        self.waiting
            .retain(|_, waiting| !unwanted(&waiting.purpose));
    }

    /// Whether no request waits for an answer.
    pub(super) fn is_quiet(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether a request for this is under way.
    pub(super) fn waits_for(&self, purpose: &Purpose) -> bool {
        self.waiting
            .values()
            .any(|waiting| waiting.purpose == *purpose)
    }
}
