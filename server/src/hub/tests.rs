#![allow(clippy::unwrap_used)]
use super::*;

const DEVICE: DeviceId = DeviceId::new([1; 16]);

/// What a link would send until it has to wait.
fn drain(hub: &Hub, place: &mut Place, now: u64) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        match hub.next(place, now) {
            Next::Containers { index, up_to } => {
                seen.push(format!("containers {up_to}"));
                hub.passed(place, index);
            }
            Next::Signal { index, bytes, .. } => {
                seen.push(format!("signal {}", bytes[0]));
                hub.passed(place, index);
            }
            Next::Nothing => return seen,
            Next::Replaced => {
                seen.push("replaced".to_owned());
                return seen;
            }
        }
    }
}

#[test]
fn signals_and_containers_keep_their_order() {
    let hub = Hub::new(1 << 20, 1 << 20);
    let mut place = hub.attach(DEVICE);
    hub.container(DEVICE, 4);
    hub.signal(DEVICE, vec![1], 0).unwrap();
    hub.container(DEVICE, 5);
    hub.container(DEVICE, 6);
    hub.signal(DEVICE, vec![2], 0).unwrap();
    let all = ["containers 4", "signal 1", "containers 6", "signal 2"];
    assert_eq!(drain(&hub, &mut place, 0), all);
    hub.container(DEVICE, 7);
    assert_eq!(drain(&hub, &mut place, 0), ["containers 7"]);
    // the next link hears what was not acknowledged, in the same order
    let mut again = hub.attach(DEVICE);
    assert_eq!(hub.catch_up_to(&again), 4);
    assert_eq!(
        drain(&hub, &mut again, 0),
        ["signal 1", "containers 6", "signal 2", "containers 7"]
    );
    assert_eq!(drain(&hub, &mut place, 0), ["replaced"]);
}

#[test]
fn signals_last_a_minute() {
    let hub = Hub::new(1 << 20, 1 << 20);
    hub.signal(DEVICE, vec![1], 1_000).unwrap();
    hub.signal(DEVICE, vec![2], 30_000).unwrap();
    let mut place = hub.attach(DEVICE);
    assert_eq!(drain(&hub, &mut place, 61_000), ["signal 2"]);
    hub.detach(&place);
    hub.expire(90_000);
    assert!(hub.state().boxes.is_empty());
    assert_eq!(hub.state().bytes, 0);
}

#[test]
fn one_device_has_so_many_signals_and_bytes() {
    let hub = Hub::new(1 << 20, 10_000);
    for _ in 0..limits::MAILBOX_SIGNALS {
        hub.signal(DEVICE, vec![0; 10], 0).unwrap();
    }
    assert_eq!(hub.signal(DEVICE, vec![0; 10], 0), Err(Full));
    let other = DeviceId::new([2; 16]);
    hub.signal(other, vec![0; 9_000], 0).unwrap();
    assert_eq!(hub.signal(other, vec![0; 9_000], 0), Err(Full));
    hub.signal(other, vec![0; 9_000], 60_000).unwrap();
    assert_eq!(hub.signal(DEVICE, vec![0; 10], 60_000), Ok(false));
    assert_eq!(hub.state().bytes, 9_010);
}

#[test]
fn who_fills_the_memory_does_not_silence_the_others() {
    let hub = Hub::new(100_000, 30_000);
    let flooded = |n| DeviceId::new([n; 16]);
    for n in 0..10 {
        for _ in 0..30 {
            let _ = hub.signal(flooded(n), vec![0; 1_000], 0);
        }
        assert!(hub.state().bytes <= 100_000);
    }
    // a call among others, on the way meanwhile
    let quiet = DeviceId::new([99; 16]);
    let mut place = hub.attach(quiet);
    hub.signal(quiet, vec![7; 500], 0).unwrap();
    for _ in 0..300 {
        for n in 0..10 {
            let _ = hub.signal(flooded(n), vec![0; 1_000], 0);
        }
    }
    hub.signal(quiet, vec![8; 500], 0).unwrap();
    assert_eq!(drain(&hub, &mut place, 0), ["signal 7", "signal 8"]);
    let state = hub.state();
    let sum: usize = state.boxes.values().map(Mailbox::bytes).sum();
    assert!(state.bytes == sum && sum <= 100_000);
}

#[test]
fn marks_between_signals_do_not_pile_up() {
    let hub = Hub::new(1 << 20, 1 << 20);
    // a device that is off; each signal has expired before the next comes
    for n in 0..1_000 {
        hub.signal(DEVICE, vec![1], n * 61_000).unwrap();
        hub.container(DEVICE, 5);
    }
    assert_eq!(hub.state().boxes[&DEVICE].queue_length(), 3);
    let mut place = hub.attach(DEVICE);
    assert_eq!(hub.catch_up_to(&place), 4);
    let now = 999 * 61_000;
    assert_eq!(
        drain(&hub, &mut place, now),
        ["containers 5", "signal 1", "containers 5"]
    );
}

#[test]
fn whoever_queues_learns_whether_a_phone_listens() {
    let hub = Hub::new(1 << 20, 1 << 20);
    assert!(!hub.container(DEVICE, 1));
    assert_eq!(hub.signal(DEVICE, vec![1], 0), Ok(false));
    let asleep = hub.attach(DEVICE);
    assert!(hub.container(DEVICE, 2) && hub.listens(DEVICE));
    assert!(!hub.set_listens(&asleep, false));
    assert!(hub.set_listens(&asleep, false));
    assert_eq!(hub.signal(DEVICE, vec![1], 0), Ok(false));
    // another link of the same device listens, whatever the first one does
    let awake = hub.attach(DEVICE);
    assert!(hub.listens(DEVICE));
    assert!(hub.set_listens(&asleep, false));
    assert_eq!(hub.signal(DEVICE, vec![1], 0), Ok(true));
    hub.detach(&awake);
    assert!(!hub.listens(DEVICE));
}

#[test]
fn an_acknowledged_signal_does_not_come_back() {
    let hub = Hub::new(1 << 20, 1 << 20);
    let place = hub.attach(DEVICE);
    hub.signal(DEVICE, vec![1], 0).unwrap();
    let Next::Signal { sequence, .. } = hub.next(&place, 0) else {
        panic!("a signal waits");
    };
    assert!(!is_container(sequence));
    hub.acknowledge(DEVICE, &[sequence]);
    assert_eq!(hub.next(&place, 0), Next::Nothing);
}
