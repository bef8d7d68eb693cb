//! Contacts, my card, the scanner, the log.

use std::time::Duration;

use insta::assert_snapshot;

use super::phones::{World, join_link};
use super::print::print;
use crate::engine::{Command, Event};
use crate::secure::Level;
use crate::view::{contact, contacts, my_card, pasted, scanned, scanner};

const PEOPLE: [&str; 5] = [
    "BEGIN:VCARD\nVERSION:3.0\nFN:Carla Chor\nTEL:+49 30 901820\nEND:VCARD",
    "sip:dora@example.org",
    "192.0.2.1:5060",
    "imsi:262011234567890",
    "mac:00:00:5e:00:53:01",
];

#[test]
fn an_empty_phone_says_what_to_do_first() {
    let world = World::new();
    let (engine, now) = (world.engine(0), world.now);
    let card = my_card(engine, now).expect_err("there is none");
    assert_snapshot!(
        "empty",
        format!("{}my card: {card}\n", print(&contacts(engine, now)))
    );
}

#[test]
fn contacts_show_names_marks_last_calls_and_why_they_cannot_be_called() {
    let mut world = World::acquainted();
    for text in PEOPLE {
        world.command(0, Command::Scan(text.to_owned())).unwrap();
    }
    world.dial(0);
    world.command(0, Command::HangUp).unwrap();
    world.later(Duration::from_secs(300));
    let list = contacts(world.engine(0), world.now);
    let found = |typed: &str| list.clone().searched(typed);
    assert_eq!(found("BRUN").lines.len(), 1);
    assert_eq!(found("30901").lines.len(), 1);
    let nobody = found("nobody");
    assert!(nobody.lines.is_empty());
    assert_eq!(
        nobody.empty.map(|text| text.key),
        Some("contacts.not_found")
    );
    assert_snapshot!("contacts", print(&list));
    let pages: String = list
        .lines
        .iter()
        .map(|line| print(&contact(world.engine(0), &line.id.bytes().unwrap()).unwrap()))
        .collect();
    assert_snapshot!("contact_pages", pages);
    assert_snapshot!(
        "log",
        print(&crate::view::call_log(world.engine(0), world.now))
    );
    assert_eq!(contact(world.engine(0), b"nobody"), None);
}

#[test]
fn my_card_is_a_code_that_reads_back_as_the_card() {
    let world = World::joined();
    let card = my_card(world.engine(0), world.now).unwrap();
    let svg = card.qr_svg().unwrap();
    assert!(svg.contains("<svg"));
    assert_eq!(card.uri.as_str(), world.engine(0).card().unwrap().uri());
    assert!(!format!("{card:?}").contains("Anna"));
    assert_snapshot!("my_card", print(&card));
}

#[test]
fn a_card_is_not_shared_where_secure_mode_forbids_that_and_a_new_one_asks() {
    let mut world = World::acquainted();
    let forwarding = crate::secure::Operation::Forwarding;
    let all = world.engine(0).levels().forbidden(Level::THREE);
    // a level of one's own that lets people be shown would be below level 3: the card itself is hidden at that
    let own = crate::secure::Definition::Forbid(all.with(forwarding));
    world.command(0, Command::AddLevel(own)).unwrap();
    let card = |world: &World| my_card(world.engine(0), world.now);
    assert!(card(&world).unwrap().share.is_enabled());
    assert_eq!(card(&world).unwrap().new_card_sure.key, "card.new_sure");
    world.dial(4);
    assert!(card(&world).is_err(), "nobody is named");
    let facts = crate::view::CallFacts {
        levels: world.engine(0).levels().clone(),
        ..super::scenes::connected(4)
    };
    let off = crate::view::controls::off(&facts, forwarding).unwrap();
    assert_eq!(off.key, "agreed.forwarding");
}

#[test]
fn a_blocked_contact_says_so_wherever_they_could_be_reached() {
    let mut world = World::acquainted();
    let id = contacts(world.engine(0), world.now).lines[0].id.bytes();
    let id = id.unwrap();
    let page = |world: &World| contact(world.engine(0), &id).unwrap();
    assert_eq!(
        (page(&world).blocked, page(&world).block.label.key),
        (false, "contact.block")
    );
    world.command(0, Command::Block(id.clone(), true)).unwrap();
    let blocked = page(&world);
    assert_eq!(
        (blocked.blocked, blocked.block.label.key),
        (true, "contact.unblock")
    );
    assert_eq!(blocked.verified_words.key, "contact.blocked");
    assert!(
        !blocked.delete.is_enabled(),
        "else they were a stranger, who may call"
    );
    let levels = blocked.secure_levels.iter().map(|one| &one.button);
    let ways = [&blocked.call, &blocked.ding, &blocked.secure_ding];
    for button in levels.chain(ways) {
        let crate::view::ButtonState::Disabled { reason } = &button.state else {
            panic!("{} is offered", button.label.key);
        };
        assert_eq!(reason.key, "cannot.blocked");
    }
    assert!(
        !contacts(world.engine(0), world.now).lines[0]
            .call
            .is_enabled()
    );
}

#[test]
fn a_usual_level_is_marked_wherever_levels_of_a_contact_stand() {
    let mut world = World::acquainted();
    let id = contacts(world.engine(0), world.now).lines[0]
        .id
        .bytes()
        .unwrap();
    let marked = |world: &World| {
        let page = contact(world.engine(0), &id).unwrap();
        let chosen = page.usual_levels.iter().filter(|choice| choice.chosen);
        let usual = page.secure_levels.iter().filter(|call| call.usual);
        (
            chosen.map(|choice| choice.level).collect::<Vec<u8>>(),
            usual.map(|call| call.level).collect::<Vec<u8>>(),
        )
    };
    assert_eq!(marked(&world), (vec![0], vec![]));
    let two = Command::SetUsualLevel(id.clone(), Level::TWO);
    world.command(0, two).unwrap();
    assert_eq!(marked(&world), (vec![2], vec![2]));
}

#[test]
fn what_was_pasted_makes_nobody_verified_and_says_so_before_it_is_taken() {
    let mut world = World::joined();
    let hers = world.engine(1).card().unwrap().uri();
    let says = |world: &World| {
        let (engine, now) = (world.engine(0), world.now);
        let views = [scanner(engine, now, &hers), pasted(engine, now, &hers)];
        views.map(|view| view.verified.unwrap().key)
    };
    assert_eq!(says(&world), ["who.verified", "who.not_verified"]);
    world.command(0, Command::Paste(hers.clone())).unwrap();
    assert_eq!(says(&world), ["who.verified", "who.not_verified"]);
    // who was verified once stays so
    world.command(0, Command::Scan(hers.clone())).unwrap();
    assert_eq!(says(&world), ["who.verified", "who.verified"]);
}

#[test]
fn the_scanner_says_what_a_text_is_and_that_nothing_was_opened() {
    let mut world = World::joined();
    let mine = world.engine(0).card().unwrap().uri();
    let hers = world.engine(1).card().unwrap().uri();
    let damaged = format!("{}A", &hers[..hers.len() - 9]);
    let link = join_link();
    let texts = [
        &hers,
        &mine,
        &damaged,
        &link,
        PEOPLE[0],
        PEOPLE[1],
        "https://example.org/x",
        "WIFI:S:x;;",
        "",
    ];
    let mut shown = String::new();
    for text in texts {
        shown += &print(&scanner(world.engine(0), world.now, text));
    }
    world.command(0, Command::Scan(hers)).unwrap();
    let Some(Event::Scanned(id)) = world.phones[0]
        .events
        .iter()
        .rfind(|e| matches!(e, Event::Scanned(_)))
    else {
        panic!("it was taken");
    };
    shown += &print(&scanned(world.engine(0), &id.bytes().unwrap()).unwrap());
    assert_snapshot!("scanner", shown);
}
