//! Prekeys: each one-time prekey is deleted in the transaction that hands it out (S2.3).

use rusqlite::{Connection, OptionalExtension, Result, params};
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::limits;

use super::{HandedOut, Published, StoredPrekey, TokenHash, accounts};

/// One-time prekeys kept for one device: an upload while the last is not used up must fit.
const KEPT: u32 = 2 * limits::PREKEYS as u32;

pub(super) fn publish(
    db: &Connection,
    device: DeviceId,
    one_time: &[StoredPrekey],
    last_resort: Option<&[u8]>,
    replace: bool,
) -> Result<Published> {
    let has_last_resort: bool = db
        .prepare_cached("SELECT last_resort IS NOT NULL FROM device WHERE id = ?")?
        .query_row([device.as_bytes()], |row| row.get(0))
        .optional()?
        .unwrap_or(false);
    if !has_last_resort && last_resort.is_none() {
        return Ok(Published::NoLastResort);
    }
    let waiting = if replace { 0 } else { left(db, device)? };
    let mut fresh = 0;
    for prekey in one_time {
        fresh += u32::from(replace || !waits(db, device, prekey.id)?);
    }
    if waiting + fresh > KEPT {
        return Ok(Published::TooMany);
    }
    if replace {
        db.prepare_cached("DELETE FROM prekey WHERE device = ?")?
            .execute([device.as_bytes()])?;
    }
    if let Some(prekey) = last_resort {
        db.prepare_cached("UPDATE device SET last_resort = ? WHERE id = ?")?
            .execute(params![prekey, device.as_bytes()])?;
    }
    // an upload repeated after a lost reply must not bring back what was handed out meanwhile
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO prekey (device, id, key_hash, prekey) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM spent WHERE device = ?1 AND key_hash = ?3)",
    )?;
    for prekey in one_time {
        insert.execute(params![
            device.as_bytes(),
            prekey.id,
            prekey.key_hash,
            prekey.encoded
        ])?;
    }
    left(db, device).map(Published::Stored)
}

fn waits(db: &Connection, device: DeviceId, id: u32) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM prekey WHERE device = ? AND id = ?")?
        .exists(params![device.as_bytes(), id])
}

pub(super) fn left(db: &Connection, device: DeviceId) -> Result<u32> {
    db.prepare_cached("SELECT count(*) FROM prekey WHERE device = ?")?
        .query_row([device.as_bytes()], |row| row.get(0))
}

pub(super) fn hand_out(
    db: &Connection,
    account: AccountId,
    access: &TokenHash,
    now: u64,
) -> Result<Option<Vec<HandedOut>>> {
    if !accounts::may_reach(db, account, access)? {
        return Ok(None);
    }
    accounts::reachable(db, account)?
        .into_iter()
        .map(|device| of_device(db, device, now))
        .collect::<Result<Vec<_>>>()
        .map(Some)
}

fn of_device(db: &Connection, device: DeviceId, now: u64) -> Result<HandedOut> {
    let (chain, last_resort): (Vec<u8>, Vec<u8>) = db
        .prepare_cached("SELECT chain, last_resort FROM device WHERE id = ?")?
        .query_row([device.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let one_time: Option<(Vec<u8>, TokenHash)> = db
        .prepare_cached(
            "DELETE FROM prekey WHERE rowid =
                 (SELECT rowid FROM prekey WHERE device = ? ORDER BY id LIMIT 1)
             RETURNING prekey, key_hash",
        )?
        .query_row([device.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((_, key_hash)) = &one_time {
        db.prepare_cached("INSERT OR REPLACE INTO spent (device, key_hash, at) VALUES (?, ?, ?)")?
            .execute(params![device.as_bytes(), key_hash, now])?;
    }
    Ok(HandedOut {
        device,
        chain,
        prekey: one_time.map_or(last_resort, |(prekey, _)| prekey),
        left: left(db, device)?,
    })
}
