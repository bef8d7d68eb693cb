//! A message before the call: written, delivered, read, each tick on the sender's screen.

use sotto_core::chat::Delivery;
use sotto_core::engine::{Command, Sight};
use sotto_core::private::{Curtain, Private};

use super::diary::Diary;
use super::screens;
use crate::pair::{Failure, Handset};
use crate::report::Kind;

/// What Alice writes; the server must never hold it.
pub(super) const TEXT: &str = "Can we talk where nobody listens in?";

pub(super) async fn message(diary: &mut Diary, [alice, bob]: [&Handset; 2]) -> Result<(), Failure> {
    let start = diary.clock();
    let text = Private::new(Curtain::OPEN, TEXT);
    alice.phone.command(Command::SendText {
        to: bob.account(),
        text,
        kept: true,
    })?;
    diary.event(0, "writes a message", Kind::Plain);
    let unread = |engine: &sotto_core::engine::Engine| {
        let chat = engine.chats().get(alice.account());
        chat.is_some_and(|chat| chat.unread() > 0)
    };
    bob.until("the message", unread).await?;
    let page = bob.phone.messages(alice.account(), None, 10).await?;
    let arrived = page.len() == 1 && page[0].text.as_str() == TEXT;
    ticked(alice, bob, Delivery::Delivered).await?;
    if let Some(newest) = page.first() {
        bob.phone
            .command(Command::ChatSeen(alice.account(), newest.key, Sight::CLEAR))?;
    }
    ticked(alice, bob, Delivery::Read).await?;
    let ms = diary.step(
        "Alice writes, Bob reads, and Alice sees delivered and read",
        start,
        arrived,
        "sealed for Bob's phone alone, like the invite of a call",
    );
    diary.figure("message_to_read_ms", ms);
    for (title, one, other) in [
        ("Alice's phone: the chat", alice, bob),
        ("Bob's phone: the chat", bob, alice),
    ] {
        let lines = screens::chat(one, other.account()).await?;
        diary.report.screens.push(screens::plain(title, lines));
    }
    Ok(())
}

/// Waits until Alice's message is as far as this.
async fn ticked(alice: &Handset, bob: &Handset, wanted: Delivery) -> Result<(), Failure> {
    let mut events = alice.phone.events();
    let wait = async {
        loop {
            let page = alice.phone.messages(bob.account(), None, 1).await?;
            if page
                .first()
                .is_some_and(|message| message.delivery == wanted)
            {
                return Ok::<(), Failure>(());
            }
            events.next().await?;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), wait).await?
}
