//! Secure mode: what it forbids, how far, and what can be done.

use crate::secure::Operation;
use crate::view::Phrase;

phrases! {
    ORDINARY = "level.ordinary";
    LEVEL = "level.secure";

    RECORDING = "operation.recording";
    SPEAKER = "operation.speaker";
    PERIPHERALS = "operation.peripherals";
    CALL_LOG = "operation.call_log";
    IDENTITY = "operation.identity";
    SCREENSHOT = "operation.screenshot";
    CLIPBOARD = "operation.clipboard";
    FORWARDING = "operation.forwarding";
    TRANSCRIPTION = "operation.transcription";

    RECORDING_OFF = "off.recording";
    SPEAKER_OFF = "off.speaker";
    PERIPHERALS_OFF = "off.peripherals";
    CALL_LOG_OFF = "off.call_log";
    IDENTITY_OFF = "off.identity";
    SCREENSHOT_OFF = "off.screenshot";
    CLIPBOARD_OFF = "off.clipboard";
    FORWARDING_OFF = "off.forwarding";
    TRANSCRIPTION_OFF = "off.transcription";
    RECORDING_AGREED = "agreed.recording";
    SPEAKER_AGREED = "agreed.speaker";
    PERIPHERALS_AGREED = "agreed.peripherals";
    CALL_LOG_AGREED = "agreed.call_log";
    IDENTITY_AGREED = "agreed.identity";
    SCREENSHOT_AGREED = "agreed.screenshot";
    CLIPBOARD_AGREED = "agreed.clipboard";
    FORWARDING_AGREED = "agreed.forwarding";
    TRANSCRIPTION_AGREED = "agreed.transcription";

    RECORDING_HAPPENS = "happens.recording";
    SPEAKER_HAPPENS = "happens.speaker";
    PERIPHERALS_HAPPENS = "happens.peripherals";
    CALL_LOG_HAPPENS = "happens.call_log";
    IDENTITY_HAPPENS = "happens.identity";
    SCREENSHOT_HAPPENS = "happens.screenshot";
    CLIPBOARD_HAPPENS = "happens.clipboard";
    FORWARDING_HAPPENS = "happens.forwarding";
    TRANSCRIPTION_HAPPENS = "happens.transcription";

    YOU = "columns.you";
    OTHER = "columns.other";
    ENFORCED = "mark.enforced";
    NOTICED = "mark.noticed";
    CANNOT = "mark.cannot";
    PENDING = "mark.pending";
    HAPPENING = "mark.happening";
    PREVENTED = "mark.prevented";
    SIMULATED = "secure.simulated";
    DISTRUSTED = "secure.distrusted";

    LOOK_OUTLINE = "eyeglasses.outline";
    LOOK_REFUSED = "eyeglasses.refused";
    LOOK_PULSING = "eyeglasses.pulsing";
    LOOK_FILLED = "eyeglasses.filled";
    LOOK_READY = "eyeglasses.ready";
    LOOK_SLASHED = "eyeglasses.slashed";

    VIOLATED_HERE = "violation.you";
    VIOLATED_THERE = "violation.other";
    MUTED_UNTIL = "violation.muted";
    ENDS = "violation.ends";
    REFUSED_HERE = "refused.you";
    REFUSED_THERE = "refused.other";
    NO_SOUND = "refused.no_sound";
    CANNOT_ANSWER = "cannot.not_armed";

    ASKED_LOWER = "question.lower";
    ASKED_ORDINARY = "question.ordinary";
    ASKED_NOTICED = "question.noticed";
    ASKED_WISH = "question.wish";
    AGREE = "question.agree";
    REFUSE = "question.refuse";
    WAITING_FOR_ANSWER = "question.waiting";

    RAISE = "remedy.raise";
    LOWER = "remedy.lower";
    LEAVE = "remedy.leave";
    ACCEPT = "remedy.accept";
    START = "secure.start";
    QUESTION_CHANGED = "question.changed";
    IN_FORCE = "cannot.in_force";
    NOT_RUNG = "cannot.not_rung";
    ORDINARY_STOP = "cannot.ordinary";
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
