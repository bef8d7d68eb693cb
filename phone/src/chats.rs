//! Reading messages, a page at a time: the engine keeps none of them in memory.

use sotto_core::chat::{ChatMessage, MessageKey};
use sotto_core::store::Table;
use sotto_protocol::id::AccountId;
use tokio::sync::oneshot;

use crate::phone::{Phone, PhoneError};
use crate::shared::Work;
use crate::store::StoreError;

/// The most that one page holds.
pub const PAGE: usize = 200;

impl Phone {
    /// The last `count` messages (at most [`PAGE`]) of the chat with an account that stand before `before`, the newest
    /// first; without it from the end. Messages of a call in secure mode are in no store: see
    /// `Engine::secure_chat`.
    ///
    /// # Errors
    /// [`PhoneError::Store`] when a row is damaged, [`PhoneError::Stopped`] when the phone has stopped.
    pub async fn messages(
        &self,
        with: AccountId,
        before: Option<MessageKey>,
        count: usize,
    ) -> Result<Vec<ChatMessage>, PhoneError> {
        let (answer, answered) = oneshot::channel();
        self.work(Work::Read(Box::new(move |store| {
            let before = before.map(|key| key.row_key(with));
            let group = with.as_bytes();
            let rows = store.page(Table::Messages, group, before.as_deref(), count.min(PAGE));
            let page = rows.and_then(|rows| {
                let read = rows.iter().map(|row| {
                    ChatMessage::of_row(&row.key, &row.value).map(|(_, message)| message)
                });
                let what = Table::Messages.name();
                read.collect::<Option<Vec<_>>>()
                    .ok_or(StoreError::Damaged { what })
            });
            // whoever asked may have given up
            let _ = answer.send(page);
        })));
        match answered.await {
            Ok(page) => Ok(page?),
            Err(_) => Err(PhoneError::Stopped("it was closed".to_owned())),
        }
    }
}
