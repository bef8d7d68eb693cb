//! A headless Chromium with one page, driven over the DevTools protocol.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

const PATIENCE: Duration = Duration::from_secs(60);

/// What to do when there is no Chromium.
const MISSING: &str = "Chromium is not installed; install it: apt-get install chromium";

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--remote-debugging-port=0",
];

/// The browser; it ends when dropped.
pub struct Chromium {
    socket: WebSocketStream<TcpStream>,
    session: String,
    next: u64,
    _process: Child,
    _profile: tempfile::TempDir,
}

impl Chromium {
    /// Starts the browser and opens a page of ours.
    ///
    /// # Errors
    /// A message that says what is missing or what went wrong.
    pub async fn open(page: &Path) -> Result<Self, String> {
        let profile = tempfile::tempdir().map_err(|e| e.to_string())?;
        let url = format!("file://{}", page.display());
        let mut process = Command::new("chromium")
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(&url)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| format!("{MISSING} ({e})"))?;
        let stderr = process.stderr.take().ok_or("no standard error")?;
        let mut lines = BufReader::new(stderr).lines();
        let address = tokio::time::timeout(PATIENCE, async {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(address) = line.strip_prefix("DevTools listening on ") {
                    return Some(address.to_owned());
                }
            }
            None
        });
        let address = address.await.ok().flatten();
        let address = address.ok_or("Chromium did not open its DevTools port")?;
        // The pipe must not fill up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let host = address.trim_start_matches("ws://");
        let host = host.split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).await.map_err(|e| e.to_string())?;
        let (socket, _) = tokio_tungstenite::client_async(address.as_str(), stream)
            .await
            .map_err(|e| e.to_string())?;
        let mut browser = Self {
            socket,
            session: String::new(),
            next: 0,
            _process: process,
            _profile: profile,
        };
        let page = tokio::time::timeout(PATIENCE, browser.attach(&url));
        page.await.map_err(|_| "the page did not open")??;
        Ok(browser)
    }

    async fn attach(&mut self, url: &str) -> Result<(), String> {
        loop {
            let targets = self.call("Target.getTargets", json!({})).await?;
            let infos = targets["targetInfos"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let page = infos
                .iter()
                .find(|t| t["type"] == "page" && t["url"] == url);
            if let Some(page) = page {
                let target = json!({"targetId": page["targetId"], "flatten": true});
                let attached = self.call("Target.attachToTarget", target).await?;
                self.session = attached["sessionId"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        while self.evaluate("typeof figures").await != Ok(json!("function")) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Evaluates an expression in the page and waits for what it promises.
    ///
    /// # Errors
    /// What the page threw, or what the connection said.
    pub async fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        let parameters = json!({
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let answer = self.call("Runtime.evaluate", parameters).await?;
        if answer.get("exceptionDetails").is_some() {
            return Err(answer["exceptionDetails"].to_string());
        }
        Ok(answer["result"]["value"].clone())
    }

    async fn call(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.next += 1;
        let id = self.next;
        let mut request = json!({"id": id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            request["sessionId"] = json!(self.session);
        }
        let request = Message::text(request.to_string());
        self.socket.send(request).await.map_err(|e| e.to_string())?;
        let answer = tokio::time::timeout(PATIENCE, async {
            while let Some(message) = self.socket.next().await {
                let Message::Text(text) = message.map_err(|e| e.to_string())? else {
                    continue;
                };
                let answer: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
                if answer["id"] == id {
                    if let Some(error) = answer.get("error") {
                        return Err(error.to_string());
                    }
                    return Ok(answer["result"].clone());
                }
            }
            Err("Chromium closed the connection".to_owned())
        });
        answer
            .await
            .map_err(|_| format!("{method} was not answered"))?
    }
}
