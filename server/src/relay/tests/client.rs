//! The TURN client of the `turn` crate, over UDP and over TCP.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::Mutex;
use turn::client::{Client, ClientConfig};
use webrtc_util::Conn;

use super::stun;

type Result<T> = std::result::Result<T, webrtc_util::Error>;

#[derive(Clone, Copy)]
pub(super) enum Door {
    Udp,
    Tcp,
}

pub(super) async fn allocate(
    door: Door,
    port: u16,
    (username, password): (String, String),
) -> std::result::Result<(&'static Client, impl Conn), turn::Error> {
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let conn: Arc<dyn Conn + Send + Sync> = match door {
        Door::Udp => Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?),
        Door::Tcp => Arc::new(Framed::connect(server).await?),
    };
    let client = Client::new(ClientConfig {
        stun_serv_addr: server.to_string(),
        turn_serv_addr: server.to_string(),
        username,
        password,
        realm: String::new(),
        software: String::new(),
        rto_in_ms: 200,
        conn,
        vnet: None,
    })
    .await?;
    // what it allocates borrows it
    let client: &'static Client = Box::leak(Box::new(client));
    client.listen().await?;
    let relayed = client.allocate().await?;
    Ok((client, relayed))
}

/// TURN messages on a TCP stream.
struct Framed {
    server: SocketAddr,
    own: SocketAddr,
    reader: Mutex<OwnedReadHalf>,
    writer: Mutex<OwnedWriteHalf>,
}

impl Framed {
    async fn connect(server: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        let own = stream.local_addr()?;
        let (reader, writer) = stream.into_split();
        Ok(Self {
            server,
            own,
            reader: Mutex::new(reader),
            writer: Mutex::new(writer),
        })
    }
}

#[async_trait]
impl Conn for Framed {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr)> {
        let mut reader = self.reader.lock().await;
        reader.read_exact(&mut buffer[..4]).await?;
        let length = stun::length(&buffer[..4]).unwrap().unwrap();
        reader.read_exact(&mut buffer[4..length]).await?;
        // the padding of channel data is not part of it
        let exact = match buffer[0] >> 6 {
            1 => 4 + usize::from(u16::from_be_bytes([buffer[2], buffer[3]])),
            _ => length,
        };
        Ok((exact, self.server))
    }

    async fn send_to(&self, message: &[u8], _: SocketAddr) -> Result<usize> {
        let mut padded = message.to_vec();
        padded.resize(message.len().next_multiple_of(4), 0);
        self.writer.lock().await.write_all(&padded).await?;
        Ok(message.len())
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        Ok(self.own)
    }

    async fn connect(&self, _: SocketAddr) -> Result<()> {
        Ok(())
    }

    async fn recv(&self, buffer: &mut [u8]) -> Result<usize> {
        Ok(self.recv_from(buffer).await?.0)
    }

    async fn send(&self, message: &[u8]) -> Result<usize> {
        self.send_to(message, self.server).await
    }

    fn remote_addr(&self) -> Option<SocketAddr> {
        Some(self.server)
    }

    async fn close(&self) -> Result<()> {
        Ok(())
    }

    fn as_any(&self) -> &(dyn std::any::Any + Send + Sync) {
        self
    }
}
