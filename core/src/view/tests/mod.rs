#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
//! The screens in their main states as snapshots, and what must hold in every state.

mod catalogue;
mod conference;
mod dings;
mod duties;
mod front;
mod gate;
mod gesture;
mod people;
mod phones;
mod print;
mod routes;
mod scenes;
mod screens;
mod secrecy;
mod session;
mod settings;
mod spoken;
mod words;
