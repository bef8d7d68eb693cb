//! Why a server does not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::storage::StorageError;

/// Why a server does not start, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another server runs on this folder.
    #[error("another server is running on {}: stop it first", .0.display())]
    Locked(PathBuf),
    /// The folder belongs to another version of the server.
    #[error("{} was made by a server of folder version {found}; this one knows version {known}: use the matching server", .folder.display())]
    FolderVersion {
        /// The folder.
        folder: PathBuf,
        /// Its version, as it is written there.
        found: String,
        /// The version of this build.
        known: u32,
    },
    /// The folder holds something else.
    #[error("{} is not empty and is no server's folder: choose an empty one", .0.display())]
    ForeignFolder(PathBuf),
    /// The folder is no server's folder yet.
    #[error("{} holds no server yet: start one there first", .0.display())]
    NoServer(PathBuf),
    /// A file could not be read or written.
    #[error("cannot use {}: {source}", .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A key file is damaged.
    #[error("the key in {} is damaged: bring it back from a backup", .0.display())]
    Key(PathBuf),
    /// A key file is gone though the folder is a server's.
    #[error("{} is missing: bring it back from a backup; with another key no phone would trust this server", .0.display())]
    KeyMissing(PathBuf),
    /// Another program uses the port.
    #[error("port {} of {} is already in use: stop the other program or choose another port", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// A setting makes no sense.
    #[error("the setting {setting} is wrong: {reason}")]
    Setting {
        /// Which one.
        setting: &'static str,
        /// Why.
        reason: String,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS: {0}")]
    Tls(String),
    /// The relay could not be started.
    #[error("cannot start the relay: {0}")]
    Relay(String),
    /// The database does not open.
    #[error("cannot open the database: {0}")]
    Storage(#[from] StorageError),
}

impl StartError {
    pub(crate) fn listen(address: SocketAddr, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::AddrInUse {
            Self::PortInUse(address)
        } else {
            Self::Listen { address, source }
        }
    }
}
