#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use prost::Message;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::wire::container::{self, LevelSet};
use sotto_protocol::wire::policy::{self as wire, demand, level_rule::Rule};

use super::*;
use crate::identity::UserKey;
use crate::secure::{LevelsError, Operation};

const NOW: u64 = 1_800_000_000_000;

fn key(seed: u64) -> UserKey {
    UserKey::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn policy(key: &UserKey, serial: u64) -> wire::Policy {
    wire::Policy {
        version: VERSION,
        issuer: key.public().to_vec(),
        organisation: "Acme\u{202e} Ltd".to_owned(),
        serial,
        not_before: NOW - 1_000,
        not_after: NOW + 1_000_000,
        levels: vec![],
        demands: vec![],
    }
}

fn minimum(level: u32) -> wire::Demand {
    wire::Demand {
        minimum: level,
        ..wire::Demand::default()
    }
}

fn rule(rule: Rule) -> wire::LevelRule {
    wire::LevelRule { rule: Some(rule) }
}

fn set(operations: &[container::Operation]) -> LevelSet {
    LevelSet {
        operations: operations.iter().map(|o| (*o).into()).collect(),
    }
}

fn imposed(policy: &Policy, contact: bool) -> Imposed {
    policy.imposes(contact, Instant::now(), NOW, &Surroundings::default())
}

#[test]
fn a_policy_is_taken_as_it_was_signed_and_no_byte_of_it_can_change() {
    let key = key(1);
    let mut text = policy(&key, 7);
    text.demands = vec![minimum(2)];
    let signed = sign(&text, &key).unwrap();
    let read = Policy::read(&signed).unwrap();
    assert_eq!((read.organisation(), read.serial()), ("Acme Ltd", 7));
    assert_eq!(imposed(&read, true).minimum, Level::TWO);
    for at in 0..signed.len() {
        let mut changed = signed.clone();
        changed[at] ^= 1;
        assert_ne!(
            Policy::read(&changed).ok().as_ref(),
            Some(&read),
            "byte {at}"
        );
    }
    for end in 0..signed.len() {
        assert!(Policy::read(&signed[..end]).is_err());
    }
}

#[test]
fn a_policy_signed_by_another_key_or_for_another_purpose_is_refused() {
    let (mine, theirs) = (key(1), key(2));
    assert_eq!(
        sign(&policy(&mine, 1), &theirs),
        Err(PolicyError::Signature)
    );
    let text = policy(&mine, 1).encode_to_vec();
    let as_card = wire::SignedPolicy {
        signature: mine
            .sign(sotto_protocol::label::Label::Card, &[&text])
            .to_vec(),
        policy: text,
    };
    let refused = Policy::read(&as_card.encode_to_vec());
    assert_eq!(refused, Err(PolicyError::Signature));
}

#[test]
fn levels_that_do_not_grow_and_operations_nobody_knows_are_refused() {
    let key = key(1);
    let mut weak = policy(&key, 1);
    weak.levels = vec![rule(Rule::Forbid(set(&[container::Operation::Speaker])))];
    let weaker = PolicyError::Levels(LevelsError::Weaker(4));
    assert_eq!(sign(&weak, &key), Err(weaker));
    let mut unknown = policy(&key, 1);
    unknown.levels = vec![rule(Rule::Forbid(LevelSet {
        operations: vec![1, 2, 3, 4, 5, 6, 99],
    }))];
    assert_eq!(sign(&unknown, &key), Err(PolicyError::Unknown));
    let mut empty = policy(&key, 1);
    empty.levels = vec![wire::LevelRule { rule: None }];
    assert_eq!(sign(&empty, &key), Err(PolicyError::Unknown));
}

#[test]
fn a_level_may_be_written_as_what_it_allows() {
    let key = key(1);
    let mut text = policy(&key, 1);
    let allowed = LevelSet {
        operations: vec![container::Operation::Clipboard.into(), 99],
    };
    text.levels = vec![rule(Rule::AllowOnly(allowed))];
    let read = Policy::read(&sign(&text, &key).unwrap()).unwrap();
    let forbidden = read.levels().forbidden(Level::new(4));
    let expected = crate::secure::Operations::all().without(Operation::Clipboard);
    assert_eq!(forbidden, expected);
}

#[test]
fn demands_speak_of_their_calls_only_and_the_strictest_counts() {
    let key = key(1);
    let mut text = policy(&key, 1);
    text.demands = vec![
        minimum(1),
        wire::Demand {
            calls: demand::Calls::Contacts.into(),
            minimum: 2,
            ..wire::Demand::default()
        },
        wire::Demand {
            calls: demand::Calls::Strangers.into(),
            maximum: Some(1),
            ..wire::Demand::default()
        },
    ];
    let read = Policy::read(&sign(&text, &key).unwrap()).unwrap();
    let with_contact = imposed(&read, true);
    assert_eq!(
        (with_contact.minimum, with_contact.maximum),
        (Level::TWO, None)
    );
    let with_stranger = imposed(&read, false);
    assert_eq!(with_stranger.minimum, Level::ONE);
    assert_eq!(with_stranger.maximum, Some(Level::ONE));
    // out of its time it says nothing
    let late = read.imposes(
        true,
        Instant::now(),
        NOW + 1_000_000,
        &Surroundings::default(),
    );
    assert!(late.is_nothing());
}

#[test]
fn contradictions_are_refused() {
    let key = key(1);
    let contradicts = |change: fn(&mut wire::Policy)| {
        let mut text = policy(&key, 1);
        change(&mut text);
        matches!(sign(&text, &key), Err(PolicyError::Contradiction(_)))
    };
    assert!(contradicts(|p| p.not_after = p.not_before));
    assert!(contradicts(|p| p.demands = vec![minimum(4)]));
    assert!(contradicts(|p| {
        p.demands = vec![wire::Demand {
            minimum: 2,
            maximum: Some(1),
            ..wire::Demand::default()
        }];
    }));
    assert!(contradicts(|p| p.demands = vec![minimum(1); DEMANDS + 1]));
    let mut newer = policy(&key, 1);
    newer.version = 2;
    assert_eq!(sign(&newer, &key), Err(PolicyError::Newer { version: 2 }));
}

#[test]
fn an_older_policy_is_refused_even_after_the_organisation_was_removed() {
    let key = key(1);
    let signed = |serial| sign(&policy(&key, serial), &key).unwrap();
    let mut book = Policies::default();
    assert_eq!(book.accept(&signed(3), NOW).unwrap().0, Accepted::New);
    let older = PolicyError::Older {
        serial: 2,
        known: 3,
    };
    assert_eq!(book.accept(&signed(2), NOW), Err(older.clone()));
    assert_eq!(book.accept(&signed(3), NOW).unwrap().0, Accepted::Known);
    assert_eq!(book.accept(&signed(4), NOW).unwrap().0, Accepted::Replaced);
    let mut other = policy(&key, 4);
    other.demands = vec![minimum(1)];
    let other = sign(&other, &key).unwrap();
    assert_eq!(
        book.accept(&other, NOW),
        Err(PolicyError::Twice { serial: 4 })
    );
    let removed = book.remove(&key.public()).unwrap();
    assert!(book.all().is_empty());
    // and after a start as well
    let crate::store::Change::Put { key: k, value, .. } = removed else {
        panic!("the row stays");
    };
    let mut loaded = Policies::default();
    assert_eq!(loaded.load(&k, &value), Some(true));
    assert!(matches!(
        loaded.accept(&signed(3), NOW),
        Err(PolicyError::Older { known: 4, .. })
    ));
    assert!(loaded.accept(&signed(5), NOW).is_ok());
}

#[test]
fn an_expired_policy_and_one_organisation_too_many_are_refused() {
    let first = key(1);
    let signed = sign(&policy(&first, 1), &first).unwrap();
    let mut book = Policies::default();
    assert_eq!(
        book.accept(&signed, NOW + 2_000_000),
        Err(PolicyError::Expired)
    );
    for seed in 0..ORGANISATIONS as u64 {
        let key = key(10 + seed);
        book.accept(&sign(&policy(&key, 1), &key).unwrap(), NOW)
            .unwrap();
    }
    assert_eq!(book.accept(&signed, NOW), Err(PolicyError::TooMany));
    assert_eq!(book.remove(&[0; 32]), Err(PolicyError::NoOrganisation));
}
