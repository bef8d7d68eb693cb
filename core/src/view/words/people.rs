//! Contacts, cards, the scanner, the log.

phrases! {
    PEOPLE_HIDDEN = "people.hidden", "Names are hidden during this secure call.";
    SECURE_CALL = "who.secure_call", "Secure call";
    NAMED = "who.named", "{name}";
    SOMEONE = "who.someone", "Someone";
    VERIFIED = "who.verified", "Verified: you scanned this card in person";
    NOT_VERIFIED = "who.not_verified", "Not verified: scan this person's card when you meet";
    NO_CARD = "who.no_card", "Not on Sotto: no card was scanned";

    EMPTY = "contacts.empty", "Nobody here yet. Scan the card of someone you want to call.";
    SCAN = "contacts.scan", "Scan a card";
    PASTE = "contacts.paste", "Paste a card";
    PICTURE = "contacts.picture", "Read a card from a picture";
    SHOW_MY_CARD = "contacts.my_card", "My card";

    YOU_CALLED = "last.you_called", "You called";
    THEY_CALLED = "last.they_called", "They called";
    MISSED = "last.missed", "Missed call";
    NOT_REACHED = "last.not_reached", "You called, no answer";

    CALL = "contact.call", "Call";
    SECURE = "contact.secure", "Secure call, level {level}";
    CALL_NUMBER = "contact.call_number", "Call this number";
    CALL_SIP = "contact.call_sip", "Call this SIP address";
    CALL_IP = "contact.call_ip", "Call this internet address";
    CALL_IMSI = "contact.call_imsi", "Call this SIM card";
    CALL_MAC = "contact.call_mac", "Call this device";
    PHONE = "identifier.phone", "Telephone number";
    SIP = "identifier.sip", "SIP address";
    IP = "identifier.ip", "Internet address";
    IMSI = "identifier.imsi", "SIM card (IMSI)";
    MAC = "identifier.mac", "Device (MAC address)";
    PHONE_NOT_YET = "identifier.phone_not_yet",
        "Not on Sotto: you can call this number when your server reaches phones.";
    SIP_NOT_YET = "identifier.sip_not_yet",
        "Not on Sotto: you can call this address when your server reaches SIP.";
    IP_NOT_YET = "identifier.ip_not_yet",
        "Not on Sotto: you can call this address when your server calls internet addresses.";
    LEGACY_NOT_YET = "identifier.legacy_not_yet",
        "Not on Sotto: you can call this terminal when your server reaches legacy terminals.";
    DELETE = "contact.delete", "Delete contact";

    NOT_JOINED = "cannot.not_joined",
        "This phone has not joined a server yet: scan or paste a join link first.";
    OFFLINE = "cannot.offline", "Your server cannot be reached now. This phone keeps trying.";
    IN_CALL = "cannot.in_call", "There is a call already: end it first.";
    NOT_ON_SOTTO = "cannot.not_on_sotto", "This contact is not on Sotto: scan their card first.";

    SAFETY = "safety.title", "Safety number";
    SAFETY_HOW = "safety.how",
        "If both of you see the same number, nobody listens in between.";
    COMPARE = "safety.compare", "Compare by scanning";

    CARD_EXPIRY = "card.expires", "Valid until you make a new one, {count} days at most";
    CARD_NO_EXPIRY = "card.no_expiry", "Valid until you make a new one";
    CARD_SHARE = "card.share", "Share as link";
    CARD_NEW = "card.new", "New card";
    CARD_NEW_HINT = "card.new_hint", "Old invitations end: who has the old card cannot call you with it.";
    ONLINE = "card.online", "You can be reached";

    SCAN_CARD = "scan.card", "The card of {name}";
    SCAN_CARD_UNNAMED = "scan.card_unnamed", "A Sotto card without a name";
    SCAN_KNOWN = "scan.known", "{name}, who is in your contacts already";
    SCAN_PERSON = "scan.person", "{name}";
    SCAN_IDENTIFIER = "scan.identifier", "{kind} {value}";
    SCAN_JOIN = "scan.join", "A link to join the server {server}";
    SCAN_FOREIGN = "scan.foreign", "This code is {what}.";
    SCAN_UNUSABLE = "scan.unusable", "This code cannot be used: {why}.";
    NOTHING_OPENED = "scan.nothing_opened", "Nothing was opened.";
    SCAN_TAKEN = "scan.taken", "{name} is in your contacts";
    SCAN_ADD = "scan.add", "Add to contacts";
    SCAN_JOIN_NOW = "scan.join_now", "Join this server";
    SCAN_AGAIN = "scan.again", "Scan again";
    JOINED_ALREADY = "cannot.joined_already", "This phone has joined a server already.";
}
