//! What went wrong, in terms of what to do.

/// What went wrong with the server, in terms of what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The invite token is unknown, used or expired.
    #[error("the join link was used already or has expired: ask for a new one")]
    Invite,
    /// No common protocol version.
    #[error("this app and the server do not speak a common version: update the older one")]
    Version,
    /// The server says that it does not know this account.
    #[error("the server does not know this account any more")]
    Unknown,
    /// The contact's card is no longer valid.
    #[error("this contact's card is no longer valid: scan a new one")]
    CardWithdrawn,
    /// The keys that the server gave for a contact are not that contact's.
    #[error("the server gave wrong keys for this contact: the call was not made")]
    WrongKeys,
    /// The contact has no device with keys on the server: none joined to the end yet.
    #[error("this contact's phone is not ready to be called yet: try again in a moment")]
    NotReady,
    /// Too many requests.
    #[error("the server asks to slow down: try again in a moment")]
    RateLimited,
    /// The server cannot store anything.
    #[error("the server has a problem of its own (storage): tell who runs it")]
    ServerStorage,
    /// The server refused something for a reason that is a fault in the app.
    #[error("the server refused a message of this app: update the app")]
    Refused,
    /// The phone's system does not let the call be.
    #[error("this phone has another call that must not be disturbed: try again when it is over")]
    SystemBusy,
    /// Sockets could not be bound.
    #[error("there is no network")]
    NoNetwork,
}

/// What may use a level of the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LevelUse {
    /// It is the default level.
    #[error("the level for all calls")]
    Default,
    /// It is a contact's usual level.
    #[error("a contact")]
    Contact,
    /// A rule asks for it.
    #[error("a rule")]
    Rule,
    /// The gesture opens the secure screen at it.
    #[error("the gesture")]
    Gesture,
}
