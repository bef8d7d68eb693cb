//! A container of the first version, kept: every later version must open it. And the tool of a forger.

use hpke::{Deserializable, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use sotto_protocol::chain::Chain;
use sotto_protocol::label::Label;
use sotto_protocol::wire::container::{Entry, Inner};

use super::super::bound::{Aead, Bound, EntryName, Inside, Kdf, Outside, text_bound};
use super::super::{cipher, padme};
use super::*;

const KEPT: &str = include_str!("v1.hex");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .trim()
        .chars()
        .map(|c| c.to_digit(16).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] * 16 + pair[1]) as u8)
        .collect()
}

#[test]
fn a_container_of_the_first_version_opens() {
    // identities and prekeys are made from a fixed seed, so the receiver is always the same
    let (_, alice, bob, _) = three();
    let opened = bob.open(&unhex(KEPT)).unwrap();
    assert_eq!(&opened.sender, alice.identity.chain());
    assert!(opened.content == content());
}

#[test]
fn the_same_seed_makes_the_same_container() {
    let (mut rng, alice, bob, _) = three();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let made = hex(&container.encode_to_vec());
    if std::env::var_os("WRITE_FIXTURE").is_some() {
        std::fs::write("src/container/tests/v1.hex", &made).unwrap();
    }
    assert_eq!(Sha256::digest(unhex(&made)), Sha256::digest(unhex(KEPT)));
}

/// A container by `forger` that names `chain` as its sender.
pub(super) fn seal_with_chain(
    rng: &mut ChaCha20Rng,
    forger: &Identity,
    chain: &Chain,
    to: &Device,
    content: &Content,
) -> Vec<u8> {
    let (content_key, sender_key) = (cipher::Key::new([1; 32]), cipher::Key::new([2; 32]));
    let mut container = Container {
        version: 1,
        id: vec![3; 16],
        expires: NOW + DAY,
        ..Default::default()
    };
    let bound = text_bound(Label::ContainerPayload, &container);
    let text = padme::pad(&content.encode_to_vec(), 1_024);
    container.payload = cipher::encrypt(&content_key, cipher::ONLY, &bound, &text);
    let bound = text_bound(Label::ContainerSender, &container);
    container.sender = cipher::encrypt(
        &sender_key,
        cipher::ONLY,
        &bound,
        &chain.wire().encode_to_vec(),
    );
    let bound = Bound::of(&container);
    let device = to.identity.device_id();
    let name = EntryName {
        device: device.as_bytes(),
        prekey_id: to.one_time.id,
        last_resort: false,
    };
    let receiver = Deserializable::from_bytes(to.identity.chain().device_key()).unwrap();
    let (key, text) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Inside>(
        &OpModeS::Auth(forger.device().pair()),
        &receiver,
        &Label::ContainerInner.over(&[]),
        content_key.as_slice(),
        &bound.inner(name, chain, to.identity.chain()),
        rng,
    )
    .unwrap();
    let wrapped = [key.to_bytes().as_slice(), &text].concat();
    let inner = Inner {
        sender_key: sender_key.to_vec(),
        wrapped,
    }
    .encode_to_vec();
    let (key, text) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Outside>(
        &OpModeS::Base,
        &Deserializable::from_bytes(&to.one_time.public_key).unwrap(),
        &Label::ContainerOuter.over(&[]),
        &inner,
        &bound.outer(name),
        rng,
    )
    .unwrap();
    let wrapped = [key.to_bytes().as_slice(), &text].concat();
    let entry = Entry {
        device: device.to_vec(),
        prekey_id: to.one_time.id,
        last_resort: false,
        wrapped,
    };
    container.entries.push(entry);
    container.encode_to_vec()
}

#[test]
fn the_forgers_tool_makes_containers_that_open_when_the_chain_is_his() {
    let (mut rng, alice, bob, _) = three();
    let bytes = seal_with_chain(
        &mut rng,
        &alice.identity,
        alice.identity.chain(),
        &bob,
        &content(),
    );
    assert!(bob.open(&bytes).is_ok());
}
