//! Why a call is at its level: persons, rules, organisations.

phrases! {
    YOU_CHOSE = "because.you", "You chose this level.";
    OTHER_CHOSE = "because.other", "The caller asks for this level.";
    USUAL = "because.usual", "It is your usual level with this contact.";
    PLACE = "because.place", "You set this level for this place.";
    PLACE_UNKNOWN = "because.place_unknown",
        "You set this level for a place, and this phone cannot tell where it is.";
    TIME = "because.time", "You set this level for this time.";
    POLICY = "because.policy", "Your organisation asks for it.";
    OTHER_PHONE = "because.other_phone", "The other phone asks for it by itself.";

    YOU_RAISED = "raised.you", "You raised the call to this level.";
    OTHER_RAISED = "raised.other", "The other person raised the call to this level.";
    OTHER_PHONE_RAISED = "raised.other_phone", "The other phone raised the call to this level by itself.";
    WITH_REASON = "off.with_reason", "{what} {why}";

    YOURS_DEMANDS = "policy.yours_demands",
        "Your organisation asks for at least secure mode {level} in this call.";
    THEIRS_DEMANDS = "policy.theirs_demands",
        "Their organisation asks for at least secure mode {level} in this call.";
    YOURS_CAPS = "policy.yours_caps",
        "Your organisation allows no more than secure mode {level} in this call.";
    THEIRS_CAPS = "policy.theirs_caps",
        "Their organisation allows no more than secure mode {level} in this call.";
    YOURS_FORBIDS = "policy.yours_forbids",
        "Your organisation does not allow secure mode in this call.";
    THEIRS_FORBIDS = "policy.theirs_forbids",
        "Their organisation does not allow secure mode in this call.";

    BLOCKED_HERE = "blocked.yours",
        "Your organisation does not allow secure mode {level}, which this call asks for.";
    BLOCKED_THERE = "blocked.theirs",
        "Their organisation does not allow secure mode {level}, which this call asks for.";
    UNKNOWN_HERE = "blocked.unknown_here",
        "Secure mode {level} forbids something that this app does not know: update it.";
    UNKNOWN_THERE = "blocked.unknown_there",
        "Secure mode {level} forbids something that the other app does not know: they should update it.";
    STALE = "secure.stale",
        "Sound comes from the other phone, but no fresh report of what it forbids.";
    ATTESTED = "attested.verified", "The maker of the other phone vouches for its app and system.";
    ATTESTED_UNVERIFIED = "attested.not_verified",
        "The other phone sent its maker's word for app and system. It was not verified.";
    ATTESTED_FALSE = "attested.false",
        "The other phone sent its maker's word for app and system, and it is not genuine: it is not believed.";
    ADDRESS_KNOWN = "call.address_known",
        "This call began with your addresses shown to each other, and they stay known. Call again at this level to hide them.";

    DIAL = "dial.ordinary", "Call";
    DIAL_SECURE = "dial.secure", "Secure call, level {level}";
}
