//! The first run.

phrases! {
    JOIN = "first.join";
    JOIN_HOW = "first.join_how";
    JOIN_SCAN = "first.scan";
    JOIN_PASTE = "first.paste";
    JOIN_PICTURE = "first.picture";
    NAME = "first.name";
    NAME_HOW = "first.name_how";
    NEXT = "first.next";
    LEVEL = "first.level";
    BOTH = "first.both";
    AND_ALL = "first.and_all";
    ENDS = "first.ends";
    MUTES = "first.mutes";
    CARD = "first.card";
    CARD_HOW = "first.card_how";
    DONE = "first.done";
    NOT_JOINED_YET = "first.waiting";
}
