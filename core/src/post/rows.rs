//! What the store keeps of posts: a row for the content, and one for each account that still waits for it.

use prost::Message;

use super::{Job, Post, PostFor, PostId};
use crate::store::{Change, Table};

/// A content that is to be sent.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(crate) struct PostRow {
    #[prost(uint32, tag = "1")]
    pub purpose: u32,
    /// The encoded `Content` of the protocol, with its body only.
    #[prost(bytes = "vec", tag = "2")]
    pub content: Vec<u8>,
    /// Master clock, ms.
    #[prost(uint64, tag = "3")]
    pub made_at: u64,
    /// Master clock, ms.
    #[prost(uint64, tag = "4")]
    pub expires: u64,
}

impl Post {
    pub(super) fn change(&self, id: PostId) -> Change {
        let row = PostRow {
            purpose: self.purpose.number(),
            content: self.content.to_vec(),
            made_at: self.made_at,
            expires: self.expires,
        };
        let mut bytes = zeroize::Zeroizing::new(row.encode_to_vec());
        let change = Change::put(Table::Posts, *id.as_bytes(), std::mem::take(&mut *bytes));
        let mut content = row.content;
        zeroize::Zeroize::zeroize(&mut content);
        change
    }

    pub(super) fn of_row(row: PostRow) -> Option<Self> {
        Some(Self {
            purpose: PostFor::of_number(row.purpose)?,
            content: row.content.into(),
            made_at: row.made_at,
            expires: row.expires,
        })
    }
}

pub(super) fn job_change(job: &Job) -> Change {
    Change::put(Table::Due, job.key(), [])
}

pub(super) fn job_gone(job: &Job) -> Change {
    Change::delete(Table::Due, job.key())
}

pub(super) fn post_gone(id: PostId) -> Change {
    Change::delete(Table::Posts, *id.as_bytes())
}
