//! A server's metrics, read as an operator's program reads them.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::said::Said;
use crate::pair::Failure;

pub(super) async fn read(address: SocketAddr, pin: [u8; 32]) -> Result<Said, Failure> {
    let config = Arc::new(sotto_phone::client_config(pin)?);
    let tcp = TcpStream::connect(address).await?;
    let name = ServerName::try_from("127.0.0.1")?;
    let mut tls = TlsConnector::from(config).connect(name, tcp).await?;
    tls.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await?;
    let mut bytes = Vec::new();
    // a server may close without TLS's good-bye
    let _ = tls.read_to_end(&mut bytes).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let count = |kind: &str| -> Result<u64, Failure> {
        let name = format!("sotto_stored{{kind=\"{kind}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&name));
        Ok(line
            .ok_or("a count is missing in /metrics")?
            .trim()
            .parse()?)
    };
    Ok(Said::Counts {
        accounts: count("accounts")?,
        containers: count("containers")?,
        prekeys: count("prekeys")?,
    })
}
