use std::time::Duration;

use sotto_core::call::Phase;
use sotto_core::engine::{Command, PushState, PushTarget};
use sotto_core::private::{Curtain, Private};
use sotto_core::secure::Level;
use sotto_phone::SimulatedPlatform;
use sotto_protocol::id::AccountId;
use sotto_tests::pair::{Handset, Host, LIMIT};
use tempfile::TempDir;

use crate::client::SOON;
use crate::service::{Got, Service};
use crate::world::World;
use crate::{leave, metric, on_loopback, set, unified};

const PATH: &str = "/UP?token=o6jxfo4nn7yu3c2u2ekd";

/// Alice with a phone that is on; Bob's, which can be woken, in its folder.
struct Story {
    host: Host,
    service: Service,
    alice: Handset,
    bob: Option<Handset>,
    folders: [TempDir; 2],
    account: AccountId,
}

impl Story {
    async fn begin(protocol: &'static str) -> Self {
        let host = Host::start_with(on_loopback).await.unwrap();
        let service = Service::start(protocol, |_| crate::service::answer(201, "")).await;
        let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
        let alice = Handset::open(folders[0].path(), SimulatedPlatform::new()).unwrap();
        let bob = Handset::open(folders[1].path(), SimulatedPlatform::new()).unwrap();
        // also before it has joined
        let target = PushTarget::UnifiedPush(service.url(PATH));
        bob.phone.command(Command::SetPush(target)).unwrap();
        alice
            .join(host.link().await.unwrap(), "Alexandra")
            .await
            .unwrap();
        bob.join(host.link().await.unwrap(), "Bartholomew")
            .await
            .unwrap();
        alice.phone.command(Command::Scan(bob.card())).unwrap();
        bob.phone.command(Command::Scan(alice.card())).unwrap();
        bob.until("push", |engine| engine.push() == PushState::On)
            .await
            .unwrap();
        let account = bob.account();
        Self {
            host,
            service,
            alice,
            bob: Some(bob),
            folders,
            account,
        }
    }

    fn bob(&self) -> &Handset {
        self.bob.as_ref().unwrap()
    }

    /// The system ends Bob's app.
    fn bob_goes(&mut self) {
        self.bob.take().unwrap().phone.close();
    }

    /// The system starts it because a wake-up came.
    async fn bob_is_woken(&mut self) {
        let bob = Handset::open(self.folders[1].path(), SimulatedPlatform::new()).unwrap();
        assert!(bob.phone.wake(LIMIT).await.unwrap());
        self.bob = Some(bob);
    }

    fn writes(&self, words: &str) {
        let text = Private::new(Curtain::OPEN, words);
        let to = self.account;
        self.alice
            .phone
            .command(Command::SendText {
                to,
                text,
                kept: true,
            })
            .unwrap();
    }

    async fn all_left(&self) {
        assert!(self.alice.phone.settled(LIMIT).await);
    }

    fn unread(&self) -> usize {
        let alice = self.alice.account();
        self.bob()
            .phone
            .look(|engine, _| engine.chats().get(alice).map_or(0, |chat| chat.unread()))
    }

    /// What the server keeps has the endpoint, and nothing of people or of what they write.
    fn the_server_knows_nobody(&self) {
        let mut kept = Vec::new();
        for file in std::fs::read_dir(self.host.folder.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                kept.extend(std::fs::read(path).unwrap());
            }
        }
        let holds = |what: &str| {
            kept.windows(what.len())
                .any(|piece| piece == what.as_bytes())
        };
        assert!(holds(PATH), "the search finds what is there");
        for person in [
            "Alexandra",
            "Bartholomew",
            "bathhouse",
            "At nine",
            "Alone",
            "It is on",
        ] {
            assert!(!holds(person), "{person}");
        }
    }

    /// Nothing in a wake-up tells whose it is, from whom, or of what.
    fn says_nothing(&self, got: &Got) {
        let head = &got.head;
        assert_eq!(head.method, "POST");
        assert_eq!(head.uri.path_and_query().unwrap().as_str(), PATH);
        let mut names: Vec<&str> = head.headers.keys().map(|name| name.as_str()).collect();
        names.retain(|name| *name != "host");
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "content-encoding",
                "content-length",
                "content-type",
                "topic",
                "ttl",
                "urgency"
            ]
        );
        assert_eq!(head.headers["urgency"], "high");
        assert_eq!(head.headers["topic"], "wake");
        assert_eq!(got.body.len(), 119);
        for account in [self.account, self.alice.account()] {
            let id = account.as_bytes();
            assert!(
                !got.body
                    .windows(4)
                    .any(|piece| id.windows(4).any(|i| i == piece))
            );
        }
    }
}

#[tokio::test]
async fn a_phone_that_is_off_is_woken_once_by_a_call_and_rings() {
    for protocol in ["http/1.1", "h2"] {
        let mut story = Story::begin(protocol).await;
        story.bob_goes();
        let dial = Command::Dial(story.account, Level::new(0));
        story.alice.phone.command(dial).unwrap();
        let got = story.service.next().await;
        story.says_nothing(&got);
        story.bob_is_woken().await;
        for handset in [&story.alice, story.bob()] {
            handset
                .phase("ringing", |phase| phase == Phase::Ringing)
                .await
                .unwrap();
        }
        assert_eq!(story.service.more(), 0);
        story.the_server_knows_nobody();
    }
}

#[tokio::test]
async fn texts_to_a_phone_that_is_off_are_one_wake_up_and_none_while_it_is_on() {
    let mut story = Story::begin("http/1.1").await;
    story.writes("It is on");
    story.all_left().await;
    let alice = story.alice.account();
    story
        .bob()
        .until("a text", |engine| {
            let chat = engine.chats().get(alice);
            chat.is_some_and(|chat| chat.unread() == 1)
        })
        .await
        .unwrap();
    story.bob_goes();
    for words in ["To the bathhouse", "At nine", "Alone"] {
        story.writes(words);
    }
    story.all_left().await;
    story.service.next().await;
    story.bob_is_woken().await;
    assert_eq!(story.unread(), 4);
    assert_eq!(story.service.more(), 0);
    story.the_server_knows_nobody();
}

#[tokio::test]
async fn a_phone_that_is_awake_may_be_woken_all_the_same() {
    let story = Story::begin("http/1.1").await;
    for _ in 0..2 {
        assert!(story.bob().phone.wake(LIMIT).await.unwrap());
    }
    // and a phone that has joined nothing has nothing to wait for
    let folder = TempDir::new().unwrap();
    let new = Handset::open(folder.path(), SimulatedPlatform::new()).unwrap();
    assert!(!new.phone.wake(LIMIT).await.unwrap());
}

/// A phone's system may freeze the app and leave its connection standing: it neither takes what comes nor says so.
#[tokio::test]
async fn a_phone_whose_app_was_frozen_is_woken() {
    let world = World::with(|config| {
        on_loopback(config);
        config.push.patience = Duration::from_millis(400);
    })
    .await;
    let mut service = Service::with_status(201).await;
    let (person, mut client) = world.person(3).await;
    set(&mut client, unified(&service.url("/x"))).await;
    leave(&world, &person).await;
    // it answers as long as it runs
    let delivery = client.delivery().await;
    client.acknowledge(delivery.sequence).await;
    leave(&world, &person).await;
    let (delivery, pinged) = (client.delivery().await, client.nothing_waits().await);
    assert!(pinged && service.more() == 0);
    client.acknowledge(delivery.sequence).await;
    // now nobody reads any more
    leave(&world, &person).await;
    service.next().await;
    metric(&world, "sotto_signed_in", "1").await;
    let late = tokio::time::timeout(SOON, client.delivery()).await;
    assert!(late.is_ok(), "and what waited is there");
}
