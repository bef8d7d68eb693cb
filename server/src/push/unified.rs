//! A wake-up by UnifiedPush, which is a POST as of Web Push (RFC 8030). Its body is random: it says nothing, and has the
//! outer shape of an encrypted message (RFC 8188), as many push services take no other.

use bytes::Bytes;
use hyper::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST};
use hyper::http::request::Builder;
use hyper::{Method, Request};

use super::answer::{Answer, Failed, of_status};
use super::connect::{self, Body, Connector};
use super::target::Endpoint;

/// How long a push service may keep it for a device that it cannot reach: a day, in seconds.
const TTL: &str = "86400";
/// A newer one replaces it: no device is woken twice for what it would fetch at once.
const TOPIC: &str = "wake";
/// Salt (16), record size (4), length of the key's name (1), a public key (65), a record of 16 bytes with its tag (33).
const BODY: usize = 16 + 4 + 1 + 65 + 33;
const RECORD_SIZE: [u8; 4] = 4_096_u32.to_be_bytes();

/// Sends one wake-up.
pub(super) async fn wake(connector: &Connector, endpoint: &Endpoint, public_only: bool) -> Answer {
    match send(connector, endpoint, public_only).await {
        Ok(answer) => answer,
        Err(failed) => failed.into(),
    }
}

async fn send(
    connector: &Connector,
    endpoint: &Endpoint,
    public_only: bool,
) -> Result<Answer, Failed> {
    let stream = connector
        .connect(&endpoint.host, endpoint.port, public_only)
        .await?;
    let answer = if connect::speaks_http2(&stream) {
        let mut http2 = connect::http2(stream).await?;
        let url = format!("https://{}{}", endpoint.authority, endpoint.path);
        let request = request(Request::builder().uri(url))?;
        connect::head(http2.sender.send_request(request).await)?
    } else {
        let builder = Request::builder().uri(endpoint.path.as_str());
        let request = request(builder.header(HOST, endpoint.authority.as_str()))?;
        connect::http1(stream, request).await?
    };
    Ok(of_status(answer.status(), answer.headers()))
}

fn request(builder: Builder) -> Result<Request<Body>, Failed> {
    builder
        .method(Method::POST)
        .header("ttl", TTL)
        .header("urgency", "high")
        .header("topic", TOPIC)
        .header(CONTENT_ENCODING, "aes128gcm")
        .header(CONTENT_TYPE, "application/octet-stream")
        .body(Body::new(body()))
        .map_err(|_| Failed::Http)
}

fn body() -> Bytes {
    let mut body = vec![0; BODY];
    rand::fill(&mut body[..]);
    body[16..20].copy_from_slice(&RECORD_SIZE);
    body[20] = 65;
    // an uncompressed point's first byte
    body[21] = 4;
    body.into()
}
