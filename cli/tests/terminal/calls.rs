//! Calls between two phones in two processes.

use super::process::Process;
use super::speech;
use super::world::World;

#[test]
fn two_people_join_scan_each_other_talk_and_find_the_call_in_their_logs() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let contacts = alice.run(&["contacts"]).well();
    let contact = contacts.event("contact");
    assert_eq!(
        (&contact["name"], &contact["verified"], &contact["callable"]),
        (&"Bob".into(), &true.into(), &true.into())
    );

    let (spoken, heard) = (world.path("spoken.wav"), world.path("heard.wav"));
    speech::write(&spoken, 3);
    let mut answer = bob.start(&["answer", "--yes", "--listen", heard.to_str().unwrap()]);
    answer.event("ready");
    let call = alice.start(&[
        "call",
        "bob",
        "--speak",
        spoken.to_str().unwrap(),
        "--seconds",
        "4",
    ]);
    let incoming = answer.state("ringing");
    assert_eq!(
        (&incoming["who"], &incoming["level"]),
        (&"Alice".into(), &0.into())
    );
    let called = call.finish().well();
    let answered = answer.finish().well();
    for finished in [&called, &answered] {
        let ended = finished.event("ended");
        assert_eq!(ended["reason"], "hung_up");
        assert!(ended["seconds"].as_f64().unwrap() > 3.5, "{ended}");
        assert!(
            ended["quality"]["packets_received"].as_u64().unwrap() > 100,
            "{ended}"
        );
    }
    let digits =
        |finished: &super::process::Finished| finished.event("safety_number")["digits"].clone();
    assert_eq!(digits(&called), digits(&answered));

    let (spoken, heard) = (speech::read(&spoken), speech::read(&heard));
    assert!(speech::energy(&heard) > speech::energy(&spoken) / 3.0);
    let likeness = speech::likeness(&spoken, &heard);
    assert!(likeness > 0.7, "{likeness}");

    for (handset, direction, who) in [(&alice, "outgoing", "Bob"), (&bob, "incoming", "Alice")] {
        let log = handset.run(&["log"]).well();
        let logged = log.event("logged");
        assert_eq!(
            (&logged["direction"], &logged["who"]),
            (&direction.into(), &who.into())
        );
    }

    world.server.terminate();
    world.server.event("stopped");
}

#[test]
fn a_terminal_refuses_secure_mode_and_says_what_it_cannot_forbid() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let refused = alice.run(&["call", "Bob", "--level", "3"]);
    assert_eq!(refused.code, 4, "{}", refused.everything());
    let why = refused.error();
    for part in [
        "screenshots",
        "the loudspeaker",
        "A terminal cannot",
        "--simulated-platform",
    ] {
        assert!(why.contains(part), "{why}");
    }
    assert!(
        !refused.everything().contains("Bob"),
        "{}",
        refused.everything()
    );

    // the same on the callee's side: it is told who and which level, then the call fails closed on both
    let mut answer = bob.start(&["answer", "--yes"]);
    answer.event("ready");
    let call = alice.start(&["call", "Bob", "--level", "1", "--simulated-platform"]);
    let (called, answered) = (call.finish(), answer.finish());
    assert_eq!(
        (called.code, answered.code),
        (4, 4),
        "{}{}",
        called.everything(),
        answered.everything()
    );
    assert!(
        answered.error().contains("A terminal cannot"),
        "{}",
        answered.error()
    );
    assert!(!called.error().is_empty(), "{}", called.everything());
}

#[test]
fn simulated_phones_talk_at_level_3_and_no_name_is_told() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let (mut call, mut answer) = ring(&alice, &bob, "3");
    let there = |line: &serde_json::Value| line["sound"] == true && line["level"] == 3;
    let mine = call.until("sound at level 3", there);
    assert_eq!(mine["other_phone"]["guard"], "armed");
    assert_eq!(mine["other_phone"]["simulated"], true);
    answer.until("sound at level 3", there);
    call.press("s");
    let other = answer.until("the attempt", |line| line["other_phone"]["prevented"] == 1);
    assert_eq!(
        other["sound"], true,
        "an attempt that was prevented violates nothing"
    );
    call.press("q");
    let (called, answered) = (call.finish().well(), answer.finish().well());
    for finished in [&called, &answered] {
        let text = finished.everything();
        assert!(!text.contains("Alice") && !text.contains("Bob"), "{text}");
    }
    assert!(
        called.event("ended")["quality"]["relayed"] == true,
        "{}",
        called.everything()
    );
    assert!(
        alice
            .run(&["log"])
            .well()
            .said
            .iter()
            .all(|line| line["event"] != "logged")
    );
}

#[test]
fn the_level_goes_up_for_both_and_down_when_both_agree() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let (mut call, mut answer) = ring(&alice, &bob, "0");
    call.until("sound", |line| line["sound"] == true);
    answer.until("sound", |line| line["sound"] == true);
    call.press("1");
    answer.until("level 1", |line| {
        line["level"] == 1 && line["sound"] == true
    });
    answer.press("l");
    call.until("the question", |line| line["asked"] == 0);
    call.press("y");
    let down = |line: &serde_json::Value| line["event"] == "call" && line["level"] == 0;
    answer.until("level 0", down);
    answer.press("m");
    call.until("mute", |line| line["other_muted"] == true);
    answer.press("h");
    call.until("hold", |line| line["other_held"] == true);
    call.terminate();
    call.finish().well();
    assert_eq!(answer.finish().well().event("ended")["reason"], "hung_up");
}

#[test]
fn recording_is_refused_in_secure_mode_and_ends_when_the_level_rises() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let heard = world.text("heard.wav");
    let refused = alice.run(&[
        "call",
        "Bob",
        "--level",
        "1",
        "--simulated-platform",
        "--listen",
        &heard,
    ]);
    assert_eq!(refused.code, 4);
    assert!(
        refused.error().contains("forbids recording sound"),
        "{}",
        refused.error()
    );
    assert!(!world.path("heard.wav").exists());

    let mut answer = bob.start(&[
        "answer",
        "--yes",
        "--simulated-platform",
        "--listen",
        &heard,
    ]);
    answer.event("ready");
    let call = [
        "call",
        "Bob",
        "--level",
        "1",
        "--simulated-platform",
        "--keys",
    ];
    let called = alice.run(&call);
    assert_eq!(called.code, 3, "{}", called.everything());
    let answered = answer.finish();
    assert_eq!(answered.code, 4, "{}", answered.everything());
    assert!(
        answered.error().contains("forbids recording sound"),
        "{}",
        answered.error()
    );

    let mut answer = bob.start(&[
        "answer",
        "--yes",
        "--simulated-platform",
        "--listen",
        &heard,
    ]);
    answer.event("ready");
    let mut call = alice.start(&["call", "Bob", "--simulated-platform", "--keys"]);
    answer.until("sound", |line| line["sound"] == true);
    call.until("sound", |line| line["sound"] == true);
    call.press("2");
    answer.until("level 2", |line| {
        line["level"] == 2 && line["sound"] == true
    });
    // figures come once a second: after two of them the recorder has seen the new level
    answer.event("quality");
    answer.event("quality");
    call.press("q");
    call.finish().well();
    let answered = answer.finish().well();
    let stopped = answered.event("ended")["recording_stopped"]
        .as_str()
        .unwrap();
    assert!(stopped.contains("secure mode 2"), "{stopped}");
}

#[test]
fn a_call_is_declined_cancelled_and_kept_below_a_level() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let mut answer = bob.start(&["answer", "--keys"]);
    answer.event("ready");
    let call = alice.start(&["call", "Bob"]);
    answer.state("ringing");
    answer.press("q");
    let (called, answered) = (call.finish(), answer.finish());
    assert_eq!((called.code, answered.code), (3, 3));
    assert_eq!(called.event("ended")["reason"], "declined");

    let mut answer = bob.start(&["answer", "--keys"]);
    answer.event("ready");
    let mut call = alice.start(&["call", "Bob", "--keys"]);
    call.state("ringing");
    answer.state("ringing");
    call.press("q");
    let (called, answered) = (call.finish(), answer.finish());
    assert_eq!((called.code, answered.code), (3, 3));
    assert_eq!(answered.event("ended")["reason"], "cancelled");

    let mut answer = bob.start(&[
        "answer",
        "--yes",
        "--level-max",
        "1",
        "--simulated-platform",
    ]);
    answer.event("ready");
    let called = alice.run(&["call", "Bob", "--level", "2", "--simulated-platform"]);
    let answered = answer.finish();
    assert_eq!(
        (called.code, answered.code),
        (3, 4),
        "{}",
        called.everything()
    );
    assert!(
        answered.error().contains("--level-max"),
        "{}",
        answered.error()
    );
}

#[test]
fn text_and_numbers_can_be_scanned_too() {
    let mut world = World::new();
    let alice = world.handset("Alice");
    let scanned = alice.run(&["scan", "sip:bob@example.org"]).well();
    let contact = scanned.event("contact");
    assert_eq!(contact["callable"], false);
    assert!(contact["reason"].as_str().is_some());
    let called = alice.run(&["call", "sip:bob"]);
    assert!(
        called.error().contains("not on Sotto"),
        "{}",
        called.error()
    );
}

/// A call of two simulated phones at a level, answered.
fn ring(
    alice: &super::world::Handset,
    bob: &super::world::Handset,
    level: &str,
) -> (Process, Process) {
    let mut answer = bob.start(&["answer", "--yes", "--simulated-platform", "--keys"]);
    answer.event("ready");
    let call = [
        "call",
        "Bob",
        "--level",
        level,
        "--simulated-platform",
        "--keys",
    ];
    (alice.start(&call), answer)
}
