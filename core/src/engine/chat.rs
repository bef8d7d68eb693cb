//! Chats: what the person writes goes to the post office, or, in a call in secure mode that forbids to keep anything,
//! over the call; what comes is stored before it is acknowledged, and reported back.

mod wire;

use std::time::{Duration, Instant};

use rand::CryptoRng;
use sotto_protocol::id::AccountId;
use sotto_protocol::wire::container::{Message, Receipt, content, receipt::Kind};
use zeroize::Zeroizing;

use self::wire::{checked, checked_ref, delivery_of, name_of, receipt, refs, wire};
use super::deliver::Held;
use super::post::Posting;
use super::{CommandError, Engine, Event, Moment, Output};
use crate::call::Call;
use crate::chat::{
    ChatMessage, Chats, Conversation, Delivery, MessageId, MessageKey, RECEIPT, SecureChat,
    check_text,
};
use crate::contact::Contact;
use crate::contact::card::Card;
use crate::post::{Finished, PostFor, PostId};
use crate::private::{Curtain, Private};
use crate::secure::Operation;
use crate::store::{Change, Table};

/// How long deliveries are collected before they are reported together.
const TOGETHER: Duration = Duration::from_millis(250);
/// How long a message is worth sending, ms: as long as servers keep it.
const WORTH: u64 = super::post::KEPT;
/// How long an id of a message is remembered at least, ms: as long as one of that time would be taken.
const REMEMBERED: u64 = 32 * 24 * 3_600_000;
/// The setting that keeps this phone from telling what was read.
const SILENT: &[u8] = b"no read receipts";

/// What the engine keeps of chats.
#[derive(Default)]
pub(super) struct ChatState {
    pub(super) chats: Chats,
    /// Texts of the present call, at a level that forbids to keep them.
    pub(super) secure: SecureChat,
    /// Deliveries are reported then.
    pub(super) report_at: Option<Instant>,
    /// The person does not tell what was read.
    pub(super) silent: bool,
}

impl Engine {
    pub(super) fn load_setting(&mut self, key: &[u8]) {
        if key == SILENT {
            self.chat.silent = true;
        }
    }

    /// Writes a message.
    pub(super) fn send_text(
        &mut self,
        now: Moment,
        to: AccountId,
        text: &str,
        kept: bool,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        check_text(text)?;
        if !self.is_joined() {
            return Err(CommandError::NotJoined);
        }
        self.reached(to)?;
        let id = MessageId::random(rng);
        if kept == self.is_secure_chat(to) {
            return Err(CommandError::ChatChanged);
        }
        if self.is_secure_chat(to) {
            return self.say(now, to, id, text);
        }
        // at a level that lets messages be kept they are ordinary ones, but not while the other phone may not forbid what
        // both agreed to
        if let Some(talk) = self.session.armed().filter(|talk| talk.other() == to)
            && talk.phase() == crate::call::Phase::Connected
            && !talk.may_text(now.at)
        {
            return Err(crate::call::CallError::NotArmed(talk.level()).into());
        }
        let master = self.master(now);
        let (key, with) = self.chat.chats.write(to, id, text, master);
        let posting = Posting {
            id: PostId::new(*id.as_bytes()),
            purpose: PostFor::Message,
            to: vec![to],
            body: content::Body::Message(wire(key, text, 0)),
            expires: master.saturating_add(WORTH),
        };
        if let Err(error) = self.post(now, posting, with) {
            // nothing was stored: the summary is put back to what the store has
            let _ = self.chat.chats.delete(to, key);
            return Err(error.into());
        }
        self.chat_changed(to);
        Ok(())
    }

    /// Over the call: nothing of it is ever written down.
    fn say(
        &mut self,
        now: Moment,
        to: AccountId,
        id: MessageId,
        text: &str,
    ) -> Result<(), CommandError> {
        let last = self
            .chat
            .secure
            .messages()
            .last()
            .map_or(0, |m| m.key.at + 1);
        let key = MessageKey {
            at: self.master(now).max(last),
            id,
            outgoing: true,
        };
        let session = self.session.is_armed();
        let call = self.text_carrier().ok_or(CommandError::NoCall)?;
        let level = call.level().number().into();
        call.say(now.at, wire(key, text, level))?;
        self.chat.secure.put(ChatMessage {
            key,
            text: Zeroizing::new(text.to_owned()),
            // in a secure chat it waits until the other phone has it
            delivery: if session {
                Delivery::Queued
            } else {
                Delivery::Sent
            },
            secure: true,
        });
        self.chat_changed(to);
        Ok(())
    }

    /// Whether what is written to this account now may leave no trace: there is a call or a secure chat with it at a level
    /// that forbids to keep what was communicated.
    #[must_use]
    pub fn is_secure_chat(&self, with: AccountId) -> bool {
        let session = self.session.armed();
        let call = session.or(self.call.as_ref());
        call.filter(|call| call.other() == with)
            .is_some_and(|call| {
                let level = self.config.levels.forbidden(call.level());
                level.contains(Operation::CallLog)
            })
    }

    /// Texts of the present call or secure chat in secure mode, the oldest first; they are nowhere else.
    #[must_use]
    pub fn secure_chat(&self) -> &[ChatMessage] {
        self.chat.secure.messages()
    }

    /// Takes what the call heard, and ends what secure mode leaves behind.
    pub(super) fn drain_texts(&mut self, now: Moment) {
        let Some(other) = self.text_carrier().map(|call| call.other()) else {
            self.chat.secure.clear();
            return;
        };
        if !self.is_secure_chat(other) && self.chat.secure.clear() {
            self.chat_changed(other);
        }
        let master = self.master(now);
        let mut came = Vec::new();
        let at = now.at;
        while let Some(message) = self.text_carrier().and_then(|call| call.take_text(at)) {
            let Some(key) = checked(&message, false) else {
                continue;
            };
            let new = self.chat.secure.put(ChatMessage {
                // the two clocks are the server's; one that lies stays where it came
                key: MessageKey {
                    at: key.at.min(master + 60_000),
                    ..key
                },
                text: Zeroizing::new(message.text),
                delivery: Delivery::Delivered,
                secure: true,
            });
            if new {
                came.push(key);
            }
        }
        if !came.is_empty() {
            if let Some(call) = self.text_carrier() {
                call.report_texts(at, receipt(Kind::Delivered, &came));
            }
            let who = self.shown(other);
            self.event(Event::MessageCame(who));
        }
        let mut changed = false;
        while let Some(message) = self.text_carrier().and_then(Call::take_confirmed) {
            if let Some(key) = checked_ref(&message) {
                self.chat.secure.mark(key, Delivery::Sent);
                changed = true;
            }
        }
        while let Some(told) = self.text_carrier().and_then(Call::take_text_receipt) {
            for (_, id) in refs(&told) {
                self.chat.secure.mark(id, delivery_of(&told));
                changed = true;
            }
        }
        if changed {
            self.chat_changed(other);
        }
    }

    /// A message that came in a container.
    pub(super) fn message_came(
        &mut self,
        now: Moment,
        held: &Held,
        message: Message,
        other: AccountId,
        card: Option<Card>,
    ) {
        let Some(key) = checked(&message, false).filter(|_| message.level == 0) else {
            return self.settle_changes(held, None);
        };
        let known = name_of(other, key.id);
        let stranger = !self.is_contact(other);
        // a stranger without a card could never be answered
        if self.seen.contains(&known) || (stranger && card.is_none()) {
            return self.settle_changes(held, None);
        }
        if let Some(card) = &card {
            self.refresh_card(other, card);
        }
        let master = self.master(now);
        let from = card.filter(|_| stranger);
        let took = self
            .chat
            .chats
            .receive(other, key, message.text, from, master);
        let Ok(mut changes) = took else {
            return self.settle_changes(held, None);
        };
        let until = held.expires().max(key.at.saturating_add(REMEMBERED));
        changes.push(self.seen.remember(known, until));
        self.settle_changes(held, changes);
        if !stranger {
            self.chat.report_at.get_or_insert(now.at + TOGETHER);
        }
        let who = self.shown(other);
        self.event(Event::MessageCame(who));
    }

    /// A receipt that came in a container.
    pub(super) fn receipt_came(&mut self, held: &Held, told: &Receipt, other: AccountId) {
        // a stranger has nothing to report: nobody wrote to them
        if !self.is_contact(other) {
            return self.settle_changes(held, None);
        }
        let delivery = delivery_of(told);
        let changes = self.chat.chats.receipt(other, refs(told), delivery);
        self.settle_changes(held, changes);
        self.chat_changed(other);
    }

    /// What the post office says of a message: stored together with it.
    pub(super) fn message_posted(&mut self, finished: Finished, at: u64) -> Vec<Change> {
        let key = MessageKey {
            at,
            id: MessageId::new(*finished.job.post.as_bytes()),
            outgoing: true,
        };
        let delivery = match finished.result {
            Ok(()) => Delivery::Sent,
            Err(why) => Delivery::Failed(why),
        };
        self.chat.chats.mark(finished.job.to, key, delivery)
    }

    /// What was said in secure mode is read up to this message.
    pub(super) fn read_secure(&mut self, now: Moment, other: AccountId, key: MessageKey) {
        let read = self.chat.secure.read(key);
        let silent = self.chat.silent || read.is_empty();
        if let Some(call) = self.text_carrier().filter(|_| !silent)
            && call.other() == other
        {
            call.report_texts(now.at, receipt(Kind::Read, &read));
        }
    }

    /// What is kept is read up to this message.
    pub(super) fn read_kept(
        &mut self,
        now: Moment,
        other: AccountId,
        key: MessageKey,
        rng: &mut impl CryptoRng,
    ) {
        let Some((mut read, changes)) = self.chat.chats.read(other, key) else {
            return;
        };
        if self.chat.silent || !self.is_contact(other) {
            read.clear();
        }
        self.outputs.push_back(Output::Store(changes));
        for part in read.chunks(RECEIPT) {
            self.post_receipt(now, other, Kind::Read, part, Vec::new(), rng);
        }
        self.chat_changed(other);
    }

    /// Reports what was delivered, to everyone who is owed that.
    pub(super) fn report_deliveries(&mut self, now: Moment, rng: &mut impl CryptoRng) {
        self.chat.report_at = None;
        let owing: Vec<AccountId> = self.chat.chats.owing().collect();
        for other in owing {
            while let Some((part, change)) = self.chat.chats.take_owed(other) {
                if self.is_contact(other) {
                    self.post_receipt(now, other, Kind::Delivered, &part, vec![change], rng);
                } else {
                    self.outputs.push_back(Output::Store(vec![change]));
                }
            }
        }
    }

    fn post_receipt(
        &mut self,
        now: Moment,
        to: AccountId,
        kind: Kind,
        messages: &[MessageKey],
        with: Vec<Change>,
        rng: &mut impl CryptoRng,
    ) {
        let posting = Posting {
            id: PostId::random(rng),
            purpose: PostFor::Receipt,
            to: vec![to],
            body: content::Body::Receipt(receipt(kind, messages)),
            expires: self.master(now).saturating_add(WORTH),
        };
        let stored = with.clone();
        if self.post(now, posting, with).is_err() && !stored.is_empty() {
            // so much waits that ticks are not worth more
            self.outputs.push_back(Output::Store(stored));
        }
    }

    /// Whoever wrote becomes a contact.
    pub(super) fn accept_chat(
        &mut self,
        now: Moment,
        other: AccountId,
    ) -> Result<(), CommandError> {
        let known = self.chat.chats.get(other).and_then(Conversation::stranger);
        let card = known.ok_or(CommandError::NoContact)?;
        self.check_card(card)?;
        let (card, change) = self
            .chat
            .chats
            .accept(other)
            .ok_or(CommandError::NoContact)?;
        self.outputs.push_back(Output::Store(vec![change]));
        let contact = Contact::of_card(card, None, false, self.master(now));
        self.keep(other.to_vec(), contact);
        self.chat_changed(other);
        Ok(())
    }

    pub(super) fn delete_message(&mut self, now: Moment, other: AccountId, key: MessageKey) {
        self.chat.secure.delete(key);
        let changes = self.chat.chats.delete(other, key);
        if key.outgoing {
            self.cancel_post(now, PostId::new(*key.id.as_bytes()), changes);
        } else {
            self.outputs.push_back(Output::Store(changes));
        }
        self.chat_changed(other);
    }

    /// The messages of a chat go, and what of it still waited to be sent; with a contact that is forgotten all of it.
    pub(super) fn clear_chat(&mut self, now: Moment, other: AccountId, forget: bool) {
        let mut changes = self.chat.chats.clear(other, forget);
        changes.extend(self.withdraw_posts(other, forget));
        self.outputs.push_back(Output::Store(changes));
        self.pump_posts(now);
        self.chat_changed(other);
    }

    pub(super) fn tell_read(&mut self, tell: bool) {
        self.chat.silent = !tell;
        let change = if tell {
            Change::delete(Table::Settings, SILENT)
        } else {
            Change::put(Table::Settings, SILENT, [])
        };
        self.outputs.push_back(Output::Store(vec![change]));
    }

    pub(super) fn chat_changed(&mut self, other: AccountId) {
        let who = self.shown(other);
        self.event(Event::ChatChanged(who));
    }

    /// The conversations.
    #[must_use]
    pub fn chats(&self) -> &Chats {
        &self.chat.chats
    }

    /// Whether this person tells others what was read.
    #[must_use]
    pub fn tells_read(&self) -> bool {
        !self.chat.silent
    }

    /// Whether people may be named anywhere on this phone now: not while a call's level forbids it (S1.5).
    #[must_use]
    pub fn curtain(&self) -> Curtain {
        let hides = |call: &Call| {
            let level = self.config.levels.forbidden(call.level());
            level.contains(Operation::Identity) || call.guard().forbids(Operation::Identity)
        };
        // a secure Ding that is being heard hides people as a call does; a request for a secure chat does not yet
        let ding = self.call.is_none() && self.dings.forbids(Operation::Identity);
        if ding || self.call.iter().chain(self.session.armed()).any(hides) {
            Curtain::DRAWN
        } else {
            Curtain::OPEN
        }
    }

    pub(super) fn shown(&self, other: AccountId) -> Private {
        Private::hex(self.curtain(), other.as_bytes())
    }
}
