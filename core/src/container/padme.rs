//! Padmé padding (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019): lengths of at most
//! O(log log n) bits tell, at most 12 % is added.

use zeroize::Zeroizing;

/// What ends the content: the padding after it is zeros (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// The length that a message of `length` bytes is padded to.
#[must_use]
pub fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    // as many low bits become zero as the exponent has beyond the bits needed to write it
    let zeros = exponent - (exponent.ilog2() + 1).min(exponent);
    let mask = (1_usize << zeros) - 1;
    length.saturating_add(mask) & !mask
}

/// Length of [`pad`]'s result for a content of `length` bytes.
pub(super) fn padded(length: usize, smallest: usize) -> usize {
    padme(length.saturating_add(1)).max(smallest)
}

/// Pads to a Padmé length of at least `smallest` bytes.
pub(super) fn pad(content: &[u8], smallest: usize) -> Zeroizing<Vec<u8>> {
    let length = padded(content.len(), smallest);
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    text.extend_from_slice(content);
    text.push(END);
    text.resize(length, 0);
    text
}

/// The content of a padded text; `None` when it was not padded by [`pad`].
pub(super) fn unpad(text: &[u8]) -> Option<&[u8]> {
    let end = text.iter().rposition(|byte| *byte != 0)?;
    (text[end] == END).then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_those_of_the_paper() {
        let lengths = [0, 1, 2, 8, 9, 100, 1_000, 1_025, 10_000, 100_000];
        assert_eq!(
            lengths.map(padme),
            [0, 1, 2, 8, 10, 104, 1_024, 1_088, 10_240, 100_352]
        );
    }

    proptest! {
        #[test]
        fn padding_adds_at_most_an_eighth_and_never_shortens(length in 0_usize..1 << 24) {
            let padded = padme(length);
            prop_assert!(padded >= length);
            prop_assert!(padded - length <= length / 8);
            prop_assert_eq!(padme(padded), padded);
        }

        #[test]
        fn what_was_padded_comes_back(content: Vec<u8>, smallest in 0_usize..2_000) {
            let text = pad(&content, smallest);
            prop_assert_eq!(text.len(), padded(content.len(), smallest));
            prop_assert_eq!(unpad(&text), Some(content.as_slice()));
        }
    }
}
