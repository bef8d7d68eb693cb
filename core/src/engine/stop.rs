//! A phone that stops: closed, or its store failed. Nothing is in secure mode any more, nothing of it is shown, and nothing
//! is taken that could not be kept.

use super::Engine;

impl Engine {
    /// Ends everything at once, without a word to anyone: what would be said could not be stored first. To be called before
    /// the system is told that everything is allowed again.
    pub fn stop(&mut self) {
        self.stopped = true;
        self.call = None;
        self.ringing = None;
        self.session.stop();
        self.chat.secure.clear();
        self.dings.stop_all();
        self.sockets = None;
        self.outputs.clear();
    }

    /// Whether the phone has stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }
}
