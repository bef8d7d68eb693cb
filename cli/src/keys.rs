//! Keys that a person presses, one at a time and without Enter where the system allows it.

use std::io::{IsTerminal, Read};

use tokio::sync::mpsc;

/// Keys that wait, at most.
const WAITING: usize = 16;

/// The keyboard, while this value lives.
pub(crate) struct Keys {
    pressed: Option<mpsc::Receiver<char>>,
    _single: Option<single::Single>,
}

impl Keys {
    /// The keyboard of the terminal, or, where `piped`, whatever standard input is.
    pub(crate) fn open(piped: bool) -> Self {
        let terminal = std::io::stdin().is_terminal();
        if !terminal && !piped {
            return Self {
                pressed: None,
                _single: None,
            };
        }
        let (press, pressed) = mpsc::channel(WAITING);
        // a read cannot be called off: the thread ends with the process
        let reader = std::thread::Builder::new().spawn(move || {
            for byte in std::io::stdin().lock().bytes() {
                let Ok(byte) = byte else { return };
                if press.blocking_send(char::from(byte)).is_err() {
                    return;
                }
            }
        });
        Self {
            pressed: reader.is_ok().then_some(pressed),
            _single: terminal.then(single::Single::new).flatten(),
        }
    }

    /// Whether someone can press keys.
    pub(crate) fn are_there(&self) -> bool {
        self.pressed.is_some()
    }

    /// The next key; waits for ever where there are none.
    pub(crate) async fn next(&mut self) -> char {
        if let Some(pressed) = &mut self.pressed {
            if let Some(key) = pressed.recv().await {
                return key;
            }
            self.pressed = None;
        }
        std::future::pending().await
    }
}

#[cfg(unix)]
mod single {
    //! Single keys without Enter and without an echo. Ctrl-C stays what it is.

    use rustix::stdio::stdin;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    pub(super) struct Single(Termios);

    impl Single {
        pub(super) fn new() -> Option<Self> {
            let before = tcgetattr(stdin()).ok()?;
            let mut single = before.clone();
            single
                .local_modes
                .remove(LocalModes::ICANON | LocalModes::ECHO);
            tcsetattr(stdin(), OptionalActions::Now, &single).ok()?;
            Some(Self(before))
        }
    }

    impl Drop for Single {
        fn drop(&mut self) {
            // a terminal that is gone needs nothing
            let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0);
        }
    }
}

#[cfg(not(unix))]
mod single {
    //! Keys count once Enter was pressed.

    pub(super) struct Single;

    impl Single {
        pub(super) fn new() -> Option<Self> {
            None
        }
    }
}
