//! The ways that speech can take: the codec alone, our halves over a network, a naive receiver.

use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sotto_core::media::voice::{
    Concealment, FRAME, VoiceError, VoiceReceiver, VoiceSender, VoiceSettings,
};
use sotto_opus::Decoder;

const TICK: Duration = Duration::from_millis(20);

/// A network: 40 ms one way, up to 10 ms of jitter, and random loss.
pub(crate) struct Network {
    pub(crate) loss: f64,
    pub(crate) seed: u64,
}

impl Network {
    /// When each packet arrives after it was sent, or that it does not.
    fn arrivals(&self) -> impl Iterator<Item = Option<Duration>> + use<> {
        let (loss, mut random) = (self.loss, ChaCha8Rng::seed_from_u64(self.seed));
        std::iter::repeat_with(move || {
            let lost = random.random_bool(loss);
            let jitter = random.random_range(0..10_000);
            (!lost).then_some(Duration::from_micros(40_000 + jitter))
        })
    }
}

fn packets(
    spoken: &[i16],
    settings: &VoiceSettings,
    loss: f32,
) -> Result<Vec<Vec<u8>>, VoiceError> {
    let mut sender = VoiceSender::new(settings)?;
    sender.set_reported_loss(loss)?;
    let mut packets = Vec::new();
    for frame in spoken.chunks_exact(FRAME) {
        packets.extend(sender.push(frame)?.map(|speech| speech.payload.to_vec()));
    }
    Ok(packets)
}

/// What the codec gives where nothing is lost or late, though the sender was told of `loss`: the limit.
pub(crate) fn codec(
    spoken: &[i16],
    settings: &VoiceSettings,
    loss: f32,
) -> Result<Vec<i16>, VoiceError> {
    let mut decoder = Decoder::new()?;
    let mut heard = Vec::with_capacity(spoken.len());
    for packet in packets(spoken, settings, loss)? {
        let mut frame = [0; FRAME];
        decoder.decode(&packet, &mut frame)?;
        heard.extend(frame);
    }
    Ok(heard)
}

/// A receiver without FEC, concealment and adaptation: silence where a packet is missing.
pub(crate) fn naive(
    spoken: &[i16],
    settings: &VoiceSettings,
    network: &Network,
) -> Result<Vec<i16>, VoiceError> {
    let mut decoder = Decoder::new()?;
    let mut arrivals = network.arrivals();
    let mut heard = Vec::with_capacity(spoken.len());
    for packet in packets(spoken, settings, 0.0)? {
        let mut frame = [0; FRAME];
        if arrivals.next().flatten().is_some() {
            decoder.decode(&packet, &mut frame)?;
        }
        heard.extend(frame);
    }
    Ok(heard)
}

/// Our two halves over the network; once a second the sender learns what the receiver lost.
pub(crate) fn ours(
    spoken: &[i16],
    settings: &VoiceSettings,
    concealment: Concealment,
    network: &Network,
) -> Result<(Vec<i16>, VoiceReceiver), VoiceError> {
    let mut sender = VoiceSender::new(settings)?;
    let mut receiver = VoiceReceiver::new(concealment)?;
    let mut arrivals = network.arrivals();
    let mut flying: Vec<(Instant, u16, Vec<u8>)> = Vec::new();
    let mut now = Instant::now();
    let mut heard = Vec::with_capacity(spoken.len());
    let pause = [0; FRAME];
    // Ten more ticks for what is still under way.
    let frames = spoken
        .chunks_exact(FRAME)
        .chain(std::iter::repeat_n(&pause[..], 10));
    for (number, frame) in frames.enumerate() {
        let arrival = arrivals.next().flatten();
        if let (Some(speech), Some(delay)) = (sender.push(frame)?, arrival) {
            flying.push((now + delay, number as u16, speech.payload.to_vec()));
        }
        if number % 50 == 49 {
            sender.set_reported_loss(receiver.figures().jitter.lost)?;
        }
        now += TICK;
        flying.sort_by_key(|&(at, ..)| at);
        let due = flying.partition_point(|&(at, ..)| at <= now);
        for (at, sequence, payload) in flying.drain(..due) {
            let timestamp = u32::from(sequence) * FRAME as u32;
            receiver.push(at, sequence, timestamp, &payload);
        }
        let mut out = [0; FRAME];
        receiver.pull(now, &mut out);
        heard.extend(out);
    }
    Ok((heard, receiver))
}

/// The share of a core that one end of a call takes, in percent: it encodes and decodes 50
/// packets a second.
pub(crate) fn load(spoken: &[i16], settings: &VoiceSettings) -> Result<f64, VoiceError> {
    let network = Network { loss: 0.0, seed: 0 };
    let before = busy();
    let (heard, _) = ours(spoken, settings, Concealment::Classic, &network)?;
    let spent = busy().saturating_sub(before);
    Ok(spent.as_secs_f64() / (heard.len() as f64 / 48_000.0) * 100.0)
}

/// How long this thread has been on a core (Linux counts it in nanoseconds).
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|field| field.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}
