//! Text in a call in secure mode: sealed signals between the two phones that are armed, which no store ever keeps.

use std::collections::VecDeque;

use sotto_protocol::wire::call::signal::Body;
use sotto_protocol::wire::container::{Message, Receipt};

use super::{Call, CallError};

/// Texts that wait until this phone is armed; more are dropped, and their sender sees that they were not delivered.
const WAITING: usize = 256;

/// What the other phone wrote or reported in this call.
#[derive(Default)]
pub(super) struct Heard {
    texts: VecDeque<Message>,
    receipts: VecDeque<Receipt>,
}

impl Call {
    /// Sends a text to the phone at the other end.
    ///
    /// # Errors
    /// [`CallError::NotArmed`] unless both phones are armed at this level.
    pub fn say(&mut self, message: Message) -> Result<(), CallError> {
        let device = self.chosen.filter(|_| self.may_sound());
        let device = device.ok_or(CallError::NotArmed(self.level))?;
        self.send(device, Body::Text(message));
        Ok(())
    }

    /// Reports texts as delivered or read.
    pub fn report_texts(&mut self, receipt: Receipt) {
        if let Some(device) = self.chosen {
            self.send(device, Body::Receipt(receipt));
        }
    }

    /// The next text that may be shown: both phones are armed, at the level at which it was written or above.
    pub fn take_text(&mut self) -> Option<Message> {
        if !self.may_sound() {
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

    pub(super) fn handle_text(&mut self, message: Message) {
        if self.heard.texts.len() < WAITING {
            self.heard.texts.push_back(message);
        }
    }

    pub(super) fn handle_text_receipt(&mut self, receipt: Receipt) {
        if self.heard.receipts.len() < WAITING {
            self.heard.receipts.push_back(receipt);
        }
    }
}
