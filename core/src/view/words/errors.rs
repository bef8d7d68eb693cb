//! Why a code that was scanned or pasted is not taken.

use crate::contact::card::CardError;
use crate::contact::identifier::IdentifierError;
use crate::engine::CommandError;
use crate::view::words::people;
use crate::view::{Phrase, Text};

phrases! {
    OWN_CARD = "error.own_card";
    OTHER_SERVER = "error.other_server";
    CARD_KIND = "error.card_kind";
    CARD_DAMAGED = "error.card_damaged";
    CARD_SIGNATURE = "error.card_signature";
    CARD_EXPIRED = "error.card_expired";
    CARD_NEWER = "error.card_newer";
    SERVER = "error.server";
    EMPTY = "error.empty";
    TOO_LONG = "error.too_long";
    COUNTRY = "error.country";
    PHONE = "error.phone";
    COUNTRY_CODE = "error.country_code";
    SIP = "error.sip";
    ADDRESS = "error.address";
    IMSI = "error.imsi";
    MAC = "error.mac";
    NOTHING_TO_CALL = "error.nothing_to_call";
    KIND = "error.kind";
    OTHER = "error.other";

    WEB = "foreign.web";
    EMAIL = "foreign.email";
    WIRELESS = "foreign.wireless";
    MESSAGE = "foreign.message";
    PLACE = "foreign.place";
    CALENDAR = "foreign.calendar";
    SECRET = "foreign.secret";
    TEXT = "foreign.text";
    JOIN = "foreign.join";
}

/// Why it is not taken, as a sentence.
pub(in crate::view) fn why(error: &CommandError) -> Text {
    let phrase = match error {
        CommandError::OtherServer { theirs, mine } => {
            return OTHER_SERVER.with("theirs", theirs).with("mine", mine);
        }
        CommandError::NotJoined => people::NOT_JOINED,
        CommandError::AlreadyJoined => people::JOINED_ALREADY,
        CommandError::OwnCard => OWN_CARD,
        CommandError::Card(error) => card(error),
        CommandError::Scan(error) => identifier(error),
        _ => OTHER,
    };
    phrase.text()
}

const fn card(error: &CardError) -> Phrase {
    match error {
        CardError::OtherKind => CARD_KIND,
        CardError::Damaged(_) => CARD_DAMAGED,
        CardError::Signature => CARD_SIGNATURE,
        CardError::Expired => CARD_EXPIRED,
        CardError::Newer { .. } => CARD_NEWER,
        CardError::Server => SERVER,
    }
}

const fn identifier(error: &IdentifierError) -> Phrase {
    match error {
        IdentifierError::Empty => EMPTY,
        IdentifierError::TooLong => TOO_LONG,
        IdentifierError::UnknownCountry => COUNTRY,
        IdentifierError::Phone => PHONE,
        IdentifierError::CountryCode => COUNTRY_CODE,
        IdentifierError::Sip => SIP,
        IdentifierError::Address => ADDRESS,
        IdentifierError::Imsi => IMSI,
        IdentifierError::Mac => MAC,
        IdentifierError::NothingToCall => NOTHING_TO_CALL,
        IdentifierError::Kind => KIND,
    }
}

/// What a code that is not for calling is, by the parser's own name for it.
pub(in crate::view) fn foreign(what: &str) -> Phrase {
    match what {
        "a web address" => WEB,
        "an e-mail address" => EMAIL,
        "a wireless network" => WIRELESS,
        "a text message" => MESSAGE,
        "a place" => PLACE,
        "a calendar entry" => CALENDAR,
        "a sign-in secret" => SECRET,
        "a link to join a server, not a person's card" => JOIN,
        _ => TEXT,
    }
}
