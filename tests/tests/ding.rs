//! Dings between two real phones over a real server on loopback, and what they leave on the disks.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use sotto_core::ding::{Draft, Progress, Reason, Repeat, Said, Stage};
use sotto_core::engine::{Command, DingCommand, PlatformNews};
use sotto_core::secure::{Answer, Level, Operation, Operations};
use sotto_phone::SimulatedPlatform;
use sotto_protocol::id::DingId;
use sotto_tests::pair::{Handset, Host};
use tempfile::TempDir;

/// Two phones whose folders the tests look into.
struct Friends {
    host: Host,
    alice: Handset,
    bob: Handset,
    folders: [TempDir; 2],
}

impl Friends {
    async fn new(bobs: SimulatedPlatform) -> Self {
        let host = Host::start().await.unwrap();
        let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
        let alice = Handset::open(folders[0].path(), SimulatedPlatform::new()).unwrap();
        let bob = Handset::open(folders[1].path(), bobs).unwrap();
        for (handset, name) in [(&alice, "Alice"), (&bob, "Bob")] {
            let link = host.link().await.unwrap();
            handset.join(link, name).await.unwrap();
        }
        for (one, other) in [(&alice, &bob), (&bob, &alice)] {
            one.phone.command(Command::Scan(other.card())).unwrap();
        }
        Self {
            host,
            alice,
            bob,
            folders,
        }
    }

    fn to_bob(&self) -> Vec<Vec<u8>> {
        vec![self.bob.account().to_vec()]
    }

    /// Alice records a second and sends it; until it rings at Bob's.
    async fn send(&self, draft: Draft) -> DingId {
        act(&self.alice, DingCommand::StartRecording);
        for piece in 0..50 {
            let tone: [i16; 960] = std::array::from_fn(|i| {
                let t = (piece * 960 + i) as f32 / 48_000.0;
                ((t * 600.0 * std::f32::consts::TAU).sin() * 9_000.0) as i16
            });
            self.alice.phone.push_microphone(&tone);
        }
        act(&self.alice, DingCommand::Send(draft, Said::Recorded));
        self.rings().await
    }

    async fn rings(&self) -> DingId {
        let rings = |engine: &sotto_core::engine::Engine| {
            let mut dings = engine.dings().received();
            dings.find(|(_, ding)| ding.rings()).map(|(id, _)| id)
        };
        self.bob
            .until("ringing", |engine| rings(engine).is_some())
            .await
            .unwrap();
        self.bob.phone.look(|engine, _| rings(engine)).unwrap()
    }

    async fn alice_sees(&self, what: &'static str, is: impl Fn(Progress) -> bool) {
        self.alice
            .until(what, |engine| {
                let mut sent = engine.dings().sent();
                let sent = sent.next().map(|(_, sent)| sent);
                // nothing expires while these tests run
                sent.is_some_and(|sent| is(sent.progress(&sent.people()[0], 0)))
            })
            .await
            .unwrap();
    }
}

fn act(handset: &Handset, command: DingCommand) {
    handset.phone.command(Command::Ding(command)).unwrap();
}

/// Listens to the end; how many frames had sound in them.
async fn hear(handset: &Handset, id: DingId) -> usize {
    act(handset, DingCommand::Listen(id));
    handset
        .until("playing, or not", |engine| {
            let listening = engine.dings().listening();
            listening.is_none_or(|listening| listening.stage() == Stage::Playing)
        })
        .await
        .unwrap();
    let mut loud = 0;
    for _ in 0..200 {
        if handset
            .phone
            .look(|engine, _| engine.dings().listening().is_none())
        {
            return loud;
        }
        let mut out = [0; 960];
        handset.phone.pull_loudspeaker(&mut out);
        loud += usize::from(out.iter().any(|sample| sample.unsigned_abs() > 1_000));
    }
    panic!("it has no end");
}

/// Every byte in the files of a folder.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes(&path));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

/// The sealed rows of a table, as they lie on the disk: 32 bytes from the middle of each.
fn sealed(folder: &Path, table: &str) -> Vec<Vec<u8>> {
    let file = folder.join("store.sqlite");
    let store = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut rows = store
        .prepare("SELECT sealed FROM stored WHERE tab = ?1")
        .unwrap();
    let rows = rows.query_map([table], |row| row.get::<_, Vec<u8>>(0));
    rows.unwrap()
        .map(|row| {
            let row = row.unwrap();
            let middle = row.len() / 2;
            row[middle..(middle + 32).min(row.len())].to_vec()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordinary_one_is_heard_again_and_again_and_confirmed() {
    let friends = Friends::new(SimulatedPlatform::new()).await;
    let id = friends.send(Draft::ordinary(friends.to_bob())).await;
    friends
        .alice_sees("rung", |p| matches!(p, Progress::Rung(_)))
        .await;
    for _ in 0..2 {
        assert!(hear(&friends.bob, id).await > 40);
    }
    friends
        .alice_sees("heard twice", |p| matches!(p, Progress::Heard(2, _)))
        .await;
    act(&friends.bob, DingCommand::Confirm(id));
    friends
        .alice_sees("confirmed", |p| matches!(p, Progress::Confirmed(_)))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_secure_one_that_was_heard_is_left_on_any_disk() {
    let friends = Friends::new(SimulatedPlatform::new()).await;
    let draft = Draft::secure(friends.to_bob(), Level::THREE);
    let id = friends.send(draft).await;
    friends.bob.phone.committed().await.unwrap();
    let bobs = friends.folders[1].path();
    let content = sealed(bobs, "ding_contents");
    assert_eq!((content.len(), content[0].len()), (1, 32));
    assert!(holds(&bytes(bobs), &content[0]), "the search finds it");

    assert!(hear(&friends.bob, id).await > 40);
    // what the engine asked for was done
    friends.bob.phone.committed().await.unwrap();
    assert_eq!(friends.bob.platform.forbidden(), Operations::NONE);
    friends
        .alice_sees("heard", |p| matches!(p, Progress::Heard(1, _)))
        .await;
    let again = Command::Ding(DingCommand::Listen(id));
    assert!(friends.bob.phone.command(again).is_err(), "only once");
    act(&friends.bob, DingCommand::Confirm(id));
    friends
        .alice_sees("confirmed", |p| matches!(p, Progress::Confirmed(_)))
        .await;

    let row = sealed(bobs, "dings");
    assert_eq!(row.len(), 1, "only its id, so that no copy of it is taken");
    for handset in [&friends.alice, &friends.bob] {
        assert!(handset.phone.settled(Duration::from_secs(20)).await);
        handset.phone.close();
    }
    for folder in &friends.folders {
        assert!(sealed(folder.path(), "ding_contents").is_empty());
        assert!(sealed(folder.path(), "posts").is_empty());
        assert!(!holds(&bytes(folder.path()), &content[0]));
    }
    assert!(sealed(friends.folders[0].path(), "dings").is_empty());
    let waiting = friends
        .host
        .folder
        .path()
        .read_dir()
        .unwrap()
        .filter_map(|entry| Connection::open(entry.unwrap().path()).ok())
        .filter_map(|server| {
            let count = "SELECT count(*) FROM container";
            server.query_row(count, [], |row| row.get::<_, i64>(0)).ok()
        })
        .collect::<Vec<_>>();
    assert_eq!(waiting, [0], "the server's own containers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_cannot_holds_it_back_and_a_violation_breaks_it_off() {
    let cannot = SimulatedPlatform::new().answering(Operation::Screenshot, Answer::Unsupported);
    let friends = Friends::new(cannot).await;
    let id = friends
        .send(Draft::secure(friends.to_bob(), Level::THREE))
        .await;
    assert_eq!(hear(&friends.bob, id).await, 0);
    friends
        .alice_sees("why", |p| match p {
            Progress::CouldNot(why) => {
                why.reason == Reason::CannotForbid && why.lacking.contains(Operation::Screenshot)
            }
            _ => false,
        })
        .await;
    act(&friends.bob, DingCommand::Confirm(id));

    let friends = Friends::new(SimulatedPlatform::new()).await;
    let id = friends
        .send(Draft::secure(friends.to_bob(), Level::TWO))
        .await;
    act(&friends.bob, DingCommand::Listen(id));
    friends
        .bob
        .until("playing", |engine| {
            let listening = engine.dings().listening();
            listening.is_some_and(|listening| listening.stage() == Stage::Playing)
        })
        .await
        .unwrap();
    let mut out = [0; 960];
    for _ in 0..10 {
        friends.bob.phone.pull_loudspeaker(&mut out);
    }
    assert!(out.iter().any(|sample| *sample != 0));
    friends
        .bob
        .phone
        .platform(Operation::Peripherals, PlatformNews::ViolationBegan);
    friends.bob.phone.pull_loudspeaker(&mut out);
    assert_eq!(out, [0; 960], "silent with the next frame");
    friends
        .alice_sees("broken off", |p| match p {
            Progress::CouldNot(why) => why.reason == Reason::Violated && why.over,
            _ => false,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recall_reaches_a_phone_that_was_off() {
    let friends = Friends::new(SimulatedPlatform::new()).await;
    let repeat = Repeat {
        every: Duration::from_secs(60),
        until_confirmed: true,
    };
    let draft = Draft {
        repeat: Some(repeat),
        ..Draft::ordinary(friends.to_bob())
    };
    let id = friends.send(draft).await;
    friends.bob.phone.close();
    let Friends {
        host,
        alice,
        bob,
        folders,
    } = friends;
    drop(bob);
    act(&alice, DingCommand::Recall(id));
    assert!(alice.phone.settled(Duration::from_secs(20)).await);
    let bob = Handset::open(folders[1].path(), SimulatedPlatform::new()).unwrap();
    bob.until("the recall", |engine| {
        engine.is_online() && engine.dings().received().count() == 0
    })
    .await
    .unwrap();
    drop(host);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secure_text_is_spoken_and_never_shown() {
    let friends = Friends::new(SimulatedPlatform::new()).await;
    let text = Said::Text("The door code is 4711".to_owned().into());
    let draft = Draft::secure(friends.to_bob(), Level::ONE);
    act(&friends.alice, DingCommand::Send(draft, text));
    let id = friends.rings().await;
    let shown = friends
        .bob
        .phone
        .look(|engine, now| format!("{:?}", sotto_core::view::ding_of(engine, now, id)));
    assert!(!shown.contains("4711"));
    act(&friends.bob, DingCommand::Listen(id));
    friends
        .bob
        .until("the end", |engine| engine.dings().listening().is_none())
        .await
        .unwrap();
    assert_eq!(friends.bob.platform.spoken(), ["The door code is 4711"]);
    friends
        .alice_sees("heard", |p| matches!(p, Progress::Heard(1, _)))
        .await;
}
