//! What a TURN client makes of the server's answers, and of none.

use std::time::Instant;

use rtc::stun::integrity::MessageIntegrity;
use zeroize::Zeroizing;

use super::message::{Credentials, Request, Success};
use super::{
    BIND_PAUSE, Binding, MAX_RENEWALS, MIN_LIFETIME, REBIND, STALE_NONCE, State, TurnClient,
    TurnOutput, UNAUTHORIZED,
};

impl TurnClient {
    pub(super) fn handle_success(&mut self, now: Instant, mut success: Success) {
        let Some(at) = self.transactions.iter().position(|t| t.id == success.id) else {
            return;
        };
        let authentic = self
            .credentials
            .as_ref()
            .is_some_and(|c| success.is_authentic(&c.key, self.provider.crypto()));
        // An unsigned request is answered unsigned; everything else must be signed.
        if self.transactions[at].signed && !authentic {
            return;
        }
        let transaction = self.transactions.swap_remove(at);
        match transaction.request {
            Request::Allocate => {
                let lifetime = success.lifetime.unwrap_or_default();
                let Some(relayed) = success.relayed.filter(|_| lifetime >= MIN_LIFETIME) else {
                    return self.lose(true);
                };
                self.state = State::Allocated { relayed };
                self.set_lifetime(now, lifetime);
                self.outputs.push_back(TurnOutput::Allocated {
                    relayed,
                    mapped: success.mapped,
                });
                let peers: Vec<_> = self.waiting.iter().map(|(peer, _)| *peer).collect();
                for peer in peers {
                    self.permit(now, peer);
                }
            }
            Request::Refresh(asked) => {
                let lifetime = success.lifetime.unwrap_or_default();
                if asked.is_zero() || self.state == State::Closed {
                    return;
                }
                if lifetime < MIN_LIFETIME {
                    return self.lose(true);
                }
                self.set_lifetime(now, lifetime);
            }
            Request::Bind { peer, .. } => {
                if let Some(p) = self.peers.iter_mut().find(|p| p.address == peer) {
                    p.binding = Binding::Bound {
                        again: now + REBIND,
                    };
                    p.usable = true;
                }
                self.send_waiting(peer);
            }
        }
    }

    pub(super) fn handle_refusal(
        &mut self,
        now: Instant,
        id: [u8; 12],
        code: u16,
        realm: Option<Vec<u8>>,
        nonce: Option<Vec<u8>>,
    ) {
        let Some(at) = self.transactions.iter().position(|t| t.id == id) else {
            return;
        };
        let transaction = self.transactions.swap_remove(at);
        let renewable = code == STALE_NONCE || (code == UNAUTHORIZED && !transaction.signed);
        if renewable
            && transaction.renewals < MAX_RENEWALS
            && let Some(nonce) = nonce
            && self.renew(realm, nonce)
        {
            return self.ask(now, transaction.request, transaction.renewals + 1);
        }
        self.give_up(transaction.request);
    }

    /// Takes the server's realm and nonce; false if there is no realm to work with.
    fn renew(&mut self, realm: Option<Vec<u8>>, nonce: Vec<u8>) -> bool {
        if let Some(credentials) = &mut self.credentials
            && realm.as_ref().is_none_or(|r| *r == credentials.realm)
        {
            credentials.nonce = nonce;
            return true;
        }
        let Some(realm) = realm else {
            return false;
        };
        let Ok(text) = String::from_utf8(realm.clone()) else {
            return false;
        };
        let key = MessageIntegrity::long_term_integrity_key(
            self.username.clone(),
            text,
            self.password.as_str().to_owned(),
            self.provider.crypto(),
        );
        let Ok(key) = key else {
            return false;
        };
        self.credentials = Some(Credentials {
            username: self.username.clone(),
            realm,
            nonce,
            key: Zeroizing::new(key),
        });
        true
    }

    /// A request was refused.
    pub(super) fn give_up(&mut self, request: Request) {
        match request {
            Request::Allocate => self.lose(true),
            Request::Refresh(lifetime) if lifetime.is_zero() => {}
            Request::Refresh(_) => self.lose(true),
            Request::Bind { peer, .. } => {
                self.waiting.retain(|(to, _)| *to != peer);
                if let Some(p) = self.peers.iter_mut().find(|p| p.address == peer) {
                    p.binding = Binding::Refused;
                    p.usable = false;
                }
            }
        }
    }

    /// A request was never answered: a channel is asked for again, the rest is over.
    pub(super) fn handle_silence(&mut self, now: Instant, request: Request) {
        match request {
            Request::Bind { peer, .. } => {
                if let Some(p) = self.peers.iter_mut().find(|p| p.address == peer) {
                    let again = now + BIND_PAUSE;
                    p.binding = Binding::Bound { again };
                }
            }
            other => self.give_up(other),
        }
    }
}
