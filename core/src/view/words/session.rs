//! Secure chats: secure mode without a call.

phrases! {
    TITLE = "session.title";
    PREPARING = "session.preparing";
    ASKING = "session.asking";
    ASKED = "session.asked";
    CLOSED = "session.closed";
    UNKNOWN = "session.unknown";
    OPEN = "session.open";
    WILL_FORBID = "session.will_forbid";
    JOIN = "session.join";
    TAKE_BACK = "session.take_back";
    LEAVE = "session.leave";
    DISMISS = "session.dismiss";
    ONLY = "session.only";
    ANOTHER = "session.another";
    WAITS = "session.waits";
    IN_CALL = "session.in_call";
    HIDDEN_UNTIL = "session.hidden_until";
    ENDS = "session.ends";
    NOTHING_SHOWN = "session.nothing_shown";
    LOOK_REFUSED = "session.look_refused";
    CUT_OFF = "session.cut_off";
    UNCONFIRMED = "session.unconfirmed";
    NOTICE = "session.notice";

    HUNG_UP = "session.end.left";
    DECLINED = "session.end.declined";
    BUSY = "session.end.busy";
    NO_ANSWER = "session.end.no_answer";
    CANCELLED = "session.end.cancelled";
    ELSEWHERE = "session.end.elsewhere";
    CANNOT_ASK = "session.end.cannot_ask";
    REFUSED = "session.end.refused";
    LOST = "session.end.lost";
    VIOLATED = "session.end.violated";
}
