//! Someone who takes a phone's prekeys one after another, so that it has to make new ones.

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use rustls::pki_types::ServerName;
use sotto_core::contact::card::Card;
use sotto_protocol::wire::link::{FetchPrekeys, ToServer, to_server::Body};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::pair::Failure;

/// Fetches `count` prekeys with a card.
///
/// # Errors
/// Also that the server died meanwhile.
pub(super) async fn drain(server: SocketAddr, card: &str, count: u64) -> Result<(), Failure> {
    let card = Card::read(card, 0)?;
    let config = Arc::new(sotto_phone::client_config(*card.pin())?);
    let tcp = TcpStream::connect(server).await?;
    let name = ServerName::try_from("127.0.0.1")?;
    let tls = TlsConnector::from(config).connect(name, tcp).await?;
    let (mut socket, _) = client_async(format!("wss://{server}/v1/link"), tls).await?;
    let welcome = socket.next().await;
    welcome.ok_or("no welcome")??;
    for request in 1..=count {
        let body = Body::FetchPrekeys(FetchPrekeys {
            account: card.account().to_vec(),
            access: card.access().to_vec(),
        });
        let bytes = ToServer {
            request,
            body: Some(body),
        };
        let message = Message::binary(bytes.encode_to_vec());
        socket.send(message).await?;
        socket.next().await.ok_or("no answer")??;
    }
    Ok(())
}
