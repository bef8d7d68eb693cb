//! Apple's App Attest (developer.apple.com, *Validating apps that connect to your server*). Two statements are taken:
//!
//! - an attestation object for the challenge itself: a new key for this meeting;
//! - a map of `attestation`, the object of a key that the phone keeps, made for [`kept_key_challenge`], and `assertion`, by
//!   which that key signs this challenge. What an old object proves is only that the key is the app's and in the Secure
//!   Enclave; the assertion is what is fresh.
//!
//! The challenge is a hash, so it is the client data hash itself.

use ciborium::Value;
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use sotto_protocol::label::Label;
use x509_parser::oid_registry::{Oid, asn1_rs::oid};

use super::cbor::Map;
use super::der::{self, OCTETS, SEQUENCE};
use super::{Trust, Wrong, chain};

const NONCE: Oid<'static> = oid!(1.2.840.113635.100.8.2);
const FORMAT: &str = "apple-appattest";
const PRODUCTION: &[u8; 16] = b"appattest\0\0\0\0\0\0\0";
const DEVELOPMENT: &[u8; 16] = b"appattestdevelop";
/// Bytes before the attested credential: hash of the app's id, flags, counter.
const HEAD: usize = 37;
/// Attested credential data are there (WebAuthn §6.1).
const ATTESTED: u8 = 0x40;

/// The client data hash for which a phone has a key attested that it keeps.
#[must_use]
pub fn kept_key_challenge() -> [u8; 32] {
    Sha256::digest(Label::Attestation.over(&[])).into()
}

/// The statement of a key that the phone keeps, of the two objects that Apple's service gives it: the attestation made
/// once for [`kept_key_challenge`], and the assertion about this call's challenge.
#[must_use]
pub fn kept_key_statement(attestation: &[u8], assertion: &[u8]) -> Vec<u8> {
    let entry =
        |key: &str, bytes: &[u8]| (Value::Text(key.to_owned()), Value::Bytes(bytes.to_vec()));
    let map = Value::Map(vec![
        entry("attestation", attestation),
        entry("assertion", assertion),
    ]);
    let mut token = Vec::new();
    ciborium::into_writer(&map, &mut token).expect("a map of bytes can be written to memory");
    token
}

pub(super) fn check(
    trust: &Trust,
    token: &[u8],
    challenge: &[u8; 32],
    master: u64,
) -> Result<(), Wrong> {
    let map = Map::read(token)?;
    if !map.has("attestation") {
        return attested_key(trust, &map, challenge, master).map(|_| ());
    }
    let attestation = Map::read(map.bytes("attestation")?)?;
    let key = attested_key(trust, &attestation, &kept_key_challenge(), master)?;
    let counter = asserted(trust, &key, map.bytes("assertion")?, challenge)?;
    // the object itself counts as 0
    (counter > 0).then_some(()).ok_or(Wrong::Signature)
}

/// The counter of an assertion of this key about this challenge; it must be above that of the last one, for whoever
/// remembers it: a key that was copied counts twice.
///
/// # Errors
/// [`Wrong`].
pub fn assertion_counter(
    trust: &Trust,
    key: &[u8],
    assertion: &[u8],
    challenge: &[u8; 32],
    last: u32,
) -> Result<u32, Wrong> {
    let counter = asserted(trust, key, assertion, challenge)?;
    (counter > last).then_some(counter).ok_or(Wrong::Signature)
}

fn asserted(
    trust: &Trust,
    key: &[u8],
    assertion: &[u8],
    challenge: &[u8; 32],
) -> Result<u32, Wrong> {
    let map = Map::read(assertion)?;
    let data = map.bytes("authenticatorData")?;
    let (app, _, counter) = head(data)?;
    our_app(trust, app)?;
    let nonce = Sha256::new()
        .chain_update(data)
        .chain_update(challenge)
        .finalize();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
        .verify(&nonce, map.bytes("signature")?)
        .map_err(|_| Wrong::Signature)?;
    Ok(counter)
}

/// The public key (X9.62, uncompressed) that Apple attests for this client data hash.
fn attested_key(trust: &Trust, map: &Map, hash: &[u8; 32], master: u64) -> Result<Vec<u8>, Wrong> {
    if map.text("fmt")? != FORMAT {
        return Err(Wrong::Damaged);
    }
    let statement = map.map("attStmt")?;
    let chain = statement.list("x5c")?;
    let certificates = chain::verified(&chain, &trust.apple_roots, &trust.revoked, master)?;
    let leaf = certificates.first().ok_or(Wrong::Damaged)?;
    let data = map.bytes("authData")?;
    let nonce: [u8; 32] = Sha256::new()
        .chain_update(data)
        .chain_update(hash)
        .finalize()
        .into();
    let extension = leaf.get_extension_unique(&NONCE);
    let extension = extension.ok().flatten().ok_or(Wrong::Damaged)?;
    let fields = der::only(extension.value, SEQUENCE)?;
    if der::tagged(fields, 1, OCTETS)? != Some(nonce.as_slice()) {
        return Err(Wrong::Challenge);
    }
    let key = leaf.public_key().subject_public_key.data.to_vec();
    credential(trust, data, &key)?;
    Ok(key)
}

/// The authenticator data speak of our app, and of this key.
fn credential(trust: &Trust, data: &[u8], key: &[u8]) -> Result<(), Wrong> {
    let (app, flags, counter) = head(data)?;
    our_app(trust, app)?;
    let rest = &data[HEAD..];
    let (maker, rest) = rest.split_first_chunk::<16>().ok_or(Wrong::Damaged)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Wrong::Damaged)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let id = rest.get(..length).ok_or(Wrong::Damaged)?;
    if flags & ATTESTED == 0 || counter != 0 {
        return Err(Wrong::Damaged);
    }
    if maker != PRODUCTION && !(trust.apple_development && maker == DEVELOPMENT) {
        return Err(Wrong::App);
    }
    match id == Sha256::digest(key).as_slice() {
        true => Ok(()),
        false => Err(Wrong::Signature),
    }
}

fn head(data: &[u8]) -> Result<(&[u8; 32], u8, u32), Wrong> {
    let (app, rest) = data.split_first_chunk::<32>().ok_or(Wrong::Damaged)?;
    let (flags, rest) = rest.split_first().ok_or(Wrong::Damaged)?;
    let (counter, _) = rest.split_first_chunk::<4>().ok_or(Wrong::Damaged)?;
    Ok((app, *flags, u32::from_be_bytes(*counter)))
}

fn our_app(trust: &Trust, hash: &[u8; 32]) -> Result<(), Wrong> {
    let ours = |id: &String| Sha256::digest(id.as_bytes()).as_slice() == hash;
    match trust.apple_apps.iter().any(ours) {
        true => Ok(()),
        false => Err(Wrong::App),
    }
}
