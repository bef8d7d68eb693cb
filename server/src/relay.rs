//! Relays for media (TURN, RFC 8656): which ones phones are offered, with time-limited credentials as coturn's
//! `use-auth-secret` has them.

mod built_in;
mod coturn;
mod credentials;
mod door;
mod guard;
mod pace;
mod peers;
mod quota;
mod reach;
mod stun;
mod tcp;

use std::time::Duration;

use sotto_protocol::id::AccountId;
use sotto_protocol::wire::link::{self, Relay};
use zeroize::Zeroizing;

pub(crate) use built_in::BuiltIn;
pub(crate) use credentials::Secret;

/// One address under which a relay is offered.
pub(crate) struct Offer {
    /// Empty: the host of this server.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) transport: link::relay::Transport,
    pub(crate) secret: Secret,
}

/// The relays that phones are told.
pub(crate) struct Relays {
    pub(crate) offers: Vec<Offer>,
    pub(crate) lifetime: Duration,
}

impl Relays {
    /// Relays with fresh credentials for a phone of this account.
    pub(crate) fn offer(&self, now: u64, account: AccountId) -> link::Relays {
        let lifetime = u64::try_from(self.lifetime.as_millis()).unwrap_or(u64::MAX);
        let expires = now.saturating_add(lifetime);
        let relays = self.offers.iter().map(|offer| {
            let (username, password) = offer.secret.issue(expires, account);
            Relay {
                host: offer.host.clone(),
                port: offer.port.into(),
                transport: offer.transport.into(),
                username,
                password,
                // credentials count whole seconds
                expires: expires / 1_000 * 1_000,
            }
        });
        link::Relays {
            relays: relays.collect(),
        }
    }
}

pub(crate) use coturn::offers as coturn_offers;

/// The built-in relay's secret, from the server's.
pub(crate) fn own_secret(server: &[u8; 32]) -> Secret {
    Secret::new(Zeroizing::new(
        credentials::derive(server, b"Sotto v1 relay secret").to_vec(),
    ))
}

#[cfg(test)]
mod tests;
