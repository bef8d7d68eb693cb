//! The phone for Kotlin and Swift (uniffi): one [`Phone`], its events, what its screens show, and what a shell supplies.
//!
//! No logic: each item turns a call of the shell into one of `sotto-phone`, and plain data of `sotto_core::view` into
//! records. It is not the API of the core, and Rust code does not use it. A screen is one file under `view/` and one
//! line in its `mod.rs`.

// what uniffi's macros generate is unsafe code, and one line of `sound.rs`, which says why it holds
#![allow(unsafe_code)]

mod audio;
mod commands;
mod error;
mod event;
mod gesture;
mod language;
mod mirror;
mod phone;
mod platform;
mod push;
mod rules;
mod runtime;
mod scanner;
mod sound;
mod trust;
mod vault;
pub mod view;
mod whereabouts;

pub use commands::{DingDraft, DingRepeat, Sight, is_seen, ordinary_ding, secure_ding};
pub use error::{CommandError, OpenError, ScanError};
pub use event::{Event, Events, Notice};
pub use gesture::{GestureKind, Sample, TouchPhase};
pub use language::{Language, LanguageChoice, language_of, languages, words_of};
pub use phone::{OpenConfig, Phone};
pub use platform::{
    Answer, Attestation, AttestationKind, AudioRoute, HookError, Operation, PlatformHooks,
    PlatformNews, app_attest_hash, app_attest_statement,
};
pub use push::{PushTarget, PushView, Woken};
pub use rules::{LevelDefinition, LevelRule, RuleHours, RulePlace};
pub use scanner::{ScanResult, Scanner};
pub use trust::{AttestationTrust, AttestedAndroidApp};
pub use vault::{KeyVault, VaultError};
pub use view::shell_words;
pub use whereabouts::{Position, WantedPlaces};

uniffi::setup_scaffolding!("sotto");
