use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use sotto_protocol::wire::link::Acknowledge;
use sotto_protocol::wire::link::to_server::Body;
use sotto_server::{Server, StartError};

use crate::client::{container, join};
use crate::world::{START, World};

#[tokio::test]
async fn two_servers_never_share_a_folder_or_a_port() {
    let world = World::new().await;
    let error = Server::start(world.config()).await.unwrap_err();
    assert!(matches!(error, StartError::Locked(_)), "{error}");
    let elsewhere = tempfile::tempdir().unwrap();
    let mut config = world.config();
    config.folder = elsewhere.path().to_owned();
    config.listen = world.server().address();
    let error = Server::start(config).await.unwrap_err();
    assert!(matches!(error, StartError::PortInUse(_)), "{error}");
}

#[tokio::test]
async fn folders_of_another_kind_or_version_are_left_alone() {
    let mut world = World::new().await;
    world.stop().await;
    let folder = world.folder.path().join("s");
    std::fs::write(folder.join("version"), "2\n").unwrap();
    let error = Server::start(world.config()).await.unwrap_err();
    assert!(matches!(&error, StartError::FolderVersion { found, known: 1, .. } if found == "2"));

    let mut config = world.config();
    config.folder = world.folder.path().join("letters");
    std::fs::create_dir(&config.folder).unwrap();
    std::fs::write(config.folder.join("aunt.txt"), "Dear").unwrap();
    let error = Server::start(config.clone()).await.unwrap_err();
    assert!(matches!(error, StartError::ForeignFolder(_)), "{error}");
    assert_eq!(std::fs::read_dir(&config.folder).unwrap().count(), 1);

    std::fs::write(folder.join("version"), "1\n").unwrap();
    std::fs::write(folder.join("tls.key"), "no key").unwrap();
    let error = Server::start(world.config()).await.unwrap_err();
    assert!(matches!(error, StartError::Key(_)), "{error}");
}

#[tokio::test]
async fn a_lost_key_is_told_and_not_replaced() {
    let mut world = World::new().await;
    let pin = *world.server().pin();
    world.stop().await;
    let folder = world.folder.path().join("s");
    for name in ["tls.key", "server.secret"] {
        let (key, kept) = (folder.join(name), world.folder.path().join(name));
        std::fs::rename(&key, &kept).unwrap();
        // also where a backup left out all but the database
        let version = std::fs::read(folder.join("version")).unwrap();
        for _ in 0..2 {
            let error = Server::start(world.config()).await.unwrap_err();
            assert!(matches!(&error, StartError::KeyMissing(path) if *path == key));
            assert!(!key.exists());
            let _ = std::fs::remove_file(folder.join("version"));
        }
        std::fs::write(folder.join("version"), version).unwrap();
        std::fs::rename(kept, key).unwrap();
    }
    world.start(|_| {}).await;
    assert_eq!(*world.server().pin(), pin);
}

#[tokio::test]
async fn secrets_are_readable_by_their_owner_only() {
    let world = World::new().await;
    let folder = world.folder.path().join("s");
    for name in ["tls.key", "server.secret"] {
        let mode = folder.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(
        folder.metadata().unwrap().permissions().mode() & 0o777,
        0o700
    );
}

#[tokio::test]
async fn an_operator_invites_beside_the_running_server() {
    let world = World::new().await;
    let folder = world.folder.path().join("s");
    // far ahead: this way of inviting knows only the machine's clock
    let lifetime = Duration::from_secs(100 * 365 * 24 * 3600);
    let invite = Server::make_invite(&folder, world.server().public(), lifetime).await;
    let token = join(&invite.unwrap().link).invite;
    let mut client = world.connect().await;
    let person = crate::client::Person::new();
    client.done(client.register(&person, &token)).await;
    let nowhere = Server::make_invite(world.folder.path(), "a:1", lifetime).await;
    assert!(nowhere.is_err());
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() {
    let mut world = World::with(|config| config.limits.storage.database = Some(1 << 20)).await;
    let (person, client) = world.person(3).await;
    drop(client);
    let mut stranger = world.connect().await;
    let mut accepted = Vec::new();
    let refused = loop {
        let container = container(&[person.device()], START + 60_000, 50_000);
        match stranger.ask(person.submit(&container)).await {
            crate::client::Reply::Done(_) => accepted.push(container.id),
            crate::client::Reply::Failure(failure) => break failure,
            _ => panic!("no answer"),
        }
        assert!(accepted.len() < 100, "1 MiB is full some time");
    };
    assert_eq!(refused.code().as_str_name(), "STORAGE");
    assert!(refused.retry_after > 0 && !accepted.is_empty());
    // the server runs on: it delivers, and what is acknowledged makes room
    let mut client = world.sign_in(&person).await;
    for id in &accepted {
        let delivery = client.delivery().await;
        let Some(sotto_protocol::wire::link::delivery::What::Container(bytes)) = delivery.what
        else {
            panic!("a container");
        };
        assert!(bytes.windows(16).any(|window| window == id));
        let sequences = vec![delivery.sequence];
        client
            .done(Body::Acknowledge(Acknowledge { sequences }))
            .await;
    }
    let container = container(&[person.device()], START + 60_000, 50_000);
    stranger.done(person.submit(&container)).await;
    world.stop().await;
}

#[tokio::test]
async fn metrics_hold_counts_and_nobody() {
    let world = World::new().await;
    let (person, _client) = world.person(3).await;
    let mut stranger = world.connect().await;
    let sent = container(&[person.device()], START + 60_000, 100);
    stranger.done(person.submit(&sent)).await;
    let text = world.get("/metrics").await;
    for line in [
        "sotto_containers_stored_total 1",
        "sotto_stored{kind=\"accounts\"} 1",
        "sotto_requests_total{kind=\"submit\"} 1",
        "sotto_signed_in 1",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("127.0.0.1"));
    for id in [person.account().to_vec(), person.device().to_vec(), sent.id] {
        let hex = |upper| -> String {
            let byte = |b: &u8| {
                if upper {
                    format!("{b:02X}")
                } else {
                    format!("{b:02x}")
                }
            };
            id.iter().map(byte).collect()
        };
        assert!(!text.contains(&hex(true)[..8]) && !text.contains(&hex(false)[..8]));
    }
    assert!(world.get("/health").await.ends_with("ok\n"));
    let page = world.get("/").await;
    assert!(page.contains("join link") && !page.contains("<script"));
    assert!(world.get("/elsewhere").await.starts_with("HTTP/1.1 404"));
}
