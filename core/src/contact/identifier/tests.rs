use proptest::prelude::*;

use super::*;

fn person(text: &str) -> (Option<String>, Vec<String>) {
    let home = CountryCode::new(49).unwrap();
    match Scanned::parse(text, Some(home)).unwrap() {
        Scanned::Person { name, identifiers } => (
            name,
            identifiers.iter().map(Identifier::to_string).collect(),
        ),
        other => panic!("{other:?}"),
    }
}

fn only(text: &str) -> String {
    let (_, mut identifiers) = person(text);
    assert_eq!(identifiers.len(), 1, "{text}");
    identifiers.remove(0)
}

#[test]
fn what_people_have_becomes_identifiers() {
    for (text, stored) in [
        ("tel:+49-30-123456", "tel:+4930123456"),
        ("TEL:+4930123456;ext=7", "tel:+4930123456"),
        ("tel:7042;phone-context=+1234", "tel:+12347042"),
        ("tel:030 123456", "tel:+4930123456"),
        ("+49 (0)30 / 123 456", "tel:+4930123456"),
        ("0033 1 23 45 67 89", "tel:+33123456789"),
        ("sip:alice@Example.ORG", "sip:alice@example.org"),
        (
            "SIPS:bob:secret@192.0.2.7:5061;transport=tcp?x=y",
            "sips:bob@192.0.2.7:5061",
        ),
        (
            "sip:carol@[2001:DB8::1]:5060",
            "sip:carol@[2001:db8::1]:5060",
        ),
        ("192.0.2.1:5060", "ip:192.0.2.1:5060"),
        ("[2001:db8::1]:5060", "ip:[2001:db8::1]:5060"),
        ("imsi:262011234567890", "imsi:262011234567890"),
        ("IMSI:26201123456789", "imsi:26201123456789"),
        ("00:00:5E:10:00:01", "mac:00:00:5e:10:00:01"),
        ("02-00-5e-10-00-01", "mac:02:00:5e:10:00:01"),
        ("0200.5e10.0001", "mac:02:00:5e:10:00:01"),
        ("mac:02005e100001", "mac:02:00:5e:10:00:01"),
    ] {
        assert_eq!(only(text), stored, "{text}");
    }
}

#[test]
fn what_cannot_be_called_says_why() {
    for (text, fault) in [
        ("", IdentifierError::Empty),
        ("tel:", IdentifierError::Phone),
        ("tel:+0123456789", IdentifierError::Phone),
        ("+1234567890123456", IdentifierError::Phone),
        ("tel:CALLME", IdentifierError::Phone),
        ("030 123456", IdentifierError::UnknownCountry),
        ("sip:", IdentifierError::Sip),
        ("sip:a b@example.org", IdentifierError::Sip),
        ("sip:a@example.org:99999", IdentifierError::Sip),
        ("sip:a@-x.org", IdentifierError::Sip),
        ("192.0.2.1", IdentifierError::Address),
        ("192.0.2.1:0", IdentifierError::Address),
        ("0.0.0.0:5060", IdentifierError::Address),
        ("224.0.0.1:5060", IdentifierError::Address),
        ("imsi:12345", IdentifierError::Imsi),
        ("imsi:123451234567890", IdentifierError::Imsi),
        ("mac:01:00:5e:00:00:01", IdentifierError::Mac),
        ("mac:00:00:00:00:00:00", IdentifierError::Mac),
        ("mac:02:00:5e", IdentifierError::Mac),
        (
            "BEGIN:VCARD\nFN:Ada\nEND:VCARD",
            IdentifierError::NothingToCall,
        ),
        (
            "MECARD:N:Ada;TEL:030123456;;",
            IdentifierError::UnknownCountry,
        ),
    ] {
        assert_eq!(Scanned::parse(text, None), Err(fault), "{text}");
    }
    let long = "9".repeat(MAX_TEXT + 1);
    assert_eq!(Scanned::parse(&long, None), Err(IdentifierError::TooLong));
}

#[test]
fn trunk_prefixes_follow_the_country() {
    for (code, written, stored) in [
        (39, "06 1234567", "+39061234567"),
        (1, "1 (202) 555-0123", "+12025550123"),
        (7, "8 495 123-45-67", "+74951234567"),
        (44, "020 7946 0000", "+442079460000"),
    ] {
        let home = CountryCode::new(code).ok();
        let number = E164::from_written(written, home).unwrap();
        assert_eq!(number.to_string(), stored);
    }
}

#[test]
fn vcards_of_every_version_are_read() {
    let (name, identifiers) = person(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada\r\n  Lovelace\r\n\
         item1.TEL;VALUE=uri;TYPE=\"voice,home:1\":tel:+49-30-1234567\r\nTEL:030 1234567\r\n\
         EMAIL:ada@example.org\r\nIMPP:sip:ada@example.org\r\nIMPP:xmpp:a@b\r\nEND:VCARD\r\n",
    );
    assert_eq!(name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(identifiers, ["tel:+49301234567", "sip:ada@example.org"]);
    let (name, _) = person(
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=\nler;J=C3=B6rg\n\
         TEL;CELL:+491701234567\nEND:VCARD",
    );
    assert_eq!(name.as_deref(), Some("Jörg Müller"));
    let (name, _) = person("BEGIN:VCARD\nVERSION:3.0\nFN:Smith\\, Jo\nTEL:+12025550123\nEND:VCARD");
    assert_eq!(name.as_deref(), Some("Smith, Jo"));
}

#[test]
fn a_mecard_is_read() {
    let (name, identifiers) = person("MECARD:N:Lovelace,Ada;TEL:+49301234567;NOTE:a\\;TEL:1;;");
    assert_eq!(name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(identifiers, ["tel:+49301234567"]);
}

#[test]
fn names_lose_what_deceives() {
    let (name, _) =
        person("MECARD:N:\u{202e}evil\u{202c}\u{200b}\u{7}\n  Bob\u{2066};TEL:+49301234567;;");
    assert_eq!(name.as_deref(), Some("evil Bob"));
    let (name, _) = person(&format!("MECARD:N:{};TEL:+49301234567;;", "x".repeat(500)));
    assert_eq!(name.unwrap().len(), 80);
}

#[test]
fn a_contact_has_a_bounded_number_of_identifiers() {
    let lines: String = (0..200).map(|at| format!("TEL:+4930{at:07}\n")).collect();
    let (_, identifiers) = person(&format!("BEGIN:VCARD\n{lines}END:VCARD"));
    assert_eq!(identifiers.len(), 16);
}

#[test]
fn ours_and_foreign_are_told_apart() {
    let parse = |text| Scanned::parse(text, None).unwrap();
    assert_eq!(
        parse(" SOTTO:ABC "),
        Scanned::OurCard("SOTTO:ABC".to_owned())
    );
    assert_eq!(parse("sotto:ABC"), Scanned::OurCard("sotto:ABC".to_owned()));
    assert_eq!(
        parse("SOTTO-JOIN:X"),
        Scanned::JoinLink("SOTTO-JOIN:X".to_owned())
    );
    for (text, kind) in [
        ("https://example.org", "a web address"),
        ("WIFI:S:net;;", "a wireless network"),
        ("mailto:a@example.org", "an e-mail address"),
        ("Hello", "a text"),
        ("deadbeef0123", "a text"),
        ("日本語", "a text"),
    ] {
        assert_eq!(parse(text), Scanned::Foreign { what: kind }, "{text}");
    }
}

#[test]
fn nothing_identifying_is_printed_by_debug() {
    for text in [
        "tel:+49301234567",
        "sip:ada@example.org",
        "mac:02005e100001",
    ] {
        let shown = format!("{:?}", Scanned::parse(text, None).unwrap());
        assert!(!shown.contains("301234567") && !shown.contains("ada") && !shown.contains("5e"));
    }
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let text = prop_oneof![
        "tel:\\+[1-9][0-9]{6,14}",
        "sips?:([a-z0-9._%2F-]{0,0}[a-z0-9.+]{1,20}@)?[a-z0-9]{1,20}(\\.[a-z]{2,5})?(:[1-9][0-9]{0,3})?",
        "imsi:[2-7][0-9]{13,14}",
        "mac:[0-9a-f][02468ace](:[0-9a-f]{2}){4}:[1-9a-f]{2}",
        (1..=223_u8, any::<[u8; 3]>(), 1..=u16::MAX)
            .prop_map(|(a, [b, c, d], port)| format!("ip:{a}.{b}.{c}.{d}:{port}")),
    ];
    text.prop_filter_map("an identifier", |text| text.parse().ok())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stored_identifiers_read_back(identifier in identifier()) {
        let stored = identifier.to_string();
        prop_assert_eq!(stored.parse::<Identifier>(), Ok(identifier.clone()));
        let scanned = Scanned::parse(&stored, None);
        let expected = Scanned::Person { name: None, identifiers: vec![identifier] };
        prop_assert_eq!(scanned, Ok(expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_texts_never_panic(
        head in prop_oneof![
            Just(""), Just("tel:"), Just("sip:"), Just("sips:"), Just("imsi:"), Just("mac:"), Just("ip:"),
            Just("MECARD:"), Just("BEGIN:VCARD\n"), Just("BEGIN:VCARD\nN;QUOTED-PRINTABLE:="), Just("+"),
        ],
        body in prop_oneof!["\\PC{0,60}", ".{0,60}", "[0-9a-f:.;=\\\\\\-\n\r@\\[\\]+ ]{0,60}"],
        home in prop::option::of(1..=999_u16),
    ) {
        let home = home.and_then(|code| CountryCode::new(code).ok());
        if let Ok(Scanned::Person { identifiers, .. }) = Scanned::parse(&format!("{head}{body}"), home) {
            for identifier in identifiers {
                prop_assert_eq!(identifier.to_string().parse(), Ok(identifier));
            }
        }
    }
}
