//! A request that was not granted, and why.

use std::time::Duration;

use sotto_protocol::ParseError;
use sotto_protocol::chain::ChainError;
use sotto_protocol::wire::link::{Failure, failure::Code};

use crate::storage::StorageError;

/// Why a request was not granted. The detail never names a person.
pub(super) struct Refusal {
    code: Code,
    detail: String,
    retry_after: Duration,
}

impl Refusal {
    pub(super) fn new(code: Code, detail: &str) -> Self {
        Self {
            code,
            detail: detail.to_owned(),
            retry_after: Duration::ZERO,
        }
    }

    pub(super) fn after(mut self, retry_after: Duration) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// What the metrics call it.
    pub(super) fn kind(&self) -> &'static str {
        self.code.as_str_name()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: refusal.code.into(),
            detail: refusal.detail,
            retry_after: u64::try_from(refusal.retry_after.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        let code = match error {
            ParseError::TooLarge { .. } => Code::TooLarge,
            _ => Code::Malformed,
        };
        Self::new(code, &error.to_string())
    }
}

impl From<ChainError> for Refusal {
    fn from(error: ChainError) -> Self {
        Self::new(Code::Signature, &error.to_string())
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        tracing::warn!(%error, "storage");
        Self::new(Code::Storage, "the server cannot store or read now")
            .after(Duration::from_secs(30))
    }
}

/// A token bucket is empty for so long.
impl From<Duration> for Refusal {
    fn from(wait: Duration) -> Self {
        Self::new(Code::RateLimited, "too many messages").after(wait)
    }
}
