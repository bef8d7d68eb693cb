//! Mailboxes: containers that wait for a device until it acknowledges them or they expire (S2.5).

use rusqlite::{Connection, OptionalExtension, Result, params};
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::limits;

use super::{NewContainer, Submitted, TokenHash, Waiting, accounts};

/// Rows that one sweep deletes from a table: writers wait meanwhile.
const SWEEP: usize = 500;

pub(super) fn submit(
    db: &Connection,
    account: AccountId,
    access: &TokenHash,
    container: &NewContainer,
    room: u64,
) -> Result<Submitted> {
    if !accounts::may_reach(db, account, access)? {
        return Ok(Submitted::NoSuchAccount);
    }
    let mut receivers: Vec<DeviceId> = container.copies.iter().map(|(id, _)| *id).collect();
    receivers.sort_unstable();
    if receivers.is_empty() || receivers != accounts::reachable(db, account)? {
        return Ok(Submitted::DevicesChanged);
    }
    let mut stored = Vec::with_capacity(receivers.len());
    for (device, body) in &container.copies {
        let known: Option<u64> = db
            .prepare_cached("SELECT sequence FROM container WHERE device = ? AND id = ?")?
            .query_row(params![device.as_bytes(), container.id.as_bytes()], |row| {
                row.get(0)
            })
            .optional()?;
        let sequence = match known {
            Some(sequence) => sequence,
            None if fits(db, *device, body, room)? => store(db, *device, container, body)?,
            // one device that was off for long must not make the others deaf
            None => continue,
        };
        stored.push((*device, sequence));
    }
    if stored.is_empty() {
        return Ok(Submitted::Full);
    }
    Ok(Submitted::Stored(stored))
}

/// Whether there is room for this in the device's mailbox of `room` bytes.
fn fits(db: &Connection, device: DeviceId, body: &[u8], room: u64) -> Result<bool> {
    let (count, bytes): (usize, u64) = db
        .prepare_cached("SELECT waiting, waiting_bytes FROM device WHERE id = ?")?
        .query_row([device.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(count < limits::MAILBOX_CONTAINERS && bytes.saturating_add(body.len() as u64) <= room)
}

fn store(db: &Connection, device: DeviceId, container: &NewContainer, body: &[u8]) -> Result<u64> {
    let sequence: u64 = db
        .prepare_cached(
            "UPDATE device SET next_sequence = next_sequence + 1 WHERE id = ?
             RETURNING next_sequence - 1",
        )?
        .query_row([device.as_bytes()], |row| row.get(0))?;
    db.prepare_cached(
        "INSERT INTO container (device, sequence, id, expires, body) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![
        device.as_bytes(),
        sequence,
        container.id.as_bytes(),
        container.expires,
        body
    ])?;
    Ok(sequence)
}

pub(super) fn waiting(
    db: &Connection,
    device: DeviceId,
    after: u64,
    up_to: u64,
    count: usize,
    bytes: usize,
    now: u64,
) -> Result<Vec<Waiting>> {
    let limit = i64::MAX as u64;
    let mut query = db.prepare_cached(
        "SELECT sequence, body FROM container
         WHERE device = ? AND sequence > ? AND sequence <= ? AND expires > ?
         ORDER BY sequence LIMIT ?",
    )?;
    let mut rows = query.query(params![
        device.as_bytes(),
        after.min(limit),
        up_to.min(limit),
        now,
        count
    ])?;
    let mut waiting = Vec::new();
    let mut size = 0;
    while let Some(row) = rows.next()? {
        let body: Vec<u8> = row.get(1)?;
        size += body.len();
        waiting.push(Waiting {
            sequence: row.get(0)?,
            body,
        });
        if size >= bytes {
            break;
        }
    }
    Ok(waiting)
}

pub(super) fn acknowledge(db: &Connection, device: DeviceId, sequences: &[u64]) -> Result<()> {
    let mut delete =
        db.prepare_cached("DELETE FROM container WHERE device = ? AND sequence = ?")?;
    for sequence in sequences.iter().filter(|n| i64::try_from(**n).is_ok()) {
        delete.execute(params![device.as_bytes(), sequence])?;
    }
    Ok(())
}

pub(super) fn sweep(db: &Connection, now: u64) -> Result<bool> {
    let forget_spent = now.saturating_sub(limits::MAILBOX.as_millis() as u64);
    let containers = db
        .prepare_cached(
            "DELETE FROM container WHERE rowid IN
                 (SELECT rowid FROM container WHERE expires <= ? LIMIT ?)",
        )?
        .execute(params![now, SWEEP])?;
    let invites = db
        .prepare_cached("DELETE FROM invite WHERE expires <= ?")?
        .execute([now])?;
    let spent = db
        .prepare_cached(
            "DELETE FROM spent WHERE (device, key_hash) IN
                 (SELECT device, key_hash FROM spent WHERE at <= ? LIMIT ?)",
        )?
        .execute(params![forget_spent, SWEEP])?;
    tracing::debug!(containers, invites, spent, "expired");
    Ok(containers == SWEEP || spent == SWEEP)
}
