//! A meeting's id and key (S2.1).

use hkdf::Hkdf;
use rand::CryptoRng;
use sha2::{Digest, Sha256, Sha512};
use sotto_protocol::ParseError;
use sotto_protocol::id::{AccountId, DeviceId, MeetingId};
use sotto_protocol::label::Label;
use sotto_protocol::wire::container::Meeting;
use zeroize::{Zeroize, Zeroizing};

/// Random bytes that a meeting's properties hold.
const RANDOM: usize = 16;

/// Properties of a new meeting, with 16 fresh random bytes among them. `started_at` is in ms on the master clock.
pub fn new_meeting(
    rng: &mut impl CryptoRng,
    participants: u32,
    started_at: u64,
    account: AccountId,
    device: DeviceId,
) -> Meeting {
    let mut random = vec![0; RANDOM];
    rng.fill_bytes(&mut random);
    Meeting {
        participants,
        started_at,
        account: account.to_vec(),
        device: device.to_vec(),
        random,
    }
}

/// The id of a meeting: SHA-256 over a label and its properties.
///
/// # Errors
/// [`ParseError::Length`] when a property has the wrong length.
pub fn meeting_id(meeting: &Meeting) -> Result<MeetingId, ParseError> {
    let account = AccountId::try_from(meeting.account.as_slice())?;
    let device = DeviceId::try_from(meeting.device.as_slice())?;
    if meeting.random.len() != RANDOM {
        return Err(ParseError::Length {
            what: "meeting's random part",
            expected: RANDOM,
            found: meeting.random.len(),
        });
    }
    let text = Label::Meeting.over(&[
        &meeting.participants.to_be_bytes(),
        &meeting.started_at.to_be_bytes(),
        account.as_bytes(),
        device.as_bytes(),
        &meeting.random,
    ]);
    Ok(MeetingId::new(Sha256::digest(text).into()))
}

/// Why bytes are no meeting key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a meeting key must have 32 bytes and has {0}")]
pub struct MeetingKeyError(pub usize);

/// The 256-bit key of a meeting's epoch: everything of the call is derived from it.
#[derive(Clone)]
pub struct MeetingKey(Zeroizing<[u8; 32]>);

impl MeetingKey {
    /// A new key: HKDF-SHA-512 over 64 bytes of the random source and the shell's sensor noise, which may be empty.
    pub fn generate(rng: &mut impl CryptoRng, noise: &[u8]) -> Self {
        let mut random = Zeroizing::new([0; 64]);
        rng.fill_bytes(random.as_mut_slice());
        let material = Zeroizing::new(Label::MeetingKey.over(&[random.as_slice(), noise]));
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha512>::new(None, &material)
            .expand(&Label::MeetingKey.over(&[]), key.as_mut_slice())
            .expect("32 bytes are within what HKDF-SHA-512 gives");
        Self(key)
    }

    /// The key of a message's field, which is wiped.
    ///
    /// # Errors
    /// [`MeetingKeyError`] when it has not 32 bytes.
    pub fn take(field: &mut Vec<u8>) -> Result<Self, MeetingKeyError> {
        let mut key = Zeroizing::new([0; 32]);
        let length = field.len();
        if length == key.len() {
            key.copy_from_slice(field);
        }
        field.zeroize();
        if length == key.len() {
            Ok(Self(key))
        } else {
            Err(MeetingKeyError(length))
        }
    }

    /// The key's bytes, for a message's field.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HKDF-Expand (RFC 5869 §2.3, SHA-256): keys for one purpose.
    pub(crate) fn derive<const N: usize>(
        &self,
        label: Label,
        parts: &[&[u8]],
    ) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        Hkdf::<Sha256>::from_prk(self.0.as_slice())
            .expect("32 bytes are a pseudorandom key of SHA-256")
            .expand(&label.over(parts), key.as_mut_slice())
            .expect("keys are far shorter than what HKDF gives");
        key
    }
}

impl std::fmt::Debug for MeetingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MeetingKey(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng;
    use rand_chacha::ChaCha20Rng;

    use super::*;

    #[test]
    fn every_property_changes_the_meeting_id() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (account, device) = (AccountId::new([1; 16]), DeviceId::new([2; 16]));
        let meeting = new_meeting(&mut rng, 2, 3, account, device);
        let mut ids = vec![meeting_id(&meeting).unwrap()];
        let changes: [fn(&mut Meeting); 5] = [
            |m| m.participants += 1,
            |m| m.started_at += 1,
            |m| m.account[0] ^= 1,
            |m| m.device[15] ^= 1,
            |m| m.random[7] ^= 1,
        ];
        for change in changes {
            let mut meeting = meeting.clone();
            change(&mut meeting);
            ids.push(meeting_id(&meeting).unwrap());
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 6);
        let short = Meeting {
            random: vec![],
            ..meeting
        };
        assert!(meeting_id(&short).is_err());
    }

    #[test]
    fn sensor_noise_changes_the_key_and_its_absence_does_no_harm() {
        let key = |noise: &[u8]| MeetingKey::generate(&mut ChaCha20Rng::seed_from_u64(1), noise);
        assert_ne!(key(b"").as_bytes(), key(b"shaken").as_bytes());
        assert_ne!(key(b"").as_bytes(), &[0; 32]);
    }

    #[test]
    fn taking_a_key_wipes_the_field() {
        let mut field = vec![7; 32];
        assert_eq!(MeetingKey::take(&mut field).unwrap().as_bytes(), &[7; 32]);
        assert!(field.is_empty());
        assert_eq!(
            MeetingKey::take(&mut vec![7; 31]).unwrap_err(),
            MeetingKeyError(31)
        );
    }
}
