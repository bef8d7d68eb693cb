//! What people do: join, scan, dial, answer.

use std::sync::OnceLock;
use std::time::Duration;

use sotto_core::call::{Call, Phase};
use sotto_core::engine::{Command, CommandError, Event};
use sotto_core::private::{Curtain, Private};
use sotto_core::secure::{Level, Operations};
use sotto_protocol::id::AccountId;
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys::Join;

use super::{ServerModel, Settings, Store, World};

/// Long enough for whatever is expected soon.
const SOON: Duration = Duration::from_secs(10);

impl World {
    /// Two new phones, without accounts.
    #[must_use]
    pub fn strangers(settings: Settings) -> Self {
        let server = ServerModel::new(&[b"first", b"second", b"third", b"fourth"]);
        Self::new(settings, vec![Store::default(), Store::default()], server)
    }

    /// Two phones that joined and scanned each other's cards, online.
    ///
    /// # Panics
    /// When that does not work.
    #[must_use]
    pub fn friends(settings: Settings) -> Self {
        static READY: OnceLock<(Vec<Store>, ServerModel)> = OnceLock::new();
        let (stores, server) = READY.get_or_init(|| {
            let mut world = Self::strangers(Settings::clean(0, Duration::from_millis(10)));
            world.join(0, "first");
            world.join(1, "second");
            world.scan(0, 1);
            world.scan(1, 0);
            world.run_for(Duration::from_secs(1));
            world.server.disconnect_all();
            let stores = world.phones.iter().map(|p| p.store.clone()).collect();
            (stores, world.server)
        });
        let mut world = Self::new(settings, stores.clone(), server.clone());
        world.online();
        world
    }

    /// Waits until all phones are online and have their relays.
    ///
    /// # Panics
    /// When they do not come online.
    pub fn online(&mut self) {
        let online = self.run_until(SOON, |w| {
            w.phones
                .iter()
                .all(|p| p.engine.as_ref().is_some_and(|e| e.is_online()))
        });
        assert!(online, "phones do not come online");
        let trip = self.settings.control * 2;
        self.run_for(trip + Duration::from_millis(50));
    }

    /// A join link of the simulated server.
    #[must_use]
    pub fn link(invite: &str) -> String {
        uri::encode(
            Kind::Join,
            &Join {
                server: "sotto.example:443".to_owned(),
                server_pin: vec![7; 32],
                invite: invite.as_bytes().to_vec(),
            },
        )
    }

    /// Joins with an invite.
    ///
    /// # Panics
    /// When that does not work.
    pub fn join(&mut self, phone: usize, invite: &str) {
        let link = Self::link(invite);
        let name = format!("Phone {phone}");
        self.command(phone, Command::Join { link, name })
            .expect("a good link");
        let joined = self.run_until(SOON, |w| w.phones[phone].count(&Event::Joined) == 1);
        assert!(
            joined,
            "phone {phone} does not join: {:?}",
            self.phones[phone].events
        );
        self.run_for(Duration::from_millis(500));
    }

    /// Scans another phone's card.
    ///
    /// # Panics
    /// When that does not work.
    pub fn scan(&mut self, phone: usize, whose: usize) {
        let card = self.phones[whose].engine().card().expect("joined").uri();
        self.command(phone, Command::Scan(card))
            .expect("a good card");
    }

    /// What a random story does to a phone from outside: 0 breaks its lines, 1 crashes it, 2 crashes it soon, at one of
    /// its next outputs.
    pub fn disturb(&mut self, phone: usize, how: u64) {
        match how {
            0 => self.break_lines(phone),
            1 => {
                let off = Duration::from_millis(50 + self.draw(2_000));
                if self.phones[phone].engine.is_some() {
                    self.crash(phone, off);
                }
            }
            _ => {
                let soon = self.phones[phone].performed + self.draw(12);
                self.phones[phone].crash_at = Some(soon);
            }
        }
    }

    /// Dials another phone.
    ///
    /// # Panics
    /// When the phone refuses.
    pub fn dial(&mut self, phone: usize, whom: usize, level: u8) {
        let account = self.phones[whom].account();
        self.command(phone, Command::Dial(account, Level::new(level)))
            .expect("a phone that can dial");
    }

    /// Phone 0 dials 1 and waits until both ring.
    ///
    /// # Panics
    /// When they do not.
    pub fn ring(&mut self, level: u8) {
        self.dial(0, 1, level);
        let rings = self.run_until(SOON, |w| {
            let ready = w.phones[1].engine().call().is_some_and(|c| c.can_answer());
            ready && w.phones[0].phase() == Some(Phase::Ringing)
        });
        assert!(
            rings,
            "{:?} {:?}",
            self.phones[0].phase(),
            self.phones[1].phase()
        );
    }

    /// Phone 0 calls 1, which answers once the media path stands; until both hear each other.
    ///
    /// # Panics
    /// When they do not.
    pub fn talk(&mut self, level: u8) {
        self.ring(level);
        self.run_until(SOON, |w| {
            w.phones.iter().all(|p| p.count(&Event::PathReady) > 0)
        });
        self.command(1, Command::Answer).expect("it rings");
        self.both_hear();
    }

    /// Until both hear each other anew.
    ///
    /// # Panics
    /// When they do not.
    pub fn both_hear(&mut self) {
        let from = self.now;
        let hear = self.run_until(SOON, |w| {
            w.phones
                .iter()
                .all(|p| p.heard.last.is_some_and(|at| at > from))
        });
        let phases: Vec<_> = self
            .phones
            .iter()
            .map(|p| (p.phase(), p.level(), p.ended()))
            .collect();
        assert!(hear, "they do not hear each other: {phases:?}");
    }

    /// Until no phone is in a call.
    #[must_use]
    pub fn all_over(&mut self, limit: Duration) -> bool {
        self.run_until(limit, |w| {
            let idle = |e: &sotto_core::engine::Engine| e.call().is_none();
            w.phones.iter().all(|p| p.engine.as_ref().is_some_and(idle))
        })
    }

    /// Writes to somebody, seeing whether it is kept at this moment.
    ///
    /// # Errors
    /// As [`sotto_core::engine::Engine::command`].
    ///
    /// # Panics
    /// While the phone is off.
    pub fn write(&mut self, index: usize, to: AccountId, words: &str) -> Result<(), CommandError> {
        let text = Private::new(Curtain::OPEN, words);
        let kept = !self.phones[index].engine().is_secure_chat(to);
        self.command(index, Command::SendText { to, text, kept })
    }

    /// Agrees to what the other person asks at this moment.
    ///
    /// # Errors
    /// As [`sotto_core::engine::Engine::command`].
    pub fn agree(&mut self, index: usize) -> Result<(), CommandError> {
        let (level, noticed) = self.asked(index);
        self.command(index, Command::Agree(level, noticed))
    }

    /// Refuses it.
    ///
    /// # Errors
    /// As [`sotto_core::engine::Engine::command`].
    pub fn refuse(&mut self, index: usize) -> Result<(), CommandError> {
        let (level, noticed) = self.asked(index);
        self.command(index, Command::Refuse(level, noticed))
    }

    fn asked(&self, index: usize) -> (Level, Operations) {
        let engine = self.phones[index].engine.as_ref();
        let call = engine.and_then(|engine| engine.call().or(engine.session()));
        call.and_then(Call::asked)
            .unwrap_or((Level::ORDINARY, Operations::NONE))
    }
}
