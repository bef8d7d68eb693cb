//! The one gate that every command passes before anything else (S1.3): what a command would do, held against what the
//! call forbids. A shell whose button is there by mistake gets no further than this.

use super::ding::DingCommand;
use super::{Command, CommandError, Engine, Moment};
use crate::secure::{Operation, Operations};

impl Command {
    /// The risky operations that this command performs. A new command must say so here: there is no other way in.
    #[must_use]
    pub fn performs(&self) -> Operations {
        match self {
            Self::Use(operation) => Operations::NONE.with(*operation),
            Self::Ding(DingCommand::StartRecording) => {
                Operations::NONE.with(Operation::AudioRecording)
            }
            Self::Join { .. }
            | Self::Scan(_)
            | Self::Paste(_)
            | Self::NewCard
            | Self::Forget(_)
            | Self::Dial(..)
            | Self::AskSecureChat(..)
            | Self::JoinSecureChat
            | Self::LeaveSecureChat
            | Self::Answer
            | Self::AnswerNumbered(_)
            | Self::HangUp
            | Self::HangUpNumbered(_)
            | Self::SystemRefused(_)
            | Self::Interrupted
            | Self::DismissEnded
            | Self::Mute(_)
            | Self::Hold(_)
            | Self::StartSecure(..)
            | Self::Raise(_)
            | Self::Ask(..)
            | Self::Agree(..)
            | Self::Refuse(..)
            | Self::AcceptPolicy(_)
            | Self::RemovePolicy(_)
            | Self::DefineLevels(_)
            | Self::SetUsualLevel(..)
            | Self::Block(..)
            | Self::SetRules(_)
            | Self::AddLevel(_)
            | Self::ChangeLevel(..)
            | Self::DeleteLevel(_)
            | Self::SetDefaultLevel(_)
            | Self::AddRule(_)
            | Self::ChangeRule(..)
            | Self::RemoveRule(_)
            | Self::SetLanguage(_)
            | Self::SendText { .. }
            | Self::ChatSeen(..)
            | Self::DeleteMessage(..)
            | Self::ClearChat(_)
            | Self::AcceptChat(_)
            | Self::TellRead(_)
            | Self::TeachGesture(..)
            | Self::StopTeaching
            | Self::ForgetGesture
            | Self::SetPush(_)
            | Self::Ding(
                DingCommand::StopRecording
                | DingCommand::RecordingSeen(_)
                | DingCommand::PlayRecording
                | DingCommand::DiscardRecording
                | DingCommand::Send(..)
                | DingCommand::Recall(_)
                | DingCommand::Delete(_)
                | DingCommand::Listen(_)
                | DingCommand::Stop
                | DingCommand::Confirm(_)
                | DingCommand::Later(..),
            ) => Operations::NONE,
        }
    }
}

impl Engine {
    /// Refuses what the call forbids; the attempt is told to both people.
    pub(super) fn gate(&mut self, now: Moment, operations: Operations) -> Result<(), CommandError> {
        for operation in operations.iter() {
            if let Some(talk) = &mut self.session.talk {
                talk.gate(now.at, operation)?;
            }
            match &mut self.call {
                Some(call) => call.gate(now.at, operation)?,
                None => self.ding_gate(now, operation)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
