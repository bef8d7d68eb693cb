//! What this person said in a secure chat, until the other phone says that it came. Lines are numbered; a beat names the
//! last one that arrived in order, and what it had time to name and did not is sent again. Nothing is lost in silence:
//! what is left when the secure chat ends was not confirmed, and its writer is told.

use std::collections::VecDeque;

use sotto_protocol::wire::call::{Line, line::Said};
use zeroize::Zeroize;

/// Lines that wait to be confirmed; more are not taken.
const WAITING: usize = 256;
/// Lines that are sent again at once.
const AGAIN: usize = 16;

/// See the module.
#[derive(Default)]
pub(super) struct Courier {
    said: u64,
    waiting: VecDeque<Waiting>,
    /// The last line of the other phone that came in order.
    received: u64,
}

struct Waiting {
    line: Line,
    /// This phone's newest beat when it was sent; `None`: it was not.
    sent: Option<u64>,
}

impl Courier {
    /// Whether another line is taken.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < WAITING
    }

    /// Takes what is to be told.
    pub(super) fn say(&mut self, said: Said) {
        self.said += 1;
        let line = Line {
            number: self.said,
            said: Some(said),
        };
        self.waiting.push_back(Waiting { line, sent: None });
    }

    /// Lines that leave now: new ones, and those that the other phone, which got this phone's beat `answered`, should
    /// have named by then. `newest` is this phone's newest beat.
    pub(super) fn take_due(&mut self, newest: u64, answered: u64) -> Vec<Line> {
        let due = |waiting: &&mut Waiting| waiting.sent.is_none_or(|sent| sent < answered);
        let due = self.waiting.iter_mut().filter(due).take(AGAIN);
        due.map(|waiting| {
            waiting.sent = Some(newest);
            waiting.line.clone()
        })
        .collect()
    }

    /// The other phone has all lines up to this number; gives those that are confirmed by that.
    pub(super) fn confirmed(&mut self, received: u64) -> Vec<Line> {
        let count = self.waiting.iter().take_while(|waiting| {
            // a number that was never sent confirms nothing
            waiting.sent.is_some() && waiting.line.number <= received
        });
        let count = count.count();
        self.waiting.drain(..count).map(|w| w.line).collect()
    }

    /// Whether a line of the other phone is the next one.
    pub(super) fn is_next(&self, number: u64) -> bool {
        self.received.checked_add(1) == Some(number)
    }

    /// It was taken.
    pub(super) fn took(&mut self) {
        self.received += 1;
    }

    /// The last line of the other phone that came in order.
    pub(super) fn received(&self) -> u64 {
        self.received
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        for waiting in &mut self.waiting {
            if let Some(Said::Text(message)) = &mut waiting.line.said {
                message.text.zeroize();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sotto_protocol::wire::container::Message;

    fn numbers(lines: &[Line]) -> Vec<u64> {
        lines.iter().map(|line| line.number).collect()
    }

    fn three() -> Courier {
        let mut courier = Courier::default();
        for _ in 0..3 {
            courier.say(Said::Text(Message::default()));
        }
        courier
    }

    #[test]
    fn a_line_is_sent_again_once_the_other_phone_should_have_named_it() {
        let mut courier = three();
        assert_eq!(numbers(&courier.take_due(4, 3)), [1, 2, 3]);
        assert!(courier.take_due(5, 4).is_empty(), "it may be under way");
        assert_eq!(numbers(&courier.confirmed(1)), [1]);
        assert_eq!(numbers(&courier.take_due(6, 5)), [2, 3]);
        assert_eq!(numbers(&courier.confirmed(3)), [2, 3]);
        assert!(courier.take_due(9, 8).is_empty());
    }

    #[test]
    fn what_was_never_sent_cannot_be_confirmed() {
        let mut courier = three();
        assert!(courier.confirmed(u64::MAX).is_empty());
        assert_eq!(courier.take_due(1, 0).len(), 3);
    }

    #[test]
    fn lines_are_taken_in_order_and_once() {
        let mut courier = Courier::default();
        assert!(courier.is_next(1) && !courier.is_next(2) && !courier.is_next(0));
        courier.took();
        assert!(!courier.is_next(1) && courier.is_next(2));
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let mut courier = Courier::default();
        while courier.has_room() {
            courier.say(Said::Text(Message::default()));
        }
        assert_eq!(courier.take_due(1, 0).len(), AGAIN);
        assert_eq!(courier.waiting.len(), WAITING);
    }
}
