//! From packets, or from their absence, to samples.

use std::ptr::{NonNull, null};

use opusic_sys as sys;

use crate::control::{number, set};
use crate::error::count;
use crate::{Error, LONGEST_PACKET, SAMPLE_RATE, SHORTEST_FRAME};

/// The decoder complexity from which the library conceals losses with its neural network, where it was built with the
/// feature `networks`.
pub const DEEP_CONCEALMENT: u8 = 5;

/// An Opus decoder for one voice.
///
/// Frames must be asked for in the order in which they are played: its state goes on with each.
#[derive(Debug)]
pub struct Decoder {
    state: NonNull<sys::OpusDecoder>,
}

// SAFETY: the state is one allocation without ties to the thread that made it, and we own it alone.
unsafe impl Send for Decoder {}

impl Decoder {
    /// A decoder with classic concealment.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn new() -> Result<Self, Error> {
        let mut code = 0;
        // SAFETY: plain values, and a pointer to a live integer for the result.
        let state = unsafe { sys::opus_decoder_create(number(SAMPLE_RATE), 1, &raw mut code) };
        let state = NonNull::new(state).ok_or(Error::OutOfMemory)?;
        Ok(Self { state })
    }

    /// Work per frame, 0 to 10; from [`DEEP_CONCEALMENT`] on losses are concealed by the network.
    ///
    /// # Errors
    /// [`Error::Setting`] above 10.
    pub fn set_complexity(&mut self, complexity: u8) -> Result<(), Error> {
        let request = sys::OPUS_SET_COMPLEXITY_REQUEST;
        // SAFETY: the request takes one 32-bit integer by value.
        set("complexity", i32::from(complexity), |value| unsafe {
            sys::opus_decoder_ctl(self.state.as_ptr(), request, value)
        })
    }

    /// Decodes a packet and returns the number of samples written, at most [`LONGEST_PACKET`].
    ///
    /// # Errors
    /// [`Error::EmptyPacket`], [`Error::InvalidPacket`], [`Error::OutputTooSmall`]; the state is
    /// then as if nothing had come.
    pub fn decode(&mut self, packet: &[u8], out: &mut [i16]) -> Result<usize, Error> {
        if packet.is_empty() {
            return Err(Error::EmptyPacket);
        }
        if crate::packet::samples(packet)? > out.len() {
            return Err(Error::OutputTooSmall);
        }
        self.call(Some(packet), out, false)
    }

    /// Decodes the copy of the frame *before* `packet` that `packet` carries, filling `out`.
    /// Where it carries none, this conceals; ask [`crate::packet::has_fec`] first.
    ///
    /// # Errors
    /// As [`Decoder::decode`], and [`Error::FrameLength`] unless `out` is a multiple of 2.5 ms up to 120 ms.
    pub fn decode_fec(&mut self, packet: &[u8], out: &mut [i16]) -> Result<(), Error> {
        if packet.is_empty() {
            return Err(Error::EmptyPacket);
        }
        crate::packet::samples(packet)?;
        concealable(out)?;
        self.call(Some(packet), out, true).map(drop)
    }

    /// Fills `out` with what was likely said, from what was decoded before; fades to silence.
    ///
    /// # Errors
    /// [`Error::FrameLength`] unless `out` is a multiple of 2.5 ms up to 120 ms.
    pub fn conceal(&mut self, out: &mut [i16]) -> Result<(), Error> {
        concealable(out)?;
        self.call(None, out, false).map(drop)
    }

    /// Forgets what was decoded, keeps the settings.
    pub fn reset(&mut self) {
        // SAFETY: the request takes no argument; the state is live and borrowed exclusively.
        let code = unsafe { sys::opus_decoder_ctl(self.state.as_ptr(), sys::OPUS_RESET_STATE) };
        debug_assert_eq!(code, sys::OPUS_OK);
    }

    fn call(&mut self, packet: Option<&[u8]>, out: &mut [i16], fec: bool) -> Result<usize, Error> {
        let (data, length) = packet.map_or((null(), 0), |bytes| (bytes.as_ptr(), bytes.len()));
        let length = i32::try_from(length).map_err(|_| Error::InvalidPacket)?;
        let room = out.len().min(LONGEST_PACKET) as i32;
        // SAFETY: `data` is null or readable for `length` bytes, `out` is writable for `room`
        // samples of one channel, the state is live and borrowed exclusively.
        let code = unsafe {
            sys::opus_decode(
                self.state.as_ptr(),
                data,
                length,
                out.as_mut_ptr(),
                room,
                i32::from(fec),
            )
        };
        count(code)
    }
}

/// Whether the library can fill `out` without a packet.
fn concealable(out: &[i16]) -> Result<(), Error> {
    let samples = out.len();
    let whole = samples.is_multiple_of(SHORTEST_FRAME);
    if samples == 0 || samples > LONGEST_PACKET || !whole {
        return Err(Error::FrameLength { samples });
    }
    Ok(())
}

impl Drop for Decoder {
    fn drop(&mut self) {
        // SAFETY: made by `opus_decoder_create`, owned by us alone, not used after.
        unsafe { sys::opus_decoder_destroy(self.state.as_ptr()) }
    }
}
