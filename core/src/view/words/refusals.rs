//! Why a command did nothing.

phrases! {
    NO_CONTACT = "command.no_contact";
    NO_CALL = "command.no_call";
    IN_SECURE_CHAT = "command.in_secure_chat";
    NO_SECURE_CHAT = "command.no_secure_chat";
    TOO_MUCH_WAITS = "command.too_much_waits";
    PHASE = "command.phase";
    CODEC = "command.codec";
    KEYS = "command.keys";
    LEVEL_WEAKER = "command.level_weaker";
    LEVELS_MANY = "command.levels_many";
    LEVEL_NONE = "command.level_none";
    LEVEL_DEFAULT = "command.level_default";
    LEVEL_CONTACT = "command.level_contact";
    LEVEL_RULE = "command.level_rule";
    LEVEL_GESTURE = "command.level_gesture";
    LEVELS_ABOVE = "command.levels_above";
    RULE_NONSENSE = "command.rule_nonsense";
    RULES_MANY = "command.rules_many";
    RULE_NONE = "command.rule_none";
    GESTURE_LEVEL = "command.gesture_level";
    TEXT_EMPTY = "command.text_empty";
    TEXT_LONG = "command.text_long";
    POST_LARGE = "command.post_large";
    POST_PEOPLE = "command.post_people";
    POST_FULL = "command.post_full";
    DING_NONE = "command.ding_none";
    DING_PLAYS = "command.ding_plays";
    DING_REPEAT = "command.ding_repeat";
    DING_EXPIRY = "command.ding_expiry";
    DING_MANY = "command.ding_many";
    DING_NOT_RECORDING = "command.ding_not_recording";
    DING_NO_VOICE = "command.ding_no_voice";
    OTHER = "command.other";
    POLICY_DAMAGED = "policy.damaged";
    POLICY_SIGNATURE = "policy.signature";
    POLICY_NEWER = "policy.newer";
    POLICY_UNKNOWN = "policy.unknown";
    POLICY_CONTRADICTION = "policy.contradiction";
    POLICY_EXPIRED = "policy.expired";
    POLICY_OLDER = "policy.older";
    POLICY_TWICE = "policy.twice";
    POLICY_MANY = "policy.many";
    POLICY_NONE = "policy.none";
}
