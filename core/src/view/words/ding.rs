//! Dings: recording, sending, what rings, who heard.

use crate::ding::Reason;
use crate::post::PostFailure;
use crate::view::Phrase;

phrases! {
    DING = "ding.ding", "Ding";
    SECURE_DING = "ding.secure", "Secure Ding, level {level}";
    SECURE_DING_ONLY = "ding.secure_only", "Secure Ding";
    RECORD = "ding.record", "Record";
    STOP = "ding.stop", "Stop";
    PLAY = "ding.play", "Play";
    AGAIN = "ding.again", "Record again";
    DISCARD = "ding.discard", "Discard";
    LENGTH = "ding.length", "{length} of {most}";
    NOBODY = "ding.nobody", "Choose who shall be reminded.";
    NOTHING = "ding.nothing", "Record what is to be heard, or type it.";
    TOO_LONG = "ding.too_long", "The text is longer than {most} letters.";
    NOT_ON_SOTTO = "ding.not_on_sotto", "Not on Sotto: reached when your server sends short messages.";
    HEARD_ONCE = "ding.heard_once", "May be heard once";
    HEARD_TIMES = "ding.heard_times", "May be heard {count} times";
    HEARD_ANY = "ding.heard_any", "May be heard as often as wanted";
    REPEATS = "ding.repeats", "Rings again every {count} min until it is confirmed";
    REPEATS_HEARD = "ding.repeats_heard", "Rings again every {count} min until it was heard";
    EXPIRES = "ding.expires", "Over in {count} min";
    EXPIRED = "ding.expired", "Its time is over";

    WAITS = "ding.waits", "Waits on this phone";
    SENT = "ding.sent", "Sent, has not rung yet";
    RUNG = "ding.rung", "Rang {ago}";
    HEARD = "ding.heard", "Heard {ago}";
    HEARD_COUNT = "ding.heard_count", "Heard {count} times, last {ago}";
    CONFIRMED = "ding.confirmed", "Confirmed {ago}";
    RECALLED = "ding.recalled", "Taken back";
    NOT_HEARD_IN_TIME = "ding.not_in_time", "Not heard in time";
    PERSON = "ding.person", "Person {number}";
    SUMMARY = "ding.summary", "{confirmed} of {all} confirmed";
    RECALL = "ding.recall", "Take back";
    RECALL_OVER = "ding.recall_over", "Its time is over: there is nothing to take back.";
    DELETE = "ding.delete", "Delete";

    NOT_CARD = "ding.not_card", "Not sent: this contact's card is no longer valid.";
    NOT_KEYS = "ding.not_keys", "Not sent: the server gave wrong keys for this contact.";
    NOT_TIME = "ding.not_time", "Not sent in time: send it again.";
    NOT_TAKEN = "ding.not_taken", "Not sent: the server refused it.";
    COULD_NOT_FORBID = "ding.cannot_forbid", "Not heard: that phone cannot forbid this: {what}.";
    COULD_NOT_VIOLATED = "ding.violated", "Broken off: on that phone {what}.";
    COULD_NOT_INTERRUPTED = "ding.interrupted", "Broken off before its end.";
    COULD_NOT_DAMAGED = "ding.damaged", "It arrived damaged: record it again.";
    COULD_NOT_FULL = "ding.full", "Too many Dings wait on that phone.";
    COULD_NOT_SPEAK = "ding.no_voice", "That phone cannot speak a text: record it instead.";
    COULD_NOT_OTHER = "ding.other", "That phone could not play it.";
    NOT_AGAIN = "ding.not_again", "It cannot be heard there any more.";

    FROM = "ding.from", "Ding from {name}";
    LISTEN = "ding.listen", "Listen";
    CONFIRM = "ding.confirm", "Confirm";
    LATER = "ding.later", "Later";
    WILL_FORBID = "ding.will_forbid", "While it is heard, your phone forbids:";
    ARMING = "ding.arming", "This phone is getting ready for secure mode {level}.";
    PLAYING = "ding.playing", "It plays through the earpiece.";
    PLAYING_ORDINARY = "ding.playing_ordinary", "It plays.";
    GONE = "ding.gone", "It was heard and is gone from this phone.";
    HEARD_OUT = "ding.heard_out", "It was heard as often as its sender allows.";
    CONFIRMED_BY_YOU = "ding.confirmed_by_you", "You confirmed it.";
    NOBODY_LISTENS = "ding.not_playing", "Nothing is playing.";
    IN_CALL = "ding.in_call", "There is a call: end it first.";
    LISTENING = "ding.listening", "Another Ding is being heard.";
    CANNOT_FORBID_HERE = "ding.cannot_forbid_here",
        "Held back: your phone cannot forbid this: {what}. Its sender was told.";
    VIOLATED_HERE = "ding.violated_here", "Broken off: on your phone {what}. Its sender was told.";
    INTERRUPTED_HERE = "ding.interrupted_here", "It was broken off before its end. Its sender was told.";
    NO_VOICE_HERE = "ding.no_voice_here",
        "Your phone cannot speak a text, and a secure Ding is only heard. Its sender was told.";
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
