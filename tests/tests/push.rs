//! Wake-ups by push: real phones and a real server, with push services of the tests' own on loopback.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, dead_code)]

#[path = "server_link/client.rs"]
mod client;
#[path = "push/service.rs"]
mod service;
#[path = "server_link/world.rs"]
mod world;

#[path = "push/apple.rs"]
mod apple;
#[path = "push/hostile.rs"]
mod hostile;
#[path = "push/phones.rs"]
mod phones;
#[path = "push/targets.rs"]
mod targets;

use std::time::Duration;

use sotto_protocol::wire::link::push_set::Outcome;
use sotto_protocol::wire::link::{PushSet, SetPush, set_push, to_server::Body};
use sotto_server::Config;

use client::{Client, Person, Reply, container};
use service::authority;
use world::{START, World};

const HOUR: u64 = 3_600_000;

/// A server whose push services lie on loopback, and which does not wait for long.
fn on_loopback(config: &mut Config) {
    config.push.private_endpoints = true;
    config.push.authorities = authority();
    config.push.limit = Duration::from_millis(800);
}

fn unified(url: &str) -> Body {
    Body::SetPush(SetPush {
        target: Some(set_push::Target::UnifiedPush(url.to_owned())),
    })
}

async fn set(client: &mut Client, body: Body) -> Outcome {
    match client.ask(body).await {
        Reply::PushSet(PushSet { outcome }) => Outcome::try_from(outcome).unwrap(),
        _ => panic!("no answer to this"),
    }
}

/// A person who named an endpoint and went away.
async fn sleeper(world: &World, url: &str) -> Person {
    let (person, mut client) = world.person(3).await;
    assert_eq!(set(&mut client, unified(url)).await, Outcome::Taken);
    drop(client);
    metric(world, "sotto_signed_in", "0").await;
    person
}

/// Leaves a container for them.
async fn leave(world: &World, person: &Person) {
    let mut stranger = world.connect().await;
    let sent = container(&[person.device()], START + HOUR, 100);
    stranger.done(person.submit(&sent)).await;
}

/// Waits until a metric has this value.
async fn metric(world: &World, name: &str, value: &str) {
    let line = format!("{name} {value}");
    let wait = async {
        loop {
            let text = world.get("/metrics").await;
            if text.lines().any(|l| l == line) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(client::SOON, wait).await;
    assert!(waited.is_ok(), "{line}");
}
