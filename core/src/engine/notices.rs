//! Notices that must reach someone later: a call was given up before a device of theirs had rung. Kept in the outbox
//! until the server has them.

use rand::CryptoRng;
use sotto_protocol::id::{AccountId, MeetingId};
use sotto_protocol::wire::container::{Cancel, content};
use sotto_protocol::wire::link::{PrekeyBundles, failure::Code};

use prost::Message;

use super::dial::recipients;
use super::line::Purpose;
use super::rows::{OutboxRow, account};
use super::{Engine, Moment, Output};
use crate::call::EndReason;
use crate::store::{Change, Table};

/// How long a notice is worth sending: a day, in ms.
const WORTH: u64 = 24 * 3_600_000;

impl Engine {
    pub(super) fn notice(
        &mut self,
        now: Moment,
        other: AccountId,
        meeting: MeetingId,
        reason: EndReason,
    ) {
        let row = OutboxRow {
            account: other.to_vec(),
            meeting: meeting.to_vec(),
            reason: reason.to_wire().into(),
            until: self.master(now).saturating_add(WORTH),
        };
        let change = Change::put(Table::Outbox, row.meeting.clone(), row.encode_to_vec());
        self.outputs.push_back(Output::Store(vec![change]));
        self.outbox.insert(row.meeting.clone(), row);
        self.resume_notices(now);
    }

    /// Goes on with what the outbox holds.
    pub(super) fn resume_notices(&mut self, now: Moment) {
        let master = self.master(now);
        let stale: Vec<Vec<u8>> = self
            .outbox
            .iter()
            .filter(|(_, row)| row.until <= master)
            .map(|(key, _)| key.clone())
            .collect();
        for key in stale {
            self.notice_sent(&key);
        }
        let accounts: std::collections::BTreeSet<AccountId> = self
            .outbox
            .values()
            .filter_map(|row| account(&row.account))
            .collect();
        for other in accounts {
            let purpose = Purpose::NoticeKeys(other);
            if !self.anonymous.waits_for(&purpose) && !self.fetch_keys(other, purpose) {
                self.drop_notices(other);
            }
        }
    }

    pub(super) fn send_notices(
        &mut self,
        now: Moment,
        other: AccountId,
        bundles: PrekeyBundles,
        rng: &mut impl CryptoRng,
    ) {
        let Some(recipients) = recipients(other, bundles) else {
            self.drop_notices(other);
            return;
        };
        // one set of prekeys seals one container; a second notice fetches its own
        let next = self
            .outbox
            .iter()
            .find(|(key, row)| {
                row.account == other.as_bytes()
                    && !self.anonymous.waits_for(&Purpose::Notice((*key).clone()))
            })
            .map(|(key, row)| (key.clone(), row.clone()));
        let Some((key, row)) = next else { return };
        let cancel = content::Body::Cancel(Cancel {
            meeting_id: row.meeting,
            reason: row.reason,
        });
        if !self.submit(
            now,
            other,
            &recipients,
            cancel,
            Purpose::Notice(key.clone()),
            rng,
        ) {
            self.notice_sent(&key);
        }
        let more = self.outbox.iter().any(|(key, row)| {
            row.account == other.as_bytes()
                && !self.anonymous.waits_for(&Purpose::Notice(key.clone()))
        });
        if more {
            self.fetch_keys(other, Purpose::NoticeKeys(other));
        }
    }

    /// The server has it, or nobody wants it any more.
    pub(super) fn notice_sent(&mut self, key: &[u8]) {
        if self.outbox.remove(key).is_some() {
            let change = Change::delete(Table::Outbox, key);
            self.outputs.push_back(Output::Store(vec![change]));
        }
    }

    pub(super) fn notice_failed(&mut self, key: &[u8], code: Code) {
        // what the server may take later stays for the next sign-in
        if !matches!(
            code,
            Code::Storage | Code::MailboxFull | Code::DevicesChanged
        ) {
            self.notice_sent(key);
        }
    }

    pub(super) fn notice_keys_failed(&mut self, other: AccountId, code: Code) {
        if code == Code::NoSuchAccount {
            self.drop_notices(other);
        }
    }

    fn drop_notices(&mut self, other: AccountId) {
        let keys: Vec<Vec<u8>> = self
            .outbox
            .iter()
            .filter(|(_, row)| row.account == other.as_bytes())
            .map(|(key, _)| key.clone())
            .collect();
        for key in keys {
            self.notice_sent(&key);
        }
    }
}
