//! One device of the other person in a call: its signal keys, media path and enforcement report.

use std::time::{Duration, Instant};

use sotto_protocol::id::DeviceId;

use super::fresh::Freshness;
use super::{Call, CallError, ReportKeys};
use crate::container::{MeetingKey, SignalKeys, SignalSalt};
use crate::media::transport::{Description, Figures, Transport};
use crate::secure::{Attested, MediaState, Report};
use crate::sframe::FrameOpener;

/// See the module.
pub struct Leg {
    pub(super) device: DeviceId,
    pub(super) keys: SignalKeys,
    pub(super) proof: ReportKeys,
    pub(super) freshness: Freshness,
    pub(super) attested: Attested,
    /// This phone's statement was sent to it.
    pub(super) attestation_told: bool,
    pub(super) opener: FrameOpener,
    pub(super) transport: Option<Transport>,
    /// An offer that came before sockets and relays were there.
    pub(super) waiting_offer: Option<Description>,
    /// Candidates that came before the description they belong to.
    pub(super) waiting_candidates: Vec<String>,
    pub(super) described: bool,
    pub(super) path: bool,
    pub(super) path_failed: bool,
    pub(super) ringing: bool,
    pub(super) gone: bool,
    pub(super) report: Report,
    /// The report contradicted itself: this phone is not believed to be armed.
    pub(super) distrusted: bool,
    /// The last report came in the place of speech: attempts were not in it, and the same one comes whole.
    pub(super) short: bool,
    pub(super) state: MediaState,
    pub(super) round_trip: Option<Duration>,
}

/// Candidates kept while no description is there.
const WAITING_CANDIDATES: usize = 32;

impl Leg {
    fn new(
        key: &MeetingKey,
        me: DeviceId,
        device: DeviceId,
        proof: ReportKeys,
        (wall, salt): (u64, SignalSalt),
    ) -> Result<Self, CallError> {
        Ok(Self {
            device,
            keys: SignalKeys::new(key, me, device, wall, salt),
            proof,
            freshness: Freshness::default(),
            attested: Attested::default(),
            attestation_told: false,
            opener: FrameOpener::new(key, 0, device).map_err(|_| CallError::Keys)?,
            transport: None,
            waiting_offer: None,
            waiting_candidates: Vec::new(),
            described: false,
            path: false,
            path_failed: false,
            ringing: false,
            gone: false,
            report: Report::default(),
            distrusted: false,
            short: false,
            state: MediaState::default(),
            round_trip: None,
        })
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The tag that its signals bear.
    #[must_use]
    pub fn tag(&self) -> [u8; 16] {
        self.keys.incoming_tag()
    }

    /// Whether this device still takes part.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.gone
    }

    /// What it does about forbidden operations, as it last said.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Whether its report contradicted itself.
    #[must_use]
    pub fn is_distrusted(&self) -> bool {
        self.distrusted
    }

    /// What is known of its maker's statement.
    #[must_use]
    pub fn attested(&self) -> Attested {
        self.attested
    }

    /// Whether sound comes from it without a fresh report.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.freshness.is_stale()
    }

    /// What its last packet said.
    #[must_use]
    pub fn state(&self) -> &MediaState {
        &self.state
    }

    /// Whether the media path stands.
    #[must_use]
    pub fn has_path(&self) -> bool {
        self.path
    }

    /// How the media path does.
    #[must_use]
    pub fn figures(&self) -> Option<Figures> {
        self.transport.as_ref().map(Transport::figures)
    }

    /// Keeps a candidate or gives it to the transport.
    pub(super) fn candidate(&mut self, now: Instant, line: String) {
        match self.transport.as_mut() {
            // one bad candidate is no reason to give up the others
            Some(transport) if self.described => {
                let _ = transport.add_remote_candidate(now, &line);
            }
            _ if self.waiting_candidates.len() < WAITING_CANDIDATES => {
                self.waiting_candidates.push(line);
            }
            _ => {}
        }
    }

    pub(super) fn described(&mut self, now: Instant) {
        self.described = true;
        for line in std::mem::take(&mut self.waiting_candidates) {
            self.candidate(now, line);
        }
    }
}

impl Call {
    /// Adds a device of the other person.
    ///
    /// # Errors
    /// [`CallError::Keys`].
    pub(super) fn add_leg(
        &mut self,
        now: Instant,
        device: DeviceId,
        proof: ReportKeys,
    ) -> Result<(), CallError> {
        let wall = self.wall_at(now);
        let leg = Leg::new(&self.key, self.me, device, proof, (wall, self.salt))?;
        self.legs.insert(device, leg);
        Ok(())
    }

    /// The device whose signals bear this tag.
    #[must_use]
    pub fn device_of(&self, tag: [u8; 16]) -> Option<DeviceId> {
        let leg = self.legs.values().find(|leg| leg.tag() == tag)?;
        Some(leg.device)
    }
}
