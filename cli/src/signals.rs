//! Ctrl-C, and what a service manager sends to stop.

/// Waits for the wish to stop; every one counts.
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
}

impl Signals {
    pub(crate) fn new() -> Self {
        Self {
            // without it Ctrl-C still works
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
                .ok(),
        }
    }

    pub(crate) async fn next(&mut self) {
        tokio::select! {
            heard = tokio::signal::ctrl_c() => {
                if heard.is_err() {
                    std::future::pending::<()>().await;
                }
            }
            () = self.terminated() => {}
        }
    }

    #[cfg(unix)]
    async fn terminated(&mut self) {
        match &mut self.terminate {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        }
    }

    #[cfg(not(unix))]
    async fn terminated(&mut self) {
        std::future::pending().await
    }
}
