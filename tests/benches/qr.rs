//! Reading hard pictures: our cascade beside plain `rqrr`, plain `rxing` and `zxing-cpp`, on the same pictures in
//! one run; and a hostile frame given up in time.

mod qr_peers;

use std::time::{Duration, Instant};

use qr_peers::{Peer, rqrr, rxing, zxing_cpp};
use sotto_core::qr::{DecodeError, decode};
use sotto_phone::scanner::{FRAME_DEADLINE, Scanner};
use sotto_tests::{
    bench::{Goal, Report, quick},
    qr_pictures::{Kind, Picture, SEEDS, hard_pictures, tiled_with_finders},
};

fn main() {
    let seeds = if quick() { 3 } else { SEEDS };
    let pictures: Vec<Picture> = hard_pictures(seeds).collect();
    let ours = Peer::run("sotto", &pictures, |picture| {
        decode(picture.luma()).ok().map(|found| found.text)
    });
    let mut peers = vec![rqrr(&pictures), rxing(&pictures)];
    peers.extend(zxing_cpp(&pictures));
    print_kinds(&pictures, &ours, &peers);

    let mut report = Report::new("qr");
    // 275 of 300, as a share where a quick run has fewer pictures.
    let goal = (pictures.len() * 275).div_ceil(300) as f64;
    report.row("pictures read", ours.read(), "count", Goal::AtLeast(goal));
    for peer in &peers {
        let goal = match peer.name {
            "zxing-cpp" => Goal::AtLeast(peer.read()),
            _ => Goal::None,
        };
        let name = format!("pictures read, beside {}", peer.name);
        report.beside(&name, ours.read(), "count", (peer.name, peer.read()), goal);
    }
    report.row(
        "median of a picture",
        ours.quantile(0.5),
        "ms",
        Goal::AtMost(5.0),
    );
    for peer in &peers {
        let name = format!("median of a picture, beside {}", peer.name);
        let median = ours.quantile(0.5);
        report.beside(
            &name,
            median,
            "ms",
            (peer.name, peer.quantile(0.5)),
            Goal::None,
        );
    }
    report.row(
        "95th percentile of a picture",
        ours.quantile(0.95),
        "ms",
        Goal::None,
    );
    report.row("longest of a picture", ours.quantile(1.0), "ms", Goal::None);
    hostile(&mut report, &pictures);
    if peers.iter().all(|peer| peer.name != "zxing-cpp") {
        println!("zxing-cpp is missing: python3 with venv is needed to install it");
        report.row("zxing-cpp beside it", 0.0, "count", Goal::AtLeast(1.0));
    }
    if !report.finish() {
        std::process::exit(1);
    }
}

fn print_kinds(pictures: &[Picture], ours: &Peer, peers: &[Peer]) {
    let all: Vec<&Peer> = std::iter::once(ours).chain(peers).collect();
    print!("{:<16}", "");
    all.iter().for_each(|peer| print!("{:>11}", peer.name));
    println!();
    for kind in Kind::ALL {
        print!("{:<16}", format!("{kind:?}"));
        for peer in &all {
            let read = pictures.iter().zip(&peer.correct);
            let count = read.filter(|(picture, read)| picture.kind == kind && **read);
            print!("{:>11}", count.count());
        }
        println!();
    }
}

/// A frame tiled with finder patterns is given up in time, and the next good frame is read.
fn hostile(report: &mut Report, pictures: &[Picture]) {
    let scanner = Scanner::new().expect("a thread can be started");
    let patience = Duration::from_secs(10);
    let (mut longest, mut good) = (0.0_f64, 0.0_f64);
    let mut read = 0;
    let modules = [1, 2, 3, 4, 6];
    for module in modules {
        let start = Instant::now();
        let offered = scanner.offer(tiled_with_finders(module));
        offered.expect("a worker is free");
        let scan = scanner.recv_timeout(patience).expect("a frame is answered");
        let outcome = scan.outcome;
        assert!(matches!(
            outcome,
            Err(DecodeError::GivenUp | DecodeError::NotFound)
        ));
        longest = longest.max(milliseconds(start));
        let start = Instant::now();
        let offered = scanner.offer(pictures[0].luma().into());
        offered.expect("a worker is free");
        let scan = scanner.recv_timeout(patience).expect("a frame is answered");
        read += usize::from(
            scan.outcome
                .is_ok_and(|found| found.text == pictures[0].text),
        );
        good = good.max(milliseconds(start));
    }
    let deadline = FRAME_DEADLINE.as_secs_f64() * 1e3;
    let goal = Goal::AtMost(deadline);
    report.row("hostile frame is given up after", longest, "ms", goal);
    let goal = Goal::AtLeast(modules.len() as f64);
    report.row(
        "good frames read after hostile ones",
        read as f64,
        "count",
        goal,
    );
    report.row("longest of these good frames", good, "ms", Goal::None);
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
