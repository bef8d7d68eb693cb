//! Connections to push services: https only, to an address that was looked at first, with a limit on everything that
//! comes back. No redirect is followed: whoever sends knows what was asked for and nothing else.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::address::is_public;
use super::answer::Failed;

/// What one address may take for TCP and TLS.
const CONNECT: Duration = Duration::from_secs(4);
/// Addresses of one name that are tried.
const ADDRESSES: usize = 3;
/// Look-ups of names at a time: the system's may hang for long after nobody waits for it.
const LOOKUPS: usize = 32;
/// Bytes of an answer's head.
const HEAD: usize = 16 * 1024;
/// Bytes of an answer's body that may come before anybody reads them.
const WINDOW: u32 = 64 * 1024;

/// What is sent.
pub(super) type Body = Full<Bytes>;

/// A TLS connection.
pub(super) type Stream = TlsStream<TcpStream>;

/// Makes connections.
pub(super) struct Connector {
    /// Trusted beside the system's authorities.
    authorities: Vec<CertificateDer<'static>>,
    tls: OnceCell<TlsConnector>,
    lookups: Arc<Semaphore>,
}

impl Connector {
    pub(super) fn new(authorities: Vec<CertificateDer<'static>>) -> Self {
        Self {
            authorities,
            tls: OnceCell::new(),
            lookups: Arc::new(Semaphore::new(LOOKUPS)),
        }
    }

    /// Connects. With `public_only` no address of anybody's own network is connected to, whatever the name's look-up
    /// says: the address that was checked is the one that is connected to.
    pub(super) async fn connect(
        &self,
        host: &str,
        port: u16,
        public_only: bool,
    ) -> Result<Stream, Failed> {
        let mut addresses = self.look_up(host, port).await?;
        if public_only {
            addresses.retain(|address| is_public(address.ip()));
            if addresses.is_empty() {
                return Err(Failed::PrivateAddress);
            }
        }
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Failed::LookUp)?;
        let tls = self.tls.get_or_try_init(|| self.prepare()).await?;
        let mut failed = Failed::LookUp;
        for address in addresses.into_iter().take(ADDRESSES) {
            let connecting = async {
                let tcp = TcpStream::connect(address)
                    .await
                    .map_err(|_| Failed::Connect)?;
                let _ = tcp.set_nodelay(true);
                tls.connect(name.clone(), tcp)
                    .await
                    .map_err(|_| Failed::Tls)
            };
            match timeout(CONNECT, connecting).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(why)) => failed = why,
                Err(_) => failed = Failed::TimedOut,
            }
        }
        Err(failed)
    }

    async fn look_up(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Failed> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        // waiting for a place counts: the whole try has a limit
        let place = self.lookups.clone().acquire_owned().await;
        let place = place.map_err(|_| Failed::LookUp)?;
        let host = host.to_owned();
        let looking = tokio::task::spawn_blocking(move || {
            let _place = place;
            (host.as_str(), port)
                .to_socket_addrs()
                .map(Iterator::collect)
        });
        let found: io::Result<Vec<SocketAddr>> = looking.await.map_err(|_| Failed::LookUp)?;
        match found {
            Ok(addresses) if !addresses.is_empty() => Ok(addresses),
            _ => Err(Failed::LookUp),
        }
    }

    /// Reads the system's authorities, once.
    async fn prepare(&self) -> Result<TlsConnector, Failed> {
        let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
        let found = found.map_err(|_| Failed::Tls)?;
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        roots.add_parsable_certificates(self.authorities.iter().cloned());
        if roots.is_empty() {
            tracing::warn!(
                "the system has no certificate authorities: no push service can be reached"
            );
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| Failed::Tls)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// Whether HTTP/2 was agreed on.
pub(super) fn speaks_http2(stream: &Stream) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(b"h2")
}

/// What moves a connection's bytes; dropped, it ends.
pub(super) struct Motor(JoinHandle<()>);

impl Drop for Motor {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn drive<E>(connection: impl Future<Output = Result<(), E>> + Send + 'static) -> Motor {
    Motor(tokio::spawn(async move {
        // how it ended shows in what waits for an answer
        let _ = connection.await;
    }))
}

/// An HTTP/2 connection for many requests.
pub(super) struct Http2 {
    pub(super) sender: http2::SendRequest<Body>,
    _motor: Motor,
}

/// Begins HTTP/2.
pub(super) async fn http2(stream: Stream) -> Result<Http2, Failed> {
    let (sender, connection) = http2::Builder::new(TokioExecutor::new())
        .max_header_list_size(HEAD as u32)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Failed::Http)?;
    Ok(Http2 {
        sender,
        _motor: drive(connection),
    })
}

/// Sends one request over HTTP/1.1 and gives the head of the answer; its body is not read.
pub(super) async fn http1(stream: Stream, request: Request<Body>) -> Result<Response<()>, Failed> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD)
        .max_headers(100)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Failed::Http)?;
    let _motor = drive(connection);
    head(sender.send_request(request).await)
}

/// The head of an answer, without its body.
pub(super) fn head(answer: hyper::Result<Response<Incoming>>) -> Result<Response<()>, Failed> {
    answer
        .map(|answer| answer.map(drop))
        .map_err(|_| Failed::Http)
}
