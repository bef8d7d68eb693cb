//! What names a post, and one account that it goes to.

use rand::CryptoRng;
use sotto_protocol::id::AccountId;

sotto_protocol::id!(
    /// Names a post on this phone; random.
    PostId, 16, "post"
);

impl PostId {
    /// A new one.
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; Self::LENGTH];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
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
