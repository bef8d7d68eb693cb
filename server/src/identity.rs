//! The server's TLS identity: a P-256 key in a certificate that it signs itself. Phones trust the SHA-256 of the
//! public key (SPKI), which join links and cards carry, not an authority.

use std::path::Path;
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::TLS13;
use sha2::{Digest, Sha256};

use crate::error::StartError;

/// SHA-256 of a TLS public key (SPKI, DER).
pub(crate) type Pin = [u8; 32];

/// A new key as PEM.
pub(crate) fn make() -> Result<String, StartError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
        .map(|key| key.serialize_pem())
        .map_err(tls)
}

/// The pin of a key.
pub(crate) fn pin(pem: &str, path: &Path) -> Result<Pin, StartError> {
    let key = KeyPair::from_pem(pem).map_err(|_| StartError::Key(path.join("tls.key")))?;
    Ok(Sha256::digest(key.subject_public_key_info()).into())
}

/// TLS 1.3 only, HTTP/1.1 only.
pub(crate) fn config(pem: &str, path: &Path) -> Result<Arc<ServerConfig>, StartError> {
    let key = KeyPair::from_pem(pem).map_err(|_| StartError::Key(path.join("tls.key")))?;
    // the name says nothing: phones look at the key only
    let certificate = CertificateParams::new(vec!["sotto.invalid".to_owned()])
        .and_then(|params| params.self_signed(&key))
        .map_err(tls)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])
        .map_err(tls)?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .map_err(tls)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn tls(error: impl std::fmt::Display) -> StartError {
    StartError::Tls(error.to_string())
}
