//! Text in secure mode: sealed signals between the two phones that are armed, which no store ever keeps.

use std::collections::VecDeque;
use std::time::Instant;

use sotto_protocol::wire::call::{Line, line::Said, signal::Body};
use sotto_protocol::wire::container::{Message, Receipt};
use zeroize::Zeroize;

use super::{Call, CallError, Kind};

/// Texts that wait until this phone is armed; more are not taken: in a call their sender sees that they were not
/// delivered, in a secure chat they come again.
const WAITING: usize = 256;

/// What the other phone wrote or reported.
#[derive(Default)]
pub(super) struct Heard {
    texts: VecDeque<Message>,
    receipts: VecDeque<Receipt>,
    /// Written here, and come there.
    confirmed: VecDeque<Message>,
}

impl Heard {
    pub(super) fn confirmed(&mut self, line: Line) {
        if let Some(Said::Text(mut message)) = line.said {
            message.text.zeroize();
            self.confirmed.push_back(message);
        }
    }

    pub(super) fn take_confirmed(&mut self) -> Option<Message> {
        self.confirmed.pop_front()
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        for message in &mut self.texts {
            message.text.zeroize();
        }
    }
}

impl Call {
    /// Sends a text to the phone at the other end. In a secure chat it is kept until it is confirmed; while the other
    /// phone's state is not known it waits.
    ///
    /// # Errors
    /// [`CallError::NotArmed`] unless both phones are armed at this level, or in a secure chat before both people wanted
    /// it; [`CallError::TooMuchWaits`].
    pub fn say(&mut self, now: Instant, message: Message) -> Result<(), CallError> {
        if self.kind == Kind::Texts {
            return self.say_line(now, Said::Text(message));
        }
        let device = self.chosen.filter(|_| self.may_sound());
        let device = device.ok_or(CallError::NotArmed(self.level))?;
        self.send(device, Body::Text(message));
        Ok(())
    }

    /// Reports texts as delivered or read.
    pub fn report_texts(&mut self, now: Instant, receipt: Receipt) {
        if self.kind == Kind::Texts {
            // where so much waits already, the texts are seen as not confirmed
            let _ = self.say_line(now, Said::Receipt(receipt));
        } else if let Some(device) = self.chosen {
            self.send(device, Body::Receipt(receipt));
        }
    }

    /// The next text that may be shown: both phones are armed, at the level at which it was written or above.
    pub fn take_text(&mut self, now: Instant) -> Option<Message> {
        if !self.may_text(now) {
            return None;
        }
        let level = u32::from(self.level.number());
        let place = self
            .heard
            .texts
            .iter()
            .position(|text| text.level <= level)?;
        self.heard.texts.remove(place)
    }

    /// The next report about texts that were written here.
    pub fn take_text_receipt(&mut self) -> Option<Receipt> {
        self.heard.receipts.pop_front()
    }

    /// Gives whether there was room for it.
    pub(super) fn handle_text(&mut self, mut message: Message) -> bool {
        let room = self.heard.texts.len() < WAITING;
        if room {
            self.heard.texts.push_back(message);
        } else {
            message.text.zeroize();
        }
        room
    }

    pub(super) fn handle_text_receipt(&mut self, receipt: Receipt) -> bool {
        let room = self.heard.receipts.len() < WAITING;
        if room {
            self.heard.receipts.push_back(receipt);
        }
        room
    }
}
