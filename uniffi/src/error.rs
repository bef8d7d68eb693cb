//! Errors for a shell: one variant for each thing to do about it, with a key for translation and the English words.

use sotto_core::call::CallError;
use sotto_core::contact::card::CardError;
use sotto_core::ding::DingError;
use sotto_core::engine::CommandError as Core;
use sotto_phone::PhoneError;
use sotto_phone::scanner::ScannerError;
use sotto_phone::store::StoreError;
use sotto_phone::vault::VaultError;

/// Declares an exported error and which errors of the core become which of its variants.
macro_rules! typed {
    ($(#[$about:meta])* $name:ident from $core:path {
        $($(#[$doc:meta])* $variant:ident $key:literal = $pattern:pat,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
        pub enum $name {
            $(
                $(#[$doc])*
                #[error("{words}")]
                $variant {
                    /// Names it in the catalogue of a language; never changes once released.
                    key: String,
                    /// What happened and what to do, in English.
                    words: String,
                },
            )*
        }

        impl From<$core> for $name {
            fn from(error: $core) -> Self {
                let words = error.to_string();
                match error {
                    $($pattern => Self::$variant { key: $key.to_owned(), words },)*
                }
            }
        }
    };
}

typed! {
    /// Why a command did nothing.
    CommandError from Core {
        /// This phone has not joined a server yet.
        NotJoined "command.not_joined" = Core::NotJoined,
        /// This phone has joined a server already.
        AlreadyJoined "command.already_joined" = Core::AlreadyJoined,
        /// A card or link is of another kind than expected.
        CardOtherKind "command.card_other_kind" = Core::Card(CardError::OtherKind),
        /// A card or link is damaged: scan it again.
        CardDamaged "command.card_damaged" = Core::Card(CardError::Damaged(_)),
        /// Someone changed the card: its signature is wrong.
        CardSignature "command.card_signature" = Core::Card(CardError::Signature),
        /// The card has expired.
        CardExpired "command.card_expired" = Core::Card(CardError::Expired),
        /// The card can be read by a newer app only.
        CardNewer "command.card_newer" = Core::Card(CardError::Newer { .. }),
        /// A card cannot be used for another reason.
        Card "command.card" = Core::Card(_),
        /// What was scanned is nothing to call.
        Identifier "command.identifier" = Core::Scan(_),
        /// What was scanned is not for calling; nothing was opened.
        Foreign "command.foreign" = Core::Foreign { .. },
        /// The card is for another server.
        OtherServer "command.other_server" = Core::OtherServer { .. },
        /// This is your own card.
        OwnCard "command.own_card" = Core::OwnCard,
        /// There is no such contact.
        NoContact "command.no_contact" = Core::NoContact,
        /// The contact is not on Sotto.
        NotOnSotto "command.not_on_sotto" = Core::NotOnSotto,
        /// There is a call already.
        InCall "command.in_call" = Core::InCall,
        /// There is a secure chat: leave it first.
        InSecureChat "command.in_secure_chat" = Core::InSecureChat,
        /// No secure chat is asked for or going on.
        NoSecureChat "command.no_secure_chat" = Core::NoSecureChat,
        /// So much waits to be confirmed by the other phone that nothing more is taken.
        TooMuchWaits "command.too_much_waits" = Core::Call(CallError::TooMuchWaits),
        /// A policy is not taken: broken, forged, older or weaker than it may be.
        Policy "command.policy" = Core::Policy(_),
        /// Levels are not taken, or there is no such level.
        NoLevel "command.no_level" = Core::Levels(_) | Core::NoLevel,
        /// A level cannot be deleted: something uses it, or others stand above it.
        LevelInUse "command.level_in_use" = Core::LevelInUse { .. } | Core::LevelsAbove(_),
        /// A rule is not taken: it makes no sense, there are too many, or it is not there.
        Rule "command.rule" = Core::Rule | Core::TooManyRules { .. } | Core::NoRule,
        /// The text is no message: empty or too long.
        Text "command.text" = Core::Text(_),
        /// So much waits already that nothing more is taken to be sent, or it is too large.
        PostFull "command.post_full" = Core::Post(_),
        /// The Ding was heard as often as its sender allows.
        DingHeardOut "command.ding_heard_out" = Core::Ding(DingError::HeardOut),
        /// The Ding has expired, or was confirmed already.
        DingOver "command.ding_over" = Core::Ding(DingError::Expired | DingError::Confirmed),
        /// Terms of a Ding that cannot be, or nothing to send: mend them and send it again.
        DingTerms "command.ding_terms" = Core::Ding(
            DingError::Nothing
                | DingError::TextTooLong
                | DingError::People
                | DingError::Plays
                | DingError::Repeat
                | DingError::Expiry,
        ),
        /// No gesture was taught, or its level is not known.
        Gesture "command.gesture" = Core::GestureLevel | Core::NoGesture,
        /// A policy allows no level as high.
        Capped "command.capped" = Core::Call(CallError::Capped { .. }),
        /// A policy demands a higher level.
        Demanded "command.demanded" = Core::Call(CallError::Demanded { .. }),
        /// There is no call.
        NoCall "command.no_call" = Core::NoCall,
        /// This phone cannot forbid everything that the level asks for.
        NotArmed "command.not_armed" = Core::Call(CallError::NotArmed(_)),
        /// Secure mode forbids it (S1.3).
        Forbidden "command.forbidden" = Core::Call(CallError::Forbidden { .. })
            | Core::Ding(DingError::Forbidden { .. }),
        /// Something else about a Ding: there is no such one, or microphone or earpiece are in use.
        Ding "command.ding" = Core::Ding(_),
        /// The call is not in a state for that.
        Phase "command.phase" = Core::Call(CallError::Phase),
        /// That is not a change of the level.
        SameLevel "command.same_level" = Core::Call(CallError::SameLevel),
        /// Anything else that the call cannot do.
        Call "command.call" = Core::Call(_),
        /// A reason that this version of the bindings has no name for.
        Other "command.other" = _,
    }
}

typed! {
    /// Why a phone does not open, or stopped.
    OpenError from PhoneError {
        /// Another phone runs in this folder.
        InUse "open.in_use" = PhoneError::Store(StoreError::InUse { .. }),
        /// The folder was written by a newer app.
        Newer "open.newer" = PhoneError::Store(StoreError::Newer { .. }),
        /// The store is damaged.
        Damaged "open.damaged" = PhoneError::Store(StoreError::Damaged { .. }) | PhoneError::Load(_),
        /// There is no room on the disk.
        Full "open.full" = PhoneError::Store(StoreError::Full),
        /// The key vault is locked: the device must be unlocked first.
        VaultLocked "open.vault_locked" = PhoneError::Store(StoreError::Vault(VaultError::Locked))
            | PhoneError::Vault(VaultError::Locked),
        /// The store's key is not of this device's key vault.
        VaultForeign "open.vault_foreign" = PhoneError::Store(StoreError::Vault(VaultError::Foreign))
            | PhoneError::Vault(VaultError::Foreign),
        /// The key vault cannot be used.
        Vault "open.vault" = PhoneError::Store(StoreError::Vault(_)) | PhoneError::Vault(_),
        /// The store cannot be read or written.
        Store "open.store" = PhoneError::Store(_),
        /// The phone has stopped: it was closed, or its data could not be stored any more.
        Stopped "open.stopped" = PhoneError::Stopped(_),
        /// The system refused a folder, a thread or random numbers; or the configuration makes no sense.
        System "open.system" = _,
    }
}

impl OpenError {
    pub(crate) fn system(why: &dyn std::fmt::Display) -> Self {
        PhoneError::System(why.to_string()).into()
    }
}

typed! {
    /// Why the scanner takes no frame.
    ScanError from ScannerError {
        /// The camera sees something that cannot be read: point it elsewhere and wait a moment.
        Overrun "scan.overrun" = ScannerError::Overrun,
        /// The system gives no thread, a frame's size contradicts its bytes, or a file is no picture that is read.
        Refused "scan.refused" = _,
    }
}

impl ScanError {
    pub(crate) fn frame(why: &dyn std::fmt::Display) -> Self {
        Self::Refused {
            key: "scan.refused".to_owned(),
            words: why.to_string(),
        }
    }
}
