//! The real binary, as programs use it: a server and phones as processes of their own on loopback, watched through
//! their JSON lines.

#![allow(clippy::unwrap_used)]

#[path = "terminal/calls.rs"]
mod calls;
#[path = "terminal/chats.rs"]
mod chats;
#[path = "terminal/dings.rs"]
mod dings;
#[path = "terminal/mistakes.rs"]
mod mistakes;
#[path = "terminal/process.rs"]
mod process;
#[path = "terminal/push.rs"]
mod push;
#[path = "terminal/secure_chats.rs"]
mod secure_chats;
#[path = "terminal/speech.rs"]
mod speech;
#[path = "terminal/world.rs"]
mod world;
