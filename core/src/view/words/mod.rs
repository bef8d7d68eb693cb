//! The words: every sentence of the view models once, with the key by which a catalogue translates it.

macro_rules! phrases {
    ($($name:ident = $key:literal;)*) => {
        $(pub(in crate::view) const $name: crate::view::Phrase =
            crate::view::Phrase { key: $key };)*
        pub(in crate::view) const ALL: &[crate::view::Phrase] = &[$($name),*];
    };
}

pub(super) mod call;
pub(super) mod chat;
pub(super) mod conference;
pub(super) mod ding;
pub(super) mod ends;
pub(super) mod errors;
pub(super) mod first_run;
pub(super) mod gesture;
pub(super) mod levels;
pub(super) mod opening;
pub(super) mod people;
pub(super) mod problems;
pub(super) mod push;
pub(super) mod refusals;
pub(super) mod rules;
pub(super) mod secure;
pub(super) mod settings;
// read through `ALL` only
pub(super) mod session;
#[allow(dead_code)]
pub(super) mod shell;
pub(super) mod times;

use super::Phrase;

/// Every phrase, by the part of the app that it belongs to: what a catalogue has to translate.
pub const PHRASES: &[&[Phrase]] = &[
    call::ALL,
    chat::ALL,
    conference::ALL,
    ding::ALL,
    ends::ALL,
    errors::ALL,
    first_run::ALL,
    gesture::ALL,
    levels::ALL,
    opening::ALL,
    people::ALL,
    problems::ALL,
    push::ALL,
    refusals::ALL,
    rules::ALL,
    secure::ALL,
    settings::ALL,
    shell::ALL,
    session::ALL,
    times::ALL,
];
