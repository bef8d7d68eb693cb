//! The chain of trust: what holds, and what a lying server cannot pass off.

#![allow(clippy::unwrap_used)]

use ed25519_dalek::{Signer, SigningKey};
use sotto_protocol::chain::{Chain, ChainError, PREKEY_LENGTH, prekey_text, verify_user};
use sotto_protocol::label::{Label, account_of, device_of};
use sotto_protocol::wire::keys::{KeyChain, Prekey};

struct Owner {
    user: SigningKey,
    instance: SigningKey,
    device_key: [u8; 32],
}

impl Owner {
    fn new(seed: u8) -> Self {
        Self {
            user: SigningKey::from_bytes(&[seed; 32]),
            instance: SigningKey::from_bytes(&[seed + 1; 32]),
            device_key: [seed + 2; 32],
        }
    }

    fn wire(&self) -> KeyChain {
        let instance = self.instance.verifying_key().to_bytes();
        let over_instance = Label::InstanceKey.over(&[&instance]);
        let over_device = Label::DeviceKey.over(&[&self.device_key]);
        KeyChain {
            user_key: self.user.verifying_key().to_bytes().to_vec(),
            instance_key: instance.to_vec(),
            instance_signature: self.user.sign(&over_instance).to_bytes().to_vec(),
            device_key: self.device_key.to_vec(),
            device_signature: self.instance.sign(&over_device).to_bytes().to_vec(),
        }
    }

    fn prekey(&self, last_resort: bool) -> Prekey {
        let public_key = vec![7; PREKEY_LENGTH];
        let text = prekey_text(last_resort, 9, &public_key);
        Prekey {
            id: 9,
            signature: self.instance.sign(&text).to_bytes().to_vec(),
            public_key,
            last_resort,
        }
    }
}

#[test]
fn a_whole_chain_names_its_account_and_device_by_their_keys() {
    let owner = Owner::new(1);
    let chain = Chain::verify(owner.wire()).unwrap();
    assert_eq!(
        chain.account(),
        account_of(owner.user.verifying_key().as_bytes())
    );
    assert_eq!(
        chain.device(),
        device_of(owner.instance.verifying_key().as_bytes())
    );
}

#[test]
fn a_swapped_key_anywhere_in_the_chain_is_noticed() {
    let (owner, thief) = (Owner::new(1), Owner::new(50));
    let swaps: [fn(&mut KeyChain, &KeyChain); 4] = [
        |chain, other| chain.user_key = other.user_key.clone(),
        |chain, other| chain.instance_key = other.instance_key.clone(),
        |chain, other| chain.device_key = other.device_key.clone(),
        |chain, other| {
            chain.device_key = other.device_key.clone();
            chain.device_signature = other.device_signature.clone();
        },
    ];
    for swap in swaps {
        let mut wire = owner.wire();
        swap(&mut wire, &thief.wire());
        assert!(matches!(Chain::verify(wire), Err(ChainError::Signature(_))));
    }
}

#[test]
fn a_signature_for_one_purpose_is_none_for_another() {
    let owner = Owner::new(1);
    let chain = Chain::verify(owner.wire()).unwrap();
    let mut prekey = owner.prekey(true);
    assert_eq!(chain.verify_prekey(&prekey), Ok(()));
    prekey.last_resort = false;
    assert_eq!(
        chain.verify_prekey(&prekey),
        Err(ChainError::Signature("prekey"))
    );
    let card = owner.user.sign(&Label::InstanceKey.over(&[b"text"]));
    let user = owner.user.verifying_key().to_bytes();
    let text = Label::Card.over(&[b"text"]);
    assert_eq!(
        verify_user(&user, &text, &card.to_bytes()),
        Err(ChainError::Signature("card"))
    );
}

#[test]
fn weak_and_misshapen_keys_are_refused_before_any_signature() {
    let mut wire = Owner::new(1).wire();
    wire.user_key = vec![0; 32];
    assert_eq!(Chain::verify(wire), Err(ChainError::Key("user key")));
    let mut wire = Owner::new(1).wire();
    wire.device_key.pop();
    assert_eq!(Chain::verify(wire), Err(ChainError::Key("device key")));
}

#[test]
fn no_two_lists_of_parts_look_alike() {
    assert_ne!(
        Label::Card.over(&[b"ab", b"c"]),
        Label::Card.over(&[b"a", b"bc"])
    );
    assert_ne!(Label::Card.over(&[b"a"]), Label::Card.over(&[b"a", b""]));
}
