//! A call of several.

use crate::conference::{Camera, Denial, Parting};
use crate::view::Phrase;

phrases! {
    TITLE = "conference.title";
    PARTICIPANT = "conference.participant";
    YOU = "conference.you";
    HOST = "conference.host";
    MUTED = "conference.muted";

    KNOCKING = "conference.knocking";
    INSIDE = "conference.inside";
    DENIED_CANNOT = "conference.denied_cannot";
    DENIED_FULL = "conference.denied_full";
    DENIED_UNINVITED = "conference.denied_uninvited";
    LEFT = "conference.left";
    VIOLATION = "conference.violation";
    REMOVED = "conference.removed";
    LOST = "conference.lost";
    ALONE = "conference.alone";

    HEARD = "conference.heard";
    ORDINARY = "conference.ordinary";
    ARMING = "conference.arming";
    CANNOT = "conference.cannot";
    BROKEN = "conference.broken";
    SILENT = "conference.silent";
    DISTRUSTED = "conference.distrusted";

    LOOK_ALL = "conference.look_all";
    LOOK_SOME = "conference.look_some";

    CAMERA_OFF = "camera.off";
    CAMERA_ON = "camera.on";
    CAMERA_HIDDEN_GUARD = "camera.hidden_guard";
    CAMERA_HIDDEN_LEVEL = "camera.hidden_level";
    TURN_ON = "camera.turn_on";
    TURN_OFF = "camera.turn_off";

    ASKED_LEVEL = "conference.asked_level";
    ASKED_ORDINARY = "conference.asked_ordinary";
    ASKED_NOTICED = "conference.asked_noticed";
    WAITING = "conference.waiting";
    LEAVE = "conference.leave";
    INVITE = "conference.invite";
    ONLY_HOST = "conference.only_host";
    FULL = "conference.full";
    NOT_IN = "conference.not_in";
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
