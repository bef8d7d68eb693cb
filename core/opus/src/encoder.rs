//! From samples to packets.

use std::ptr::NonNull;

use opusic_sys as sys;

use crate::control::{number, set};
use crate::error::count;
use crate::{Error, SAMPLE_RATE};

/// Whether packets follow what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateControl {
    /// Every packet has the same length, silence included (hard CBR).
    Constant,
    /// Packets are as long as what they hold needs.
    Variable,
}

/// The widest sound that is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bandwidth {
    /// Up to 8 kHz.
    Wide,
    /// Up to 12 kHz.
    SuperWide,
    /// Up to 20 kHz.
    Full,
}

/// How an encoder starts; everything but the bandwidth can be changed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Bits per second, 6,000 to 510,000.
    pub bitrate: u32,
    /// Constant or variable packet lengths.
    pub rate_control: RateControl,
    /// Work per frame, 0 to 10.
    pub complexity: u8,
    /// The widest sound that is coded.
    pub bandwidth: Bandwidth,
}

impl Default for Settings {
    /// 24 kbit/s, variable lengths, all the work, full band.
    fn default() -> Self {
        Self {
            bitrate: 24_000,
            rate_control: RateControl::Variable,
            complexity: 10,
            bandwidth: Bandwidth::Full,
        }
    }
}

/// An Opus encoder for one voice.
#[derive(Debug)]
pub struct Encoder {
    state: NonNull<sys::OpusEncoder>,
}

// SAFETY: the state is one allocation without ties to the thread that made it, and we own it alone.
unsafe impl Send for Encoder {}

impl Encoder {
    /// An encoder for speech without discontinuous transmission.
    ///
    /// # Errors
    /// [`Error::Setting`] for a value out of range, [`Error::OutOfMemory`].
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let mut code = 0;
        // SAFETY: plain values, and a pointer to a live integer for the result.
        let state = unsafe {
            sys::opus_encoder_create(
                number(SAMPLE_RATE),
                1,
                sys::OPUS_APPLICATION_VOIP,
                &raw mut code,
            )
        };
        let state = NonNull::new(state).ok_or(Error::OutOfMemory)?;
        let mut encoder = Self { state };
        let bandwidth = match settings.bandwidth {
            Bandwidth::Wide => sys::OPUS_BANDWIDTH_WIDEBAND,
            Bandwidth::SuperWide => sys::OPUS_BANDWIDTH_SUPERWIDEBAND,
            Bandwidth::Full => sys::OPUS_BANDWIDTH_FULLBAND,
        };
        encoder.set(
            "signal",
            sys::OPUS_SET_SIGNAL_REQUEST,
            sys::OPUS_SIGNAL_VOICE,
        )?;
        encoder.set("DTX", sys::OPUS_SET_DTX_REQUEST, 0)?;
        encoder.set("bandwidth", sys::OPUS_SET_MAX_BANDWIDTH_REQUEST, bandwidth)?;
        encoder.set_rate_control(settings.rate_control)?;
        encoder.set_bitrate(settings.bitrate)?;
        encoder.set_complexity(settings.complexity)?;
        Ok(encoder)
    }

    /// Encodes one frame of 2.5, 5, 10, 20, 40 or 60 ms and returns the packet's length in bytes.
    ///
    /// # Errors
    /// [`Error::FrameLength`], [`Error::OutputTooSmall`].
    pub fn encode(&mut self, frame: &[i16], packet: &mut [u8]) -> Result<usize, Error> {
        let samples = frame.len();
        if !matches!(samples, 120 | 240 | 480 | 960 | 1_920 | 2_880) {
            return Err(Error::FrameLength { samples });
        }
        if packet.len() < 2 {
            return Err(Error::OutputTooSmall);
        }
        let room = i32::try_from(packet.len()).unwrap_or(i32::MAX);
        // SAFETY: `frame` is readable for the (small) count of samples passed, `packet` is
        // writable for `room` bytes, the state is live and borrowed exclusively.
        let code = unsafe {
            sys::opus_encode(
                self.state.as_ptr(),
                frame.as_ptr(),
                samples as i32,
                packet.as_mut_ptr(),
                room,
            )
        };
        count(code)
    }

    /// Bits per second, 6,000 to 510,000.
    ///
    /// # Errors
    /// [`Error::Setting`] outside of the range.
    pub fn set_bitrate(&mut self, bits_per_second: u32) -> Result<(), Error> {
        let value = number(bits_per_second);
        if !(6_000..=510_000).contains(&bits_per_second) {
            let setting = "bitrate";
            return Err(Error::Setting { setting, value });
        }
        self.set("bitrate", sys::OPUS_SET_BITRATE_REQUEST, value)
    }

    /// Constant or variable packet lengths.
    ///
    /// # Errors
    /// None of its own.
    pub fn set_rate_control(&mut self, control: RateControl) -> Result<(), Error> {
        let variable = i32::from(control == RateControl::Variable);
        self.set("rate control", sys::OPUS_SET_VBR_REQUEST, variable)
    }

    /// Work per frame, 0 to 10.
    ///
    /// # Errors
    /// [`Error::Setting`] above 10.
    pub fn set_complexity(&mut self, complexity: u8) -> Result<(), Error> {
        let request = sys::OPUS_SET_COMPLEXITY_REQUEST;
        self.set("complexity", request, i32::from(complexity))
    }

    /// Whether each packet also carries a coarse copy of the frame before it (RFC 6716 §2.1.7).
    /// How much of the rate the copy gets follows [`Encoder::set_expected_loss`]; at 0 % none is made.
    ///
    /// # Errors
    /// None of its own.
    pub fn set_inband_fec(&mut self, on: bool) -> Result<(), Error> {
        self.set(
            "in-band FEC",
            sys::OPUS_SET_INBAND_FEC_REQUEST,
            i32::from(on),
        )
    }

    /// The loss to be robust against, in percent, 0 to 100.
    ///
    /// # Errors
    /// [`Error::Setting`] above 100.
    pub fn set_expected_loss(&mut self, percent: u8) -> Result<(), Error> {
        let request = sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST;
        self.set("expected loss", request, i32::from(percent))
    }

    /// By how many samples the decoded sound lags behind what went in.
    #[must_use]
    pub fn lookahead(&self) -> usize {
        let mut samples: i32 = 0;
        // SAFETY: the request takes a pointer to one 32-bit integer, which is live here.
        let code = unsafe {
            sys::opus_encoder_ctl(
                self.state.as_ptr(),
                sys::OPUS_GET_LOOKAHEAD_REQUEST,
                &raw mut samples,
            )
        };
        debug_assert_eq!(code, sys::OPUS_OK);
        usize::try_from(samples).unwrap_or(0)
    }

    /// Forgets what was encoded, keeps the settings.
    pub fn reset(&mut self) {
        // SAFETY: the request takes no argument; the state is live and borrowed exclusively.
        let code = unsafe { sys::opus_encoder_ctl(self.state.as_ptr(), sys::OPUS_RESET_STATE) };
        debug_assert_eq!(code, sys::OPUS_OK);
    }

    fn set(&mut self, setting: &'static str, request: i32, value: i32) -> Result<(), Error> {
        // SAFETY: every request passed here takes one 32-bit integer by value.
        set(setting, value, |value| unsafe {
            sys::opus_encoder_ctl(self.state.as_ptr(), request, value)
        })
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: made by `opus_encoder_create`, owned by us alone, not used after.
        unsafe { sys::opus_encoder_destroy(self.state.as_ptr()) }
    }
}
