use std::time::{Duration, Instant};

use data_encoding::BASE64URL_NOPAD;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use crate::push::token::Tokens;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_token_is_a_signed_jwt_of_key_and_team() {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let tokens = Tokens::new(&key.serialize_pem(), "ABC123DEFG", "TEAM567890").unwrap();
    let token = tokens.present(Instant::now(), 1_700_000_000).unwrap();
    let (text, signature) = token.rsplit_once('.').unwrap();
    let decoded = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
    let (header, claims) = text.split_once('.').unwrap();
    assert_eq!(decoded(header), br#"{"alg":"ES256","kid":"ABC123DEFG"}"#);
    assert_eq!(decoded(claims), br#"{"iss":"TEAM567890","iat":1700000000}"#);
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.der_bytes());
    public.verify(text.as_bytes(), &decoded(signature)).unwrap();
}

#[test]
fn a_token_is_used_until_it_is_old_or_refused() {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let tokens = Tokens::new(&key.serialize_pem(), "ABC123DEFG", "TEAM567890").unwrap();
    let start = Instant::now();
    let first = tokens.present(start, 0).unwrap();
    assert_eq!(tokens.present(start + 39 * MINUTE, 2_340).unwrap(), first);
    let second = tokens.present(start + 40 * MINUTE, 2_400).unwrap();
    assert_ne!(second, first);
    tokens.expired(&first);
    assert_eq!(tokens.present(start + 41 * MINUTE, 2_460).unwrap(), second);
    tokens.expired(&second);
    assert_ne!(tokens.present(start + 41 * MINUTE, 2_460).unwrap(), second);
}

#[test]
fn what_is_no_key_is_refused() {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
        .unwrap()
        .serialize_pem();
    assert!(Tokens::new("x", "ABC123DEFG", "TEAM567890").is_err());
    for (id, team) in [("", "T"), ("K", ""), ("a\"b", "T"), ("K", "a.b")] {
        assert!(Tokens::new(&key, id, team).is_err());
    }
}
