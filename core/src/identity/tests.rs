//! What identities and the prekey pool must do.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::label::{Label, sign_in_text};

use super::*;
use crate::container::PrekeyLookup;
use crate::store::Change;

const DAY: u64 = 24 * 3600 * 1000;

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(5)
}

#[test]
fn an_identity_comes_back_from_its_bytes() {
    let identity = Identity::generate(&mut rng());
    let mut bytes = identity.to_bytes();
    let back = Identity::from_bytes(&bytes).unwrap();
    assert_eq!(back.chain(), identity.chain());
    assert_eq!(back.device().to_bytes(), identity.device().to_bytes());
    assert_eq!(
        Identity::from_bytes(&bytes[..96]).unwrap_err(),
        IdentityError::Damaged
    );
    assert_eq!(
        Identity::from_bytes(&[]).unwrap_err(),
        IdentityError::Damaged
    );
    bytes[0] = 2;
    assert_eq!(
        Identity::from_bytes(&bytes).unwrap_err(),
        IdentityError::Newer(2)
    );
}

#[test]
fn a_second_device_is_of_the_same_account() {
    let first = Identity::generate(&mut rng());
    let second = Identity::on_new_device(first.user().clone(), &mut ChaCha20Rng::seed_from_u64(6));
    assert_eq!(first.account(), second.account());
    assert_ne!(first.device_id(), second.device_id());
}

#[test]
fn a_sign_in_is_worth_nothing_elsewhere() {
    let identity = Identity::generate(&mut rng());
    let signature = identity.sign_in(Label::SignIn, b"challenge", b"exporter");
    let check = |label, challenge: &[u8], exporter: &[u8]| {
        let text = sign_in_text(
            label,
            challenge,
            exporter,
            identity.account(),
            identity.device_id(),
        );
        identity.chain().verify_instance(&text, &signature).is_ok()
    };
    assert!(check(Label::SignIn, b"challenge", b"exporter"));
    assert!(!check(Label::Register, b"challenge", b"exporter"));
    assert!(!check(Label::SignIn, b"challenge", b"another"));
    assert!(!check(Label::SignIn, b"challengee", b"xporter"));
}

/// A store that only knows prekeys.
#[derive(Default)]
struct Rows(BTreeMap<Vec<u8>, Vec<u8>>);

impl Rows {
    fn commit(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put { key, value, .. } => drop(self.0.insert(key, value.to_vec())),
                Change::Delete { key, .. } => drop(self.0.remove(&key)),
                other => panic!("no change of prekeys: {other:?}"),
            }
        }
    }

    fn load(&self) -> PrekeyPool {
        PrekeyPool::load(self.0.iter().map(|(k, v)| (k.as_slice(), v.as_slice()))).unwrap()
    }
}

struct Phone {
    identity: Identity,
    pool: PrekeyPool,
    rows: Rows,
    rng: ChaCha20Rng,
    ids: Vec<u32>,
}

impl Phone {
    fn new() -> Self {
        let mut rng = rng();
        let identity = Identity::generate(&mut rng);
        Self {
            identity,
            pool: PrekeyPool::new(),
            rows: Rows::default(),
            rng,
            ids: vec![],
        }
    }

    /// One-time prekeys, last-resort prekeys and whether to replace.
    fn upkeep(&mut self, now: u64, left: Option<u32>) -> (usize, usize, bool) {
        let upkeep = self
            .pool
            .upkeep(&mut self.rng, self.identity.instance(), now, left);
        self.rows.commit(upkeep.changes);
        let Some(publish) = upkeep.publish else {
            return (0, 0, false);
        };
        for prekey in publish.one_time.iter().chain(&publish.last_resort) {
            self.identity.chain().verify_prekey(prekey).unwrap();
            assert!(!self.ids.contains(&prekey.id));
            self.ids.push(prekey.id);
        }
        (
            publish.one_time.len(),
            publish.last_resort.iter().count(),
            publish.replace,
        )
    }

    fn published(&mut self) {
        let changes = self.pool.published();
        self.rows.commit(changes);
    }
}

#[test]
fn a_pool_lives_as_designed() {
    let mut phone = Phone::new();
    assert_eq!(phone.upkeep(0, None), (100, 1, true));
    phone.published();
    let first = phone.ids.clone();
    assert_eq!(phone.upkeep(DAY, Some(25)), (0, 0, false));
    assert_eq!(phone.upkeep(DAY, None), (0, 0, false));
    assert_eq!(phone.upkeep(DAY, Some(24)), (76, 0, false));
    phone.published();
    assert_eq!(phone.upkeep(7 * DAY, Some(100)), (0, 1, false));
    phone.published();
    assert_eq!(phone.upkeep(14 * DAY, Some(100)), (0, 1, false));
    phone.published();
    assert!(phone.pool.prekey(first[100], true).is_some());
    assert_eq!(phone.upkeep(30 * DAY, Some(100)), (100, 1, true));
    phone.published();
    // retired with the 30 days' replacement, and kept for what is on its way
    assert!(phone.pool.prekey(first[0], false).is_some());
    let _ = phone.upkeep(38 * DAY, Some(100));
    assert!(phone.pool.prekey(first[100], true).is_none());
    let _ = phone.upkeep(60 * DAY, Some(100));
    assert!(phone.pool.prekey(first[0], false).is_some());
    let _ = phone.upkeep(61 * DAY, Some(100));
    assert!(phone.pool.prekey(first[0], false).is_none());
}

#[test]
fn what_was_sent_without_an_answer_is_replaced_and_kept() {
    let mut phone = Phone::new();
    assert_eq!(phone.upkeep(0, None), (100, 1, true));
    let lost = phone.ids[0];
    phone.pool = phone.rows.load();
    assert_eq!(phone.upkeep(1, None), (100, 1, true));
    assert!(phone.pool.prekey(lost, false).is_some());
}

#[test]
fn a_spent_prekey_is_gone_from_the_store_and_its_kind_matters() {
    let mut phone = Phone::new();
    let _ = phone.upkeep(0, None);
    let (one_time, last_resort) = (phone.ids[0], phone.ids[100]);
    assert!(phone.pool.prekey(one_time, true).is_none());
    assert!(phone.pool.prekey(last_resort, false).is_none());
    let change = phone.pool.spend(one_time).unwrap();
    phone.rows.commit(vec![change]);
    assert!(phone.rows.load().prekey(one_time, false).is_none());
    assert!(phone.pool.spend(last_resort).is_none());
}

#[test]
fn someone_who_drains_the_pool_cannot_fill_the_store() {
    let mut phone = Phone::new();
    let (key, value) = (
        |id: u32| [b"k", id.to_be_bytes().as_slice()].concat(),
        |kind| {
            // format, kind and published, made at 0, not retired, seed
            [[1, kind].as_slice(), &[0; 8], &[255; 8], &[7; 32]].concat()
        },
    );
    for id in 1..=5_000 {
        phone.rows.0.insert(key(id), value(2));
    }
    phone.rows.0.insert(key(5_001), value(3));
    phone.pool = phone.rows.load();
    assert_eq!(phone.upkeep(DAY, Some(20)), (80, 0, false));
    assert_eq!((phone.pool.len(), phone.rows.load().len()), (5_000, 5_000));
    assert!(phone.pool.prekey(81, false).is_none());
    assert!(phone.pool.prekey(82, false).is_some());
    assert!(phone.pool.prekey(5_001, true).is_some());
    assert!(phone.pool.prekey(5_081, false).is_some());
}

#[test]
fn damaged_rows_are_refused() {
    let load = |key: &[u8], value: &[u8]| PrekeyPool::load([(key, value)]).map(|_| ());
    assert_eq!(load(b"x", b""), Err(PoolError::Damaged));
    assert_eq!(load(b"next", b"123"), Err(PoolError::Damaged));
    assert_eq!(load(b"k\0\0\0\x01", &[1; 49]), Err(PoolError::Damaged));
    assert_eq!(load(b"k\0\0\0\x01", &[2; 50]), Err(PoolError::Newer(2)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_happens_ids_are_new_and_the_store_agrees(
        steps in prop::collection::vec((0_u64..9, prop::option::of(0_u32..120), any::<bool>(), any::<bool>()), 1..12),
    ) {
        let mut phone = Phone::new();
        let mut now = 0;
        for (days, left, answered, restart) in steps {
            now += days * DAY;
            // `upkeep` asserts that no id comes twice
            let _ = phone.upkeep(now, left);
            if answered {
                phone.published();
            }
            let stored = phone.rows.load();
            prop_assert_eq!(stored.len(), phone.pool.len());
            prop_assert_eq!(stored.due(now, left), phone.pool.due(now, left));
            if restart {
                phone.pool = stored;
            }
        }
    }
}
