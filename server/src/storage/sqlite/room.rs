//! What stays free on the disk: the last part of it is not for what others send, so that whatever makes room again, an
//! acknowledgement before all, still finds some.

use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

use super::{Answer, StorageError};

/// The reserve is no more than this part of a disk.
const PART: u64 = 20;

/// The disk that the database lies on.
pub(super) struct Disk {
    folder: PathBuf,
    reserve: u64,
    part: u64,
}

impl Disk {
    pub(super) fn of(database: &Path, reserve: u64) -> Self {
        let folder = database.parent().unwrap_or(Path::new("."));
        Self {
            folder: folder.to_owned(),
            reserve,
            part: PART,
        }
    }

    /// All of the disk is reserve.
    #[cfg(test)]
    pub(super) fn all_reserve(&mut self) {
        (self.reserve, self.part) = (u64::MAX, 1);
    }

    /// Does this only while there is more room than the reserve.
    pub(super) fn guard<'a, T: Send + 'a>(&self, work: Answer<'a, T>) -> Answer<'a, T> {
        if self.is_low() {
            tracing::warn!("the disk is nearly full: nothing new is stored");
            return Box::pin(async { Err(StorageError::Full) });
        }
        work
    }

    /// Asking the system takes a microsecond. Where it does not say, the database finds out.
    fn is_low(&self) -> bool {
        let Ok(disk) = statvfs(&self.folder) else {
            return false;
        };
        // their width differs from system to system
        #[allow(clippy::useless_conversion)]
        let bytes = |blocks| u64::from(blocks).saturating_mul(disk.fragment_size().into());
        let reserve = self.reserve.min(bytes(disk.blocks()) / self.part);
        bytes(disk.blocks_available()) < reserve
    }
}
