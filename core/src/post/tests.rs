//! What a person may rely on: nothing is forgotten, nothing is kept too long, nobody's failure stops the others.
// tests need a first moment from somewhere
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use prost::Message;
use sotto_protocol::id::AccountId;

use super::*;
use crate::store::{Change, Table};

const NOW: u64 = 1_800_000_000_000;
const DAY: u64 = 86_400_000;

fn account(n: u8) -> AccountId {
    AccountId::new([n; 16])
}

fn id(n: u8) -> PostId {
    PostId::new([n; 16])
}

fn post(made_at: u64) -> Post {
    Post {
        purpose: PostFor::Message,
        content: vec![7; 100].into(),
        made_at,
        expires: made_at + DAY,
    }
}

fn fetched(office: &mut PostOffice, now: Instant) -> Vec<Job> {
    let mut jobs = Vec::new();
    while let Some(step) = office.next(now, NOW + 1) {
        let Step::Fetch(job) = step else {
            panic!("nothing expires yet")
        };
        jobs.push(job);
    }
    jobs
}

/// The rows that these changes leave.
#[derive(Default)]
struct Rows(BTreeMap<(Table, Vec<u8>), Vec<u8>>);

impl Rows {
    fn commit(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put {
                    table, key, value, ..
                } => drop(self.0.insert((table, key), value.to_vec())),
                Change::Delete { table, key } => drop(self.0.remove(&(table, key))),
                other => panic!("no change of posts: {other:?}"),
            }
        }
    }

    fn restart(&mut self) -> PostOffice {
        let mut office = PostOffice::new();
        for ((table, key), value) in &self.0 {
            let read = match table {
                Table::Posts => office.load_post(key, PostRow::decode(value.as_slice()).unwrap()),
                _ => office.load_job(key),
            };
            read.expect("readable");
        }
        let changes = office.loaded();
        self.commit(changes);
        office
    }
}

#[test]
fn a_post_to_fifty_people_is_pipelined_within_the_window_and_survives_a_restart() {
    let now = Instant::now();
    let people: Vec<AccountId> = (1..=50).map(account).collect();
    let mut rows = Rows::default();
    let mut office = PostOffice::new();
    rows.commit(office.put(id(1), post(NOW), &people).unwrap());
    let first = fetched(&mut office, now);
    assert_eq!(first.len(), WINDOW);
    for job in &first {
        assert!(office.content(job).is_some());
        let (finished, changes) = office.finish(job, Ok(())).expect("it waited");
        assert_eq!(finished.result, Ok(()));
        rows.commit(changes);
    }
    let mut office = rows.restart();
    assert_eq!(
        office.len(),
        50 - WINDOW,
        "what the server has is not sent again"
    );
    for _ in 0..50 {
        for job in fetched(&mut office, now) {
            rows.commit(office.finish(&job, Ok(())).expect("it waited").1);
        }
    }
    assert!(office.is_empty());
    assert!(rows.0.is_empty(), "nothing of it is left on this phone");
}

#[test]
fn a_receiver_who_is_not_ready_is_tried_again_and_stops_nobody_else() {
    let mut now = Instant::now();
    let mut office = PostOffice::new();
    office
        .put(id(1), post(NOW), &[account(1), account(2)])
        .unwrap();
    let jobs = fetched(&mut office, now);
    office.later(now, &jobs[0]);
    assert!(office.finish(&jobs[1], Ok(())).is_some());
    let mut pauses = Vec::new();
    for _ in 0..12 {
        assert!(fetched(&mut office, now).is_empty());
        let at = office.deadline().expect("it is tried again");
        pauses.push(at - now);
        now = at;
        assert_eq!(fetched(&mut office, now), [jobs[0]]);
        office.later(now, &jobs[0]);
    }
    assert_eq!(pauses[0], Duration::from_secs(2));
    assert!(pauses.is_sorted() && pauses[11] <= Duration::from_secs(600));
}

#[test]
fn what_expired_fails_with_its_reason_even_with_the_server() {
    let now = Instant::now();
    let mut office = PostOffice::new();
    office.put(id(1), post(NOW), &[account(1)]).unwrap();
    let job = fetched(&mut office, now)[0];
    assert!(office.deadline().is_some(), "it is looked at by itself");
    assert_eq!(office.next(now, NOW + DAY), Some(Step::Expire(job)));
    let (finished, _) = office.finish(&job, Err(PostFailure::Expired)).unwrap();
    assert_eq!(finished.result, Err(PostFailure::Expired));
    assert!(office.finish(&job, Ok(())).is_none(), "told once");
    assert_eq!(office.deadline(), None);
}

#[test]
fn a_cancelled_post_leaves_nothing_and_tells_who_did_not_get_it() {
    let now = Instant::now();
    let mut rows = Rows::default();
    let mut office = PostOffice::new();
    rows.commit(
        office
            .put(id(1), post(NOW), &[account(1), account(2)])
            .unwrap(),
    );
    rows.commit(office.put(id(2), post(NOW), &[account(1)]).unwrap());
    let jobs = fetched(&mut office, now);
    rows.commit(office.finish(&jobs[0], Ok(())).unwrap().1);
    let (unsent, changes) = office.cancel(id(1));
    rows.commit(changes);
    assert_eq!(unsent, [account(2)]);
    assert!(office.content(&jobs[1]).is_none(), "late keys seal nothing");
    assert_eq!(office.len(), 1);
    assert_eq!(rows.0.len(), 2, "only the other post is left");
}

#[test]
fn messages_go_in_the_order_in_which_they_were_written() {
    let now = Instant::now();
    let mut office = PostOffice::new();
    for (n, at) in [(1, NOW + 2), (2, NOW), (3, NOW + 1)] {
        office.put(id(n), post(at), &[account(1)]).unwrap();
    }
    let order: Vec<PostId> = fetched(&mut office, now).iter().map(|j| j.post).collect();
    assert_eq!(order, [id(2), id(3), id(1)]);
}

#[test]
fn everything_has_a_bound() {
    let mut office = PostOffice::new();
    let many: Vec<AccountId> = (0..RECIPIENTS as u128 + 1)
        .map(|n| AccountId::new(n.to_be_bytes()))
        .collect();
    assert_eq!(
        office.put(id(1), post(NOW), &many),
        Err(PostError::Recipients)
    );
    assert_eq!(
        office.put(id(1), post(NOW), &[]),
        Err(PostError::Recipients)
    );
    let large = Post {
        content: vec![0; LARGEST + 1].into(),
        ..post(NOW)
    };
    let refused = office.put(id(1), large, &many[..1]);
    assert_eq!(refused, Err(PostError::TooLarge { size: LARGEST + 1 }));
    for n in 0..=u8::MAX {
        let put = office.put(id(n), post(NOW), &many[..RECIPIENTS]);
        if put.is_err() {
            assert_eq!(put, Err(PostError::Full));
            assert!(office.len() <= JOBS && office.len() > JOBS - RECIPIENTS);
            return;
        }
    }
    panic!("the post office has no bound");
}
