//! What a packet says about itself, without decoding it (RFC 6716 §3).

use std::ptr::null_mut;

use opusic_sys as sys;

use crate::control::number;
use crate::error::count;
use crate::{Error, SAMPLE_RATE};

/// How many samples the packet decodes to; the whole framing is checked.
///
/// # Errors
/// [`Error::EmptyPacket`], [`Error::InvalidPacket`].
pub fn samples(packet: &[u8]) -> Result<usize, Error> {
    let length = checked(packet)?;
    let (mut sizes, mut frames) = ([0_i16; 48], [std::ptr::null(); 48]);
    // SAFETY: `packet` is readable for `length` bytes, both arrays have the 48 places that the
    // library asks for, the two results that may be null are.
    let parsed = unsafe {
        sys::opus_packet_parse(
            packet.as_ptr(),
            length,
            null_mut(),
            frames.as_mut_ptr(),
            sizes.as_mut_ptr(),
            null_mut(),
        )
    };
    count(parsed)?;
    // SAFETY: `packet` is readable for `length` bytes, of which there is at least one.
    count(unsafe { sys::opus_packet_get_nb_samples(packet.as_ptr(), length, number(SAMPLE_RATE)) })
}

/// How many samples one frame of the packet has: what its in-band FEC can bring back.
///
/// # Errors
/// [`Error::EmptyPacket`].
pub fn frame_samples(packet: &[u8]) -> Result<usize, Error> {
    checked(packet)?;
    // SAFETY: reads the first byte only, and there is one.
    count(unsafe { sys::opus_packet_get_samples_per_frame(packet.as_ptr(), number(SAMPLE_RATE)) })
}

/// Whether the packet carries a copy of the frame before it.
#[must_use]
pub fn has_fec(packet: &[u8]) -> bool {
    let Ok(length) = checked(packet) else {
        return false;
    };
    // SAFETY: `packet` is readable for `length` bytes, of which there is at least one.
    unsafe { sys::opus_packet_has_lbrr(packet.as_ptr(), length) == 1 }
}

/// The length as the library takes it, of a packet that is not empty.
fn checked(packet: &[u8]) -> Result<i32, Error> {
    if packet.is_empty() {
        return Err(Error::EmptyPacket);
    }
    i32::try_from(packet.len()).map_err(|_| Error::InvalidPacket)
}
