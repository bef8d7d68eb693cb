//! Being woken by push.

phrases! {
    OFF = "push.off";
    UNSAID = "push.unsaid";
    ON = "push.on";
    NOT_OFFERED = "push.not_offered";
    UNUSABLE = "push.unusable";
    PRIVATE = "push.private";
    GONE = "push.gone";
    ENDPOINT = "push.endpoint";
    TOKEN = "push.token";
}
