//! The preset gesture.

use crate::secure::gesture::{GestureError, GestureKind};
use crate::view::Phrase;

phrases! {
    TITLE = "gesture.title";
    NONE = "gesture.none";
    TAUGHT_SHAKE = "gesture.taught_shake";
    TAUGHT_TAPS = "gesture.taught_taps";
    TAUGHT_SHAPE = "gesture.taught_shape";
    UNREADABLE = "gesture.unreadable";
    SHAKE = "gesture.shake";
    TAPS = "gesture.taps";
    SHAPE = "gesture.shape";
    HOW_SHAKE = "gesture.how_shake";
    HOW_TAPS = "gesture.how_taps";
    HOW_SHAPE = "gesture.how_shape";
    MADE = "gesture.made";
    ONCE_MORE = "gesture.once_more";
    STOP = "gesture.stop";
    FORGET = "gesture.forget";

    NONSENSE = "gesture.nonsense";
    TOO_LONG = "gesture.too_long";
    TOO_SMALL = "gesture.too_small";
    TOO_SIMPLE = "gesture.too_simple";
    WRONG_KIND = "gesture.wrong_kind";
    DIFFERS = "gesture.differs";
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
