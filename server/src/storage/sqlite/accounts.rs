//! Accounts, their devices, access tokens and invites.

use rusqlite::{Connection, OptionalExtension, Result, params};
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::limits;
use subtle::ConstantTimeEq;

use super::{Counts, NewDevice, Registered, TokenHash};

pub(super) fn add_invite(db: &Connection, hash: &TokenHash, expires: u64) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO invite (hash, expires) VALUES (?, ?)")?
        .execute(params![hash, expires.min(i64::MAX as u64)])?;
    Ok(())
}

pub(super) fn register(db: &Connection, new: &NewDevice, now: u64) -> Result<Registered> {
    let known: Option<(Vec<u8>, Vec<u8>)> = db
        .prepare_cached("SELECT account, chain FROM device WHERE id = ?")?
        .query_row([new.device.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    if let Some((account, chain)) = known {
        let same = account == new.account.as_bytes() && chain == new.chain;
        return Ok(if same {
            Registered::Already
        } else {
            Registered::Exists
        });
    }
    let devices: Option<usize> = db
        .prepare_cached(
            "SELECT (SELECT count(*) FROM device WHERE account = ?1) FROM account WHERE id = ?1",
        )?
        .query_row([new.account.as_bytes()], |row| row.get(0))
        .optional()?;
    let registered = match devices {
        Some(devices) if devices >= limits::DEVICES => return Ok(Registered::TooMany),
        Some(_) => Registered::Device,
        None => {
            if !use_invite(db, new.invite.as_ref(), now)? && !new.open {
                return Ok(Registered::Invite);
            }
            db.prepare_cached("INSERT INTO account (id, access) VALUES (?, ?)")?
                .execute(params![new.account.as_bytes(), new.access_hash])?;
            Registered::Account
        }
    };
    db.prepare_cached("INSERT INTO device (id, account, chain) VALUES (?, ?, ?)")?
        .execute(params![
            new.device.as_bytes(),
            new.account.as_bytes(),
            new.chain
        ])?;
    Ok(registered)
}

fn use_invite(db: &Connection, invite: Option<&TokenHash>, now: u64) -> Result<bool> {
    let Some(hash) = invite else {
        return Ok(false);
    };
    let used = db
        .prepare_cached("DELETE FROM invite WHERE hash = ? AND expires > ?")?
        .execute(params![hash, now])?;
    Ok(used == 1)
}

pub(super) fn chain(
    db: &Connection,
    account: AccountId,
    device: DeviceId,
) -> Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT chain FROM device WHERE id = ? AND account = ?")?
        .query_row([device.as_bytes(), account.as_bytes()], |row| row.get(0))
        .optional()
}

/// The comparison happens for unknown accounts too, and takes the same time whatever differs.
pub(super) fn may_reach(db: &Connection, account: AccountId, access: &TokenHash) -> Result<bool> {
    let stored: Option<TokenHash> = db
        .prepare_cached("SELECT access FROM account WHERE id = ?")?
        .query_row([account.as_bytes()], |row| row.get(0))
        .optional()?;
    let known = stored.is_some();
    let equal = stored.unwrap_or([0; 32]).ct_eq(access);
    Ok((equal & u8::from(known).into()).into())
}

pub(super) fn reachable(db: &Connection, account: AccountId) -> Result<Vec<DeviceId>> {
    db.prepare_cached(
        "SELECT id FROM device WHERE account = ? AND last_resort IS NOT NULL ORDER BY id",
    )?
    .query_map([account.as_bytes()], |row| row.get(0).map(DeviceId::new))?
    .collect()
}

pub(super) fn set_access(db: &Connection, account: AccountId, access: &TokenHash) -> Result<()> {
    db.prepare_cached("UPDATE account SET access = ? WHERE id = ?")?
        .execute(params![access, account.as_bytes()])?;
    Ok(())
}

pub(super) fn counts(db: &Connection, now: u64) -> Result<Counts> {
    db.prepare_cached(
        "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM device),
                (SELECT count(*) FROM container), (SELECT count(*) FROM prekey),
                (SELECT count(*) FROM invite WHERE expires > ?),
                (SELECT count(*) FROM device WHERE length(push) > 0)",
    )?
    .query_row([now], |row| {
        Ok(Counts {
            accounts: row.get(0)?,
            devices: row.get(1)?,
            containers: row.get(2)?,
            prekeys: row.get(3)?,
            invites: row.get(4)?,
            push_targets: row.get(5)?,
        })
    })
}
