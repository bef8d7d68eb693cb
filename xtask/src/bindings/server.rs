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
pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    /// With it anyone can join.
    pub(crate) link: String,
}

impl Server {
    /// Starts the binary, which was built with the bindings, on a free port.
    pub(crate) fn start() -> Result<Self, String> {
        let name = format!("sotto-server-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let program = workspace::root().join("target/debug/sotto");
        let mut child = Command::new(&program)
            .arg("--json")
            .arg("--folder")
            .arg(&folder)
            .args(["server", "--listen", "127.0.0.1:0", "--open-registration"])
            // any free one: the usual port may be another server's
            .args(["--relay-port", "0"])
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
        match link(BufReader::new(out)) {
            Ok(link) => server.link = link,
            Err(why) => return Err(server.ended(&why)),
        }
        Ok(server)
    }

    /// What it said instead of a link, and how it ended.
    fn ended(&mut self, why: &str) -> String {
        // no more than a question where it has ended already
        let _ = self.child.kill();
        match self.child.wait() {
            Ok(status) => format!("{why}; it ended with {status}"),
            Err(_) => why.to_owned(),
        }
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

/// The join link that it prints; an error says what it printed instead.
fn link(out: impl BufRead + Send + 'static) -> Result<String, String> {
    let (found, wait) = mpsc::channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            let link = said["link"].as_str().map(ToOwned::to_owned);
            // nobody waits for more than a link; what follows is read so that the pipe never fills
            let _ = found.send(link.ok_or(line));
        }
    });
    let until = Instant::now() + LIMIT;
    let mut last = String::new();
    loop {
        match wait.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Ok(link)) => return Ok(link),
            Ok(Err(line)) => last = line,
            Err(_) => return Err(format!("the server gave no join link; it said: {last}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_cannot_start_is_quoted() {
        let said = "{\"event\":\"serving\"}\n{\"event\":\"invite\",\"link\":\"SOTTO-JOIN:X\"}\n";
        assert_eq!(link(said.as_bytes()), Ok("SOTTO-JOIN:X".to_owned()));
        let why = link("{\"error\":\"Port 1 is in use\"}\n".as_bytes());
        assert!(why.is_err_and(|why| why.contains("Port 1 is in use")));
    }
}
