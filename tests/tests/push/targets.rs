use sotto_protocol::wire::link::push_set::Outcome;
use sotto_protocol::wire::link::{ApnsTarget, SetPush, set_push, to_server::Body};

use crate::client::{Client, Reply};
use crate::service::Service;
use crate::world::World;
use crate::{leave, metric, on_loopback, set, sleeper, unified};

fn apns(token: usize) -> Body {
    Body::SetPush(SetPush {
        target: Some(set_push::Target::Apns(ApnsTarget {
            token: vec![7; token],
            sandbox: false,
        })),
    })
}

#[tokio::test]
async fn a_server_says_why_it_will_not_use_a_target() {
    let world = World::new().await;
    let (_, mut client) = world.person(1).await;
    for (body, outcome) in [
        (unified("https://push.example.org/x"), Outcome::Taken),
        (unified("http://push.example.org/x"), Outcome::Unusable),
        (unified("https://127.0.0.1/x"), Outcome::PrivateAddress),
        (apns(32), Outcome::NotOffered),
        (apns(0), Outcome::Unusable),
        (Body::SetPush(SetPush::default()), Outcome::Cleared),
    ] {
        assert_eq!(set(&mut client, body).await, outcome);
        let kept = if outcome == Outcome::Taken { "1" } else { "0" };
        metric(&world, "sotto_stored{kind=\"push_targets\"}", kept).await;
    }
    let mut stranger = world.connect().await;
    let refused = stranger.refused(unified("https://push.example.org/x"));
    assert_eq!(refused.await, "NOT_SIGNED_IN");

    let world = World::with(|config| config.push.unified_push = false).await;
    let (_, mut client) = world.person(1).await;
    let outcome = set(&mut client, unified("https://push.example.org/x")).await;
    assert_eq!(outcome, Outcome::NotOffered);
}

#[tokio::test]
async fn a_target_survives_a_restart_and_only_the_last_one_counts() {
    let mut world = World::with(on_loopback).await;
    let (mut first, mut second) = (
        Service::with_status(201).await,
        Service::with_status(201).await,
    );
    let (person, mut client) = world.person(3).await;
    for service in [&first, &second] {
        let outcome = set(&mut client, unified(&service.url("/x"))).await;
        assert_eq!(outcome, Outcome::Taken);
    }
    drop(client);
    world.stop().await;
    world.start(on_loopback).await;
    leave(&world, &person).await;
    second.next().await;
    assert_eq!(first.more(), 0);
}

/// What is pushed first, but for prekeys.
async fn told(client: &mut Client) -> Reply {
    loop {
        match client.pushed().await {
            Reply::PrekeysLow(_) => {}
            reply => return reply,
        }
    }
}

#[tokio::test]
async fn a_service_that_no_longer_knows_the_phone_is_forgotten_and_the_phone_told() {
    for status in [404, 410] {
        let world = World::with(on_loopback).await;
        let mut service = Service::with_status(status).await;
        let person = sleeper(&world, &service.url("/x")).await;
        leave(&world, &person).await;
        service.next().await;
        metric(&world, "sotto_push_forgotten_total", "1").await;
        metric(&world, "sotto_stored{kind=\"push_targets\"}", "0").await;
        // told at each sign-in, until the phone says something new
        for _ in 0..2 {
            let mut client = world.sign_in(&person).await;
            assert!(matches!(told(&mut client).await, Reply::PushGone(_)));
        }
        let mut client = world.sign_in(&person).await;
        let cleared = set(&mut client, Body::SetPush(SetPush::default())).await;
        assert_eq!(cleared, Outcome::Cleared);
        let mut client = world.sign_in(&person).await;
        assert!(matches!(told(&mut client).await, Reply::Delivery(_)));
        assert_eq!(service.more(), 0);
    }
}
