//! A server in a folder of its own, with a clock that tests set.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sotto_server::{Config, Running, Server};
use tempfile::TempDir;

use super::client::{Client, Person, join};

/// When tests begin: ms since 1970.
pub const START: u64 = 1_800_000_000_000;

pub struct World {
    pub folder: TempDir,
    pub clock: Arc<AtomicU64>,
    pub server: Option<Running>,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(set: impl FnOnce(&mut Config)) -> Self {
        let mut world = Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicU64::new(START)),
            server: None,
        };
        world.start(set).await;
        world
    }

    pub fn config(&self) -> Config {
        let mut config = Config::new(self.folder.path().join("s"), ([127, 0, 0, 1], 0).into());
        let clock = self.clock.clone();
        config.clock = Arc::new(move || clock.load(Ordering::SeqCst));
        config
    }

    pub async fn start(&mut self, set: impl FnOnce(&mut Config)) {
        let mut config = self.config();
        set(&mut config);
        self.server = Some(Server::start(config).await.unwrap());
    }

    pub async fn stop(&mut self) {
        self.server.take().unwrap().shutdown().await.unwrap();
    }

    pub fn server(&self) -> &Running {
        self.server.as_ref().unwrap()
    }

    pub fn pass(&self, ms: u64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    pub async fn connect(&self) -> Client {
        Client::connect(self.server().address(), self.server().pin()).await
    }

    pub async fn invite(&self) -> Vec<u8> {
        let week = std::time::Duration::from_secs(7 * 24 * 3600);
        let invite = self.server().make_invite(week).await.unwrap();
        join(&invite.link).invite
    }

    /// A registered person without prekeys.
    pub async fn register(&self) -> (Person, Client) {
        let person = Person::new();
        let client = self.register_as(&person).await;
        (person, client)
    }

    pub async fn register_as(&self, person: &Person) -> Client {
        let mut client = self.connect().await;
        let invite = self.invite().await;
        client.done(client.register(person, &invite)).await;
        client
    }

    /// A registered person who can be reached.
    pub async fn person(&self, prekeys: u32) -> (Person, Client) {
        let (person, mut client) = self.register().await;
        client.done(person.prekeys(1..1 + prekeys)).await;
        (person, client)
    }

    pub async fn sign_in(&self, person: &Person) -> Client {
        let mut client = self.connect().await;
        client.done(client.sign_in(person)).await;
        client
    }

    /// An HTTP request's whole answer.
    pub async fn get(&self, path: &str) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let server = self.server();
        let mut tls = super::client::tls(server.address(), *server.pin())
            .await
            .unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        tls.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = tls.read_to_string(&mut answer).await;
        answer
    }
}
