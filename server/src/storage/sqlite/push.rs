//! Where devices can be woken: part of a device's row, gone with it.

use rusqlite::{Connection, OptionalExtension, Result, params};
use sotto_protocol::id::DeviceId;

pub(super) fn target(db: &Connection, device: DeviceId) -> Result<Option<Vec<u8>>> {
    let target = db
        .prepare_cached("SELECT push FROM device WHERE id = ?")?
        .query_row([device.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(target.flatten())
}

pub(super) fn set(db: &Connection, device: DeviceId, target: Option<&[u8]>) -> Result<()> {
    db.prepare_cached("UPDATE device SET push = ? WHERE id = ?")?
        .execute(params![target, device.as_bytes()])?;
    Ok(())
}

pub(super) fn forget(db: &Connection, device: DeviceId, target: &[u8]) -> Result<bool> {
    let changed = db
        .prepare_cached("UPDATE device SET push = x'' WHERE id = ? AND push = ?")?
        .execute(params![device.as_bytes(), target])?;
    Ok(changed == 1)
}
