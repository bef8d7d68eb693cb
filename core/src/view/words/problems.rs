//! What keeps a call from being made, and what to do about it.

use crate::engine::Problem;
use crate::view::Phrase;

phrases! {
    INVITE = "problem.invite";
    VERSION = "problem.version";
    UNKNOWN = "problem.unknown";
    CARD_WITHDRAWN = "problem.card_withdrawn";
    WRONG_KEYS = "problem.wrong_keys";
    NOT_READY = "problem.not_ready";
    RATE_LIMITED = "problem.rate_limited";
    SERVER_STORAGE = "problem.server_storage";
    REFUSED = "problem.refused";
    SYSTEM_BUSY = "problem.system_busy";
    NO_NETWORK = "problem.no_network";
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
        Problem::SystemBusy => SYSTEM_BUSY,
        Problem::NoNetwork => NO_NETWORK,
    }
}
