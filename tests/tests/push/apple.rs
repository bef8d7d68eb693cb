use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use data_encoding::BASE64URL_NOPAD;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256};
use sotto_protocol::wire::link::push_set::Outcome;
use sotto_protocol::wire::link::{ApnsTarget, SetPush, set_push, to_server::Body};
use sotto_server::{Apns, Config};

use crate::client::Person;
use crate::service::{Got, Service, answer};
use crate::world::{START, World};
use crate::{leave, metric, on_loopback, set};

const TOKEN: [u8; 32] = [0xab; 32];

fn with_key(production: &Service, sandbox: &Service) -> impl FnOnce(&mut Config) {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let mut apns = Apns::new(
        key.serialize_pem().into(),
        "KEY1234567".to_owned(),
        "TEAM123456".to_owned(),
        "org.example.sotto.voip".to_owned(),
    );
    apns.production = production.url("");
    apns.sandbox = sandbox.url("");
    move |config| {
        on_loopback(config);
        // Apple's addresses are the operator's: what phones may not name counts for endpoints only
        config.push.private_endpoints = false;
        config.push.apns = Some(apns);
    }
}

async fn sleeper(world: &World, sandbox: bool) -> Person {
    let (person, mut client) = world.person(3).await;
    let target = ApnsTarget {
        token: TOKEN.to_vec(),
        sandbox,
    };
    let body = Body::SetPush(SetPush {
        target: Some(set_push::Target::Apns(target)),
    });
    assert_eq!(set(&mut client, body).await, Outcome::Taken);
    drop(client);
    metric(world, "sotto_signed_in", "0").await;
    person
}

fn says_nothing(got: &Got) {
    let headers = &got.head.headers;
    assert_eq!(got.head.method, "POST");
    let path = format!("/3/device/{}", "ab".repeat(32));
    assert_eq!(got.head.uri.path(), path);
    assert_eq!(headers["apns-topic"], "org.example.sotto.voip");
    assert_eq!(headers["apns-push-type"], "voip");
    assert_eq!(headers["apns-priority"], "10");
    let expires = (START / 1_000 + 86_400).to_string();
    assert_eq!(headers["apns-expiration"], expires.as_str());
    assert_eq!(got.body, r#"{"aps":{}}"#);
    assert_eq!(headers.len(), 6, "{:?}", headers.keys());
}

fn bearer(got: &Got) -> String {
    let value = got.head.headers["authorization"].to_str().unwrap();
    value.strip_prefix("bearer ").unwrap().to_owned()
}

#[tokio::test]
async fn apples_service_gets_what_it_wants_and_nothing_else() {
    let mut production = Service::start("h2", |_| answer(200, "")).await;
    let mut sandbox = Service::start("h2", |_| answer(200, "")).await;
    let world = World::with(with_key(&production, &sandbox)).await;
    let person = sleeper(&world, false).await;
    leave(&world, &person).await;
    let first = production.next().await;
    says_nothing(&first);
    let token = bearer(&first);
    let mut parts = token
        .split('.')
        .map(|part| BASE64URL_NOPAD.decode(part.as_bytes()));
    let header = parts.next().unwrap().unwrap();
    assert_eq!(header, br#"{"alg":"ES256","kid":"KEY1234567"}"#);
    let claims = parts.next().unwrap().unwrap();
    let wanted = format!(r#"{{"iss":"TEAM123456","iat":{}}}"#, START / 1_000);
    assert_eq!(claims, wanted.as_bytes());
    metric(&world, "sotto_push_sent_total{kind=\"apns\"}", "1").await;
    assert_eq!(sandbox.more(), 0);

    // an app under development, and the same token for all
    let person = sleeper(&world, true).await;
    leave(&world, &person).await;
    let second = sandbox.next().await;
    says_nothing(&second);
    assert_eq!(bearer(&second), token);
    assert_eq!(production.more(), 0);
}

#[tokio::test]
async fn a_token_that_apple_calls_expired_is_made_anew() {
    let asked = Arc::new(AtomicU32::new(0));
    let mut service = Service::start("h2", {
        let asked = asked.clone();
        move |_| match asked.fetch_add(1, Ordering::SeqCst) {
            0 => answer(403, r#"{"reason":"ExpiredProviderToken"}"#),
            _ => answer(200, ""),
        }
    })
    .await;
    let world = World::with(with_key(&service, &service)).await;
    let person = sleeper(&world, false).await;
    leave(&world, &person).await;
    let (first, second) = (service.next().await, service.next().await);
    assert_ne!(bearer(&first), bearer(&second));
    metric(&world, "sotto_push_sent_total{kind=\"apns\"}", "1").await;
}

#[tokio::test]
async fn a_device_that_apple_does_not_know_is_forgotten() {
    for (status, reason) in [
        (410, r#"{"reason":"Unregistered"}"#),
        (400, r#"{"reason":"BadDeviceToken"}"#),
    ] {
        let mut service = Service::start("h2", move |_| answer(status, reason)).await;
        let world = World::with(with_key(&service, &service)).await;
        let person = sleeper(&world, false).await;
        leave(&world, &person).await;
        service.next().await;
        metric(&world, "sotto_push_forgotten_total", "1").await;
    }
}

#[tokio::test]
async fn what_apple_refuses_otherwise_is_neither_forgotten_nor_repeated() {
    let mut service = Service::start("h2", |_| answer(400, r#"{"reason":"BadTopic"}"#)).await;
    let world = World::with(with_key(&service, &service)).await;
    let person = sleeper(&world, false).await;
    leave(&world, &person).await;
    service.next().await;
    metric(&world, "sotto_push_failed_total{kind=\"refused\"}", "1").await;
    metric(&world, "sotto_stored{kind=\"push_targets\"}", "1").await;
    assert_eq!(service.more(), 0);
}

#[tokio::test]
async fn a_server_does_not_start_with_a_key_that_is_none() {
    let service = Service::start("h2", |_| answer(200, "")).await;
    let world = World::new().await;
    let mut config = world.config();
    config.folder = world.folder.path().join("other");
    with_key(&service, &service)(&mut config);
    config.push.apns.as_mut().unwrap().key = "no key".to_owned().into();
    let error = sotto_server::Server::start(config).await.err().unwrap();
    assert!(error.to_string().contains("APNs"), "{error}");
}
