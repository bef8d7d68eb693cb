//! What goes wrong, each with its exit code and a sentence that says what to do.

use super::process::{Process, run};
use super::world::{Handset, World};

#[track_caller]
fn fails(finished: &super::process::Finished, code: i32, part: &str) {
    assert_eq!(finished.code, code, "{}", finished.everything());
    let error = finished.error();
    assert!(error.contains(part), "{error:?} does not say {part:?}");
}

#[test]
fn links_that_are_wrong_used_or_for_a_phone_that_joined() {
    let mut world = World::new();
    let link = world.link();
    let phone = |name| Handset {
        folder: world.text(name),
    };
    let (alice, bob) = (phone("Alice"), phone("Bob"));
    fails(
        &alice.run(&["join", "https://example.org"]),
        1,
        "starts with SOTTO-JOIN:",
    );
    fails(
        &alice.run(&["join", &link[..link.len() - 9]]),
        1,
        "copy all of it",
    );
    fails(&alice.run(&["contacts"]), 1, "has not joined a server yet");
    alice.run(&["join", &link]).well();
    fails(&alice.run(&["join", &link]), 1, "joined a server already");
    fails(&bob.run(&["join", &link]), 1, "used already");
    // a link that failed does not stand in the way of one that works
    bob.run(&["join", &world.link()]).well();
}

#[test]
fn codes_that_make_no_contact() {
    let mut world = World::new();
    let alice = world.handset("Alice");
    let card = alice.run(&["card"]).well().event("card")["card"]
        .as_str()
        .unwrap()
        .to_owned();
    fails(&alice.run(&["scan", &card]), 1, "your own card");
    let refused = alice.run(&["scan", &card, "--language", "ar"]);
    let arabic = refused.error();
    assert!(
        arabic
            .chars()
            .any(|letter| ('\u{600}'..='\u{6FF}').contains(&letter)),
        "{arabic}"
    );
    assert!(!arabic.contains("card"), "{arabic}");
    fails(
        &alice.run(&["scan", "WIFI:S:home;T:WPA;P:x;;"]),
        1,
        "a wireless network",
    );
    fails(
        &alice.run(&["scan", "https://example.org"]),
        1,
        "a web address",
    );
    let damaged = format!("{}A", &card[..card.len() - 1]);
    assert_ne!(alice.run(&["scan", &damaged]).code, 0);
    fails(
        &alice.run(&["scan", &world.text("none.png")]),
        1,
        "No such file",
    );
    std::fs::write(world.path("text.png"), "no picture").unwrap();
    fails(
        &alice.run(&["scan", &world.text("text.png")]),
        1,
        "no PNG or JPEG",
    );
    let empty = white_picture();
    std::fs::write(world.path("empty.png"), empty).unwrap();
    fails(
        &alice.run(&["scan", &world.text("empty.png")]),
        1,
        "no QR code could be read",
    );

    let mut elsewhere = World::new();
    let carol = elsewhere.handset("Carol");
    let card = carol.run(&["card"]).well().event("card")["card"]
        .as_str()
        .unwrap()
        .to_owned();
    fails(
        &alice.run(&["scan", &card]),
        1,
        "servers do not connect calls",
    );
}

#[test]
fn calls_to_nobody_and_with_wrong_files() {
    let mut world = World::new();
    let (alice, _bob) = world.pair();
    fails(
        &alice.run(&["call", "Nobody"]),
        1,
        "no contact of that name",
    );
    fails(
        &alice.run(&["call", "Bob", "--speak", &world.text("none.wav")]),
        1,
        "none.wav",
    );
    std::fs::write(world.path("bad.wav"), "no sound").unwrap();
    fails(
        &alice.run(&["call", "Bob", "--speak", &world.text("bad.wav")]),
        1,
        "no WAV file",
    );
    let unanswerable = alice.run(&["answer"]);
    fails(&unanswerable, 2, "--yes");
    let wrong = std::process::Command::new(env!("CARGO_BIN_EXE_sotto"))
        .args(["call"])
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_folder_or_port_that_is_in_use() {
    let mut world = World::new();
    let alice = world.handset("Alice");
    let mut waiting = alice.start(&["answer", "--yes"]);
    waiting.event("ready");
    fails(&alice.run(&["contacts"]), 1, "phone is running in");
    waiting.terminate();
    fails(&waiting.finish(), 3, "Nobody called");
    alice.run(&["contacts"]).well();

    let folder = world.text("server");
    let second = run(&[
        "server",
        "--folder",
        &folder,
        "--listen",
        "127.0.0.1:0",
        "--relay-port",
        "0",
    ]);
    fails(&second, 1, "server is running on");
    fails(
        &run(&["invite", "--folder", &world.text("nothing")]),
        2,
        "sotto server",
    );
    let public = world.server.said[0]["public"].as_str().unwrap().to_owned();
    let other = world.text("other");
    fails(
        &run(&[
            "server",
            "--folder",
            &other,
            "--listen",
            &public,
            "--relay-port",
            "0",
        ]),
        1,
        "already in use",
    );
}

/// A PNG with nothing on it.
fn white_picture() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(96, 96, image::Luma([255]))
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

#[test]
fn a_new_card_ends_the_old_one() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let old = bob.run(&["card"]).well().event("card")["card"].clone();
    let new = bob.run(&["card", "--new"]).well().event("card")["card"].clone();
    assert_ne!(old, new);
    fails(&alice.run(&["call", "Bob"]), 1, "scan a new one");
    alice.run(&["scan", new.as_str().unwrap()]).well();
    let mut answer = bob.start(&["answer", "--yes"]);
    answer.event("ready");
    alice.run(&["call", "Bob", "--seconds", "1"]).well();
    answer.finish().well();
}

#[test]
fn a_server_takes_the_limits_that_its_operator_names() {
    let root = tempfile::TempDir::new().unwrap();
    let folder = root.path().join("server");
    let mut arguments = vec!["server", "--folder", folder.to_str().unwrap()];
    arguments.extend(["--listen", "127.0.0.1:0", "--relay-port", "0"]);
    arguments.extend(["--relay-private", "--connections", "100"]);
    arguments.extend([
        "--requests-per-address",
        "5",
        "--mailbox",
        "1",
        "--database",
        "64",
    ]);
    let serving = Process::start(&arguments).event("serving");
    assert_eq!(serving["relay_private"], true);
    assert_eq!(serving["connections"], 100);
    assert!(serving["relayed_legs"].as_u64().unwrap() > 0);
    let none = run(&["server", "--connections", "0"]);
    assert_eq!(none.code, 2);
}
