//! The sound card, through cpal: the system's default microphone and loudspeaker at 48 kHz.
//!
//! cpal's streams stay on a thread of their own, because some systems do not let them move.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, Stream, StreamConfig};

use super::{Ear, FRAME, RATE, SoundError, Voice};

/// Sound that waits between the card and the call, at most: 120 ms. Beyond it the oldest is dropped.
const WAITING: usize = 6 * FRAME;

type Queue = Arc<Mutex<VecDeque<i16>>>;

/// Both ends of the sound card; dropped, it falls silent.
pub struct SoundCard {
    microphone: Queue,
    loudspeaker: Queue,
    _running: mpsc::Sender<()>,
}

struct Microphone(Arc<SoundCard>);
struct Loudspeaker(Arc<SoundCard>);

impl SoundCard {
    /// Opens the default microphone and loudspeaker.
    ///
    /// # Errors
    /// [`SoundError::Card`] where one is missing or has no 48 kHz.
    pub fn open() -> Result<(Box<dyn Voice>, Box<dyn Ear>), SoundError> {
        let (running, until) = mpsc::channel::<()>();
        let (ready, started) = mpsc::channel();
        let (microphone, loudspeaker) = (Queue::default(), Queue::default());
        let queues = (microphone.clone(), loudspeaker.clone());
        std::thread::Builder::new()
            .name("sotto-sound".to_owned())
            .spawn(move || {
                let streams = input(queues.0).and_then(|one| Ok((one, output(queues.1)?)));
                let kept = streams.as_ref().map(drop).map_err(Clone::clone);
                if ready.send(kept).is_ok() && streams.is_ok() {
                    // ends when the card is dropped
                    let _ = until.recv();
                }
            })
            .map_err(|error| SoundError::Card(error.to_string()))?;
        started
            .recv()
            .unwrap_or_else(|_| Err("its thread ended".to_owned()))
            .map_err(SoundError::Card)?;
        let card = Arc::new(Self {
            microphone,
            loudspeaker,
            _running: running,
        });
        Ok((
            Box::new(Microphone(card.clone())),
            Box::new(Loudspeaker(card)),
        ))
    }
}

impl Voice for Microphone {
    fn speak(&mut self, frame: &mut [i16; FRAME]) -> bool {
        take(&self.0.microphone, frame);
        true
    }
}

impl Ear for Loudspeaker {
    fn hear(&mut self, frame: &[i16; FRAME]) {
        put(&self.0.loudspeaker, frame.iter().copied());
    }
}

fn input(queue: Queue) -> Result<Stream, String> {
    let device = cpal::default_host()
        .default_input_device()
        .ok_or("there is no microphone")?;
    let configs = device.supported_input_configs().map_err(words)?;
    let channels = channels(configs).ok_or("the microphone has no 48 kHz")?;
    let taken = move |samples: &[i16], _: &_| {
        let frames = samples.chunks_exact(usize::from(channels));
        put(&queue, frames.map(|frame| frame[0]));
    };
    let stream = device
        .build_input_stream(config(channels), taken, failed, None)
        .map_err(words)?;
    stream.play().map_err(words)?;
    Ok(stream)
}

fn output(queue: Queue) -> Result<Stream, String> {
    let device = cpal::default_host()
        .default_output_device()
        .ok_or("there is no loudspeaker")?;
    let configs = device.supported_output_configs().map_err(words)?;
    let channels = channels(configs).ok_or("the loudspeaker has no 48 kHz")?;
    let width = usize::from(channels);
    let mut mono = Vec::new();
    let given = move |samples: &mut [i16], _: &_| {
        mono.resize(samples.len() / width, 0);
        take(&queue, &mut mono);
        for (frame, sample) in samples.chunks_exact_mut(width).zip(&mono) {
            frame.fill(*sample);
        }
    };
    let stream = device
        .build_output_stream(config(channels), given, failed, None)
        .map_err(words)?;
    stream.play().map_err(words)?;
    Ok(stream)
}

/// The fewest channels at 48 kHz and 16 bit.
fn channels(configs: impl Iterator<Item = cpal::SupportedStreamConfigRange>) -> Option<u16> {
    configs
        .filter(|range| range.sample_format() == cpal::SampleFormat::I16)
        .filter(|range| (range.min_sample_rate()..=range.max_sample_rate()).contains(&RATE))
        .map(|range| range.channels())
        .min()
}

fn config(channels: u16) -> StreamConfig {
    StreamConfig {
        channels,
        sample_rate: RATE,
        buffer_size: BufferSize::Default,
    }
}

fn words(error: cpal::Error) -> String {
    error.to_string()
}

fn failed(error: cpal::Error) {
    tracing::warn!(%error, "the sound card");
}

fn put(queue: &Queue, samples: impl Iterator<Item = i16>) {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.extend(samples);
    let over = queue.len().saturating_sub(WAITING);
    queue.drain(..over);
}

fn take(queue: &Queue, out: &mut [i16]) {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let have = queue.len().min(out.len());
    for (place, sample) in out.iter_mut().zip(queue.drain(..have)) {
        *place = sample;
    }
    out[have..].fill(0);
}
