//! A container of the first version, kept: every later version must open it. And the tool of a forger.

use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use sotto_protocol::chain::Chain;
use sotto_protocol::label::Label;
use sotto_protocol::wire::container::{Entry, Inner};

use super::super::bound::{Aead, Bound, EntryName, Inside, Kdf, OUTSIDE_KEY, Outside, text_bound};
use super::super::{cipher, padme};
use super::*;
use crate::identity::PrekeySecret;

/// In hex, a line each: the sender's user key, the receiver's identity, the seed of its prekey, the container.
const KEPT: &str = include_str!("v1.hex");
const PREKEY: u32 = 1;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16).unwrap()).collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] * 16 + pair[1]) as u8)
        .collect()
}

struct OnePrekey(PrekeySecret);

impl PrekeyLookup for OnePrekey {
    fn prekey(&self, id: u32, last_resort: bool) -> Option<&PrekeySecret> {
        (id == PREKEY && !last_resort).then_some(&self.0)
    }
}

#[test]
fn a_container_of_the_first_version_opens() {
    let kept: Vec<Vec<u8>> = KEPT.lines().map(unhex).collect();
    let [user_key, identity, seed, container] = kept.as_slice() else {
        panic!("four lines")
    };
    let receiver = Identity::from_bytes(identity).unwrap();
    let prekey = OnePrekey(PrekeySecret::from_bytes(
        &seed.as_slice().try_into().unwrap(),
    ));
    let opened = open(&receiver, &prekey, |_| false, container, NOW).unwrap();
    assert_eq!(opened.sender.user_key().as_slice(), user_key);
    assert!(opened.content == content());
}

#[test]
#[ignore = "writes the kept container; only for a new version, beside the old ones"]
fn write_the_kept_container() {
    let (mut rng, alice, bob, _) = three();
    let secret = bob.pool.prekey(PREKEY, false).unwrap();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let lines: [&[u8]; 4] = [
        alice.identity.chain().user_key(),
        &bob.identity.to_bytes(),
        secret.as_bytes(),
        &container.encode_to_vec(),
    ];
    let text: String = lines.map(|line| hex(line) + "\n").concat();
    std::fs::write("src/container/tests/v1.hex", text).unwrap();
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

/// Takes the outer wrap of the last entry, which is `to`'s, off `real` and puts it on `forged`, bound to the latter.
pub(super) fn rewrap(rng: &mut ChaCha20Rng, real: &Container, forged: &mut Container, to: &Device) {
    let device = to.identity.device_id();
    let name = EntryName {
        device: device.as_bytes(),
        prekey_id: to.one_time.id,
        last_resort: false,
    };
    let secret = to.pool.prekey(to.one_time.id, false).unwrap();
    let wrapped = &real.entries.last().unwrap().wrapped;
    let inner = hpke::single_shot_open::<Aead, Kdf, Outside>(
        &OpModeR::Base,
        &secret.private(),
        &Deserializable::from_bytes(&wrapped[..OUTSIDE_KEY]).unwrap(),
        &Label::ContainerOuter.over(&[]),
        &wrapped[OUTSIDE_KEY..],
        &Bound::of(real).outer(name),
    )
    .unwrap();
    let (key, text) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Outside>(
        &OpModeS::Base,
        &Deserializable::from_bytes(&to.one_time.public_key).unwrap(),
        &Label::ContainerOuter.over(&[]),
        &inner,
        &Bound::of(forged).outer(name),
        rng,
    )
    .unwrap();
    forged.entries.last_mut().unwrap().wrapped = [key.to_bytes().as_slice(), &text].concat();
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
