//! A real server for the suites of the other languages: the `sotto` binary on loopback, in a folder of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::workspace;

/// How long it may take to start.
const LIMIT: Duration = Duration::from_secs(60);

/// A server that runs until this is dropped.
pub(super) struct Server {
    child: Child,
    folder: PathBuf,
    /// With it anyone can join.
    pub(super) link: String,
}

impl Server {
    /// Starts the binary, which was built with the bindings, on a free port.
    pub(super) fn start() -> Result<Self, String> {
        let name = format!("sotto-server-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let program = workspace::root().join("target/debug/sotto");
        let mut child = Command::new(&program)
            .arg("--json")
            .arg("--folder")
            .arg(&folder)
            .args(["server", "--listen", "127.0.0.1:0", "--open-registration"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|why| format!("{}: {why}", program.display()))?;
        let out = child
            .stdout
            .take()
            .expect("standard output was piped above");
        let mut server = Self {
            child,
            folder,
            link: String::new(),
        };
        server.link = link(BufReader::new(out))?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // it is there for the tests only: nothing of it is wanted afterwards
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The join link that it prints.
fn link(out: impl BufRead + Send + 'static) -> Result<String, String> {
    let (found, wait) = mpsc::channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(link) = said["link"].as_str() {
                // nobody waits for a second one; what follows is read so that the pipe never fills
                let _ = found.send(link.to_owned());
            }
        }
    });
    let until = Instant::now() + LIMIT;
    wait.recv_timeout(until.saturating_duration_since(Instant::now()))
        .map_err(|_| "the server gave no join link".to_owned())
}
