//! What waits in memory for one device.

use std::collections::VecDeque;
use std::sync::Arc;

use sotto_protocol::limits;
use tokio::sync::Notify;

/// What a link does next. `index` is for [`super::Hub::passed`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Deliver containers up to this number.
    Containers { index: u64, up_to: u64 },
    /// Deliver this signal.
    Signal {
        index: u64,
        sequence: u64,
        bytes: Vec<u8>,
    },
    /// Wait.
    Nothing,
    /// Another link of the device took over.
    Replaced,
}

enum Item {
    /// Containers with these numbers came here.
    Mark { from: u64, to: u64 },
    Signal {
        sequence: u64,
        bytes: Vec<u8>,
        expires: u64,
    },
}

/// The queue: signals stay until acknowledged or too old, marks while a signal stands before them.
#[derive(Default)]
pub(super) struct Mailbox {
    queue: VecDeque<(u64, Item)>,
    next_index: u64,
    signals: usize,
    /// Of the signals.
    bytes: usize,
    pub(super) link: Option<(u64, Arc<Notify>)>,
    pub(super) prekeys_low: Option<u32>,
    /// The phone at the link does not answer.
    asleep: bool,
}

impl Mailbox {
    pub(super) fn is_link(&self, link: u64) -> bool {
        self.link.as_ref().is_some_and(|(id, _)| *id == link)
    }

    pub(super) fn listens(&self) -> bool {
        self.link.is_some() && !self.asleep
    }

    /// Says whether that was so already.
    pub(super) fn set_listens(&mut self, listens: bool) -> bool {
        std::mem::replace(&mut self.asleep, !listens) != listens
    }

    pub(super) fn is_idle(&self) -> bool {
        self.link.is_none() && self.signals == 0
    }

    pub(super) fn wake(&self) {
        if let Some((_, wake)) = &self.link {
            wake.notify_one();
        }
    }

    pub(super) fn signals(&self) -> usize {
        self.signals
    }

    /// Bytes of signals that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    #[cfg(test)]
    pub(super) fn queue_length(&self) -> usize {
        self.queue.len()
    }

    /// Where a new link starts.
    pub(super) fn first(&self) -> u64 {
        self.queue
            .front()
            .map_or(self.next_index, |(index, _)| *index)
    }

    pub(super) fn before_first_mark(&self) -> u64 {
        let mut marks = self.queue.iter().filter_map(|(_, item)| match item {
            Item::Mark { from, .. } => Some(from.saturating_sub(1)),
            Item::Signal { .. } => None,
        });
        marks.next().unwrap_or(u64::MAX)
    }

    pub(super) fn mark(&mut self, sequence: u64) {
        if let Some((index, Item::Mark { from, to })) = self.queue.back_mut() {
            *from = sequence.min(*from);
            *to = sequence.max(*to);
            // a link may have passed it already: it gets a new place
            *index = self.next_index;
        } else {
            let mark = Item::Mark {
                from: sequence,
                to: sequence,
            };
            self.queue.push_back((self.next_index, mark));
        }
        self.next_index += 1;
    }

    pub(super) fn push_signal(&mut self, sequence: u64, bytes: Vec<u8>, now: u64) {
        self.bytes += bytes.len();
        let signal = Item::Signal {
            sequence,
            bytes,
            expires: now.saturating_add(limits::SIGNAL_KEPT.as_millis() as u64),
        };
        self.queue.push_back((self.next_index, signal));
        self.next_index += 1;
        self.signals += 1;
    }

    pub(super) fn next(&mut self, at: u64, now: u64) -> (Next, usize) {
        let freed = self.expire(now);
        let item = self.queue.iter().find(|(index, _)| *index >= at);
        let next = match item {
            None => Next::Nothing,
            Some((index, Item::Mark { to, .. })) => Next::Containers {
                index: *index,
                up_to: *to,
            },
            Some((
                index,
                Item::Signal {
                    sequence, bytes, ..
                },
            )) => Next::Signal {
                index: *index,
                sequence: *sequence,
                bytes: bytes.clone(),
            },
        };
        (next, freed)
    }

    pub(super) fn drop_passed_marks(&mut self, at: u64) {
        while matches!(self.queue.front(), Some((index, Item::Mark { .. })) if *index < at) {
            self.queue.pop_front();
        }
    }

    /// Drops signals by number; gives the bytes freed.
    pub(super) fn acknowledge(&mut self, sequences: &[u64]) -> usize {
        self.drop_signals(|sequence, _| sequences.contains(&sequence))
    }

    /// Drops signals that are too old; gives the bytes freed.
    pub(super) fn expire(&mut self, now: u64) -> usize {
        self.drop_signals(|_, expires| expires <= now)
    }

    /// Drops the oldest signals until no more than half of the bytes are left; gives the bytes freed.
    pub(super) fn drop_half(&mut self) -> usize {
        let mut over = self.bytes - self.bytes / 2;
        let mut gone = Vec::new();
        for (_, item) in &self.queue {
            if let Item::Signal {
                sequence, bytes, ..
            } = item
                && over > 0
            {
                gone.push(*sequence);
                over = over.saturating_sub(bytes.len());
            }
        }
        self.acknowledge(&gone)
    }

    /// Marks that no signal parts any more become one, in the place of the last: what stays is never more than the
    /// signals and one.
    fn join_marks(&mut self) {
        let mut joined: VecDeque<(u64, Item)> = VecDeque::with_capacity(self.queue.len());
        for (index, item) in self.queue.drain(..) {
            match (joined.back_mut(), item) {
                (Some((last, Item::Mark { from, to })), Item::Mark { from: f, to: t }) => {
                    *from = f.min(*from);
                    *to = t.max(*to);
                    *last = index;
                }
                (_, item) => joined.push_back((index, item)),
            }
        }
        self.queue = joined;
    }

    fn drop_signals(&mut self, gone: impl Fn(u64, u64) -> bool) -> usize {
        if self.signals == 0 {
            return 0;
        }
        let mut freed = 0;
        let mut dropped = 0;
        self.queue.retain(|(_, item)| match item {
            Item::Signal {
                sequence,
                bytes,
                expires,
            } if gone(*sequence, *expires) => {
                freed += bytes.len();
                dropped += 1;
                false
            }
            _ => true,
        });
        self.signals -= dropped;
        self.bytes -= freed;
        if dropped > 0 {
            self.join_marks();
        }
        freed
    }
}
