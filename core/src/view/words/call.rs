//! Incoming, running and ended calls.

phrases! {
    PREPARING = "call.preparing", "Getting this phone ready for secure mode {level}…";
    DIALLING = "call.dialling", "Calling…";
    RINGING = "call.ringing", "Ringing…";
    INCOMING = "call.incoming", "Incoming call";
    INCOMING_SECURE = "call.incoming_secure", "Incoming call in secure mode {level}";
    CONNECTING = "call.connecting", "Connecting…";
    CONNECTED = "call.connected", "Connected";
    LASTED = "call.lasted", "{time}";

    MUTE = "call.mute", "Mute";
    UNMUTE = "call.unmute", "Unmute";
    HOLD = "call.hold", "Hold";
    RESUME = "call.resume", "Resume";
    SPEAKER = "call.speaker", "Speaker";
    HEADSET = "call.headset", "Headset";
    CONTACT = "call.contact", "Contact page";
    END = "call.end", "End";
    CANCEL = "call.cancel", "Cancel";
    ANSWER = "call.answer", "Answer";
    DECLINE = "call.decline", "Decline";
    NOT_CONNECTED = "cannot.not_connected", "Nobody is connected yet.";

    ADDRESS_HIDDEN = "call.address_hidden",
        "Your address on the internet stays hidden from the other phone.";
    STRANGER = "incoming.stranger",
        "Not in your contacts; your address on the internet stays hidden.";
    WILL_FORBID = "incoming.will_forbid", "If you answer, this phone forbids:";

    MUTED = "call.muted", "You are muted.";
    HELD = "call.held", "You put the call on hold.";
    OTHER_MUTED = "call.other_muted", "They muted their microphone.";
    OTHER_HELD = "call.other_held", "They put the call on hold.";
    NOT_HEARD_SECURE = "call.not_heard_secure",
        "They can't hear you: no sound flows until both phones are in secure mode {level}.";
    NOT_HEARD_NETWORK = "call.not_heard_network",
        "They can't hear you: your network loses most of your sound.";
    SILENT = "call.silent", "You can't hear them: their network loses most of their sound.";

    WEAK_THEIRS = "quality.weak_theirs", "Their network is weak";
    WEAK_YOURS = "quality.weak_yours", "Your network is weak";
    WEAK_BOTH = "quality.weak_both", "The connection is weak on both sides";
    DELAYED = "quality.delayed", "There is a long delay: let each other finish";
}
