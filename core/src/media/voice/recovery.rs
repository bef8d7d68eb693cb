//! How sound that did not come is made up for: an ordered list of strategies, best first.
//!
//! Adding one means adding a variant at its place in [`ORDER`] and its arm in `attempt`:
//! redundancy over whole bursts (DRED) belongs between the two, and asks for more look-ahead.
//! Deep concealment is the decoder's own choice of how to conceal, made by its complexity.

use sotto_opus::{Decoder, packet};

use crate::media::jitter::Packet;

/// A way to make up for missing sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strategy {
    /// The coarse copy that the next packet carries (RFC 6716 §2.1.7).
    InbandFec,
    /// Going on with the voice as it was, fading out.
    Conceal,
}

/// The order in which strategies are tried.
const ORDER: [Strategy; 2] = [Strategy::InbandFec, Strategy::Conceal];

/// Missing sound, and what is known about its neighbour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap<'a> {
    /// How many samples to make.
    pub(super) samples: usize,
    /// The packet after it, and how many samples lie from the gap's start to that packet's.
    pub(super) next: Option<(&'a Packet, usize)>,
}

/// Appends exactly the gap's samples to `out` and says how they were made.
pub(super) fn recover(decoder: &mut Decoder, gap: Gap<'_>, out: &mut Vec<i16>) -> Strategy {
    let start = out.len();
    for strategy in ORDER {
        if attempt(strategy, decoder, gap, out) {
            return strategy;
        }
        out.truncate(start);
    }
    // Concealment fails only where the codec is broken: silence is what is left.
    out.resize(start + gap.samples, 0);
    Strategy::Conceal
}

fn attempt(strategy: Strategy, decoder: &mut Decoder, gap: Gap<'_>, out: &mut Vec<i16>) -> bool {
    match strategy {
        Strategy::InbandFec => fec(decoder, gap, out),
        Strategy::Conceal => conceal(decoder, gap.samples, out),
    }
}

/// The copy covers the frame right before the next packet. Of it the last part is used where
/// concealment has already made up for the first.
fn fec(decoder: &mut Decoder, gap: Gap<'_>, out: &mut Vec<i16>) -> bool {
    let Some((next, ahead)) = gap.next else {
        return false;
    };
    let Ok(frame) = packet::frame_samples(&next.payload) else {
        return false;
    };
    if ahead != gap.samples || ahead > frame || !packet::has_fec(&next.payload) {
        return false;
    }
    let start = out.len();
    out.resize(start + frame, 0);
    if decoder
        .decode_fec(&next.payload, &mut out[start..])
        .is_err()
    {
        return false;
    }
    out.drain(start..start + frame - ahead);
    true
}

/// The codec conceals in steps of 2.5 ms; what is too much is cut off.
fn conceal(decoder: &mut Decoder, samples: usize, out: &mut Vec<i16>) -> bool {
    let start = out.len();
    out.resize(
        start + samples.next_multiple_of(sotto_opus::SHORTEST_FRAME),
        0,
    );
    let concealed = decoder.conceal(&mut out[start..]).is_ok();
    out.truncate(start + samples);
    concealed
}
