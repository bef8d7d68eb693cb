//! What names a post, and one account that it goes to.

use rand::CryptoRng;
use sotto_protocol::id::AccountId;

/// Names a post on this phone; random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId([u8; Self::LENGTH]);

impl PostId {
    /// Bytes of such an id.
    pub const LENGTH: usize = 16;

    /// The id of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// A new one.
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; Self::LENGTH];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl std::fmt::Debug for PostId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// One post to one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// What.
    pub post: PostId,
    /// To whom.
    pub to: AccountId,
}

impl Job {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        [self.post.as_bytes().as_slice(), self.to.as_bytes()].concat()
    }

    /// The job of a row's key.
    #[must_use]
    pub fn of_key(key: &[u8]) -> Option<Self> {
        let (post, to) = key.split_first_chunk()?;
        Some(Self {
            post: PostId(*post),
            to: AccountId::try_from(to).ok()?,
        })
    }
}
