//! A phone: its engine, store, system, microphone and loudspeaker.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::call::{EndReason, Phase};
use sotto_core::engine::{Engine, EngineConfig, Event, Line, Moment, Output};
use sotto_core::media::tone::Tones;
use sotto_core::secure::{Level, Operations};
use sotto_protocol::id::{AccountId, DeviceId, DingId, MeetingId};

use super::{Platform, Store};

/// Samples of 20 ms at 48 kHz.
pub(super) const FRAME: usize = 960;
/// Mean loudness below which a frame counts as silence.
pub const SILENCE: u64 = 60;

/// What came out of the loudspeaker.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    /// When sound was heard first.
    pub first: Option<Instant>,
    /// When it was heard last.
    pub last: Option<Instant>,
    /// Frames with sound in them.
    pub loud: u64,
    /// Frames that were not all zero.
    pub any: u64,
    /// Frames with the app's own tone; nothing else here counts that.
    pub tones: u64,
}

/// See the module.
pub struct Phone {
    /// The machine; none while the phone is off.
    pub engine: Option<Engine>,
    /// Committed rows.
    pub store: Store,
    /// The system.
    pub platform: Platform,
    /// The shell has closed the microphone, as on hold.
    pub mute_shell: bool,
    /// Everything the engine announced, with its time, over all lives.
    pub events: Vec<(Instant, Event)>,
    /// Whether the person speaks (a tone).
    pub speaking: bool,
    /// What the person heard.
    pub heard: Heard,
    /// The Ding that is being heard.
    pub hearing: Option<(DingId, Level)>,
    /// Frames of 20 ms that were heard of each Ding, over all lives.
    pub ding_frames: BTreeMap<DingId, u64>,
    /// Outputs performed so far, over all lives.
    pub performed: u64,
    /// The phone crashes instead of performing this output.
    pub crash_at: Option<u64>,
    /// `crash_at` came.
    pub crashed_there: bool,
    /// How often it crashed.
    pub crashes: u32,
    /// Where it sent datagrams.
    pub sent_to: BTreeSet<SocketAddr>,
    /// The highest level that each meeting had here.
    pub strictest: BTreeMap<MeetingId, Level>,
    /// Everything that left its core for shells, logs and networks, while `listen` is set: each output as logs would have
    /// it, and the bytes of datagrams. Not what is sealed by the store, or by the line to the server.
    pub left: Vec<Vec<u8>>,
    /// Whether `left` is kept.
    pub listen: bool,
    /// Whether it can reach the server.
    pub control_cut: bool,
    pub(super) config: EngineConfig,
    pub(super) rng: ChaCha20Rng,
    pub(super) life: u32,
    pub(super) connect: bool,
    pub(super) lines: BTreeMap<Line, u64>,
    pub(super) ip: IpAddr,
    pub(super) bound: Option<SocketAddr>,
    pub(super) next_port: u16,
    pub(super) audio: bool,
    pub(super) phase: u64,
    pub(super) tones: Tones,
    tone: u32,
}

impl Phone {
    pub(super) fn new(seed: u64, index: u8, store: Store) -> Self {
        Self {
            engine: None,
            store,
            platform: Platform::new(),
            mute_shell: false,
            events: Vec::new(),
            speaking: true,
            heard: Heard::default(),
            hearing: None,
            ding_frames: BTreeMap::new(),
            performed: 0,
            crashed_there: false,
            crash_at: None,
            crashes: 0,
            sent_to: BTreeSet::new(),
            strictest: BTreeMap::new(),
            left: Vec::new(),
            listen: false,
            control_cut: false,
            config: EngineConfig {
                simulated: true,
                speaks: true,
                ..EngineConfig::default()
            },
            rng: ChaCha20Rng::seed_from_u64(seed * 16 + u64::from(index)),
            life: 0,
            connect: false,
            lines: BTreeMap::new(),
            ip: [10, 0, index + 1, 1].into(),
            bound: None,
            next_port: 40_000,
            audio: false,
            phase: 0,
            tones: Tones::default(),
            tone: 0,
        }
    }

    /// The machine.
    ///
    /// # Panics
    /// While the phone is off.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.engine.as_ref().expect("the phone is on")
    }

    /// The account of this phone.
    ///
    /// # Panics
    /// When it has not joined.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.engine().card().expect("joined").account()
    }

    /// Where its call stands.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        Some(self.engine.as_ref()?.call()?.phase())
    }

    /// The level of its call.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        Some(self.engine.as_ref()?.call()?.level())
    }

    /// Whether its call is connected.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.phase() == Some(Phase::Connected)
    }

    /// Whether sound may flow, as it sees it.
    #[must_use]
    pub fn sounds(&self) -> bool {
        self.engine
            .as_ref()
            .and_then(Engine::call)
            .is_some_and(|call| call.may_sound())
    }

    /// Why its last call ended.
    #[must_use]
    pub fn ended(&self) -> Option<EndReason> {
        Some(self.engine.as_ref()?.ended()?.reason)
    }

    /// The other device of its call.
    #[must_use]
    pub fn other_device(&self) -> Option<DeviceId> {
        Some(self.engine.as_ref()?.call()?.main_leg()?.device())
    }

    /// When it announced `event` first, at or after `from`.
    #[must_use]
    pub fn event_at(&self, from: Instant, event: &Event) -> Option<Instant> {
        let found = self.events.iter().find(|(at, e)| *at >= from && e == event);
        found.map(|(at, _)| *at)
    }

    /// How often it announced `event`.
    #[must_use]
    pub fn count(&self, event: &Event) -> usize {
        self.events.iter().filter(|(_, e)| e == event).count()
    }

    /// The next 20 ms of the microphone.
    pub(super) fn microphone(&mut self) -> [i16; FRAME] {
        let mut frame = [0; FRAME];
        if self.speaking {
            for sample in &mut frame {
                let t = f64::from(self.tone) / 48_000.0;
                let hum = (t * 440.0 * std::f64::consts::TAU).sin() * 6_000.0
                    + (t * 1_130.0 * std::f64::consts::TAU).sin() * 2_500.0;
                *sample = hum as i16;
                self.tone = (self.tone + 1) % 48_000;
            }
        }
        frame
    }

    /// Takes the app's own tone away from what the loudspeaker plays: what is left came from somebody.
    pub(super) fn take_tone(&mut self, now: Moment, frame: &mut [i16; FRAME]) {
        let mut own = [0; FRAME];
        self.tones.mix(self.engine().tone(now), &mut own);
        if own.iter().any(|sample| *sample != 0) {
            self.heard.tones += 1;
        }
        for (sample, own) in frame.iter_mut().zip(own) {
            *sample = sample.wrapping_sub(own);
        }
    }

    /// Takes what the loudspeaker plays.
    pub(super) fn hear(&mut self, now: Instant, frame: &[i16; FRAME]) {
        if frame.iter().all(|sample| *sample == 0) {
            return;
        }
        self.heard.any += 1;
        let mean = frame
            .iter()
            .map(|s| u64::from(s.unsigned_abs()))
            .sum::<u64>()
            / FRAME as u64;
        self.check_may_hear();
        if let Some((id, _)) = self.hearing {
            *self.ding_frames.entry(id).or_default() += 1;
        }
        if mean > SILENCE {
            self.heard.first.get_or_insert(now);
            self.heard.last = Some(now);
            self.heard.loud += 1;
        }
    }

    /// Nothing is ever heard unless the system does what the level asks for.
    fn check_may_hear(&self) {
        let levels = self.engine().levels();
        let (level, noticed, levels) = match (self.engine().call(), self.hearing) {
            // what both phones mean by the level
            (Some(call), _) => {
                let guard = call.guard();
                (call.level(), guard.noticed(), guard.levels())
            }
            (None, Some((_, level))) => (level, Operations::NONE, levels),
            (None, None) => panic!("sound without a call or a Ding"),
        };
        let forbidden = levels.forbidden(level);
        let holds = self.platform.holds(forbidden, noticed);
        assert!(holds, "sound at {level:?} while the system does not hold");
    }

    /// Keeps what leaves the core.
    pub(super) fn overhear(&mut self, output: &Output) {
        if !self.listen {
            return;
        }
        match output {
            Output::Send { line, .. } => self.left.push(format!("Send {line:?}").into_bytes()),
            Output::Datagram(datagram) => {
                self.left.push(datagram.bytes.clone());
                let place = (datagram.local, datagram.remote, datagram.protocol);
                self.left.push(format!("{place:?}").into_bytes());
            }
            other => self.left.push(format!("{other:?}").into_bytes()),
        }
    }

    /// Notes what only a look after every step can see.
    pub(super) fn note(&mut self) {
        if let Some(call) = self.engine.as_ref().and_then(Engine::call) {
            let strictest = self.strictest.entry(call.id()).or_default();
            *strictest = (*strictest).max(call.level());
        }
    }
}

/// Whether the sound card runs.
pub(super) fn sounds(engine: &Engine) -> bool {
    engine.call().is_some() || engine.dings().listening().is_some()
}
