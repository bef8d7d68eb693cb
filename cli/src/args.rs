//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};
use sotto_core::view::Language;

/// Sotto: calls that stay between two people. A phone in a terminal, and the server that anyone can host.
#[derive(Parser)]
#[command(version, max_term_width = 100, after_help = EXITS)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the call was not answered, declined or busy, \
                     4 secure mode was refused.";

#[derive(Group, Clone)]
pub(crate) struct Common {
    /// One JSON object a line instead of sentences: what happens, and last the result
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Where the data lie [default: sotto, for a server sotto-server, in $XDG_DATA_HOME or ~/.local/share]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Plays a phone that can forbid everything that secure mode forbids; nothing is really forbidden, and both
    /// people are told that it is simulated
    #[arg(long, global = true)]
    pub(crate) simulated_platform: bool,
    /// The language of sentences that the catalogue has: en, zh-Hans or ar [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "TAG", value_parser = language)]
    pub(crate) language: Option<Language>,
    /// Logs to standard error; twice for more. Logs name nobody
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

impl Common {
    /// The language that was asked for, by the option or by the environment; English where there is no catalogue of it.
    pub(crate) fn language(&self) -> Language {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        let environment = || Language::from_tag(&set?);
        self.language.or_else(environment).unwrap_or_default()
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| {
        let known = Language::ALL.map(Language::tag).join(", ");
        format!("there is no catalogue of this language; there are {known}")
    })
}

#[derive(Subcommand)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one, for as long as the program runs"
)]
pub(crate) enum Command {
    /// Starts a server; an empty folder is enough
    Server(Server),
    /// Makes a join link for one more person, whether the server runs or not
    Invite(Invite),
    /// Joins a server with its join link
    Join(Join),
    /// Shows my card: whoever scans it can call me
    Card(Card),
    /// Takes a contact from a picture of a QR code, or from its text
    Scan(Scan),
    /// Lists the contacts
    Contacts,
    /// Lists the calls; those at level 2 and above are never kept
    Log,
    /// Shows the newest messages with a contact, and marks them as read
    Chat(Chat),
    /// Writes a message to a contact, and waits until the server has it
    Say(Say),
    /// Calls a contact
    Call(Call),
    /// Waits for a call or a Ding and answers it
    Answer(Answer),
    /// Sends a Ding: a reminder that rings until it is confirmed
    Ding(Ding),
    /// Says where this phone can be woken while nothing runs here, and what the server makes of it
    Push(Push),
    /// Lists the Dings that came and those that were sent, with who heard and who confirmed
    Dings(Dings),
}

#[derive(Group)]
pub(crate) struct Server {
    /// Where it listens; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "0.0.0.0:8443")]
    pub(crate) listen: SocketAddr,
    /// Under which name or address phones reach it; else a guess
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) public: Option<String>,
    /// Lets anyone who has a link make an account, as often as they like
    #[arg(long)]
    pub(crate) open_registration: bool,
    /// The built-in relay's port, UDP and TCP; 0 takes a free one
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3478,
        conflicts_with = "no_relay"
    )]
    pub(crate) relay_port: u16,
    /// The address that relayed calls pass through; else a guess
    #[arg(long, value_name = "IP", conflicts_with = "no_relay")]
    pub(crate) relay_address: Option<std::net::IpAddr>,
    /// Lets the relay pass packets into the private network that its address lies in too: anyone with an account can
    /// then send UDP to whatever listens there
    #[arg(long, conflicts_with = "no_relay")]
    pub(crate) relay_private: bool,
    /// No built-in relay: level 3 then needs a coturn
    #[arg(long)]
    pub(crate) no_relay: bool,
    /// A coturn with use-auth-secret, as turn:host:port
    #[arg(long, value_name = "URI", requires = "coturn_secret_file")]
    pub(crate) coturn: Option<String>,
    /// The file that holds its static-auth-secret
    #[arg(long, value_name = "FILE", requires = "coturn")]
    pub(crate) coturn_secret_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) push: ServerPush,
    #[command(flatten)]
    pub(crate) limits: ServerLimits,
}

/// How much one caller may have of a server, and all together.
#[derive(Group)]
pub(crate) struct ServerLimits {
    /// Connections at a time [default: 20000, or as many as the system lets it open]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections: Option<u32>,
    /// Connections of one address that are not signed in; more where very many phones share one [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections_per_address: Option<u32>,
    /// Requests a second of one address, of who is not signed in [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..100_000))]
    pub(crate) requests_per_address: Option<u32>,
    /// Relayed legs of calls of one address at a time; each takes a UDP port [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "no_relay")]
    pub(crate) relay_per_address: Option<u32>,
    /// What may wait for one device, in MiB [default: 32]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..1 << 20))]
    pub(crate) mailbox: Option<u64>,
    /// Size above which the database takes nothing more, in MiB [default: what the disk has, but for a reserve]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..1 << 30))]
    pub(crate) database: Option<u64>,
}

/// How a server wakes phones.
#[derive(Group)]
pub(crate) struct ServerPush {
    /// Takes no endpoints of UnifiedPush; else it sends wake-ups to whatever public https address a phone names
    #[arg(long)]
    pub(crate) no_unified_push: bool,
    /// Takes endpoints in private networks too: anyone with an account can then make this machine send a POST there
    #[arg(long, conflicts_with = "no_unified_push")]
    pub(crate) push_private: bool,
    /// A file of certificate authorities, PEM, that push services may have beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) push_authority: Option<PathBuf>,
    /// The key for Apple's push service, the .p8 file
    #[arg(long, value_name = "FILE", requires_all = ["apns_key_id", "apns_team", "apns_topic"])]
    pub(crate) apns_key_file: Option<PathBuf>,
    /// That key's id
    #[arg(long, value_name = "ID", requires = "apns_key_file")]
    pub(crate) apns_key_id: Option<String>,
    /// The team that it belongs to
    #[arg(long, value_name = "ID", requires = "apns_key_file")]
    pub(crate) apns_team: Option<String>,
    /// The app's topic: its bundle id and .voip
    #[arg(long, value_name = "TOPIC", requires = "apns_key_file")]
    pub(crate) apns_topic: Option<String>,
    /// Another address than Apple's, for both environments
    #[arg(long, value_name = "URL", requires = "apns_key_file")]
    pub(crate) apns_url: Option<String>,
}

#[derive(Group)]
pub(crate) struct Push {
    /// The endpoint that a distributor of UnifiedPush gave [default: shows how things are]
    #[arg(value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Nowhere any more
    #[arg(long, conflicts_with = "endpoint")]
    pub(crate) off: bool,
}

#[derive(Group)]
pub(crate) struct Invite {
    /// Under which name or address phones reach the server; else as the server last said
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) public: Option<String>,
    /// How long the link can be used
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=365))]
    pub(crate) days: u64,
}

#[derive(Group)]
pub(crate) struct Join {
    /// The link that the server shows; it starts with SOTTO-JOIN:
    pub(crate) link: String,
    /// The name on my card; the server never learns it
    #[arg(long, default_value = "")]
    pub(crate) name: String,
}

#[derive(Group)]
pub(crate) struct Card {
    /// Makes a new card; who has the old one can no longer reach this phone
    #[arg(long)]
    pub(crate) new: bool,
    /// Writes the QR code as a picture
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
    /// Writes the QR code as a drawing
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

#[derive(Group)]
pub(crate) struct Scan {
    /// A PNG or JPEG file, or the text of a code: SOTTO:…, tel:…, sip:…, a vCard, a number …
    #[arg(value_name = "IMAGE|TEXT")]
    pub(crate) what: String,
}

#[derive(Group)]
pub(crate) struct Chat {
    /// The contact's name, the beginning of it, or of the id that `sotto contacts` shows
    pub(crate) name: String,
    /// How many messages
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=200))]
    pub(crate) count: usize,
    /// Leaves them unread
    #[arg(long)]
    pub(crate) peek: bool,
    /// Asks them for a secure chat at this level: secure mode without a call. What is typed is sent, a line a message,
    /// and kept nowhere
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) level: Option<u8>,
    /// Waits until they ask for a secure chat, and accepts it
    #[arg(long, conflicts_with = "level")]
    pub(crate) accept: bool,
    /// Leaves the secure chat this many seconds after it opened
    #[arg(long, value_name = "N")]
    pub(crate) seconds: Option<u64>,
}

#[derive(Group)]
pub(crate) struct Say {
    /// The contact's name, the beginning of it, or of the id that `sotto contacts` shows
    pub(crate) name: String,
    /// What to write
    pub(crate) text: String,
    /// How far the message must come
    #[arg(long, value_name = "STATE", default_value = "sent")]
    pub(crate) wait: Until,
    /// How long to wait for that, in seconds; the message itself stays on its way
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) seconds: u64,
}

/// How far a message came.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Until {
    /// The server has it
    Sent,
    /// A phone of theirs has it
    Delivered,
    /// They have seen it
    Read,
}

#[derive(Group)]
pub(crate) struct Call {
    /// The contact's name, the beginning of it, or of the id that `sotto contacts` shows
    pub(crate) name: String,
    /// 0: an ordinary call; 1 to 3: secure mode. A terminal can forbid too little for it
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=3))]
    pub(crate) level: u8,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

#[derive(Group)]
pub(crate) struct Answer {
    /// Declines calls above this level
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(crate) level_max: Option<u8>,
    /// What is done with a Ding that rings, instead of asking; several are done one after another
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) ding: Vec<DingAnswer>,
    /// Answers by itself instead of at Enter
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// What is done with a Ding that rings.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DingAnswer {
    /// Confirms it: it rings no more, and its sender sees it
    Confirm,
    /// Hears it, with --listen into a file if it is an ordinary one
    Listen,
    /// Is reminded in ten minutes
    Later,
}

#[derive(Group)]
pub(crate) struct Ding {
    /// To whom: names, beginnings of names, or of the ids that `sotto contacts` shows
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// A text that the other phone speaks; 500 letters at most
    #[arg(long, value_name = "TEXT", conflicts_with = "speak")]
    pub(crate) say: Option<String>,
    /// Sends the sound of this WAV file; a minute at most
    #[arg(long, value_name = "WAV")]
    pub(crate) speak: Option<PathBuf>,
    /// A secure Ding: heard in secure mode only, and gone afterwards
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) secure: Option<u8>,
    /// How often each may hear it [default: a secure one once, an ordinary one as often as wanted]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) plays: Option<u32>,
    /// Rings again after so many minutes until it is confirmed
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..=1440))]
    pub(crate) repeat: Option<u64>,
    /// Is over after so many minutes [default: a day]
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..=41760))]
    pub(crate) expires: Option<u64>,
    /// Waits until everyone has come so far
    #[arg(long, value_name = "WHAT", value_enum, default_value = "sent")]
    pub(crate) wait: DingWait,
}

/// How far a Ding is waited for.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DingWait {
    /// The server has it
    Sent = 1,
    /// It rang
    Rung = 2,
    /// It was heard
    Heard = 3,
    /// It was confirmed
    Confirmed = 4,
}

#[derive(Group)]
pub(crate) struct Dings {
    /// Takes a Ding back, wherever it is: the beginning of its id
    #[arg(long, value_name = "ID")]
    pub(crate) recall: Option<String>,
    /// Deletes a Ding from this list; one that is not over is taken back
    #[arg(long, value_name = "ID")]
    pub(crate) delete: Option<String>,
}

/// What both ends of a call can set.
#[derive(Group)]
#[command(after_long_help = SOUND)]
pub(crate) struct Talk {
    /// Speaks this WAV file once sound flows
    #[arg(long, value_name = "WAV")]
    pub(crate) speak: Option<PathBuf>,
    /// Records what is heard into this WAV file; secure mode forbids that
    #[arg(long, value_name = "WAV")]
    pub(crate) listen: Option<PathBuf>,
    /// Hangs up this many seconds after the call was connected
    #[arg(long, value_name = "N")]
    pub(crate) seconds: Option<u64>,
    /// Reads keys from standard input even though it is no terminal
    #[arg(long)]
    pub(crate) keys: bool,
}

#[cfg(feature = "sound")]
const SOUND: &str = "Without --speak and --listen the microphone and the loudspeaker are used.";
#[cfg(not(feature = "sound"))]
const SOUND: &str = "This build has no sound card support: without --speak silence is sent, without --listen nothing \
                     is heard. Build with `--features sound` for it; on Linux that needs libasound2-dev.";
