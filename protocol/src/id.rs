//! Ids as newtypes. `Debug` shows two bytes of one, to tell them apart in a test, and nothing of an account: two bytes
//! are enough to tell which of a few people it is.

use std::fmt;

/// Declares an id, without its `Debug`.
#[macro_export]
#[doc(hidden)]
macro_rules! bare_id {
    ($(#[$doc:meta])* $name:ident, $length:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Bytes of such an id.
            pub const LENGTH: usize = $length;

            /// The id of these bytes.
            #[must_use]
            pub const fn new(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The id's bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The id's bytes as a message field holds them.
            #[must_use]
            pub fn to_vec(self) -> Vec<u8> {
                self.0.to_vec()
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = $crate::ParseError;

            fn try_from(bytes: &[u8]) -> Result<Self, $crate::ParseError> {
                bytes.try_into().map(Self).map_err(|_| $crate::ParseError::Length {
                    what: $what,
                    expected: $length,
                    found: bytes.len(),
                })
            }
        }
    };
}

/// Declares an id of so many bytes: a newtype with `new`, `as_bytes`, `to_vec`, `TryFrom<&[u8]>` and a short `Debug`.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal, $what:literal) => {
        $crate::bare_id!($(#[$doc])* $name, $length, $what);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!($what, "({:02x}{:02x}…)"), self.0[0], self.0[1])
            }
        }
    };
}

bare_id!(
    /// An account: the first 16 bytes of SHA-256 over a label and the user key, so that no server can give an
    /// account another user key.
    AccountId, 16, "account"
);

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("account(…)")
    }
}

id!(
    /// A device of an account: the first 16 bytes of SHA-256 over a label and the app-instance key.
    DeviceId, 16, "device"
);
id!(
    /// A container: random. Remembered until it expires, so that a replay is dropped.
    ContainerId, 16, "container"
);
id!(
    /// A meeting: SHA-256 over its properties (S2.1).
    MeetingId, 32, "meeting"
);
id!(
    /// A Ding: random, made by its sender (S1.8).
    DingId, 16, "ding"
);
