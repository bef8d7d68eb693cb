//! A server and phones, each in a process of its own: started, killed, started again on what they left.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;

use super::children::Node;
use super::said::{Order, Said, State};
use super::seen::Seen;
use super::trip::Trip;
use super::wire::Wire;
use crate::pair::Failure;

/// What a server said.
#[derive(Debug, Default)]
pub(super) struct ServerSeen {
    pub(super) port: Option<u16>,
    pub(super) links: Vec<String>,
    pub(super) counts: u64,
    pub(super) accounts: u64,
    pub(super) containers: u64,
    pub(super) prekeys: u64,
    words: Vec<String>,
}

pub(super) struct Handset {
    pub(super) folder: TempDir,
    pub(super) node: Option<Node<Seen>>,
    pub(super) seen: Arc<Mutex<Seen>>,
    /// Orders in its present life.
    pub(super) orders: u64,
    /// Calls it may have made without saying so before it died.
    pub(super) untold: usize,
}

/// See the module.
pub struct World {
    program: PathBuf,
    pub(super) trip: Arc<Trip>,
    pub(super) wire: Wire,
    folder: TempDir,
    /// The server's disk in bytes, when it has one of its own.
    pub(super) disk: Option<u64>,
    pub(super) server: Option<Node<ServerSeen>>,
    server_seen: Arc<Mutex<ServerSeen>>,
    pub(super) phones: Vec<Handset>,
    /// Phones that joined and are no longer here.
    pub(super) left: u64,
    /// Number of the next thing that is scanned.
    pub(super) scans: u64,
}

impl World {
    /// A first start of a server and of a phone, each killed again and again before it is complete; the last one has
    /// to succeed. Here the random instants are times: a first start says nothing.
    ///
    /// # Errors
    /// What a start found of the one before it that it could not take.
    pub async fn first_starts(program: &Path, pauses: &[Duration]) -> Result<(), Failure> {
        let mut world = Self::empty(program).await?;
        let phone = world.add_phone()?;
        world.start_server().await?;
        for pause in pauses {
            std::thread::sleep(*pause);
            for node in world
                .phones
                .iter_mut()
                .filter_map(|phone| phone.node.take())
            {
                node.bury();
            }
            world.server.take().into_iter().for_each(Node::bury);
            world.revive().await?;
        }
        world.serving().await?;
        world.wait(phone, "a first start", |_| true).await?;
        let broken = world.look(phone, |seen| seen.broken.clone());
        match broken.is_empty() {
            true => Ok(()),
            false => Err(broken.join("; ").into()),
        }
    }

    /// A server and two phones that know each other; `program` is the one that [`super::run_node`] is in.
    ///
    /// # Errors
    /// Whatever failed on the way.
    pub async fn start(program: &Path) -> Result<Self, Failure> {
        let mut world = Self::empty(program).await?;
        world.start_server().await?;
        world.serving().await?;
        for _ in 0..2 {
            let phone = world.add_phone()?;
            let link = world.link().await?.ok_or("the server died")?;
            world.order(phone, &Order::Join { link });
            world.online(phone).await?;
        }
        world.settle().await?;
        Ok(world)
    }

    pub(super) async fn empty(program: &Path) -> Result<Self, Failure> {
        let trip = Arc::new(Trip::default());
        Ok(Self {
            program: program.to_owned(),
            wire: Wire::start(trip.clone()).await?,
            trip,
            folder: TempDir::new()?,
            disk: None,
            server: None,
            server_seen: Arc::default(),
            phones: Vec::new(),
            left: 0,
            scans: 0,
        })
    }

    pub(super) async fn start_server(&mut self) -> Result<(), Failure> {
        lock(&self.server_seen).port = None;
        let public = self.wire.address().to_string();
        let folder = self.server_folder();
        let folder = folder.to_string_lossy().into_owned();
        let program = self.program.to_string_lossy().into_owned();
        let plain = (self.program.as_path(), vec!["server", &folder, &public]);
        // the disk is there for this process only and goes with it
        let script = "mkdir -p \"$1\" && mount -t tmpfs -o mode=700,size=$4 none \"$1\" && exec \"$3\" server \"$1\" \"$2\"";
        let disk = self.disk.unwrap_or_default().to_string();
        let mounted = [
            "-m", "sh", "-c", script, "sh", &folder, &public, &program, &disk,
        ];
        let (start, arguments) = match self.disk {
            Some(_) => (Path::new("unshare"), mounted.to_vec()),
            None => plain,
        };
        let server = Node::start(
            start,
            &arguments,
            self.server_seen.clone(),
            self.trip.clone(),
            take_server,
        )?;
        self.server = Some(server);
        Ok(())
    }

    pub(super) fn server_folder(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    /// Waits for the server's port; `false`: it was killed before.
    pub(super) async fn serving(&self) -> Result<bool, Failure> {
        let server = self.server.as_ref().ok_or("there is no server")?;
        let up = server.until("serving", |s| s.port.is_some()).await?;
        let (port, words) = server.look(|s| (s.port, s.words.clone()));
        if !words.is_empty() {
            return Err(format!("the server: {}", words.join("; ")).into());
        }
        self.wire.lead_to(port.unwrap_or(0));
        Ok(up)
    }

    pub(super) fn add_phone(&mut self) -> Result<usize, Failure> {
        self.phones.push(Handset {
            folder: TempDir::new()?,
            node: None,
            seen: Arc::default(),
            orders: 0,
            untold: 0,
        });
        self.start_phone(self.phones.len() - 1)?;
        Ok(self.phones.len() - 1)
    }

    pub(super) fn start_phone(&mut self, index: usize) -> Result<(), Failure> {
        let phone = &mut self.phones[index];
        lock(&phone.seen).begin();
        phone.orders = 0;
        phone.node = Some(Node::start(
            &self.program,
            &["phone", &phone.folder.path().to_string_lossy()],
            phone.seen.clone(),
            self.trip.clone(),
            |seen: &mut Seen, said| match said {
                Said::State(state) => seen.state(*state),
                Said::Refused { why } => seen.words.push(why),
                Said::Failed { why } => seen.broken.push(why),
                _ => {}
            },
        )?);
        Ok(())
    }

    /// Starts what is dead again; says whether anything was.
    pub(super) async fn revive(&mut self) -> Result<bool, Failure> {
        let mut any = false;
        if self.server.as_ref().is_none_or(Node::is_dead) {
            self.wire.lead_to(0);
            self.server.take().into_iter().for_each(Node::bury);
            self.start_server().await?;
            any = true;
        }
        for index in 0..self.phones.len() {
            if self.phones[index].node.as_ref().is_none_or(Node::is_dead) {
                let node = self.phones[index].node.take();
                node.into_iter().for_each(Node::bury);
                self.start_phone(index)?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Waits for a phone; `false`: something was killed meanwhile.
    pub(super) async fn wait(
        &self,
        index: usize,
        what: &str,
        mut is: impl FnMut(&State) -> bool,
    ) -> Result<bool, Failure> {
        let node = self.phones[index].node.as_ref().ok_or("no such phone")?;
        let until = node.until(what, |seen| seen.now.as_ref().is_some_and(&mut is));
        let came = async {
            match until.await {
                Err(error) => {
                    let now = node.look(|s| s.now.clone());
                    let all: Vec<_> = (0..self.phones.len())
                        .map(|one| {
                            self.look(one, |s| {
                                let now = s.now.as_ref();
                                let now = now.map(|s| (s.online, s.pending, s.call.clone()));
                                (now, s.words.last().cloned())
                            })
                        })
                        .collect();
                    let call = now.and_then(|now| now.call);
                    Err(format!("phone {index}: {error} ({call:?}; all phones: {all:?})").into())
                }
                came => came,
            }
        };
        tokio::select! {
            biased;
            came = came => came,
            () = self.trip.fired() => Ok(false),
        }
    }

    /// Waits until a phone can be reached.
    pub(super) async fn online(&self, index: usize) -> Result<bool, Failure> {
        self.wait(index, "being online", |s| s.online && s.account.is_some())
            .await
    }

    pub(super) fn order(&mut self, index: usize, order: &Order) {
        let phone = &mut self.phones[index];
        phone.orders += 1;
        if let Some(node) = &mut phone.node {
            node.order(order);
        }
    }

    /// A phone is about to answer: from here on a kill leaves open whether it did.
    pub(super) fn answered(&self, index: usize) {
        let mut seen = lock(&self.phones[index].seen);
        let life = seen.life;
        let call = seen.now.as_ref().and_then(|now| now.call.clone());
        let known = call.and_then(|call| seen.calls.get_mut(&call.meeting));
        if let Some(call) = known {
            call.answered.get_or_insert(life);
        }
    }

    /// Waits until all orders were carried out or refused.
    pub(super) async fn obeyed(&self, index: usize) -> Result<bool, Failure> {
        let orders = self.phones[index].orders;
        self.wait(index, "an order", |s| s.orders >= orders).await
    }

    pub(super) fn look<R>(&self, index: usize, look: impl FnOnce(&Seen) -> R) -> R {
        look(&lock(&self.phones[index].seen))
    }

    pub(super) fn card(&self, index: usize) -> Result<String, Failure> {
        let card = self.look(index, |seen| seen.now.as_ref()?.card.clone());
        Ok(card.ok_or("the phone has no card")?)
    }

    /// A new join link; `None`: the server was killed before it gave one.
    pub(super) async fn link(&mut self) -> Result<Option<String>, Failure> {
        let server = self.server.as_mut().ok_or("there is no server")?;
        let had = server.look(|s| s.links.len());
        server.order(&Order::Invite);
        let got = server.until("a link", |s| s.links.len() > had).await?;
        Ok(server.look(|s| s.links.last().cloned()).filter(|_| got))
    }

    /// What the server holds now: accounts, containers, prekeys.
    pub(super) async fn counts(&mut self) -> Result<(u64, u64, u64), Failure> {
        let server = self.server.as_mut().ok_or("there is no server")?;
        let had = server.look(|s| s.counts);
        server.order(&Order::Count);
        if !server.until("counts", |s| s.counts > had).await? {
            return Err("the server died by itself".into());
        }
        Ok(server.look(|s| (s.accounts, s.containers, s.prekeys)))
    }
}

fn take_server(seen: &mut ServerSeen, said: Said) {
    match said {
        Said::Up { port } => seen.port = Some(port),
        Said::Invited { link } => seen.links.push(link),
        Said::Counts {
            accounts,
            containers,
            prekeys,
        } => {
            seen.counts += 1;
            (seen.accounts, seen.containers, seen.prekeys) = (accounts, containers, prekeys);
        }
        Said::Refused { why } | Said::Failed { why } => seen.words.push(why),
        Said::State(_) => {}
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
