//! Reads of a container what the server must know (S2.2): id, expiry, which devices it is for; and cuts out what each
//! device gets. Everything else stays as the sender wrote it, fields of later versions included.

use std::ops::Range;

use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use sotto_protocol::id::{ContainerId, DeviceId};
use sotto_protocol::wire::container::{Container, Entry};
use sotto_protocol::{ParseError, limits, parse};

const ENTRIES: u32 = 6;

/// A container's outside.
pub(crate) struct Outside {
    pub(crate) id: ContainerId,
    /// Master clock, ms.
    pub(crate) expires: u64,
    /// Each device's own container.
    pub(crate) copies: Vec<(DeviceId, Vec<u8>)>,
}

/// Takes a container apart.
pub(crate) fn read(bytes: &[u8]) -> Result<Outside, ParseError> {
    let container: Container = parse(bytes, limits::CONTAINER)?;
    let id = ContainerId::try_from(container.id.as_slice())?;
    let entries = entries(bytes)?;
    if entries.is_empty() || entries.len() > limits::DEVICES {
        return Err(ParseError::Malformed);
    }
    let mut devices = Vec::with_capacity(entries.len());
    for (device, _) in &entries {
        if devices.contains(device) {
            return Err(ParseError::Malformed);
        }
        devices.push(*device);
    }
    let copies = entries
        .iter()
        .map(|(device, _)| (*device, copy_for(bytes, &entries, *device)))
        .collect();
    Ok(Outside {
        id,
        expires: container.expires,
        copies,
    })
}

/// All of the container but the entries of other devices.
fn copy_for(bytes: &[u8], entries: &[(DeviceId, Range<usize>)], device: DeviceId) -> Vec<u8> {
    let mut copy = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for (of, range) in entries {
        if *of != device {
            copy.extend_from_slice(&bytes[done..range.start]);
            done = range.end;
        }
    }
    copy.extend_from_slice(&bytes[done..]);
    copy
}

/// Where each entry lies, its tag included, in the order in which they stand.
fn entries(bytes: &[u8]) -> Result<Vec<(DeviceId, Range<usize>)>, ParseError> {
    let malformed = |_| ParseError::Malformed;
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let start = bytes.len() - rest.len();
        let (tag, wire_type) = decode_key(&mut rest).map_err(malformed)?;
        if tag != ENTRIES {
            skip_field(wire_type, tag, &mut rest, DecodeContext::default()).map_err(malformed)?;
            continue;
        }
        if wire_type != WireType::LengthDelimited || entries.len() == limits::DEVICES {
            return Err(ParseError::Malformed);
        }
        let length = decode_varint(&mut rest).map_err(malformed)?;
        let length = usize::try_from(length).map_err(|_| ParseError::Malformed)?;
        let (entry, after) = rest.split_at_checked(length).ok_or(ParseError::Malformed)?;
        let entry: Entry = parse(entry, limits::CONTAINER)?;
        rest = after;
        let device = DeviceId::try_from(entry.device.as_slice())?;
        entries.push((device, start..bytes.len() - rest.len()));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use prost::Message;

    fn sample(devices: &[u8]) -> Container {
        Container {
            version: 1,
            id: vec![7; 16],
            expires: 99,
            payload: vec![1; 100],
            sender: vec![2; 50],
            entries: devices
                .iter()
                .map(|n| Entry {
                    device: vec![*n; 16],
                    prekey_id: u32::from(*n),
                    last_resort: false,
                    wrapped: vec![*n; 30],
                })
                .collect(),
        }
    }

    #[test]
    fn each_device_gets_its_own_entry_only() {
        let outside = read(&sample(&[1, 2, 3]).encode_to_vec()).unwrap();
        assert_eq!(outside.expires, 99);
        for (device, copy) in &outside.copies {
            let number = device.as_bytes()[0];
            assert!(*copy == sample(&[number]).encode_to_vec());
        }
        assert_eq!(outside.copies.len(), 3);
    }

    #[test]
    fn fields_of_a_later_version_reach_the_receiver() {
        let mut bytes = sample(&[1, 2]).encode_to_vec();
        let later = [0xba, 0x01, 0x03, b'n', b'e', b'w']; // field 23
        bytes.extend(later);
        let outside = read(&bytes).unwrap();
        assert!(
            outside
                .copies
                .iter()
                .all(|(_, copy)| copy.ends_with(&later))
        );
    }

    #[test]
    fn wrong_containers_are_refused() {
        let mut short_id = sample(&[1]);
        short_id.id.pop();
        let too_many: Vec<u8> = (0..=limits::DEVICES as u8).collect();
        for bad in [sample(&[]), sample(&[1, 1]), sample(&too_many), short_id] {
            assert!(read(&bad.encode_to_vec()).is_err());
        }
        let mut large = sample(&[1]);
        large.payload = vec![0; limits::CONTAINER];
        assert!(matches!(
            read(&large.encode_to_vec()),
            Err(ParseError::TooLarge { .. })
        ));
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at in 0usize..400, byte: u8, cut in 0usize..400) {
            let mut bytes = sample(&[1, 2, 3]).encode_to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(bytes.len() - cut % bytes.len());
            let _ = read(&bytes);
        }
    }
}
