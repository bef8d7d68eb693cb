//! What lies above everything else on the screen.

use sotto_core::engine::Command;
use sotto_core::view::{self, Language};

use super::EndedView;
use super::text::shown;
use crate::language::{Show, Shown};
use crate::{CommandError, Phone};

/// What is in front.
// it crosses as bytes: a box would only be another copy
#[allow(clippy::large_enum_variant)]
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Front {
    /// Nothing: the person is where they went.
    Nothing,
    /// The call that rings here: `Phone.incomingView`.
    Incoming,
    /// The call that goes on: `Phone.callScreen`.
    Call,
    /// How the last one ended, until `Phone.dismissEnded`.
    Ended {
        /// Its screen.
        view: EndedView,
    },
    /// The Ding that is being heard or rings: `Phone.dingView`.
    Ding {
        /// Its id.
        ding: String,
    },
}

#[uniffi::export]
impl Phone {
    /// What lies above everything else now; read anew after each event.
    #[must_use]
    pub fn front(&self) -> Front {
        self.show(view::front)
    }

    /// Whether that lies above the app's own lock: a call does.
    #[must_use]
    pub fn front_over_lock(&self) -> bool {
        self.inner.look(|engine, _| view::front_over_lock(engine))
    }

    /// The person has seen how the last call ended.
    ///
    /// # Errors
    /// None at present.
    pub fn dismiss_ended(&self) -> Result<(), CommandError> {
        self.command(Command::DismissEnded)
    }
}

impl Shown<view::Front> for Front {
    fn shown(front: view::Front, language: Language) -> Self {
        match front {
            view::Front::Nothing => Self::Nothing,
            view::Front::Incoming => Self::Incoming,
            view::Front::Call => Self::Call,
            view::Front::Ended(view) => Self::Ended {
                view: (*view).show(language),
            },
            view::Front::Ding(id) => Self::Ding { ding: shown(&id) },
        }
    }
}
