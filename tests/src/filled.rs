//! The folder of a phone that was used for years: many contacts, each with a conversation.
//!
//! The people are made here and were never on a server; their cards are real ones of the phone's own server. Messages go
//! into the store as the core's conversations have them stored.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::chat::{Chats, MessageId, MessageKey};
use sotto_core::contact::card::Card;
use sotto_core::engine::{Command, Engine};
use sotto_core::identity::Identity;
use sotto_core::store::Change;
use sotto_phone::store::{SqliteStore, Store as _};
use sotto_phone::vault::{KeyVault, VaultError};
use sotto_phone::{Phone, PhoneConfig, SimulatedPlatform};
use sotto_protocol::id::AccountId;
use zeroize::Zeroizing;

use crate::pair::{Failure, LIMIT};

/// Time between two messages of a conversation, ms.
const APART: u64 = 3_600_000;
/// Messages of each conversation that nobody has read yet.
const UNREAD: usize = 2;
/// Messages are written in the store so many at a time.
const BATCH: usize = 2_000;

/// A vault that keeps nothing secret: for folders that a test of another language opens.
pub struct OpenVault;

impl KeyVault for OpenVault {
    fn wrap(&self, key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
        Ok(key.to_vec())
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let key = wrapped.try_into().map_err(|_| VaultError::Foreign)?;
        Ok(Zeroizing::new(key))
    }
}

/// Makes a phone in `folder`, joins a server by `link`, and fills it with so many contacts and messages.
///
/// # Errors
/// The phone's, the store's, or that joining took too long.
pub async fn fill(
    folder: &Path,
    link: String,
    contacts: usize,
    messages: usize,
) -> Result<(), Failure> {
    let phone = open(folder)?;
    let name = "Filled".to_owned();
    phone.command(Command::Join { link, name })?;
    phone.until("joining", LIMIT, Engine::is_online).await?;
    let mine = phone
        .look(|engine, _| {
            engine
                .card()
                .map(|card| (card.server().to_string(), *card.pin()))
        })
        .ok_or("a phone that has joined has a card")?;
    let mut people = Vec::with_capacity(contacts);
    for n in 0..contacts {
        let identity = Identity::generate(&mut ChaCha20Rng::seed_from_u64(n as u64));
        let card = Card::new(
            &identity,
            [1; 16],
            &mine.0,
            mine.1,
            Some(&format!("Person {n:04}")),
            None,
        )?;
        phone.command(Command::Scan(card.uri()))?;
        people.push(card.account());
    }
    if !phone.settled(Duration::from_secs(60)).await {
        return Err("the contacts were not stored in time".into());
    }
    phone.close();
    converse(folder, &people, messages)
}

/// Opens the phone of a folder that [`fill`] made.
///
/// # Errors
/// The phone's.
pub fn open(folder: &Path) -> Result<Phone, Failure> {
    let config = PhoneConfig {
        folder: folder.to_owned(),
        platform: std::sync::Arc::new(SimulatedPlatform::new()),
        country: None,
    };
    Ok(Phone::open_with_vault(config, &OpenVault)?)
}

/// Writes the conversations into the store.
fn converse(folder: &Path, people: &[AccountId], messages: usize) -> Result<(), Failure> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64;
    let each = messages.div_ceil(people.len().max(1));
    let mut store = SqliteStore::open(folder, &OpenVault)?;
    let mut chats = Chats::default();
    let mut changes: Vec<Change> = Vec::new();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for &other in people {
        changes.extend(conversation(&mut chats, other, each, now, &mut rng)?);
        if changes.len() >= BATCH {
            store.commit(&std::mem::take(&mut changes))?;
        }
    }
    Ok(store.commit(&changes)?)
}

/// A conversation as it stands after all of it was said; its own row last.
fn conversation(
    chats: &mut Chats,
    other: AccountId,
    count: usize,
    now: u64,
    rng: &mut ChaCha20Rng,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    // the conversation's own row is stored once, when it is complete
    let mut row = None;
    for index in 0..count {
        let at = now - (count - index) as u64 * APART;
        let text = format!("Number {index} of what the two of us had to say to each other.");
        let id = MessageId::random(rng);
        let is_old = count - index > UNREAD;
        let mut new = if index % 2 == 0 && is_old {
            chats.write(other, id, &text, at).1
        } else {
            let outgoing = false;
            let key = MessageKey { at, id, outgoing };
            let received = chats.receive(other, key, text, None, at);
            let mut new = received.map_err(|why| format!("a message was dropped: {why:?}"))?;
            if let Some((_, change)) = chats.take_owed(other) {
                new.pop();
                new.push(change);
            }
            if is_old && let Some((_, mut read)) = chats.read(other, key) {
                new.pop();
                new.append(&mut read);
            }
            new
        };
        row = new.pop();
        changes.extend(new);
    }
    changes.extend(row);
    Ok(changes)
}
