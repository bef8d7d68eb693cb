//! The one shape in which settings reach the library: request, value, checked answer.

use crate::Error;

/// Calls `ctl` with a request and a value; a refusal names the setting.
pub(crate) fn set(
    setting: &'static str,
    value: i32,
    ctl: impl FnOnce(i32) -> i32,
) -> Result<(), Error> {
    match ctl(value) {
        opusic_sys::OPUS_OK => Ok(()),
        opusic_sys::OPUS_BAD_ARG => Err(Error::Setting { setting, value }),
        code => Err(Error::from_code(code)),
    }
}

/// A caller's number as the library's; what does not fit becomes a value that it refuses.
pub(crate) fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
