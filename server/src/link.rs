//! One WebSocket: reads requests one after another, answers each, and pushes what waits for the signed-in device.
//! Nothing is buffered for a phone that does not read: sending waits, and in the end the link is closed.

mod deliver;
mod post;
mod prekeys;
mod push;
mod refusal;
mod sign_in;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, close_code};
use prost::Message as _;
use sotto_protocol::chain::Chain;
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::wire::link::{
    Done, Failure, ToPhone, ToServer, Welcome, failure::Code, to_phone, to_server,
};
use sotto_protocol::{VERSION, limits, parse};
use tokio::time::{Instant, sleep_until, timeout};

use crate::accept::Connection;
use crate::hub::Place;
use crate::shared::Shared;
use deliver::Progress;
use refusal::Refusal;

/// How long the last words of a link may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a link ends: its close code (RFC 6455 §7.4.1) and a few words.
struct End(u16, &'static str);

const GONE: End = End(0, "");
const SLOW: End = End(close_code::POLICY, "too slow");

/// Who is signed in.
struct Device {
    account: AccountId,
    device: DeviceId,
    chain: Chain,
    place: Place,
    progress: Progress,
    /// Since when a delivery is unanswered, and whether the phone was asked for a sign of life since.
    unanswered: Option<(Instant, bool)>,
    /// The phone must be told that its push service no longer knows it.
    push_gone: bool,
}

struct Link {
    socket: WebSocket,
    connection: Arc<Connection>,
    shared: Arc<Shared>,
    challenge: [u8; 32],
    device: Option<Device>,
    /// When the phone last sent anything; before sign-in, when it last asked for anything.
    heard: Instant,
    used: bool,
    pinged: bool,
    /// When it was last looked whether an idle link may stay.
    looked: Instant,
    strikes: u32,
}

/// Serves a link until it ends.
pub(crate) async fn serve(socket: WebSocket, connection: Arc<Connection>, shared: Arc<Shared>) {
    let mut challenge = [0; 32];
    rand::fill(&mut challenge);
    let mut link = Link {
        socket,
        connection,
        shared,
        challenge,
        device: None,
        heard: Instant::now(),
        used: false,
        pinged: false,
        looked: Instant::now(),
        strikes: 0,
    };
    let metrics = link.shared.metrics.clone();
    metrics.links.inc();
    let End(code, reason) = link.run().await;
    if let Some(device) = &link.device {
        link.shared.hub.detach(&device.place);
        // what went into a connection that died has reached nobody
        if device.unanswered.is_some() && !link.shared.hub.listens(device.device) {
            link.shared.push.wake(device.device);
        }
        metrics.signed_in.dec();
    }
    metrics.links.dec();
    if code != 0 {
        tracing::debug!(code, reason, "link closed");
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        let farewell = link.socket.send(Frame::Close(Some(frame)));
        if timeout(FAREWELL, farewell)
            .await
            .is_ok_and(|sent| sent.is_ok())
        {
            // the other side's close frame, so that ours is not lost with unread data
            let _ = timeout(FAREWELL, async {
                while let Some(Ok(_)) = link.socket.recv().await {}
            })
            .await;
        }
    }
}

enum Event {
    Frame(Option<Result<Frame, axum::Error>>),
    Wake,
    Idle,
    Unanswered,
    Stop,
}

impl Link {
    async fn run(&mut self) -> End {
        let welcome = to_phone::Body::Welcome(Welcome {
            version_min: VERSION,
            version_max: VERSION,
            challenge: self.challenge.to_vec(),
            server_time: self.shared.now(),
        });
        if let Err(end) = self.send(0, welcome).await {
            return end;
        }
        let mut stop = self.connection.stop.clone();
        loop {
            let wake = self.device.as_ref().map(|d| d.place.wake.clone());
            let deadline = self.deadline();
            let patience = self.patience();
            let event = tokio::select! {
                frame = self.socket.recv() => Event::Frame(frame),
                () = wake_of(wake) => Event::Wake,
                () = sleep_until(deadline) => Event::Idle,
                () = sleep_until(patience.unwrap_or(deadline)), if patience.is_some() => Event::Unanswered,
                () = stop.wait() => Event::Stop,
            };
            let step = match event {
                Event::Frame(frame) => self.frame(frame).await,
                Event::Wake => Ok(()),
                Event::Idle => self.idle().await,
                Event::Unanswered => self.unanswered().await,
                Event::Stop => Err(End(close_code::AWAY, "the server stops")),
            };
            let step = match step {
                Ok(()) => self.deliver().await,
                end => end,
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    fn deadline(&self) -> Instant {
        let limits = &self.shared.limits;
        match (&self.device, self.used, self.pinged) {
            (Some(_), _, false) => self.heard + limits.idle_signed_in / 3,
            (Some(_), _, true) => self.heard + limits.idle_signed_in,
            (None, true, _) => {
                let last = self.heard + limits.idle_used;
                last.min(self.heard.max(self.looked) + limits.idle_first)
            }
            (None, false, _) => self.heard + limits.idle_first,
        }
    }

    /// Whether a link that nobody signed in on may stay though it says nothing: not where others need its place.
    fn may_idle(&self) -> bool {
        let quiet = self.heard.elapsed();
        self.used && quiet < self.shared.limits.idle_used && !self.shared.is_scarce()
    }

    async fn idle(&mut self) -> Result<(), End> {
        if self.device.is_none() && self.may_idle() {
            self.looked = Instant::now();
            return Ok(());
        }
        if self.device.is_none() || self.pinged {
            return Err(End(close_code::POLICY, "idle"));
        }
        self.pinged = true;
        self.send_frame(Frame::Ping(Default::default())).await
    }

    async fn frame(&mut self, frame: Option<Result<Frame, axum::Error>>) -> Result<(), End> {
        let bytes = match frame {
            None | Some(Ok(Frame::Close(_))) => return Err(GONE),
            // among others a message over the limit
            Some(Err(_)) => return Err(End(close_code::PROTOCOL, "no message of this protocol")),
            Some(Ok(Frame::Binary(bytes))) => bytes,
            Some(Ok(Frame::Text(_))) => {
                return Err(End(close_code::UNSUPPORTED, "binary messages only"));
            }
            Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {
                if self.pay(1).is_err() {
                    return Err(End(close_code::POLICY, "too many frames"));
                }
                self.heard();
                return Ok(());
            }
        };
        self.heard();
        let (request, answer) = match parse::<ToServer>(&bytes, limits::MESSAGE) {
            Ok(ToServer {
                request,
                body: Some(body),
            }) if request > 0 => (request, self.request(body, bytes.len()).await),
            Ok(ToServer { request, .. }) => (
                request,
                Err(Refusal::new(
                    Code::Malformed,
                    "no request, or one without a number",
                )),
            ),
            Err(error) => (0, Err(error.into())),
        };
        match answer {
            Ok(body) => {
                self.heard = Instant::now();
                self.used = true;
                self.send(request, body).await
            }
            Err(refusal) => self.refuse(request, refusal).await,
        }
    }

    /// A signed-in phone gave a sign of life.
    fn heard(&mut self) {
        if let Some(device) = &mut self.device {
            self.heard = Instant::now();
            self.pinged = false;
            device.unanswered = None;
            if !self.shared.hub.set_listens(&device.place, true) {
                self.shared.push.heard(device.device);
            }
        }
    }

    async fn refuse(&mut self, request: u64, refusal: Refusal) -> Result<(), End> {
        self.shared.metrics.failure(refusal.kind());
        self.strikes += 1;
        self.send(request, to_phone::Body::Failure(Failure::from(refusal)))
            .await?;
        if self.strikes > self.shared.limits.strikes {
            return Err(End(close_code::POLICY, "too many refused messages"));
        }
        Ok(())
    }

    async fn request(
        &mut self,
        body: to_server::Body,
        size: usize,
    ) -> Result<to_phone::Body, Refusal> {
        use to_server::Body;
        let (kind, tokens) = match &body {
            Body::Register(_) => ("register", 5),
            Body::SignIn(_) => ("sign_in", 5),
            Body::PublishPrekeys(_) => ("publish_prekeys", 1),
            Body::FetchPrekeys(_) => ("fetch_prekeys", 1),
            Body::Submit(_) => ("submit", 1),
            Body::SendSignal(_) => ("send_signal", 1),
            Body::Acknowledge(_) => ("acknowledge", 1),
            Body::FetchRelays(_) => ("fetch_relays", 1),
            Body::SetAccess(_) => ("set_access", 1),
            Body::Ping(_) => ("ping", 1),
            Body::SetPush(_) => ("set_push", 1),
        };
        self.shared.metrics.request(kind);
        let tokens = tokens + cost(size);
        self.pay(tokens)?;
        match body {
            Body::Register(body) => self.register(body).await,
            Body::SignIn(body) => self.sign_in(body).await,
            Body::PublishPrekeys(body) => self.publish_prekeys(body).await,
            Body::FetchPrekeys(body) => self.fetch_prekeys(body).await,
            Body::Submit(body) => self.submit(body).await,
            Body::SendSignal(body) => self.send_signal(body).await,
            Body::Acknowledge(body) => self.acknowledge(body).await,
            Body::SetAccess(body) => self.set_access(body).await,
            Body::FetchRelays(_) => {
                let account = self.signed_in()?.account;
                let relays = self.shared.relays.offer(self.shared.now(), account);
                Ok(to_phone::Body::Relays(relays))
            }
            Body::Ping(_) => Ok(self.done()),
            Body::SetPush(body) => self.set_push(&body).await,
        }
    }

    /// Takes tokens from whoever this is: the device, or the address of whom nobody knows. An address may hide an
    /// organisation's phones.
    fn pay(&self, tokens: u32) -> Result<(), Duration> {
        match &self.device {
            Some(device) => self.shared.by_device.take(&device.device, tokens),
            None => (self.shared.by_source).take(&self.connection.source, tokens),
        }
    }

    fn signed_in(&self) -> Result<&Device, Refusal> {
        self.device
            .as_ref()
            .ok_or(Refusal::new(Code::NotSignedIn, "sign in first"))
    }

    fn done(&self) -> to_phone::Body {
        to_phone::Body::Done(Done {
            server_time: self.shared.now(),
        })
    }

    async fn send(&mut self, reply_to: u64, body: to_phone::Body) -> Result<(), End> {
        let message = ToPhone {
            reply_to,
            body: Some(body),
        };
        let bytes = message.encode_to_vec();
        self.send_frame(Frame::Binary(bytes.into())).await
    }

    async fn send_frame(&mut self, frame: Frame) -> Result<(), End> {
        let limit = self.shared.limits.send_timeout;
        match timeout(limit, self.socket.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(GONE),
            Err(_) => {
                self.shared.metrics.slow_closed.inc();
                Err(SLOW)
            }
        }
    }
}

/// Tokens that so many bytes cost beside the message itself.
fn cost(bytes: usize) -> u32 {
    u32::try_from(bytes / (8 * 1024)).unwrap_or(u32::MAX)
}

async fn wake_of(wake: Option<Arc<tokio::sync::Notify>>) {
    match wake {
        Some(wake) => wake.notified().await,
        None => std::future::pending().await,
    }
}
