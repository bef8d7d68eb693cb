//! How much the database holds, for the metrics: counted now and then, since counting goes through whole tables while
//! everybody else waits for the thread that reads.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::storage::{Counts, Storage, StorageError};

/// A count is good for so long.
const KEPT: Duration = Duration::from_secs(1);
/// And for so many times as long as counting took.
const SHARE: u32 = 20;

/// The last count.
#[derive(Default)]
pub(crate) struct Counted(Mutex<Option<(Instant, Counts)>>);

impl Counted {
    /// What there is, counted a short while ago at the most.
    pub(crate) async fn get(
        &self,
        storage: &dyn Storage,
        now: u64,
    ) -> Result<Counts, StorageError> {
        let mut last = self.0.lock().await;
        let began = Instant::now();
        if let Some((until, counts)) = *last
            && began < until
        {
            return Ok(counts);
        }
        let counts = storage.counts(now).await?;
        let took = began.elapsed();
        *last = Some((Instant::now() + KEPT.max(took * SHARE), counts));
        Ok(counts)
    }
}
