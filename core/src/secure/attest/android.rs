//! Android's key attestation: a chain whose leaf carries the extension 1.3.6.1.4.1.11129.2.1.17, a `KeyDescription`
//! (source.android.com, *Key and ID attestation*). The statement is the chain's certificates in DER, one after another,
//! the leaf first.

use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::{Oid, asn1_rs::oid};

use super::der::{self, BOOLEAN, ENUMERATED, INTEGER, OCTETS, SEQUENCE, SET};
use super::{Trust, Wrong, chain};

const KEY_DESCRIPTION: Oid<'static> = oid!(1.3.6.1.4.1.11129.2.1.17);
/// `AuthorizationList.rootOfTrust`.
const ROOT_OF_TRUST: u32 = 704;
/// `AuthorizationList.attestationApplicationId`.
const APPLICATION: u32 = 709;
/// `SecurityLevel.TrustedEnvironment`; software is below.
const HARDWARE: u8 = 1;
const STRONG_BOX: u8 = 2;
/// `VerifiedBootState`.
const VERIFIED: u8 = 0;
const SELF_SIGNED: u8 = 1;

pub(super) fn check(
    trust: &Trust,
    token: &[u8],
    challenge: &[u8; 32],
    master: u64,
) -> Result<(), Wrong> {
    let chain = split(token)?;
    let certificates = chain::verified(&chain, &trust.android_roots, &trust.revoked, master)?;
    let (leaf, issuers) = certificates.split_first().ok_or(Wrong::Damaged)?;
    // whoever holds an attested key could sign a further certificate that claims anything
    if issuers.iter().any(|issuer| description(issuer) != Ok(None)) {
        return Err(Wrong::Chain);
    }
    let description = description(leaf)?.ok_or(Wrong::Damaged)?;
    let fields = der::only(description, SEQUENCE)?;
    let (_version, rest) = der::expect(fields, INTEGER)?;
    let (level, rest) = der::expect(rest, ENUMERATED)?;
    let (_version, rest) = der::expect(rest, INTEGER)?;
    let (key_level, rest) = der::expect(rest, ENUMERATED)?;
    let (asked, rest) = der::expect(rest, OCTETS)?;
    let (_unique, rest) = der::expect(rest, OCTETS)?;
    let (software, rest) = der::expect(rest, SEQUENCE)?;
    let hardware = der::only(rest, SEQUENCE)?;
    if asked != challenge {
        return Err(Wrong::Challenge);
    }
    if ![level, key_level]
        .iter()
        .all(|level| matches!(level, [HARDWARE | STRONG_BOX]))
    {
        return Err(Wrong::Software);
    }
    boot(trust, hardware)?;
    // the system says which app asked, so it stands in the list of what software enforces
    app(trust, software)
}

/// Certificates that stand one after another.
fn split(mut token: &[u8]) -> Result<Vec<&[u8]>, Wrong> {
    let mut chain = Vec::new();
    while !token.is_empty() {
        let (_, rest) = der::expect(token, SEQUENCE)?;
        let length = token.len() - rest.len();
        chain.push(&token[..length]);
        token = rest;
    }
    Ok(chain)
}

fn description<'a>(certificate: &'a X509Certificate<'_>) -> Result<Option<&'a [u8]>, Wrong> {
    let extension = certificate.get_extension_unique(&KEY_DESCRIPTION);
    let extension = extension.map_err(|_| Wrong::Damaged)?;
    Ok(extension.map(|extension| extension.value))
}

fn boot(trust: &Trust, hardware: &[u8]) -> Result<(), Wrong> {
    let root = der::tagged(hardware, ROOT_OF_TRUST, SEQUENCE)?.ok_or(Wrong::Boot)?;
    let (key, rest) = der::expect(root, OCTETS)?;
    let (locked, rest) = der::expect(rest, BOOLEAN)?;
    let (state, _hash) = der::expect(rest, ENUMERATED)?;
    let known = match state {
        [VERIFIED] => true,
        [SELF_SIGNED] => trust.android_boot_keys.contains(key),
        _ => false,
    };
    match known && locked == [0xff] {
        true => Ok(()),
        false => Err(Wrong::Boot),
    }
}

fn app(trust: &Trust, software: &[u8]) -> Result<(), Wrong> {
    let id = der::tagged(software, APPLICATION, OCTETS)?.ok_or(Wrong::App)?;
    let fields = der::only(id, SEQUENCE)?;
    let (packages, rest) = der::expect(fields, SET)?;
    let signers = der::all(der::only(rest, SET)?, OCTETS)?;
    let mut names = Vec::new();
    for package in der::all(packages, SEQUENCE)? {
        let (name, _version) = der::expect(package, OCTETS)?;
        names.push(name);
    }
    // apps that share a user id are named together: each of them must be ours
    let ours = |name: &&[u8]| {
        trust
            .android_apps
            .iter()
            .any(|app| app.package.as_bytes() == *name && signers.contains(&app.signer.as_slice()))
    };
    match !names.is_empty() && signers.len() == 1 && names.iter().all(ours) {
        true => Ok(()),
        false => Err(Wrong::App),
    }
}
