//! An organisation's policy: what it imposes on the calls of a person who accepted it (S1.2). Signed by the
//! organisation's key, numbered so that an older one is refused, valid for a time. It may demand or forbid secure mode;
//! what it does is told to both phones ([`super::Imposed`]).

mod book;
mod error;
mod read;

pub use book::{Accepted, Policies};
pub use error::PolicyError;
pub use read::sign;

use std::time::Instant;

use super::{Imposed, Level, Levels, Place, Surroundings, When, Whereabouts};

/// The policy version that this build reads and writes.
pub const VERSION: u32 = 1;
/// Demands that one policy may hold.
pub const DEMANDS: usize = 64;
/// Organisations that a person may accept.
pub const ORGANISATIONS: usize = 8;

/// A policy whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    issuer: [u8; 32],
    organisation: String,
    serial: u64,
    not_before: u64,
    not_after: u64,
    levels: Levels,
    demands: Vec<Demand>,
}

/// Which calls a demand is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// All.
    All,
    /// With contacts.
    Contacts,
    /// With people who are no contacts.
    Strangers,
}

/// What a policy imposes on some calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Of which calls.
    pub calls: Calls,
    /// Where and when.
    pub when: When,
    /// What it asks for.
    pub imposed: Imposed,
}

impl Policy {
    /// The organisation's public key (Ed25519).
    #[must_use]
    pub const fn issuer(&self) -> &[u8; 32] {
        &self.issuer
    }

    /// The organisation's name, made fit to be shown.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// Its number; a later policy of the same issuer has a higher one.
    #[must_use]
    pub const fn serial(&self) -> u64 {
        self.serial
    }

    /// The levels that it defines, the built-in ones included.
    #[must_use]
    pub const fn levels(&self) -> &Levels {
        &self.levels
    }

    /// Whether it is in force: master clock, ms since 1970.
    #[must_use]
    pub const fn is_in_force(&self, master: u64) -> bool {
        self.not_before <= master && master < self.not_after
    }

    /// What it demands.
    #[must_use]
    pub fn demands(&self) -> &[Demand] {
        &self.demands
    }

    /// Since when it is in force: master clock, ms since 1970.
    #[must_use]
    pub const fn not_before(&self) -> u64 {
        self.not_before
    }

    /// Until when it is in force: master clock, ms since 1970.
    #[must_use]
    pub const fn not_after(&self) -> u64 {
        self.not_after
    }

    /// What it imposes on a call with a contact, or with somebody who is none. A demand whose place cannot be told
    /// counts where it asks for more, and where it forbids.
    #[must_use]
    pub fn imposes(
        &self,
        contact: bool,
        at: Instant,
        master: u64,
        surroundings: &Surroundings,
    ) -> Imposed {
        if !self.is_in_force(master) {
            return Imposed::default();
        }
        let speaks = |demand: &&Demand| {
            let about = match demand.calls {
                Calls::All => true,
                Calls::Contacts => contact,
                Calls::Strangers => !contact,
            };
            about && demand.when.applies(at, master, surroundings) != Whereabouts::Elsewhere
        };
        self.demands
            .iter()
            .filter(speaks)
            .fold(Imposed::default(), |all, demand| all.and(demand.imposed))
    }

    /// The lowest level that any of its demands asks for in calls of any kind, for the person who is to accept it.
    #[must_use]
    pub fn demands_at_most(&self) -> Imposed {
        let fold = |all: Imposed, demand: &Demand| all.and(demand.imposed);
        self.demands.iter().fold(Imposed::default(), fold)
    }

    /// The places that it speaks of.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.demands.iter().filter_map(|d| d.when.place.as_ref())
    }

    /// The highest level that it speaks of.
    #[must_use]
    pub fn highest(&self) -> Level {
        self.levels.secure().last().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
