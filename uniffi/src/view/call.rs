//! The screen of a call: dialling, running, or how the last one ended.

use sotto_core::{call, view};

use super::{Banner, Button, Eyeglasses, QualityView, Question, Remedy, SecureColumns, Text, all};
use crate::Phone;
use crate::mirror::mirror;

/// What stands on the screen of the call.
// records cross to the shell by value
#[allow(clippy::large_enum_variant)]
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum CallScreen {
    /// There is no call and was none.
    Idle,
    /// A call; one that rings here has `Phone.incomingView` as well.
    Running {
        /// Its screen.
        view: CallView,
    },
    /// How the last one ended.
    Ended {
        /// Its screen.
        view: EndedView,
    },
}

/// A call that is not over.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct CallView {
    /// Who, or "Secure call".
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Where the call stands.
    pub state: CallState,
    /// The same in words, with what is being waited for.
    pub state_words: Text,
    /// How long it has been connected, such as `1:05`.
    pub duration: Option<String>,
    /// The level's number, 0 for an ordinary call.
    pub level: u8,
    /// The level as a word and number.
    pub level_words: Text,
    /// Who or what asks for the level, and what organisations impose.
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// The controls.
    pub controls: Controls,
    /// How it does.
    pub quality: Option<QualityView>,
    /// Loud, with a tone: why the other person hears nothing.
    pub not_heard: Option<Text>,
    /// Quiet remarks.
    pub remarks: Vec<Text>,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the other person asks for.
    pub question: Option<Question>,
    /// What both phones do about each operation; none in an ordinary call.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// The controls of a running call, each always in its place.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Controls {
    /// Mutes or unmutes the microphone.
    pub mute: Button,
    /// Holds the call or takes it up again.
    pub hold: Button,
    /// Puts the loudspeaker on.
    pub speaker: Button,
    /// Uses a headset or another audio device.
    pub headset: Button,
    /// Opens the other person's page; screened where the level hides people.
    pub contact: Button,
    /// Opens the secure screen.
    pub eyeglasses: Button,
    /// Hangs up or cancels.
    pub end: Button,
}

mirror! {
    /// Where a call stands.
    CallState = view::CallState {
        /// This phone arms; nobody was rung yet.
        Preparing,
        /// The invite is on its way.
        Dialling,
        /// The other phone rings.
        Ringing,
        /// This phone rings.
        Incoming,
        /// Answered; the media path is not there yet.
        Connecting,
        /// Connected.
        Connected,
        /// Over.
        Ended,
    }
}

mirror! {
    /// Why a call ended.
    EndReason = call::EndReason {
        /// Someone hung up.
        HungUp,
        /// The callee declined.
        Declined,
        /// The callee is in another call.
        Busy,
        /// Nobody answered in time.
        NoAnswer,
        /// The caller gave up before an answer.
        Cancelled,
        /// Another device of the callee answered.
        AnsweredElsewhere,
        /// No media path could be found.
        CannotConnect,
        /// Secure mode could not be had on one of the phones.
        SecureRefused,
        /// Nothing was heard for too long.
        NetworkLost,
        /// A forbidden operation happened.
        Violation,
    } else Unknown
}

/// A call that is over.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct EndedView {
    /// Who, or "Secure call".
    pub title: Text,
    /// Why it ended; where it could not be made, what to do.
    pub reason: Text,
    /// What happened although it was forbidden, and on whose phone.
    pub violations: Vec<Text>,
    /// How long sound flowed, where it did.
    pub lasted: Option<Text>,
    /// The level at the end.
    pub level: u8,
}

#[uniffi::export]
impl Phone {
    /// The screen of the call as it is now.
    #[must_use]
    pub fn call_screen(&self) -> CallScreen {
        self.show(view::call, |screen| match screen {
            view::CallScreen::Idle => CallScreen::Idle,
            view::CallScreen::Running(view) => CallScreen::Running {
                view: (*view).into(),
            },
            view::CallScreen::Ended(view) => CallScreen::Ended {
                view: (*view).into(),
            },
        })
    }
}

impl From<view::CallView> for CallView {
    fn from(view: view::CallView) -> Self {
        Self {
            title: view.title.into(),
            verified: view.verified.map(Into::into),
            state: view.state.into(),
            state_words: view.state_words.into(),
            duration: view.duration,
            level: view.level,
            level_words: view.level_words.into(),
            because: all(view.because),
            eyeglasses: view.eyeglasses.into(),
            controls: view.controls.into(),
            quality: view.quality.map(Into::into),
            not_heard: view.not_heard.map(Into::into),
            remarks: all(view.remarks),
            banners: all(view.banners),
            question: view.question.map(Into::into),
            columns: view.columns.map(Into::into),
            remedies: all(view.remedies),
            simulated: view.simulated.map(Into::into),
        }
    }
}

impl From<view::Controls> for Controls {
    fn from(controls: view::Controls) -> Self {
        Self {
            mute: controls.mute.into(),
            hold: controls.hold.into(),
            speaker: controls.speaker.into(),
            headset: controls.headset.into(),
            contact: controls.contact.into(),
            eyeglasses: controls.eyeglasses.into(),
            end: controls.end.into(),
        }
    }
}

impl From<view::EndedView> for EndedView {
    fn from(view: view::EndedView) -> Self {
        Self {
            title: view.title.into(),
            reason: view.reason.into(),
            violations: all(view.violations),
            lasted: view.lasted.map(Into::into),
            level: view.level,
        }
    }
}
