//! Incoming, running and ended calls.

phrases! {
    PREPARING = "call.preparing";
    DIALLING = "call.dialling";
    RINGING = "call.ringing";
    INCOMING = "call.incoming";
    INCOMING_SECURE = "call.incoming_secure";
    CONNECTING = "call.connecting";
    CONNECTED = "call.connected";
    LASTED = "call.lasted";

    MUTE = "call.mute";
    UNMUTE = "call.unmute";
    HOLD = "call.hold";
    RESUME = "call.resume";
    SPEAKER = "call.speaker";
    EARPIECE = "call.earpiece";
    HEADSET = "call.headset";
    ROUTE_EARPIECE = "route.earpiece";
    ROUTE_SPEAKER = "route.speaker";
    ROUTE_WIRED = "route.wired";
    ROUTE_BLUETOOTH = "route.bluetooth";
    NO_HEADSET = "cannot.no_headset";
    IN_HEADSET = "cannot.in_headset";
    NO_EARPIECE = "cannot.no_earpiece";
    NO_SPEAKER = "cannot.no_speaker";
    CONTACT = "call.contact";
    END = "call.end";
    CANCEL = "call.cancel";
    ANSWER = "call.answer";
    ANSWERING = "call.answering";
    DECLINE = "call.decline";
    NOT_CONNECTED = "cannot.not_connected";

    ADDRESS_HIDDEN = "call.address_hidden";
    STRANGER = "incoming.stranger";
    WILL_FORBID = "incoming.will_forbid";

    MUTED = "call.muted";
    HELD = "call.held";
    OTHER_MUTED = "call.other_muted";
    OTHER_HELD = "call.other_held";
    NOT_HEARD_SECURE = "call.not_heard_secure";
    NOT_HEARD_MICROPHONE = "call.not_heard_microphone";
    NOT_HEARD_NETWORK = "call.not_heard_network";
    SILENT = "call.silent";

    WEAK_THEIRS = "quality.weak_theirs";
    WEAK_YOURS = "quality.weak_yours";
    WEAK_BOTH = "quality.weak_both";
    DELAYED = "quality.delayed";
}
