//! Android's key attestation.

use rcgen::KeyPair;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::made::{Authority, der, device_key, enumerated, number, octets, sequence, set};
use super::{CHALLENGE, NOW, statement};
use crate::secure::AttestationKind;
use crate::secure::attest::{AndroidApp, Trust, Verifier, Wrong};

const EXTENSION: [u64; 10] = [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17];
const SERIAL: u64 = 0x1234_5678;

/// What a phone says, and by whom.
struct Phone {
    challenge: Vec<u8>,
    level: u8,
    boot: u8,
    boot_key: Vec<u8>,
    locked: bool,
    packages: Vec<&'static str>,
    signer: [u8; 32],
    until: i32,
}

impl Default for Phone {
    fn default() -> Self {
        Self {
            challenge: CHALLENGE.to_vec(),
            level: 1,
            boot: 0,
            boot_key: vec![1; 32],
            locked: true,
            packages: vec!["org.sotto"],
            signer: [3; 32],
            until: 2040,
        }
    }
}

impl Phone {
    fn description(&self) -> Vec<u8> {
        let packages: Vec<Vec<u8>> = self
            .packages
            .iter()
            .map(|name| sequence(&[octets(name.as_bytes()), number(7)]))
            .collect();
        let app = sequence(&[set(&packages), set(&[octets(&self.signer)])]);
        let time = der(&[0xbf, 0x85, 0x3d], &number(1));
        let app = der(&[0xbf, 0x85, 0x45], &octets(&app));
        let locked = if self.locked { 0xff } else { 0 };
        let root = sequence(&[
            octets(&self.boot_key),
            der(&[0x01], &[locked]),
            enumerated(self.boot),
            octets(&[9; 32]),
        ]);
        let purpose = der(&[0xa1], &set(&[number(2)]));
        let root = der(&[0xbf, 0x85, 0x40], &root);
        sequence(&[
            number(100),
            enumerated(self.level),
            number(100),
            enumerated(self.level),
            octets(&self.challenge),
            octets(b""),
            sequence(&[time, app]),
            sequence(&[purpose, root]),
        ])
    }
}

struct Maker {
    root: Authority,
    batch: Authority,
    key: KeyPair,
}

impl Maker {
    fn new() -> Self {
        let root = Authority::root("Root");
        let batch = root.below("Batch", SERIAL);
        let key = device_key();
        Self { root, batch, key }
    }

    fn trust(&self) -> Trust {
        Trust {
            android_roots: vec![Authority::root("Another").der, self.root.der.clone()],
            android_apps: vec![AndroidApp {
                package: "org.sotto".to_owned(),
                signer: [3; 32],
            }],
            ..Trust::default()
        }
    }

    /// Leaf, batch, root.
    fn token(&self, phone: &Phone) -> Vec<u8> {
        let extension = (EXTENSION.as_slice(), phone.description());
        let leaf = self.batch.leaf(&self.key, extension, phone.until);
        [leaf, self.batch.der.clone(), self.root.der.clone()].concat()
    }
}

fn checked(trust: &Trust, token: &[u8]) -> Result<(), Wrong> {
    let verifier = Verifier::new(trust.clone());
    let statement = statement(AttestationKind::AndroidKey, token);
    verifier.check(&statement, &CHALLENGE, NOW).unwrap()
}

#[test]
fn a_key_of_our_app_in_hardware_on_the_makers_system_is_genuine() {
    let maker = Maker::new();
    let token = maker.token(&Phone::default());
    assert_eq!(checked(&maker.trust(), &token), Ok(()));
    // the root need not be in it
    let without = &token[..token.len() - maker.root.der.len()];
    assert_eq!(checked(&maker.trust(), without), Ok(()));
    let strong = Phone {
        level: 2,
        ..Phone::default()
    };
    assert_eq!(checked(&maker.trust(), &maker.token(&strong)), Ok(()));
}

#[test]
fn each_thing_that_can_be_wrong_is_named() {
    let phone = Phone::default;
    let cases = [
        (
            Wrong::Challenge,
            Phone {
                challenge: vec![8; 32],
                ..phone()
            },
        ),
        (
            Wrong::Challenge,
            Phone {
                challenge: CHALLENGE[..31].to_vec(),
                ..phone()
            },
        ),
        (
            Wrong::Software,
            Phone {
                level: 0,
                ..phone()
            },
        ),
        (
            Wrong::Boot,
            Phone {
                locked: false,
                ..phone()
            },
        ),
        (Wrong::Boot, Phone { boot: 1, ..phone() }),
        (Wrong::Boot, Phone { boot: 2, ..phone() }),
        (Wrong::Boot, Phone { boot: 3, ..phone() }),
        (
            Wrong::App,
            Phone {
                packages: vec!["org.other"],
                ..phone()
            },
        ),
        (
            Wrong::App,
            Phone {
                packages: vec!["org.sotto", "org.other"],
                ..phone()
            },
        ),
        (
            Wrong::App,
            Phone {
                packages: vec![],
                ..phone()
            },
        ),
        (
            Wrong::App,
            Phone {
                signer: [4; 32],
                ..phone()
            },
        ),
        (
            Wrong::Expired,
            Phone {
                until: 2025,
                ..phone()
            },
        ),
    ];
    let maker = Maker::new();
    for (wrong, phone) in cases {
        let token = maker.token(&phone);
        assert_eq!(checked(&maker.trust(), &token), Err(wrong));
    }
}

#[test]
fn another_system_counts_only_where_its_key_is_known_and_it_is_locked() {
    let maker = Maker::new();
    let mut trust = maker.trust();
    trust.android_boot_keys.insert(vec![5; 32]);
    let own = |locked| Phone {
        boot: 1,
        boot_key: vec![5; 32],
        locked,
        ..Phone::default()
    };
    assert_eq!(checked(&trust, &maker.token(&own(true))), Ok(()));
    let unlocked = maker.token(&own(false));
    assert_eq!(checked(&trust, &unlocked), Err(Wrong::Boot));
}

#[test]
fn only_the_pinned_root_counts_and_only_while_nothing_was_taken_back() {
    let maker = Maker::new();
    let token = maker.token(&Phone::default());
    let other = Maker::new();
    assert_eq!(checked(&other.trust(), &token), Err(Wrong::Root));
    let mut trust = maker.trust();
    trust.revoked.insert(vec![0x12, 0x34, 0x56, 0x78]);
    assert_eq!(checked(&trust, &token), Err(Wrong::Revoked));
    // the leaf signed by itself, named as a root would be
    trust = maker.trust();
    trust.android_roots.clear();
    trust.android_roots.push(maker.batch.der.clone());
    let swapped = [maker.batch.der.clone(), token.clone()].concat();
    assert!(checked(&trust, &swapped).is_err());
}

#[test]
fn a_chain_in_another_order_or_from_two_makers_is_none() {
    let (maker, other) = (Maker::new(), Maker::new());
    let phone = Phone::default();
    let leaf = maker.batch.leaf(
        &maker.key,
        (EXTENSION.as_slice(), phone.description()),
        2040,
    );
    let mixed = [leaf.clone(), other.batch.der.clone()].concat();
    assert_eq!(checked(&other.trust(), &mixed), Err(Wrong::Chain));
    let turned = [maker.batch.der.clone(), leaf.clone()].concat();
    assert!(checked(&maker.trust(), &turned).is_err());
    assert_eq!(checked(&maker.trust(), &leaf), Err(Wrong::Root));
    let endless = leaf.repeat(9);
    assert_eq!(checked(&maker.trust(), &endless), Err(Wrong::Damaged));
}

#[test]
fn an_attested_key_cannot_vouch_for_another() {
    let maker = Maker::new();
    let phone = Phone::default();
    // a chain that goes on below a genuine leaf, once honestly marked and once as an authority
    for authority in [false, true] {
        let extension = (EXTENSION.as_slice(), phone.description());
        let genuine = maker
            .batch
            .certificate(&maker.key, extension, 2040, authority);
        let forged = Authority::root("Leaf");
        let below = forged.leaf(
            &device_key(),
            (EXTENSION.as_slice(), phone.description()),
            2040,
        );
        let token = [below, genuine, maker.batch.der.clone()].concat();
        assert_eq!(checked(&maker.trust(), &token), Err(Wrong::Chain));
    }
}

#[test]
fn cut_or_changed_statements_are_refused_and_break_nothing() {
    let maker = Maker::new();
    let trust = maker.trust();
    let token = maker.token(&Phone::default());
    let rootless = token.len() - maker.root.der.len();
    for length in (0..token.len()).filter(|length| *length != rootless) {
        assert!(checked(&trust, &token[..length]).is_err(), "{length}");
    }
    // no bit of what is signed, nor of the signature, may change; what lies between the two says nothing new
    let mut rest = &token[..rootless];
    while !rest.is_empty() {
        let (after, certificate) = X509Certificate::from_der(rest).unwrap();
        for part in [
            certificate.tbs_certificate.as_ref(),
            &certificate.signature_value.data,
        ] {
            let from = part.as_ptr().addr() - token.as_ptr().addr();
            for at in (from..from + part.len()).step_by(3) {
                let mut changed = token.clone();
                changed[at] ^= 1 << (at % 8);
                assert!(checked(&trust, &changed).is_err(), "{at}");
            }
        }
        rest = after;
    }
}
