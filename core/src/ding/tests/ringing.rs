//! Ringing: until confirmed, again as its sender said, not in a call, not after it was recalled or expired.

use super::fixture::{ALICE, MASTER, Phone, ordinary, repeating, seconds, secure};
use crate::ding::{DingError, Reason, WAITING, WAITING_FROM_ONE};
use crate::store::Table;
use sotto_protocol::id::AccountId;

#[test]
fn an_ordinary_one_rings_a_minute_and_the_sender_hears_of_it() {
    let mut phone = Phone::new();
    let id = phone.come(ordinary(7));
    assert_eq!(phone.rings(), 1);
    assert!(phone.dings.received_by(id).unwrap().rings());
    assert_eq!(phone.told[0].rung_at, Some(MASTER));
    phone.later(seconds(61));
    assert!(!phone.dings.received_by(id).unwrap().rings());
    phone.later(seconds(3_000));
    assert_eq!(phone.rings(), 1, "without a repeat it rings once");
}

#[test]
fn it_rings_again_until_it_is_confirmed_even_after_restarts() {
    let mut phone = Phone::new();
    let id = phone.come(repeating(7));
    phone.later(seconds(361));
    assert_eq!(phone.rings(), 2);
    phone.restart();
    assert_eq!(phone.rings(), 3, "it was ringing when the phone stopped");
    phone.later(seconds(361));
    phone.restart();
    let before = phone.rings();
    phone.act(|d, now| d.confirm(now, id)).unwrap();
    assert_eq!(
        phone.told.last().unwrap().confirmed_at,
        Some(phone.now.master)
    );
    phone.later(seconds(1_000));
    phone.restart();
    phone.later(seconds(1_000));
    assert_eq!(phone.rings(), before);
    assert_eq!(
        phone.act(|d, now| d.confirm(now, id)),
        Err(DingError::Confirmed)
    );
}

#[test]
fn one_that_repeats_until_heard_is_quiet_once_heard() {
    let mut phone = Phone::new();
    let mut ding = repeating(7);
    ding.repeat.as_mut().unwrap().until_confirmed = false;
    let id = phone.come(ding);
    phone.act(|d, now| d.listen(now, id)).unwrap();
    assert!(phone.hear(seconds(2)) > 40);
    phone.later(seconds(2_000));
    assert_eq!(phone.rings(), 1);
}

#[test]
fn later_means_later() {
    let mut phone = Phone::new();
    let id = phone.come(ordinary(7));
    phone.act(|d, now| d.later(now, id, seconds(120))).unwrap();
    assert!(!phone.dings.received_by(id).unwrap().rings());
    phone.later(seconds(119));
    assert_eq!(phone.rings(), 1);
    phone.restart();
    phone.later(seconds(1));
    assert_eq!(phone.rings(), 2);
}

#[test]
fn nothing_rings_in_a_call_and_everything_after_it() {
    let mut phone = Phone::new();
    phone.dings.set_busy(true);
    let id = phone.come(ordinary(7));
    phone.later(seconds(100));
    assert_eq!(
        (phone.rings(), phone.told.len()),
        (0, 0),
        "it has not rung yet"
    );
    assert_eq!(
        phone.act(|d, now| d.listen(now, id)),
        Err(DingError::InCall)
    );
    phone.dings.set_busy(false);
    phone.later(seconds(0));
    assert_eq!(phone.rings(), 1);
    phone.dings.set_busy(true);
    phone.later(seconds(1));
    assert!(!phone.dings.received_by(id).unwrap().rings());
    phone.dings.set_busy(false);
    phone.later(seconds(0));
    assert_eq!(phone.rings(), 2, "it gave way to a call");
}

#[test]
fn recall_wins_before_and_after_it_came() {
    let mut phone = Phone::new();
    let id = phone.come(repeating(7));
    phone.recall(id);
    assert!(phone.dings.received_by(id).is_none());
    phone.come(repeating(7));
    phone.later(seconds(1_000));
    phone.restart();
    phone.come(repeating(7));
    assert_eq!(phone.rings(), 1);
    // overtaken by its recall
    let early = sotto_protocol::id::DingId::new([8; 16]);
    phone.recall(early);
    phone.come(repeating(8));
    assert_eq!(phone.rings(), 1);
    assert!(
        phone
            .rows
            .keys()
            .all(|(table, _)| *table != Table::DingContents)
    );
}

#[test]
fn only_its_sender_can_take_it_back() {
    let mut phone = Phone::new();
    let id = phone.come(repeating(7));
    let mallory = AccountId::new([66; 16]);
    let recall = sotto_protocol::wire::ding::DingRecall { id: id.to_vec() };
    phone.act(|d, now| d.handle_recall(now, mallory, &recall, vec![]));
    assert!(phone.dings.received_by(id).unwrap().rings());
}

#[test]
fn what_expired_rings_no_more_and_nothing_is_left_of_it() {
    let mut phone = Phone::new();
    let id = phone.come(repeating(7));
    let strict = phone.come(secure(8, 2));
    phone.later(seconds(3_601));
    let before = phone.rings();
    assert!(!phone.dings.received_by(id).unwrap().can_be_heard());
    assert!(phone.dings.received_by(strict).is_none());
    assert_eq!(
        phone.act(|d, now| d.listen(now, id)),
        Err(DingError::Expired)
    );
    phone.later(seconds(8 * 24 * 3_600));
    assert_eq!(phone.rings(), before);
    assert!(phone.rows.is_empty(), "{} rows", phone.rows.len());
    phone.come(ordinary(9));
    assert!(phone.rows.is_empty(), "it had expired before it came");
}

#[test]
fn a_damaged_one_is_not_kept_and_its_sender_is_told() {
    let mut phone = Phone::new();
    let mut ding = ordinary(7);
    let Some(sotto_protocol::wire::ding::ding::Content::Voice(voice)) = &mut ding.content else {
        panic!("it was recorded");
    };
    voice.packets += 1;
    phone
        .dings
        .handle_ding(phone.now, ALICE, None, ding, vec![]);
    phone.run();
    let could_not = phone.told[0].could_not.unwrap();
    assert_eq!((could_not.reason, could_not.over), (Reason::Damaged, true));
    assert!(phone.rows.is_empty());
}

#[test]
fn one_person_cannot_fill_the_phone_nor_can_all() {
    let mut phone = Phone::new();
    for who in 1..20_u8 {
        for n in 0..25_u8 {
            let mut ding = ordinary(n);
            ding.id[0] = who;
            let from = AccountId::new([who; 16]);
            phone.dings.handle_ding(phone.now, from, None, ding, vec![]);
            phone.run();
            if n as usize == WAITING_FROM_ONE {
                assert_eq!(
                    phone.told.last().unwrap().could_not.unwrap().reason,
                    Reason::Full
                );
            }
        }
        let waiting = phone.dings.received().count();
        assert_eq!(waiting, (who as usize * WAITING_FROM_ONE).min(WAITING));
    }
}

const BOB: AccountId = AccountId::new([2; 16]);

#[test]
fn nobody_else_makes_a_ding_vanish_that_they_know_of() {
    let mut phone = Phone::new();
    // taken back by one who did not send it, before it came; and another of that id came first
    let recall = sotto_protocol::wire::ding::DingRecall { id: vec![7; 16] };
    phone.act(|d, now| d.handle_recall(now, BOB, &recall, vec![]));
    phone.act(|d, now| d.handle_ding(now, BOB, None, ordinary(7), vec![]));
    assert_eq!(phone.rings(), 0, "his recall counts for his own");
    phone.come(ordinary(7));
    assert_eq!(phone.rings(), 1);
}

#[test]
fn two_dings_of_one_id_are_two_and_each_sender_hears_of_his_own() {
    let mut phone = Phone::new();
    phone.act(|d, now| d.handle_ding(now, BOB, None, ordinary(7), vec![]));
    phone.come(secure(7, 2));
    assert_eq!(phone.rings(), 2);
    phone.restart();
    let from = |phone: &Phone, who| {
        let mut all = phone.dings.received();
        all.find(|(_, ding)| ding.from() == who).map(|(id, _)| id)
    };
    let (bobs, alices) = (from(&phone, BOB).unwrap(), from(&phone, ALICE).unwrap());
    assert_ne!(bobs, alices);
    assert!(phone.told_ids.iter().all(|id| *id == vec![7; 16]));
    phone.recall(sotto_protocol::id::DingId::new([7; 16]));
    assert_eq!(from(&phone, ALICE), None);
    assert_eq!(from(&phone, BOB), Some(bobs));
    // gone is gone, for her alone
    phone.restart();
    phone.come(secure(7, 2));
    assert_eq!(from(&phone, ALICE), None);
    assert_eq!(from(&phone, BOB), Some(bobs));
}

#[test]
fn early_recalls_of_many_do_not_push_out_one() {
    let mut phone = Phone::new();
    let recall = |n: u32, who: u8| {
        let mut id = vec![who; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        (
            AccountId::new([who; 16]),
            sotto_protocol::wire::ding::DingRecall { id },
        )
    };
    phone.recall(sotto_protocol::id::DingId::new([7; 16]));
    for n in 0..2_100 {
        let (who, message) = recall(n, if n % 2 == 0 { 66 } else { 77 });
        phone.act(|d, now| d.handle_recall(now, who, &message, vec![]));
    }
    assert_eq!(phone.rows.len(), 2_000);
    phone.come(ordinary(7));
    assert_eq!(phone.rings(), 0, "it was taken back");
}
