//! Session descriptions at the border: bounded, and reduced to what one audio call needs.
//!
//! The other end's description is rebuilt line by line from an allow-list before the engine sees
//! it; candidates are taken out and treated like trickled ones. Header extensions and transport
//! feedback are left out on both sides, so that every RTP header has the same 12 bytes.

use std::fmt;

use super::candidate::{Candidate, Kind};
use super::config::CandidatePolicy;
use super::error::TransportError;

/// Longest description that is looked at, in bytes.
pub const MAX_DESCRIPTION: usize = 16 * 1024;
/// How many candidates of the other end are looked at.
pub const MAX_REMOTE_CANDIDATES: usize = 16;
const MAX_LINES: usize = 400;
const MAX_LINE: usize = 1024;

/// Attributes (RFC 8866 §6, RFC 8839, RFC 8842) that a voice call needs.
const ATTRIBUTES: &[&str] = &[
    "fingerprint",
    "fmtp",
    "group",
    "ice-options",
    "ice-pwd",
    "ice-ufrag",
    "inactive",
    "maxptime",
    "mid",
    "msid",
    "msid-semantic",
    "ptime",
    "recvonly",
    "rtcp-mux",
    "rtpmap",
    "sendonly",
    "sendrecv",
    "setup",
    "ssrc",
];

/// An offer or an answer (RFC 3264), opaque to the call machine, at most
/// [`MAX_DESCRIPTION`] bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// Takes a description from the other end.
    ///
    /// # Errors
    /// [`TransportError::BadDescription`] if it is too long.
    pub fn new(sdp: impl Into<String>) -> Result<Self, TransportError> {
        let sdp = sdp.into();
        if sdp.len() > MAX_DESCRIPTION {
            return Err(TransportError::BadDescription("too long"));
        }
        Ok(Self(sdp))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Description({} bytes)", self.0.len())
    }
}

/// What is left of the other end's description.
pub(super) struct Screened {
    /// The text for the engine, without candidates.
    pub(super) sdp: String,
    /// The candidates it carried and that can be used.
    pub(super) candidates: Vec<Candidate>,
}

/// Reduces the other end's description to what is understood, or refuses it.
pub(super) fn screen(description: &Description) -> Result<Screened, TransportError> {
    let bad = TransportError::BadDescription;
    let text = description.as_str();
    if text.lines().take(MAX_LINES + 1).count() > MAX_LINES {
        return Err(bad("too many lines"));
    }
    let mut sdp = String::with_capacity(text.len());
    let mut candidates = Vec::new();
    let mut media = 0;
    let mut opus = false;
    let (mut ufrag, mut pwd, mut fingerprint) = (false, false, false);
    for line in text.lines() {
        let line = line.trim_end();
        if line.len() > MAX_LINE || line.bytes().any(|b| b < 0x20 || b == 0x7f) {
            return Err(bad("unprintable or overlong line"));
        }
        let Some((kind, value)) = line.split_once('=') else {
            return Err(bad("not a line of SDP"));
        };
        let keep = match kind {
            "v" | "o" | "s" | "t" | "c" => true,
            "m" => {
                media += 1;
                if media > 1 || !value.starts_with("audio ") {
                    return Err(bad("not exactly one audio line"));
                }
                true
            }
            "a" => {
                let name = value.split([':', ' ']).next().unwrap_or_default();
                match name {
                    "candidate" => {
                        if candidates.len() < MAX_REMOTE_CANDIDATES
                            && let Ok(candidate) = Candidate::parse(value)
                        {
                            candidates.push(candidate);
                        }
                        false
                    }
                    // Feedback other than what speech uses is not offered back.
                    "ice-ufrag" => set(&mut ufrag),
                    "ice-pwd" => set(&mut pwd),
                    "fingerprint" => {
                        if !value
                            .to_ascii_lowercase()
                            .starts_with("fingerprint:sha-256 ")
                        {
                            return Err(bad("the fingerprint is not SHA-256"));
                        }
                        set(&mut fingerprint)
                    }
                    "rtpmap" => {
                        opus |= value.to_ascii_lowercase().ends_with(" opus/48000/2");
                        true
                    }
                    other => ATTRIBUTES.contains(&other),
                }
            }
            _ => false,
        };
        if keep {
            sdp.push_str(line);
            sdp.push_str("\r\n");
        }
    }
    if media != 1 {
        return Err(bad("not exactly one audio line"));
    }
    if !opus {
        return Err(bad("Opus is not offered"));
    }
    if !(ufrag && pwd && fingerprint) {
        return Err(bad("no ICE credentials or no fingerprint"));
    }
    Ok(Screened { sdp, candidates })
}

/// Our own description as the other end gets it. Under relay-only it is checked once more that no
/// other candidate is in it, and the address in `o=` is blanked whatever it is.
pub(super) fn outgoing(sdp: &str, policy: CandidatePolicy) -> String {
    let allowed = |line: &&str| match line.strip_prefix("a=candidate:") {
        Some(_) if policy == CandidatePolicy::RelayOnly => {
            Candidate::parse(line).is_ok_and(|c| c.kind == Kind::Relay)
        }
        _ => true,
    };
    let mut out = String::with_capacity(sdp.len());
    for line in sdp.lines().filter(allowed) {
        match line.rsplit_once(' ') {
            Some((head, _)) if line.starts_with("o=") => {
                out.push_str(head);
                out.push_str(" 0.0.0.0");
            }
            _ => out.push_str(line),
        }
        out.push_str("\r\n");
    }
    out
}

/// Whether both sides may speak on the audio line: it was not rejected and goes both ways.
pub(super) fn carries_voice(sdp: &str) -> bool {
    let mut audio = sdp.lines().filter_map(|line| line.strip_prefix("m=audio "));
    let port = audio.next().and_then(|rest| rest.split(' ').next());
    port.is_some_and(|port| port != "0") && sdp.lines().any(|line| line == "a=sendrecv")
}

/// Whether the flag was not yet set; duplicates of single-valued attributes are dropped.
fn set(seen: &mut bool) -> bool {
    !std::mem::replace(seen, true)
}

/// The value of an attribute, the first if there are several.
pub(super) fn attribute<'a>(sdp: &'a str, name: &str) -> Option<&'a str> {
    sdp.lines()
        .filter_map(|line| line.strip_prefix("a="))
        .filter_map(|line| line.strip_prefix(name))
        .find_map(|line| line.strip_prefix(':'))
        .map(str::trim)
}
