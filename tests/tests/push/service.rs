//! A push service: TLS on loopback, HTTP/1.1 or HTTP/2, which answers as a test wants and shows what it got.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::client::SOON;

pub type Answer = Response<BoxBody<Bytes, Infallible>>;

/// What came.
pub struct Got {
    pub head: Parts,
    pub body: Bytes,
}

/// See the module.
pub struct Service {
    pub address: SocketAddr,
    got: mpsc::UnboundedReceiver<Got>,
    task: tokio::task::JoinHandle<()>,
}

static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
});

/// The authority of all services here, as PEM.
pub fn authority() -> Vec<u8> {
    AUTHORITY.pem().into_bytes()
}

fn tls(protocol: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let leaf = CertificateParams::new(names).unwrap();
    let leaf = leaf.signed_by(&key, &AUTHORITY).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    Arc::new(config)
}

impl Service {
    /// Answers everything with a status.
    pub async fn with_status(status: u16) -> Self {
        Self::start("http/1.1", move |_| answer(status, "")).await
    }

    /// `protocol` is the name that TLS agrees on: `http/1.1` or `h2`.
    pub async fn start(
        protocol: &'static str,
        answers: impl Fn(&Parts) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, got) = mpsc::unbounded_channel();
        let acceptor = TlsAcceptor::from(tls(protocol));
        let answers = Arc::new(answers);
        let serving = async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, tell) = (acceptor.clone(), tell.clone());
                let answers = answers.clone();
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let service = service_fn(move |request: Request<Incoming>| {
                        let (tell, answers) = (tell.clone(), answers.clone());
                        async move {
                            let (head, body) = request.into_parts();
                            let body = body.collect().await.unwrap().to_bytes();
                            let answer = answers(&head);
                            let _ = tell.send(Got { head, body });
                            Ok::<_, Infallible>(answer)
                        }
                    });
                    let io = TokioIo::new(stream);
                    // a client that leaves in the middle is no fault of this service
                    let _ = if protocol == "h2" {
                        let http = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                        http.serve_connection(io, service).await
                    } else {
                        let http = hyper::server::conn::http1::Builder::new();
                        http.serve_connection(io, service).await
                    };
                });
            }
        };
        Self {
            address,
            got,
            task: tokio::spawn(serving),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }

    /// The next request.
    pub async fn next(&mut self) -> Got {
        tokio::time::timeout(SOON, self.got.recv())
            .await
            .expect("a wake-up comes")
            .unwrap()
    }

    /// How many more came until now.
    pub fn more(&mut self) -> usize {
        let mut count = 0;
        while self.got.try_recv().is_ok() {
            count += 1;
        }
        count
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub fn answer(status: u16, body: &'static str) -> Answer {
    let body = Full::new(Bytes::from_static(body.as_bytes())).boxed();
    Response::builder().status(status).body(body).unwrap()
}
