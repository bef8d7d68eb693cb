//! Messages out of a byte stream (RFC 8656 §3.1 and §12.5): STUN messages carry their length, and
//! ChannelData is padded to four bytes.

/// A ChannelData frame may carry a whole UDP datagram; larger than this is not for us, but has to
/// be skipped without losing step.
const MAX_MESSAGE: usize = 2_048;
const HEADER: usize = 4;
const STUN_HEADER: usize = 20;

/// The stream is out of step or carries something else than TURN; close it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutOfStep;

/// Collects chunks, gives out messages. Holds at most one message and what came behind it in the
/// same chunk.
#[derive(Debug, Default)]
pub(super) struct Framer {
    buffer: Vec<u8>,
    skip: usize,
}

impl Framer {
    /// Takes a chunk and gives out the messages that are complete.
    pub(super) fn push(&mut self, mut chunk: &[u8]) -> Result<Vec<Vec<u8>>, OutOfStep> {
        let mut messages = Vec::new();
        let skipped = self.skip.min(chunk.len());
        self.skip -= skipped;
        chunk = &chunk[skipped..];
        self.buffer.extend_from_slice(chunk);
        let mut at = 0;
        while let Some((length, padded)) = lengths(&self.buffer[at..])? {
            let rest = self.buffer.len() - at;
            if length > MAX_MESSAGE {
                self.skip = padded.saturating_sub(rest);
                at += padded.min(rest);
                continue;
            }
            if rest < padded {
                break;
            }
            messages.push(self.buffer[at..at + length].to_vec());
            at += padded;
        }
        self.buffer.drain(..at);
        Ok(messages)
    }
}

/// Length of the message at the front, without and with padding, once its header is there.
fn lengths(bytes: &[u8]) -> Result<Option<(usize, usize)>, OutOfStep> {
    let Some(header) = bytes.first_chunk::<HEADER>() else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    match header[0] {
        0..=3 if length.is_multiple_of(4) => Ok(Some((STUN_HEADER + length, STUN_HEADER + length))),
        0x40..=0x4f => {
            let whole = HEADER + length;
            Ok(Some((whole, whole.next_multiple_of(4))))
        }
        _ => Err(OutOfStep),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stream() -> (Vec<u8>, Vec<Vec<u8>>) {
        let mut stun = vec![1, 1, 0, 8];
        stun.resize(28, 7);
        let channel = vec![0x40, 0, 0, 5, 1, 2, 3, 4, 5];
        let mut huge = vec![0x40, 1, 0xf0, 0];
        huge.resize(4 + 0xf000, 9);
        let mut bytes = stun.clone();
        bytes.extend(&channel);
        bytes.extend([0; 3]);
        bytes.extend(huge);
        bytes.extend(&stun);
        (bytes, vec![stun.clone(), channel, stun])
    }

    #[test]
    fn chunks_of_any_size_give_the_same_messages() {
        let (bytes, messages) = stream();
        for size in [1, 2, 3, 7, 29, 1_000, bytes.len()] {
            let mut framer = Framer::default();
            let got: Vec<_> = bytes
                .chunks(size)
                .flat_map(|chunk| framer.push(chunk).unwrap())
                .collect();
            assert_eq!(got, messages, "chunks of {size}");
            assert!(framer.buffer.is_empty());
        }
    }

    #[test]
    fn something_else_is_noticed() {
        assert_eq!(Framer::default().push(b"SSH-2.0-x y"), Err(OutOfStep));
        assert_eq!(Framer::default().push(&[0, 1, 0, 3]), Err(OutOfStep));
    }
}
