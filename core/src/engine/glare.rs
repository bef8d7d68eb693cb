//! Both dialled each other, or one dials anew: which call goes on. A secure chat that both ask for is decided alike.

use sotto_protocol::id::{AccountId, DeviceId, MeetingId};

use crate::call::{Call, Direction, EndReason, Phase};

pub(super) enum Glare {
    /// Another person, or a call that is past ringing.
    None,
    /// Both dialled each other; the call of this phone goes on.
    Ours,
    /// The other one does.
    Theirs,
    /// The same phone calls anew: it lost the call that this phone still holds, which ends for this reason.
    Replaces(EndReason),
}

/// Both phones decide alike: the smaller meeting id wins.
pub(super) fn glare(
    active: &Call,
    (other, device): (AccountId, DeviceId),
    incoming: MeetingId,
    made_at: u64,
) -> Glare {
    if active.other() != other {
        return Glare::None;
    }
    let same_device = active.main_leg().is_some_and(|leg| leg.device() == device);
    let rings = matches!(
        active.phase(),
        Phase::Preparing | Phase::Dialling | Phase::Ringing
    );
    match (active.direction(), rings) {
        (Direction::Outgoing, true) if incoming < active.id() => Glare::Theirs,
        (Direction::Outgoing, true) => Glare::Ours,
        // made before it heard of ours, and late: of the two calls it lost
        (Direction::Outgoing, false) if active.answered_at().is_some_and(|at| made_at <= at) => {
            Glare::Ours
        }
        (Direction::Incoming, true) if same_device && made_at > active.made_at() => {
            Glare::Replaces(EndReason::Cancelled)
        }
        (_, false) if same_device && made_at > active.made_at() => {
            Glare::Replaces(EndReason::NetworkLost)
        }
        _ => Glare::None,
    }
}
