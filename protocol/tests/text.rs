//! Cards and join links as text, and whatever else people paste.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sotto_protocol::uri::{self, Kind, LONGEST};
use sotto_protocol::wire::keys::{Join, SignedCard};
use sotto_protocol::wire::link::{ToPhone, ToServer};
use sotto_protocol::{ParseError, limits, parse};

#[test]
fn a_link_survives_lower_case_and_line_breaks() {
    let join = Join {
        server: "calls.example.org:8443".to_owned(),
        server_pin: vec![3; 32],
        invite: vec![5; 16],
    };
    let text = uri::encode(Kind::Join, &join);
    let pasted = format!(" {}\n{} ", text[..20].to_lowercase(), &text[20..]);
    let read: Join = uri::decode(Kind::Join, &pasted).unwrap();
    assert!(read == join);
    assert!(uri::decode::<SignedCard>(Kind::Card, &text).is_err());
}

#[test]
fn the_text_stays_in_the_alphanumeric_mode_of_qr_codes() {
    let card = SignedCard {
        card: (0..=255).collect(),
        signature: vec![255; 64],
    };
    let text = uri::encode(Kind::Card, &card);
    assert!(
        text.bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b':')
    );
}

#[test]
fn a_text_too_long_for_any_code_is_refused_unread() {
    let long = "SOTTO:".to_owned() + &"A".repeat(LONGEST);
    let size = long.len();
    assert_eq!(
        uri::decode::<SignedCard>(Kind::Card, &long).err(),
        Some(ParseError::TooLarge {
            size,
            limit: LONGEST
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_a_card_or_an_error(text in ".{0,200}", prefixed in any::<bool>()) {
        let text = if prefixed { format!("SOTTO:{text}") } else { text };
        let _ = uri::decode::<SignedCard>(Kind::Card, &text);
        let _ = uri::kind(&text);
    }

    #[test]
    fn any_bytes_are_a_message_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse::<ToServer>(&bytes, limits::MESSAGE);
        let _ = parse::<ToPhone>(&bytes, limits::MESSAGE);
        let small = parse::<ToServer>(&bytes, 10).map(|_| ());
        let refused = matches!(small, Err(ParseError::TooLarge { .. }));
        prop_assert_eq!(refused, bytes.len() > 10);
    }
}
