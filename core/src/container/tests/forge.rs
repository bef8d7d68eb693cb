//! Containers that were changed, put together from parts or forged.

use proptest::prelude::*;
use prost::Message;
use sotto_protocol::chain::ChainError;
use sotto_protocol::wire::container::ReplyPath;

use super::super::seal::seal_as;
use super::*;
use crate::contact::card::Card;
use crate::identity::PrekeySecret;

fn sealed() -> (Device, Container) {
    let (mut rng, alice, bob, _) = three();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    (bob, container)
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (bob, container) = sealed();
    let bytes = container.encode_to_vec();
    // every bit of the frame around the long texts, and some of each text
    let texts = [
        container.payload.len(),
        container.sender.len(),
        container.entries[0].wrapped.len(),
    ];
    let step = texts.iter().sum::<usize>() * 8 / 400;
    let dense = (0..48 * 8).chain((48 * 8..bytes.len() * 8).step_by(step));
    for bit in dense {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(bob.open(&flipped).is_err(), "bit {bit}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_truncation_is_noticed(
        cut in 0_usize..100_000,
        garbage in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let (bob, container) = sealed();
        let bytes = container.encode_to_vec();
        prop_assert!(bob.open(&bytes[..cut % bytes.len()]).is_err());
        prop_assert!(bob.open(&garbage).is_err());
    }
}

#[test]
fn every_change_is_refused_with_its_reason() {
    let (bob, container) = sealed();
    type Change = fn(&mut Container);
    let changes: [(&str, Change); 14] = [
        ("version newer", |c| c.version = 2),
        ("version missing", |c| c.version = 0),
        ("another id", |c| c.id[0] ^= 1),
        ("short id", |c| c.id.truncate(15)),
        ("longer life", |c| c.expires += 1),
        ("another payload", |c| c.payload[0] ^= 1),
        ("no payload", |c| c.payload.clear()),
        ("another sender", |c| c.sender[0] ^= 1),
        ("another prekey id", |c| c.entries[0].prekey_id += 1),
        ("one-time passed off as last-resort", |c| {
            c.entries[0].last_resort = true
        }),
        ("another device", |c| c.entries[0].device[0] ^= 1),
        ("entry twice", |c| c.entries.push(c.entries[0].clone())),
        ("short wrap", |c| c.entries[0].wrapped.truncate(100)),
        ("no entries", |c| c.entries.clear()),
    ];
    let mut reasons = String::new();
    for (what, change) in changes {
        let mut container = container.clone();
        change(&mut container);
        let error = bob.open(&container.encode_to_vec()).unwrap_err();
        reasons += &format!("{what}: {error}\n");
    }
    insta::assert_snapshot!(reasons);
}

#[test]
fn a_prekey_of_the_pool_does_not_serve_for_another() {
    let (bob, mut container) = sealed();
    container.entries[0].prekey_id += 1;
    assert_eq!(
        bob.open(&container.encode_to_vec()).unwrap_err(),
        OpenError::Tampered(Layer::OuterWrap)
    );
}

#[test]
fn a_version_downgrade_is_refused() {
    let (mut rng, alice, bob, _) = three();
    let to = [bob.recipient()];
    let mut newer = seal_as(2, &mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    let error = bob.open(&newer.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::Newer { version: 2 });
    newer.version = 1;
    let error = bob.open(&newer.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::Tampered(Layer::OuterWrap));
    let content = Content {
        version: 2,
        ..content()
    };
    let newer = seal_as(1, &mut rng, &alice.identity, &to, &content, NOW + DAY).unwrap();
    let error = bob.open(&newer.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::Newer { version: 2 });
}

#[test]
fn parts_of_two_containers_do_not_mix() {
    let (mut rng, alice, bob, _) = three();
    let to = [bob.recipient()];
    let mut make = || seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    let (one, other) = (make(), make());
    let mixes = [
        Container {
            payload: other.payload.clone(),
            ..one.clone()
        },
        Container {
            sender: other.sender.clone(),
            ..one.clone()
        },
        Container {
            entries: other.entries.clone(),
            ..one.clone()
        },
        Container {
            id: other.id.clone(),
            ..one.clone()
        },
    ];
    for mix in mixes {
        let error = bob.open(&mix.encode_to_vec()).unwrap_err();
        assert_eq!(error, OpenError::Tampered(Layer::OuterWrap));
    }
}

#[test]
fn a_last_resort_prekey_passed_off_as_one_time_is_refused() {
    let (mut rng, alice, bob, _) = three();
    let chain = bob.identity.chain().clone();
    let to = [Recipient::new(chain, bob.last_resort.clone()).unwrap()];
    let mut container = seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    container.entries[0].last_resort = false;
    let id = bob.last_resort.id;
    let error = bob.open(&container.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::UnknownPrekey { id });
    // nor may a pool that mixes the kinds up let it pass
    let mixed = AnyKind(&bob.pool);
    let bytes = container.encode_to_vec();
    let opened = open(&bob.identity, &mixed, |_| false, &bytes, NOW);
    assert_eq!(opened.unwrap_err(), OpenError::Tampered(Layer::OuterWrap));
}

struct AnyKind<'a>(&'a PrekeyPool);

impl PrekeyLookup for AnyKind<'_> {
    fn prekey(&self, id: u32, last_resort: bool) -> Option<&PrekeySecret> {
        let kinds = [last_resort, !last_resort];
        kinds.into_iter().find_map(|kind| self.0.prekey(id, kind))
    }
}

#[test]
fn one_receiver_cannot_pass_another_payload_on_to_the_next() {
    let (mut rng, alice, bob, carol) = three();
    let to = [bob.recipient(), carol.recipient()];
    let real = seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    let bobs = [carol.recipient()];
    let bobs = seal(&mut rng, &bob.identity, &bobs, &content(), NOW + DAY).unwrap();
    let mut forged = Container {
        payload: bobs.payload,
        ..real.clone()
    };
    let error = carol.open(&forged.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::Tampered(Layer::OuterWrap));
    // even if he had got hold of Carol's prekey and wrapped anew: what Alice wrapped inside is bound to her payload
    fixture::rewrap(&mut rng, &real, &mut forged, &carol);
    let error = carol.open(&forged.encode_to_vec()).unwrap_err();
    assert_eq!(error, OpenError::Tampered(Layer::InnerWrap));
    let mut again = real.clone();
    fixture::rewrap(&mut rng, &real, &mut again, &carol);
    assert!(carol.open(&again.encode_to_vec()).is_ok());
}

#[test]
fn only_the_holder_of_the_device_key_is_believed_to_be_the_sender() {
    let (mut rng, alice, bob, carol) = three();
    // Carol has Alice's public chain, from an earlier container, and puts it in place of her own
    let mut forged = content();
    forged.sent_at = NOW;
    let bytes = super::fixture::seal_with_chain(
        &mut rng,
        &carol.identity,
        alice.identity.chain(),
        &bob,
        &forged,
    );
    assert_eq!(
        bob.open(&bytes).unwrap_err(),
        OpenError::Tampered(Layer::InnerWrap)
    );
}

#[test]
fn prekeys_are_taken_only_for_what_they_were_signed() {
    let (_, alice, bob, _) = three();
    let chain = bob.identity.chain().clone();
    let passed_off = [
        (bob.last_resort.clone(), false),
        (bob.one_time.clone(), true),
    ];
    for (mut prekey, last_resort) in passed_off {
        prekey.last_resort = last_resort;
        let error = Recipient::new(chain.clone(), prekey).unwrap_err();
        assert_eq!(error, ChainError::Signature("prekey"));
    }
    let swapped = Recipient::new(chain, alice.one_time).unwrap_err();
    assert_eq!(swapped, ChainError::Signature("prekey"));
}

#[test]
fn a_reply_card_of_someone_else_is_refused() {
    let (mut rng, alice, bob, carol) = three();
    let card = |device: &Device| {
        Card::new(
            &device.identity,
            [1; 16],
            "example.org:443",
            [2; 32],
            None,
            None,
        )
        .unwrap()
    };
    let mut send = |card: Card| {
        let reply = ReplyPath {
            card: Some(card.signed().clone()),
        };
        let content = Content {
            reply: Some(reply),
            ..content()
        };
        let to = [bob.recipient()];
        let sealed = seal(&mut rng, &alice.identity, &to, &content, NOW + DAY).unwrap();
        bob.open(&sealed.encode_to_vec())
    };
    assert!(send(card(&alice)).is_ok());
    assert_eq!(send(card(&carol)).unwrap_err(), OpenError::ForeignCard);
}
