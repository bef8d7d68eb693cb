//! My card.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// My card.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct MyCard {
    /// The name on it.
    pub name: Option<String>,
    /// My server.
    pub server: String,
    /// What its QR code holds, and what is shared.
    pub uri: String,
    /// The QR code as an SVG document.
    pub qr_svg: Option<String>,
    /// How long it is good.
    pub expiry: Text,
    /// Whether I can be reached now.
    pub reachable: Text,
    /// Shares it as a link.
    pub share: Button,
    /// Makes a new one.
    pub new_card: Button,
    /// What a new one does.
    pub new_card_hint: Text,
    /// Asked before a new one is made.
    pub new_card_sure: Text,
}

#[uniffi::export]
impl Phone {
    /// My card; none before this phone has joined a server.
    #[must_use]
    pub fn my_card(&self) -> Option<MyCard> {
        self.show(|engine, now| view::my_card(engine, now).ok())
    }

    /// The QR code of my card as a PNG file, a module of it so many pixels wide, to be shared as a picture. None before
    /// this phone has joined a server, and where the picture would have more than 4,096 pixels a side.
    #[must_use]
    pub fn my_card_picture(&self, module: u32) -> Option<Vec<u8>> {
        let card = self.inner.look(view::my_card).ok()?;
        card.qr().ok()?.png(module).ok()
    }
}

impl Shown<view::MyCard> for MyCard {
    fn shown(view: view::MyCard, language: Language) -> Self {
        Self {
            qr_svg: view.qr_svg().ok(),
            name: view.name.as_ref().map(shown),
            server: view.server,
            uri: shown(&view.uri),
            expiry: view.expiry.show(language),
            reachable: view.reachable.show(language),
            share: view.share.show(language),
            new_card: view.new_card.show(language),
            new_card_hint: view.new_card_hint.show(language),
            new_card_sure: view.new_card_sure.show(language),
        }
    }
}
