//! Why a call is at its level: persons, rules, organisations.

phrases! {
    YOU_CHOSE = "because.you";
    OTHER_CHOSE = "because.other";
    DEFAULT = "because.default";
    USUAL = "because.usual";
    PLACE = "because.place";
    PLACE_UNKNOWN = "because.place_unknown";
    TIME = "because.time";
    POLICY = "because.policy";
    OTHER_PHONE = "because.other_phone";

    YOU_RAISED = "raised.you";
    OTHER_RAISED = "raised.other";
    OTHER_PHONE_RAISED = "raised.other_phone";
    WITH_REASON = "off.with_reason";

    YOURS_DEMANDS = "policy.yours_demands";
    THEIRS_DEMANDS = "policy.theirs_demands";
    YOURS_CAPS = "policy.yours_caps";
    THEIRS_CAPS = "policy.theirs_caps";
    YOURS_FORBIDS = "policy.yours_forbids";
    THEIRS_FORBIDS = "policy.theirs_forbids";

    BLOCKED_HERE = "blocked.yours";
    BLOCKED_THERE = "blocked.theirs";
    UNKNOWN_HERE = "blocked.unknown_here";
    UNKNOWN_THERE = "blocked.unknown_there";
    STALE = "secure.stale";
    ATTESTED = "attested.verified";
    ATTESTED_ABSENT = "attested.absent";
    ATTESTED_UNVERIFIED = "attested.not_verified";
    ATTESTED_FALSE = "attested.false";
    ADDRESS_KNOWN = "call.address_known";

    DIAL = "dial.ordinary";
    DIAL_SECURE = "dial.secure";
}
