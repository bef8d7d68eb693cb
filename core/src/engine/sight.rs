//! Marking as read: a shell says what it drew and whether a person could see it; what counts as read is decided here.

use rand::CryptoRng;
use sotto_protocol::id::AccountId;

use super::{Engine, Moment};
use crate::call::Call;
use crate::chat::MessageKey;

/// Whether a person could see what a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The app is in front and its screen is lit.
    pub in_front: bool,
    /// The phone or the app is locked.
    pub locked: bool,
    /// Something lies above the screen: a call, a Ding, a sheet.
    pub covered: bool,
}

impl Sight {
    /// Nothing is in the way.
    pub const CLEAR: Self = Self {
        in_front: true,
        locked: false,
        covered: false,
    };

    /// Whether it is seen.
    #[must_use]
    pub const fn is_seen(self) -> bool {
        self.in_front && !self.locked && !self.covered
    }
}

impl Engine {
    /// The chat with `other` was drawn up to this message. What secure mode hides at this moment was not seen, and a call
    /// that rings lies above every chat.
    pub(super) fn chat_seen(
        &mut self,
        now: Moment,
        other: AccountId,
        newest: MessageKey,
        sight: Sight,
        rng: &mut impl CryptoRng,
    ) {
        let rings = self.call().is_some_and(Call::rings_here);
        if !sight.is_seen() || rings {
            return;
        }
        let session = self.session().filter(|talk| talk.other() == other);
        let session = session.filter(|talk| !talk.is_request());
        let hides = session.is_some_and(|talk| talk.is_answered() && !talk.may_text(now.at));
        if hides {
            return;
        }
        self.read_secure(now, other, newest);
        if !self.curtain().is_drawn() {
            self.read_kept(now, other, newest, rng);
        }
    }
}
