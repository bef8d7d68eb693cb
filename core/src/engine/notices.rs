//! That a call was given up reaches devices that had not rung yet: a post like any other, kept until the server has it.

use sotto_protocol::id::{AccountId, MeetingId};
use sotto_protocol::wire::container::{Cancel, content};

use super::post::Posting;
use super::{Engine, Moment};
use crate::call::EndReason;
use crate::post::{PostFor, PostId};

/// How long a notice is worth sending: a day, in ms.
const WORTH: u64 = 24 * 3_600_000;

impl Engine {
    pub(super) fn notice(
        &mut self,
        now: Moment,
        other: AccountId,
        meeting: MeetingId,
        reason: EndReason,
    ) {
        let posting = Posting {
            id: post_of(meeting),
            purpose: PostFor::Cancel,
            to: vec![other],
            body: content::Body::Cancel(Cancel {
                meeting_id: meeting.to_vec(),
                reason: reason.to_wire().into(),
            }),
            expires: self.master(now).saturating_add(WORTH),
        };
        // one of this call that waits already silences the other phone as well; where nothing more is taken, that phone
        // falls silent when its invite is over
        let _ = self.post(now, posting, Vec::new());
    }
}

/// A call has one notice at a time. Its meeting's id is a hash, so half of it names it.
fn post_of(meeting: MeetingId) -> PostId {
    let mut id = [0; PostId::LENGTH];
    id.copy_from_slice(&meeting.as_bytes()[..PostId::LENGTH]);
    PostId::new(id)
}
