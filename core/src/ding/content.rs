//! What a Ding says and on which terms, checked: whatever a stranger sent is bounded here.

use sotto_protocol::id::DingId;
use sotto_protocol::wire::ding as wire;
use zeroize::{Zeroize, Zeroizing};

use super::draft::Repeat;
use super::recording::{Recording, RecordingError};
use crate::secure::{Level, Levels, Operation, Operations};

/// Bytes of [`super::TEXT`] letters, at most.
const TEXT_BYTES: usize = super::TEXT * 4;

/// What a Ding says. Wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Recorded.
    Voice(Recording),
    /// Typed, to be spoken by the receiver's phone.
    Text(Zeroizing<String>),
}

/// Why a Ding cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// Its recording.
    #[error(transparent)]
    Recording(#[from] RecordingError),
    /// No id, nothing said, a text that is too long.
    #[error("the Ding is damaged")]
    Damaged,
    /// Its time is over, or never ends.
    #[error("the Ding has expired")]
    Expired,
}

/// A Ding that came.
pub(super) struct Taken {
    pub(super) level: Level,
    /// What the sender means by a further level, as far as this version knows it.
    pub(super) meant: Option<Operations>,
    /// It forbids something that this version does not know.
    pub(super) unknown: bool,
    /// How often it may be heard; `None`: as often as wanted.
    pub(super) plays: Option<u32>,
    pub(super) repeat: Option<Repeat>,
    pub(super) expires: u64,
    pub(super) sent_at: u64,
    pub(super) content: Content,
}

impl Content {
    /// Reads what a message says.
    ///
    /// # Errors
    /// [`ContentError`] for anything that cannot be played or spoken.
    pub fn parse(content: wire::ding::Content) -> Result<Self, ContentError> {
        match content {
            wire::ding::Content::Voice(recording) => Ok(Self::Voice(Recording::parse(recording)?)),
            wire::ding::Content::Text(text) => {
                let text = Zeroizing::new(text);
                let bounded = text.len() <= TEXT_BYTES && text.chars().count() <= super::TEXT;
                if !bounded || text.trim().is_empty() {
                    return Err(ContentError::Damaged);
                }
                Ok(Self::Text(text))
            }
        }
    }

    /// The message's field.
    #[must_use]
    pub fn to_wire(&self) -> wire::ding::Content {
        match self {
            Self::Voice(recording) => wire::ding::Content::Voice(recording.to_wire()),
            Self::Text(text) => wire::ding::Content::Text(text.to_string()),
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Voice(_) => "Voice(…)",
            Self::Text(_) => "Text(…)",
        })
    }
}

impl Taken {
    /// Checks a Ding that came at `now` (ms, master clock).
    pub(super) fn parse(ding: wire::Ding, now: u64) -> Result<Self, ContentError> {
        let content = Content::parse(ding.content.ok_or(ContentError::Damaged)?)?;
        if ding.expires <= now {
            return Err(ContentError::Expired);
        }
        let level = Level::new(u8::try_from(ding.level).unwrap_or(u8::MAX));
        // a secure Ding without a count is heard once: never more often than was meant
        let plays = match ding.plays_allowed {
            0 => level.is_secure().then_some(1),
            count => Some(count),
        };
        let known = ding.forbids.iter().map(|o| Operation::from_wire(*o));
        let further = level.number() > Levels::BUILT_IN && !ding.forbids.is_empty();
        Ok(Self {
            level,
            unknown: known.clone().any(|operation| operation.is_none()),
            meant: further.then(|| known.flatten().collect()),
            plays,
            repeat: ding.repeat.as_ref().map(Repeat::from_wire),
            expires: ding.expires,
            sent_at: ding.sent_at,
            content,
        })
    }
}

/// The id of a Ding's message.
pub(super) fn id(bytes: &[u8]) -> Option<DingId> {
    DingId::try_from(bytes).ok()
}

/// Wipes what a message said, once it is not needed any more.
pub(crate) fn wipe(ding: &mut wire::Ding) {
    match &mut ding.content {
        Some(wire::ding::Content::Voice(recording)) => recording.opus.zeroize(),
        Some(wire::ding::Content::Text(text)) => text.zeroize(),
        None => {}
    }
}
