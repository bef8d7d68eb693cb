//! Being woken by push, as far as a terminal says where.

use super::world::World;

#[test]
fn a_phone_says_where_it_is_woken_and_hears_what_the_server_makes_of_it() {
    let mut world = World::new();
    let (alice, _) = world.pair();
    let shows = |args: &[&str], key: &str| {
        let shown = alice.run(args).well();
        assert_eq!(shown.event("push")["key"], key);
    };
    shows(&["push"], "push.off");
    shows(&["push", "https://push.example.org/UP?token=x"], "push.on");
    shows(&["push"], "push.on");
    // the server calls nobody in its own network
    let private = alice.run(&["push", "https://192.168.0.1/x"]);
    assert_eq!(private.code, 1);
    assert_eq!(private.event("push")["key"], "push.private");
    let plain = alice.run(&["push", "http://push.example.org/x"]);
    assert!(plain.error().contains("https"), "{}", plain.error());
    shows(&["push", "--off"], "push.off");
}
