use std::sync::{
    Arc, Mutex,
    mpsc::{Receiver, Sender, channel},
};

use sotto_core::qr::Rotation;

use super::*;

const LONG: Duration = Duration::from_secs(20);

/// A frame whose pixels are all `mark`.
fn frame(mark: u8) -> OwnedLuma {
    OwnedLuma::new(vec![mark; 64 * 64], 64, 64, 64, Rotation::Deg0).unwrap()
}

/// A decoder that tells when it begins a frame, holds dark ones until the gate opens, and "finds" the mark of others.
struct Gate {
    begun: Receiver<u8>,
    open: Sender<()>,
}

fn gated(deadline: Duration) -> (Scanner, Gate) {
    let (begin, begun) = channel();
    let (open, opened) = channel::<()>();
    let opened = Mutex::new(opened);
    let scanner = Scanner::with_decoder(deadline, move |luma, _| {
        let mark = luma.pixel(0, 0).unwrap();
        begin.send(mark).unwrap();
        if mark == 0 {
            let _ = opened.lock().unwrap().recv();
        }
        Ok(Found {
            text: mark.to_string(),
            corners: [(0.0, 0.0); 4],
        })
    })
    .unwrap();
    (scanner, Gate { begun, open })
}

fn text(scan: Option<Scan>) -> String {
    scan.unwrap().outcome.unwrap().text
}

#[test]
fn the_newest_waiting_frame_wins() {
    let (scanner, gate) = gated(LONG);
    scanner.offer(frame(0)).unwrap();
    assert_eq!(gate.begun.recv_timeout(LONG).unwrap(), 0);
    for mark in 1..=9 {
        scanner.offer(frame(mark)).unwrap();
    }
    gate.open.send(()).unwrap();
    assert_eq!(text(scanner.recv_timeout(LONG)), "0");
    assert_eq!(text(scanner.recv_timeout(LONG)), "9");
    assert_eq!(scanner.recv_timeout(Duration::ZERO), None);
}

#[test]
fn a_frame_that_takes_too_long_is_given_up_and_the_next_one_is_read() {
    let (scanner, gate) = gated(Duration::from_millis(50));
    let stuck = scanner.offer(frame(0)).unwrap();
    let scan = scanner.recv_timeout(LONG).unwrap();
    assert_eq!(
        (scan.frame, scan.outcome),
        (stuck, Err(DecodeError::GivenUp))
    );
    assert_eq!(scanner.abandoned(), 1);
    scanner.offer(frame(7)).unwrap();
    assert_eq!(text(scanner.recv_timeout(LONG)), "7");
    drop(gate);
}

#[test]
fn stuck_workers_are_bounded_and_counted_out_when_they_end() {
    let (scanner, gate) = gated(Duration::from_millis(20));
    for _ in 0..MAX_ABANDONED {
        scanner.offer(frame(0)).unwrap();
        let outcome = scanner.recv_timeout(LONG).unwrap().outcome;
        assert_eq!(outcome, Err(DecodeError::GivenUp));
    }
    assert_eq!(scanner.offer(frame(1)), Err(ScannerError::Overrun));
    gate.open.send(()).unwrap();
    let stuck = |state: &mut State| state.abandoned >= MAX_ABANDONED;
    let shared = &scanner.shared;
    let waited = shared
        .changed
        .wait_timeout_while(shared.state(), LONG, stuck);
    drop(waited.unwrap());
    scanner.offer(frame(5)).unwrap();
    assert_eq!(text(scanner.recv_timeout(LONG)), "5");
}

#[test]
fn a_decoder_that_panics_costs_one_frame() {
    let first = Arc::new(Mutex::new(true));
    let scanner = Scanner::with_decoder(LONG, move |_, _| {
        if std::mem::take(&mut *first.lock().unwrap_or_else(PoisonError::into_inner)) {
            panic!("a broken decoder");
        }
        Err(DecodeError::GivenUp)
    })
    .unwrap();
    scanner.offer(frame(1)).unwrap();
    let outcome = scanner.recv_timeout(LONG).unwrap().outcome;
    assert_eq!(outcome, Err(DecodeError::NotFound));
    scanner.offer(frame(1)).unwrap();
    let outcome = scanner.recv_timeout(LONG).unwrap().outcome;
    assert_eq!(outcome, Err(DecodeError::GivenUp));
}

#[test]
fn results_that_nobody_fetches_are_bounded() {
    let (scanner, gate) = gated(LONG);
    for mark in 1..=40 {
        scanner.offer(frame(mark)).unwrap();
        assert_eq!(gate.begun.recv_timeout(LONG).unwrap(), mark);
    }
    let last = |state: &mut State| state.results.back().is_none_or(|scan| scan.frame != 40);
    let shared = &scanner.shared;
    let waited = shared
        .changed
        .wait_timeout_while(shared.state(), LONG, last);
    assert!(waited.unwrap().0.results.len() <= MAX_RESULTS);
}
