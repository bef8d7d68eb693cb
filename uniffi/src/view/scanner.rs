//! The scanner's screen: what a scanned text means. Nothing is ever opened.

use sotto_core::view::{self, Curtain, Language, Private};

use super::text::shown;
use super::{Button, IdentifierRow, Text};
use crate::Phone;
use crate::language::{Show, Shown};
use crate::mirror::mirror;

/// What a scanned text means to a person.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScannerView {
    /// Of what kind it is.
    pub meaning: Meaning,
    /// What it is, in words.
    pub words: Text,
    /// What taking it makes of the contact.
    pub verified: Option<Text>,
    /// What the person can be called by, with the reasons why not yet.
    pub identifiers: Vec<IdentifierRow>,
    /// Said of whatever is not for calling.
    pub nothing_opened: Option<Text>,
    /// The one thing to do now.
    pub action: Button,
    /// The id of the contact that it led to, once it was taken.
    pub contact: Option<String>,
}

mirror! {
    /// Of what kind a scanned text is.
    Meaning = view::Meaning {
        /// A card of someone on Sotto.
        Card,
        /// Somebody with numbers or addresses.
        Person,
        /// A link to join a server.
        JoinLink,
        /// Not for calling.
        Foreign,
        /// Meant for calling, and of no use.
        Unusable,
        /// It was taken: a contact.
        Taken,
    }
}

#[uniffi::export]
impl Phone {
    /// What a scanned text means, before it is taken by `scan`.
    #[must_use]
    pub fn scanner_view(&self, text: String) -> ScannerView {
        let view = |engine: &_, now| view::scanner(engine, now, &text);
        self.show(view)
    }

    /// What a text means that was pasted, came as a link or stands in a picture, before it is taken by `paste`: nobody
    /// saw whose it is, and it says so.
    #[must_use]
    pub fn pasted_view(&self, text: String) -> ScannerView {
        let view = |engine: &_, now| view::pasted(engine, now, &text);
        self.show(view)
    }

    /// What the scanner says once the event `Scanned` named this contact; none where it is gone.
    #[must_use]
    pub fn scanned_view(&self, contact: String) -> Option<ScannerView> {
        let id = Private::new(Curtain::OPEN, contact).bytes()?;
        let view = |engine: &_, _| view::scanned(engine, &id);
        self.show(view)
    }
}

impl Shown<view::ScannerView> for ScannerView {
    fn shown(view: view::ScannerView, language: Language) -> Self {
        Self {
            meaning: view.meaning.show(language),
            words: view.words.show(language),
            verified: view.verified.show(language),
            identifiers: view.identifiers.show(language),
            nothing_opened: view.nothing_opened.show(language),
            action: view.action.show(language),
            contact: view.contact.as_ref().map(shown),
        }
    }
}
