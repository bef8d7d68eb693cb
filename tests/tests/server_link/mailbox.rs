use sotto_protocol::limits;
use sotto_protocol::wire::container::Container;
use sotto_protocol::wire::link::delivery::What;
use sotto_protocol::wire::link::to_server::Body;
use sotto_protocol::wire::link::{Delivery, SendSignal};

use crate::client::{Client, Person, container};
use crate::world::{START, World};

const HOUR: u64 = 3_600_000;

fn number(delivery: &Delivery) -> u8 {
    match delivery.what.as_ref().unwrap() {
        What::Signal(bytes) => bytes[0],
        What::Container(bytes) => {
            let container: Container = sotto_protocol::parse(bytes, limits::CONTAINER).unwrap();
            container.payload[0]
        }
    }
}

fn numbered(person: &Person, number: u8) -> Container {
    let mut container = container(&[person.device()], START + HOUR, 100);
    container.payload[0] = number;
    container
}

pub fn signal(person: &Person, bytes: Vec<u8>) -> Body {
    Body::SendSignal(SendSignal {
        account: person.account().to_vec(),
        access: person.access.to_vec(),
        device: person.device().to_vec(),
        signal: bytes,
    })
}

async fn take(client: &mut Client, count: usize) -> Vec<u8> {
    let mut seen = Vec::new();
    for _ in 0..count {
        let delivery = client.delivery().await;
        seen.push(number(&delivery));
        client.acknowledge(delivery.sequence).await;
    }
    seen
}

#[tokio::test]
async fn a_device_that_is_off_with_a_full_mailbox_leaves_the_others_reachable() {
    let world = World::with(|config| config.limits.storage.mailbox = 50_000).await;
    let (person, mut first) = world.person(3).await;
    let off = person.other_device();
    let mut second = world.connect().await;
    second.done(second.register(&off, &[])).await;
    second.done(off.prekeys(1..3)).await;
    drop(second);
    let mut stranger = world.connect().await;
    let devices = [person.device(), off.device()];
    for _ in 0..5 {
        let sent = container(&devices, START + HOUR, 20_000);
        stranger.done(person.submit(&sent)).await;
        let delivery = first.delivery().await;
        first.acknowledge(delivery.sequence).await;
    }
    // the first is full too: now it is said
    drop(first);
    let mut refused = None;
    for _ in 0..5 {
        let sent = container(&devices, START + HOUR, 20_000);
        if let crate::client::Reply::Failure(failure) = stranger.ask(person.submit(&sent)).await {
            refused = Some(failure.code().as_str_name());
        }
    }
    assert_eq!(refused, Some("MAILBOX_FULL"));
    let mut second = world.sign_in(&off).await;
    second.delivery().await;
}

/// What the phone says that it has makes room in the window, also while the server cannot delete it.
#[tokio::test]
async fn a_server_that_cannot_write_goes_on_delivering() {
    let world = World::with(|config| config.limits.window = 2).await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    for number in 1..=3 {
        stranger
            .done(person.submit(&numbered(&person, number)))
            .await;
    }
    let mut got = Vec::new();
    for _ in 0..2 {
        got.push(client.delivery().await);
    }
    let database = world.folder.path().join("s/sotto.db");
    let other = rusqlite::Connection::open(database).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let sequences = got.iter().map(|delivery| delivery.sequence).collect();
    let acknowledge = Body::Acknowledge(sotto_protocol::wire::link::Acknowledge { sequences });
    assert_eq!(client.refused(acknowledge).await, "STORAGE");
    got.push(client.delivery().await);
    let numbers: Vec<u8> = got.iter().map(number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    // nothing is lost: it comes again
    other.execute_batch("ROLLBACK").unwrap();
    drop(client);
    let mut client = world.sign_in(&person).await;
    assert_eq!(take(&mut client, 3).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_container_reaches_each_device_with_its_own_entry_only() {
    let world = World::new().await;
    let (person, mut first) = world.person(3).await;
    let other = person.other_device();
    let mut second = world.connect().await;
    second.done(second.register(&other, &[])).await;
    second.done(other.prekeys(1..3)).await;

    let mut stranger = world.connect().await;
    let devices = [person.device(), other.device()];
    let sent = container(&devices, START + HOUR, 1_000);
    stranger.done(person.submit(&sent)).await;
    for (client, device) in [(&mut first, devices[0]), (&mut second, devices[1])] {
        let delivery = client.delivery().await;
        let Some(What::Container(bytes)) = &delivery.what else {
            panic!("a container");
        };
        let got: Container = sotto_protocol::parse(bytes, limits::CONTAINER).unwrap();
        assert_eq!(got.entries.len(), 1);
        assert_eq!(got.entries[0].device, device.to_vec());
        assert_eq!(got.payload, sent.payload);
        client.acknowledge(delivery.sequence).await;
        assert!(client.nothing_waits().await);
    }
}

#[tokio::test]
async fn a_container_must_be_for_the_present_devices() {
    let world = World::new().await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    let unknown = Person::new().device();
    for devices in [&[unknown][..], &[person.device(), unknown]] {
        let body = person.submit(&container(devices, START + HOUR, 10));
        assert_eq!(stranger.refused(body).await, "DEVICES_CHANGED");
    }
    let mut wrong = person.clone();
    wrong.access = [0; 16];
    let fine = container(&[person.device()], START + HOUR, 10);
    let refused = stranger.refused(wrong.submit(&fine)).await;
    assert_eq!(refused, "NO_SUCH_ACCOUNT");
    let expired = container(&[person.device()], START, 10);
    let refused = stranger.refused(person.submit(&expired)).await;
    assert_eq!(refused, "EXPIRED");
    let large = container(&[person.device()], START + HOUR, limits::CONTAINER);
    let refused = stranger.refused(person.submit(&large)).await;
    assert_eq!(refused, "TOO_LARGE");
    assert!(client.nothing_waits().await);
}

#[tokio::test]
async fn a_container_sent_twice_arrives_once_and_waits_until_acknowledged() {
    let world = World::new().await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    let sent = numbered(&person, 1);
    stranger.done(person.submit(&sent)).await;
    stranger.done(person.submit(&sent)).await;
    assert_eq!(number(&client.delivery().await), 1);
    assert!(client.nothing_waits().await);

    let mut again = world.sign_in(&person).await;
    assert_eq!(take(&mut again, 1).await, [1]);
    let mut last = world.sign_in(&person).await;
    assert!(last.nothing_waits().await);
}

#[tokio::test]
async fn what_was_accepted_survives_a_restart() {
    let mut world = World::new().await;
    let (person, _client) = world.person(3).await;
    let mut stranger = world.connect().await;
    for n in 1..=3 {
        stranger.done(person.submit(&numbered(&person, n))).await;
    }
    let pin = *world.server().pin();
    world.stop().await;
    world.start(|_| {}).await;
    assert_eq!(*world.server().pin(), pin);
    assert!(world.server().first_invite().is_none());
    let mut client = world.sign_in(&person).await;
    assert_eq!(take(&mut client, 3).await, [1, 2, 3]);
}

#[tokio::test]
async fn an_expired_container_is_not_delivered() {
    let world = World::new().await;
    let (person, client) = world.person(3).await;
    drop(client);
    let mut stranger = world.connect().await;
    stranger.done(person.submit(&numbered(&person, 1))).await;
    world.pass(HOUR);
    let mut client = world.sign_in(&person).await;
    assert!(client.nothing_waits().await);
}

#[tokio::test]
async fn signals_and_containers_arrive_in_the_order_in_which_they_were_taken() {
    let world = World::new().await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    for n in 0..40 {
        let body = if n % 3 == 0 {
            person.submit(&numbered(&person, n))
        } else {
            signal(&person, vec![n])
        };
        stranger.done(body).await;
    }
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen.push(number(&client.delivery().await));
    }
    assert_eq!(seen, (0..40).collect::<Vec<u8>>());
    // and so they do on the next link, where only the first was acknowledged
    let mut again = world.sign_in(&person).await;
    let mut seen = take(&mut again, 1).await;
    assert_eq!(seen, [0]);
    let mut again = world.sign_in(&person).await;
    seen = take(&mut again, 39).await;
    assert_eq!(seen, (1..40).collect::<Vec<u8>>());
}

#[tokio::test]
async fn signals_wait_a_minute_for_a_phone() {
    let world = World::new().await;
    let (person, client) = world.person(3).await;
    drop(client);
    let mut stranger = world.connect().await;
    stranger.done(signal(&person, vec![1])).await;
    world.pass(59_000);
    stranger.done(signal(&person, vec![2])).await;
    world.pass(2_000);
    let mut client = world.sign_in(&person).await;
    assert_eq!(take(&mut client, 1).await, [2]);
    assert!(client.nothing_waits().await);

    let large = signal(&person, vec![0; limits::SIGNAL + 1]);
    assert_eq!(stranger.refused(large).await, "TOO_LARGE");
    let mut elsewhere = person.other_device();
    elsewhere.access = person.access;
    let refused = stranger.refused(signal(&elsewhere, vec![1])).await;
    assert_eq!(refused, "DEVICES_CHANGED");
}

#[tokio::test]
async fn a_second_connection_of_a_device_replaces_the_first() {
    let world = World::new().await;
    let (person, mut first) = world.person(3).await;
    let _second = world.sign_in(&person).await;
    assert!(first.receive().await.is_none());
}

#[tokio::test]
async fn no_more_is_pushed_than_the_window_holds() {
    let world = World::with(|config| config.limits.window = 4).await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    for n in 0..10 {
        stranger.done(person.submit(&numbered(&person, n))).await;
    }
    let mut sequences = Vec::new();
    for n in 0..4 {
        let delivery = client.delivery().await;
        assert_eq!(number(&delivery), n);
        sequences.push(delivery.sequence);
    }
    assert!(client.nothing_waits().await);
    for sequence in sequences {
        client.acknowledge(sequence).await;
    }
    assert_eq!(take(&mut client, 6).await, [4, 5, 6, 7, 8, 9]);
}
