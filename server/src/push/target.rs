//! Where a device can be woken, as its phone says, checked; and as the storage keeps it.

use std::net::IpAddr;

use hyper::Uri;
use prost::Message;
use sotto_protocol::limits;
use sotto_protocol::wire::link::{ApnsTarget, SetPush, push_set::Outcome, set_push};

use super::address;

/// What the storage keeps of a device whose push service no longer knew it, until the phone was told.
pub(crate) const GONE: &[u8] = &[];

/// A place to wake a device.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Target {
    UnifiedPush(Endpoint),
    Apns { token: Vec<u8>, sandbox: bool },
}

/// A UnifiedPush endpoint: https, with a host and nothing that hides where it leads.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// As TLS names it: without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    /// Path and query.
    pub(super) path: String,
    /// For the request's head: as it was given.
    pub(super) authority: String,
}

impl Target {
    /// What a phone asks for; `None`: to be woken nowhere. `private`: addresses of the own network may be named.
    pub(super) fn read(wanted: &SetPush, private: bool) -> Result<Option<Self>, Outcome> {
        match &wanted.target {
            None => Ok(None),
            Some(set_push::Target::UnifiedPush(url)) => {
                let endpoint = Endpoint::parse(url).ok_or(Outcome::Unusable)?;
                if !private && endpoint.is_private() {
                    return Err(Outcome::PrivateAddress);
                }
                Ok(Some(Self::UnifiedPush(endpoint)))
            }
            Some(set_push::Target::Apns(ApnsTarget { token, sandbox })) => {
                if token.is_empty() || token.len() > limits::PUSH_TOKEN {
                    return Err(Outcome::Unusable);
                }
                Ok(Some(Self::Apns {
                    token: token.clone(),
                    sandbox: *sandbox,
                }))
            }
        }
    }

    /// What is kept, read again; `None` where there is nothing, or it is no target any more.
    pub(super) fn stored(bytes: &[u8], private: bool) -> Option<Self> {
        let wanted = SetPush::decode(bytes).ok()?;
        Self::read(&wanted, private).ok().flatten()
    }
}

impl Endpoint {
    fn parse(url: &str) -> Option<Self> {
        if url.len() > limits::PUSH_ENDPOINT || url.contains('#') {
            return None;
        }
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        // a user name before the host is how links lie
        if uri.scheme_str() != Some("https") || authority.as_str().contains('@') {
            return None;
        }
        let host = authority.host();
        let host = host
            .strip_prefix('[')
            .map_or(host, |inner| inner.strip_suffix(']').unwrap_or_default());
        let port = authority.port_u16();
        let odd_port = port.is_none() && authority.as_str().rsplit(']').next()?.contains(':');
        if host.is_empty() || odd_port || port == Some(0) {
            return None;
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Some(Self {
            host: host.to_ascii_lowercase(),
            port: port.unwrap_or(443),
            path: path.to_owned(),
            authority: authority.as_str().to_owned(),
        })
    }

    /// Names this machine or an address of somebody's own network without any look-up. What a name leads to is checked
    /// when it is connected to.
    fn is_private(&self) -> bool {
        let name = self.host.trim_end_matches('.');
        name == "localhost"
            || name.ends_with(".localhost")
            || name
                .parse::<IpAddr>()
                .is_ok_and(|address| !address::is_public(address))
    }
}
