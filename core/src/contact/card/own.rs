//! Making my card.

use prost::Message;
use sotto_protocol::label::Label;
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys;

use super::{Card, CardError, ServerAddress, VERSION, clean_name};
use crate::identity::Identity;

impl Card {
    /// My card. `access` is my account's access token, `pin` the SHA-256 of the server's TLS key (SPKI), `expires` in ms
    /// on the master clock.
    ///
    /// # Errors
    /// [`CardError::Server`] when `server` is not `host:port`; [`CardError::Expired`] for an expiry of 0.
    pub fn new(
        identity: &Identity,
        access: [u8; 16],
        server: &str,
        pin: [u8; 32],
        name: Option<&str>,
        expires: Option<u64>,
    ) -> Result<Self, CardError> {
        let server = ServerAddress::parse(server)?;
        if expires == Some(0) {
            return Err(CardError::Expired);
        }
        let name = name.map(clean_name).filter(|name| !name.is_empty());
        let card = keys::Card {
            user_key: identity.user().public().to_vec(),
            access: access.to_vec(),
            server: server.to_string(),
            server_pin: pin.to_vec(),
            name: name.clone().unwrap_or_default(),
            expires: expires.unwrap_or(0),
            // the first version is written as 0, which takes no room
            version: if VERSION == 1 { 0 } else { VERSION },
        }
        .encode_to_vec();
        let signature = identity.user().sign(Label::Card, &[&card]).to_vec();
        let signed = keys::SignedCard { card, signature };
        let user_key = identity.user().public();
        Ok(Self {
            user_key,
            access,
            server,
            pin,
            name,
            expires,
            signed,
        })
    }

    /// The card as a URI: what its QR code holds.
    #[must_use]
    pub fn uri(&self) -> String {
        uri::encode(Kind::Card, &self.signed)
    }
}
