//! The policies that a person accepted, one for each organisation, with the highest number that was ever here.

use std::collections::BTreeMap;

use prost::Message;

use super::{ORGANISATIONS, Policy, PolicyError};
use crate::secure::Levels;
use crate::store::{Change, Table};

/// Start of a policy's key in [`Table::Settings`]; the issuer's key follows.
const KEY: &[u8] = b"policy/";

/// A policy's row. It stays, without the policy, when the person removes the organisation: an older policy is refused
/// ever after.
#[derive(Clone, PartialEq, Message)]
struct Row {
    #[prost(bytes = "vec", tag = "1")]
    signed: Vec<u8>,
    #[prost(uint64, tag = "2")]
    serial: u64,
}

/// What accepting a policy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// A new organisation: its key is pinned now.
    New,
    /// The organisation's newer policy replaces the older.
    Replaced,
    /// It was here already.
    Known,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    accepted: Vec<Policy>,
    serials: BTreeMap<[u8; 32], u64>,
}

impl Policies {
    /// What accepting a policy would do. `master`: master clock, ms.
    ///
    /// # Errors
    /// [`PolicyError`]: it would not be taken.
    pub fn weigh(&self, signed: &[u8], master: u64) -> Result<(Accepted, Policy), PolicyError> {
        let policy = Policy::read(signed)?;
        if policy.not_after <= master {
            return Err(PolicyError::Expired);
        }
        let present = self.position(&policy.issuer);
        if let Some(known) = self.serials.get(&policy.issuer).copied() {
            let serial = policy.serial;
            if serial < known {
                return Err(PolicyError::Older { serial, known });
            }
            if serial == known
                && let Some(at) = present
            {
                return if self.accepted[at] == policy {
                    Ok((Accepted::Known, policy))
                } else {
                    Err(PolicyError::Twice { serial })
                };
            }
        }
        match present {
            Some(_) => Ok((Accepted::Replaced, policy)),
            None if self.accepted.len() >= ORGANISATIONS => Err(PolicyError::TooMany),
            None => Ok((Accepted::New, policy)),
        }
    }

    /// Takes a policy that the person accepts, or a newer one of an organisation whose key is pinned. `master`: master
    /// clock, ms.
    ///
    /// # Errors
    /// [`PolicyError`]; nothing changes then.
    pub fn accept(
        &mut self,
        signed: &[u8],
        master: u64,
    ) -> Result<(Accepted, Option<Change>), PolicyError> {
        let (accepted, policy) = self.weigh(signed, master)?;
        if accepted == Accepted::Known {
            return Ok((accepted, None));
        }
        let row = Row {
            signed: signed.to_vec(),
            serial: policy.serial,
        };
        let change = Change::put(Table::Settings, key(&policy.issuer), row.encode_to_vec());
        self.serials.insert(policy.issuer, policy.serial);
        match self.position(&policy.issuer) {
            Some(at) => self.accepted[at] = policy,
            None => self.accepted.push(policy),
        }
        Ok((accepted, Some(change)))
    }

    /// Leaves an organisation.
    ///
    /// # Errors
    /// [`PolicyError::NoOrganisation`].
    pub fn remove(&mut self, issuer: &[u8]) -> Result<Change, PolicyError> {
        let at = issuer.try_into().ok().and_then(|key| self.position(key));
        let policy = self.accepted.remove(at.ok_or(PolicyError::NoOrganisation)?);
        let row = Row {
            signed: Vec::new(),
            serial: policy.serial,
        };
        Ok(Change::put(
            Table::Settings,
            key(&policy.issuer),
            row.encode_to_vec(),
        ))
    }

    /// Takes a row of [`Table::Settings`]; `None` where it is a policy's and cannot be read, false where it is not one.
    pub(crate) fn load(&mut self, key: &[u8], value: &[u8]) -> Option<bool> {
        let Some(issuer) = key.strip_prefix(KEY) else {
            return Some(false);
        };
        let row = Row::decode(value).ok()?;
        self.serials.insert(issuer.try_into().ok()?, row.serial);
        if !row.signed.is_empty() {
            self.accepted.push(Policy::read(&row.signed).ok()?);
        }
        Some(true)
    }

    /// The policies, whether in force or not.
    #[must_use]
    pub fn all(&self) -> &[Policy] {
        &self.accepted
    }

    /// What they define together.
    #[must_use]
    pub fn levels(&self) -> Levels {
        let levels = self.accepted.iter().map(Policy::levels);
        levels.fold(Levels::default(), |all, levels| all.combined(levels))
    }

    fn position(&self, issuer: &[u8; 32]) -> Option<usize> {
        self.accepted.iter().position(|p| p.issuer == *issuer)
    }
}

fn key(issuer: &[u8; 32]) -> Vec<u8> {
    [KEY, issuer].concat()
}
