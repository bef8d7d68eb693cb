//! A process of [`super::run_node`], read line by line, killed when dropped.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::said::{Order, Said};
use super::trip::Trip;
use crate::pair::{Failure, LIMIT};

/// A process; `S` is what its lines become.
pub struct Node<S> {
    child: Arc<Mutex<Child>>,
    orders: ChildStdin,
    reader: Option<std::thread::JoinHandle<()>>,
    seen: Arc<Mutex<S>>,
    lines: watch::Receiver<Option<u64>>,
}

impl<S: Send + 'static> Node<S> {
    /// Starts the program with these arguments; `take` puts each line into `seen`.
    ///
    /// # Errors
    /// The system's.
    pub fn start(
        program: &Path,
        arguments: &[&str],
        seen: Arc<Mutex<S>>,
        trip: Arc<Trip>,
        take: impl Fn(&mut S, Said) + Send + 'static,
    ) -> Result<Self, Failure> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let orders = child.stdin.take().ok_or("no input")?;
        let out = child.stdout.take().ok_or("no output")?;
        let (told, lines) = watch::channel(Some(0));
        let into = seen.clone();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines() {
                // a line cut short by the kill claims nothing
                let Some(said) = line.ok().and_then(|line| serde_json::from_str(&line).ok()) else {
                    break;
                };
                take(&mut lock(&into), said);
                told.send_modify(|count| *count = count.map(|count| count + 1));
                trip.line();
            }
            told.send_modify(|count| *count = None);
        });
        Ok(Self {
            child: Arc::new(Mutex::new(child)),
            orders,
            reader: Some(reader),
            seen,
            lines,
        })
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        lock(&self.child).id()
    }

    /// What kills it, from anywhere.
    pub fn killer(&self) -> impl FnOnce() + Send + 'static {
        let child = self.child.clone();
        move || {
            let mut child = lock(&child);
            // one that has ended is dead as well
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks for something; one that was killed does not hear it.
    pub fn order(&mut self, order: &Order) {
        let mut line = serde_json::to_vec(order).expect("plain data has a JSON form");
        line.push(b'\n');
        let _ = self.orders.write_all(&line);
    }

    /// Looks at what its lines became.
    pub fn look<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        look(&lock(&self.seen))
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        !matches!(lock(&self.child).try_wait(), Ok(None))
    }

    /// Waits until its lines have become what `is` wants. `false`: it died before.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn until(&self, what: &str, mut is: impl FnMut(&S) -> bool) -> Result<bool, Failure> {
        let mut lines = self.lines.clone();
        let wait = async {
            loop {
                let dead = lines.borrow_and_update().is_none();
                if is(&lock(&self.seen)) {
                    return true;
                }
                if dead || lines.changed().await.is_err() {
                    return is(&lock(&self.seen));
                }
            }
        };
        let late = |_| Failure::from(format!("{what} did not happen in time"));
        tokio::time::timeout(LIMIT, wait).await.map_err(late)
    }

    /// Waits until a process that was killed is gone and all it said was read.
    pub fn bury(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let mut child = lock(&self.child);
        let _ = child.kill();
        let _ = child.wait();
        drop(child);
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

impl<S> Drop for Node<S> {
    fn drop(&mut self) {
        let mut child = lock(&self.child);
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
