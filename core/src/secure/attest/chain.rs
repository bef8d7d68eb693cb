//! A chain of certificates, leaf first, from a pinned root (RFC 5280 §6.1, as far as makers' attestations need it: names,
//! signatures, times, who may sign for whom, length, revocation).

use std::collections::BTreeSet;

use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

use super::Wrong;

/// Certificates in a chain.
const LONGEST: usize = 8;

/// The certificates of a chain that leads to a root, the leaf first.
pub(super) fn verified<'a>(
    chain: &[&'a [u8]],
    roots: &[Vec<u8>],
    revoked: &BTreeSet<Vec<u8>>,
    master: u64,
) -> Result<Vec<X509Certificate<'a>>, Wrong> {
    if chain.is_empty() || chain.len() > LONGEST {
        return Err(Wrong::Damaged);
    }
    let seconds = i64::try_from(master / 1_000).map_err(|_| Wrong::Expired)?;
    let now = ASN1Time::from_timestamp(seconds).map_err(|_| Wrong::Expired)?;
    let read = chain.iter().map(|der| certificate(der));
    let certificates: Vec<X509Certificate<'a>> = read.collect::<Result<_, Wrong>>()?;
    for certificate in &certificates {
        let serial = certificate.raw_serial();
        let zeros = serial.iter().take_while(|byte| **byte == 0).count();
        if revoked.contains(&serial[zeros..]) {
            return Err(Wrong::Revoked);
        }
    }
    for (below, pair) in certificates.windows(2).enumerate() {
        signs(&pair[1], &pair[0], below, now).map_err(|wrong| match wrong {
            Wrong::Root => Wrong::Chain,
            other => other,
        })?;
    }
    let last = certificates.len() - 1;
    let mut why = Wrong::Root;
    for root in roots {
        // a chain may name its root or leave it out; the leaf itself is never taken for one
        if last > 0 && chain[last] == root.as_slice() {
            return valid(&certificates[last], now).map(|()| certificates);
        }
        let Ok(root) = certificate(root) else {
            continue;
        };
        match signs(&root, &certificates[last], last, now) {
            Ok(()) => return Ok(certificates),
            Err(Wrong::Root) => {}
            Err(wrong) => why = wrong,
        }
    }
    Err(why)
}

fn certificate(der: &[u8]) -> Result<X509Certificate<'_>, Wrong> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        _ => Err(Wrong::Damaged),
    }
}

fn valid(certificate: &X509Certificate<'_>, now: ASN1Time) -> Result<(), Wrong> {
    match certificate.validity().is_valid_at(now) {
        true => Ok(()),
        false => Err(Wrong::Expired),
    }
}

/// Whether `issuer` made `subject`, above which there are `below` certificates down to the leaf; [`Wrong::Root`] where
/// it did not.
fn signs(
    issuer: &X509Certificate<'_>,
    subject: &X509Certificate<'_>,
    below: usize,
    now: ASN1Time,
) -> Result<(), Wrong> {
    if issuer.subject().as_raw() != subject.issuer().as_raw() {
        return Err(Wrong::Root);
    }
    // RFC 5280, 4.1.1.2: what is outside of the signature says what is inside
    if subject.signature_algorithm != subject.tbs_certificate.signature {
        return Err(Wrong::Chain);
    }
    // SHA-1 proves nothing any more
    let algorithm = subject.signature_algorithm.algorithm.to_id_string();
    if algorithm == "1.2.840.113549.1.1.5" || algorithm == "1.3.14.3.2.29" {
        return Err(Wrong::Root);
    }
    let signed = subject.verify_signature(Some(issuer.public_key()));
    signed.map_err(|_| Wrong::Root)?;
    let constraints = issuer.basic_constraints().map_err(|_| Wrong::Damaged)?;
    let authority = constraints.filter(|found| found.value.ca);
    let authority = authority.ok_or(Wrong::Chain)?;
    if let Some(most) = authority.value.path_len_constraint
        && usize::try_from(most).is_ok_and(|most| below > most)
    {
        return Err(Wrong::Chain);
    }
    let usage = issuer.key_usage().map_err(|_| Wrong::Damaged)?;
    if usage.is_some_and(|found| !found.value.key_cert_sign()) {
        return Err(Wrong::Chain);
    }
    valid(subject, now)?;
    valid(issuer, now)
}
