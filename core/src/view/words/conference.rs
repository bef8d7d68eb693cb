//! A call of several.

use crate::conference::{Camera, Denial, Parting};
use crate::view::Phrase;

phrases! {
    TITLE = "conference.title", "Call of {count}";
    PARTICIPANT = "conference.participant", "Participant {number}";
    YOU = "conference.you", "You";
    HOST = "conference.host", "Keeps the door";
    MUTED = "conference.muted", "Microphone off";

    KNOCKING = "conference.knocking", "Waiting to be let in…";
    INSIDE = "conference.inside", "You are in.";
    DENIED_CANNOT = "conference.denied_cannot",
        "You are not let in: this phone cannot forbid {what}. Ask the others to lower the level.";
    DENIED_FULL = "conference.denied_full", "You are not let in: there is no room for one more.";
    DENIED_UNINVITED = "conference.denied_uninvited",
        "You are not let in: nobody invited this phone. Ask for an invitation.";
    LEFT = "conference.left", "You left.";
    VIOLATION = "conference.violation",
        "Something forbidden happened on this phone, so it was removed. Ask for a new invitation.";
    REMOVED = "conference.removed", "You were removed. Ask for a new invitation.";
    LOST = "conference.lost", "Nobody answered any more.";
    ALONE = "conference.alone", "Nobody else is left.";

    HEARD = "conference.heard", "Heard by all in secure mode";
    ORDINARY = "conference.ordinary", "Ordinary, not in secure mode";
    ARMING = "conference.arming", "Neither heard nor hears yet: getting ready";
    CANNOT = "conference.cannot", "Neither heard nor hears: this phone cannot forbid everything";
    BROKEN = "conference.broken", "Neither heard nor hears: something forbidden happens there";
    SILENT = "conference.silent", "Neither heard nor hears: no sign of life";
    DISTRUSTED = "conference.distrusted", "Neither heard nor hears: the report contradicts itself";

    LOOK_ALL = "conference.look_all", "Secure mode {level} is on, on all phones";
    LOOK_SOME = "conference.look_some", "Secure mode {level} is not on, on every phone";

    CAMERA_OFF = "camera.off", "Camera off";
    CAMERA_ON = "camera.on", "Camera on";
    CAMERA_HIDDEN_GUARD = "camera.hidden_guard", "Picture hidden until the phone is secure";
    CAMERA_HIDDEN_LEVEL = "camera.hidden_level", "Pictures are hidden in secure mode {level}";
    TURN_ON = "camera.turn_on", "Turn camera on";
    TURN_OFF = "camera.turn_off", "Turn camera off";

    ASKED_LEVEL = "conference.asked_level",
        "Someone asks to go down to secure mode {level}. All must agree.";
    ASKED_ORDINARY = "conference.asked_ordinary", "Someone asks to leave secure mode. All must agree.";
    ASKED_NOTICED = "conference.asked_noticed",
        "Someone asks that in secure mode {level} this is noticed, not prevented: {what}. All must agree.";
    WAITING = "conference.waiting", "You agreed. Not everyone has yet.";
    LEAVE = "conference.leave", "Leave";
    INVITE = "conference.invite", "Invite someone";
    ONLY_HOST = "conference.only_host", "Only who keeps the door invites.";
    FULL = "conference.full", "There is no room for one more.";
    NOT_IN = "conference.not_in", "You are not in yet.";
}

/// A camera's place.
pub(in crate::view) const fn camera(camera: Camera) -> Phrase {
    match camera {
        Camera::Off => CAMERA_OFF,
        Camera::On => CAMERA_ON,
        Camera::HiddenByGuard => CAMERA_HIDDEN_GUARD,
        Camera::HiddenByLevel => CAMERA_HIDDEN_LEVEL,
    }
}

/// Why this phone is not let in.
pub(in crate::view) const fn denial(denial: &Denial) -> Phrase {
    match denial {
        Denial::Cannot(_) => DENIED_CANNOT,
        Denial::Full => DENIED_FULL,
        Denial::NotInvited => DENIED_UNINVITED,
    }
}

/// Why it is out.
pub(in crate::view) const fn parting(parting: Parting) -> Phrase {
    match parting {
        Parting::Left => LEFT,
        Parting::Violation => VIOLATION,
        Parting::Removed => REMOVED,
        Parting::Lost => LOST,
        Parting::Alone => ALONE,
    }
}
