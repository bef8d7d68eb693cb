//! What the shell has to pull beyond the levers of secure mode.

use sotto_core::view;

use crate::Phone;
use crate::mirror::mirror;

/// What only the shell knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Surroundings {
    /// The system lets the app have the microphone.
    pub microphone: bool,
    /// An open microphone keeps other apps from it.
    pub keeps_out: bool,
    /// Nothing of the system rings for a Ding now: the app has to. Where notifications ring, that is in front only.
    pub rings: bool,
    /// The person wants the app to stay connected while nothing else wakes this phone.
    pub stays: bool,
}

/// What the shell has to pull at this moment; it pulls what differs from what it read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Duties {
    /// Ring and vibrate, and what for.
    pub ring: Option<Rings>,
    /// The call as the system's own lists and lock screen are to have it; none: the system is told that it is over.
    pub call: Option<SystemCall>,
    /// Sound is to be played: the stream to the ear is open.
    pub sound: bool,
    /// The microphone is open: sound is taken down, or others are kept from it, as by a muted one.
    pub microphone: bool,
    /// Something is said that others could listen to: in a call, also while the phone arms for it, or in a Ding. Not while
    /// an ordinary call or a Ding only rings.
    pub spoken: bool,
    /// The sensor at the ear darkens the screen.
    pub darken: bool,
    /// What the foreground service says that it does.
    pub service: Service,
}

mirror! {
    /// What rings.
    Rings = view::Rings {
        /// A call.
        Call,
        /// A Ding.
        Ding,
    }
}

/// The call as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct SystemCall {
    /// Another call has another number, since the phone was opened. It says nothing of the call.
    pub number: u64,
    /// It came to this phone.
    pub incoming: bool,
    /// Where it stands.
    pub state: SystemCallState,
}

mirror! {
    /// Where a call stands, as systems have it.
    SystemCallState = view::SystemCallState {
        /// Made here, and nobody is connected yet.
        Dialling,
        /// It rings here.
        Ringing,
        /// It goes on; one that came, from the answer on.
        Active,
        /// This person put it on hold.
        Held,
    }
}

mirror! {
    /// What a foreground service says that it does. Each but the first needs it to run.
    Service = view::Service {
        /// Nothing: it is not needed.
        None,
        /// It waits for calls.
        Waiting,
        /// A call, without the microphone.
        Call,
        /// A call, with the microphone.
        CallWithMicrophone,
    }
}

#[uniffi::export]
impl Phone {
    /// What the shell has to pull at this moment; read anew after each event, and after what `around` says has changed.
    #[must_use]
    pub fn duties(&self, around: Surroundings) -> Duties {
        let around = view::Surroundings {
            microphone: around.microphone,
            keeps_out: around.keeps_out,
            rings: around.rings,
            stays: around.stays,
        };
        self.inner
            .look(|engine, now| view::duties(engine, now, around))
            .into()
    }
}

impl From<view::Duties> for Duties {
    fn from(duties: view::Duties) -> Self {
        Self {
            ring: duties.ring.map(Into::into),
            call: duties.call.map(|call| SystemCall {
                number: call.number,
                incoming: call.incoming,
                state: call.state.into(),
            }),
            sound: duties.sound,
            microphone: duties.microphone,
            spoken: duties.spoken,
            darken: duties.darken,
            service: duties.service.into(),
        }
    }
}
