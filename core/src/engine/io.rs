//! What goes into the engine and what comes out.

use std::net::SocketAddr;
use std::time::Instant;

use sotto_protocol::id::AccountId;

use super::asked::Prohibition;
use super::audio::AudioRoutes;
use super::ding::DingCommand;
pub use super::problem::Problem;
use super::push::PushTarget;
use crate::call::EndReason;
use crate::chat::MessageKey;
use crate::contact::card::ServerAddress;
use crate::ding::Utterance;
use crate::media::transport::{Datagram, RelayProtocol};
use crate::private::Private;
use crate::secure::gesture::{GestureKind, Sample};
use crate::secure::{
    Answer, Attestation, Definition, Level, Operation, Operations, Position, Rule,
};
use crate::store::Change;
use crate::view::Language;

/// The time at which something happens.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Monotonic.
    pub at: Instant,
    /// This phone's own clock, ms since 1970; the server's master clock replaces it once it is known.
    pub wall: u64,
}

/// One of the two connections to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Line {
    /// Signed in: what is for this device comes here.
    Mine,
    /// Not signed in: what this device sends to others leaves here, so that the server does not learn who sends.
    Anonymous,
}

/// What happens around the phone.
#[derive(Debug)]
#[non_exhaustive]
pub enum Input {
    /// A connection stands; `exporter` is its TLS exporter value.
    LineUp {
        /// Which.
        line: Line,
        /// RFC 9266 `tls-exporter`.
        exporter: [u8; 32],
    },
    /// A connection is gone.
    LineDown(Line),
    /// One message of the server.
    Received {
        /// From which connection.
        line: Line,
        /// The message's bytes.
        bytes: Vec<u8>,
    },
    /// UDP sockets are bound, as [`Output::BindMedia`] asked; once for each time it does, in order. None: there is no
    /// network.
    MediaBound(Vec<SocketAddr>),
    /// Bytes from a call's socket or stream.
    Datagram(Datagram),
    /// A stream to a relay opened or closed.
    Stream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
        /// Whether it is open now.
        open: bool,
    },
    /// A relay's host name was looked up.
    Resolved {
        /// As [`Output::Resolve`] asked.
        host: String,
        /// Its addresses.
        addresses: Vec<std::net::IpAddr>,
    },
    /// The shell says what the system does about an operation.
    Platform {
        /// Which operation.
        operation: Operation,
        /// What happened.
        news: PlatformNews,
    },
    /// What the system attests, as [`Output::Attest`] asked.
    Attested {
        /// The challenge that it asked for.
        challenge: [u8; 32],
        /// What the system says.
        statement: Attestation,
    },
    /// The phone's time zone, in minutes east of UTC: at the start, and whenever the shell finds another.
    Zone(i16),
    /// Where the phone is, as far as the shell can tell; wanted while [`super::Engine::rules`] or a policy ask for places.
    Whereabouts {
        /// Places that it knows by name, all that are here; `None` where it does not know, for want of a permission say:
        /// then rules that name a place count.
        places: Option<Vec<String>>,
        /// The position, where there is one.
        position: Option<Position>,
    },
    /// Noise of the phone's sensors for new keys (S2.1).
    Entropy(Vec<u8>),
    /// Everything before [`Output::Barrier`] with this number was performed.
    Barrier(u64),
    /// What [`Output::Speak`] asked for was spoken.
    Spoken(Utterance),
    /// Which ways sound can take, and which it takes. For what is shown; what is forbidden is told by
    /// [`Input::Platform`].
    Routes(AudioRoutes),
    /// Touches of the app's screen and readings of the accelerometer, in order: for the preset gesture. A shell passes
    /// on those that [`super::Gesture::wants`] names, in pieces of at most
    /// [`PIECE_LIMIT`](crate::secure::gesture::PIECE_LIMIT).
    Samples(Vec<Sample>),
    /// The app was woken: [`Event::CaughtUp`] is wanted once everything that waited on the server has come.
    Woken,
    /// The time that [`super::Engine::deadline`] named has come.
    Timeout,
}

/// What the shell says of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlatformNews {
    /// How far the system can forbid it. Once the operation was allowed again, this only makes things stricter: it may be
    /// about a prohibition that is over.
    Answer(Answer),
    /// The same, to this [`Output::Forbid`]; nothing once there is another, or none.
    AnswerTo(Prohibition, Answer),
    /// It was tried and prevented.
    Attempt,
    /// It began in spite of everything.
    ViolationBegan,
    /// That is over.
    ViolationEnded,
}

/// What the person does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// Makes an account with a join link; `name` goes on this phone's card only.
    Join {
        /// The `SOTTO-JOIN:` text.
        link: String,
        /// May be empty.
        name: String,
    },
    /// Takes what was scanned from another person's phone, which makes the contact verified (S3.1). The contact it leads
    /// to is in [`Event::Scanned`].
    Scan(String),
    /// Takes what was pasted or came as a link: as [`Command::Scan`], but nobody saw whose it is.
    Paste(String),
    /// Ends old invitations: a new access token, so a new card.
    NewCard,
    /// Removes a contact.
    Forget(Vec<u8>),
    /// Writes a message to a contact. In a call in secure mode from level 2 on it is sent over the call and kept nowhere.
    SendText {
        /// To whom.
        to: AccountId,
        /// What: 1 to 8,192 bytes of UTF-8.
        text: Private,
        /// Whether the person saw that it would be kept; where that has changed, nothing is sent.
        kept: bool,
    },
    /// A chat was drawn up to this message: what a person could see of it is read.
    ChatSeen(AccountId, MessageKey, super::Sight),
    /// Deletes a message here; one that is not sent yet is not sent any more.
    DeleteMessage(AccountId, MessageKey),
    /// Deletes all messages of a chat here.
    ClearChat(AccountId),
    /// Makes a contact of someone who wrote and is none.
    AcceptChat(AccountId),
    /// Whether others are told what was read here.
    TellRead(bool),
    /// Calls a contact's account at a level.
    Dial(AccountId, Level),
    /// Asks a contact for a secure chat at a level: secure mode without a call. Accepts theirs if they asked first.
    AskSecureChat(AccountId, Level),
    /// Accepts the secure chat that somebody asks for.
    JoinSecureChat,
    /// Leaves the secure chat, which ends it for both; declines or takes back a request; or dismisses the note of how the
    /// last one ended.
    LeaveSecureChat,
    /// Answers the call that rings.
    Answer,
    /// The same, if the call is still that of this number ([`Engine::call_number`](super::Engine::call_number)).
    AnswerNumbered(u64),
    /// Hangs up, cancels or declines.
    HangUp,
    /// The same, if the call is still that of this number.
    HangUpNumbered(u64),
    /// The phone's system does not let this call be, as during a call for help.
    SystemRefused(u64),
    /// The system gave sound to somebody else: a call is put on hold, and what else is heard or recorded stops.
    Interrupted,
    /// The person has seen how the last call ended.
    DismissEnded,
    /// Mutes or unmutes the microphone.
    Mute(bool),
    /// Holds the call or takes it up again.
    Hold(bool),
    /// The secure screen's start: with a call, brings it to this level, up at once and down when the other person agrees;
    /// without one, calls this person.
    StartSecure(Option<AccountId>, Level),
    /// Raises the call's level.
    Raise(Level),
    /// Asks for a lower level, or for operations to be noticed only.
    Ask(Level, Operations),
    /// Agrees to what the other person asked: this level, with these operations noticed only. Another question, which
    /// came in between, is not agreed to.
    Agree(Level, Operations),
    /// Refuses it.
    Refuse(Level, Operations),
    /// Does something that secure mode may forbid: the gate says whether it may happen (S1.3).
    Use(Operation),
    /// Accepts an organisation's signed policy, which pins the organisation's key; or a newer one of an organisation that
    /// was accepted before.
    AcceptPolicy(Vec<u8>),
    /// Leaves an organisation; its public key.
    RemovePolicy(Vec<u8>),
    /// Defines the levels from 4 on, all anew; each must forbid what the one below forbids.
    DefineLevels(Vec<Definition>),
    /// Defines one more level above the person's own.
    AddLevel(Definition),
    /// Defines one of the person's own levels anew.
    ChangeLevel(Level, Definition),
    /// Deletes the highest of the person's own levels, where nothing uses it.
    DeleteLevel(Level),
    /// The least level of all calls.
    SetDefaultLevel(Level),
    /// The least level of calls with a contact, by the contact's id.
    SetUsualLevel(Vec<u8>, Level),
    /// Takes nothing from this contact any more, or everything again.
    Block(Vec<u8>, bool),
    /// The person's rules for places and times, all anew.
    SetRules(Vec<Rule>),
    /// One more rule; one that is there already changes nothing.
    AddRule(Rule),
    /// A rule is replaced by another.
    ChangeRule(Rule, Rule),
    /// A rule goes.
    RemoveRule(Rule),
    /// The language of the screens; none: the system's.
    SetLanguage(Option<Language>),
    /// Something about Dings (S1.8).
    Ding(DingCommand),
    /// Begins to teach the gesture that opens the secure screen with this level chosen (S1.1). It takes the next
    /// [`Input::Samples`]; the gesture taught before stays until the new one is there.
    TeachGesture(GestureKind, Level),
    /// Ends teaching, and keeps what was taught before.
    StopTeaching,
    /// No gesture opens the secure screen any more.
    ForgetGesture,
    /// Where this phone can be woken while it has no connection.
    SetPush(PushTarget),
}

/// What is to be done, in this order.
#[derive(Debug)]
#[non_exhaustive]
pub enum Output {
    /// Keep both connections to this server open, now and after every loss.
    Connect {
        /// Where it is.
        server: ServerAddress,
        /// SHA-256 of its TLS public key.
        pin: [u8; 32],
    },
    /// Stop connecting.
    Disconnect,
    /// Commit before anything that follows.
    Store(Vec<Change>),
    /// Send a message to the server.
    Send {
        /// On which connection.
        line: Line,
        /// The message's bytes.
        bytes: Vec<u8>,
    },
    /// Bind UDP sockets for a call, then say [`Input::MediaBound`].
    BindMedia,
    /// Close what the call had open.
    ReleaseMedia,
    /// Look up a relay's host name.
    Resolve(String),
    /// Send these bytes.
    Datagram(Datagram),
    /// Connect a stream to a relay.
    OpenStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// Close it.
    CloseStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// The shell must forbid this and answer with the number.
    Forbid(Operation, Prohibition),
    /// The shell may allow this again.
    Allow(Operation),
    /// Say [`Input::Barrier`] with this number once everything before it was performed.
    Barrier(u64),
    /// The shell's synthesiser must speak this; then say [`Input::Spoken`] with its number.
    Speak(Utterance, zeroize::Zeroizing<String>),
    /// The synthesiser must fall silent.
    Hush,
    /// The shell may have its system attest this challenge, then say [`Input::Attested`].
    Attest([u8; 32]),
    /// Something that a person or a program may want to know.
    Event(Event),
}

/// News for the screen. It names nobody: the views do, where they may.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The account exists.
    Joined,
    /// It could not be made.
    JoinFailed(Problem),
    /// Signed in and reachable, or not.
    Online(bool),
    /// A call rings here.
    Incoming,
    /// What the call's screen shows has changed.
    CallChanged,
    /// The call's media path stands.
    PathReady,
    /// The call is over.
    Ended(EndReason),
    /// Somebody asks for a secure chat here: a notice in the chat, nothing that rings.
    SecureChatAsked,
    /// What is shown of the secure chat has changed.
    SecureChatChanged,
    /// The secure chat is over, and nothing of it is left.
    SecureChatEnded(EndReason),
    /// The app stopped in secure mode and started again: everything is allowed again, and nothing of it was kept.
    SecureModeCutOff,
    /// Contacts have changed.
    ContactsChanged,
    /// The call log has a new row.
    CallLogged,
    /// What was scanned was taken; the contact's id.
    Scanned(Private),
    /// Levels, rules or policies have changed.
    LevelsChanged,
    /// A message came; whose, where people may be named.
    MessageCame(Private),
    /// Something else of a chat changed; whose, where people may be named.
    ChatChanged(Private),
    /// My card has changed.
    CardChanged,
    /// A Ding rings here, for the first time or again.
    DingRings,
    /// What lists and screens of Dings show has changed.
    DingsChanged,
    /// A Ding is on its way; its id.
    DingSent(sotto_protocol::id::DingId),
    /// The preset gesture was made: open the secure screen with this level chosen.
    GestureRecognised(GestureKind, Level),
    /// What the screen for teaching a gesture shows has changed.
    GestureChanged,
    /// Whether this phone is woken has changed.
    PushChanged,
    /// What waited on the server when the phone was woken has come.
    CaughtUp,
    /// Something went wrong that no command can report.
    Problem(Problem),
}
