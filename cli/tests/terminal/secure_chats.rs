//! Secure mode without a call, between two processes.

use super::world::World;

const SIMULATED: &str = "--simulated-platform";

#[test]
fn two_people_write_in_secure_mode_without_a_call_and_neither_phone_keeps_it() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let mut hers = bob.start(&["chat", "Alice", "--accept", SIMULATED]);
    let mut mine = alice.start(&["chat", "Bob", "--level", "2", SIMULATED]);
    let open = |line: &serde_json::Value| line["event"] == "secure_chat" && line["state"] == "open";
    mine.until("the secure chat", open);
    hers.until("the secure chat", open);
    mine.press("Meet me at the bathhouse\n");
    let came = hers.until("a text", |line| line["event"] == "secure_text");
    assert_eq!(
        (&came["text"], &came["mine"]),
        (&"Meet me at the bathhouse".into(), &false.into())
    );
    mine.until("a tick", |line| {
        line["event"] == "secure_text" && line["state"] == "read"
    });
    hers.terminate();
    let ended = mine.finish().well();
    let over = ended.event("secure_chat_ended");
    assert_eq!(
        (&over["reason"], &over["unconfirmed"]),
        (&"HungUp".into(), &0.into())
    );
    hers.finish().well();
    let left = alice.run(&["chat", "Bob"]).well();
    assert!(left.said.iter().all(|line| line["event"] != "message"));
    let calls = alice.run(&["log"]).well();
    assert!(!calls.everything().contains("Bob"));
}

#[test]
fn a_terminal_that_can_forbid_nothing_asks_nobody() {
    let mut world = World::new();
    let (alice, _bob) = world.pair();
    let mut asking = alice.start(&["chat", "Bob", "--level", "2"]);
    let now = asking.event("secure_chat");
    assert_eq!(now["state"], "preparing");
    asking.terminate();
    asking.finish().well();
}
