//! Commands that say which level calls have: the contact's usual one, and an organisation's policy (S1.2).

use sotto_core::engine::Command;
use sotto_core::secure::Level;

use super::bytes;
use crate::{CommandError, Phone};

#[uniffi::export]
impl Phone {
    /// The least level of calls with a contact.
    ///
    /// # Errors
    /// [`CommandError::NoContact`], [`CommandError::NoLevel`].
    pub fn set_usual_level(&self, contact: String, level: u8) -> Result<(), CommandError> {
        let level = Level::new(level);
        self.command(Command::SetUsualLevel(bytes(&contact)?, level))
    }

    /// Accepts an organisation's signed policy, which pins the organisation's key; or a newer one of an organisation that
    /// was accepted before.
    ///
    /// # Errors
    /// [`CommandError::Policy`]: broken, forged, older or weaker than it may be.
    pub fn accept_policy(&self, policy: Vec<u8>) -> Result<(), CommandError> {
        self.command(Command::AcceptPolicy(policy))
    }

    /// Leaves an organisation, named by its public key.
    ///
    /// # Errors
    /// [`CommandError::Policy`].
    pub fn remove_policy(&self, issuer: Vec<u8>) -> Result<(), CommandError> {
        self.command(Command::RemovePolicy(issuer))
    }
}
