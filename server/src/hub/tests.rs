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
    let hub = Hub::new(1 << 20);
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
    let hub = Hub::new(1 << 20);
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
fn memory_is_bounded() {
    let hub = Hub::new(10_000);
    for _ in 0..limits::MAILBOX_SIGNALS {
        hub.signal(DEVICE, vec![0; 10], 0).unwrap();
    }
    assert_eq!(hub.signal(DEVICE, vec![0; 10], 0), Err(Full));
    let other = DeviceId::new([2; 16]);
    assert_eq!(hub.signal(other, vec![0; 9_000], 0), Err(Full));
    hub.signal(other, vec![0; 9_000], 60_000).unwrap();
    assert_eq!(hub.state().bytes, 9_000);
}

#[test]
fn whoever_queues_learns_whether_a_phone_listens() {
    let hub = Hub::new(1 << 20);
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
    let hub = Hub::new(1 << 20);
    let place = hub.attach(DEVICE);
    hub.signal(DEVICE, vec![1], 0).unwrap();
    let Next::Signal { sequence, .. } = hub.next(&place, 0) else {
        panic!("a signal waits");
    };
    assert!(!is_container(sequence));
    hub.acknowledge(DEVICE, &[sequence]);
    assert_eq!(hub.next(&place, 0), Next::Nothing);
}
