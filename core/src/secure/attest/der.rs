//! Reading DER one element after another: fixed structures, so nothing nests deeper than its reader asks for.

use x509_parser::asn1_rs::{Any, Class, FromDer};

use super::Wrong;

/// Elements in one structure that are looked at.
const MOST: usize = 256;

/// One element.
pub(super) struct Element<'a> {
    pub(super) class: Class,
    pub(super) tag: u32,
    pub(super) data: &'a [u8],
}

pub(super) const BOOLEAN: u32 = 1;
pub(super) const INTEGER: u32 = 2;
pub(super) const OCTETS: u32 = 4;
pub(super) const ENUMERATED: u32 = 10;
pub(super) const SEQUENCE: u32 = 16;
pub(super) const SET: u32 = 17;

/// The next element, and what is behind it.
pub(super) fn next(bytes: &[u8]) -> Result<(Element<'_>, &[u8]), Wrong> {
    let (rest, any) = Any::from_der(bytes).map_err(|_| Wrong::Damaged)?;
    let element = Element {
        class: any.header.class(),
        tag: any.header.tag().0,
        data: any.data,
    };
    Ok((element, rest))
}

/// The next element, which must be this universal one; its content and what is behind it.
pub(super) fn expect(bytes: &[u8], tag: u32) -> Result<(&[u8], &[u8]), Wrong> {
    let (element, rest) = next(bytes)?;
    let fits = element.class == Class::Universal && element.tag == tag;
    match fits {
        true => Ok((element.data, rest)),
        false => Err(Wrong::Damaged),
    }
}

/// The one element that there is.
pub(super) fn only(bytes: &[u8], tag: u32) -> Result<&[u8], Wrong> {
    match expect(bytes, tag)? {
        (data, []) => Ok(data),
        _ => Err(Wrong::Damaged),
    }
}

/// The content of the element with this context tag, which wraps one of `tag`; `None` where there is none.
pub(super) fn tagged(mut bytes: &[u8], context: u32, tag: u32) -> Result<Option<&[u8]>, Wrong> {
    for _ in 0..MOST {
        if bytes.is_empty() {
            return Ok(None);
        }
        let (element, rest) = next(bytes)?;
        if element.class == Class::ContextSpecific && element.tag == context {
            return only(element.data, tag).map(Some);
        }
        bytes = rest;
    }
    Err(Wrong::Damaged)
}

/// The elements of a set, each of which must be this universal one.
pub(super) fn all(mut bytes: &[u8], tag: u32) -> Result<Vec<&[u8]>, Wrong> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        if found.len() >= MOST {
            return Err(Wrong::Damaged);
        }
        let (data, rest) = expect(bytes, tag)?;
        found.push(data);
        bytes = rest;
    }
    Ok(found)
}
