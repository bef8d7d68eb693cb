//! What signatures cover. Every signed text starts with a label that says what it is for, so that a key signed for one
//! purpose can never be passed off as a key for another.

use sha2::{Digest, Sha256};

use crate::id::{AccountId, DeviceId};

/// The purposes for which this protocol signs or derives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// User key over app-instance key.
    InstanceKey,
    /// App-instance key over device key.
    DeviceKey,
    /// App-instance key over a one-time prekey.
    OneTimePrekey,
    /// App-instance key over a last-resort prekey.
    LastResortPrekey,
    /// User key over a card.
    Card,
    /// App-instance key over a server's challenge, to make an account.
    Register,
    /// App-instance key over a server's challenge, to sign in.
    SignIn,
    /// Hash of a user key into an account id.
    Account,
    /// Hash of an app-instance key into a device id.
    Device,
    /// Hash of a user key into its half of a safety number.
    SafetyNumber,
    /// Outer wrap of a container's entry: HPKE Base to the prekey.
    ContainerOuter,
    /// Inner wrap of a container's entry: HPKE Auth, device key to device key.
    ContainerInner,
    /// A container's payload.
    ContainerPayload,
    /// The sender's chain in a container.
    ContainerSender,
    /// Hash of a meeting's properties into its id.
    Meeting,
    /// A meeting key out of randomness and sensor noise.
    MeetingKey,
    /// Keys of the signals between two devices of a meeting.
    Signal,
    /// Media keys of one sender in one epoch of a meeting.
    Media,
    /// An organisation's key over its policy.
    Policy,
    /// Key by which one device of a meeting proves its enforcement reports to another.
    Report,
    /// What a phone's maker is asked to attest: one meeting, one device.
    Attestation,
}

impl Label {
    const fn text(self) -> &'static [u8] {
        match self {
            Self::InstanceKey => b"Sotto v1 app-instance key",
            Self::DeviceKey => b"Sotto v1 device key",
            Self::OneTimePrekey => b"Sotto v1 one-time prekey",
            Self::LastResortPrekey => b"Sotto v1 last-resort prekey",
            Self::Card => b"Sotto v1 card",
            Self::Register => b"Sotto v1 register",
            Self::SignIn => b"Sotto v1 sign-in",
            Self::Account => b"Sotto v1 account id",
            Self::Device => b"Sotto v1 device id",
            Self::SafetyNumber => b"Sotto v1 safety number",
            Self::ContainerOuter => b"Sotto v1 container outer wrap",
            Self::ContainerInner => b"Sotto v1 container inner wrap",
            Self::ContainerPayload => b"Sotto v1 container payload",
            Self::ContainerSender => b"Sotto v1 container sender",
            Self::Meeting => b"Sotto v1 meeting id",
            Self::MeetingKey => b"Sotto v1 meeting key",
            Self::Signal => b"Sotto v1 signal",
            Self::Media => b"Sotto v1 media",
            Self::Policy => b"Sotto v1 policy",
            Self::Report => b"Sotto v1 enforcement report",
            Self::Attestation => b"Sotto v1 attestation",
        }
    }

    /// The label and the parts, each with its length before it, so that no two lists of parts look alike.
    #[must_use]
    pub fn over(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut text = Vec::new();
        for part in std::iter::once(&self.text()).chain(parts) {
            text.extend((part.len() as u64).to_be_bytes());
            text.extend(*part);
        }
        text
    }

    fn id(self, key: &[u8; 32]) -> [u8; 16] {
        let hash = Sha256::digest(self.over(&[key]));
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        id
    }
}

/// The account of a user key.
#[must_use]
pub fn account_of(user_key: &[u8; 32]) -> AccountId {
    AccountId::new(Label::Account.id(user_key))
}

/// The device of an app-instance key.
#[must_use]
pub fn device_of(instance_key: &[u8; 32]) -> DeviceId {
    DeviceId::new(Label::Device.id(instance_key))
}

/// What a device signs to register or sign in: the server's challenge and the TLS session's exporter value (RFC 9266
/// `tls-exporter`), so that a signature is worth nothing on any other connection.
#[must_use]
pub fn sign_in_text(
    label: Label,
    challenge: &[u8],
    exporter: &[u8],
    account: AccountId,
    device: DeviceId,
) -> Vec<u8> {
    label.over(&[challenge, exporter, account.as_bytes(), device.as_bytes()])
}

/// Label of the TLS exporter that both ends take (RFC 9266 §4.2): no context, 32 bytes.
pub const TLS_EXPORTER: &[u8] = b"EXPORTER-Channel-Binding";
