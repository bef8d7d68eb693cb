//! The threads on which sockets and timers of all phones of this process live.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// A phone reads few sockets: two threads are plenty.
const THREADS: usize = 2;

/// The process's runtime, started on first use and never stopped: phones may be closed on any thread, also its own.
///
/// # Errors
/// The system gives no threads.
pub(crate) fn runtime() -> std::io::Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("sotto")
        .enable_all()
        .build()?;
    // whoever was faster wins; the other one has nothing to do and goes
    Ok(RUNTIME.get_or_init(|| made))
}
