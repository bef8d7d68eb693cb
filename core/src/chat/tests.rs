//! What a person may rely on in a chat.

use std::collections::BTreeMap;

use proptest::prelude::*;
use prost::Message as _;
use sotto_protocol::id::AccountId;

use super::*;
use crate::contact::card::Card;
use crate::identity::Identity;
use crate::post::PostFailure;
use crate::store::{Change, Table};
use rand::SeedableRng;

const NOW: u64 = 1_800_000_000_000;

fn berta() -> AccountId {
    AccountId::new([7; 16])
}

fn key(at: u64, n: u8) -> MessageKey {
    MessageKey {
        at,
        id: MessageId::new([n; 16]),
        outgoing: false,
    }
}

fn card(seed: u64) -> Card {
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(seed);
    let identity = Identity::generate(&mut rng);
    Card::new(
        &identity,
        [1; 16],
        "sotto.example:443",
        [3; 32],
        Some("Stranger"),
        None,
    )
    .unwrap()
}

#[derive(Default)]
struct Rows(BTreeMap<(Table, Vec<u8>), Vec<u8>>);

impl Rows {
    fn commit(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put {
                    table, key, value, ..
                } => drop(self.0.insert((table, key), value.to_vec())),
                Change::Delete { table, key } => drop(self.0.remove(&(table, key))),
                Change::Raise { table, key, mark } => {
                    if let Some(value) = self.0.get_mut(&(table, key)) {
                        value[0] = value[0].max(mark);
                    }
                }
                Change::DeleteGroup { table, group } => {
                    self.0
                        .retain(|(t, k), _| *t != table || !k.starts_with(&group));
                }
            }
        }
    }

    fn messages(&self) -> Vec<ChatMessage> {
        let rows = self
            .0
            .iter()
            .filter(|((table, _), _)| *table == Table::Messages);
        rows.map(|((_, key), value)| ChatMessage::of_row(key, value).expect("readable").1)
            .collect()
    }

    fn restart(&self) -> Chats {
        let mut chats = Chats::default();
        for ((table, key), value) in &self.0 {
            if *table == Table::Chats {
                let row = ConversationRow::decode(value.as_slice()).unwrap();
                chats.load(key, row).expect("readable");
            }
        }
        chats
    }
}

#[test]
fn an_answer_stands_after_what_it_answers_though_clocks_differ() {
    let mut chats = Chats::default();
    let ahead = key(NOW + 5_000, 1);
    chats
        .receive(berta(), ahead, "?".into(), None, NOW)
        .unwrap();
    let (answer, _) = chats.write(berta(), MessageId::new([0; 16]), "!", NOW);
    assert!(answer > ahead);
}

#[test]
fn ticks_only_go_forward_and_survive_a_restart() {
    let mut rows = Rows::default();
    let mut chats = Chats::default();
    let id = MessageId::new([1; 16]);
    let (key, changes) = chats.write(berta(), id, "Hello", NOW);
    rows.commit(changes);
    assert_eq!(rows.messages()[0].delivery, Delivery::Queued);
    let told = [(key.at, id)];
    rows.commit(chats.receipt(berta(), told.into_iter(), Delivery::Read));
    rows.commit(chats.receipt(berta(), told.into_iter(), Delivery::Delivered));
    rows.commit(chats.mark(berta(), key, Delivery::Sent));
    rows.commit(chats.mark(berta(), key, Delivery::Failed(PostFailure::Expired)));
    assert_eq!(rows.messages()[0].delivery, Delivery::Read);
    let last = rows.restart().get(berta()).unwrap().last().unwrap().clone();
    assert_eq!(
        (last.delivery, last.preview.as_str()),
        (Delivery::Read, "Hello")
    );
}

#[test]
fn a_receipt_makes_no_messages_and_touches_no_other_conversation() {
    let mut rows = Rows::default();
    let mut chats = Chats::default();
    let (mine, changes) = chats.write(berta(), MessageId::new([1; 16]), "Hello", NOW);
    rows.commit(changes);
    let clara = AccountId::new([8; 16]);
    rows.commit(chats.write(clara, MessageId::new([2; 16]), "Hi", NOW).1);
    let forged = [(mine.at, mine.id), (NOW, MessageId::new([9; 16]))];
    rows.commit(chats.receipt(clara, forged.into_iter(), Delivery::Read));
    assert!(
        rows.messages()
            .iter()
            .all(|m| m.delivery == Delivery::Queued)
    );
    assert_eq!(rows.messages().len(), 2);
}

#[test]
fn nobody_writes_over_what_this_person_wrote() {
    let mut rows = Rows::default();
    let mut chats = Chats::default();
    let (mine, changes) = chats.write(berta(), MessageId::new([1; 16]), "I owe you 5", NOW);
    rows.commit(changes);
    let forged = MessageKey {
        outgoing: false,
        ..mine
    };
    let text = "I owe you 500".to_owned();
    rows.commit(chats.receive(berta(), forged, text, None, NOW).unwrap());
    assert_eq!(rows.messages()[1].text.as_str(), "I owe you 5");
}

#[test]
fn unread_messages_are_counted_and_read_once() {
    let mut chats = Chats::default();
    for n in 0..u16::try_from(UNREAD).unwrap() + 3 {
        let mut id = [0; 16];
        id[..2].copy_from_slice(&n.to_be_bytes());
        let key = MessageKey {
            id: MessageId::new(id),
            ..key(NOW + u64::from(n), 0)
        };
        chats.receive(berta(), key, "x".into(), None, NOW).unwrap();
    }
    let known = chats.get(berta()).unwrap();
    assert_eq!(known.unread(), UNREAD + 3);
    let half = key(NOW + 99, 0xFF);
    let (read, _) = chats.read(berta(), half).unwrap();
    assert_eq!(read.len(), 100 - 3);
    assert_eq!(chats.get(berta()).unwrap().unread(), UNREAD - 97);
    assert!(chats.read(berta(), half).is_none(), "reported once");
}

#[test]
fn strangers_are_bounded_and_learn_nothing() {
    let mut chats = Chats::default();
    for n in 0..STRANGERS_MESSAGES {
        let n = u8::try_from(n).unwrap();
        let took = chats.receive(berta(), key(NOW, n), "?".into(), Some(card(1)), NOW);
        assert!(took.is_ok());
    }
    let more = chats.receive(berta(), key(NOW, 99), "?".into(), Some(card(1)), NOW);
    assert_eq!(more.err(), Some(Dropped::Strangers));
    for n in 1..STRANGERS {
        let other = AccountId::new((n as u128 + 1_000).to_be_bytes());
        assert!(
            chats
                .receive(other, key(NOW, 1), "?".into(), Some(card(2)), NOW)
                .is_ok()
        );
    }
    let one_more = AccountId::new([0xEE; 16]);
    let refused = chats.receive(one_more, key(NOW, 1), "?".into(), Some(card(3)), NOW);
    assert_eq!(refused.err(), Some(Dropped::Strangers));
    assert_eq!(chats.owing().count(), 0, "no stranger hears that it came");
    assert!(chats.accept(berta()).is_some());
    assert!(chats.get(berta()).unwrap().stranger().is_none());
}

#[test]
fn times_that_cannot_be_are_refused() {
    let mut chats = Chats::default();
    let day = 86_400_000;
    for at in [NOW + 2 * day, NOW - 40 * day, 0, u64::MAX] {
        let refused = chats.receive(berta(), key(at, 1), "x".into(), None, NOW);
        assert_eq!(refused.err(), Some(Dropped::Time));
    }
}

#[test]
fn a_cleared_chat_leaves_no_row() {
    let mut rows = Rows::default();
    let mut chats = Chats::default();
    rows.commit(
        chats
            .write(berta(), MessageId::new([1; 16]), "Hello", NOW)
            .1,
    );
    rows.commit(chats.clear(berta(), false));
    assert!(rows.0.is_empty());
    rows.commit(
        chats
            .receive(berta(), key(NOW, 1), "x".into(), None, NOW)
            .unwrap(),
    );
    rows.commit(chats.clear(berta(), true));
    assert!(rows.0.is_empty(), "a forgotten contact is owed nothing");
}

#[test]
fn texts_have_bounds() {
    assert_eq!(check_text(" \n"), Err(TextError::Empty));
    assert_eq!(check_text(&"x".repeat(TEXT)), Ok(()));
    let size = TEXT + 1;
    assert_eq!(
        check_text(&"x".repeat(size)),
        Err(TextError::TooLong { size })
    );
}

#[test]
fn a_secure_chat_is_bounded_in_order_and_gone_when_it_is_cleared() {
    let mut chat = SecureChat::default();
    for n in (0..SECURE as u64 + 5).rev() {
        chat.put(ChatMessage {
            key: key(NOW + n, 1),
            text: "x".to_owned().into(),
            delivery: Delivery::Delivered,
            secure: true,
        });
    }
    assert_eq!(chat.messages().len(), SECURE);
    assert!(chat.messages().is_sorted_by_key(|m| m.key));
    assert!(chat.clear() && chat.messages().is_empty());
}

proptest! {
    #[test]
    fn keys_sort_as_their_bytes_do(a in any::<(u64, [u8; 16], bool)>(), b in any::<(u64, [u8; 16], bool)>()) {
        let key = |(at, id, outgoing)| MessageKey { at, id: MessageId::new(id), outgoing };
        prop_assert_eq!(key(a).cmp(&key(b)), key(a).to_bytes().cmp(&key(b).to_bytes()));
        prop_assert_eq!(MessageKey::of_row_key(&key(a).row_key(berta())), Some((berta(), key(a))));
    }

    #[test]
    fn rows_of_nonsense_are_refused_not_believed(key in any::<Vec<u8>>(), value in any::<Vec<u8>>()) {
        let _ = ChatMessage::of_row(&key, &value);
    }
}
