//! A server and folders for phones.

use std::path::PathBuf;

use tempfile::TempDir;

use super::process::{Process, run};

/// A server as a process, and a place for phones.
pub(crate) struct World {
    pub(crate) server: Process,
    first: Option<String>,
    pub(crate) root: TempDir,
}

/// A folder of a phone.
pub(crate) struct Handset {
    pub(crate) folder: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let root = TempDir::new().unwrap();
        let folder = root.path().join("server");
        let mut server = Process::start(&[
            "server",
            "--folder",
            folder.to_str().unwrap(),
            "--listen",
            "127.0.0.1:0",
            "--relay-port",
            "0",
        ]);
        server.event("serving");
        let first = server.event("invite")["link"].as_str().unwrap().to_owned();
        Self {
            server,
            first: Some(first),
            root,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A join link: the first from the server's screen, further ones from `sotto invite` while it runs.
    pub(crate) fn link(&mut self) -> String {
        if let Some(link) = self.first.take() {
            return link;
        }
        let made = run(&["invite", "--folder", &self.text("server")]).well();
        made.event("invite")["link"].as_str().unwrap().to_owned()
    }

    /// A phone that joined.
    pub(crate) fn handset(&mut self, name: &str) -> Handset {
        let handset = Handset {
            folder: self.text(name),
        };
        let link = self.link();
        handset.run(&["join", &link, "--name", name]).well();
        handset
    }

    /// Two phones that scanned each other's cards from pictures.
    pub(crate) fn pair(&mut self) -> (Handset, Handset) {
        let (alice, bob) = (self.handset("Alice"), self.handset("Bob"));
        for (one, other) in [(&alice, &bob), (&bob, &alice)] {
            let picture = self.text("card.png");
            one.run(&["card", "--png", &picture]).well();
            other.run(&["scan", &picture]).well();
        }
        (alice, bob)
    }
}

impl Handset {
    fn arguments<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [arguments, &["--folder", &self.folder]].concat()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Process {
        Process::start(&self.arguments(arguments))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> super::process::Finished {
        self.start(arguments).finish()
    }
}
