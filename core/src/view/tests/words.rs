//! Texts and ids.

use crate::view::words::people;
use crate::view::{Curtain, Private};

#[test]
fn debug_names_nobody() {
    let text = people::NAMED.with("name", "Berta Brunnen");
    assert_eq!(text.english(), "Berta Brunnen");
    let shown = format!(
        "{text:?} {:?} {:?}",
        text.args,
        Private::new(Curtain::OPEN, "Berta Brunnen")
    );
    assert!(!shown.contains("Berta"), "{shown}");
}

#[test]
fn an_id_is_read_back_from_its_hexadecimal_form() {
    let id = [0, 1, 0xfe, 0xff];
    assert_eq!(Private::hex(Curtain::OPEN, &id).bytes().unwrap(), id);
    assert_eq!(Private::new(Curtain::OPEN, "abc").bytes(), None);
    assert_eq!(Private::new(Curtain::OPEN, "zz").bytes(), None);
}
