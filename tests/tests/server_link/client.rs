//! A phone's end of the link, as small as it can be: a pinned TLS connection, a WebSocket, keys.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey};
use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use sotto_protocol::chain::{Chain, prekey_text};
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::label::{Label, TLS_EXPORTER, sign_in_text};
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::container::{Container, Entry};
use sotto_protocol::wire::keys::{Join, KeyChain, Prekey};
use sotto_protocol::wire::link::{
    Acknowledge, Delivery, FetchPrekeys, PublishPrekeys, Register, SetAccess, SignIn, Submit,
    ToPhone, ToServer, Welcome, to_phone, to_server,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

pub type Reply = to_phone::Body;

/// Nothing in these tests takes longer unless it hangs.
pub const SOON: Duration = Duration::from_secs(20);

/// Keys of a person with one device.
#[derive(Clone)]
pub struct Person {
    pub user: SigningKey,
    pub instance: SigningKey,
    pub access: [u8; 16],
}

impl Person {
    pub fn new() -> Self {
        Self {
            user: key(),
            instance: key(),
            access: rand::random(),
        }
    }

    /// The same person with another device.
    pub fn other_device(&self) -> Self {
        Self {
            instance: key(),
            ..self.clone()
        }
    }

    pub fn chain(&self) -> KeyChain {
        let instance_key = self.instance.verifying_key();
        let device_key = [9; 32];
        let signed = |by: &SigningKey, label: Label, what: &[u8]| {
            by.sign(&label.over(&[what])).to_bytes().to_vec()
        };
        KeyChain {
            user_key: self.user.verifying_key().to_bytes().to_vec(),
            instance_key: instance_key.to_bytes().to_vec(),
            instance_signature: signed(&self.user, Label::InstanceKey, instance_key.as_bytes()),
            device_key: device_key.to_vec(),
            device_signature: signed(&self.instance, Label::DeviceKey, &device_key),
        }
    }

    pub fn account(&self) -> AccountId {
        Chain::verify(self.chain()).unwrap().account()
    }

    pub fn device(&self) -> DeviceId {
        Chain::verify(self.chain()).unwrap().device()
    }

    pub fn prekey(&self, id: u32, last_resort: bool) -> Prekey {
        let mut public_key = vec![id as u8; 1_216];
        public_key[..4].copy_from_slice(&id.to_be_bytes());
        public_key[4] = last_resort.into();
        public_key[5..13].copy_from_slice(&self.device().as_bytes()[..8]);
        let text = prekey_text(last_resort, id, &public_key);
        Prekey {
            id,
            public_key,
            signature: self.instance.sign(&text).to_bytes().to_vec(),
            last_resort,
        }
    }

    pub fn prekeys(&self, ids: std::ops::Range<u32>) -> to_server::Body {
        to_server::Body::PublishPrekeys(PublishPrekeys {
            one_time: ids.map(|id| self.prekey(id, false)).collect(),
            last_resort: Some(self.prekey(1_000, true)),
            replace: false,
        })
    }

    pub fn fetch(&self) -> to_server::Body {
        to_server::Body::FetchPrekeys(FetchPrekeys {
            account: self.account().to_vec(),
            access: self.access.to_vec(),
        })
    }

    pub fn submit(&self, container: &Container) -> to_server::Body {
        to_server::Body::Submit(Submit {
            account: self.account().to_vec(),
            access: self.access.to_vec(),
            container: container.encode_to_vec(),
        })
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&rand::random())
}

/// A container with these receivers.
pub fn container(devices: &[DeviceId], expires: u64, payload: usize) -> Container {
    Container {
        version: 1,
        id: rand::random::<[u8; 16]>().to_vec(),
        expires,
        payload: vec![5; payload],
        sender: vec![6; 40],
        entries: devices
            .iter()
            .map(|device| Entry {
                device: device.to_vec(),
                prekey_id: 1,
                last_resort: false,
                wrapped: vec![device.as_bytes()[0]; 64],
            })
            .collect(),
    }
}

pub fn join(link: &str) -> Join {
    uri::decode(Kind::Join, link).unwrap()
}

/// A connection.
pub struct Client {
    pub socket: WebSocketStream<TlsStream<TcpStream>>,
    pub welcome: Welcome,
    pub exporter: [u8; 32],
    next: u64,
    pub pushed: VecDeque<Reply>,
}

impl Client {
    pub async fn connect(address: SocketAddr, pin: &[u8; 32]) -> Self {
        Self::try_connect(address, pin).await.unwrap()
    }

    pub async fn try_connect(address: SocketAddr, pin: &[u8; 32]) -> Result<Self, String> {
        let tls = tls(address, *pin).await?;
        let mut exporter = [0; 32];
        tls.get_ref()
            .1
            .export_keying_material(&mut exporter, TLS_EXPORTER, None)
            .unwrap();
        let (socket, _) = tokio_tungstenite::client_async("ws://sotto.invalid/v1/link", tls)
            .await
            .map_err(|error| error.to_string())?;
        let mut client = Self {
            socket,
            welcome: Welcome::default(),
            exporter,
            next: 0,
            pushed: VecDeque::new(),
        };
        match client.receive().await {
            Some(ToPhone {
                reply_to: 0,
                body: Some(Reply::Welcome(welcome)),
            }) => client.welcome = welcome,
            _ => return Err("no welcome".to_owned()),
        }
        Ok(client)
    }

    /// The next message; `None` when the server closed the link.
    pub async fn receive(&mut self) -> Option<ToPhone> {
        loop {
            let next = timeout(SOON, self.socket.next()).await;
            match next.expect("the server answers in time") {
                Some(Ok(Message::Binary(bytes))) => {
                    return Some(ToPhone::decode(bytes).unwrap());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => return None,
            }
        }
    }

    pub async fn send(&mut self, body: to_server::Body) -> u64 {
        self.next += 1;
        let message = ToServer {
            request: self.next,
            body: Some(body),
        };
        let bytes = message.encode_to_vec();
        // a server that closed the link is seen when reading
        let _ = self.socket.send(Message::binary(bytes)).await;
        self.next
    }

    pub async fn raw(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.socket.send(Message::binary(bytes)).await
    }

    /// Asks and waits for the answer; what is pushed meanwhile is kept.
    pub async fn ask(&mut self, body: to_server::Body) -> Reply {
        let request = self.send(body).await;
        loop {
            let message = self.receive().await.expect("the link is open");
            let body = message.body.expect("a message has a body");
            if message.reply_to == request {
                return body;
            }
            self.pushed.push_back(body);
        }
    }

    pub async fn done(&mut self, body: to_server::Body) {
        match self.ask(body).await {
            Reply::Done(_) => {}
            Reply::Failure(failure) => {
                panic!("{}: {}", failure.code().as_str_name(), failure.detail)
            }
            _ => panic!("not an answer to this"),
        }
    }

    pub async fn refused(&mut self, body: to_server::Body) -> &'static str {
        match self.ask(body).await {
            Reply::Failure(failure) => failure.code().as_str_name(),
            _ => panic!("granted"),
        }
    }

    pub fn register(&self, person: &Person, invite: &[u8]) -> to_server::Body {
        to_server::Body::Register(Register {
            version: 1,
            invite: invite.to_vec(),
            chain: Some(person.chain()),
            access_hash: hash(&person.access),
            signature: self.signature(person, Label::Register),
        })
    }

    pub fn sign_in(&self, person: &Person) -> to_server::Body {
        to_server::Body::SignIn(SignIn {
            version: 1,
            account: person.account().to_vec(),
            device: person.device().to_vec(),
            signature: self.signature(person, Label::SignIn),
        })
    }

    pub fn signature(&self, person: &Person, label: Label) -> Vec<u8> {
        let (challenge, exporter) = (&self.welcome.challenge, &self.exporter);
        let text = sign_in_text(
            label,
            challenge,
            exporter,
            person.account(),
            person.device(),
        );
        person.instance.sign(&text).to_bytes().to_vec()
    }

    /// The next thing that the server pushes.
    pub async fn pushed(&mut self) -> Reply {
        match self.pushed.pop_front() {
            Some(body) => body,
            None => self
                .receive()
                .await
                .expect("the link is open")
                .body
                .unwrap(),
        }
    }

    /// The next delivery.
    pub async fn delivery(&mut self) -> Delivery {
        loop {
            match self.pushed().await {
                Reply::Delivery(delivery) => return delivery,
                Reply::PrekeysLow(_) => {}
                _ => panic!("not pushed"),
            }
        }
    }

    pub async fn acknowledge(&mut self, sequence: u64) {
        self.done(to_server::Body::Acknowledge(Acknowledge {
            sequences: vec![sequence],
        }))
        .await;
    }

    /// Whether nothing more is pushed: what the server would push comes before it answers a ping that follows.
    pub async fn nothing_waits(&mut self) -> bool {
        self.ask(to_server::Body::Ping(Default::default())).await;
        self.ask(to_server::Body::Ping(Default::default())).await;
        !self
            .pushed
            .iter()
            .any(|body| matches!(body, Reply::Delivery(_)))
    }
}

pub fn set_access(access: &[u8]) -> to_server::Body {
    to_server::Body::SetAccess(SetAccess {
        access_hash: hash(access),
    })
}

pub fn hash(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

pub async fn tls(address: SocketAddr, pin: [u8; 32]) -> Result<TlsStream<TcpStream>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned(pin, provider)))
        .with_no_client_auth();
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| error.to_string())?;
    TlsConnector::from(Arc::new(config))
        .connect(ServerName::try_from("sotto.invalid").unwrap(), stream)
        .await
        .map_err(|error| error.to_string())
}

/// Trusts a server by the SHA-256 of its public key.
#[derive(Debug)]
struct Pinned([u8; 32], Arc<rustls::crypto::CryptoProvider>);

impl rustls::client::danger::ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        let certificate = rustls::server::ParsedCertificate::try_from(certificate)?;
        let spki = certificate.subject_public_key_info();
        if hash(&spki) == self.0 {
            Ok(rustls::client::danger::ServerCertVerified::assertion())
        } else {
            Err(rustls::Error::General("another server".to_owned()))
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.1.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.1.signature_verification_algorithms.supported_schemes()
    }
}
