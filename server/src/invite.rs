//! Join links: where the server is, how to recognise it, and an invite token that makes one account.

use sha2::{Digest, Sha256};
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys::Join;

use crate::identity::Pin;
use crate::storage::TokenHash;

/// Bytes of an invite token.
const TOKEN: usize = 16;

/// An invite for one person. Whoever has the link can use it, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invite {
    /// The `SOTTO-JOIN:` link.
    pub link: String,
    /// Until when it can be used: master clock, ms since 1970.
    pub expires: u64,
}

impl std::fmt::Debug for Invite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invite")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// A new invite and what of it is stored.
pub(crate) fn make(server: &str, pin: &Pin, expires: u64) -> (Invite, TokenHash) {
    let mut token = [0; TOKEN];
    rand::fill(&mut token);
    let join = Join {
        server: server.to_owned(),
        server_pin: pin.to_vec(),
        invite: token.to_vec(),
    };
    let invite = Invite {
        link: uri::encode(Kind::Join, &join),
        expires,
    };
    (invite, hash(&token))
}

/// What of a token is stored and looked up.
pub(crate) fn hash(token: &[u8]) -> TokenHash {
    Sha256::digest(token).into()
}
