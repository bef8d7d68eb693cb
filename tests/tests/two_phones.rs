//! Two real phones and a real server on loopback.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sotto_core::call::EndReason;
use sotto_core::engine::{Command, CommandError};
use sotto_core::secure::{GuardState, Level, Operation, Operations};
use sotto_core::store::{Change, Table};
use sotto_phone::store::{MemoryStore, Row, Store, StoreError};
use sotto_phone::{Phone, PhoneConfig, SimulatedPlatform};
use sotto_tests::coturn::Coturn;
use sotto_tests::pair::{Host, Pair};
use zeroize::Zeroizing;

/// A disk that is full once a test says so.
struct Filling {
    disk: MemoryStore,
    full: Arc<AtomicBool>,
}

impl Store for Filling {
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(StoreError::Full);
        }
        self.disk.commit(changes)
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.disk.get(table, key)
    }

    fn all(&self, table: Table) -> Result<Vec<Row>, StoreError> {
        self.disk.all(table)
    }

    fn page(
        &self,
        table: Table,
        group: &[u8],
        before: Option<&[u8]>,
        count: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.disk.page(table, group, before, count)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_whose_disk_is_full_takes_nothing_that_it_cannot_keep() {
    let full = Arc::new(AtomicBool::new(false));
    let store = Filling {
        disk: MemoryStore::default(),
        full: full.clone(),
    };
    let folder = tempfile::TempDir::new().unwrap();
    let config = PhoneConfig {
        folder: folder.path().to_owned(),
        platform: Arc::new(SimulatedPlatform::new()),
        country: None,
    };
    let phone = Phone::with_store(config, Box::new(store)).unwrap();
    let mut events = phone.events();
    let level = |number| Command::SetDefaultLevel(Level::new(number));
    phone.command(level(1)).unwrap();
    full.store(true, Ordering::SeqCst);
    phone.command(level(2)).unwrap();
    while events.next().await.is_ok() {}
    assert_eq!(phone.command(level(3)), Err(CommandError::Stopped));
}

/// Pushes tones from one phone until the other hears them; says how many 20 ms frames that took.
async fn heard(from: &sotto_phone::Phone, to: &sotto_phone::Phone) -> usize {
    let mut tick = tokio::time::interval(std::time::Duration::from_millis(20));
    let mut phase = 0.0f32;
    for frame in 0..250 {
        tick.tick().await;
        let tone: Vec<i16> = (0..960)
            .map(|_| {
                phase += 440.0 * std::f32::consts::TAU / 48_000.0;
                (phase.sin() * 8_000.0) as i16
            })
            .collect();
        from.push_microphone(&tone);
        let mut out = [0i16; 960];
        to.pull_loudspeaker(&mut out);
        to.push_microphone(&[0; 960]);
        if out.iter().any(|sample| sample.unsigned_abs() > 1_000) {
            return frame;
        }
    }
    panic!("nothing was heard in five seconds");
}

async fn call_at(level: Level) {
    call_on(Pair::start().await.unwrap(), level).await;
}

async fn call_on(pair: Pair, level: Level) {
    pair.ring(level).await.unwrap();
    pair.answer().await.unwrap();
    heard(&pair.alice.phone, &pair.bob.phone).await;
    heard(&pair.bob.phone, &pair.alice.phone).await;
    let forbidden = pair.alice.platform.forbidden();
    assert_eq!(
        forbidden,
        pair.alice.phone.look(|engine, _| if level.is_secure() {
            engine.levels().forbidden(level)
        } else {
            Operations::NONE
        })
    );
    pair.hang_up().await.unwrap();
    for handset in [&pair.alice, &pair.bob] {
        let ended = handset
            .phone
            .look(|engine, _| engine.ended().copied())
            .unwrap();
        assert_eq!(ended.reason, EndReason::HungUp);
        assert_eq!(handset.platform.forbidden(), Operations::NONE);
        let rows = handset.phone.look(|engine, _| engine.call_log().len());
        assert_eq!(rows, usize::from(level < Level::TWO));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordinary_call_is_heard_both_ways() {
    call_at(Level::ORDINARY).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_at_level_three_goes_over_the_built_in_relay() {
    call_at(Level::THREE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_at_level_three_goes_over_a_coturn_that_the_operator_named() {
    let secret = "--static-auth-secret=shared with the server";
    let coturn = Coturn::start(&["--use-auth-secret", secret]).await.unwrap();
    for transport in ["udp", "tcp"] {
        let host = Host::start_with(|config| {
            config.relay.port = None;
            config.relay.coturn = Some(sotto_server::Coturn {
                uri: format!("turn:{}?transport={transport}", coturn.address()),
                secret: "shared with the server".to_owned().into(),
            });
        });
        let pair = Pair::on(host.await.unwrap()).await.unwrap();
        call_on(pair, Level::THREE).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_speaker_is_refused_in_secure_mode_and_both_phones_know_of_the_attempt() {
    let pair = Pair::start().await.unwrap();
    pair.ring(Level::ONE).await.unwrap();
    pair.answer().await.unwrap();
    let refused = pair.alice.phone.command(Command::Use(Operation::Speaker));
    assert!(matches!(refused, Err(CommandError::Call(_))));
    pair.bob
        .until("the report", |engine| {
            let leg = engine.call().and_then(|call| call.main_leg());
            leg.is_some_and(|leg| leg.report().attempts.get(&Operation::Speaker) == Some(&1))
        })
        .await
        .unwrap();
    let armed = pair
        .alice
        .phone
        .look(|engine, _| engine.call().unwrap().guard().state());
    assert_eq!(armed, GuardState::Armed);
    pair.hang_up().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_is_closed_in_a_secure_call_leaves_nothing_forbidden() {
    let pair = Pair::start().await.unwrap();
    pair.ring(Level::THREE).await.unwrap();
    pair.answer().await.unwrap();
    assert!(!pair.alice.platform.forbidden().is_empty());
    pair.alice.phone.close();
    assert_eq!(pair.alice.platform.forbidden(), Operations::NONE);
    // nor does anything look as if it still held
    assert!(pair.alice.phone.look(|engine, _| engine.call().is_none()));
    let refused = pair.alice.phone.command(Command::HangUp);
    assert_eq!(refused, Err(CommandError::Stopped));
}
