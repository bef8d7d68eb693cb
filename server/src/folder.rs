//! The server's folder: one server at a time, of one version. Files are written whole or not at all, and the version
//! last, so that a first start that was cut short is simply begun again.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::StartError;

/// Version of the folder's layout; the database has a version of its own.
const VERSION: u32 = 1;
/// What may lie in the folder. Anything else there means that it is not ours.
const OURS: [&str; 8] = [
    "lock",
    "version",
    "tls.key",
    "server.secret",
    "sotto.db",
    // left when the very first transaction, before WAL, was cut short
    "sotto.db-journal",
    "sotto.db-wal",
    "sotto.db-shm",
];

/// The folder, locked while this value lives.
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes or takes the folder.
    pub(crate) fn take(path: &Path) -> Result<Self, StartError> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|source| file(path, source))?;
        check(path)?;
        let lock_path = path.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&lock_path)
            .map_err(|source| file(&lock_path, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StartError::Locked(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(file(&lock_path, source)),
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// Where the database lies.
    pub(crate) fn database(&self) -> PathBuf {
        database(&self.path)
    }

    /// Everything is in place: from now on the folder is a server's.
    pub(crate) fn complete(&self) -> Result<(), StartError> {
        let path = self.path.join("version");
        if path.exists() {
            return Ok(());
        }
        write(&path, format!("{VERSION}\n").as_bytes())
    }

    /// The TLS key, made if there is none.
    pub(crate) fn tls_key(
        &self,
        make: impl FnOnce() -> Result<String, StartError>,
    ) -> Result<Zeroizing<String>, StartError> {
        let path = self.path.join("tls.key");
        if self.lacks(&path)? {
            write(&path, Zeroizing::new(make()?).as_bytes())?;
        }
        read_text(&path)
    }

    /// Whether the key in this file is to be made: never again once there was a server, whose phones know the old one.
    fn lacks(&self, path: &Path) -> Result<bool, StartError> {
        if path.exists() {
            return Ok(false);
        }
        // the keys are made before the database
        if self.path.join("version").exists() || self.database().exists() {
            return Err(StartError::KeyMissing(path.to_owned()));
        }
        Ok(true)
    }

    /// The server's secret of 32 bytes, made if there is none.
    pub(crate) fn secret(&self) -> Result<Zeroizing<[u8; 32]>, StartError> {
        let path = self.path.join("server.secret");
        if self.lacks(&path)? {
            let mut secret = Zeroizing::new([0; 32]);
            rand::fill(secret.as_mut_slice());
            write(&path, secret.as_slice())?;
        }
        let bytes = Zeroizing::new(fs::read(&path).map_err(|source| file(&path, source))?);
        let secret = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| StartError::Key(path))?;
        Ok(Zeroizing::new(secret))
    }
}

/// Where the database of a server's folder lies.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("sotto.db")
}

/// The TLS key of a folder in which a server was started before.
pub(crate) fn existing_tls_key(folder: &Path) -> Result<Zeroizing<String>, StartError> {
    check(folder)?;
    if !folder.join("version").exists() {
        return Err(StartError::NoServer(folder.to_owned()));
    }
    read_text(&folder.join("tls.key"))
}

fn check(path: &Path) -> Result<(), StartError> {
    let version = path.join("version");
    match fs::read_to_string(&version) {
        Ok(found) if found.trim() == VERSION.to_string() => Ok(()),
        Ok(found) => Err(StartError::FolderVersion {
            folder: path.to_owned(),
            found: found.trim().chars().take(32).collect(),
            known: VERSION,
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => only_ours(path),
        Err(source) => Err(file(&version, source)),
    }
}

fn only_ours(path: &Path) -> Result<(), StartError> {
    for entry in fs::read_dir(path).map_err(|source| file(path, source))? {
        let name = entry.map_err(|source| file(path, source))?.file_name();
        let name = name.to_string_lossy();
        if !OURS.contains(&name.trim_end_matches(".new")) {
            return Err(StartError::ForeignFolder(path.to_owned()));
        }
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<Zeroizing<String>, StartError> {
    fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|source| file(path, source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StartError> {
    let new = path.with_file_name(format!(
        "{}.new",
        path.file_name().unwrap_or_default().to_string_lossy()
    ));
    let store = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    store().map_err(|source| file(path, source))
}

fn file(path: &Path, source: io::Error) -> StartError {
    StartError::File {
        path: path.to_owned(),
        source,
    }
}
