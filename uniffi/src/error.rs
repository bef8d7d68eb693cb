//! Errors for a shell: one variant for each thing to do about it, with a key for translation and the words.

use sotto_core::call::CallError;
use sotto_core::contact::card::CardError;
use sotto_core::ding::DingError;
use sotto_core::engine::CommandError as Core;
use sotto_core::view::{self, Language};
use sotto_phone::PhoneError;
use sotto_phone::scanner::ScannerError;
use sotto_phone::store::StoreError;
use sotto_phone::vault::VaultError;

/// Declares an exported error and which errors of the core become which of its variants; with keys where the error is
/// not the core's to word.
macro_rules! typed {
    ($(#[$about:meta])* $name:ident from $core:path {
        $($(#[$doc:meta])* $variant:ident $($key:literal)? = $pattern:pat,)*
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
                    /// What happened and what to do, in the phone's language.
                    words: String,
                },
            )*
        }

        impl $name {
            fn new(error: &$core, key: String, words: String) -> Self {
                match error {
                    $($pattern => Self::$variant { key, words },)*
                }
            }

            /// The catalogue's key of each variant that has one; the core says the keys of its own errors.
            #[allow(dead_code, unused_variables)]
            fn key(error: &$core) -> &'static str {
                match error {
                    $($pattern => concat!($($key)?),)*
                }
            }
        }
    };
}

typed! {
    /// Why a command did nothing.
    CommandError from Core {
        /// The phone has stopped; nothing more is taken.
        Stopped = Core::Stopped,
        /// This phone has not joined a server yet.
        NotJoined = Core::NotJoined,
        /// This phone has joined a server already.
        AlreadyJoined = Core::AlreadyJoined,
        /// A card or link is of another kind than expected.
        CardOtherKind = Core::Card(CardError::OtherKind),
        /// A card or link is damaged: scan it again.
        CardDamaged = Core::Card(CardError::Damaged(_)),
        /// Someone changed the card: its signature is wrong.
        CardSignature = Core::Card(CardError::Signature),
        /// The card has expired.
        CardExpired = Core::Card(CardError::Expired),
        /// The card can be read by a newer app only.
        CardNewer = Core::Card(CardError::Newer { .. }),
        /// A card cannot be used for another reason.
        Card = Core::Card(_),
        /// What was scanned is nothing to call.
        Identifier = Core::Scan(_),
        /// What was scanned is not for calling; nothing was opened.
        Foreign = Core::Foreign { .. },
        /// The card is for another server.
        OtherServer = Core::OtherServer { .. },
        /// This is your own card.
        OwnCard = Core::OwnCard,
        /// There is no such contact.
        NoContact = Core::NoContact,
        /// The contact is not on Sotto.
        NotOnSotto = Core::NotOnSotto,
        /// You blocked the contact.
        Blocked = Core::Blocked,
        /// There is a call already.
        InCall = Core::InCall,
        /// There is a secure chat: leave it first.
        InSecureChat = Core::InSecureChat,
        /// No secure chat is asked for or going on.
        NoSecureChat = Core::NoSecureChat,
        /// So much waits to be confirmed by the other phone that nothing more is taken.
        TooMuchWaits = Core::Call(CallError::TooMuchWaits),
        /// A policy is not taken: broken, forged, older or weaker than it may be.
        Policy = Core::Policy(_),
        /// Levels are not taken, or there is no such level.
        NoLevel = Core::Levels(_) | Core::NoLevel,
        /// A level cannot be deleted: something uses it, or others stand above it.
        LevelInUse = Core::LevelInUse { .. } | Core::LevelsAbove(_),
        /// A rule is not taken: it makes no sense, there are too many, or it is not there.
        Rule = Core::Rule | Core::TooManyRules { .. } | Core::NoRule,
        /// The text is no message: empty or too long.
        Text = Core::Text(_),
        /// Secure mode began or ended in the chat since the person wrote: nothing was sent.
        ChatChanged = Core::ChatChanged,
        /// So much waits already that nothing more is taken to be sent, or it is too large.
        PostFull = Core::Post(_),
        /// The Ding was heard as often as its sender allows.
        DingHeardOut = Core::Ding(DingError::HeardOut),
        /// The Ding has expired, or was confirmed already.
        DingOver = Core::Ding(DingError::Expired | DingError::Confirmed),
        /// Terms of a Ding that cannot be, or nothing to send: mend them and send it again.
        DingTerms = Core::Ding(
            DingError::Nothing
                | DingError::Both
                | DingError::TextTooLong
                | DingError::People
                | DingError::Plays
                | DingError::Repeat
                | DingError::Expiry,
        ),
        /// No gesture was taught, or its level is not known.
        Gesture = Core::GestureLevel | Core::NoGesture,
        /// What was given to be woken by is no endpoint and no token.
        Push = Core::Push(_),
        /// A policy allows no level as high.
        Capped = Core::Call(CallError::Capped { .. }),
        /// A policy demands a higher level.
        Demanded = Core::Call(CallError::Demanded { .. }),
        /// There is no call.
        NoCall = Core::NoCall,
        /// This phone cannot forbid everything that the level asks for.
        NotArmed = Core::Call(CallError::NotArmed(_)),
        /// Secure mode forbids it (S1.3).
        Forbidden = Core::Call(CallError::Forbidden { .. })
            | Core::Ding(DingError::Forbidden { .. }),
        /// Something else about a Ding: there is no such one, or microphone or earpiece are in use.
        Ding = Core::Ding(_),
        /// The call is not in a state for that.
        Phase = Core::Call(CallError::Phase),
        /// The other person asks for something else than what was agreed to: show it, and ask again.
        QuestionChanged = Core::Call(CallError::QuestionChanged),
        /// That is not a change of the level.
        SameLevel = Core::Call(CallError::SameLevel),
        /// Anything else that the call cannot do.
        Call = Core::Call(_),
        /// A reason that this version of the bindings has no name for.
        Other = _,
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

impl CommandError {
    pub(crate) fn of(error: &Core, language: Language) -> Self {
        let text = view::refusal(error);
        let words = text.in_language(language);
        Self::new(error, text.key.to_owned(), words)
    }
}

impl OpenError {
    pub(crate) fn of(error: &PhoneError, language: Language) -> Self {
        let key = Self::key(error);
        Self::new(error, key.to_owned(), words(key, language))
    }

    /// The same for an event.
    pub(crate) fn notice(error: &PhoneError, language: Language) -> crate::event::Notice {
        let key = Self::key(error);
        crate::event::Notice {
            key: key.to_owned(),
            words: words(key, language),
        }
    }

    pub(crate) fn system(why: &dyn std::fmt::Display, language: Language) -> Self {
        Self::of(&PhoneError::System(why.to_string()), language)
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

impl From<ScannerError> for ScanError {
    fn from(error: ScannerError) -> Self {
        let key = Self::key(&error);
        Self::new(&error, key.to_owned(), words(key, Language::default()))
    }
}

impl ScanError {
    /// A frame's size contradicts its bytes, or a file is no picture that is read.
    pub(crate) fn picture() -> Self {
        let key = "scan.refused";
        Self::Refused {
            key: key.to_owned(),
            words: words(key, Language::default()),
        }
    }
}

fn words(key: &str, language: Language) -> String {
    let text = view::phrase(key).map(|phrase| phrase.text().in_language(language));
    text.unwrap_or_else(|| key.to_owned())
}
