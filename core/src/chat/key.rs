//! What names a message, and puts it in its place.

use rand::CryptoRng;
use sotto_protocol::id::AccountId;

sotto_protocol::id!(
    /// Names a message: random.
    MessageId, 16, "message"
);

impl MessageId {
    /// A new one.
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; Self::LENGTH];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

/// A message's place in its conversation: by the time at which it was written, then by its id, so that the order is the
/// same whenever one looks, and on both phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageKey {
    /// When it was written: master clock, ms since 1970.
    pub at: u64,
    /// Its id.
    pub id: MessageId,
    /// Written on this phone. Part of the key, so that nobody can write over what this person wrote.
    pub outgoing: bool,
}

impl MessageKey {
    const LENGTH: usize = 8 + MessageId::LENGTH + 1;

    /// The key as bytes, in the same order.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let outgoing = [u8::from(self.outgoing)];
        [
            &self.at.to_be_bytes(),
            self.id.as_bytes().as_slice(),
            &outgoing,
        ]
        .concat()
    }

    /// The key of such bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk()?;
        let (id, rest) = rest.split_first_chunk()?;
        let [outgoing @ (0 | 1)] = rest else {
            return None;
        };
        Some(Self {
            at: u64::from_be_bytes(*at),
            id: MessageId(*id),
            outgoing: *outgoing == 1,
        })
    }

    /// The key of its row in the conversation with `other`.
    #[must_use]
    pub fn row_key(self, other: AccountId) -> Vec<u8> {
        [other.as_bytes().as_slice(), &self.to_bytes()].concat()
    }

    /// The key of a row.
    #[must_use]
    pub fn of_row_key(key: &[u8]) -> Option<(AccountId, Self)> {
        let at = key.len().checked_sub(Self::LENGTH)?;
        let (other, key) = key.split_at(at);
        Some((AccountId::try_from(other).ok()?, Self::of_bytes(key)?))
    }
}
