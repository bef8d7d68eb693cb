//! A server that is none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::{SinkExt, StreamExt};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;

/// What it does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Bytes that are no TLS.
    Noise,
    /// Another key than the pinned one.
    WrongKey,
    /// An HTTP page where a WebSocket was asked for.
    Page,
    /// Random bytes as messages.
    Garbage,
    /// A message longer than any may be.
    Oversized,
}

/// It, on a port of its own.
pub(crate) struct Fake {
    pub(crate) port: u16,
    /// Connections that were served to their end.
    pub(crate) served: Arc<AtomicU64>,
    /// Messages that were sent.
    pub(crate) sent: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Fake {
    /// `key` is the true server's, as PEM.
    pub(crate) async fn start(key: &str, manner: Manner, seed: u64) -> Self {
        let key = match manner {
            Manner::WrongKey => KeyPair::generate().unwrap(),
            _ => KeyPair::from_pem(key).unwrap(),
        };
        let acceptor = TlsAcceptor::from(Arc::new(tls(&key)));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (served, sent) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let counts = (served.clone(), sent.clone());
        let task = tokio::spawn(async move {
            let mut next = seed;
            while let Ok((tcp, _)) = listener.accept().await {
                next += 1;
                let (acceptor, (served, sent)) = (acceptor.clone(), counts.clone());
                tokio::spawn(async move {
                    serve(tcp, acceptor, manner, next, &sent).await;
                    served.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            port,
            served,
            sent,
            task,
        }
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn tls(key: &KeyPair) -> ServerConfig {
    let params = CertificateParams::new(vec!["fake.invalid".to_owned()]).unwrap();
    let certificate = params.self_signed(key).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap()
}

async fn serve(
    mut tcp: TcpStream,
    acceptor: TlsAcceptor,
    manner: Manner,
    seed: u64,
    sent: &AtomicU64,
) {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    if manner == Manner::Noise {
        let mut noise = vec![0; 4_096];
        rng.fill_bytes(&mut noise);
        let _ = tcp.write_all(&noise).await;
        let _ = tcp.read(&mut noise).await;
        return;
    }
    let Ok(mut stream) = acceptor.accept(tcp).await else {
        return;
    };
    if manner == Manner::Page {
        let mut request = [0; 1_024];
        let _ = stream.read(&mut request).await;
        let page = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let _ = stream.write_all(page).await;
        let _ = stream.shutdown().await;
        return;
    }
    let Ok(mut socket) = accept_async(stream).await else {
        return;
    };
    if manner == Manner::Oversized {
        let long = vec![7; sotto_protocol::limits::MESSAGE + 1];
        let _ = socket.send(Message::binary(long)).await;
        // the phone closes
        while let Some(Ok(_)) = socket.next().await {}
        sent.fetch_add(1, Ordering::SeqCst);
        return;
    }
    for _ in 0..2_500 {
        if socket.send(garbage(&mut rng)).await.is_err() {
            return;
        }
        sent.fetch_add(1, Ordering::SeqCst);
    }
    let _ = socket.close(None).await;
    while let Some(Ok(_)) = socket.next().await {}
}

fn garbage(rng: &mut ChaCha12Rng) -> Message {
    let mut bytes = vec![0; rng.random_range(0..400usize)];
    rng.fill_bytes(&mut bytes);
    if rng.random_bool(0.5) && bytes.len() > 4 {
        // the shape of a message: an answer's number, then some body with a length that may be true
        let length = (bytes.len() - 4).min(127) as u8;
        let field = rng.random_range(1..12u8);
        bytes[..2].copy_from_slice(&[0x08, rng.random_range(0..6)]);
        bytes[2..4].copy_from_slice(&[field << 3 | 2, length]);
    }
    if rng.random_bool(0.02) {
        let text: String = bytes.iter().map(|byte| char::from(byte & 0x7f)).collect();
        return Message::text(text);
    }
    Message::binary(bytes)
}
