//! Contacts, cards, the scanner, the log.

phrases! {
    PEOPLE_HIDDEN = "people.hidden";
    SECURE_CALL = "who.secure_call";
    NAMED = "who.named";
    SOMEONE = "who.someone";
    VERIFIED = "who.verified";
    NOT_VERIFIED = "who.not_verified";
    NO_CARD = "who.no_card";

    EMPTY = "contacts.empty";
    NOT_FOUND = "contacts.not_found";
    SCAN = "contacts.scan";
    PASTE = "contacts.paste";
    PICTURE = "contacts.picture";
    SHOW_MY_CARD = "contacts.my_card";

    YOU_CALLED = "last.you_called";
    THEY_CALLED = "last.they_called";
    MISSED = "last.missed";
    NOT_TAKEN = "last.not_taken";
    NOT_REACHED = "last.not_reached";

    CALL = "contact.call";
    SECURE = "contact.secure";
    CALL_NUMBER = "contact.call_number";
    CALL_SIP = "contact.call_sip";
    CALL_IP = "contact.call_ip";
    CALL_IMSI = "contact.call_imsi";
    CALL_MAC = "contact.call_mac";
    PHONE = "identifier.phone";
    SIP = "identifier.sip";
    IP = "identifier.ip";
    IMSI = "identifier.imsi";
    MAC = "identifier.mac";
    PHONE_NOT_YET = "identifier.phone_not_yet";
    SIP_NOT_YET = "identifier.sip_not_yet";
    IP_NOT_YET = "identifier.ip_not_yet";
    LEGACY_NOT_YET = "identifier.legacy_not_yet";
    DELETE = "contact.delete";
    BLOCK = "contact.block";
    BLOCK_SURE = "contact.block_sure";
    UNBLOCK = "contact.unblock";
    UNBLOCK_SURE = "contact.unblock_sure";
    BLOCKED = "contact.blocked";

    NOT_JOINED = "cannot.not_joined";
    OFFLINE = "cannot.offline";
    IN_CALL = "cannot.in_call";
    NOT_ON_SOTTO = "cannot.not_on_sotto";
    YOU_BLOCKED = "cannot.blocked";

    SAFETY = "safety.title";
    SAFETY_HOW = "safety.how";
    COMPARE = "safety.compare";

    CARD_EXPIRY = "card.expires";
    CARD_NO_EXPIRY = "card.no_expiry";
    CARD_SHARE = "card.share";
    CARD_NEW = "card.new";
    CARD_NEW_HINT = "card.new_hint";
    CARD_NEW_SURE = "card.new_sure";
    ONLINE = "card.online";

    SCAN_CARD = "scan.card";
    SCAN_CARD_UNNAMED = "scan.card_unnamed";
    SCAN_KNOWN = "scan.known";
    SCAN_PERSON = "scan.person";
    SCAN_IDENTIFIER = "scan.identifier";
    SCAN_JOIN = "scan.join";
    SCAN_FOREIGN = "scan.foreign";
    SCAN_UNUSABLE = "scan.unusable";
    NOTHING_OPENED = "scan.nothing_opened";
    SCAN_TAKEN = "scan.taken";
    SCAN_ADD = "scan.add";
    SCAN_JOIN_NOW = "scan.join_now";
    SCAN_AGAIN = "scan.again";
    JOINED_ALREADY = "cannot.joined_already";
}
