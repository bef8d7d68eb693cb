//! A real coturn on loopback, as the relay that an operator may name instead of the built-in one.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::pair::Failure;

/// A running coturn; it ends when dropped.
pub struct Coturn {
    address: SocketAddr,
    child: Child,
    _folder: TempDir,
}

impl Coturn {
    /// Starts coturn on a free port with these options for its credentials.
    ///
    /// # Errors
    /// That it is not installed, or does not listen.
    pub async fn start(credentials: &[&str]) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let free = TcpListener::bind("127.0.0.1:0").await?;
        let address = free.local_addr()?;
        drop(free);
        let at = |name: &str| folder.path().join(name).display().to_string();
        let child = Command::new("turnserver")
            .args(["-n", "--realm=sotto.test", "--fingerprint"])
            .args(credentials)
            .args(["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"])
            .args(["--allow-loopback-peers", "--no-multicast-peers"])
            .args(["--no-tls", "--no-dtls", "--no-cli"])
            .args(["--min-port=50000", "--max-port=59999"])
            .arg(format!("--listening-port={}", address.port()))
            .arg(format!("--userdb={}", at("users")))
            .arg(format!("--pidfile={}", at("pid")))
            .arg("--log-file=stdout")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| format!("coturn is not installed: apt-get install coturn ({e})"))?;
        for _ in 0..200 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Self {
                    address,
                    child,
                    _folder: folder,
                });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(format!("coturn does not listen on {address}").into())
    }

    /// Its process, while it lives.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Where it listens, UDP and TCP.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}
