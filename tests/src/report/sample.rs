//! A report made up for the tests of this module: every part filled, nothing measured.

use super::data::{DemoReport, Event, Forbidden, Kind, Screen, Seen, Sound, Step};

/// A report in which everything holds.
pub(super) fn report() -> DemoReport {
    let spoken = voice(0);
    let mut heard = vec![0_i16; 2_400];
    heard.extend(spoken.iter().map(|sample| sample / 10 * 9));
    DemoReport {
        holds: true,
        phones: ["Alice", "Bob"].map(str::to_owned),
        steps: steps(),
        figures: [
            ("accept_to_sound_ms", 41.25),
            ("cpu_percent", 2.1),
            ("one_way_delay_ms", 63.4),
            ("packets_lost", 0.0),
            ("report_ms", 3.4),
            ("scan_ms", 18.2),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect(),
        events: events(),
        sounds: vec![
            Sound {
                who: "Alice to Bob".to_owned(),
                spoken,
                heard,
            },
            Sound {
                who: "Bob to Alice".to_owned(),
                spoken: voice(2),
                heard: voice(2),
            },
        ],
        forbidden: forbidden(),
        server_saw: [
            (
                "A container's size",
                "how much was said, rounded up",
                "1,280 bytes",
            ),
            (
                "The receiver's device",
                "whose mailbox it is",
                "9f3c41d07be2",
            ),
            (
                "Relay traffic",
                "that a call takes place, not with whom",
                "100 packets a second, 139 bytes each",
            ),
        ]
        .into_iter()
        .map(|(what, tells, example)| Seen {
            what: what.to_owned(),
            tells: tells.to_owned(),
            example: example.to_owned(),
        })
        .collect(),
        screens: screens(),
        card_png: picture(|x, y| {
            if (x / 8 * 7 + y / 8 * 13) % 5 < 2 {
                0
            } else {
                255
            }
        }),
        photo_png: picture(|x, y| (((x + y / 3) / 8 * 7 + y / 8 * 13) % 5 * 30 + x / 3) as u8),
    }
}

/// A report in which every text is `text`.
pub(super) fn hostile(text: &str) -> DemoReport {
    let mut report = report();
    let text = || text.to_owned();
    report.phones = [text(), text()];
    report.figures = [(text(), 1.0)].into();
    for step in &mut report.steps {
        (step.name, step.says) = (text(), text());
    }
    report
        .events
        .iter_mut()
        .for_each(|event| event.text = text());
    report
        .sounds
        .iter_mut()
        .for_each(|sound| sound.who = text());
    for row in &mut report.forbidden {
        (row.operation, row.first, row.second) = (text(), text(), text());
    }
    for row in &mut report.server_saw {
        (row.what, row.tells, row.example) = (text(), text(), text());
    }
    for screen in &mut report.screens {
        (screen.title, screen.lines) = (text(), vec![text()]);
    }
    report
}

fn steps() -> Vec<Step> {
    [
        (
            "The server starts on an empty folder",
            212.0,
            "It listens and prints a join link.",
        ),
        (
            "Both phones join",
            88.0,
            "Two accounts from two single-use tokens.",
        ),
        (
            "The card is scanned from the picture",
            18.2,
            "Bob is a verified contact.",
        ),
        (
            "The phone rings",
            31.0,
            "Bob saw secure mode, level 3, before he answered.",
        ),
        (
            "Sound flows over the relay",
            41.25,
            "First sound 41 ms after the accept.",
        ),
        (
            "Each hears the other",
            1_540.0,
            "Both recordings are found in what arrived.",
        ),
        (
            "Forbidden operations are refused",
            240.0,
            "Speaker, headset and screenshot, reported to both.",
        ),
        (
            "The server knows nothing",
            52.0,
            "Its folder and its logs hold no name, no key and no spoken byte.",
        ),
    ]
    .into_iter()
    .map(|(name, ms, says)| Step {
        name: name.to_owned(),
        holds: true,
        ms,
        says: says.to_owned(),
    })
    .collect()
}

fn events() -> Vec<Event> {
    [
        (220.0, 0, Kind::Plain, "joins by the link"),
        (310.0, 1, Kind::Plain, "joins by the link"),
        (900.0, 1, Kind::Plain, "shows the card"),
        (940.0, 0, Kind::Plain, "scans the card: Bob, verified"),
        (1_800.0, 0, Kind::Secure, "calls in secure mode, level 3"),
        (1_831.0, 1, Kind::Call, "rings; sees mode and level"),
        (2_600.0, 1, Kind::Call, "accepts"),
        (2_602.0, 0, Kind::Call, "learns what Bob's phone enforces"),
        (2_641.0, 0, Kind::Sound, "hears the first sound"),
        (2_644.0, 1, Kind::Sound, "hears the first sound"),
        (6_200.0, 0, Kind::Refused, "taps the speaker: refused"),
        (
            6_900.0,
            1,
            Kind::Refused,
            "plugs in a headset: refused, notice shown",
        ),
        (
            7_600.0,
            1,
            Kind::Refused,
            "takes a screenshot: refused, screen hidden",
        ),
        (7_604.0, 0, Kind::Refused, "is told of it"),
        (8_400.0, 0, Kind::Ended, "hangs up"),
        (8_404.0, 1, Kind::Ended, "call over, no row in the call log"),
    ]
    .into_iter()
    .map(|(at_ms, phone, kind, text)| Event {
        at_ms,
        phone,
        text: text.to_owned(),
        kind,
    })
    .collect()
}

fn forbidden() -> Vec<Forbidden> {
    [
        ("audio recording", 0, None),
        ("speaker", 1, Some(2.1)),
        ("peripherals", 1, Some(3.4)),
        ("call-log saving", 1, Some(1.2)),
        ("showing who is talking", 0, None),
        ("screenshots", 1, Some(2.8)),
    ]
    .into_iter()
    .map(|(operation, refused, reported_ms)| Forbidden {
        operation: operation.to_owned(),
        first: "Enforced".to_owned(),
        second: "Enforced".to_owned(),
        refused,
        reported_ms,
        simulated: !matches!(operation, "call-log saving" | "showing who is talking"),
    })
    .collect()
}

fn screens() -> Vec<Screen> {
    [
        (
            "Alice: contacts",
            false,
            [
                "Bob, verified by card",
                "Call: available",
                "Eyeglasses: available",
            ],
        ),
        (
            "Bob: incoming call",
            true,
            [
                "Someone is calling",
                "Secure mode, level 3",
                "Accept, decline",
            ],
        ),
        (
            "Alice: call",
            true,
            [
                "0:04",
                "Speaker: off, because secure mode level 1",
                "Quality: good",
            ],
        ),
    ]
    .into_iter()
    .map(|(title, secure, lines)| Screen {
        title: title.to_owned(),
        lines: lines.map(str::to_owned).to_vec(),
        secure,
    })
    .collect()
}

/// A second and a half that look like speech: harmonics of a wandering pitch in three syllables.
fn voice(shift: u32) -> Vec<i16> {
    let mut phase = 0.0_f64;
    (0..72_000)
        .map(|index| {
            let second = f64::from(index) / 48_000.0;
            let syllable = (second * 1.3 + f64::from(shift) * 0.2).fract();
            let loud = (syllable * std::f64::consts::PI).sin().powi(2) * f64::from(syllable < 0.8);
            phase += std::f64::consts::TAU * (140.0 + 40.0 * (second * 3.0).sin()) / 48_000.0;
            let sum: f64 = (1..24)
                .map(|harmonic| {
                    let n = f64::from(harmonic);
                    let formant = (-((n - 5.0 - 4.0 * syllable) / 3.0).powi(2)).exp() + 0.05;
                    (phase * n).sin() * formant
                })
                .sum();
            (sum * loud * 5_000.0) as i16
        })
        .collect()
}

fn picture(pixel: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let picture = image::GrayImage::from_fn(232, 232, |x, y| image::Luma([pixel(x, y)]));
    let mut file = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut file, image::ImageFormat::Png)
        .expect("memory can be written");
    file.into_inner()
}
