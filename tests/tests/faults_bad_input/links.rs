use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sotto_core::call::Phase;
use sotto_core::engine::{Command, Engine};
use sotto_core::secure::Level;
use sotto_phone::SimulatedPlatform;
use sotto_server::{Config, Running, Server};
use sotto_tests::faults::{Trip, Wire};
use sotto_tests::pair::{Handset, LIMIT};
use tempfile::TempDir;

use super::fake::{Fake, Manner};

/// A server behind a wire that can lead elsewhere, and two phones that know each other.
struct Scene {
    wire: Wire,
    server: Running,
    key: String,
    phones: [Handset; 2],
    _folders: [TempDir; 3],
}

impl Scene {
    async fn new() -> Self {
        let folders = [(); 3].map(|()| TempDir::new().unwrap());
        let wire = Wire::start(Arc::new(Trip::default())).await.unwrap();
        let mut config = Config::new(folders[2].path(), ([127, 0, 0, 1], 0).into());
        config.public = Some(wire.address().to_string());
        let server = Server::start(config).await.unwrap();
        wire.lead_to(server.address().port());
        let open = |folder: &TempDir| Handset::open(folder.path(), SimulatedPlatform::new());
        let phones = [open(&folders[0]).unwrap(), open(&folders[1]).unwrap()];
        for phone in &phones {
            let invite = server.make_invite(Duration::from_secs(3_600)).await;
            phone.join(invite.unwrap().link, "Somebody").await.unwrap();
        }
        for (one, other) in [(0, 1), (1, 0)] {
            let card = phones[other].card();
            phones[one].phone.command(Command::Scan(card)).unwrap();
        }
        Self {
            wire,
            key: std::fs::read_to_string(folders[2].path().join("tls.key")).unwrap(),
            server,
            phones,
            _folders: folders,
        }
    }

    /// The first phone meets the fake until `enough`; then the true server is back and everything is as before.
    async fn meets(&self, manner: Manner, seed: u64, enough: impl Fn(&Fake) -> bool) {
        let phone = &self.phones[0];
        let fake = Fake::start(&self.key, manner, seed).await;
        self.wire.lead_to(fake.port);
        self.wire.cut();
        phone.until("noticing", |e| !e.is_online()).await.unwrap();
        let began = tokio::time::Instant::now();
        while !enough(&fake) {
            assert!(began.elapsed() < LIMIT, "{manner:?}: the phone gave up");
            tokio::time::sleep(Duration::from_millis(5)).await;
            phone.phone.look(|engine, _| calm(engine, manner));
        }
        // its driver lives and its store takes
        phone.phone.committed().await.unwrap();
        self.wire.lead_to(self.server.address().port());
        self.wire.cut();
        for phone in &self.phones {
            phone.until("recovering", Engine::is_online).await.unwrap();
        }
        let called = self.phones[1].account();
        let dial = Command::Dial(called, Level::ORDINARY);
        phone.phone.command(dial).unwrap();
        let rings = |phase| phase == Phase::Ringing;
        phone.phase("ringing", rings).await.unwrap();
        phone.phone.command(Command::HangUp).unwrap();
        self.phones[1].idle().await.unwrap();
    }
}

/// A phone that claims nothing that is not so.
fn calm(engine: &Engine, manner: Manner) {
    assert!(!engine.is_online(), "{manner:?}: it says it can be reached");
    assert!(engine.is_joined(), "{manner:?}: the account is gone");
    assert!(engine.call().is_none(), "{manner:?}: a call out of nothing");
    assert_eq!(engine.contacts().count(), 1, "{manner:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_none_is_not_believed_and_the_true_one_is_found_again() {
    let scene = Scene::new().await;
    let manners = [
        Manner::Noise,
        Manner::WrongKey,
        Manner::Page,
        Manner::Oversized,
    ];
    for manner in manners {
        let thrice = |fake: &Fake| fake.served.load(Ordering::SeqCst) >= 3;
        scene.meets(manner, 1, thrice).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_messages_of_garbage_change_nothing() {
    let scene = Scene::new().await;
    let seed = std::env::var("SOTTO_FAULT_SEED").ok();
    let seed = seed.and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("SOTTO_FAULT_SEED={seed}");
    let sent = |fake: &Fake| fake.sent.load(Ordering::SeqCst) >= 10_000;
    scene.meets(Manner::Garbage, seed, sent).await;
}
