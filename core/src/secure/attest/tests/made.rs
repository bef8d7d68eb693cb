//! Roots, chains and DER for these tests.

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SerialNumber, date_time_ymd,
};

/// An authority that signs.
pub(super) struct Authority {
    pub(super) der: Vec<u8>,
    params: CertificateParams,
    key: KeyPair,
}

fn params(name: &str, authority: bool, until: i32) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    if authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    }
    params
}

impl Authority {
    /// A root on P-384, as both makers have one.
    pub(super) fn root(name: &str) -> Self {
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let params = params(name, true, 2045);
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { der, params, key }
    }

    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::new(self.params.clone(), &self.key)
    }

    /// Another authority below this one.
    pub(super) fn below(&self, name: &str, serial: u64) -> Self {
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let mut params = params(name, true, 2045);
        params.serial_number = Some(SerialNumber::from(serial));
        let made = params.signed_by(&key, &self.issuer()).unwrap();
        let der = made.der().to_vec();
        Self { der, params, key }
    }

    /// A certificate for `key` with one extension, valid until a year.
    pub(super) fn leaf(&self, key: &KeyPair, extension: (&[u64], Vec<u8>), until: i32) -> Vec<u8> {
        self.certificate(key, extension, until, false)
    }

    /// The same; `authority`: it may sign others.
    pub(super) fn certificate(
        &self,
        key: &KeyPair,
        (oid, content): (&[u64], Vec<u8>),
        until: i32,
        authority: bool,
    ) -> Vec<u8> {
        let mut params = params("Leaf", authority, until);
        let extension = CustomExtension::from_oid_content(oid, content);
        params.custom_extensions.push(extension);
        let made = params.signed_by(key, &self.issuer()).unwrap();
        made.der().to_vec()
    }
}

/// A key as secure hardware makes it.
pub(super) fn device_key() -> KeyPair {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap()
}

/// An element in DER; `tag` as its bytes stand in DER.
pub(super) fn der(tag: &[u8], content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let length = match length {
        0..=127 => vec![length as u8],
        128..=255 => vec![0x81, length as u8],
        _ => vec![0x82, (length >> 8) as u8, length as u8],
    };
    [tag, &length, content].concat()
}

pub(super) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    der(&[0x30], &parts.concat())
}

pub(super) fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    der(&[0x31], &parts.concat())
}

pub(super) fn octets(content: &[u8]) -> Vec<u8> {
    der(&[0x04], content)
}

pub(super) fn number(value: u8) -> Vec<u8> {
    der(&[0x02], &[value])
}

pub(super) fn enumerated(value: u8) -> Vec<u8> {
    der(&[0x0a], &[value])
}
