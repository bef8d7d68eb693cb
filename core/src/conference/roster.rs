//! Who is in, as the host keeps it.

use sotto_protocol::id::DeviceId;

/// Most phones of a conference.
pub const LIMIT: usize = 50;

/// One who was let in. Who comes in again has a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Which phone.
    pub device: DeviceId,
    /// The how-manieth to be let in.
    pub number: u32,
}

/// The list, in the order of coming; the first is the host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    version: u32,
    epoch: u32,
    entries: Vec<Entry>,
}

impl Roster {
    pub(super) fn founded(host: DeviceId) -> Self {
        let number = 0;
        Self {
            version: 1,
            epoch: 0,
            entries: vec![Entry {
                device: host,
                number,
            }],
        }
    }

    /// The number of the meeting key.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Who is in.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn host(&self) -> Option<DeviceId> {
        self.entries.first().map(|entry| entry.device)
    }

    pub(super) fn entry(&self, device: DeviceId) -> Option<Entry> {
        self.entries
            .iter()
            .copied()
            .find(|entry| entry.device == device)
    }

    /// Whether it can replace `known`: newer, with no more people than a conference holds, nobody twice.
    pub(super) fn is_newer_than(&self, known: &Self) -> bool {
        let mut devices: Vec<DeviceId> = self.entries.iter().map(|entry| entry.device).collect();
        devices.sort_unstable();
        devices.dedup();
        let sound = devices.len() == self.entries.len() && self.entries.len() <= LIMIT;
        sound && self.version > known.version && self.epoch >= known.epoch
    }

    pub(super) fn admit(&mut self, device: DeviceId) {
        let last = self.entries.iter().map(|entry| entry.number).max();
        let number = last
            .map_or(0, |last| last.saturating_add(1))
            .max(self.version);
        self.entries.push(Entry { device, number });
        self.version = self.version.saturating_add(1);
    }

    /// Without those; a new key, as they knew the old one.
    pub(super) fn keep(&mut self, keep: impl Fn(&Entry) -> bool) -> bool {
        let before = self.entries.len();
        self.entries.retain(keep);
        let gone = self.entries.len() < before;
        if gone {
            self.version = self.version.saturating_add(1);
            self.epoch = self.epoch.saturating_add(1);
        }
        gone
    }
}
