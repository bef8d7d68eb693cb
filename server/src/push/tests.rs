#![allow(clippy::unwrap_used)]

mod connect;
mod queue;
mod target;
mod token;
