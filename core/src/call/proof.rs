//! Proof that a report was made by this very device for this very call (S1.6).
//!
//! The signal keys come from the meeting key, which every device of the callee holds, so they cannot tell those apart.
//! The proof's key comes from both phones' device keys, each vouched for by its app-instance key (the verified chain),
//! and from the meeting id: no other device can make one, and none of another call fits. Either of the two could have
//! made it, so it proves nothing to anyone else (docs/decisions/008).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use prost::Message;
use sha2::Sha256;
use sotto_protocol::id::{DeviceId, MeetingId};
use sotto_protocol::label::Label;
use sotto_protocol::wire::call::Beat;
use sotto_protocol::wire::container::{EnforcementReport, SealedReport};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::identity::DeviceKey;
use crate::secure::COMPACT;

/// Bytes of the proof in a media packet.
const SHORT: usize = 16;
/// Bytes of a report with its proof in a media packet.
pub(super) const IN_MEDIA: usize = COMPACT + SHORT;

/// The keys by which two devices prove their reports to each other in one meeting.
pub struct ReportKeys {
    outgoing: Zeroizing<[u8; 32]>,
    incoming: Zeroizing<[u8; 32]>,
}

impl ReportKeys {
    /// The keys of this device and of another one, whose device key comes from a verified chain. `None` for a device key
    /// that gives the same secret with every other.
    #[must_use]
    pub fn new(
        mine: &DeviceKey,
        theirs: &[u8; 32],
        meeting: MeetingId,
        me: DeviceId,
        other: DeviceId,
    ) -> Option<Self> {
        let secret = StaticSecret::from(*mine.to_bytes());
        let shared = secret.diffie_hellman(&PublicKey::from(*theirs));
        if !shared.was_contributory() {
            return None;
        }
        let keys = Hkdf::<Sha256>::new(None, shared.as_bytes());
        let derive = |from: DeviceId, to: DeviceId| {
            let mut key = Zeroizing::new([0; 32]);
            let text = Label::Report.over(&[meeting.as_bytes(), from.as_bytes(), to.as_bytes()]);
            keys.expand(&text, key.as_mut_slice())
                .expect("32 bytes are within what HKDF-SHA-256 gives");
            key
        };
        Some(Self {
            outgoing: derive(me, other),
            incoming: derive(other, me),
        })
    }

    pub(super) fn seal(&self, report: &EnforcementReport) -> SealedReport {
        let report = report.encode_to_vec();
        let mac = mac(&self.outgoing, b"signal", &report);
        SealedReport {
            mac: mac.finalize().into_bytes().to_vec(),
            report,
        }
    }

    /// The report, if the other device made it for this call.
    pub(super) fn open(&self, sealed: &SealedReport) -> Option<EnforcementReport> {
        let mac = mac(&self.incoming, b"signal", &sealed.report);
        mac.verify_slice(&sealed.mac).ok()?;
        EnforcementReport::decode(sealed.report.as_slice()).ok()
    }

    /// A sign of life, encoded.
    pub(super) fn seal_beat(&self, beat: &[u8]) -> SealedReport {
        let mac = mac(&self.outgoing, b"beat", beat);
        SealedReport {
            mac: mac.finalize().into_bytes().to_vec(),
            report: beat.to_vec(),
        }
    }

    /// A sign of life, if the other device made it for this meeting.
    pub(super) fn open_beat(&self, sealed: &SealedReport) -> Option<Beat> {
        let mac = mac(&self.incoming, b"beat", &sealed.report);
        mac.verify_slice(&sealed.mac).ok()?;
        Beat::decode(sealed.report.as_slice()).ok()
    }

    pub(super) fn seal_short(&self, report: &[u8; COMPACT]) -> [u8; IN_MEDIA] {
        let whole = mac(&self.outgoing, b"media", report)
            .finalize()
            .into_bytes();
        let mut bytes = [0; IN_MEDIA];
        bytes[..COMPACT].copy_from_slice(report);
        bytes[COMPACT..].copy_from_slice(&whole[..SHORT]);
        bytes
    }

    pub(super) fn open_short(&self, bytes: &[u8]) -> Option<[u8; COMPACT]> {
        let (report, rest) = bytes.split_first_chunk::<COMPACT>()?;
        let proof = rest.first_chunk::<SHORT>()?;
        let mac = mac(&self.incoming, b"media", report);
        mac.verify_truncated_left(proof).ok()?;
        Some(*report)
    }
}

fn mac(key: &[u8; 32], kind: &[u8], report: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(&Label::Report.over(&[kind, report]));
    mac
}

impl std::fmt::Debug for ReportKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReportKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn device(n: u8) -> (DeviceKey, DeviceId) {
        (DeviceKey::from_bytes(&[n; 32]), DeviceId::new([n; 16]))
    }

    fn keys(me: u8, other: u8, meeting: u8) -> ReportKeys {
        let ((mine, me), (theirs, other)) = (device(me), device(other));
        let meeting = MeetingId::new([meeting; 32]);
        ReportKeys::new(&mine, &theirs.public(), meeting, me, other).unwrap()
    }

    #[test]
    fn only_the_very_device_in_the_very_call_can_prove_a_report() {
        let report = EnforcementReport {
            counter: 7,
            ..EnforcementReport::default()
        };
        let sealed = keys(1, 2, 9).seal(&report);
        let short = keys(1, 2, 9).seal_short(&[3; COMPACT]);
        let opens = |keys: &ReportKeys| {
            assert_eq!(
                keys.open(&sealed).is_some(),
                keys.open_short(&short).is_some()
            );
            keys.open(&sealed).is_some()
        };
        assert!(opens(&keys(2, 1, 9)));
        assert!(!opens(&keys(2, 1, 8)), "of another call");
        assert!(!opens(&keys(2, 3, 9)), "of another device");
        assert!(!opens(&keys(3, 1, 9)), "for another device");
        assert!(!opens(&keys(1, 2, 9)), "sent back to its maker");
    }

    #[test]
    fn a_changed_report_or_proof_is_not_taken() {
        let (alice, bob) = (keys(1, 2, 9), keys(2, 1, 9));
        let mut sealed = alice.seal(&EnforcementReport {
            level: 3,
            ..EnforcementReport::default()
        });
        for at in 0..sealed.mac.len() {
            sealed.mac[at] ^= 1;
            assert!(bob.open(&sealed).is_none());
            sealed.mac[at] ^= 1;
        }
        sealed.report[0] ^= 1;
        assert!(bob.open(&sealed).is_none());
        let short = alice.seal_short(&[3; COMPACT]);
        for at in 0..IN_MEDIA {
            let mut changed = short;
            changed[at] ^= 1;
            assert!(bob.open_short(&changed).is_none());
            assert!(bob.open_short(&short[..at]).is_none());
        }
    }

    #[test]
    fn a_device_key_that_is_none_gives_no_keys() {
        let (mine, me) = device(1);
        let keys = ReportKeys::new(&mine, &[0; 32], MeetingId::new([9; 32]), me, me);
        assert!(keys.is_none());
    }
}
