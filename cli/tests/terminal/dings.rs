//! Dings between phones in different processes.

use super::speech;
use super::world::World;

#[test]
fn a_spoken_ding_rings_is_heard_and_confirmed_and_both_lists_say_so() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let (spoken, heard) = (world.path("spoken.wav"), world.path("heard.wav"));
    speech::write(&spoken, 2);
    let answer = [
        "answer", "--ding", "listen", "--ding", "confirm", "--listen",
    ];
    let mut answer = bob.start(&[&answer[..], &[heard.to_str().unwrap()]].concat());
    answer.event("ready");
    let ding = ["ding", "bob", "--speak", spoken.to_str().unwrap()];
    let sent = alice
        .run(&[&ding[..], &["--wait", "confirmed"]].concat())
        .well();
    assert_eq!(sent.event("ding_sent")["seconds"], 2.0);
    let answered = answer.finish().well();
    assert_eq!(answered.event("ding_rings")["title"], "Ding from Alice");
    let (spoken, heard) = (speech::read(&spoken), speech::read(&heard));
    assert!(speech::energy(&heard) > speech::energy(&spoken) / 4.0);

    let listed = alice.run(&["dings"]).well();
    let person = &listed.event("ding")["people"][0];
    assert_eq!(
        (&person["who"], &person["heard"]),
        (&"Bob".into(), &1.into())
    );
    assert!(person["confirmed_ms"].as_u64().is_some());
    let listed = bob.run(&["dings"]).well();
    assert_eq!(listed.event("ding")["direction"], "received");
}

#[test]
fn a_terminal_holds_a_secure_ding_back_and_its_sender_reads_why() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let mut answer = bob.start(&["answer", "--ding", "listen"]);
    answer.event("ready");
    let spoken = world.path("spoken.wav");
    speech::write(&spoken, 1);
    let ding = ["ding", "bob", "--secure", "3", "--wait", "heard", "--speak"];
    let sent = alice.run(&[&ding[..], &[spoken.to_str().unwrap()]].concat());
    assert_eq!(sent.code, 3, "{}", sent.everything());
    let everything = sent.everything();
    assert!(everything.contains("screenshots"), "{everything}");
    assert!(!everything.contains("Bob"), "level 3 names nobody");
    let held = answer.finish();
    assert_eq!(held.code, 4, "{}", held.everything());
    assert!(!held.everything().contains("Alice"));
}

#[test]
fn what_was_not_said_or_is_too_long_is_refused() {
    let mut world = World::new();
    let (alice, _bob) = world.pair();
    assert_eq!(alice.run(&["ding", "bob"]).code, 2);
    let long = world.path("long.wav");
    speech::write(&long, 62);
    let refused = alice.run(&["ding", "bob", "--speak", long.to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(refused.error().contains("minute"));
    let refused = alice.run(&["ding", "bob", "--say", "hello", "--plays", "0"]);
    assert_eq!(refused.code, 2);
}
