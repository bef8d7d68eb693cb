//! What a shell supplies of its system for secure mode (S1.3), and what it tells of it.

use std::sync::Arc;

use sotto_core::ding::Utterance;
use sotto_core::secure::AttestationVerifier;
use sotto_core::secure::attest::Verifier;
use sotto_core::{engine, secure};

use crate::Phone;
use crate::mirror::mirror;

mirror! {
    /// Something that could carry a conversation out of the conversation (S1.2).
    Operation = secure::Operation {
        /// Recording sound, by this app or another.
        AudioRecording,
        /// The loudspeaker: others in the room hear.
        Speaker,
        /// Wired or Bluetooth headsets and other audio devices.
        Peripherals,
        /// A row in a call log, the app's or the system's.
        CallLog,
        /// Showing who is talking: names, pictures, numbers.
        Identity,
        /// Screenshots and screen recording.
        Screenshot,
        /// Copying what was written out of the conversation.
        Clipboard,
        /// Passing messages and files of the conversation on to others.
        Forwarding,
        /// Turning speech into text: captions, dictation, assistants that listen.
        Transcription,
    }
}

mirror! {
    /// A way that sound can take.
    AudioRoute = engine::AudioRoute {
        /// The earpiece.
        Earpiece,
        /// The loudspeaker.
        Speaker,
        /// A headset or headphones on a wire.
        Wired,
        /// A headset, a car or a hearing aid by radio.
        Bluetooth,
    }
}

impl From<AudioRoute> for engine::AudioRoute {
    fn from(route: AudioRoute) -> Self {
        match route {
            AudioRoute::Earpiece => Self::Earpiece,
            AudioRoute::Speaker => Self::Speaker,
            AudioRoute::Wired => Self::Wired,
            AudioRoute::Bluetooth => Self::Bluetooth,
        }
    }
}

impl From<Operation> for secure::Operation {
    fn from(operation: Operation) -> Self {
        Self::ALL
            .into_iter()
            .find(|core| Operation::from(*core) == operation)
            .expect("each exported operation mirrors one of the core's list of all")
    }
}

/// What a phone's system can do about an operation (S1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Answer {
    /// The system prevents it.
    Enforced,
    /// The system cannot prevent it, but notices it.
    Detected,
    /// The phone can do nothing about it.
    Unsupported,
}

impl From<Answer> for secure::Answer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Enforced => Self::Enforced,
            Answer::Detected => Self::Detected,
            Answer::Unsupported => Self::Unsupported,
        }
    }
}

/// What a shell says of an operation on its own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PlatformNews {
    /// How far the system can forbid it; also when that changed, as when a capability was lost during a call.
    Answered {
        /// What it can do now.
        answer: Answer,
        /// The number that `PlatformHooks.forbid` gave. None: once the operation was allowed again, the answer only makes
        /// things stricter, for it may be about a prohibition that is over.
        number: Option<u64>,
    },
    /// It was tried and prevented.
    Attempted,
    /// It began in spite of everything: the other person hears nothing from here on.
    ViolationBegan,
    /// That is over.
    ViolationEnded,
}

impl From<PlatformNews> for engine::PlatformNews {
    fn from(news: PlatformNews) -> Self {
        match news {
            PlatformNews::Answered {
                answer,
                number: Some(number),
            } => Self::AnswerTo(engine::Prohibition(number), answer.into()),
            PlatformNews::Answered { answer, .. } => Self::Answer(answer.into()),
            PlatformNews::Attempted => Self::Attempt,
            PlatformNews::ViolationBegan => Self::ViolationBegan,
            PlatformNews::ViolationEnded => Self::ViolationEnded,
        }
    }
}

/// Why a hook of the shell did nothing. Whatever else a hook throws counts as this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HookError {
    /// The system did not do it; for `forbid` the same as `Unsupported`.
    #[error("the system did not do what the shell asked of it")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for HookError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Who speaks for a phone and its app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum AttestationKind {
    /// Google's Play Integrity: a token that its server signs.
    PlayIntegrity,
    /// Apple's App Attest: a statement in CBOR with a certificate chain.
    AppAttest,
    /// Android's key attestation: a certificate chain whose leaf names the challenge.
    AndroidKey,
}

/// What they say.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Attestation {
    /// Who speaks.
    pub kind: AttestationKind,
    /// In their own format, at most 12 KiB.
    pub token: Vec<u8>,
}

impl Attestation {
    /// None where it is larger than a report may carry.
    fn core(self) -> Option<secure::Attestation> {
        let kind = match self.kind {
            AttestationKind::PlayIntegrity => secure::AttestationKind::PlayIntegrity,
            AttestationKind::AppAttest => secure::AttestationKind::AppAttest,
            AttestationKind::AndroidKey => secure::AttestationKind::AndroidKey,
        };
        secure::Attestation::new(kind, self.token).ok()
    }
}

/// The system's levers, pulled by the shell. Called in order on a thread of their own, never on the main thread; they
/// may take their time, but after two seconds without an answer the operation counts as unsupported.
#[uniffi::export(with_foreign)]
pub trait PlatformHooks: Send + Sync {
    /// Forbids an operation and says how far the system can. No answer: it comes later through `Phone.platform`, with this
    /// number.
    fn forbid(&self, operation: Operation, number: u64) -> Result<Option<Answer>, HookError>;

    /// Allows it again; also called when a phone is opened, for what was noted as forbidden when the app crashed in secure
    /// mode. A shell whose levers outlive the app puts them back by itself where that note may be lost with the data.
    fn allow(&self, operation: Operation) -> Result<(), HookError>;

    /// Whether the system can speak texts; asked once, when the phone is opened.
    fn speaks(&self) -> bool;

    /// Begins to speak a text through the earpiece and returns: a typed Ding (S1.8). `true`: it is spoken already; else
    /// `Phone.spoken` is called with this number when it is. The text is shown and kept nowhere. Where it throws, the
    /// Ding is not heard.
    fn speak(&self, utterance: u64, text: String) -> Result<bool, HookError>;

    /// Falls silent at once: what is being spoken may not be heard any more. `Phone.spoken` is not called for it.
    fn hush(&self) -> Result<(), HookError>;

    /// Has the system vouch for app and phone, bound to these 32 bytes (Play Integrity, App Attest, key attestation);
    /// asked once in each secure call. None: there is no such service, or the statement comes later through
    /// `Phone.attested` with the same challenge. The other phone says that nobody vouches where nothing comes.
    fn attest(&self, challenge: Vec<u8>) -> Result<Option<Attestation>, HookError>;

    /// Whether no real system stands behind the answers; then every screen on both phones says so.
    fn is_simulated(&self) -> bool;
}

/// The shell's hooks as the phone knows them.
pub(crate) struct Hooks {
    shell: Arc<dyn PlatformHooks>,
    /// Asked once: a screen must not wait for a shell.
    simulated: bool,
    speaks: bool,
    verifier: Option<Arc<dyn AttestationVerifier>>,
}

impl Hooks {
    pub(crate) fn new(shell: Arc<dyn PlatformHooks>, verifier: Option<Verifier>) -> Self {
        let simulated = shell.is_simulated();
        let speaks = shell.speaks();
        Self {
            shell,
            simulated,
            speaks,
            verifier: verifier.map(|verifier| Arc::new(verifier) as _),
        }
    }
}

impl sotto_phone::Platform for Hooks {
    fn forbid(
        &self,
        operation: secure::Operation,
        number: engine::Prohibition,
    ) -> Option<secure::Answer> {
        let answer = self.shell.forbid(operation.into(), number.0);
        answer.unwrap_or(Some(Answer::Unsupported)).map(Into::into)
    }

    fn allow(&self, operation: secure::Operation) {
        // nobody can be told, and it is asked again at the next start
        let _ = self.shell.allow(operation.into());
    }

    fn speaks(&self) -> bool {
        self.speaks
    }

    fn attest(&self, challenge: &[u8; 32]) -> Option<secure::Attestation> {
        let statement = self.shell.attest(challenge.to_vec());
        // a system that fails to vouch is one that does not
        statement.ok()??.core()
    }

    fn speak(&self, utterance: Utterance, text: &str) -> bool {
        // one that failed was not heard: it counts as interrupted when its time is over, or when the person stops it
        self.shell
            .speak(utterance.0, text.to_owned())
            .unwrap_or(false)
    }

    fn hush(&self) {
        // nobody can be told
        let _ = self.shell.hush();
    }

    fn is_simulated(&self) -> bool {
        self.simulated
    }

    fn verifier(&self) -> Option<Arc<dyn AttestationVerifier>> {
        self.verifier.clone()
    }
}

#[uniffi::export]
impl Phone {
    /// The shell says what the system does about an operation: a late answer, a lost capability, an attempt that was
    /// prevented, a violation that began or ended. From any thread.
    pub fn platform(&self, operation: Operation, news: PlatformNews) {
        self.inner.platform(operation.into(), news.into());
    }

    /// The way that sound takes and all that it could take, told once and after each change. For what the call's screen
    /// offers and `Phone.duties`; an operation that is forbidden is told by `platform`. From any thread.
    pub fn routes(&self, present: AudioRoute, there: Vec<AudioRoute>) {
        let there = there.into_iter().map(Into::into);
        self.inner
            .routes(engine::AudioRoutes::new(present.into(), there));
    }

    /// The shell has spoken what `PlatformHooks.speak` asked for under this number, to its end. A number of something
    /// that is over already changes nothing. From any thread.
    pub fn spoken(&self, utterance: u64) {
        self.inner.spoken(Utterance(utterance));
    }

    /// What the system attests of the 32 bytes that `PlatformHooks.attest` was asked about, where it could not say it at
    /// once. What comes after its call, or is too large, is dropped. From any thread.
    pub fn attested(&self, challenge: Vec<u8>, statement: Attestation) {
        if let (Ok(challenge), Some(statement)) = (challenge.try_into(), statement.core()) {
            self.inner.attested(challenge, statement);
        }
    }
}

/// The client data hash for which an iPhone has one App Attest key attested that it keeps.
#[uniffi::export]
#[must_use]
pub fn app_attest_hash() -> Vec<u8> {
    secure::attest::kept_key_challenge().to_vec()
}

/// The statement for `Phone.attested`, of the two objects that App Attest gives: the attestation of the kept key, and its
/// assertion about the call's challenge.
#[uniffi::export]
#[must_use]
// bytes cross by value
#[allow(clippy::needless_pass_by_value)]
pub fn app_attest_statement(attestation: Vec<u8>, assertion: Vec<u8>) -> Attestation {
    Attestation {
        kind: AttestationKind::AppAttest,
        token: secure::attest::kept_key_statement(&attestation, &assertion),
    }
}
