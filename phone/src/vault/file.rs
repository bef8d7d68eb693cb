//! A vault in a file, for a phone in a terminal.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{KeyVault, VaultError};
use crate::store::cipher::{self, Key};

const BOUND: &[u8] = b"Sotto v1 store key";

/// Keeps a key in a file of mode 0600.
///
/// It protects a store whose file was copied without the key file, as by a backup that leaves the key file out, or when
/// the key file lies on another disk. It does *not* protect against whoever can read both files: this user's other
/// programs, root, a thief of a disk that is not encrypted. A phone's hardware vault does.
pub struct FileVault {
    key: Key,
}

impl FileVault {
    /// Opens the key file, or makes it when there is none.
    ///
    /// # Errors
    /// [`VaultError::KeyFile`] when it is damaged or others may read it; [`VaultError::Io`].
    pub fn open(path: &Path, rng: &mut impl CryptoRng) -> Result<Self, VaultError> {
        match File::open(path) {
            Ok(file) => {
                let vault = Self::read(file, path)?;
                sweep(path);
                Ok(vault)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Self::create(path, rng),
            Err(error) => Err(error.into()),
        }
    }

    fn read(file: File, path: &Path) -> Result<Self, VaultError> {
        let damaged = || VaultError::KeyFile {
            path: path.to_owned(),
        };
        if open_to_others(&file)? {
            return Err(damaged());
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(64));
        file.take(33).read_to_end(&mut bytes)?;
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| damaged())?;
        Ok(Self {
            key: Zeroizing::new(key),
        })
    }

    /// Writes the whole file beside its place first, so that a crash leaves none or a whole one.
    fn create(path: &Path, rng: &mut impl CryptoRng) -> Result<Self, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(key.as_mut_slice());
        let mut beside: PathBuf = path.to_owned();
        beside.add_extension(format!("{:08x}", rng.next_u32()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(key.as_slice())?;
        file.sync_all()?;
        // a link fails where a key file appeared meanwhile: never replace one
        let linked = std::fs::hard_link(&beside, path);
        std::fs::remove_file(&beside)?;
        linked?;
        sync_folder(path)?;
        Ok(Self { key })
    }
}

impl KeyVault for FileVault {
    fn wrap(&self, key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
        Ok(cipher::seal(&self.key, BOUND, key)?)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let key = cipher::open(&self.key, BOUND, wrapped).ok_or(VaultError::Foreign)?;
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| VaultError::Foreign)?;
        Ok(Zeroizing::new(key))
    }
}

#[cfg(unix)]
fn open_to_others(file: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &File) -> std::io::Result<bool> {
    Ok(false)
}

/// Removes copies of the key that a crash in [`FileVault::create`] left beside it.
fn sweep(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let (Ok(beside), Some(name)) = (std::fs::read_dir(folder), name.to_str()) else {
        return;
    };
    for entry in beside.flatten() {
        let entry_name = entry.file_name();
        let rest = entry_name.to_str().and_then(|text| {
            let digits = text.strip_prefix(name)?.strip_prefix('.')?;
            (digits.len() == 8).then_some(digits)
        });
        if rest.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit())) {
            // one that cannot be removed now is tried again at the next start
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

impl std::fmt::Debug for FileVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileVault(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn vault(path: &Path) -> Result<FileVault, VaultError> {
        FileVault::open(path, &mut rand::rng())
    }

    #[test]
    fn a_key_comes_back_from_its_own_vault_only() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        let mut wrapped = vault(&one).unwrap().wrap(&[7; 32]).unwrap();
        assert_eq!(*vault(&one).unwrap().unwrap(&wrapped).unwrap(), [7; 32]);
        assert!(matches!(
            vault(&other).unwrap().unwrap(&wrapped),
            Err(VaultError::Foreign)
        ));
        wrapped[20] ^= 1;
        assert!(matches!(
            vault(&one).unwrap().unwrap(&wrapped),
            Err(VaultError::Foreign)
        ));
        assert!(matches!(
            vault(&one).unwrap().unwrap(&[]),
            Err(VaultError::Foreign)
        ));
    }

    #[test]
    fn what_a_crash_left_beside_the_key_is_removed_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key");
        vault(&path).unwrap();
        for name in ["vault.key.0badcafe", "vault.key.old", "other.key.0badcafe"] {
            std::fs::write(folder.path().join(name), [0; 32]).unwrap();
        }
        vault(&path).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["other.key.0badcafe", "vault.key", "vault.key.old"]);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_not_read_the_key_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        vault(&path).unwrap();
        let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        mode(0o644);
        assert!(matches!(vault(&path), Err(VaultError::KeyFile { .. })));
        mode(0o600);
        std::fs::write(&path, [1; 31]).unwrap();
        assert!(matches!(vault(&path), Err(VaultError::KeyFile { .. })));
    }
}
