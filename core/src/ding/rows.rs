//! What the store keeps of Dings: a small row for each, and what it says in a row of its own, so that this can go first.

use prost::Message;
use sotto_protocol::id::{AccountId, DeviceId, DingId};
use sotto_protocol::wire::ding as wire;
use sotto_protocol::wire::keys::SignedCard;
use zeroize::Zeroizing;

use super::content::{Content, wipe};
use super::draft::{NoRoute, Repeat, Route};
use super::received::Received;
use super::schedule::{RINGS, Schedule};
use super::sent::{Delivery, Person, Sent};
use super::state::State;
use crate::contact::card::Card;
use crate::post::PostFailure;
use crate::secure::{Level, Operations};
use crate::store::{Change, Table};

/// A row of [`Table::Dings`]: one of three.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct Row {
    #[prost(message, optional, tag = "1")]
    pub(super) received: Option<ReceivedRow>,
    #[prost(message, optional, tag = "2")]
    pub(super) sent: Option<SentRow>,
    /// It is over: until this time (master clock, ms) it is not taken again.
    #[prost(uint64, optional, tag = "3")]
    pub(super) over: Option<u64>,
    /// With `over`: taken back before it came; a few bits of by whom.
    #[prost(uint32, optional, tag = "4")]
    pub(super) early: Option<u32>,
}

/// Something that this version does not know is meant as well.
const UNKNOWN: u32 = 1 << 31;

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct ReceivedRow {
    #[prost(bytes = "vec", tag = "1")]
    from: Vec<u8>,
    #[prost(message, optional, tag = "2")]
    card: Option<SignedCard>,
    #[prost(uint32, tag = "3")]
    level: u32,
    #[prost(uint32, optional, tag = "4")]
    plays: Option<u32>,
    #[prost(message, optional, tag = "5")]
    repeat: Option<wire::Repeat>,
    #[prost(uint64, tag = "6")]
    expires: u64,
    #[prost(uint64, tag = "7")]
    sent_at: u64,
    #[prost(uint32, tag = "8")]
    begun: u32,
    #[prost(uint32, tag = "9")]
    broken: u32,
    #[prost(uint64, optional, tag = "10")]
    rings_at: Option<u64>,
    #[prost(message, optional, tag = "11")]
    state: Option<wire::DingState>,
    /// The sender's id for it, where the row has another; see [`Received::named`].
    #[prost(bytes = "vec", optional, tag = "12")]
    named: Option<Vec<u8>>,
    /// What the sender means by a further level: its operations' bits, and [`UNKNOWN`].
    #[prost(uint32, optional, tag = "13")]
    meant: Option<u32>,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct SentRow {
    #[prost(uint32, tag = "1")]
    level: u32,
    #[prost(uint32, tag = "2")]
    plays: u32,
    #[prost(message, optional, tag = "3")]
    repeat: Option<wire::Repeat>,
    #[prost(uint64, tag = "4")]
    expires: u64,
    #[prost(uint64, tag = "5")]
    sent_at: u64,
    /// ms; none for a text.
    #[prost(uint64, optional, tag = "6")]
    length: Option<u64>,
    #[prost(uint64, optional, tag = "7")]
    recalled_at: Option<u64>,
    #[prost(message, repeated, tag = "8")]
    people: Vec<PersonRow>,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct PersonRow {
    #[prost(bytes = "vec", tag = "1")]
    contact: Vec<u8>,
    /// Empty: there is no way to this person.
    #[prost(bytes = "vec", tag = "2")]
    account: Vec<u8>,
    /// 0 waits, 1 taken, above: why it failed.
    #[prost(uint32, tag = "3")]
    delivery: u32,
    #[prost(message, repeated, tag = "4")]
    devices: Vec<DeviceRow>,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct DeviceRow {
    #[prost(bytes = "vec", tag = "1")]
    device: Vec<u8>,
    #[prost(message, optional, tag = "2")]
    state: Option<wire::DingState>,
}

fn put(id: DingId, row: &Row) -> Change {
    Change::put(Table::Dings, id.to_vec(), row.encode_to_vec())
}

/// The row that remembers that a Ding is over, by its mark; `early`: it did not come yet.
pub(super) fn over(mark: DingId, until: u64, early: Option<u32>) -> Change {
    let row = Row {
        over: Some(until),
        early,
        ..Row::default()
    };
    put(mark, &row)
}

/// No row any more.
pub(super) fn gone(id: DingId) -> Change {
    Change::delete(Table::Dings, id.to_vec())
}

/// What it says is gone.
pub(super) fn content_gone(id: DingId) -> Change {
    Change::delete(Table::DingContents, id.to_vec())
}

/// What it says, as a row.
pub(super) fn content(id: DingId, content: &Content) -> Change {
    let mut ding = wire::Ding {
        content: Some(content.to_wire()),
        ..wire::Ding::default()
    };
    let mut bytes = Zeroizing::new(ding.encode_to_vec());
    wipe(&mut ding);
    // moved, not copied: the change wipes it
    Change::put(
        Table::DingContents,
        id.to_vec(),
        std::mem::take(&mut *bytes),
    )
}

/// Reads what [`content`] wrote.
pub(super) fn read_content(value: &[u8]) -> Option<Content> {
    let ding = wire::Ding::decode(value).ok()?;
    Content::parse(ding.content?).ok()
}

impl Received {
    pub(super) fn change(&self, id: DingId) -> Change {
        let began = |until: u64| until.saturating_sub(RINGS);
        let row = ReceivedRow {
            from: self.from.to_vec(),
            card: self.card.as_ref().map(|card| card.signed().clone()),
            level: self.level.number().into(),
            plays: self.plays,
            repeat: self.repeat.map(Repeat::to_wire),
            expires: self.expires,
            sent_at: self.sent_at,
            begun: self.begun,
            broken: self.broken,
            // what rings now rings again after a crash
            rings_at: self.schedule.until.map(began).or(self.schedule.at),
            state: Some(self.state.to_wire(&[])),
            named: (self.named != id).then(|| self.named.to_vec()),
            meant: (self.meant.is_some() || self.unknown).then(|| {
                let unknown = if self.unknown { UNKNOWN } else { 0 };
                u32::from(self.meant.unwrap_or_default().bits()) | unknown
            }),
        };
        let row = Row {
            received: Some(row),
            ..Row::default()
        };
        put(id, &row)
    }

    pub(super) fn of_row(id: DingId, row: ReceivedRow) -> Option<Self> {
        let named = match row.named {
            Some(named) => DingId::try_from(named.as_slice()).ok()?,
            None => id,
        };
        let card = match row.card {
            Some(signed) => Some(Card::verify(signed, 0).ok()?),
            None => None,
        };
        Some(Self {
            from: AccountId::try_from(row.from.as_slice()).ok()?,
            named,
            card,
            level: Level::new(u8::try_from(row.level).ok()?),
            meant: row
                .meant
                .map(|bits| Operations::from_bits((bits & 0xffff) as u16)),
            unknown: row.meant.is_some_and(|bits| bits & UNKNOWN != 0),
            plays: row.plays,
            repeat: row.repeat.as_ref().map(Repeat::from_wire),
            expires: row.expires,
            sent_at: row.sent_at,
            content: None,
            begun: row.begun,
            broken: row.broken,
            schedule: row.rings_at.map_or(Schedule::REST, Schedule::from),
            state: row.state.as_ref().map(State::from_wire).unwrap_or_default(),
            kept: true,
        })
    }
}

impl Sent {
    pub(super) fn change(&self, id: DingId) -> Change {
        let row = SentRow {
            level: self.level.number().into(),
            plays: self.plays,
            repeat: self.repeat.map(Repeat::to_wire),
            expires: self.expires,
            sent_at: self.sent_at,
            length: self
                .length
                .map(|length| u64::try_from(length.as_millis()).unwrap_or(u64::MAX)),
            recalled_at: self.recalled_at,
            people: self.people.iter().map(Person::row).collect(),
        };
        let row = Row {
            sent: Some(row),
            ..Row::default()
        };
        put(id, &row)
    }

    pub(super) fn of_row(row: SentRow) -> Option<Self> {
        Some(Self {
            level: Level::new(u8::try_from(row.level).ok()?),
            plays: row.plays,
            repeat: row.repeat.as_ref().map(Repeat::from_wire),
            expires: row.expires,
            sent_at: row.sent_at,
            length: row.length.map(std::time::Duration::from_millis),
            recalled_at: row.recalled_at,
            people: row
                .people
                .into_iter()
                .map(Person::of_row)
                .collect::<Option<_>>()?,
            kept: true,
        })
    }
}

impl Person {
    fn row(&self) -> PersonRow {
        PersonRow {
            contact: self.contact.clone(),
            account: self.account().map(AccountId::to_vec).unwrap_or_default(),
            delivery: match self.delivery {
                Delivery::Waits => 0,
                Delivery::Taken => 1,
                Delivery::Failed(why) => u32::from(why.number()) + 1,
            },
            devices: self
                .devices
                .iter()
                .map(|(device, state)| DeviceRow {
                    device: device.to_vec(),
                    state: Some(state.to_wire(&[])),
                })
                .collect(),
        }
    }

    fn of_row(row: PersonRow) -> Option<Self> {
        let route = match row.account.as_slice() {
            [] => Route::None(NoRoute::NoApp),
            account => Route::App(AccountId::try_from(account).ok()?),
        };
        let delivery = match row.delivery {
            0 => Delivery::Waits,
            1 => Delivery::Taken,
            n => Delivery::Failed(PostFailure::of_number(u8::try_from(n - 1).ok()?)),
        };
        let device = |row: DeviceRow| {
            let state = row.state.as_ref().map(State::from_wire)?;
            Some((DeviceId::try_from(row.device.as_slice()).ok()?, state))
        };
        Some(Self {
            contact: row.contact,
            route,
            delivery,
            devices: row.devices.into_iter().map(device).collect::<Option<_>>()?,
        })
    }
}
