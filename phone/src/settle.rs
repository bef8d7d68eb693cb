//! Closing without losing what was said last: a hang-up, a decline, new prekeys.

use std::time::Duration;

use tokio::sync::oneshot;

use crate::shared::Work;
use crate::{Phone, PhoneError};

/// How often the phone is asked.
const LOOK: Duration = Duration::from_millis(5);

impl Phone {
    /// Waits until everything that the engine showed before this call is on the disk: what was read before survives a
    /// crash once this returns.
    ///
    /// # Errors
    /// [`PhoneError::Stopped`] when the phone has stopped, as when its store failed.
    pub async fn committed(&self) -> Result<(), PhoneError> {
        let (reached, wait) = oneshot::channel();
        self.work(Work::Reached(reached));
        let stopped = |_| PhoneError::Stopped("it stores nothing any more".to_owned());
        wait.await.map_err(stopped)
    }

    /// Waits until the server has answered everything that this phone said, at most `limit`. `false`: it has not, as
    /// without a network; what must not be lost is stored and said at the next start.
    pub async fn settled(&self, limit: Duration) -> bool {
        let wait = async {
            let mut again = tokio::time::interval(LOOK);
            while !self.look(|engine, _| engine.is_settled()) {
                again.tick().await;
            }
        };
        tokio::time::timeout(limit, wait).await.is_ok()
    }
}
