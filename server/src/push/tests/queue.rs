use std::time::{Duration, Instant};

use sotto_protocol::id::DeviceId;

use crate::push::queue::{Full, Queue, Terms, Tried};

const SECOND: Duration = Duration::from_secs(1);

fn device(n: u16) -> DeviceId {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&n.to_be_bytes());
    DeviceId::new(id)
}

fn queue() -> (Queue, Instant) {
    let terms = Terms {
        devices: 100,
        at_once: 4,
        window: 5 * SECOND,
        pause: SECOND,
        longest_pause: 15 * SECOND,
        worth: 60 * SECOND,
    };
    (Queue::new(terms), Instant::now())
}

#[test]
fn a_burst_is_one_wake_up() {
    let (mut queue, now) = queue();
    for _ in 0..50 {
        queue.want(device(1), now).unwrap();
    }
    assert_eq!(queue.due(now), [device(1)]);
    assert_eq!(queue.due(now), []);
    queue.tried(device(1), Tried::Settled, now);
    // the phone came, and nothing is left of it once the window is over
    queue.heard(device(1));
    assert_eq!(queue.deadline(), Some(now + 5 * SECOND));
    assert_eq!(queue.due(now + 5 * SECOND), []);
    assert_eq!(queue.len(), 0);
}

#[test]
fn what_comes_after_a_wake_up_waits_for_the_window_and_is_not_lost() {
    let (mut queue, now) = queue();
    queue.want(device(1), now).unwrap();
    queue.due(now);
    // while it is under way, and after it was sent
    queue.want(device(1), now).unwrap();
    assert_eq!(queue.due(now), []);
    queue.tried(device(1), Tried::Settled, now + SECOND);
    queue.want(device(1), now + 2 * SECOND).unwrap();
    assert_eq!(queue.due(now + 5 * SECOND), []);
    assert_eq!(queue.due(now + 6 * SECOND), [device(1)]);
    queue.tried(device(1), Tried::Settled, now + 6 * SECOND);
    assert_eq!(queue.due(now + 60 * SECOND), []);
}

#[test]
fn failures_are_tried_again_with_growing_pauses_for_a_bounded_time() {
    let (mut queue, start) = queue();
    queue.want(device(1), start).unwrap();
    let (mut now, mut pauses, mut given_up) = (start, Vec::new(), false);
    while !given_up {
        assert_eq!(queue.due(now), [device(1)]);
        given_up = queue.tried(device(1), Tried::Later(Duration::ZERO), now);
        let next = queue.deadline().unwrap();
        pauses.push((next - now).as_secs());
        now = next;
    }
    // the last one is the window, after which it is forgotten
    assert_eq!(pauses, [1, 2, 4, 8, 15, 15, 15, 5]);
    assert_eq!(queue.due(now), []);
    assert_eq!(queue.len(), 0);
}

#[test]
fn a_device_that_comes_by_itself_ends_trying() {
    let (mut queue, now) = queue();
    queue.want(device(1), now).unwrap();
    queue.heard(device(1));
    assert_eq!((queue.due(now), queue.len()), (vec![], 0));

    queue.want(device(1), now).unwrap();
    queue.due(now);
    queue.heard(device(1));
    assert!(!queue.tried(device(1), Tried::Later(SECOND), now));
    assert_eq!(queue.due(now + 60 * SECOND), []);
}

#[test]
fn the_service_says_how_long_to_wait() {
    let (mut queue, now) = queue();
    queue.want(device(1), now).unwrap();
    queue.due(now);
    queue.tried(device(1), Tried::Later(20 * SECOND), now);
    assert_eq!(queue.deadline(), Some(now + 20 * SECOND));
}

#[test]
fn one_that_finds_no_place_has_not_failed() {
    let (mut queue, now) = queue();
    queue.want(device(1), now).unwrap();
    for second in 0..20 {
        let now = now + second * SECOND;
        assert_eq!(queue.due(now), [device(1)]);
        queue.tried(device(1), Tried::Busy, now);
    }
    assert_eq!(queue.deadline(), Some(now + 20 * SECOND));
}

#[test]
fn those_that_fail_leave_places_to_the_others() {
    let (mut queue, now) = queue();
    for n in 0..40 {
        queue.want(device(n), now).unwrap();
    }
    let mut first = queue.due(now);
    while !first.is_empty() {
        for device in &first {
            queue.tried(*device, Tried::Later(SECOND), now);
        }
        first = queue.due(now);
    }
    let later = now + SECOND;
    assert_eq!(queue.due(later).len(), 2);
    queue.want(device(99), later).unwrap();
    assert_eq!(queue.due(later), [device(99)]);
}

#[test]
fn memory_is_bounded() {
    let (mut queue, now) = queue();
    for n in 0..100 {
        queue.want(device(n), now).unwrap();
    }
    assert_eq!(queue.want(device(100), now), Err(Full));
    assert_eq!(queue.want(device(1), now), Ok(()));
    assert_eq!(queue.due(now).len(), 4);
}
