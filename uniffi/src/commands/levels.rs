//! Commands that say which level calls have: the contact's usual one, and an organisation's policy (S1.2).

use sotto_core::engine::Command;
use sotto_core::secure::Level;

use super::bytes;
use crate::{CommandError, LevelDefinition, LevelRule, Phone};

#[uniffi::export]
impl Phone {
    /// The least level of calls with a contact.
    ///
    /// # Errors
    /// [`CommandError::NoContact`], [`CommandError::NoLevel`].
    pub fn set_usual_level(&self, contact: String, level: u8) -> Result<(), CommandError> {
        let level = Level::new(level);
        self.command(Command::SetUsualLevel(self.said(bytes(&contact))?, level))
    }

    /// The least level of all calls.
    ///
    /// # Errors
    /// [`CommandError::NoLevel`].
    pub fn set_default_level(&self, level: u8) -> Result<(), CommandError> {
        self.command(Command::SetDefaultLevel(Level::new(level)))
    }

    /// Defines one more level above the person's own; the first is level 4.
    ///
    /// # Errors
    /// [`CommandError::NoLevel`]: it forbids less than the level below, or there are too many.
    pub fn add_level(&self, definition: LevelDefinition) -> Result<(), CommandError> {
        self.command(Command::AddLevel(definition.into()))
    }

    /// Defines one of the person's own levels anew.
    ///
    /// # Errors
    /// [`CommandError::NoLevel`]: there is no such level, it forbids less than the one below, or the one above forbids
    /// less than it.
    pub fn change_level(&self, level: u8, definition: LevelDefinition) -> Result<(), CommandError> {
        self.command(Command::ChangeLevel(Level::new(level), definition.into()))
    }

    /// Deletes the highest of the person's own levels.
    ///
    /// # Errors
    /// [`CommandError::LevelInUse`]: others stand above it, or something uses it.
    pub fn delete_level(&self, level: u8) -> Result<(), CommandError> {
        self.command(Command::DeleteLevel(Level::new(level)))
    }

    /// One more rule for a place or time.
    ///
    /// # Errors
    /// [`CommandError::NoLevel`], [`CommandError::Rule`]: it makes no sense, or there are too many.
    pub fn add_rule(&self, rule: LevelRule) -> Result<(), CommandError> {
        self.command(Command::AddRule(rule.into()))
    }

    /// Replaces a rule.
    ///
    /// # Errors
    /// As `add_rule`; [`CommandError::Rule`] also where the old one is not there.
    pub fn change_rule(&self, old: LevelRule, new: LevelRule) -> Result<(), CommandError> {
        self.command(Command::ChangeRule(old.into(), new.into()))
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// [`CommandError::Rule`]: it is not there.
    pub fn remove_rule(&self, rule: LevelRule) -> Result<(), CommandError> {
        self.command(Command::RemoveRule(rule.into()))
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
