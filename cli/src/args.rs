//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

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
    /// Logs to standard error; twice for more. Logs name nobody
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Subcommand)]
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
    /// Waits for a call and answers it
    Answer(Answer),
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
    /// No built-in relay: level 3 then needs a coturn
    #[arg(long)]
    pub(crate) no_relay: bool,
    /// A coturn with use-auth-secret, as turn:host:port
    #[arg(long, value_name = "URI", requires = "coturn_secret_file")]
    pub(crate) coturn: Option<String>,
    /// The file that holds its static-auth-secret
    #[arg(long, value_name = "FILE", requires = "coturn")]
    pub(crate) coturn_secret_file: Option<PathBuf>,
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
    /// Answers by itself instead of at Enter
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) talk: Talk,
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
