//! Wipes what people said and keys out of messages once they were sealed: their types come from the wire's schema and do
//! not wipe themselves.

use sotto_protocol::wire::call::{line::Said, signal};
use sotto_protocol::wire::container::content;
use zeroize::Zeroize;

/// What a container says.
pub(crate) fn wipe(body: &mut content::Body) {
    match body {
        content::Body::Ding(ding) => crate::ding::wipe(ding),
        content::Body::Message(message) => message.text.zeroize(),
        content::Body::Invite(invite) | content::Body::SecureChat(invite) => {
            invite.meeting_key.zeroize();
        }
        content::Body::Rekey(rekey) => rekey.meeting_key.zeroize(),
        _ => {}
    }
}

/// What a signal says.
pub(crate) fn wipe_signal(body: &mut signal::Body) {
    match body {
        signal::Body::Text(message) => message.text.zeroize(),
        signal::Body::Line(line) => {
            if let Some(Said::Text(message)) = &mut line.said {
                message.text.zeroize();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use sotto_protocol::wire::call::{Line, Signal};
    use sotto_protocol::wire::container::{Content, Invite, Message};
    use sotto_protocol::wire::ding::{Ding, Recording, ding};

    use super::*;

    const SAID: &str = "where we meet";

    fn message() -> Message {
        Message {
            text: SAID.to_owned(),
            ..Message::default()
        }
    }

    fn has_it(bytes: &[u8]) -> bool {
        bytes
            .windows(SAID.len())
            .any(|part| part == SAID.as_bytes())
    }

    #[test]
    fn nothing_that_was_said_and_no_key_is_left() {
        let voice = ding::Content::Voice(Recording {
            opus: SAID.into(),
            ..Recording::default()
        });
        let said = |content| {
            content::Body::Ding(Ding {
                content: Some(content),
                ..Ding::default()
            })
        };
        let invite = Invite {
            meeting_key: SAID.into(),
            ..Invite::default()
        };
        let bodies = [
            said(voice),
            said(ding::Content::Text(SAID.to_owned())),
            content::Body::Message(message()),
            content::Body::Invite(invite.clone()),
            content::Body::SecureChat(invite),
        ];
        for body in bodies {
            let mut content = Content {
                body: Some(body),
                ..Content::default()
            };
            assert!(has_it(&content.encode_to_vec()));
            content.body.iter_mut().for_each(wipe);
            assert!(!has_it(&content.encode_to_vec()));
        }
        let line = Line {
            number: 1,
            said: Some(Said::Text(message())),
        };
        for body in [signal::Body::Text(message()), signal::Body::Line(line)] {
            let mut signal = Signal { body: Some(body) };
            assert!(has_it(&signal.encode_to_vec()));
            signal.body.iter_mut().for_each(wipe_signal);
            assert!(!has_it(&signal.encode_to_vec()));
        }
    }
}
