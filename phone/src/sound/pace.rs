//! The loop that carries sound between a phone and its ends, 20 ms at a time, until the call is over.

use std::sync::Arc;
use std::time::Duration;

use sotto_core::engine::Engine;
use sotto_core::secure::{Level, Operation};
use tokio::time::{MissedTickBehavior, interval};

use super::{Ear, FRAME, Recorder, SoundError, Voice};
use crate::Phone;

/// The length of a frame.
const PACE: Duration = Duration::from_millis(20);

/// Where a call's sound comes from and goes to.
pub struct Sound {
    /// What this person says.
    pub voice: Box<dyn Voice>,
    /// Where the other person is heard.
    pub ear: Box<dyn Ear>,
    /// Where the other person is recorded.
    pub recorder: Option<Recorder>,
}

/// What was carried in a call.
#[derive(Debug, Default)]
pub struct Carried {
    /// How long the voice spoke while sound flowed.
    pub spoken: Duration,
    /// How long sound was recorded.
    pub recorded: Duration,
    /// The level at which recording had to end.
    pub forbidden: Option<Level>,
    /// Why recording ended otherwise.
    pub fault: Option<SoundError>,
}

/// Carries sound from when it is called until the phone's call is over. Speaking begins when sound flows; a delay is
/// made up for, so that the sound's rate stays right.
pub async fn carry(phone: Arc<Phone>, mut sound: Sound) -> Carried {
    let mut carried = Carried::default();
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut frame = [0; FRAME];
    loop {
        ticks.tick().await;
        let Some(before) = phone.look(|engine, _| Flow::of(engine)) else {
            break;
        };
        if before.sounds && sound.voice.speak(&mut frame) {
            carried.spoken += PACE;
        } else {
            frame.fill(0);
        }
        phone.push_microphone(&frame);
        phone.pull_loudspeaker(&mut frame);
        sound.ear.hear(&frame);
        // the level may have been raised while the frame was pulled
        let after = phone.look(|engine, _| Flow::of(engine)).unwrap_or(before);
        if let Some(level) = before.records_not.or(after.records_not) {
            if let Some(recorder) = sound.recorder.take() {
                carried.forbidden = Some(level);
                carried.fault = recorder.finish().err();
            }
        } else if before.connected {
            carried.record(&mut sound.recorder, &frame);
        }
    }
    if let Some(recorder) = sound.recorder {
        carried.fault = recorder.finish().err();
    }
    carried
}

impl Carried {
    fn record(&mut self, to: &mut Option<Recorder>, frame: &[i16; FRAME]) {
        let Some(recorder) = to else { return };
        match recorder.write(frame) {
            Ok(()) => self.recorded += PACE,
            Err(fault) => {
                self.fault = Some(fault);
                *to = None;
            }
        }
    }
}

/// What the loop must know of a call.
#[derive(Clone, Copy)]
struct Flow {
    connected: bool,
    sounds: bool,
    /// Recording is forbidden, at this level.
    records_not: Option<Level>,
}

impl Flow {
    fn of(engine: &Engine) -> Option<Self> {
        let call = engine.call()?;
        let forbids = call.guard().forbids(Operation::AudioRecording)
            || engine
                .levels()
                .forbidden(call.level())
                .contains(Operation::AudioRecording);
        Some(Self {
            connected: call.connected_at().is_some(),
            sounds: call.may_sound(),
            records_not: forbids.then_some(call.level()),
        })
    }
}
