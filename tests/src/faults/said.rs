//! The lines between a test and its processes: JSON, one a line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the test asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// A server: a new join link.
    Invite,
    /// A server: how much it holds.
    Count,
    /// A phone: join.
    Join {
        /// The link.
        link: String,
    },
    /// A phone: take what was scanned.
    Scan {
        /// The text.
        text: String,
    },
    /// A phone: a new card.
    NewCard,
    /// A phone: call an account.
    Dial {
        /// Hexadecimal.
        account: String,
        /// Of secure mode; 0 is an ordinary call.
        level: u8,
    },
    /// A phone: answer.
    Answer,
    /// A phone: hang up, cancel, decline.
    HangUp,
}

/// What a process says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A server serves on this port.
    Up {
        /// On loopback.
        port: u16,
    },
    /// A server's join link, stored.
    Invited {
        /// The link.
        link: String,
    },
    /// What a server holds.
    Counts {
        /// Accounts.
        accounts: u64,
        /// Containers that wait.
        containers: u64,
        /// One-time prekeys that wait.
        prekeys: u64,
    },
    /// A phone did not do it.
    Refused {
        /// Its words.
        why: String,
    },
    /// A phone: what it shows, all of it on the disk when this line was written.
    State(Box<State>),
    /// The process could not start or stopped.
    Failed {
        /// Its words.
        why: String,
    },
}

/// What a phone shows. Contacts and rows are those that are new since the last line of this process.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Orders that it has carried out or refused.
    pub orders: u64,
    /// It can be reached.
    pub online: bool,
    /// Its account, hexadecimal, once joined.
    pub account: Option<String>,
    /// Its card, once joined.
    pub card: Option<String>,
    /// Contacts: id and card.
    pub contacts: BTreeMap<String, Option<String>>,
    /// The call log by meeting.
    pub log: BTreeMap<String, LogRow>,
    /// The call that there is.
    pub call: Option<CallSeen>,
    /// What it still has to do.
    pub pending: usize,
    /// What its system holds forbidden, whoever forbade it.
    pub forbidden: Vec<String>,
}

/// A row of a call log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Made here.
    pub outgoing: bool,
    /// Why it ended.
    pub reason: String,
}

/// A call that a phone shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSeen {
    /// Its meeting id, hexadecimal.
    pub meeting: String,
    /// Made here.
    pub outgoing: bool,
    /// Of secure mode.
    pub level: u8,
    /// Where it stands.
    pub phase: String,
    /// Made here, and the server has its invite for certain.
    pub accepted: bool,
    /// Could be answered.
    pub can_answer: bool,
}
