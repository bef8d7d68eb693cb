use sotto_protocol::label::Label;
use sotto_protocol::limits;
use sotto_protocol::wire::link::to_server::Body;

use crate::client::{Client, Person, Reply, join, set_access};
use crate::world::{START, World};

#[tokio::test]
async fn a_person_joins_by_the_first_link_and_signs_in_again() {
    let world = World::new().await;
    let link = &world.server().first_invite().unwrap().link;
    let join = join(link);
    assert_eq!(join.server, world.server().address().to_string());
    let pin: [u8; 32] = join.server_pin.try_into().unwrap();
    let mut client = Client::connect(join.server.parse().unwrap(), &pin).await;
    assert_eq!(client.welcome.server_time, START);
    let person = Person::new();
    client.done(client.register(&person, &join.invite)).await;
    client.done(person.prekeys(1..3)).await;

    let mut again = world.connect().await;
    match again.ask(again.sign_in(&person)).await {
        Reply::Done(done) => assert_eq!(done.server_time, START),
        _ => panic!("signed in"),
    }
    // few prekeys are left: the phone is told
    match again.pushed().await {
        Reply::PrekeysLow(low) => assert_eq!(low.left, 2),
        _ => panic!("few prekeys"),
    }
}

#[tokio::test]
async fn another_server_is_noticed() {
    let world = World::new().await;
    let wrong = Client::try_connect(world.server().address(), &[1; 32]).await;
    assert!(wrong.is_err());
}

#[tokio::test]
async fn an_invite_works_once_and_in_time() {
    let world = World::new().await;
    let invite = world.invite().await;
    let late = world.invite().await;
    let mut client = world.connect().await;
    let (first, second) = (Person::new(), Person::new());
    for wrong in [&[0; 16][..], &[]] {
        let refused = client.refused(client.register(&first, wrong)).await;
        assert_eq!(refused, "INVITE");
    }
    client.done(client.register(&first, &invite)).await;
    let mut client = world.connect().await;
    let refused = client.refused(client.register(&second, &invite)).await;
    assert_eq!(refused, "INVITE", "used");
    world.pass(7 * 24 * 3600 * 1000);
    let refused = client.refused(client.register(&second, &late)).await;
    assert_eq!(refused, "INVITE", "expired");
}

#[tokio::test]
async fn registering_again_after_a_lost_reply_works_without_an_invite() {
    let world = World::new().await;
    let (person, _lost) = world.register().await;
    let mut client = world.connect().await;
    client.done(client.register(&person, &[])).await;
}

#[tokio::test]
async fn a_second_device_needs_no_invite_and_there_is_a_limit() {
    let world = World::new().await;
    let (person, _client) = world.register().await;
    for _ in 1..limits::DEVICES {
        let mut client = world.connect().await;
        client
            .done(client.register(&person.other_device(), &[]))
            .await;
    }
    let mut client = world.connect().await;
    let one_more = client.register(&person.other_device(), &[]);
    assert_eq!(client.refused(one_more).await, "TOO_MANY_DEVICES");
}

#[tokio::test]
async fn a_signature_is_worth_nothing_on_another_connection() {
    let world = World::new().await;
    let (person, _client) = world.register().await;
    let mut victim = world.connect().await;
    let mut thief = world.connect().await;
    // the thief passes its own challenge on to the victim, who signs it over the victim's TLS session
    victim.welcome = thief.welcome.clone();
    let relayed = victim.sign_in(&person);
    assert_eq!(thief.refused(relayed).await, "SIGNATURE");
    // and a signature for registering does not sign in
    let Body::SignIn(mut other) = thief.sign_in(&person) else {
        unreachable!()
    };
    other.signature = thief.signature(&person, Label::Register);
    assert_eq!(thief.refused(Body::SignIn(other)).await, "SIGNATURE");
    thief.done(thief.sign_in(&person)).await;
    // nor does an old one work on a new connection
    let old = victim.sign_in(&person);
    let mut later = world.connect().await;
    assert_eq!(later.refused(old).await, "SIGNATURE");
}

#[tokio::test]
async fn a_forged_chain_is_refused() {
    let world = World::new().await;
    let (person, other) = (Person::new(), Person::new());
    let mut client = world.connect().await;
    let Body::Register(mut body) = client.register(&person, &world.invite().await) else {
        unreachable!()
    };
    body.chain.as_mut().unwrap().user_key = other.chain().user_key;
    assert_eq!(client.refused(Body::Register(body)).await, "SIGNATURE");
    let Body::Register(mut body) = client.register(&person, &world.invite().await) else {
        unreachable!()
    };
    body.version = 2;
    assert_eq!(client.refused(Body::Register(body)).await, "VERSION");
}

#[tokio::test]
async fn what_needs_sign_in_says_so() {
    let world = World::new().await;
    let person = Person::new();
    let mut client = world.connect().await;
    for body in [
        person.prekeys(1..2),
        set_access(&[0; 16]),
        Body::FetchRelays(Default::default()),
        Body::Acknowledge(Default::default()),
    ] {
        assert_eq!(client.refused(body).await, "NOT_SIGNED_IN");
    }
    let unknown = client.sign_in(&person);
    assert_eq!(client.refused(unknown).await, "NO_SUCH_ACCOUNT");
}

#[tokio::test]
async fn the_access_token_can_be_replaced() {
    let world = World::new().await;
    let (mut person, mut client) = world.person(3).await;
    let mut stranger = world.connect().await;
    assert!(matches!(
        stranger.ask(person.fetch()).await,
        Reply::Prekeys(_)
    ));
    client.done(set_access(&[4; 16])).await;
    assert_eq!(stranger.refused(person.fetch()).await, "NO_SUCH_ACCOUNT");
    person.access = [4; 16];
    assert!(matches!(
        stranger.ask(person.fetch()).await,
        Reply::Prekeys(_)
    ));
}

#[tokio::test]
async fn relays_come_with_credentials_that_end() {
    let world = World::new().await;
    let (_person, mut client) = world.register().await;
    let Reply::Relays(relays) = client.ask(Body::FetchRelays(Default::default())).await else {
        panic!("relays");
    };
    assert_eq!(relays.relays.len(), 2);
    for relay in relays.relays {
        assert!(relay.host.is_empty());
        assert_eq!(relay.port, u32::from(world.server().relay_port().unwrap()));
        let ends: u64 = relay.username.split(':').next().unwrap().parse().unwrap();
        assert_eq!(ends * 1_000, relay.expires);
        assert_eq!(relay.expires, START + 12 * 3_600_000);
    }
}
