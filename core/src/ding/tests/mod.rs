#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
//! What a person cares about: heard as often as allowed, told truly, gone afterwards.

mod fixture;
mod hearing;
mod recordings;
mod ringing;
mod sending;
