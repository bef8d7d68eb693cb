use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use rusqlite::params;
use sotto_protocol::wire::link::push_set::Outcome;
use tokio::net::TcpListener;

use crate::client::{Person, container};
use crate::service::{Service, answer};
use crate::world::{START, World};
use crate::{HOUR, leave, metric, on_loopback, set, sleeper, unified};

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let world = World::with(on_loopback).await;
    let mut elsewhere = Service::with_status(200).await;
    let url = elsewhere.url("/stolen");
    let mut service = Service::start("http/1.1", move |_| {
        let mut answer = answer(307, "");
        answer
            .headers_mut()
            .insert("location", url.parse().unwrap());
        answer
    })
    .await;
    let person = sleeper(&world, &service.url("/x")).await;
    leave(&world, &person).await;
    service.next().await;
    metric(&world, "sotto_push_failed_total{kind=\"redirect\"}", "1").await;
    assert_eq!((service.more(), elsewhere.more()), (0, 0));
}

#[tokio::test]
async fn an_endless_answer_is_not_read() {
    for protocol in ["http/1.1", "h2"] {
        let world = World::with(on_loopback).await;
        let mut service = Service::start(protocol, |_| {
            let piece = || Ok(Frame::data(Bytes::from(vec![0; 1 << 16])));
            let endless = futures_util::stream::repeat_with(piece);
            Response::new(BodyExt::boxed(StreamBody::new(endless)))
        })
        .await;
        let person = sleeper(&world, &service.url("/x")).await;
        leave(&world, &person).await;
        service.next().await;
        metric(&world, "sotto_push_sent_total{kind=\"unified_push\"}", "1").await;
    }
}

#[tokio::test]
async fn what_is_slow_refused_or_no_tls_fails_in_time_and_is_tried_again() {
    let world = World::with(on_loopback).await;
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let closed = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let slow = format!("https://{}/x", silent.local_addr().unwrap());
    let refused = format!("https://{}/x", closed.local_addr().unwrap());
    drop(closed);
    let plain = tokio::spawn(async move {
        loop {
            // neither TLS nor silence
            use tokio::io::AsyncWriteExt;
            let (mut stream, _) = silent.accept().await.unwrap();
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        }
    });
    let person = sleeper(&world, &slow).await;
    leave(&world, &person).await;
    metric(&world, "sotto_push_failed_total{kind=\"tls\"}", "2").await;
    plain.abort();
    let person = sleeper(&world, &refused).await;
    leave(&world, &person).await;
    metric(&world, "sotto_push_failed_total{kind=\"connect\"}", "2").await;
}

#[tokio::test]
async fn a_service_that_is_busy_gets_it_later() {
    let world = World::with(on_loopback).await;
    let asked = std::sync::atomic::AtomicU32::new(0);
    let mut service = Service::start("http/1.1", move |_| {
        let first = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        answer(if first { 503 } else { 201 }, "")
    })
    .await;
    let person = sleeper(&world, &service.url("/x")).await;
    leave(&world, &person).await;
    service.next().await;
    service.next().await;
    metric(&world, "sotto_push_sent_total{kind=\"unified_push\"}", "1").await;
}

/// A thousand phones whose endpoints accept connections and never say a word: everybody else's containers pass as ever,
/// and somebody else's phone is woken.
#[tokio::test]
async fn dead_endpoints_hold_up_nobody() {
    let mut world = World::with(on_loopback).await;
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let dead = format!("https://{}/x", silent.local_addr().unwrap());
    let mut service = Service::with_status(201).await;
    let (awake, mut client) = world.person(3).await;
    let asleep = {
        let (person, mut client) = world.person(3).await;
        let outcome = set(&mut client, unified(&service.url("/x"))).await;
        assert_eq!(outcome, Outcome::Taken);
        person
    };
    drop(client);
    world.stop().await;
    let people = thousand(&world, &dead);
    world
        .start(|config| {
            on_loopback(config);
            config.push.limit = Duration::from_secs(10);
        })
        .await;
    client = world.sign_in(&awake).await;
    let mut stranger = world.connect().await;
    let began = Instant::now();
    for (number, person) in people.iter().enumerate() {
        let sent = container(&[person.device()], START + HOUR, 100);
        stranger.done(person.submit(&sent)).await;
        if number % 20 == 0 {
            let sent = container(&[awake.device()], START + HOUR, 100);
            stranger.done(awake.submit(&sent)).await;
            let delivery = client.delivery().await;
            client.acknowledge(delivery.sequence).await;
        }
    }
    let sent = container(&[asleep.device()], START + HOUR, 100);
    stranger.done(asleep.submit(&sent)).await;
    service.next().await;
    // whatever waited for one dead endpoint would have waited for ten seconds
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("1,050 containers and one wake-up past 1,000 dead endpoints: {took:?}");
}

/// People with one device each, as the server keeps them.
fn thousand(world: &World, endpoint: &str) -> Vec<Person> {
    use prost::Message;
    use sha2::{Digest, Sha256};
    use sotto_protocol::wire::link::to_server::Body;
    let Body::SetPush(target) = unified(endpoint) else {
        unreachable!("made above")
    };
    let target = target.encode_to_vec();
    let path = world.folder.path().join("s").join("sotto.db");
    let mut db = rusqlite::Connection::open(path).unwrap();
    let all = db.transaction().unwrap();
    let people: Vec<Person> = (0..1_000).map(|_| Person::new()).collect();
    for person in &people {
        let access = Sha256::digest(person.access);
        let (account, device) = (person.account(), person.device());
        all.execute(
            "INSERT INTO account (id, access) VALUES (?, ?)",
            params![account.as_bytes(), access.as_slice()],
        )
        .unwrap();
        all.execute(
            "INSERT INTO device (id, account, chain, last_resort, push) VALUES (?, ?, x'00', x'00', ?)",
            params![device.as_bytes(), account.as_bytes(), target],
        )
        .unwrap();
    }
    all.commit().unwrap();
    people
}
