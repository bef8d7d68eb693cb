use std::time::Duration;

use futures_util::SinkExt;
use rand::{RngExt, SeedableRng};
use sotto_protocol::limits;
use sotto_protocol::wire::link::to_server::Body;
use sotto_server::Rate;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, Reply, container};
use crate::mailbox::signal;
use crate::world::{START, World};

fn ping() -> Body {
    Body::Ping(Default::default())
}

const SLOW: Rate = Rate {
    per_second: 1,
    burst: 40,
};

const PLENTY: Rate = Rate {
    per_second: 1_000,
    burst: 10_000,
};

#[tokio::test]
async fn ten_thousand_random_frames_do_no_harm() {
    let world = World::new().await;
    let seed = 11;
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let mut sent = 0;
    let mut client = world.connect().await;
    while sent < 10_000 {
        // half of them begin like a real request
        let mut bytes = vec![0; random.random_range(0..300)];
        random.fill(&mut bytes[..]);
        if random.random() && bytes.len() > 4 {
            let length = (bytes.len() - 4).min(127) as u8;
            bytes[..4].copy_from_slice(&[8, 1, random.random_range(2..12) << 3 | 2, length]);
        }
        sent += 1;
        if client.raw(bytes).await.is_err() || client.receive().await.is_none() {
            client = world.connect().await;
        }
    }
    let mut client = world.connect().await;
    client.done(ping()).await;
}

#[tokio::test]
async fn a_frame_over_the_limit_closes_the_link_and_nothing_else() {
    let world = World::new().await;
    let mut other = world.connect().await;
    let mut client = world.connect().await;
    let _ = client.raw(vec![0; limits::MESSAGE + 1]).await;
    assert!(client.receive().await.is_none());
    let mut client = world.connect().await;
    let _ = client.socket.send(Message::text("hello")).await;
    assert!(client.receive().await.is_none());
    other.done(ping()).await;
}

#[tokio::test]
async fn a_caller_who_asks_too_much_is_told_how_long_to_wait() {
    let world = World::with(|config| config.limits.source = SLOW).await;
    let mut client = world.connect().await;
    let mut granted = 0;
    let refused = loop {
        match client.ask(ping()).await {
            Reply::Failure(failure) => break failure,
            _ => granted += 1,
        }
        assert!(granted < 80);
    };
    // the line itself has cost one
    assert!(granted >= 39);
    assert_eq!(refused.code().as_str_name(), "RATE_LIMITED");
    assert!((1..=1_000).contains(&refused.retry_after));
    tokio::time::sleep(Duration::from_millis(refused.retry_after + 20)).await;
    client.done(ping()).await;
}

#[tokio::test]
async fn limits_hold_for_each_device_and_each_receiver() {
    let world = World::with(|config| {
        config.limits.device = SLOW;
        config.limits.receiver = Rate {
            per_second: 1,
            burst: 50,
        };
        config.limits.look_up = PLENTY;
    })
    .await;
    let (person, mut client) = world.person(60).await;
    let (_, mut other) = world.person(1).await;
    let mut answers = Vec::new();
    for _ in 0..41 {
        answers.push(matches!(client.ask(ping()).await, Reply::Done(_)));
    }
    assert!(answers[..30].iter().all(|done| *done) && !answers[40]);
    other.done(ping()).await;

    let mut strangers = [world.connect().await, world.connect().await];
    // whoever has no access token uses nothing up
    let mut wrong = person.clone();
    wrong.access = [0; 16];
    for _ in 0..60 {
        let refused = strangers[0].refused(wrong.fetch()).await;
        assert_eq!(refused, "NO_SUCH_ACCOUNT");
    }
    let mut granted = 0;
    let refused = loop {
        match strangers[granted % 2].ask(person.fetch()).await {
            Reply::Failure(failure) => break failure.code().as_str_name(),
            _ => granted += 1,
        }
        assert!(granted < 150);
    };
    assert!(granted >= 50);
    assert_eq!(refused, "RATE_LIMITED");
}

/// Asks until it is refused; gives how often it was granted.
async fn granted(client: &mut Client, body: impl Fn() -> Body) -> usize {
    let mut granted = 0;
    loop {
        match client.ask(body()).await {
            Reply::Failure(failure) => {
                assert_eq!(failure.code().as_str_name(), "RATE_LIMITED");
                return granted;
            }
            _ => granted += 1,
        }
        assert!(granted < 400);
    }
}

#[tokio::test]
async fn one_address_uses_up_little_of_what_others_need_to_reach_somebody() {
    let world = World::with(|config| {
        config.limits.look_up = SLOW;
        config.limits.pair = Rate {
            per_second: 1,
            burst: 100,
        };
    })
    .await;
    let (person, _phone) = world.person(60).await;
    let (other, _) = world.person(60).await;
    let mut stranger = world.connect().await;
    // one-time prekeys, which the phone must make again, less than anything else
    let look_ups = granted(&mut stranger, || person.fetch()).await;
    assert!((40..60).contains(&look_ups), "{look_ups}");
    let all = look_ups + granted(&mut stranger, || signal(&person, vec![1; 10])).await;
    assert!((100..130).contains(&all), "{all}");
    // far from all that may reach this person; and others are reached as before
    let receiver = world.config().limits.receiver;
    assert!(receiver.burst as usize > 5 * all);
    assert!(matches!(
        stranger.ask(other.fetch()).await,
        Reply::Prekeys(_)
    ));
    stranger.done(signal(&other, vec![1; 10])).await;
}

#[tokio::test]
async fn looking_at_the_server_costs_tokens_too() {
    let world = World::with(|config| config.limits.source = SLOW).await;
    let mut answers = Vec::new();
    for _ in 0..50 {
        let answer = world.get("/health").await;
        answers.push(answer.lines().next().unwrap_or_default().to_owned());
    }
    assert!(answers[..30].iter().all(|line| line.contains("200")));
    assert!(answers.iter().any(|line| line.contains("429")));
}

#[tokio::test]
async fn a_flood_of_control_frames_ends_the_link() {
    let world = World::with(|config| config.limits.device = SLOW).await;
    let (_, mut client) = world.register().await;
    let mut sent = 0;
    while client
        .socket
        .send(Message::Ping(vec![1].into()))
        .await
        .is_ok()
    {
        sent += 1;
        if sent == 60 {
            break;
        }
    }
    assert!(client.receive().await.is_none());
    // another device has its own tokens
    let (_, mut other) = world.register().await;
    other.done(ping()).await;
}

#[tokio::test]
async fn phones_that_are_signed_in_leave_their_address_room_for_others() {
    let world = World::with(|config| config.limits.connections_per_source = 2).await;
    let mut phones = Vec::new();
    for _ in 0..5 {
        phones.push(world.register().await.1);
    }
    for phone in &mut phones {
        phone.done(ping()).await;
    }
    let _anonymous = [world.connect().await, world.connect().await];
    let server = world.server();
    assert!(
        Client::try_connect(server.address(), server.pin())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn where_places_are_scarce_idle_links_and_crowds_must_go() {
    let world = World::with(|config| {
        config.limits.connections = 8;
        config.limits.connections_per_source = 100;
        config.limits.idle_first = Duration::from_millis(1_500);
    })
    .await;
    let mut idle = world.connect().await;
    idle.done(ping()).await;
    let mut phones = Vec::new();
    for _ in 0..5 {
        phones.push(world.register().await.1);
    }
    // six of eight are taken: the idle link gives its place up, the phones do not
    assert!(idle.receive().await.is_none());
    for phone in &mut phones {
        phone.done(ping()).await;
    }
    let mut next = world.connect().await;
    next.done(ping()).await;
}

#[tokio::test]
async fn one_address_has_so_many_connections() {
    let world = World::with(|config| config.limits.connections_per_source = 3).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(world.connect().await);
    }
    let server = world.server();
    let one_more = Client::try_connect(server.address(), server.pin()).await;
    assert!(one_more.is_err());
    clients[0].done(ping()).await;
    // a place becomes free
    let mut first = clients.remove(0);
    let _ = first.socket.close(None).await;
    while first.receive().await.is_some() {}
    drop(first);
    let mut tries = 0;
    while Client::try_connect(server.address(), server.pin())
        .await
        .is_err()
    {
        tries += 1;
        assert!(tries < 100);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn links_that_say_nothing_are_closed_and_used_ones_are_not() {
    let world = World::with(|config| config.limits.idle_first = Duration::from_millis(1_500)).await;
    let mut used = world.connect().await;
    used.done(ping()).await;
    let mut idle = world.connect().await;
    assert!(idle.receive().await.is_none());
    used.done(ping()).await;
}

#[tokio::test]
async fn a_phone_that_does_not_read_is_disconnected_and_loses_nothing() {
    let world = World::with(|config| {
        config.limits.send_timeout = Duration::from_millis(300);
        config.limits.window = 1_000;
        config.limits.window_bytes = usize::MAX;
        config.limits.receiver = PLENTY;
        config.limits.pair = PLENTY;
    })
    .await;
    let (person, client) = world.person(3).await;
    let mut stranger = world.connect().await;
    const COUNT: usize = 150;
    for _ in 0..COUNT {
        let container = container(&[person.device()], START + 60_000, 90_000);
        stranger.done(person.submit(&container)).await;
    }
    // 13 MB do not fit into the sockets' buffers
    let mut tries = 0;
    while !world
        .get("/metrics")
        .await
        .contains("sotto_slow_closed_total 1")
    {
        tries += 1;
        assert!(tries < 100);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(client);
    let mut client = world.sign_in(&person).await;
    for _ in 0..COUNT {
        client.delivery().await;
    }
}

#[tokio::test]
async fn a_stopping_server_says_good_bye() {
    let mut world = World::new().await;
    let (_person, mut client) = world.person(3).await;
    let address = world.server().address();
    let pin = *world.server().pin();
    let closing = tokio::spawn(async move {
        use futures_util::StreamExt;
        while let Some(Ok(message)) = client.socket.next().await {
            if let Message::Close(Some(frame)) = message {
                return Some(u16::from(frame.code));
            }
        }
        None
    });
    world.stop().await;
    assert_eq!(closing.await.unwrap(), Some(1001));
    assert!(Client::try_connect(address, &pin).await.is_err());
    // the journal was folded into the database
    let journal = world.folder.path().join("s/sotto.db-wal");
    assert!(journal.metadata().map_or(0, |data| data.len()) == 0);
}
