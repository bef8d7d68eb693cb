//! As much of STUN (RFC 8489) as the guard before the relay must see: where a message ends on TCP, whether it carries
//! credentials, and the answer to one that does not.

/// Bytes of a STUN header (§5).
const HEADER: usize = 20;
const USERNAME: u16 = 0x0006;
const NONCE: u16 = 0x0015;
const REALM: u16 = 0x0014;
const ERROR_CODE: u16 = 0x0009;
const MESSAGE_INTEGRITY: u16 = 0x0008;

/// Type of an Allocate request (RFC 8656 §13).
const ALLOCATE: [u8; 2] = [0, 3];

/// A TURN Allocate request without credentials: the relay answers it with a nonce.
pub(super) const PROBE: [u8; HEADER] = [
    0x00, 0x03, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
];

/// Bytes of the message that begins here, padding on TCP included; `None` while that cannot be known, an error when it
/// is neither STUN nor ChannelData (RFC 8656 §12.5).
pub(super) fn length(bytes: &[u8]) -> Result<Option<usize>, NotTurn> {
    let Some((head, _)) = bytes.split_first_chunk::<4>() else {
        return Ok(None);
    };
    let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
    match head[0] >> 6 {
        0 => Ok(Some(HEADER + length)),
        1 => Ok(Some(4 + length.next_multiple_of(4))),
        _ => Err(NotTurn),
    }
}

/// Not a message of TURN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotTurn;

/// What the guard does with a message from a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A request with credentials under this nonce.
    Signed(&'a [u8]),
    /// A request without credentials, for which they are needed.
    Unsigned,
    /// Anything that needs none: a binding request, an indication, channel data.
    Other,
    /// Not a message.
    Broken,
}

/// What kind of message this is.
pub(super) fn kind(message: &[u8]) -> Kind<'_> {
    match message.first() {
        Some(first) if first >> 6 == 1 => return Kind::Other,
        Some(first) if first >> 6 == 0 => {}
        _ => return Kind::Broken,
    }
    let Some(attributes) = attributes(message) else {
        return Kind::Broken;
    };
    let method = u16::from_be_bytes([message[0], message[1]]);
    // Allocate, Refresh, CreatePermission, ChannelBind (RFC 8656 §13)
    if ![0x003, 0x004, 0x008, 0x009].contains(&method) {
        return Kind::Other;
    }
    let find = |wanted| attributes.iter().find(|(kind, _)| *kind == wanted);
    match (find(MESSAGE_INTEGRITY), find(NONCE)) {
        (Some(_), Some((_, nonce))) => Kind::Signed(nonce),
        (Some(_), None) => Kind::Broken,
        (None, _) => Kind::Unsigned,
    }
}

/// The username in a request for an allocation; `None` for any other message.
pub(super) fn asks_as(message: &[u8]) -> Option<&[u8]> {
    if message.get(..2)? != ALLOCATE {
        return None;
    }
    let attributes = attributes(message)?;
    let name = attributes.into_iter().find(|(kind, _)| *kind == USERNAME);
    name.map(|(_, value)| value)
}

/// Whether this tells a client that it has an allocation.
pub(super) fn is_allocated(message: &[u8]) -> bool {
    message.starts_with(&[1, 3])
}

/// The nonce in a message of the relay.
pub(super) fn nonce(message: &[u8]) -> Option<&[u8]> {
    let attributes = attributes(message)?;
    let nonce = attributes.into_iter().find(|(kind, _)| *kind == NONCE);
    nonce.map(|(_, value)| value)
}

/// Attributes with their types; `None` when the message is not whole.
fn attributes(message: &[u8]) -> Option<Vec<(u16, &[u8])>> {
    let (head, mut rest) = message.split_at_checked(HEADER)?;
    if length(head) != Ok(Some(message.len())) {
        return None;
    }
    let mut attributes = Vec::new();
    while let Some((head, after)) = rest.split_first_chunk::<4>() {
        let kind = u16::from_be_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let value = after.get(..length)?;
        attributes.push((kind, value));
        rest = after.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Some(attributes)
}

/// An error answer to a request: 401 (unauthenticated) or 438 (stale nonce), with what the client must use.
pub(super) fn refuse(request: &[u8], stale: bool, nonce: &[u8], realm: &str) -> Option<Vec<u8>> {
    let (head, _) = request.split_at_checked(HEADER)?;
    let code: [u8; 4] = if stale { [0, 0, 4, 38] } else { [0, 0, 4, 1] };
    let mut answer = head.to_vec();
    answer[0] |= 0x01; // error response: class bits 0x0110
    answer[1] |= 0x10;
    for (kind, value) in [
        (ERROR_CODE, &code[..]),
        (REALM, realm.as_bytes()),
        (NONCE, nonce),
    ] {
        answer.extend(kind.to_be_bytes());
        answer.extend(u16::try_from(value.len()).ok()?.to_be_bytes());
        answer.extend(value);
        answer.resize(answer.len().next_multiple_of(4), 0);
    }
    let length = u16::try_from(answer.len() - HEADER).ok()?;
    answer[2..4].copy_from_slice(&length.to_be_bytes());
    Some(answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_carries_the_nonce() {
        assert_eq!(kind(&PROBE), Kind::Unsigned);
        let answer = refuse(&PROBE, true, b"abcde", "sotto").unwrap();
        assert_eq!(nonce(&answer), Some(&b"abcde"[..]));
        assert_eq!(answer[..2], [0x01, 0x13]);
        assert_eq!(answer[8..20], PROBE[8..20]);
        assert_eq!(length(&answer), Ok(Some(answer.len())));
    }

    #[test]
    fn messages_end_where_their_length_says() {
        assert_eq!(length(&[0x40, 0, 0, 5]), Ok(Some(12)));
        assert_eq!(length(&[0x40, 0]), Ok(None));
        assert_eq!(length(&[0x80, 0, 0, 5]), Err(NotTurn));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = (length(&bytes), kind(&bytes), nonce(&bytes), asks_as(&bytes), refuse(&bytes, false, b"n", "r"));
        }
    }
}
