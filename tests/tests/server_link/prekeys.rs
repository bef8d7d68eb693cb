use std::collections::HashSet;

use sotto_protocol::limits;
use sotto_protocol::wire::keys::Prekey;
use sotto_protocol::wire::link::to_server::Body;

use crate::client::{Client, Person, Reply};
use crate::world::World;

async fn fetch(client: &mut Client, person: &Person) -> Vec<Prekey> {
    match client.ask(person.fetch()).await {
        Reply::Prekeys(prekeys) => prekeys
            .bundles
            .into_iter()
            .map(|bundle| {
                assert!(bundle.chain.unwrap() == person.chain());
                bundle.prekey.unwrap()
            })
            .collect(),
        _ => panic!("prekeys"),
    }
}

#[tokio::test]
async fn each_one_time_prekey_is_handed_out_once_even_when_many_ask() {
    let world = World::new().await;
    let (person, mut client) = world.person(40).await;
    let mut askers = Vec::new();
    for _ in 0..8 {
        let (mut asker, person) = (world.connect().await, person.clone());
        askers.push(tokio::spawn(async move {
            let mut got = Vec::new();
            for _ in 0..6 {
                got.extend(fetch(&mut asker, &person).await);
            }
            got
        }));
    }
    let mut got = Vec::new();
    for asker in askers {
        got.extend(asker.await.unwrap());
    }
    let last_resorts = got.iter().filter(|prekey| prekey.last_resort).count();
    let ids: HashSet<u32> = (got.iter())
        .filter(|prekey| !prekey.last_resort)
        .map(|prekey| prekey.id)
        .collect();
    assert_eq!((ids.len(), last_resorts), (40, 8));
    // the phone hears that few are left
    assert!(matches!(client.pushed().await, Reply::PrekeysLow(low) if low.left < 25));
}

#[tokio::test]
async fn an_upload_repeated_after_a_lost_reply_brings_no_spent_prekey_back() {
    let world = World::new().await;
    let (person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    assert_eq!(fetch(&mut stranger, &person).await[0].id, 1);
    client.done(person.prekeys(1..4)).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(fetch(&mut stranger, &person).await[0].id);
    }
    assert_eq!(ids, [2, 3, 1_000]);
}

#[tokio::test]
async fn replacing_forgets_what_waits() {
    let world = World::new().await;
    let (person, mut client) = world.person(3).await;
    let Body::PublishPrekeys(mut body) = person.prekeys(50..52) else {
        unreachable!()
    };
    body.replace = true;
    client.done(Body::PublishPrekeys(body)).await;
    let mut stranger = world.connect().await;
    assert_eq!(fetch(&mut stranger, &person).await[0].id, 50);
}

#[tokio::test]
async fn unknown_accounts_and_wrong_tokens_look_the_same() {
    let world = World::new().await;
    let (mut person, _client) = world.person(3).await;
    let mut stranger = world.connect().await;
    let mut answers = Vec::new();
    person.access = [0; 16];
    for person in [person, Person::new()] {
        match stranger.ask(person.fetch()).await {
            Reply::Failure(failure) => {
                assert_eq!(failure.code().as_str_name(), "NO_SUCH_ACCOUNT");
                answers.push((failure.detail, failure.retry_after));
            }
            _ => panic!("refused"),
        }
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn prekeys_that_the_device_did_not_sign_are_refused() {
    let world = World::new().await;
    let (person, mut client) = world.register().await;
    let publish = |change: &dyn Fn(&mut sotto_protocol::wire::link::PublishPrekeys)| {
        let Body::PublishPrekeys(mut body) = person.prekeys(1..3) else {
            unreachable!()
        };
        change(&mut body);
        Body::PublishPrekeys(body)
    };
    let foreign = Person::new().prekey(1, false);
    let body = publish(&|body| body.one_time[1] = foreign.clone());
    assert_eq!(client.refused(body).await, "SIGNATURE");
    // a one-time prekey cannot be passed off as a last-resort one
    let body = publish(&|body| {
        let mut prekey = body.one_time[0].clone();
        prekey.last_resort = true;
        body.last_resort = Some(prekey);
    });
    assert_eq!(client.refused(body).await, "SIGNATURE");
    let body = publish(&|body| body.last_resort = None);
    assert_eq!(client.refused(body).await, "MALFORMED");
    let many: Vec<_> = (0..=limits::PREKEYS as u32)
        .map(|_| foreign.clone())
        .collect();
    let body = publish(&|body| body.one_time = many.clone());
    assert_eq!(client.refused(body).await, "TOO_LARGE");
    client.done(person.prekeys(1..101)).await;
    client.done(person.prekeys(101..201)).await;
    assert_eq!(client.refused(person.prekeys(201..301)).await, "TOO_LARGE");
}
