//! The join link that a server shows: where it is, how to recognise it, and an invite token.

use sotto_protocol::ParseError;
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys;
use zeroize::Zeroizing;

use super::read::array;
use super::{CardError, ServerAddress};

/// Longest invite token, in bytes.
const LONGEST_INVITE: usize = 64;

/// A join link.
#[derive(Clone, PartialEq, Eq)]
pub struct Join {
    server: ServerAddress,
    pin: [u8; 32],
    invite: Zeroizing<Vec<u8>>,
}

impl Join {
    /// Reads a join link. Whether its invite is still good only the server knows.
    ///
    /// # Errors
    /// [`CardError`]; whoever scanned or pasted it is told.
    pub fn read(text: &str) -> Result<Self, CardError> {
        if uri::kind(text.trim_start()) != Some(Kind::Join) {
            return Err(CardError::OtherKind);
        }
        let join: keys::Join = uri::decode(Kind::Join, text)?;
        let invite = Zeroizing::new(join.invite);
        if invite.len() > LONGEST_INVITE {
            return Err(ParseError::TooLarge {
                size: invite.len(),
                limit: LONGEST_INVITE,
            }
            .into());
        }
        Ok(Self {
            server: ServerAddress::parse(&join.server)?,
            pin: array(&join.server_pin, "server pin")?,
            invite,
        })
    }

    /// The server.
    #[must_use]
    pub const fn server(&self) -> &ServerAddress {
        &self.server
    }

    /// SHA-256 of the server's TLS public key (SPKI).
    #[must_use]
    pub const fn pin(&self) -> &[u8; 32] {
        &self.pin
    }

    /// The invite token; empty where registration is open.
    #[must_use]
    pub fn invite(&self) -> &[u8] {
        &self.invite
    }
}

impl std::fmt::Debug for Join {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Join({}, …)", self.server)
    }
}
