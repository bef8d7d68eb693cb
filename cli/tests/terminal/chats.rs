//! Messages between two phones in two processes.

use super::world::World;

#[test]
fn two_people_write_to_each_other_and_see_how_far_it_came() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    // Bob's phone is off: the server keeps it
    let said = alice.run(&["say", "bob", "Are you there?"]).well();
    let sent = said.event("message");
    assert_eq!(
        (&sent["state"], &sent["mine"]),
        (&"sent".into(), &true.into())
    );

    let mut answer = bob.start(&["answer", "--yes"]);
    answer.event("ready");
    let came = answer.until("a message", |line| line["event"] == "message");
    assert_eq!(
        (&came["from"], &came["text"]),
        (&"Alice".into(), &"Are you there?".into())
    );
    let said = alice.run(&["say", "bob", "I see you are", "--wait", "delivered"]);
    assert_eq!(said.well().event("message")["state"], "delivered");
    answer.terminate();
    answer.finish();

    let chat = bob.run(&["chat", "alice"]).well();
    let texts: Vec<&str> = chat
        .said
        .iter()
        .filter(|line| line["event"] == "message")
        .filter_map(|line| line["text"].as_str())
        .collect();
    assert_eq!(texts, ["Are you there?", "I see you are"]);
    let read = alice.run(&[
        "say",
        "bob",
        "Answer me",
        "--wait",
        "delivered",
        "--seconds",
        "1",
    ]);
    assert_eq!(read.code, 1, "Bob's phone is off again");
    let mine = alice.run(&["chat", "bob"]).well();
    let states: Vec<&str> = mine
        .said
        .iter()
        .filter_map(|line| line["state"].as_str())
        .collect();
    assert_eq!(states, ["read", "read", "sent"]);
}

#[test]
fn what_is_no_message_says_why() {
    let mut world = World::new();
    let (alice, _) = world.pair();
    let empty = alice.run(&["say", "bob", "  "]);
    assert_eq!(empty.code, 1);
    assert!(empty.error().contains("nothing in it"), "{}", empty.error());
    let long = alice.run(&["say", "bob", &"x".repeat(9_000)]);
    assert!(long.error().contains("too long"), "{}", long.error());
    let nobody = alice.run(&["say", "zoe", "Hello"]);
    assert!(nobody.error().contains("no contact"), "{}", nobody.error());
}
