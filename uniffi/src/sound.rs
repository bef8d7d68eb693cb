//! Sound on its way out, as the bytes that the shells see: handed over in the buffer in which it was made.
//!
//! A `Vec<u8>` would be written into another buffer byte by byte, which costs more than the rest of a frame of sound.

use uniffi::MetadataBuffer;
use uniffi::{Lower, RustBuffer, TypeId};

use crate::UniFfiTag;

/// Bytes begin with their number.
const HEAD: usize = size_of::<i32>();

/// So many bytes, which [`Sound::bytes`] fills.
pub struct Sound(Vec<u8>);

impl Sound {
    /// Silence of so many bytes.
    pub(crate) fn of(length: u16) -> Self {
        let mut framed = vec![0; HEAD + usize::from(length)];
        framed[..HEAD].copy_from_slice(&i32::from(length).to_be_bytes());
        Self(framed)
    }

    /// The sound.
    pub(crate) fn bytes(&mut self) -> &mut [u8] {
        &mut self.0[HEAD..]
    }
}

// SAFETY: what is handed over is exactly what `Vec<u8>`, whose type is told, hands over: a big-endian i32 that says how
// many bytes follow, and these.
unsafe impl Lower<UniFfiTag> for Sound {
    type FfiType = RustBuffer;

    fn write(sound: Self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(&sound.0);
    }

    fn lower(sound: Self) -> RustBuffer {
        RustBuffer::from_vec(sound.0)
    }
}

impl TypeId<UniFfiTag> for Sound {
    const TYPE_ID_META: MetadataBuffer = <Vec<u8> as TypeId<UniFfiTag>>::TYPE_ID_META;
}

uniffi::derive_ffi_traits!(impl LowerReturn<UniFfiTag> for Sound);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_handed_over_as_bytes_are() {
        let mut sound = Sound::of(3);
        sound.bytes().copy_from_slice(&[7, 8, 9]);
        let ours = Sound::lower(sound).destroy_into_vec();
        let theirs = <Vec<u8> as Lower<UniFfiTag>>::lower(vec![7, 8, 9]).destroy_into_vec();
        assert_eq!(ours, theirs);
        assert_eq!(
            <Vec<u8> as TypeId<UniFfiTag>>::TYPE_ID_META.as_ref(),
            Sound::TYPE_ID_META.as_ref()
        );
    }
}
