//! The two connections to the server: WebSocket over TLS 1.3, the server recognised by its pin; opened again after every
//! loss, with growing pauses.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rand::RngExt;
use rustls::pki_types::ServerName;
use sotto_core::contact::card::ServerAddress;
use sotto_core::engine::{Input, Line};
use sotto_protocol::{label, limits};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::{Message, protocol::WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::pin;
use crate::shared::{Shared, lock};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The first pause after a loss, doubled until [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How often an idle connection says that it is alive, and how long it may hear nothing.
const PING: Duration = Duration::from_secs(20);
const DEAF: Duration = Duration::from_secs(50);
/// How long a connection may take to prove that it lives, when asked.
const PROOF: Duration = Duration::from_secs(3);
/// How long a connection may take to take one message.
const SEND: Duration = Duration::from_secs(10);
/// Messages that wait for a slow connection.
const WAITING: usize = 256;

type Socket = WebSocketStream<TlsStream<TcpStream>>;

/// Both connections; dropped, they close.
pub(crate) struct Links(Vec<JoinHandle<()>>);

impl Links {
    pub(crate) fn start(
        runtime: &Handle,
        shared: &Weak<Shared>,
        server: ServerAddress,
        pin: [u8; 32],
    ) -> Option<Self> {
        let config = Arc::new(pin::client_config(pin).ok()?);
        let nudge = shared.upgrade()?.nudge.subscribe();
        let tasks = [Line::Mine, Line::Anonymous].map(|line| {
            let endpoint = Endpoint {
                line,
                server: server.clone(),
                connector: TlsConnector::from(config.clone()),
                shared: shared.clone(),
                nudge: nudge.clone(),
            };
            runtime.spawn(endpoint.run())
        });
        Some(Self(tasks.into()))
    }
}

impl Drop for Links {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

struct Endpoint {
    line: Line,
    server: ServerAddress,
    connector: TlsConnector,
    shared: Weak<Shared>,
    /// Changes when there must be a connection now.
    nudge: watch::Receiver<u64>,
}

impl Endpoint {
    async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        while self.shared.strong_count() > 0 {
            self.nudge.mark_unchanged();
            let mut nudge = self.nudge.clone();
            let connected = tokio::select! {
                connected = tokio::time::timeout(CONNECT, self.connect()) => connected,
                // begun before the phone woke, perhaps without a network
                () = nudged(&mut nudge) => {
                    pause = FIRST_PAUSE;
                    continue;
                }
            };
            match connected {
                Ok(Ok((socket, exporter))) => {
                    pause = FIRST_PAUSE;
                    self.serve(socket, exporter).await;
                }
                Ok(Err(error)) => tracing::debug!(line = ?self.line, %error, "no connection"),
                Err(_) => tracing::debug!(line = ?self.line, "connecting took too long"),
            }
            // many phones lose a server at once; they should not all come back at once
            let spread = rand::rng().random_range(0.5..1.5);
            tokio::select! {
                () = tokio::time::sleep(pause.mul_f64(spread)) => {
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                () = nudged(&mut self.nudge) => pause = FIRST_PAUSE,
            }
        }
    }

    async fn connect(
        &self,
    ) -> Result<(Socket, [u8; 32]), Box<dyn std::error::Error + Send + Sync>> {
        let host = self.server.host().to_owned();
        let tcp = TcpStream::connect((host.as_str(), self.server.port())).await?;
        tcp.set_nodelay(true)?;
        if let Some(shared) = self.shared.upgrade() {
            *lock(&shared.server) = Some(tcp.peer_addr()?);
        }
        let name = ServerName::try_from(host)?;
        let tls = self.connector.connect(name, tcp).await?;
        let exporter =
            tls.get_ref()
                .1
                .export_keying_material([0; 32], label::TLS_EXPORTER, None)?;
        let mut config = WebSocketConfig::default();
        config.max_message_size = Some(limits::MESSAGE);
        config.max_frame_size = Some(limits::MESSAGE);
        let url = format!("wss://{}/v1/link", self.server);
        let (socket, _) = client_async_with_config(url, tls, Some(config)).await?;
        Ok((socket, exporter))
    }

    async fn serve(&self, mut socket: Socket, exporter: [u8; 32]) {
        let (sender, mut outgoing) = mpsc::channel::<Vec<u8>>(WAITING);
        let line = self.line;
        let Some(shared) = self.shared.upgrade() else {
            return;
        };
        lock(&shared.lines).insert(line, sender);
        shared.handle(Input::LineUp { line, exporter });
        drop(shared);
        let mut ping = tokio::time::interval(PING);
        let mut nudge = self.nudge.clone();
        let mut proof: Option<tokio::time::Instant> = None;
        let mut heard = tokio::time::Instant::now();
        loop {
            tokio::select! {
                message = socket.next() => {
                    heard = tokio::time::Instant::now();
                    proof = None;
                    let Some(shared) = self.shared.upgrade() else { break };
                    match message {
                        Some(Ok(Message::Binary(bytes))) => shared.handle(Input::Received {
                            line,
                            bytes: bytes.to_vec(),
                        }),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                        Some(Ok(_)) => {}
                    }
                }
                bytes = outgoing.recv() => {
                    let Some(bytes) = bytes else { break };
                    if !sent(&mut socket, Message::binary(bytes)).await {
                        break;
                    }
                }
                () = nudged(&mut nudge) => {
                    if !sent(&mut socket, Message::Ping(Vec::new().into())).await {
                        break;
                    }
                    proof.get_or_insert(tokio::time::Instant::now() + PROOF);
                }
                () = tokio::time::sleep_until(proof.unwrap_or(heard)), if proof.is_some() => break,
                _ = ping.tick() => {
                    if heard.elapsed() > DEAF
                        || !sent(&mut socket, Message::Ping(Vec::new().into())).await
                    {
                        break;
                    }
                }
            }
        }
        if let Some(shared) = self.shared.upgrade() {
            lock(&shared.lines).remove(&line);
            shared.handle(Input::LineDown(line));
        }
    }
}

/// Whether the connection took a message in time: on a path that is dead, a full buffer would be waited for until TCP gives
/// up, a quarter of an hour later.
async fn sent(socket: &mut Socket, message: Message) -> bool {
    matches!(
        tokio::time::timeout(SEND, socket.send(message)).await,
        Ok(Ok(()))
    )
}

/// Returns when there must be a connection now.
async fn nudged(nudge: &mut watch::Receiver<u64>) {
    if nudge.changed().await.is_err() {
        // the phone is closing: its tasks are about to end
        std::future::pending::<()>().await;
    }
}
