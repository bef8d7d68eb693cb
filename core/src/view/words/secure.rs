//! Secure mode: what it forbids, how far, and what can be done.

use crate::secure::Operation;
use crate::view::Phrase;

phrases! {
    ORDINARY = "level.ordinary", "Ordinary call";
    LEVEL = "level.secure", "Secure {level}";

    RECORDING = "operation.recording", Operation::AudioRecording.words();
    SPEAKER = "operation.speaker", Operation::Speaker.words();
    PERIPHERALS = "operation.peripherals", Operation::Peripherals.words();
    CALL_LOG = "operation.call_log", Operation::CallLog.words();
    IDENTITY = "operation.identity", Operation::Identity.words();
    SCREENSHOT = "operation.screenshot", Operation::Screenshot.words();
    CLIPBOARD = "operation.clipboard", Operation::Clipboard.words();
    FORWARDING = "operation.forwarding", Operation::Forwarding.words();
    TRANSCRIPTION = "operation.transcription", Operation::Transcription.words();

    RECORDING_OFF = "off.recording", "Recording is off in secure mode {level}.";
    SPEAKER_OFF = "off.speaker", "The speaker is off in secure mode {level}.";
    PERIPHERALS_OFF = "off.peripherals", "Headsets are off in secure mode {level}.";
    CALL_LOG_OFF = "off.call_log", "No call log is kept in secure mode {level}.";
    IDENTITY_OFF = "off.identity", "Names are hidden in secure mode {level}.";
    SCREENSHOT_OFF = "off.screenshot", "Screenshots are off in secure mode {level}.";
    CLIPBOARD_OFF = "off.clipboard", "Copying is off in secure mode {level}.";
    FORWARDING_OFF = "off.forwarding", "Nothing can be passed on in secure mode {level}.";
    TRANSCRIPTION_OFF = "off.transcription", "Speech is not turned into text in secure mode {level}.";
    RECORDING_AGREED = "agreed.recording",
        "Recording is off in secure mode {level}. Both of you agreed to it.";
    SPEAKER_AGREED = "agreed.speaker",
        "The speaker is off in secure mode {level}. Both of you agreed to it.";
    PERIPHERALS_AGREED = "agreed.peripherals",
        "Headsets are off in secure mode {level}. Both of you agreed to it.";
    CALL_LOG_AGREED = "agreed.call_log",
        "No call log is kept in secure mode {level}. Both of you agreed to it.";
    IDENTITY_AGREED = "agreed.identity",
        "Names are hidden in secure mode {level}. Both of you agreed to it.";
    SCREENSHOT_AGREED = "agreed.screenshot",
        "Screenshots are off in secure mode {level}. Both of you agreed to it.";
    CLIPBOARD_AGREED = "agreed.clipboard",
        "Copying is off in secure mode {level}. Both of you agreed to it.";
    FORWARDING_AGREED = "agreed.forwarding",
        "Nothing can be passed on in secure mode {level}. Both of you agreed to it.";
    TRANSCRIPTION_AGREED = "agreed.transcription",
        "Speech is not turned into text in secure mode {level}. Both of you agreed to it.";

    RECORDING_HAPPENS = "happens.recording", "sound is being recorded";
    SPEAKER_HAPPENS = "happens.speaker", "the loudspeaker is on";
    PERIPHERALS_HAPPENS = "happens.peripherals", "a headset or other audio device is connected";
    CALL_LOG_HAPPENS = "happens.call_log", "the call is kept in a call log";
    IDENTITY_HAPPENS = "happens.identity", "it is shown who is talking";
    SCREENSHOT_HAPPENS = "happens.screenshot", "the screen is being captured";
    CLIPBOARD_HAPPENS = "happens.clipboard", "text is being copied";
    FORWARDING_HAPPENS = "happens.forwarding", "something is being passed on";
    TRANSCRIPTION_HAPPENS = "happens.transcription", "speech is being turned into text";

    YOU = "columns.you", "You";
    OTHER = "columns.other", "The other";
    ENFORCED = "mark.enforced", "forbidden";
    NOTICED = "mark.noticed", "noticed, not prevented";
    CANNOT = "mark.cannot", "this phone cannot";
    PENDING = "mark.pending", "not answered yet";
    HAPPENING = "mark.happening", "happens now";
    PREVENTED = "mark.prevented", "tried and prevented: {count}";
    SIMULATED = "secure.simulated", "Simulated: no real system stands behind these answers.";
    DISTRUSTED = "secure.distrusted",
        "What their phone reports contradicts itself, so it is not believed.";

    LOOK_OUTLINE = "eyeglasses.outline", "Secure mode is off";
    LOOK_REFUSED = "eyeglasses.refused", "Secure mode {level} could not be had: no sound flows";
    LOOK_PULSING = "eyeglasses.pulsing", "Secure mode {level} is being set up";
    LOOK_FILLED = "eyeglasses.filled", "Secure mode {level} is on, on both phones";
    LOOK_READY = "eyeglasses.ready", "Secure mode {level} is on, on this phone";
    LOOK_SLASHED = "eyeglasses.slashed", "Secure mode {level} is broken";

    VIOLATED_HERE = "violation.you", "On your phone {what}.";
    VIOLATED_THERE = "violation.other", "On the other phone {what}.";
    MUTED_UNTIL = "violation.muted", "Muted until it ends.";
    ENDS = "violation.ends", "The call is ended.";
    REFUSED_HERE = "refused.you", "Your phone cannot forbid this: {what}.";
    REFUSED_THERE = "refused.other", "The other phone cannot forbid this: {what}.";
    NO_SOUND = "refused.no_sound", "No sound flows.";
    CANNOT_ANSWER_ARMING = "cannot.arming", "This phone is getting ready for secure mode {level}.";
    CANNOT_ANSWER = "cannot.not_armed", "This phone cannot forbid everything that secure mode {level} asks for.";

    ASKED_LOWER = "question.lower", "They ask to go down to secure mode {level}. Both must agree.";
    ASKED_ORDINARY = "question.ordinary", "They ask to leave secure mode. Both must agree.";
    ASKED_NOTICED = "question.noticed",
        "They ask that in secure mode {level} this is noticed, not prevented: {what}. Both must agree.";
    AGREE = "question.agree", "Agree";
    REFUSE = "question.refuse", "Refuse";
    WAITING_FOR_ANSWER = "question.waiting", "You asked. The other person has not answered yet.";

    RAISE = "remedy.raise", "Go up to secure mode {level}";
    LOWER = "remedy.lower", "Go down to secure mode {level}";
    LEAVE = "remedy.leave", "Leave secure mode";
    ACCEPT = "remedy.accept", "Accept that this is noticed, not prevented: {what}";
    START = "secure.start", "Start secure call";
    IN_FORCE = "cannot.in_force", "The call is at this level already.";
    NOT_RUNG = "cannot.not_rung",
        "Both must agree, and nobody was rung yet: lower the level to call.";
    ORDINARY_STOP = "cannot.ordinary", "Level 0 is an ordinary call.";
}

/// What an operation is called.
pub(in crate::view) const fn operation(operation: Operation) -> Phrase {
    match operation {
        Operation::AudioRecording => RECORDING,
        Operation::Speaker => SPEAKER,
        Operation::Peripherals => PERIPHERALS,
        Operation::CallLog => CALL_LOG,
        Operation::Identity => IDENTITY,
        Operation::Screenshot => SCREENSHOT,
        Operation::Clipboard => CLIPBOARD,
        Operation::Forwarding => FORWARDING,
        Operation::Transcription => TRANSCRIPTION,
    }
}

/// Why a control for an operation cannot be used; `agreed`: somebody answered at this level.
pub(in crate::view) const fn off(operation: Operation, agreed: bool) -> Phrase {
    match (operation, agreed) {
        (Operation::AudioRecording, false) => RECORDING_OFF,
        (Operation::Speaker, false) => SPEAKER_OFF,
        (Operation::Peripherals, false) => PERIPHERALS_OFF,
        (Operation::CallLog, false) => CALL_LOG_OFF,
        (Operation::Identity, false) => IDENTITY_OFF,
        (Operation::Screenshot, false) => SCREENSHOT_OFF,
        (Operation::Clipboard, false) => CLIPBOARD_OFF,
        (Operation::Forwarding, false) => FORWARDING_OFF,
        (Operation::Transcription, false) => TRANSCRIPTION_OFF,
        (Operation::AudioRecording, true) => RECORDING_AGREED,
        (Operation::Speaker, true) => SPEAKER_AGREED,
        (Operation::Peripherals, true) => PERIPHERALS_AGREED,
        (Operation::CallLog, true) => CALL_LOG_AGREED,
        (Operation::Identity, true) => IDENTITY_AGREED,
        (Operation::Screenshot, true) => SCREENSHOT_AGREED,
        (Operation::Clipboard, true) => CLIPBOARD_AGREED,
        (Operation::Forwarding, true) => FORWARDING_AGREED,
        (Operation::Transcription, true) => TRANSCRIPTION_AGREED,
    }
}

/// An operation that happens.
pub(in crate::view) const fn happens(operation: Operation) -> Phrase {
    match operation {
        Operation::AudioRecording => RECORDING_HAPPENS,
        Operation::Speaker => SPEAKER_HAPPENS,
        Operation::Peripherals => PERIPHERALS_HAPPENS,
        Operation::CallLog => CALL_LOG_HAPPENS,
        Operation::Identity => IDENTITY_HAPPENS,
        Operation::Screenshot => SCREENSHOT_HAPPENS,
        Operation::Clipboard => CLIPBOARD_HAPPENS,
        Operation::Forwarding => FORWARDING_HAPPENS,
        Operation::Transcription => TRANSCRIPTION_HAPPENS,
    }
}
