//! Why a call ended.

use crate::call::EndReason;
use crate::view::Phrase;

phrases! {
    HUNG_UP = "end.hung_up";
    DECLINED = "end.declined";
    BUSY = "end.busy";
    NO_ANSWER = "end.no_answer";
    CANCELLED = "end.cancelled";
    ANSWERED_ELSEWHERE = "end.answered_elsewhere";
    CANNOT_CONNECT = "end.cannot_connect";
    SECURE_REFUSED = "end.secure_refused";
    NETWORK_LOST = "end.network_lost";
    VIOLATION = "end.violation";
}

/// The phrase of a reason.
pub(in crate::view) const fn of(reason: EndReason) -> Phrase {
    match reason {
        EndReason::HungUp => HUNG_UP,
        EndReason::Declined => DECLINED,
        EndReason::Busy => BUSY,
        EndReason::NoAnswer => NO_ANSWER,
        EndReason::Cancelled => CANCELLED,
        EndReason::AnsweredElsewhere => ANSWERED_ELSEWHERE,
        EndReason::CannotConnect => CANNOT_CONNECT,
        EndReason::SecureRefused => SECURE_REFUSED,
        EndReason::NetworkLost => NETWORK_LOST,
        EndReason::Violation => VIOLATION,
    }
}
