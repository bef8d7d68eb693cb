//! Hearing: armed first, counted first, gone afterwards.

use super::fixture::{Phone, ordinary, recording, repeating, seconds, secure};
use crate::ding::{DingError, Reason, Stage, Utterance};
use crate::secure::{Answer, Level, Levels, Operation};
use crate::store::Table;
use sotto_protocol::wire::ding::{Ding, ding::Content};

#[test]
fn a_secure_one_is_heard_armed_once_and_gone() {
    for level in 1..4 {
        let mut phone = Phone::new();
        let id = phone.come(secure(7, level));
        phone.act(|d, now| d.listen(now, id)).unwrap();
        assert_eq!(phone.forbidden.len(), level as usize * 2);
        assert!(phone.dings.forbids(Operation::Speaker));
        assert!(phone.hear(seconds(2)) > 40);
        assert!(phone.forbidden.is_empty(), "everything is allowed again");
        let told = phone.told.last().unwrap();
        assert_eq!((told.heard, told.could_not), (1, None));
        assert_eq!(
            phone.act(|d, now| d.listen(now, id)),
            Err(DingError::HeardOut)
        );
        assert_eq!(phone.hear(seconds(1)), 0);
        let contents = phone.rows.keys().filter(|(t, _)| *t == Table::DingContents);
        assert_eq!(contents.count(), 0);
        // from level 2 on not even who sent it: only the random id, so that no copy of it is taken
        let row = phone.stored();
        let names_sender = row.windows(16).any(|w| w == [1; 16]);
        assert_eq!(names_sender, level < 2);
        phone.act(|d, now| d.confirm(now, id)).unwrap();
        assert!(phone.told.last().unwrap().confirmed_at.is_some());
        assert_eq!(phone.dings.received_by(id).is_none(), level >= 2);
        phone.come(secure(7, level));
        assert_eq!(phone.rings(), 1, "a copy of it does not ring");
    }
}

#[test]
fn what_the_phone_cannot_forbid_holds_it_back_and_the_sender_hears_why() {
    let mut phone = Phone::new();
    phone
        .answers
        .insert(Operation::Screenshot, Answer::Detected);
    let id = phone.come(secure(7, 3));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert_eq!(phone.hear(seconds(2)), 0);
    assert!(phone.forbidden.is_empty());
    let could_not = phone.told.last().unwrap().could_not.unwrap();
    assert_eq!(
        (could_not.reason, could_not.over),
        (Reason::CannotForbid, false)
    );
    assert!(could_not.lacking.contains(Operation::Screenshot));
    assert_eq!(could_not.lacking.iter().count(), 1);
    // nothing was counted: once the phone can, it is heard
    phone
        .answers
        .insert(Operation::Screenshot, Answer::Enforced);
    phone.restart();
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert!(phone.hear(seconds(2)) > 40);
    assert_eq!(phone.told.last().unwrap().could_not, None);
}

#[test]
fn a_shell_that_never_answers_holds_it_back() {
    let mut phone = Phone::new();
    phone.answers.clear();
    let id = phone.come(secure(7, 1));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert_eq!(phone.hear(seconds(1)), 0);
    assert_eq!(phone.dings.listening().unwrap().stage(), Stage::Arming);
    assert_eq!(phone.hear(seconds(2)), 0);
    assert!(phone.dings.listening().is_none());
    let could_not = phone.told.last().unwrap().could_not.unwrap();
    assert_eq!(could_not.reason, Reason::CannotForbid);
    assert!(phone.dings.received_by(id).unwrap().can_be_heard());
}

#[test]
fn a_violation_silences_it_at_once_and_counts() {
    let mut phone = Phone::new();
    let id = phone.come(secure(7, 2));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert!(phone.hear(seconds(0) + std::time::Duration::from_millis(400)) > 15);
    phone.act(|d, now| d.handle_violation(now, Operation::Peripherals, true));
    assert_eq!(phone.hear(seconds(2)), 0);
    let could_not = phone.told.last().unwrap().could_not.unwrap();
    assert_eq!((could_not.reason, could_not.over), (Reason::Violated, true));
    assert!(could_not.lacking.contains(Operation::Peripherals));
    assert_eq!(phone.told.last().unwrap().heard, 0);
    assert_eq!(
        phone.act(|d, now| d.listen(now, id)),
        Err(DingError::HeardOut)
    );
    assert!(phone.forbidden.is_empty());
}

#[test]
fn a_lost_capability_is_a_violation() {
    let mut phone = Phone::new();
    let id = phone.come(secure(7, 1));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    phone.act(|d, now| d.handle_answer(now, Operation::Speaker, Answer::Unsupported));
    assert_eq!(phone.hear(seconds(1)), 0);
    assert_eq!(
        phone.told.last().unwrap().could_not.unwrap().reason,
        Reason::Violated
    );
}

#[test]
fn nothing_sounds_before_the_count_is_on_the_disk() {
    for level in 0..3 {
        let mut phone = Phone::new();
        phone.slow_disk = true;
        let id = phone.come(Ding {
            level,
            plays_allowed: 1,
            ..ordinary(7)
        });
        phone.act(|d, now| d.listen(now, id)).unwrap();
        assert_eq!(phone.dings.listening().unwrap().stage(), Stage::Counting);
        assert_eq!(phone.hear(seconds(3)), 0);
        phone.act(|d, now| d.handle_barrier(now, 99));
        assert_eq!(phone.hear(seconds(1)), 0, "another barrier");
        phone.act(|d, now| d.handle_barrier(now, 1));
        assert!(phone.hear(seconds(2)) > 40);
    }
}

#[test]
fn a_crash_at_any_moment_of_hearing_gives_no_second_hearing_and_is_told() {
    for (heard_ms, slow) in [
        (0, true),
        (0, false),
        (20, false),
        (500, false),
        (980, false),
    ] {
        let mut phone = Phone::new();
        phone.slow_disk = slow;
        let id = phone.come(secure(7, 2));
        phone.act(|d, now| d.listen(now, id)).unwrap();
        phone.hear(std::time::Duration::from_millis(heard_ms));
        phone.restart();
        phone.slow_disk = false;
        assert_eq!(
            phone.act(|d, now| d.listen(now, id)).unwrap_err(),
            DingError::HeardOut
        );
        let told = phone.told.last().unwrap();
        let could_not = told.could_not.unwrap();
        assert_eq!(
            (told.heard, could_not.reason, could_not.over),
            (0, Reason::Interrupted, true)
        );
        let told = phone.told.len();
        phone.restart();
        assert_eq!(phone.told.len(), told, "told once");
    }
}

#[test]
fn the_sender_says_how_often() {
    let mut phone = Phone::new();
    let id = phone.come(Ding {
        plays_allowed: 3,
        ..secure(7, 1)
    });
    for times in 1..=3 {
        phone.act(|d, now| d.listen(now, id)).unwrap();
        assert!(phone.hear(seconds(2)) > 40);
        assert_eq!(phone.told.last().unwrap().heard, times);
        phone.restart();
    }
    assert_eq!(
        phone.act(|d, now| d.listen(now, id)),
        Err(DingError::HeardOut)
    );
    let unsaid = phone.come(Ding {
        plays_allowed: 0,
        ..secure(8, 1)
    });
    assert_eq!(
        phone.dings.received_by(unsaid).unwrap().plays_left(),
        Some(1)
    );
    let ordinary = phone.come(ordinary(9));
    for _ in 0..4 {
        phone.act(|d, now| d.listen(now, ordinary)).unwrap();
        assert!(phone.hear(seconds(2)) > 40);
    }
}

#[test]
fn a_recall_silences_what_is_being_heard() {
    let mut phone = Phone::new();
    let id = phone.come(secure(7, 3));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    phone.hear(std::time::Duration::from_millis(200));
    phone.recall(id);
    assert_eq!(phone.hear(seconds(1)), 0);
    assert!(phone.forbidden.is_empty());
    assert!(phone.dings.received_by(id).is_none());
    assert_eq!(
        phone.told.last().unwrap().could_not.unwrap().reason,
        Reason::Interrupted
    );
}

#[test]
fn a_shell_that_pulls_no_sound_does_not_hold_it_open() {
    let mut phone = Phone::new();
    let id = phone.come(secure(7, 1));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    phone.later(seconds(12));
    assert!(phone.dings.listening().is_none());
    assert!(phone.forbidden.is_empty());
}

#[test]
fn a_text_is_spoken_by_the_shell_and_a_secure_one_never_shown() {
    let text = |id, level| Ding {
        content: Some(Content::Text("The door code is 4711".to_owned())),
        level,
        plays_allowed: level.min(1),
        ..ordinary(id)
    };
    let mut phone = Phone::new();
    let open = phone.come(text(7, 0));
    let strict = phone.come(text(8, 2));
    assert!(phone.dings.received_by(open).unwrap().text().is_some());
    assert_eq!(phone.dings.received_by(strict).unwrap().text(), None);
    for id in [open, strict] {
        phone.act(|d, now| d.listen(now, id)).unwrap();
        let late = Utterance(phone.utterance.0 - 1);
        phone.act(|d, now| d.handle_spoken(now, late));
        assert!(
            phone.dings.listening().is_some(),
            "another's end is not its end"
        );
        let utterance = phone.utterance;
        phone.act(|d, now| d.handle_spoken(now, utterance));
        assert!(phone.dings.listening().is_none());
    }
    assert_eq!(phone.spoken.len(), 2);
    let stored = phone.rows.iter().filter(|((_, key), _)| **key == [8; 16]);
    assert!(
        stored
            .into_iter()
            .all(|(_, value)| !value.windows(4).any(|w| w == b"4711"))
    );
}

#[test]
fn heard_to_the_end_it_still_asks_to_be_confirmed() {
    let mut phone = Phone::new();
    let id = phone.come(repeating(7));
    phone.act(|d, now| d.listen(now, id)).unwrap();
    phone.hear(seconds(2));
    assert_eq!(phone.rings(), 1);
    phone.later(seconds(301));
    assert_eq!(phone.rings(), 2);
}

#[test]
fn what_was_recorded_can_be_heard_before_it_is_sent() {
    let mut phone = Phone::new();
    assert_eq!(
        phone.act(|d, _| d.play_recording()),
        Err(DingError::NotRecording)
    );
    phone.act(|d, _| d.start_recording()).unwrap();
    for piece in 0..50 {
        phone.dings.push_microphone(&super::fixture::tone(piece));
    }
    phone.act(|d, _| d.stop_recording()).unwrap();
    for _ in 0..2 {
        phone.act(|d, _| d.play_recording()).unwrap();
        assert!(phone.hear(seconds(2)) > 40);
    }
    assert_eq!(phone.dings.compose().duration(), recording(1).duration());
    phone.act(|d, _| d.discard_recording());
    assert_eq!(
        phone.act(|d, _| d.stop_recording()),
        Err(DingError::NotRecording)
    );
}

#[test]
fn a_level_of_the_senders_own_is_heard_as_the_sender_means_it() {
    let mut phone = Phone::new();
    // this phone's level 4 forbids the clipboard, the sender's transcription
    let strictest = Levels::default().forbidden(Level::THREE);
    let mine = Levels::new(&[strictest.with(Operation::Clipboard)]).unwrap();
    phone.dings.set_levels(mine);
    let forbids = |also: i32| {
        let all = strictest.iter().map(|operation| operation.to_wire().into());
        all.chain([also]).collect::<Vec<i32>>()
    };
    let theirs = |id: u8, also: i32| Ding {
        forbids: forbids(also),
        ..secure(id, 4)
    };
    let id = phone.come(theirs(7, Operation::Transcription.to_wire().into()));
    phone.restart();
    phone
        .dings
        .set_levels(Levels::new(&[strictest.with(Operation::Clipboard)]).unwrap());
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert!(phone.forbidden.contains(&Operation::Transcription));
    assert!(
        phone.forbidden.contains(&Operation::Clipboard),
        "and as this phone means it"
    );
    assert_ne!(phone.hear(seconds(1)), 0);

    // what only a newer version knows cannot be forbidden here
    let id = phone.come(theirs(8, 4_711));
    phone.restart();
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert_eq!(phone.hear(seconds(1)), 0);
    assert!(phone.dings.received_by(id).unwrap().can_be_heard());
    let could_not = phone.told.last().unwrap().could_not.unwrap();
    assert_eq!(could_not.reason, Reason::CannotForbid);
}
