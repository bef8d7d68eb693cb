//! What both wraps of an entry are bound to: their associated data. Written for sealing and opening alike, so that the
//! two cannot drift apart.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use sha2::{Digest, Sha256};
use sotto_protocol::chain::Chain;
use sotto_protocol::label::Label;
use sotto_protocol::wire::container::Container;

pub(super) type Aead = AesGcm256;
pub(super) type Kdf = HkdfSha256;
pub(super) type Inside = X25519HkdfSha256;
pub(super) type Outside = XWing;

/// Bytes of an X25519 encapsulated key.
pub(super) const INSIDE_KEY: usize = 32;
/// Bytes of an X-Wing encapsulated key.
pub(super) const OUTSIDE_KEY: usize = 1_120;
/// Smallest padded content: invites, rekeys and cancels look alike.
pub(super) const SMALLEST: usize = 1_024;

/// What every entry of a container has in common.
pub(super) struct Bound {
    version: [u8; 4],
    id: Vec<u8>,
    expires: [u8; 8],
    payload: [u8; 32],
    sender: [u8; 32],
}

/// What names one entry.
#[derive(Clone, Copy)]
pub(super) struct EntryName<'a> {
    pub(super) device: &'a [u8],
    pub(super) prekey_id: u32,
    pub(super) last_resort: bool,
}

impl Bound {
    /// Of a container whose payload and sender are encrypted already.
    pub(super) fn of(container: &Container) -> Self {
        Self {
            version: container.version.to_be_bytes(),
            id: container.id.clone(),
            expires: container.expires.to_be_bytes(),
            payload: Sha256::digest(&container.payload).into(),
            sender: Sha256::digest(&container.sender).into(),
        }
    }

    pub(super) fn outer(&self, entry: EntryName<'_>) -> Vec<u8> {
        self.over(Label::ContainerOuter, entry, &[])
    }

    /// The inner wrap knows the sender, so it names sender and receiver whole.
    pub(super) fn inner(&self, entry: EntryName<'_>, sender: &Chain, receiver: &Chain) -> Vec<u8> {
        let (from, to) = (sender.account(), receiver.account());
        let (from_device, to_device) = (sender.device(), receiver.device());
        let names: [&[u8]; 4] = [
            from.as_bytes(),
            from_device.as_bytes(),
            to.as_bytes(),
            to_device.as_bytes(),
        ];
        self.over(Label::ContainerInner, entry, &names)
    }

    fn over(&self, label: Label, entry: EntryName<'_>, more: &[&[u8]]) -> Vec<u8> {
        let prekey_id = entry.prekey_id.to_be_bytes();
        let kind = [u8::from(entry.last_resort)];
        let mut parts: Vec<&[u8]> = vec![
            &self.version,
            &self.id,
            &self.expires,
            &self.payload,
            &self.sender,
            entry.device,
            &prekey_id,
            &kind,
        ];
        parts.extend(more);
        label.over(&parts)
    }
}

/// What the payload or the sender is bound to by its own cipher; the wraps bind the rest.
pub(super) fn text_bound(label: Label, container: &Container) -> Vec<u8> {
    let (version, expires) = (
        container.version.to_be_bytes(),
        container.expires.to_be_bytes(),
    );
    label.over(&[&version, &container.id, &expires])
}
