//! What the server keeps, behind one trait: accounts, prekeys, mailboxes, invites. Every implementation runs the same
//! test suite (`suite`). Not for what lives in memory only (signals, who is connected: `hub`).
//!
//! No method takes or returns a sender, a name or a plaintext: the storage cannot hold what the server never learns.

mod sqlite;
#[cfg(test)]
mod suite;

use std::future::Future;
use std::pin::Pin;

use sotto_protocol::id::{AccountId, ContainerId, DeviceId};

#[cfg(test)]
pub(crate) use sqlite::FIRST;
pub use sqlite::{SqliteStorage, VERSION};

/// What a storage method gives: when it is ready, everything that it wrote is on the disk.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// SHA-256 of a token; the token itself is never stored.
pub type TokenHash = [u8; 32];

/// Why nothing was stored or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// No space is left on the disk, or the database has reached its configured size.
    #[error("the disk or the database is full: free some space or raise the limit")]
    Full,
    /// The database was written by a newer server.
    #[error(
        "the database has version {found}; this server knows up to {known}: use a newer server"
    )]
    Version {
        /// Version of the database.
        found: u32,
        /// Newest version that this build knows.
        known: u32,
    },
    /// Anything else that the database reports.
    #[error("the database failed: {0}")]
    Broken(String),
    /// The storage was closed.
    #[error("the server is stopping")]
    Closed,
}

/// A device that wants to belong to an account.
pub struct NewDevice {
    /// The account, which the chain names.
    pub account: AccountId,
    /// The device, which the chain names.
    pub device: DeviceId,
    /// The encoded, verified chain.
    pub chain: Vec<u8>,
    /// SHA-256 of the account's access token; used when the account is new.
    pub access_hash: TokenHash,
    /// SHA-256 of the invite token; `None` where registration is open or no token came.
    pub invite: Option<TokenHash>,
    /// Whether an account may be made without an invite.
    pub open: bool,
}

/// What became of a [`NewDevice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// A new account with its first device.
    Account,
    /// A further device of an existing account.
    Device,
    /// The same chain had been accepted before: nothing changed.
    Already,
    /// The invite is unknown, used or expired.
    Invite,
    /// That device is registered with another chain.
    Exists,
    /// The account has as many devices as it may.
    TooMany,
}

/// A prekey as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPrekey {
    /// The phone's number for it.
    pub id: u32,
    /// The encoded, verified message.
    pub encoded: Vec<u8>,
    /// SHA-256 of the public key: a key handed out once is never taken again.
    pub key_hash: TokenHash,
}

/// What became of an upload of prekeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// Stored; so many one-time prekeys wait now.
    Stored(u32),
    /// The device has no last-resort prekey yet and none came.
    NoLastResort,
    /// More one-time prekeys than are kept.
    TooMany,
}

/// One device's keys for a sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// Whose.
    pub device: DeviceId,
    /// The encoded chain.
    pub chain: Vec<u8>,
    /// The encoded prekey.
    pub prekey: Vec<u8>,
    /// One-time prekeys that are left.
    pub left: u32,
}

/// A container as it is kept: for each device its own copy.
#[derive(Clone)]
pub struct NewContainer {
    /// Its id.
    pub id: ContainerId,
    /// Master clock, ms.
    pub expires: u64,
    /// Which device gets which bytes.
    pub copies: Vec<(DeviceId, Vec<u8>)>,
}

/// What became of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// Stored under these sequence numbers; a copy that waited already keeps its number, and devices whose mailboxes
    /// are full go without.
    Stored(Vec<(DeviceId, u64)>),
    /// No such account, or another access token.
    NoSuchAccount,
    /// Not for exactly the account's devices.
    DevicesChanged,
    /// The mailboxes of all devices are full.
    Full,
}

/// A container that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number in the device's mailbox.
    pub sequence: u64,
    /// The encoded container.
    pub body: Vec<u8>,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Accounts.
    pub accounts: u64,
    /// Devices.
    pub devices: u64,
    /// Containers that wait.
    pub containers: u64,
    /// One-time prekeys that wait.
    pub prekeys: u64,
    /// Invites that can be used.
    pub invites: u64,
    /// Devices that can be woken by push.
    pub push_targets: u64,
}

/// How much may be stored, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Largest size of the database; `None`: as the disk has it.
    pub database: Option<u64>,
    /// Containers that wait for one device.
    pub mailbox: u64,
    /// What stays free on the disk, for acknowledgements and everything else that makes room; no more than a twentieth
    /// of it.
    pub reserve: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            database: None,
            mailbox: 32 << 20,
            reserve: 256 << 20,
        }
    }
}

/// What the server keeps. Times are the master clock's, in ms since 1970.
pub trait Storage: Send + Sync + 'static {
    /// Keeps an invite until `expires`.
    fn add_invite(&self, hash: TokenHash, expires: u64) -> Answer<'_, ()>;

    /// Makes an account or adds a device to one; uses the invite up.
    fn register(&self, device: NewDevice, now: u64) -> Answer<'_, Registered>;

    /// The encoded chain of a device of this account.
    fn chain(&self, account: AccountId, device: DeviceId) -> Answer<'_, Option<Vec<u8>>>;

    /// Whether the account exists and has this access token; takes the same path for both kinds of no.
    fn may_reach(&self, account: AccountId, access: TokenHash) -> Answer<'_, bool>;

    /// The account's devices that can be reached: those with a last-resort prekey.
    fn devices(&self, account: AccountId) -> Answer<'_, Vec<DeviceId>>;

    /// Replaces the hash of the account's access token.
    fn set_access(&self, account: AccountId, access: TokenHash) -> Answer<'_, ()>;

    /// Where the device can be woken, as [`Storage::set_push`] had it; empty once [`Storage::forget_push`] was there.
    fn push_target(&self, device: DeviceId) -> Answer<'_, Option<Vec<u8>>>;

    /// Replaces where the device can be woken.
    fn set_push(&self, device: DeviceId, target: Option<Vec<u8>>) -> Answer<'_, ()>;

    /// Forgets where the device can be woken if it is still `target`, and keeps an empty one in its place. Says whether
    /// it did.
    fn forget_push(&self, device: DeviceId, target: Vec<u8>) -> Answer<'_, bool>;

    /// Keeps prekeys. With `replace` the waiting one-time prekeys are forgotten first.
    fn publish(
        &self,
        device: DeviceId,
        one_time: Vec<StoredPrekey>,
        last_resort: Option<Vec<u8>>,
        replace: bool,
    ) -> Answer<'_, Published>;

    /// One-time prekeys that wait for this device.
    fn prekeys_left(&self, device: DeviceId) -> Answer<'_, u32>;

    /// One prekey of each reachable device, each one-time prekey once; `None` for no such account or another token.
    fn hand_out(
        &self,
        account: AccountId,
        access: TokenHash,
        now: u64,
    ) -> Answer<'_, Option<Vec<HandedOut>>>;

    /// Keeps a container for exactly the account's reachable devices.
    fn submit(
        &self,
        account: AccountId,
        access: TokenHash,
        container: NewContainer,
    ) -> Answer<'_, Submitted>;

    /// Containers with `after < sequence <= up_to` that have not expired, oldest first: at most `count`, and no more
    /// once `bytes` are reached.
    fn waiting(
        &self,
        device: DeviceId,
        after: u64,
        up_to: u64,
        count: usize,
        bytes: usize,
        now: u64,
    ) -> Answer<'_, Vec<Waiting>>;

    /// Forgets containers that the device has.
    fn acknowledge(&self, device: DeviceId, sequences: Vec<u64>) -> Answer<'_, ()>;

    /// Forgets what has expired; at most a bounded number of rows. Says whether there may be more.
    fn sweep(&self, now: u64) -> Answer<'_, bool>;

    /// Whether it answers at all.
    fn answers(&self) -> Answer<'_, ()>;

    /// How much there is.
    fn counts(&self, now: u64) -> Answer<'_, Counts>;

    /// Finishes every write, folds the journal into the database and closes it.
    fn close(&self) -> Answer<'_, ()>;
}
