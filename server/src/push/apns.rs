//! A wake-up by Apple's push service, for VoIP: HTTP/2, one connection for all devices, the operator known by a token.
//! It says nothing but that there is something.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper::http::header::AUTHORIZATION;
use hyper::{Method, Request, Response, Uri};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::answer::{Answer, Failed, of_status};
use super::connect::{self, Body, Connector, Http2};
use super::token::{Tokens, Unusable};
use crate::config::Apns as Config;

/// How long the service may take to answer.
const SEND: Duration = Duration::from_secs(6);
/// Bytes that are read of why it refused.
const REASON: usize = 4 * 1024;
/// How long it may keep a wake-up for a device that it cannot reach, in seconds.
const KEPT: u64 = 86_400;
/// The whole content.
const PAYLOAD: &[u8] = br#"{"aps":{}}"#;

/// The operator's account with Apple's push service.
pub(super) struct Apns {
    tokens: Tokens,
    topic: String,
    production: Place,
    sandbox: Place,
}

/// One of its two environments, and the connection there.
struct Place {
    host: String,
    port: u16,
    authority: String,
    opened: AtomicU64,
    /// With its number among all that were opened.
    open: Mutex<Option<(u64, Http2)>>,
}

impl Apns {
    pub(super) fn new(config: &Config) -> Result<Self, Unusable> {
        let topic = &config.topic;
        let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        if topic.is_empty() || topic.len() > 255 || !topic.bytes().all(known) {
            return Err(Unusable);
        }
        Ok(Self {
            tokens: Tokens::new(&config.key, &config.key_id, &config.team)?,
            topic: topic.clone(),
            production: Place::new(&config.production)?,
            sandbox: Place::new(&config.sandbox)?,
        })
    }

    /// Sends one wake-up; `unix` is the time in seconds since 1970.
    pub(super) async fn wake(
        &self,
        connector: &Connector,
        token: &[u8],
        sandbox: bool,
        unix: u64,
    ) -> Answer {
        let place = if sandbox {
            &self.sandbox
        } else {
            &self.production
        };
        let sent = self.send(connector, place, token, unix).await;
        sent.unwrap_or_else(Answer::from)
    }

    async fn send(
        &self,
        connector: &Connector,
        place: &Place,
        device: &[u8],
        unix: u64,
    ) -> Result<Answer, Failed> {
        let (number, mut sender) = place.sender(connector).await?;
        let token = self.tokens.present(Instant::now(), unix);
        let token = token.ok_or(Failed::Tls)?;
        let url = format!(
            "https://{}/3/device/{}",
            place.authority,
            HEXLOWER.encode(device)
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(AUTHORIZATION, format!("bearer {token}"))
            .header("apns-topic", self.topic.as_str())
            .header("apns-push-type", "voip")
            .header("apns-priority", "10")
            .header("apns-expiration", (unix + KEPT).to_string())
            .body(Body::new(Bytes::from_static(PAYLOAD)))
            .map_err(|_| Failed::Http)?;
        let answered = timeout(SEND, async {
            sender.ready().await?;
            sender.send_request(request).await
        });
        let failed = match answered.await {
            Ok(Ok(answer)) => return Ok(self.understand(answer, &token).await),
            Ok(Err(_)) => Failed::Http,
            Err(_) => Failed::TimedOut,
        };
        // whatever is wrong with this connection: the next try has a new one
        let mut open = place.open.lock().await;
        open.take_if(|(present, _)| *present == number);
        Err(failed)
    }

    async fn understand(&self, answer: Response<Incoming>, token: &str) -> Answer {
        let plain = of_status(answer.status(), answer.headers());
        let status = answer.status().as_u16();
        if !matches!(status, 400 | 403) {
            return plain;
        }
        match (status, reason(answer).await.as_deref()) {
            (400, Some("BadDeviceToken" | "DeviceTokenNotForTopic")) => Answer::Gone("bad_token"),
            (403, Some("ExpiredProviderToken")) => {
                self.tokens.expired(token);
                Answer::Later("credentials", Duration::ZERO)
            }
            (403, _) => {
                tracing::warn!(
                    "Apple's push service does not take the key: check its id and the team's"
                );
                Answer::Refused("credentials")
            }
            _ => plain,
        }
    }
}

/// Why it refused, in its own word.
async fn reason(answer: Response<Incoming>) -> Option<String> {
    let body = Limited::new(answer.into_body(), REASON).collect();
    let body = timeout(SEND, body).await.ok()?.ok()?.to_bytes();
    let read: serde_json::Value = serde_json::from_slice(&body).ok()?;
    Some(read.get("reason")?.as_str()?.to_owned())
}

impl Place {
    fn new(url: &str) -> Result<Self, Unusable> {
        let uri: Uri = url.parse().map_err(|_| Unusable)?;
        let authority = uri.authority().ok_or(Unusable)?;
        if uri.scheme_str() != Some("https") || authority.as_str().contains('@') {
            return Err(Unusable);
        }
        Ok(Self {
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(443),
            authority: authority.as_str().to_owned(),
            opened: AtomicU64::new(0),
            open: Mutex::new(None),
        })
    }

    /// The connection there; opened if there is none that works.
    async fn sender(&self, connector: &Connector) -> Result<(u64, SendRequest<Body>), Failed> {
        let mut open = self.open.lock().await;
        if let Some((number, http2)) = &*open
            && !http2.sender.is_closed()
        {
            return Ok((*number, http2.sender.clone()));
        }
        let stream = connector.connect(&self.host, self.port, false).await?;
        if !connect::speaks_http2(&stream) {
            return Err(Failed::Http);
        }
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let (_, http2) = open.insert((number, connect::http2(stream).await?));
        Ok((number, http2.sender.clone()))
    }
}
