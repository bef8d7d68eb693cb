//! Apple's App Attest.

use ciborium::Value;
use rcgen::KeyPair;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use sha2::{Digest, Sha256};

use super::made::{Authority, der, device_key, octets, sequence};
use super::{CHALLENGE, NOW, statement};
use crate::secure::AttestationKind;
use crate::secure::attest::{
    Trust, Verifier, Wrong, assertion_counter, kept_key_challenge, kept_key_statement,
};

const EXTENSION: [u64; 7] = [1, 2, 840, 113635, 100, 8, 2];
const APP: &str = "ABCDE12345.org.sotto";

struct Phone {
    root: Authority,
    between: Authority,
    key: KeyPair,
    app: &'static str,
    maker: &'static [u8; 16],
    counter: u32,
    until: i32,
}

impl Phone {
    fn new() -> Self {
        let root = Authority::root("App Attestation Root");
        let between = root.below("App Attestation 1", 5);
        Self {
            root,
            between,
            key: device_key(),
            app: APP,
            maker: b"appattest\0\0\0\0\0\0\0",
            counter: 0,
            until: 2040,
        }
    }

    fn trust(&self) -> Trust {
        Trust {
            apple_roots: vec![self.root.der.clone()],
            apple_apps: vec![APP.to_owned()],
            ..Trust::default()
        }
    }

    fn public(&self) -> &[u8] {
        self.key.public_key_raw()
    }

    fn head(&self, flags: u8, counter: u32) -> Vec<u8> {
        let app = Sha256::digest(self.app.as_bytes());
        [app.as_slice(), &[flags], &counter.to_be_bytes()].concat()
    }

    /// An attestation object for a client data hash, with its nonce in the certificate.
    fn object(&self, hash: &[u8; 32]) -> Value {
        let id = Sha256::digest(self.public());
        let data = [
            self.head(0x40, self.counter).as_slice(),
            self.maker,
            &32_u16.to_be_bytes(),
            &id,
            // the public key again, which nobody needs
            &[0xa0],
        ]
        .concat();
        let nonce = Sha256::new().chain_update(&data).chain_update(hash);
        let nonce = der(&[0xa1], &octets(&nonce.finalize()));
        let leaf = self.between.leaf(
            &self.key,
            (EXTENSION.as_slice(), sequence(&[nonce])),
            self.until,
        );
        let chain = vec![Value::Bytes(leaf), Value::Bytes(self.between.der.clone())];
        map([
            ("fmt", "apple-appattest".into()),
            (
                "attStmt",
                map([
                    ("x5c", Value::Array(chain)),
                    ("receipt", Value::Bytes(vec![1; 40])),
                ]),
            ),
            ("authData", Value::Bytes(data)),
        ])
    }

    fn assertion(&self, challenge: &[u8; 32], counter: u32) -> Value {
        let data = self.head(0, counter);
        let nonce = Sha256::new()
            .chain_update(&data)
            .chain_update(challenge)
            .finalize();
        let random = SystemRandom::new();
        let pkcs8 = self.key.serialize_der();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random);
        let signature = key.unwrap().sign(&random, &nonce).unwrap();
        map([
            ("signature", Value::Bytes(signature.as_ref().to_vec())),
            ("authenticatorData", Value::Bytes(data)),
        ])
    }

    /// A key that is kept, and its assertion of this challenge.
    fn kept(&self, challenge: &[u8; 32], counter: u32) -> Vec<u8> {
        let object = bytes(&self.object(&kept_key_challenge()));
        kept_key_statement(&object, &bytes(&self.assertion(challenge, counter)))
    }
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.map(|(key, value)| (key.into(), value)).into())
}

fn bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

fn checked(trust: &Trust, token: &[u8]) -> Result<(), Wrong> {
    let verifier = Verifier::new(trust.clone());
    let statement = statement(AttestationKind::AppAttest, token);
    verifier.check(&statement, &CHALLENGE, NOW).unwrap()
}

#[test]
fn a_new_key_for_this_meeting_and_a_kept_key_that_signs_for_it_are_genuine() {
    let phone = Phone::new();
    let fresh = bytes(&phone.object(&CHALLENGE));
    assert_eq!(checked(&phone.trust(), &fresh), Ok(()));
    let kept = phone.kept(&CHALLENGE, 4);
    assert_eq!(checked(&phone.trust(), &kept), Ok(()));
}

#[test]
fn an_old_statement_proves_nothing_for_another_meeting() {
    let phone = Phone::new();
    let old = bytes(&phone.object(&[8; 32]));
    assert_eq!(checked(&phone.trust(), &old), Err(Wrong::Challenge));
    let kept = bytes(&phone.object(&kept_key_challenge()));
    assert_eq!(
        checked(&phone.trust(), &kept),
        Err(Wrong::Challenge),
        "a kept key without an assertion is not fresh"
    );
    let assertion = phone.kept(&[8; 32], 4);
    assert_eq!(checked(&phone.trust(), &assertion), Err(Wrong::Signature));
    let other = Phone::new();
    let swapped = bytes(&map([
        (
            "attestation",
            Value::Bytes(bytes(&phone.object(&kept_key_challenge()))),
        ),
        (
            "assertion",
            Value::Bytes(bytes(&other.assertion(&CHALLENGE, 4))),
        ),
    ]));
    assert_eq!(checked(&phone.trust(), &swapped), Err(Wrong::Signature));
}

#[test]
fn counters_only_grow_for_whoever_remembers_them() {
    let phone = Phone::new();
    let assertion = bytes(&phone.assertion(&CHALLENGE, 4));
    let trust = phone.trust();
    let count = |last| assertion_counter(&trust, phone.public(), &assertion, &CHALLENGE, last);
    assert_eq!(count(3), Ok(4));
    assert_eq!(count(4), Err(Wrong::Signature));
    let none = phone.kept(&CHALLENGE, 0);
    assert_eq!(checked(&trust, &none), Err(Wrong::Signature));
}

#[test]
fn each_thing_that_can_be_wrong_is_named() {
    let check = |phone: &Phone| checked(&phone.trust(), &bytes(&phone.object(&CHALLENGE)));
    let mut phone = Phone::new();
    phone.app = "ABCDE12345.org.other";
    assert_eq!(check(&phone), Err(Wrong::App));
    let mut phone = Phone::new();
    phone.maker = b"appattestdevelop";
    assert_eq!(check(&phone), Err(Wrong::App));
    let mut trust = phone.trust();
    trust.apple_development = true;
    assert_eq!(checked(&trust, &bytes(&phone.object(&CHALLENGE))), Ok(()));
    let mut phone = Phone::new();
    phone.counter = 1;
    assert_eq!(check(&phone), Err(Wrong::Damaged));
    let mut phone = Phone::new();
    phone.until = 2025;
    assert_eq!(check(&phone), Err(Wrong::Expired));
    let (phone, other) = (Phone::new(), Phone::new());
    let object = bytes(&phone.object(&CHALLENGE));
    assert_eq!(checked(&other.trust(), &object), Err(Wrong::Root));
    let mut trust = phone.trust();
    trust.revoked.insert(vec![5]);
    assert_eq!(checked(&trust, &object), Err(Wrong::Revoked));
}

#[test]
fn cut_statements_endless_nesting_and_nonsense_are_refused_and_break_nothing() {
    let phone = Phone::new();
    let trust = phone.trust();
    for whole in [bytes(&phone.object(&CHALLENGE)), phone.kept(&CHALLENGE, 4)] {
        for length in 0..whole.len() {
            assert!(checked(&trust, &whole[..length]).is_err(), "{length}");
        }
        let longer = [whole.as_slice(), &[0]].concat();
        assert_eq!(checked(&trust, &longer), Err(Wrong::Damaged));
    }
    let limit = 12 * 1024;
    // lists in lists, maps in maps, lengths that are not there, without an end
    for (byte, count) in [(0x81, limit), (0xa1, limit), (0x9f, limit), (0xbf, limit)] {
        let nested = vec![byte; count];
        assert_eq!(checked(&trust, &nested), Err(Wrong::Damaged));
    }
    for start in [[0x5b, 0xff], [0x9b, 0xff], [0xbb, 0xff]] {
        let huge = [start.as_slice(), &[0xff; 7]].concat();
        assert_eq!(checked(&trust, &huge), Err(Wrong::Damaged));
    }
    let twice = bytes(&Value::Map(vec![
        ("fmt".into(), "apple-appattest".into()),
        ("fmt".into(), "apple-appattest".into()),
    ]));
    assert_eq!(checked(&trust, &twice), Err(Wrong::Damaged));
}
