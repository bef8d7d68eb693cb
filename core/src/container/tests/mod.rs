//! What a container must do and refuse.
#![allow(clippy::unwrap_used)]

mod fixture;
mod forge;
mod signal;

use prost::Message;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_protocol::wire::container::{Cancel, Container, Content, content::Body};

use super::*;
use crate::identity::{Identity, PrekeyPool};

pub(super) const NOW: u64 = 1_800_000_000_000;
pub(super) const DAY: u64 = 24 * 3600 * 1000;

/// A device with its pool and what it published.
pub(super) struct Device {
    pub(super) identity: Identity,
    pub(super) pool: PrekeyPool,
    pub(super) one_time: sotto_protocol::wire::keys::Prekey,
    pub(super) last_resort: sotto_protocol::wire::keys::Prekey,
}

impl Device {
    pub(super) fn new(rng: &mut ChaCha20Rng) -> Self {
        let identity = Identity::generate(rng);
        let mut pool = PrekeyPool::new();
        // as few as possible: the pool's own tests make hundreds
        let mut make = |last_resort| {
            let instance = identity.instance();
            pool.make(rng, instance, NOW, last_resort, &mut Vec::new())
                .unwrap()
        };
        let one_time = make(false);
        make(false);
        let last_resort = make(true);
        Self {
            identity,
            pool,
            one_time,
            last_resort,
        }
    }

    pub(super) fn recipient(&self) -> Recipient {
        Recipient::new(self.identity.chain().clone(), self.one_time.clone()).unwrap()
    }

    pub(super) fn open(&self, bytes: &[u8]) -> Result<Opened, OpenError> {
        open(&self.identity, &self.pool, |_| false, bytes, NOW)
    }
}

pub(super) fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(7)
}

pub(super) fn content() -> Content {
    let cancel = Cancel {
        meeting_id: vec![5; 32],
        reason: 4,
    };
    Content {
        version: 1,
        sent_at: NOW,
        reply: None,
        body: Some(Body::Cancel(cancel)),
    }
}

pub(super) fn three() -> (ChaCha20Rng, Device, Device, Device) {
    let mut rng = rng();
    let [alice, bob, carol] = std::array::from_fn(|_| Device::new(&mut rng));
    (rng, alice, bob, carol)
}

#[test]
fn every_receiver_opens_it_and_knows_the_sender() {
    let (mut rng, alice, bob, carol) = three();
    let to = [bob.recipient(), carol.recipient()];
    let container = seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    let bytes = container.encode_to_vec();
    for receiver in [&bob, &carol] {
        let opened = receiver.open(&bytes).unwrap();
        assert_eq!(&opened.sender, alice.identity.chain());
        assert!(opened.content == content());
        assert_eq!(opened.spent, Some(receiver.one_time.id));
        assert_eq!(opened.id.to_vec(), container.id);
    }
    assert_eq!(alice.open(&bytes).unwrap_err(), OpenError::NotForThisDevice);
}

#[test]
fn the_server_may_leave_each_device_only_its_own_entry() {
    let (mut rng, alice, bob, carol) = three();
    let to = [bob.recipient(), carol.recipient()];
    let mut container = seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    container.entries.remove(0);
    assert!(carol.open(&container.encode_to_vec()).is_ok());
}

#[test]
fn the_server_finds_nothing_of_the_sender_in_it() {
    let (mut rng, alice, bob, _) = three();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let bytes = container.encode_to_vec();
    let chain = alice.identity.chain();
    let (account, device) = (chain.account(), chain.device());
    let wire = chain.wire();
    let secrets: [&[u8]; 7] = [
        account.as_bytes(),
        device.as_bytes(),
        &wire.user_key,
        &wire.instance_key,
        &wire.device_key,
        &wire.instance_signature,
        &[5; 32],
    ];
    for secret in secrets {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
}

#[test]
fn a_spent_prekey_opens_nothing_more() {
    let (mut rng, alice, mut bob, _) = three();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let bytes = container.encode_to_vec();
    let spent = bob.open(&bytes).unwrap().spent.unwrap();
    assert!(bob.pool.spend(spent).is_some());
    assert_eq!(
        bob.open(&bytes).unwrap_err(),
        OpenError::UnknownPrekey { id: spent }
    );
}

#[test]
fn a_last_resort_prekey_stays() {
    let (mut rng, alice, mut bob, _) = three();
    let to = Recipient::new(bob.identity.chain().clone(), bob.last_resort.clone()).unwrap();
    let bytes = seal(&mut rng, &alice.identity, &[to], &content(), NOW + DAY)
        .unwrap()
        .encode_to_vec();
    assert_eq!(bob.open(&bytes).unwrap().spent, None);
    assert!(bob.pool.spend(bob.last_resort.id).is_none());
    assert!(bob.open(&bytes).is_ok());
}

#[test]
fn a_replay_is_dropped() {
    let (mut rng, alice, bob, _) = three();
    let container = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let seen = |id: &sotto_protocol::id::ContainerId| id.to_vec() == container.id;
    let bytes = container.encode_to_vec();
    let again = open(&bob.identity, &bob.pool, seen, &bytes, NOW);
    assert_eq!(again.unwrap_err(), OpenError::Replayed);
}

#[test]
fn its_time_ends_and_cannot_be_endless() {
    let (mut rng, alice, bob, _) = three();
    let to = [bob.recipient()];
    let seal_until =
        |rng: &mut ChaCha20Rng, until| seal(rng, &alice.identity, &to, &content(), until);
    let bytes = seal_until(&mut rng, NOW + DAY).unwrap().encode_to_vec();
    let late = open(&bob.identity, &bob.pool, |_| false, &bytes, NOW + DAY);
    assert_eq!(late.unwrap_err(), OpenError::Expired);
    for until in [0, NOW, NOW + 31 * DAY, u64::MAX] {
        assert_eq!(seal_until(&mut rng, until).err(), Some(SealError::Expiry));
    }
    let forever = seal::seal_as(1, &mut rng, &alice.identity, &to, &content(), u64::MAX).unwrap();
    assert_eq!(
        bob.open(&forever.encode_to_vec()).unwrap_err(),
        OpenError::LivesTooLong
    );
}

#[test]
fn it_stays_within_what_servers_take() {
    let (mut rng, alice, bob, _) = three();
    let mut big = content();
    big.body = Some(Body::Cancel(Cancel {
        meeting_id: vec![0; 100_000],
        reason: 0,
    }));
    let to = [bob.recipient()];
    let sealed = seal(&mut rng, &alice.identity, &to, &big, NOW + DAY);
    assert!(matches!(sealed.err(), Some(SealError::TooLarge { .. })));
    assert_eq!(
        bob.open(&[0; 98_305]).unwrap_err(),
        OpenError::TooLarge { size: 98_305 }
    );
    let nobody = seal(&mut rng, &alice.identity, &[], &content(), NOW + DAY);
    assert_eq!(nobody.err(), Some(SealError::Recipients));
    let twice = [bob.recipient(), bob.recipient()];
    let twice = seal(&mut rng, &alice.identity, &twice, &content(), NOW + DAY);
    assert_eq!(twice.err(), Some(SealError::Recipients));
}

#[test]
fn sizes_are_known() {
    let (mut rng, alice, bob, carol) = three();
    let size = |container: Container| container.encoded_len();
    let one = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap();
    let entry = one.entries[0].wrapped.len();
    let (payload, sender) = (one.payload.len(), one.sender.len());
    let to = [bob.recipient(), carol.recipient()];
    let two = seal(&mut rng, &alice.identity, &to, &content(), NOW + DAY).unwrap();
    insta::assert_snapshot!(
        format!("payload {payload}, sender {sender}, wrapped {entry}; one device {}, two {}", size(one), size(two)),
        @"payload 1040, sender 250, wrapped 1252; one device 2601, two 3879"
    );
}

#[test]
fn nothing_prints_people_or_secrets() {
    let (mut rng, alice, bob, _) = three();
    let bytes = seal(
        &mut rng,
        &alice.identity,
        &[bob.recipient()],
        &content(),
        NOW + DAY,
    )
    .unwrap()
    .encode_to_vec();
    let shown = format!(
        "{:?} {:?} {:?}",
        bob.open(&bytes).unwrap(),
        bob.recipient(),
        alice.identity
    );
    assert!(shown.len() < 700, "{shown}");
    for line in ["meeting_id", "user_key", "device_key"] {
        assert!(!shown.contains(line), "{shown}");
    }
}
