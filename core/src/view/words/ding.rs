//! Dings: recording, sending, what rings, who heard.

use crate::ding::Reason;
use crate::post::PostFailure;
use crate::view::Phrase;

phrases! {
    DING = "ding.ding";
    SECURE_DING = "ding.secure";
    SECURE_DING_ONLY = "ding.secure_only";
    RECORD = "ding.record";
    STOP = "ding.stop";
    PLAY = "ding.play";
    AGAIN = "ding.again";
    DISCARD = "ding.discard";
    LENGTH = "ding.length";
    NOBODY = "ding.nobody";
    NOTHING = "ding.nothing";
    BOTH = "ding.both";
    TOO_LONG = "ding.too_long";
    PART_LEVEL = "ding.part_level";
    PART_PLAYS = "ding.part_plays";
    PART_REPEAT = "ding.part_repeat";
    PART_EXPIRES = "ding.part_expires";
    REPEATS_NOT = "ding.repeats_not";
    NOT_ON_SOTTO = "ding.not_on_sotto";
    HEARD_ONCE = "ding.heard_once";
    HEARD_TIMES = "ding.heard_times";
    HEARD_ANY = "ding.heard_any";
    REPEATS = "ding.repeats";
    REPEATS_HEARD = "ding.repeats_heard";
    EXPIRES = "ding.expires";
    EXPIRES_HOURS = "ding.expires_hours";
    EXPIRED = "ding.expired";

    WAITS = "ding.waits";
    SENT = "ding.sent";
    RUNG = "ding.rung";
    HEARD = "ding.heard";
    HEARD_COUNT = "ding.heard_count";
    CONFIRMED = "ding.confirmed";
    RECALLED = "ding.recalled";
    NOT_HEARD_IN_TIME = "ding.not_in_time";
    PERSON = "ding.person";
    SUMMARY = "ding.summary";
    RECALL = "ding.recall";
    RECALL_OVER = "ding.recall_over";
    DELETE = "ding.delete";

    NOT_CARD = "ding.not_card";
    NOT_KEYS = "ding.not_keys";
    NOT_TIME = "ding.not_time";
    NOT_TAKEN = "ding.not_taken";
    COULD_NOT_FORBID = "ding.cannot_forbid";
    COULD_NOT_VIOLATED = "ding.violated";
    COULD_NOT_INTERRUPTED = "ding.interrupted";
    COULD_NOT_DAMAGED = "ding.damaged";
    COULD_NOT_FULL = "ding.full";
    COULD_NOT_SPEAK = "ding.no_voice";
    COULD_NOT_OTHER = "ding.other";
    NOT_AGAIN = "ding.not_again";

    FROM = "ding.from";
    LISTEN = "ding.listen";
    CONFIRM = "ding.confirm";
    LATER = "ding.later";
    LATER_IN = "ding.later_in";
    WILL_FORBID = "ding.will_forbid";
    ARMING = "ding.arming";
    PLAYING = "ding.playing";
    PLAYING_ORDINARY = "ding.playing_ordinary";
    GONE = "ding.gone";
    HEARD_OUT = "ding.heard_out";
    CONFIRMED_BY_YOU = "ding.confirmed_by_you";
    NOBODY_LISTENS = "ding.not_playing";
    IN_CALL = "ding.in_call";
    LISTENING = "ding.listening";
    CANNOT_FORBID_HERE = "ding.cannot_forbid_here";
    VIOLATED_HERE = "ding.violated_here";
    INTERRUPTED_HERE = "ding.interrupted_here";
    NO_VOICE_HERE = "ding.no_voice_here";
}

/// Why somebody else's phone did not play it.
pub(in crate::view) const fn could_not(reason: Reason) -> Phrase {
    match reason {
        Reason::CannotForbid => COULD_NOT_FORBID,
        Reason::Violated => COULD_NOT_VIOLATED,
        Reason::Interrupted => COULD_NOT_INTERRUPTED,
        Reason::Damaged => COULD_NOT_DAMAGED,
        Reason::Full => COULD_NOT_FULL,
        Reason::NoVoice => COULD_NOT_SPEAK,
        Reason::Other => COULD_NOT_OTHER,
    }
}

/// Why this phone did not play it.
pub(in crate::view) const fn could_not_here(reason: Reason) -> Phrase {
    match reason {
        Reason::CannotForbid => CANNOT_FORBID_HERE,
        Reason::Violated => VIOLATED_HERE,
        Reason::NoVoice => NO_VOICE_HERE,
        _ => INTERRUPTED_HERE,
    }
}

/// Why it was not sent.
pub(in crate::view) const fn not_sent(why: PostFailure) -> Phrase {
    match why {
        PostFailure::CardWithdrawn | PostFailure::NoContact => NOT_CARD,
        PostFailure::WrongKeys => NOT_KEYS,
        PostFailure::Expired => NOT_TIME,
        _ => NOT_TAKEN,
    }
}
