//! Why something did not reach an account.

/// Final: nothing is tried any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PostFailure {
    /// Its time was over before the server could take it.
    #[error("it could not be sent in time: send it again")]
    Expired,
    /// The access token on the contact's card reaches nobody any more.
    #[error("this contact's card is no longer valid: scan a new one")]
    CardWithdrawn,
    /// The server gave keys that are not the contact's.
    #[error("the server gave wrong keys for this contact: it was not sent")]
    WrongKeys,
    /// The server takes nothing of that size.
    #[error("it is too large: send less at once")]
    TooLarge,
    /// The server refused it for a reason that is a fault in the app.
    #[error("the server refused it: update the app")]
    Refused,
    /// Nobody of that account is known here any more.
    #[error("this person is no longer among your contacts")]
    NoContact,
}

impl PostFailure {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Expired,
        Self::CardWithdrawn,
        Self::WrongKeys,
        Self::TooLarge,
        Self::Refused,
        Self::NoContact,
    ];

    /// The reason as stored rows have it, from 1; never changes once released.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Expired => 1,
            Self::CardWithdrawn => 2,
            Self::WrongKeys => 3,
            Self::TooLarge => 4,
            Self::Refused => 5,
            Self::NoContact => 6,
        }
    }

    /// The reason of a stored number; one of a later version counts as refused.
    #[must_use]
    pub fn of_number(number: u8) -> Self {
        let known = Self::ALL.into_iter().find(|why| why.number() == number);
        known.unwrap_or(Self::Refused)
    }

    /// The reason in one word, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::CardWithdrawn => "card-withdrawn",
            Self::WrongKeys => "wrong-keys",
            Self::TooLarge => "too-large",
            Self::Refused => "refused",
            Self::NoContact => "no-contact",
        }
    }
}
