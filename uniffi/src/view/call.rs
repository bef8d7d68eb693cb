//! The screen of a call: dialling, running, or how the last one ended.

use sotto_core::call;
use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Banner, Button, Eyeglasses, QualityView, Question, Remedy, SecureColumns, Text};
use crate::language::{Show, Shown};
use crate::mirror::mirror;
use crate::{AudioRoute, Phone};

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
    /// The contact whose page `controls.contact` opens, where there is one that may be shown.
    pub contact: Option<String>,
    /// Where the call stands.
    pub state: CallState,
    /// The same in words, with what is being waited for.
    pub state_words: Text,
    /// How long it has been connected, such as `1:05`.
    pub duration: Option<String>,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
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
    /// The person has to see it now, wherever else in the app they are: secure mode was violated, or something is asked.
    pub urgent: bool,
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
    /// What it asks for: call `Phone.mute` with it.
    pub mute_to: bool,
    /// Holds the call or takes it up again.
    pub hold: Button,
    /// What it asks for: call `Phone.hold` with it.
    pub hold_to: bool,
    /// The way that sound takes.
    pub route: AudioRoute,
    /// The same in words.
    pub route_words: Text,
    /// Puts the loudspeaker on, or sound back to the ear.
    pub speaker: Button,
    /// The way that it asks the system for.
    pub speaker_route: AudioRoute,
    /// Uses a headset or another audio device, or gives sound back to the ear.
    pub headset: Button,
    /// The way that it asks the system for.
    pub headset_route: AudioRoute,
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

mirror! {
    /// How a call ended, as systems' own lists of calls have it.
    SystemEnd = view::SystemEnd {
        /// This phone's person ended, cancelled or declined it.
        Here,
        /// The other person ended, declined or did not take it.
        Remote,
        /// Nobody answered: one that came was missed.
        Unanswered,
        /// It could not be made, or did not hold.
        Failed,
        /// Another phone of this person answered.
        AnsweredElsewhere,
        /// Another phone of this person declined.
        DeclinedElsewhere,
    }
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
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level at the end.
    pub level: u8,
    /// How it ended, for the system's own list.
    pub system: SystemEnd,
}

#[uniffi::export]
impl Phone {
    /// The screen of the call as it is now.
    #[must_use]
    pub fn call_screen(&self) -> CallScreen {
        self.show(view::call)
    }
}

impl Shown<view::CallScreen> for CallScreen {
    fn shown(screen: view::CallScreen, language: Language) -> Self {
        match screen {
            view::CallScreen::Idle => Self::Idle,
            view::CallScreen::Running(view) => Self::Running {
                view: (*view).show(language),
            },
            view::CallScreen::Ended(view) => Self::Ended {
                view: (*view).show(language),
            },
        }
    }
}

impl Shown<view::CallView> for CallView {
    fn shown(view: view::CallView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            verified: view.verified.show(language),
            contact: view.contact.as_ref().map(shown),
            state: view.state.show(language),
            state_words: view.state_words.show(language),
            duration: view.duration,
            secure: view.secure,
            level: view.level,
            level_words: view.level_words.show(language),
            because: view.because.show(language),
            eyeglasses: view.eyeglasses.show(language),
            controls: view.controls.show(language),
            quality: view.quality.show(language),
            not_heard: view.not_heard.show(language),
            remarks: view.remarks.show(language),
            banners: view.banners.show(language),
            question: view.question.show(language),
            urgent: view.urgent,
            columns: view.columns.show(language),
            remedies: view.remedies.show(language),
            simulated: view.simulated.show(language),
        }
    }
}

impl Shown<view::Controls> for Controls {
    fn shown(controls: view::Controls, language: Language) -> Self {
        Self {
            mute: controls.mute.show(language),
            mute_to: controls.mute_to,
            hold: controls.hold.show(language),
            hold_to: controls.hold_to,
            route: controls.route.show(language),
            route_words: controls.route_words.show(language),
            speaker: controls.speaker.show(language),
            speaker_route: controls.speaker_to.show(language),
            headset: controls.headset.show(language),
            headset_route: controls.headset_to.show(language),
            contact: controls.contact.show(language),
            eyeglasses: controls.eyeglasses.show(language),
            end: controls.end.show(language),
        }
    }
}

impl Shown<view::EndedView> for EndedView {
    fn shown(view: view::EndedView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            reason: view.reason.show(language),
            violations: view.violations.show(language),
            lasted: view.lasted.show(language),
            secure: view.secure,
            level: view.level,
            system: view.system.show(language),
        }
    }
}
