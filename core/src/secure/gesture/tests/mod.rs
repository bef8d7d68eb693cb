#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
//! A hand that makes gestures, never twice the same, and people who only use their phone. All from seeds.

mod hand;
mod nonsense;
mod ordinary;
mod recognise;
mod teach;
