//! The preset gesture.

use crate::secure::gesture::{GestureError, GestureKind};
use crate::view::Phrase;

phrases! {
    TITLE = "gesture.title", "Gesture for secure mode";
    NONE = "gesture.none", "No gesture opens the secure screen yet.";
    TAUGHT_SHAKE = "gesture.taught_shake", "Shaking the phone opens the secure screen at level {level}.";
    TAUGHT_TAPS = "gesture.taught_taps",
        "Tapping twice with two fingers opens the secure screen at level {level}.";
    TAUGHT_SHAPE = "gesture.taught_shape", "Drawing your shape opens the secure screen at level {level}.";
    UNREADABLE = "gesture.unreadable", "Your gesture could not be read and is off: teach it again.";
    SHAKE = "gesture.shake", "Shake the phone";
    TAPS = "gesture.taps", "Tap twice with two fingers";
    SHAPE = "gesture.shape", "Draw a shape";
    HOW_SHAKE = "gesture.how_shake", "Shake the phone back and forth a few times, then hold it still.";
    HOW_TAPS = "gesture.how_taps", "Tap twice quickly with two fingers at the same place.";
    HOW_SHAPE = "gesture.how_shape", "Draw a shape with one finger, without lifting it.";
    MADE = "gesture.made", "{count} of {total} made";
    ONCE_MORE = "gesture.once_more", "Now the same once more.";
    STOP = "gesture.stop", "Cancel";
    FORGET = "gesture.forget", "Remove the gesture";

    NONSENSE = "gesture.nonsense", "The phone's sensor gave no sensible readings. Try again.";
    TOO_LONG = "gesture.too_long", "That was too long. Make it shorter.";
    TOO_SMALL = "gesture.too_small", "That was too small. Make it larger or stronger.";
    TOO_SIMPLE = "gesture.too_simple",
        "That looks like ordinary use and would go off by itself. Choose another.";
    WRONG_KIND = "gesture.wrong_kind", "That was another kind of gesture. Try again.";
    DIFFERS = "gesture.differs", "That was different from the one before. Make the same gesture again.";
}

/// What a kind is called.
pub(in crate::view) const fn kind(kind: GestureKind) -> Phrase {
    match kind {
        GestureKind::Shake => SHAKE,
        GestureKind::TwoFingerDoubleTap => TAPS,
        GestureKind::Shape => SHAPE,
    }
}

/// How to make it.
pub(in crate::view) const fn how(kind: GestureKind) -> Phrase {
    match kind {
        GestureKind::Shake => HOW_SHAKE,
        GestureKind::TwoFingerDoubleTap => HOW_TAPS,
        GestureKind::Shape => HOW_SHAPE,
    }
}

/// That it was taught.
pub(in crate::view) const fn taught(kind: GestureKind) -> Phrase {
    match kind {
        GestureKind::Shake => TAUGHT_SHAKE,
        GestureKind::TwoFingerDoubleTap => TAUGHT_TAPS,
        GestureKind::Shape => TAUGHT_SHAPE,
    }
}

/// Why an attempt was not taken.
pub(in crate::view) const fn refused(error: GestureError) -> Phrase {
    match error {
        GestureError::Nonsense => NONSENSE,
        GestureError::TooLong => TOO_LONG,
        GestureError::TooSmall => TOO_SMALL,
        GestureError::TooSimple => TOO_SIMPLE,
        GestureError::WrongKind => WRONG_KIND,
        GestureError::Differs => DIFFERS,
    }
}
