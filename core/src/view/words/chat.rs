//! Chats and notifications.

phrases! {
    BACK = "chat.back";
    CALL = "chat.call";
    SECURE_SCREEN = "chat.secure_screen";
    WRITE = "chat.write";
    SEND = "chat.send";
    EMPTY = "chat.empty";
    SECURE_NOTE = "chat.secure_note";
    CHANGED = "chat.changed";
    NOT_READY = "chat.not_ready";
    STRANGER = "chat.stranger";
    ACCEPT = "chat.accept";
    ADD_FIRST = "chat.add_first";
    DELETE = "chat.delete";
    CLEAR = "chat.clear";
    NOBODY = "chats.empty";
    UNREAD = "chats.unread";
    YOU = "chats.you";
    DELETED = "chats.deleted";

    QUEUED = "tick.queued";
    SENT = "tick.sent";
    DELIVERED = "tick.delivered";
    READ = "tick.read";
    EXPIRED = "tick.failed.expired";
    CARD_WITHDRAWN = "tick.failed.card";
    WRONG_KEYS = "tick.failed.keys";
    TOO_LARGE = "tick.failed.large";
    REFUSED = "tick.failed.refused";
    NO_CONTACT = "tick.failed.contact";

    NOTICE_CALL = "notice.call";
    NOTICE_SECURE_CALL = "notice.secure_call";
    NOTICE_DING = "notice.ding";
    NOTICE_SECURE_DING = "notice.secure_ding";
    NOTICE_MESSAGE = "notice.message";
    NOTICE_MISSED = "notice.missed";
    NOTICE_SAID = "notice.said";
}
