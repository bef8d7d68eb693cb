//! Recording a Ding: hold or tap, listen to it, do it again.

use std::time::{Duration, Instant};

use super::Dings;
use crate::ding::{Clock, DingError, Player, Recorder, Recording};

/// A screen that was seen counts as seen for so long: it is drawn once a second.
const SEEN: Duration = Duration::from_secs(3);

/// What is being recorded, or was.
pub enum Compose {
    /// Nothing.
    Nothing,
    /// The microphone is taken down; where a screen shows it, as long as that one is seen.
    Recording(Box<Recorder>, Option<Instant>),
    /// Recorded and not sent yet.
    Recorded {
        /// The sound.
        recording: Recording,
        /// Its wave form: the loudest sample of each 100 ms, 0 to 255.
        peaks: Vec<u8>,
        /// It is being listened to.
        playing: Option<Box<Player>>,
    },
}

impl Compose {
    /// How long it is.
    #[must_use]
    pub fn duration(&self) -> Duration {
        match self {
            Self::Nothing => Duration::ZERO,
            Self::Recording(recorder, _) => recorder.duration(),
            Self::Recorded { recording, .. } => recording.duration(),
        }
    }

    /// Its wave form.
    #[must_use]
    pub fn peaks(&self) -> &[u8] {
        match self {
            Self::Nothing => &[],
            Self::Recording(recorder, _) => recorder.peaks(),
            Self::Recorded { peaks, .. } => peaks,
        }
    }

    /// Whether the microphone is taken down.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        matches!(self, Self::Recording(..))
    }

    /// Whether the person listens to it.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        matches!(
            self,
            Self::Recorded {
                playing: Some(_),
                ..
            }
        )
    }
}

impl Dings {
    /// Begins to record; what was recorded before is discarded.
    ///
    /// # Errors
    /// [`DingError::InCall`], [`DingError::Listening`], [`DingError::Codec`].
    pub fn start_recording(&mut self) -> Result<(), DingError> {
        if self.busy {
            return Err(DingError::InCall);
        }
        if self.listening.is_some() {
            return Err(DingError::Listening);
        }
        self.compose = Compose::Recording(Box::new(Recorder::new()?), None);
        self.changed();
        Ok(())
    }

    /// Stops recording, or listening to what was recorded.
    ///
    /// # Errors
    /// [`DingError::NotRecording`]; [`DingError::Nothing`] when nothing was said.
    pub fn stop_recording(&mut self) -> Result<(), DingError> {
        let before = std::mem::replace(&mut self.compose, Compose::Nothing);
        self.changed();
        self.compose = match before {
            Compose::Nothing => return Err(DingError::NotRecording),
            Compose::Recording(recorder, _) => {
                let (recording, peaks) = recorder.finish()?;
                let playing = None;
                Compose::Recorded {
                    recording,
                    peaks,
                    playing,
                }
            }
            Compose::Recorded {
                recording, peaks, ..
            } => Compose::Recorded {
                recording,
                peaks,
                playing: None,
            },
        };
        Ok(())
    }

    /// Forgets what was recorded.
    pub fn discard_recording(&mut self) {
        self.compose = Compose::Nothing;
        self.changed();
    }

    /// Lets the person hear what was recorded, from its beginning.
    ///
    /// # Errors
    /// [`DingError::NotRecording`] when nothing was; [`DingError::InCall`], [`DingError::Listening`].
    pub fn play_recording(&mut self) -> Result<(), DingError> {
        if self.busy {
            return Err(DingError::InCall);
        }
        if self.listening.is_some() {
            return Err(DingError::Listening);
        }
        let Compose::Recorded {
            recording, playing, ..
        } = &mut self.compose
        else {
            return Err(DingError::NotRecording);
        };
        *playing = Some(Box::new(Player::new(recording.clone())?));
        self.changed();
        Ok(())
    }

    /// Takes 10 or 20 ms of 48 kHz mono from the microphone; recording stops by itself after a minute.
    pub fn push_microphone(&mut self, piece: &[i16]) {
        let Compose::Recording(recorder, _) = &mut self.compose else {
            return;
        };
        recorder.push(piece);
        if recorder.is_full() {
            // a full minute is something to keep
            let _ = self.stop_recording();
        }
    }

    /// The screen on which it is recorded was drawn, and a person could see it or not: what no person sees is not recorded.
    /// A screen that has said it is seen has to go on saying so.
    pub fn recording_seen(&mut self, now: Clock, seen: bool) {
        if let Compose::Recording(_, until) = &mut self.compose {
            *until = Some(if seen { now.at + SEEN } else { now.at });
            self.stop_unseen(now);
        }
    }

    /// When a recording counts as seen by nobody.
    pub(super) fn unseen_at(&self) -> Option<Instant> {
        match self.compose {
            Compose::Recording(_, until) => until,
            _ => None,
        }
    }

    pub(super) fn stop_unseen(&mut self, now: Clock) {
        if self.unseen_at().is_some_and(|at| at <= now.at) {
            // a recording of nothing is no loss
            let _ = self.stop_recording();
        }
    }

    /// Plays what was recorded; `false` where it is not being played.
    pub(super) fn play_back(&mut self, out: &mut [i16]) -> bool {
        let Compose::Recorded { playing, .. } = &mut self.compose else {
            return false;
        };
        let Some(player) = playing else { return false };
        if !player.pull(out) {
            *playing = None;
            self.changed();
        }
        true
    }
}
