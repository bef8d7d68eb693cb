//! Being woken: by push, or by a system that lets the app run for a moment.

use std::time::Duration;

use sotto_core::engine::{Engine, Input};

use crate::{Phone, PhoneError};

impl Phone {
    /// Connects at once, whatever pause was to pass first, and makes sure that a connection which stands still lives.
    /// Returns when everything that waited on the server has come and its effects are stored. `false`: the phone has not
    /// joined a server, so nothing waits.
    ///
    /// # Errors
    /// [`PhoneError::TimedOut`] after `limit`; the phone goes on. [`PhoneError::Stopped`].
    pub async fn wake(&self, limit: Duration) -> Result<bool, PhoneError> {
        if !self.look(|engine, _| engine.is_joined()) {
            return Ok(false);
        }
        self.nudge();
        self.input(Input::Woken);
        self.until("what waited on the server", limit, Engine::is_caught_up)
            .await?;
        self.committed().await?;
        Ok(true)
    }
}
