//! My card.

use sotto_core::view;

use super::text::shown;
use super::{Button, Text};
use crate::Phone;

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
}

#[uniffi::export]
impl Phone {
    /// My card; none before this phone has joined a server.
    #[must_use]
    pub fn my_card(&self) -> Option<MyCard> {
        self.show(view::my_card, |view| view.ok().map(Into::into))
    }

    /// The QR code of my card as a PNG file, a module of it so many pixels wide, to be shared as a picture. None before
    /// this phone has joined a server, and where the picture would have more than 4,096 pixels a side.
    #[must_use]
    pub fn my_card_picture(&self, module: u32) -> Option<Vec<u8>> {
        let card = self.inner.look(view::my_card).ok()?;
        card.qr().ok()?.png(module).ok()
    }
}

impl From<view::MyCard> for MyCard {
    fn from(view: view::MyCard) -> Self {
        Self {
            qr_svg: view.qr_svg().ok(),
            name: view.name.as_ref().map(shown),
            server: view.server,
            uri: shown(&view.uri),
            expiry: view.expiry.into(),
            reachable: view.reachable.into(),
            share: view.share.into(),
            new_card: view.new_card.into(),
            new_card_hint: view.new_card_hint.into(),
        }
    }
}
