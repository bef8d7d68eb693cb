//! The catalogue.

use std::collections::BTreeMap;

use crate::view::words::people;
use crate::view::{Curtain, PHRASES, Phrase, Private};

fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter().copied().flatten()
}

#[test]
fn every_key_stands_for_one_pattern() {
    let mut patterns = BTreeMap::new();
    for phrase in all() {
        assert!(
            !phrase.english.trim().is_empty(),
            "{} says nothing",
            phrase.key
        );
        let before = patterns.insert(phrase.key, phrase.english);
        assert_eq!(before, None, "{} is used twice", phrase.key);
    }
    assert!(
        patterns.len() > 100,
        "the catalogue is {} phrases short",
        patterns.len()
    );
}

#[test]
fn every_gap_of_a_pattern_has_a_plain_name() {
    for phrase in all() {
        for gap in phrase.english.split('{').skip(1) {
            let (name, _) = gap.split_once('}').expect("a gap is closed");
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase()),
                "{}",
                phrase.key
            );
        }
    }
}

#[test]
fn debug_names_nobody() {
    let text = people::NAMED.with("name", "Berta Brunnen");
    assert_eq!(text.english, "Berta Brunnen");
    let shown = format!(
        "{text:?} {:?} {:?}",
        text.args,
        Private::new(Curtain::OPEN, "Berta Brunnen")
    );
    assert!(!shown.contains("Berta"), "{shown}");
}

#[test]
fn an_id_is_read_back_from_its_hexadecimal_form() {
    let id = [0, 1, 0xfe, 0xff];
    assert_eq!(Private::hex(Curtain::OPEN, &id).bytes().unwrap(), id);
    assert_eq!(Private::new(Curtain::OPEN, "abc").bytes(), None);
    assert_eq!(Private::new(Curtain::OPEN, "zz").bytes(), None);
}
