//! A thread that owns a connection and does one job after another. The writing one joins jobs that wait into one
//! transaction, so that a hundred phones pay for one flush of the disk. Nobody hears of success before the commit.

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{Answer, StorageError};

/// Jobs that wait for the thread; whoever comes then waits before the queue.
const QUEUE: usize = 1_024;
/// Jobs of one transaction.
const GROUP: usize = 128;

/// A job can run again: when one of a group fails, all are rolled back and each is done alone.
trait Job: Send {
    fn run(&mut self, db: &Connection) -> Result<(), StorageError>;
    fn finish(self: Box<Self>, outcome: Result<(), StorageError>);
}

struct Closure<F, T> {
    work: F,
    result: Option<T>,
    reply: oneshot::Sender<Result<T, StorageError>>,
}

impl<F, T> Job for Closure<F, T>
where
    F: FnMut(&Connection) -> rusqlite::Result<T> + Send,
    T: Send,
{
    fn run(&mut self, db: &Connection) -> Result<(), StorageError> {
        self.result = Some((self.work)(db)?);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), StorageError>) {
        let Self { result, reply, .. } = *self;
        // nobody listens any more when the connection of who asked is gone
        let _ = reply.send(outcome.and_then(|()| result.ok_or(StorageError::Closed)));
    }
}

enum Order {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<Result<(), StorageError>>),
}

/// The handle of such a thread; the thread ends with it or with [`Worker::close`].
pub(super) struct Worker {
    orders: mpsc::Sender<Order>,
}

impl Worker {
    pub(super) fn start(name: &str, db: Connection, writes: bool) -> Result<Self, StorageError> {
        let (orders, queue) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(db, queue, writes))
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        Ok(Self { orders })
    }

    /// Does the work on the thread. `work` may run twice.
    pub(super) fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<'_, T> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Box::new(Closure {
                work,
                result: None,
                reply,
            });
            self.send(Order::Job(job)).await?;
            answer.await.unwrap_or(Err(StorageError::Closed))
        })
    }

    pub(super) async fn close(&self) -> Result<(), StorageError> {
        let (reply, answer) = oneshot::channel();
        self.send(Order::Close(reply)).await?;
        answer.await.unwrap_or(Err(StorageError::Closed))
    }

    async fn send(&self, order: Order) -> Result<(), StorageError> {
        self.orders
            .send(order)
            .await
            .map_err(|_| StorageError::Closed)
    }
}

fn serve(db: Connection, mut queue: mpsc::Receiver<Order>, writes: bool) {
    while let Some(order) = queue.blocking_recv() {
        let mut jobs = Vec::new();
        let mut closing = None;
        let mut next = Some(order);
        while let Some(order) = next.take() {
            match order {
                Order::Job(job) => jobs.push(job),
                Order::Close(reply) => closing = Some(reply),
            }
            if closing.is_none() && jobs.len() < GROUP {
                next = queue.try_recv().ok();
            }
        }
        if writes {
            write(&db, jobs);
        } else {
            for mut job in jobs {
                let outcome = job.run(&db);
                job.finish(outcome);
            }
        }
        if let Some(reply) = closing {
            let closed = close(db, writes);
            drop(queue);
            let _ = reply.send(closed);
            return;
        }
    }
}

fn write(db: &Connection, mut jobs: Vec<Box<dyn Job>>) {
    if jobs.is_empty() {
        return;
    }
    match transaction(db, &mut jobs) {
        Ok(()) => jobs.into_iter().for_each(|job| job.finish(Ok(()))),
        Err(error) if jobs.len() == 1 => {
            tracing::warn!(%error, "a write failed");
            for job in jobs {
                job.finish(Err(error.clone()));
            }
        }
        Err(_) => {
            for job in jobs {
                write(db, vec![job]);
            }
        }
    }
}

fn transaction(db: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), StorageError> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let done = jobs
        .iter_mut()
        .try_for_each(|job| job.run(db))
        .and_then(|()| Ok(db.execute_batch("COMMIT")?));
    // some failures (a full disk) end the transaction by themselves
    if done.is_err() && !db.is_autocommit() {
        db.execute_batch("ROLLBACK")?;
    }
    done
}

fn close(db: Connection, writes: bool) -> Result<(), StorageError> {
    if writes {
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    db.close().map_err(|(_, error)| error.into())
}
