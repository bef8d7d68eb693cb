//! What a phone's maker says of app and system (Play Integrity, App Attest, Android's key attestation): its place in a
//! report, and the seam for whoever can verify it. Never assumed: without a verifier it counts as not verified, and a
//! token that fails is held against its phone.

use sha2::{Digest, Sha256};
use sotto_protocol::id::{DeviceId, MeetingId};
use sotto_protocol::label::Label;
use sotto_protocol::limits;
use sotto_protocol::wire::container::{self as wire, attestation::Kind};

/// Who speaks for the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttestationKind {
    /// Google's Play Integrity: a token that its server signs.
    PlayIntegrity,
    /// Apple's App Attest: a statement in CBOR with a certificate chain.
    AppAttest,
    /// Android's key attestation: a certificate chain whose leaf names the challenge.
    AndroidKey,
}

/// A statement, at most [`limits::ATTESTATION`] bytes. `Debug` shows its kind only.
#[derive(Clone, PartialEq, Eq)]
pub struct Attestation {
    kind: AttestationKind,
    token: Vec<u8>,
}

/// The statement is longer than a report may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an attestation of {0} bytes is larger than {limit}", limit = limits::ATTESTATION)]
pub struct AttestationTooLarge(pub usize);

impl Attestation {
    /// A statement of the system.
    ///
    /// # Errors
    /// [`AttestationTooLarge`].
    pub fn new(kind: AttestationKind, token: Vec<u8>) -> Result<Self, AttestationTooLarge> {
        if token.len() > limits::ATTESTATION {
            return Err(AttestationTooLarge(token.len()));
        }
        Ok(Self { kind, token })
    }

    /// Who speaks.
    #[must_use]
    pub const fn kind(&self) -> AttestationKind {
        self.kind
    }

    /// What they say, in their own format.
    #[must_use]
    pub fn token(&self) -> &[u8] {
        &self.token
    }

    /// The message.
    #[must_use]
    pub fn to_wire(&self) -> wire::Attestation {
        let kind = match self.kind {
            AttestationKind::PlayIntegrity => Kind::PlayIntegrity,
            AttestationKind::AppAttest => Kind::AppAttest,
            AttestationKind::AndroidKey => Kind::AndroidKey,
        };
        wire::Attestation {
            kind: kind.into(),
            token: self.token.clone(),
        }
    }

    /// Reads a message; `None` for a kind that this version does not know and for one too large.
    #[must_use]
    pub fn from_wire(message: &wire::Attestation) -> Option<Self> {
        let kind = match Kind::try_from(message.kind).ok()? {
            Kind::PlayIntegrity => AttestationKind::PlayIntegrity,
            Kind::AppAttest => AttestationKind::AppAttest,
            Kind::AndroidKey => AttestationKind::AndroidKey,
            Kind::Unspecified => return None,
        };
        Self::new(kind, message.token.clone()).ok()
    }
}

impl std::fmt::Debug for Attestation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attestation({:?}, …)", self.kind)
    }
}

/// What a device has attested for another one in one meeting: SHA-256 of a label, the meeting id and both device ids, in
/// this direction. So a statement is worth nothing in another call, from another device or to another one, as a report is.
#[must_use]
pub fn challenge(meeting: MeetingId, from: DeviceId, to: DeviceId) -> [u8; 32] {
    let parts = [
        meeting.as_bytes().as_slice(),
        from.as_bytes(),
        to.as_bytes(),
    ];
    Sha256::digest(Label::Attestation.over(&parts)).into()
}

/// Verifies statements: pure, with whatever roots it was made with.
pub trait AttestationVerifier: std::fmt::Debug + Send + Sync {
    /// Whether the statement is genuine, and about this challenge; `master` is the master clock, ms since 1970. `None`:
    /// this verifier knows nothing of that kind.
    fn verify(&self, statement: &Attestation, challenge: &[u8; 32], master: u64) -> Option<bool>;
}

/// What is known of the other phone's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attested {
    /// There is none.
    #[default]
    Absent,
    /// There is one, and nobody here can verify it.
    NotVerified,
    /// It is genuine.
    Verified,
    /// It is not: the phone is not believed.
    Failed,
}

impl Attested {
    /// Holds a statement against a verifier, where there is one.
    #[must_use]
    pub fn of(
        statement: &Attestation,
        verifier: Option<&dyn AttestationVerifier>,
        challenge: &[u8; 32],
        master: u64,
    ) -> Self {
        match verifier.and_then(|verifier| verifier.verify(statement, challenge, master)) {
            None => Self::NotVerified,
            Some(true) => Self::Verified,
            Some(false) => Self::Failed,
        }
    }
}
