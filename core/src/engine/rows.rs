//! What the engine keeps in the store, as rows. The encodings are messages of their own, so that later versions can add
//! fields.

use prost::Message;
use sotto_protocol::id::{AccountId, MeetingId};
use sotto_protocol::wire::keys::SignedCard;
use zeroize::Zeroize;

use crate::store::{Change, Table};

/// The one key of [`Table::Account`].
pub(super) const ACCOUNT: &[u8] = b"account";

/// This phone's account.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct AccountRow {
    /// The identity's secrets.
    #[prost(bytes = "vec", tag = "1")]
    pub identity: Vec<u8>,
    #[prost(string, tag = "2")]
    pub server: String,
    #[prost(bytes = "vec", tag = "3")]
    pub pin: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    pub access: Vec<u8>,
    #[prost(string, tag = "5")]
    pub name: String,
    /// Spent once joined.
    #[prost(bytes = "vec", tag = "6")]
    pub invite: Vec<u8>,
    #[prost(bool, tag = "7")]
    pub joined: bool,
    /// The server does not know the present access token yet.
    #[prost(bool, tag = "8")]
    pub access_unsaid: bool,
}

impl Drop for AccountRow {
    fn drop(&mut self) {
        self.identity.zeroize();
        self.access.zeroize();
        self.invite.zeroize();
    }
}

impl AccountRow {
    pub(super) fn change(&self) -> Change {
        Change::put(Table::Account, ACCOUNT, self.encode_to_vec())
    }
}

/// A contact.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(crate) struct ContactRow {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(bool, tag = "2")]
    pub verified: bool,
    /// The card by which the person can be reached.
    #[prost(message, optional, tag = "3")]
    pub card: Option<SignedCard>,
    /// Other identifiers, in their text form.
    #[prost(string, repeated, tag = "4")]
    pub identifiers: Vec<String>,
    /// Master clock, ms.
    #[prost(uint64, tag = "5")]
    pub added: u64,
    /// The least level of calls with this person.
    #[prost(uint32, tag = "6")]
    pub usual: u32,
    #[prost(bool, tag = "7")]
    pub blocked: bool,
}

/// A row of the call log.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct CallRow {
    #[prost(bytes = "vec", tag = "1")]
    pub other: Vec<u8>,
    #[prost(bool, tag = "2")]
    pub outgoing: bool,
    /// Master clock, ms.
    #[prost(uint64, tag = "3")]
    pub started: u64,
    /// How long sound flowed, ms; 0: it never did.
    #[prost(uint64, tag = "4")]
    pub duration: u64,
    /// The wire's `EndReason`.
    #[prost(int32, tag = "5")]
    pub reason: i32,
    #[prost(uint32, tag = "6")]
    pub level: u32,
}

impl CallRow {
    pub(super) fn change(&self, meeting: MeetingId) -> Change {
        Change::put(Table::Calls, meeting.to_vec(), self.encode_to_vec())
    }
}

pub(super) fn account(bytes: &[u8]) -> Option<AccountId> {
    AccountId::try_from(bytes).ok()
}
