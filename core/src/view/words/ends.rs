//! Why a call ended.

use crate::call::EndReason;
use crate::view::Phrase;

phrases! {
    HUNG_UP = "end.hung_up", EndReason::HungUp.words();
    DECLINED = "end.declined", EndReason::Declined.words();
    BUSY = "end.busy", EndReason::Busy.words();
    NO_ANSWER = "end.no_answer", EndReason::NoAnswer.words();
    CANCELLED = "end.cancelled", EndReason::Cancelled.words();
    ANSWERED_ELSEWHERE = "end.answered_elsewhere", EndReason::AnsweredElsewhere.words();
    CANNOT_CONNECT = "end.cannot_connect", EndReason::CannotConnect.words();
    SECURE_REFUSED = "end.secure_refused", EndReason::SecureRefused.words();
    NETWORK_LOST = "end.network_lost", EndReason::NetworkLost.words();
    VIOLATION = "end.violation", EndReason::Violation.words();
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
