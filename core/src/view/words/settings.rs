//! Settings.

phrases! {
    TITLE = "settings.title";
    ACCOUNT = "settings.account";
    NO_NAME = "settings.no_name";
    SERVER = "settings.server";
    CARD = "settings.card";
    SECURE = "settings.secure";
    GESTURE = "settings.gesture";
    ORGANISATIONS = "settings.organisations";
    PRIVACY = "settings.privacy";
    TELL_READ = "settings.tell_read";
    LANGUAGE = "settings.language";
    SYSTEM = "settings.system";
    OWN_NAME = "settings.own_name";
    ERASE = "settings.erase";
    ERASE_SURE = "settings.erase_sure";
    ABOUT = "settings.about";
    VERSION = "settings.version";
    LICENCE = "settings.licence";
}
