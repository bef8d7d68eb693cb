//! One run of the binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long anything on loopback may take before a test fails.
const LIMIT: Duration = Duration::from_secs(40);

/// A running process; killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
    keys: Option<ChildStdin>,
    /// Everything it said so far.
    pub(crate) said: Vec<Value>,
}

/// How a process ended.
pub(crate) struct Finished {
    pub(crate) code: i32,
    pub(crate) said: Vec<Value>,
    pub(crate) stderr: String,
}

impl Process {
    /// Starts `sotto --json` with these arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sotto"))
            .arg("--json")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (line, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for text in out.lines() {
                if line.send(text.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self {
            keys: child.stdin.take(),
            child,
            lines,
            said: Vec::new(),
        }
    }

    /// Waits for the next line that `wanted` fits.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                let errors = self.errors();
                panic!("{what} never came; it said {:#?}\n{errors}", self.said);
            };
            let value: Value = serde_json::from_str(&line).unwrap();
            self.said.push(value.clone());
            if wanted(&value) {
                return value;
            }
        }
    }

    /// Waits for an event.
    pub(crate) fn event(&mut self, name: &str) -> Value {
        self.until(name, |line| line["event"] == name)
    }

    /// Waits for a call in this state.
    pub(crate) fn state(&mut self, state: &str) -> Value {
        self.until(state, |line| {
            line["event"] == "call" && line["state"] == state
        })
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(key.as_bytes()).unwrap();
        keys.flush().unwrap();
    }

    /// Asks it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Finished {
        let end = Instant::now() + LIMIT;
        let status = loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.said.push(serde_json::from_str(&line).unwrap()),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break self.child.wait(),
                Err(_) => panic!("it does not end; it said {:#?}", self.said),
            }
        };
        Finished {
            code: code(status.unwrap()),
            said: std::mem::take(&mut self.said),
            stderr: self.errors(),
        }
    }

    fn errors(&mut self) -> String {
        // a process that still runs would keep this open
        let _ = self.child.kill();
        let mut text = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut text).unwrap();
        }
        text
    }
}

fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Finished {
    /// The last line.
    pub(crate) fn result(&self) -> &Value {
        let last = self
            .said
            .last()
            .unwrap_or_else(|| panic!("it said nothing: {}", self.stderr));
        assert_eq!(last["event"], "result");
        assert_eq!(last["exit"], self.code, "{last}");
        last
    }

    /// Fails unless all went well.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{:#?}\n{}", self.said, self.stderr);
        self
    }

    /// The first line of an event.
    pub(crate) fn event(&self, name: &str) -> &Value {
        let found = self.said.iter().find(|line| line["event"] == name);
        found.unwrap_or_else(|| panic!("no {name} in {:#?}", self.said))
    }

    /// Why it failed.
    pub(crate) fn error(&self) -> &str {
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.result()["error"].as_str().unwrap()
    }

    /// All that it wrote, in any way.
    pub(crate) fn everything(&self) -> String {
        let said: String = self.said.iter().map(|line| format!("{line}\n")).collect();
        said + &self.stderr
    }
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Finished {
    Process::start(arguments).finish()
}
