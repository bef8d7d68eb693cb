//! Chats and notifications.

phrases! {
    BACK = "chat.back", "Back";
    CALL = "chat.call", "Call";
    SECURE_SCREEN = "chat.secure_screen", "Secure mode";
    WRITE = "chat.write", "Message";
    SEND = "chat.send", "Send";
    EMPTY = "chat.empty", "No messages yet.";
    SECURE_NOTE = "chat.secure_note", "What you write now is kept on neither phone: it is gone when secure mode ends.";
    NOT_READY = "chat.not_ready", "Wait until secure mode holds on both phones: what you write now would be kept.";
    STRANGER = "chat.stranger", "Not in your contacts. They do not learn whether this arrived.";
    ACCEPT = "chat.accept", "Add to contacts";
    ADD_FIRST = "chat.add_first", "Add this person to your contacts to answer.";
    DELETE = "chat.delete", "Delete this message here";
    CLEAR = "chat.clear", "Delete all messages here";
    NOBODY = "chats.empty", "No chats yet. Open a contact to write the first message.";
    UNREAD = "chats.unread", "{count} unread";
    YOU = "chats.you", "You: {text}";
    DELETED = "chats.deleted", "Message deleted";

    QUEUED = "tick.queued", "Waiting to be sent";
    SENT = "tick.sent", "Sent";
    DELIVERED = "tick.delivered", "Delivered";
    READ = "tick.read", "Read";
    EXPIRED = "tick.failed.expired", "Not sent: its time was over. Send it again.";
    CARD_WITHDRAWN = "tick.failed.card", "Not sent: this contact's card is no longer valid. Scan a new one.";
    WRONG_KEYS = "tick.failed.keys", "Not sent: the server gave wrong keys for this contact.";
    TOO_LARGE = "tick.failed.large", "Not sent: it is too large. Send less at once.";
    REFUSED = "tick.failed.refused", "Not sent: the server refused it. Update the app.";
    NO_CONTACT = "tick.failed.contact", "Not sent: this person is no longer among your contacts.";

    NOTICE_CALL = "notice.call", "Incoming call";
    NOTICE_SECURE_CALL = "notice.secure_call", "Secure call";
    NOTICE_DING = "notice.ding", "Ding";
    NOTICE_SECURE_DING = "notice.secure_ding", "Secure Ding";
    NOTICE_MESSAGE = "notice.message", "New message";
    NOTICE_MISSED = "notice.missed", "Missed call";
}
