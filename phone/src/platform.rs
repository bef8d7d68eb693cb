//! What a phone's system can do about risky operations (S1.3), and two platforms that are no phone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sotto_core::ding::Utterance;
use sotto_core::engine::Prohibition;
use sotto_core::secure::{Answer, Attestation, AttestationVerifier, Operation, Operations};

/// The system's levers, pulled by the shell. Called from the driver's thread, in order; must not block.
pub trait Platform: Send + Sync {
    /// Forbids an operation; the answer may also come later through `Phone::platform`, with this number.
    fn forbid(&self, operation: Operation, number: Prohibition) -> Option<Answer>;

    /// Allows it again; at the start for whatever a life before, which crashed in secure mode, may have left forbidden.
    fn allow(&self, operation: Operation);

    /// Has the system vouch for app and phone, bound to `challenge`; it may also come later through `Phone::attested`.
    /// `None` where there is no such service.
    fn attest(&self, challenge: &[u8; 32]) -> Option<Attestation> {
        let _ = challenge;
        None
    }

    /// What can verify the word of other phones' makers; without one it counts as not verified.
    fn verifier(&self) -> Option<Arc<dyn AttestationVerifier>> {
        None
    }

    /// Whether the system can speak texts (S1.8, S5.12).
    fn speaks(&self) -> bool {
        false
    }

    /// Speaks a text through the earpiece. `true`: it is over already; else `Phone::spoken` is called when it is.
    fn speak(&self, utterance: Utterance, text: &str) -> bool {
        let _ = (utterance, text);
        true
    }

    /// Falls silent.
    fn hush(&self) {}

    /// No real system stands behind the answers; shown wherever they are.
    fn is_simulated(&self) -> bool {
        false
    }
}

/// Plays a phone for tests and the demo. Everything it says is marked as simulated.
#[derive(Debug, Default)]
pub struct SimulatedPlatform {
    state: Mutex<Simulated>,
}

#[derive(Debug, Default)]
struct Simulated {
    answers: BTreeMap<Operation, Answer>,
    forbidden: Operations,
    spoken: Vec<String>,
}

impl SimulatedPlatform {
    /// A platform that can enforce everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A platform that answers `answer` for an operation, as an iPhone does for screenshots.
    #[must_use]
    pub fn answering(self, operation: Operation, answer: Answer) -> Self {
        self.lock().answers.insert(operation, answer);
        self
    }

    /// What it holds forbidden.
    #[must_use]
    pub fn forbidden(&self) -> Operations {
        self.lock().forbidden
    }

    /// What it was told to speak.
    #[must_use]
    pub fn spoken(&self) -> Vec<String> {
        self.lock().spoken.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Simulated> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Platform for SimulatedPlatform {
    fn forbid(&self, operation: Operation, _number: Prohibition) -> Option<Answer> {
        let mut state = self.lock();
        state.forbidden = state.forbidden.with(operation);
        let answer = state.answers.get(&operation).copied();
        Some(answer.unwrap_or(Answer::Enforced))
    }

    fn allow(&self, operation: Operation) {
        let mut state = self.lock();
        state.forbidden = state.forbidden.without(operation);
    }

    fn speaks(&self) -> bool {
        true
    }

    fn speak(&self, _utterance: Utterance, text: &str) -> bool {
        self.lock().spoken.push(text.to_owned());
        true
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// A terminal: it keeps no call log and shows no names where it may not, and can forbid nothing else. Secure mode fails
/// closed there.
#[derive(Debug, Default, Clone, Copy)]
pub struct TerminalPlatform;

impl Platform for TerminalPlatform {
    fn forbid(&self, operation: Operation, _number: Prohibition) -> Option<Answer> {
        Some(match operation {
            Operation::CallLog | Operation::Identity => Answer::Enforced,
            _ => Answer::Unsupported,
        })
    }

    fn allow(&self, _operation: Operation) {}
}
