//! Which sound a call has: files, the sound card, or silence.

use sotto_core::call::CallError;
use sotto_core::engine::{CommandError, Engine};
use sotto_core::secure::{Level, Operation};
use sotto_phone::sound::{Ear, Recorder, Silence, Sound, Voice, WavVoice};

use crate::args::Talk;
use crate::failure::Failure;
use crate::screen::Screen;

/// Opens what a call speaks from and is heard through. Opened before anyone is rung, so that a wrong file rings nobody.
pub(crate) fn open(screen: Screen, talk: &Talk) -> Result<Sound, Failure> {
    let (card_voice, ear) = card(screen, talk)?;
    let voice: Box<dyn Voice> = match &talk.speak {
        Some(path) => Box::new(WavVoice::open(path)?),
        None => card_voice,
    };
    let recorder = talk.listen.as_deref().map(Recorder::create).transpose()?;
    Ok(Sound {
        voice,
        ear,
        recorder,
    })
}

/// Recording is refused before anyone is rung where the level forbids it.
pub(crate) fn check_recording(engine: &Engine, talk: &Talk, level: Level) -> Result<(), Failure> {
    let operation = Operation::AudioRecording;
    if talk.listen.is_none() || !engine.levels().forbidden(level).contains(operation) {
        return Ok(());
    }
    let mut failure = Failure::from(CommandError::Call(CallError::Forbidden {
        operation,
        level,
    }));
    failure
        .words
        .push_str(" Leave --listen out, or call at level 0.");
    Err(failure)
}

/// A sound card's two halves.
type Card = (Box<dyn Voice>, Box<dyn Ear>);

#[cfg(feature = "sound")]
fn card(_: Screen, talk: &Talk) -> Result<Card, Failure> {
    if talk.speak.is_some() || talk.listen.is_some() {
        return Ok((Box::new(Silence), Box::new(Silence)));
    }
    Ok(sotto_phone::sound::SoundCard::open()?)
}

#[cfg(not(feature = "sound"))]
fn card(screen: Screen, talk: &Talk) -> Result<Card, Failure> {
    if talk.speak.is_none() && talk.listen.is_none() {
        screen.note(
            "This build has no sound card support: silence is sent. Use --speak WAV and --listen WAV, or build with \
             --features sound (on Linux with libasound2-dev).",
        );
    }
    Ok((Box::new(Silence), Box::new(Silence)))
}
