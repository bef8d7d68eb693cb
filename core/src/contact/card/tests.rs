//! What a card must say and refuse.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use prost::Message;
use qrcode::{EcLevel, QrCode, Version};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::label::Label;
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys;

use super::*;
use crate::identity::Identity;

const NOW: u64 = 1_800_000_000_000;

fn identity() -> Identity {
    Identity::generate(&mut ChaCha20Rng::seed_from_u64(3))
}

fn card(name: Option<&str>) -> Card {
    let until = Some(NOW + 1_000);
    Card::new(
        &identity(),
        [1; 16],
        "sotto.example.org:8443",
        [2; 32],
        name,
        until,
    )
    .unwrap()
}

fn sign(card: &keys::Card) -> String {
    let card = card.encode_to_vec();
    let signature = identity().user().sign(Label::Card, &[&card]).to_vec();
    uri::encode(Kind::Card, &keys::SignedCard { card, signature })
}

fn wire() -> keys::Card {
    keys::Card::decode(card(Some("Ada")).signed().card.as_slice()).unwrap()
}

#[test]
fn what_was_scanned_is_what_was_shown() {
    let card = card(Some("Ada Lovelace"));
    let read = Card::read(&card.uri(), NOW).unwrap();
    assert!(read == card);
    assert_eq!(read.name(), Some("Ada Lovelace"));
    assert_eq!(read.account(), identity().account());
    assert_eq!(read.server().to_string(), "sotto.example.org:8443");
    assert!(Card::read(&format!(" {}\n", card.uri().to_lowercase()), NOW).is_ok());
}

#[test]
fn a_typical_card_fits_a_qr_code_that_a_camera_reads_well() {
    let uri = card(Some("Ada Lovelace")).uri();
    let code = QrCode::with_error_correction_level(&uri, EcLevel::M).unwrap();
    let Version::Normal(version) = code.version() else {
        panic!("a normal code")
    };
    assert!(version <= 14);
    insta::assert_snapshot!(format!("version {version}, {} letters", uri.len()), @"version 11, 326 letters");
}

#[test]
fn bad_cards_are_refused_with_their_reason() {
    let uri = card(None).uri();
    let mut forged = card(None).signed().clone();
    forged.card[3] ^= 1;
    let mut other = card(None).signed().clone();
    other.signature[0] ^= 1;
    let server = |server: &str| {
        sign(&keys::Card {
            server: server.into(),
            ..wire()
        })
    };
    let cases = [
        ("text", "hello".to_owned()),
        ("join link", uri::encode(Kind::Join, &keys::Join::default())),
        ("cut", uri[..uri.len() - 9].to_owned()),
        ("wrong letter", uri.replace('A', "!")),
        ("changed", uri::encode(Kind::Card, &forged)),
        ("signature", uri::encode(Kind::Card, &other)),
        (
            "newer",
            sign(&keys::Card {
                version: 2,
                ..wire()
            }),
        ),
        (
            "short token",
            sign(&keys::Card {
                access: vec![1],
                ..wire()
            }),
        ),
        ("no port", server("example.org")),
        ("port 0", server("example.org:0")),
        ("path", server("example.org/x:1")),
        ("empty host", server(":1")),
    ];
    let mut reasons = String::new();
    for (what, text) in cases {
        reasons += &format!("{what}: {}\n", Card::read(&text, NOW).unwrap_err());
    }
    reasons += &format!("late: {}\n", Card::read(&uri, NOW + 1_000).unwrap_err());
    insta::assert_snapshot!(reasons);
}

#[test]
fn names_cannot_mislead() {
    let shown = |name: &str| {
        Card::read(
            &sign(&keys::Card {
                name: name.into(),
                ..wire()
            }),
            NOW,
        )
        .unwrap()
        .name()
        .map(str::to_owned)
    };
    assert_eq!(shown("Bob\u{202e}ecilA").as_deref(), Some("BobecilA"));
    assert_eq!(shown("  A\u{0}d\na \t L ").as_deref(), Some("A d a L"));
    assert_eq!(shown("\u{200b}\u{feff}\u{7}"), None);
    assert_eq!(shown(&"x".repeat(500)).map(|name| name.len()), Some(64));
    assert_eq!(shown("李小龙 👩‍👩‍👧").as_deref(), Some("李小龙 👩‍👩‍👧"));
}

#[test]
fn addresses_keep_their_brackets() {
    let six = ServerAddress::parse("[::1]:443").unwrap();
    assert_eq!(
        (six.host(), six.port(), six.to_string().as_str()),
        ("::1", 443, "[::1]:443")
    );
    assert!(ServerAddress::parse("127.0.0.1:80").is_ok());
    for bad in ["::1:443", "[::1]", "a:b:1", "a b:1", "a:99999", "a:+1", ""] {
        assert_eq!(ServerAddress::parse(bad), Err(CardError::Server), "{bad}");
    }
}

#[test]
fn a_join_link_is_read() {
    let join = keys::Join {
        server: "[::1]:443".into(),
        server_pin: vec![3; 32],
        invite: vec![4; 16],
    };
    let read = Join::read(&uri::encode(Kind::Join, &join)).unwrap();
    assert_eq!(
        (read.server().port(), read.pin(), read.invite()),
        (443, &[3; 32], [4; 16].as_slice())
    );
    let short = keys::Join {
        server_pin: vec![3; 31],
        ..join.clone()
    };
    assert!(matches!(
        Join::read(&uri::encode(Kind::Join, &short)),
        Err(CardError::Damaged(_))
    ));
    let long = keys::Join {
        invite: vec![3; 65],
        ..join
    };
    assert!(matches!(
        Join::read(&uri::encode(Kind::Join, &long)),
        Err(CardError::Damaged(_))
    ));
    assert_eq!(Join::read(&card(None).uri()), Err(CardError::OtherKind));
}

#[test]
fn debug_shows_no_name() {
    let shown = format!("{:?}", card(Some("Ada")));
    assert!(!shown.contains("Ada") && shown.len() < 40, "{shown}");
}

proptest! {
    #[test]
    fn no_text_panics(text: String, letters in "[A-Z2-7]{0,400}") {
        prop_assert!(Card::read(&text, NOW).is_err());
        let _ = Card::read(&format!("SOTTO:{letters}"), NOW);
        let _ = Join::read(&format!("SOTTO-JOIN:{letters}"));
        let clean = clean_name(&text);
        prop_assert!(clean.chars().count() <= LONGEST_NAME);
        prop_assert_eq!(clean_name(&clean), clean);
    }
}
