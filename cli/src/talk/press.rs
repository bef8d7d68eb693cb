//! Keys in a call.

use sotto_core::engine::Command;
use sotto_core::secure::{Level, Operation, Operations};

use super::Talk;
use crate::failure::Failure;

impl Talk {
    /// Does what a key stands for, or says why not.
    pub(super) fn press(&mut self, key: char) {
        let Some(now) = &self.last else { return };
        let command = match key.to_ascii_lowercase() {
            'm' => Command::Mute(!now.muted),
            'h' => Command::Hold(!now.held),
            digit @ '1'..='3' => Command::Raise(Level::new(digit as u8 - b'0')),
            'l' if now.level == 0 => {
                self.session
                    .screen
                    .note("The call has no secure mode: there is no lower level.");
                return;
            }
            // from level 1 down to an ordinary call; from above one step at a time
            'l' => Command::Ask(Level::new(now.level - 1), Operations::NONE),
            key @ ('y' | 'n') => {
                // to what was said on this screen, not to what may be asked by now
                let (level, noticed) = now.question.unwrap_or((Level::ORDINARY, Operations::NONE));
                match key {
                    'y' => Command::Agree(level, noticed),
                    _ => Command::Refuse(level, noticed),
                }
            }
            's' => return self.speaker(),
            'q' => return self.leave(None),
            _ => return,
        };
        if let Err(error) = self.session.phone.command(command) {
            self.session.screen.note(&Failure::from(error).words);
        }
    }

    fn speaker(&self) {
        let words = match self.session.phone.command(Command::Use(Operation::Speaker)) {
            Err(error) => Failure::from(error).words,
            Ok(()) => "A terminal plays through whatever the system has chosen; change it there."
                .to_owned(),
        };
        self.session.screen.note(&words);
    }
}
