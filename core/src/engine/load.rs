//! From the store's rows to a running engine.

use std::collections::{BTreeMap, VecDeque};

use prost::Message;
use sotto_protocol::id::MeetingId;
use zeroize::Zeroizing;

use super::chat::ChatState;
use super::levels::SecureSettings;
use super::line::Connection;
use super::rows::{AccountRow, CallRow, ContactRow};
use super::{Account, Engine, EngineConfig, Output, relays};
use crate::chat::ConversationRow;
use crate::contact::Contact;
use crate::contact::card::{Card, ServerAddress};
use crate::ding::Dings;
use crate::identity::{Identity, PrekeyPool};
use crate::post::{PostOffice, PostRow};
use crate::store::Table;

/// A row of the store: its table, key and value.
pub type Row = (Table, Vec<u8>, Zeroizing<Vec<u8>>);

/// Why the store's rows are no phone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A row cannot be read.
    #[error(
        "a row of the table '{0}' cannot be read: the phone's data are damaged or of another version"
    )]
    Row(Table),
}

impl Engine {
    /// The phone that these rows are; a new one if there are none.
    ///
    /// # Errors
    /// [`LoadError`] names the table whose row cannot be read.
    pub fn new(config: EngineConfig, rows: &[Row]) -> Result<Self, LoadError> {
        let dings = Dings::new(config.levels.clone(), config.simulated, config.speaks);
        let mut engine = Self {
            secure: SecureSettings::new(config.levels.clone(), config.prohibitions_from),
            config,
            account: None,
            pool: PrekeyPool::new(),
            publishing: false,
            topped_up: None,
            prekeys_left: None,
            next_upkeep: None,
            contacts: BTreeMap::new(),
            seen: Default::default(),
            strangers: Default::default(),
            log: BTreeMap::new(),
            posts: PostOffice::new(),
            chat: ChatState::default(),
            dings,
            mine: Connection::new(),
            anonymous: Connection::new(),
            welcome: BTreeMap::new(),
            signed_in: false,
            clock: None,
            retries: Vec::new(),
            relays: relays::Relays::default(),
            sockets: None,
            binding: 0,
            noise: Vec::new(),
            call: None,
            session: super::session::SessionState::default(),
            caller: None,
            ringing: None,
            answer_at: None,
            yielding: false,
            stopped: false,
            log_forbidden: false,
            ended: None,
            problem: None,
            gesture: super::gesture::Gesture::default(),
            push: super::push::Push::default(),
            sound: super::sound::Sound::default(),
            routes: super::AudioRoutes::default(),
            call_number: 0,
            language: None,
            outputs: VecDeque::new(),
        };
        for (table, key, value) in rows {
            engine
                .load(*table, key, value)
                .ok_or(LoadError::Row(*table))?;
        }
        let prekeys = rows
            .iter()
            .filter(|(table, ..)| *table == Table::Prekeys)
            .map(|(_, key, value)| (key.as_slice(), value.as_slice()));
        engine.pool = PrekeyPool::load(prekeys).map_err(|_| LoadError::Row(Table::Prekeys))?;
        engine.start();
        Ok(engine)
    }

    fn load(&mut self, table: Table, key: &[u8], value: &[u8]) -> Option<()> {
        match table {
            Table::Account => self.account = Some(account(AccountRow::decode(value).ok()?)?),
            Table::Contacts => {
                let contact = Contact::from_row(ContactRow::decode(value).ok()?)?;
                self.contacts.insert(key.to_vec(), contact);
            }
            Table::Containers => self.seen.load(key, value)?,
            Table::Calls => {
                self.log
                    .insert(MeetingId::try_from(key).ok()?, CallRow::decode(value).ok()?);
            }
            Table::Settings if key == super::gesture::KEY => {
                self.gesture = super::gesture::load(value)
            }
            Table::Settings if key == super::seen::KEY => self.seen.load_forgotten(value)?,
            Table::Settings if key == super::push::KEY => self.push.load(value)?,
            Table::Settings if key == super::language::KEY => {
                self.language = super::language::load(value);
            }
            Table::Settings if !self.secure.load(key, value)? => self.load_setting(key),
            Table::Posts => self.posts.load_post(key, PostRow::decode(value).ok()?)?,
            Table::Due => self.posts.load_job(key)?,
            Table::Chats => self
                .chat
                .chats
                .load(key, ConversationRow::decode(value).ok()?)?,
            Table::Dings => self.dings.load(key, value)?,
            // after the Dings themselves, as tables are in order
            Table::DingContents => self.dings.load_content(key, value)?,
            _ => {}
        }
        Some(())
    }

    fn start(&mut self) {
        self.use_levels();
        let changes = self.posts.loaded();
        if !changes.is_empty() {
            self.outputs.push_back(Output::Store(changes));
        }
        self.allow_left_over();
        self.connect();
    }

    pub(super) fn connect(&mut self) {
        if let Some(account) = &self.account {
            self.outputs.push_back(Output::Connect {
                server: account.card.server().clone(),
                pin: *account.card.pin(),
            });
        }
    }
}

/// An account as its row says.
pub(super) fn account(row: AccountRow) -> Option<Account> {
    let identity = Identity::from_bytes(&row.identity).ok()?;
    ServerAddress::parse(&row.server).ok()?;
    let card = Card::new(
        &identity,
        row.access.as_slice().try_into().ok()?,
        &row.server,
        row.pin.as_slice().try_into().ok()?,
        Some(row.name.as_str()).filter(|name| !name.is_empty()),
        None,
    )
    .ok()?;
    Some(Account {
        identity,
        row,
        card,
    })
}
