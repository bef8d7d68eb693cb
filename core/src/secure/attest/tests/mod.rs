#![allow(clippy::unwrap_used)]
//! Statements in the makers' formats, from roots made here, and all that can be wrong with them. No statement of a real
//! phone is among them.

mod android;
mod apple;
mod made;

use super::*;

/// Within the validity of everything that is made here, ms since 1970.
const NOW: u64 = 1_800_000_000_000;
const CHALLENGE: [u8; 32] = [7; 32];

fn statement(kind: AttestationKind, token: &[u8]) -> Attestation {
    Attestation::new(kind, token.to_vec()).unwrap()
}

#[test]
fn without_roots_nothing_is_known_of_any_kind() {
    let verifier = Verifier::new(Trust::default());
    for kind in [
        AttestationKind::AndroidKey,
        AttestationKind::AppAttest,
        AttestationKind::PlayIntegrity,
    ] {
        let statement = statement(kind, b"anything");
        assert_eq!(verifier.check(&statement, &CHALLENGE, NOW), None);
        assert_eq!(verifier.verify(&statement, &CHALLENGE, NOW), None);
    }
}
