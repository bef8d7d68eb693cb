//! Sending: to one or many, live per person, taken back, over.

use sotto_protocol::id::{AccountId, DeviceId, DingId};
use sotto_protocol::wire::container::content::Body;

use super::fixture::{MASTER, Phone, seconds, tone};
use crate::ding::{
    CouldNot, DingError, Draft, NoRoute, Progress, Reason, Repeat, Route, Said, State,
};
use crate::post::PostFailure;
use crate::secure::Level;

const ID: DingId = DingId::new([5; 16]);

fn person(n: u8) -> (Vec<u8>, Route) {
    (vec![n; 16], Route::App(AccountId::new([n; 16])))
}

fn contacts(count: u8) -> Vec<Vec<u8>> {
    (1..=count).map(|n| vec![n; 16]).collect()
}

fn send(phone: &mut Phone, draft: &Draft, people: Vec<(Vec<u8>, Route)>) -> Result<(), DingError> {
    phone.act(|d, _| d.start_recording()).unwrap();
    for piece in 0..100 {
        phone.dings.push_microphone(&tone(piece));
    }
    phone.act(|d, now| d.send(now, ID, draft, people, Said::Recorded))
}

fn progress(phone: &Phone) -> Vec<Progress> {
    let sent = phone.dings.sent_by(ID).unwrap();
    let people = sent.people().iter();
    people.map(|p| sent.progress(p, phone.now.master)).collect()
}

fn says(phone: &mut Phone, who: u8, device: u8, state: State) {
    let from = (AccountId::new([who; 16]), DeviceId::new([device; 16]));
    let message = state.to_wire(ID.as_bytes());
    phone.act(|d, now| d.handle_state(now, from, &message, vec![]));
}

#[test]
fn each_person_is_followed_by_itself() {
    let mut phone = Phone::new();
    let mut people: Vec<_> = (1..=5).map(person).collect();
    people.push((vec![6; 32], Route::None(NoRoute::NoApp)));
    let mut to = contacts(5);
    to.push(vec![6; 32]);
    send(&mut phone, &Draft::ordinary(to), people).unwrap();
    assert_eq!(phone.sent.len(), 1);
    assert_eq!(phone.sent[0].1, 5, "one message for all who have the app");
    for (n, result) in [
        (1, Ok(())),
        (2, Ok(())),
        (3, Ok(())),
        (4, Err(PostFailure::CardWithdrawn)),
    ] {
        phone.act(|d, _| drop(d.handle_sent(ID, AccountId::new([n; 16]), result)));
    }
    let rung = State {
        revision: 1,
        rung_at: Some(MASTER),
        ..State::default()
    };
    says(&mut phone, 1, 1, rung.clone());
    says(&mut phone, 2, 1, rung.clone());
    says(
        &mut phone,
        2,
        1,
        State {
            revision: 2,
            heard: 1,
            heard_at: Some(MASTER + 9),
            ..rung.clone()
        },
    );
    assert_eq!(
        progress(&phone),
        [
            Progress::Rung(MASTER),
            Progress::Heard(1, MASTER + 9),
            Progress::Sent,
            Progress::NotSent(PostFailure::CardWithdrawn),
            Progress::Waits,
            Progress::NoRoute(NoRoute::NoApp),
        ]
    );
    // overtaken and repeated news change nothing
    says(&mut phone, 2, 1, rung);
    assert_eq!(progress(&phone)[1], Progress::Heard(1, MASTER + 9));
    phone.restart();
    assert_eq!(progress(&phone)[1], Progress::Heard(1, MASTER + 9));
    phone.later(seconds(24 * 3_600));
    assert_eq!(progress(&phone)[0], Progress::Expired);
}

#[test]
fn the_devices_of_a_person_are_one_person() {
    let mut phone = Phone::new();
    send(&mut phone, &Draft::ordinary(contacts(1)), vec![person(1)]).unwrap();
    let could_not = Some(CouldNot::for_now(Reason::CannotForbid));
    says(
        &mut phone,
        1,
        1,
        State {
            revision: 3,
            could_not,
            ..State::default()
        },
    );
    assert!(matches!(progress(&phone)[0], Progress::CouldNot(_)));
    says(
        &mut phone,
        1,
        2,
        State {
            revision: 1,
            confirmed_at: Some(7),
            ..State::default()
        },
    );
    assert_eq!(progress(&phone)[0], Progress::Confirmed(7));
    // more devices than an account can have are not kept
    for device in 3..200 {
        says(
            &mut phone,
            1,
            device,
            State {
                revision: 1,
                heard: 1,
                ..State::default()
            },
        );
    }
    assert!(phone.dings.sent_by(ID).unwrap().people()[0].state().heard <= 8);
}

#[test]
fn a_stranger_says_nothing_about_it() {
    let mut phone = Phone::new();
    send(&mut phone, &Draft::ordinary(contacts(1)), vec![person(1)]).unwrap();
    says(
        &mut phone,
        66,
        1,
        State {
            revision: 9,
            confirmed_at: Some(1),
            ..State::default()
        },
    );
    assert_eq!(progress(&phone), [Progress::Waits]);
}

#[test]
fn recall_goes_to_all_and_what_was_confirmed_stays_confirmed() {
    let mut phone = Phone::new();
    send(
        &mut phone,
        &Draft::ordinary(contacts(3)),
        (1..=3).map(person).collect(),
    )
    .unwrap();
    says(
        &mut phone,
        1,
        1,
        State {
            revision: 1,
            confirmed_at: Some(7),
            ..State::default()
        },
    );
    phone.act(|d, now| d.recall(now, ID)).unwrap();
    phone.act(|d, now| d.recall(now, ID)).unwrap();
    let recalls = phone
        .sent
        .iter()
        .filter(|(body, to)| matches!(body, Body::DingRecall(_)) && *to == 3);
    assert_eq!(recalls.count(), 1);
    assert_eq!(
        progress(&phone),
        [
            Progress::Confirmed(7),
            Progress::Recalled,
            Progress::Recalled
        ]
    );
    assert_eq!(
        phone.act(|d, now| d.recall(now, DingId::new([6; 16]))),
        Err(DingError::Unknown)
    );
}

#[test]
fn the_senders_phone_keeps_no_sound_and_from_level_2_on_no_row_of_what_is_over() {
    for level in [0, 1, 2, 3] {
        let mut phone = Phone::new();
        let draft = Draft {
            level: Level::new(level),
            plays: 1,
            ..Draft::ordinary(contacts(2))
        };
        send(&mut phone, &draft, vec![person(1), person(2)]).unwrap();
        assert_eq!(phone.dings.compose().duration(), seconds(0));
        assert!(phone.stored().len() < 300, "no sound is stored in a row");
        for who in [1, 2] {
            assert_eq!(phone.rows.len(), 1);
            says(
                &mut phone,
                who,
                1,
                State {
                    revision: 1,
                    heard: 1,
                    confirmed_at: Some(7),
                    ..State::default()
                },
            );
        }
        assert_eq!(phone.rows.len(), usize::from(level < 2));
        assert_eq!(progress(&phone).len(), 2, "the screen still shows it");
    }
}

#[test]
fn one_that_was_confirmed_unheard_stays_in_its_senders_hands() {
    let draft = Draft {
        level: Level::TWO,
        plays: 1,
        ..Draft::ordinary(contacts(1))
    };
    let confirmed = State {
        revision: 1,
        confirmed_at: Some(7),
        ..State::default()
    };
    let mut phone = Phone::new();
    send(&mut phone, &draft, vec![person(1)]).unwrap();
    says(&mut phone, 1, 1, confirmed.clone());
    assert_eq!(phone.rows.len(), 1, "it can still be heard");
    phone.restart();
    phone.act(|d, now| d.delete(now, ID)).unwrap();
    assert!(matches!(phone.sent.last(), Some((Body::DingRecall(_), 1))));

    // once it was heard as often as it may be, or cannot be any more, nothing is left to take back
    let heard = State {
        revision: 2,
        heard: 1,
        ..confirmed.clone()
    };
    let broke = State {
        revision: 2,
        could_not: Some(CouldNot::over(Reason::Interrupted)),
        ..confirmed.clone()
    };
    for last in [heard, broke] {
        let mut phone = Phone::new();
        send(&mut phone, &draft, vec![person(1)]).unwrap();
        says(&mut phone, 1, 1, confirmed.clone());
        says(&mut phone, 1, 1, last);
        assert_eq!(phone.rows.len(), 0);
    }
}

#[test]
fn terms_that_do_not_fit_are_refused_and_the_recording_stays() {
    let mut phone = Phone::new();
    let base = Draft::ordinary(contacts(1));
    let day = seconds(24 * 3_600);
    let secure = Draft {
        plays: 0,
        ..Draft::secure(contacts(1), Level::ONE)
    };
    let repeat = |every| {
        Some(Repeat {
            every,
            until_confirmed: true,
        })
    };
    for (draft, error) in [
        (
            Draft {
                to: vec![],
                ..base.clone()
            },
            DingError::People,
        ),
        (
            Draft {
                to: contacts(201),
                ..base.clone()
            },
            DingError::People,
        ),
        (secure, DingError::Plays),
        (
            Draft {
                repeat: repeat(seconds(59)),
                ..base.clone()
            },
            DingError::Repeat,
        ),
        (
            Draft {
                repeat: repeat(day * 2),
                ..base.clone()
            },
            DingError::Repeat,
        ),
        (
            Draft {
                expires_in: day * 30,
                ..base.clone()
            },
            DingError::Expiry,
        ),
    ] {
        assert_eq!(send(&mut phone, &draft, vec![person(1)]), Err(error));
    }
    let long = Said::Text("x".repeat(501).into());
    let sent = phone.act(|d, now| d.send(now, ID, &base, vec![person(1)], long));
    assert_eq!(sent, Err(DingError::TextTooLong));
    assert!(phone.sent.is_empty());
    phone
        .act(|d, now| d.send(now, ID, &base, vec![person(1)], Said::Recorded))
        .unwrap();
    assert_eq!(
        phone.act(|d, now| d.send(now, ID, &base, vec![person(1)], Said::Recorded)),
        Err(DingError::Nothing)
    );
}
