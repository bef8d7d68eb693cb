//! What keeps a call from being made, and what to do about it.

use crate::engine::Problem;
use crate::view::Phrase;

phrases! {
    INVITE = "problem.invite", "The join link was used already or has expired. Ask for a new one.";
    VERSION = "problem.version", "This app and the server speak no common version. Update the older one.";
    UNKNOWN = "problem.unknown", "The server does not know this account any more.";
    CARD_WITHDRAWN = "problem.card_withdrawn",
        "The card of this contact is no longer valid: scan a new one.";
    WRONG_KEYS = "problem.wrong_keys",
        "The server gave wrong keys for this contact, so the call was not made.";
    NOT_READY = "problem.not_ready",
        "This contact's phone is not ready to be called yet. Try again in a moment.";
    RATE_LIMITED = "problem.rate_limited", "The server asks to slow down. Try again in a moment.";
    SERVER_STORAGE = "problem.server_storage",
        "The server has a problem of its own (storage). Tell who runs it.";
    REFUSED = "problem.refused", "The server refused a message of this app. Update the app.";
    NO_NETWORK = "problem.no_network", "There is no network.";
}

/// The phrase of a problem.
pub(in crate::view) const fn of(problem: Problem) -> Phrase {
    match problem {
        Problem::Invite => INVITE,
        Problem::Version => VERSION,
        Problem::Unknown => UNKNOWN,
        Problem::CardWithdrawn => CARD_WITHDRAWN,
        Problem::WrongKeys => WRONG_KEYS,
        Problem::NotReady => NOT_READY,
        Problem::RateLimited => RATE_LIMITED,
        Problem::ServerStorage => SERVER_STORAGE,
        Problem::Refused => REFUSED,
        Problem::NoNetwork => NO_NETWORK,
    }
}
