//! The call at level 3: ringing, answering, what is tried and refused, and how a violation ends it.

use std::time::Instant;

use sotto_core::call::{EndReason, Phase};
use sotto_core::engine::{Command, Engine, PlatformNews};
use sotto_core::secure::{Answer, GuardState, Operation, Report};

use super::diary::Diary;
use super::{LEVEL, NAMES, screens};
use crate::pair::{Failure, Handset, Host};
use crate::report::{Forbidden, Kind};

pub(super) async fn ring_and_answer(
    diary: &mut Diary,
    [alice, bob]: [&Handset; 2],
) -> Result<(), Failure> {
    let start = diary.clock();
    let account = bob.account();
    alice.phone.command(Command::Dial(account, LEVEL))?;
    alice
        .phase("ringing", |phase| phase == Phase::Ringing)
        .await?;
    let ms = diary.step(
        "Alice dials, Bob's phone rings",
        start,
        true,
        "the invite is sealed for Bob's phone alone",
    );
    diary.figure("dial_to_ringing_ms", ms);
    for (phone, handset) in [(0, alice), (1, bob)] {
        handset
            .until("the media path", |engine| {
                let leg = engine.call().and_then(|call| call.main_leg());
                leg.is_some_and(|leg| leg.has_path())
            })
            .await?;
        diary.event(
            phone,
            "armed: everything of level 3 is forbidden (simulated)",
            Kind::Secure,
        );
    }
    bob.until("the level", |engine| {
        engine.call().is_some_and(|call| call.can_answer())
    })
    .await?;
    let (incoming, lines) = screens::incoming(bob)?;
    let names_nobody = NAMES.iter().all(|name| !incoming.contains(name));
    diary.step(
        "Before answering, Bob sees level 3 and what it forbids, and no name",
        diary.clock(),
        names_nobody && incoming.contains('3'),
        "the incoming screen says “Secure call” and nothing else",
    );
    diary
        .report
        .screens
        .push(screens::screen("Bob's phone: incoming call", lines));
    let start = diary.clock();
    bob.phone.command(Command::Answer)?;
    bob.phone.push_microphone(&[0; 960]);
    bob.sounding().await?;
    alice.sounding().await?;
    let ms = diary.step(
        "Bob answers; both phones are proven armed before any sound",
        start,
        true,
        "each holds the other's report: six operations forbidden",
    );
    diary.figure("answer_to_sound_allowed_ms", ms);
    let relayed = [alice, bob].iter().all(|handset| relayed(handset));
    diary.step(
        "The media path goes over the server's relay only",
        diary.clock(),
        relayed,
        "neither phone learns the other's address",
    );
    Ok(())
}

fn relayed(handset: &Handset) -> bool {
    handset.phone.look(|engine, now| {
        engine.call().is_some_and(|call| {
            call.is_relay_only() && call.quality(now.at).is_some_and(|q| q.relayed)
        })
    })
}

/// Speaker, headset, screenshot: each refused on one phone and reported to both.
pub(super) async fn attempts(
    diary: &mut Diary,
    [alice, bob]: [&Handset; 2],
) -> Result<(), Failure> {
    let tries: [(&str, usize, Operation); 3] = [
        ("Alice taps the speaker", 0, Operation::Speaker),
        ("Bob plugs in a headset", 1, Operation::Peripherals),
        ("Alice takes a screenshot", 0, Operation::Screenshot),
    ];
    let handsets = [alice, bob];
    let mut reported = std::collections::BTreeMap::new();
    for (name, who, operation) in tries {
        let start = Instant::now();
        let refused = match operation {
            // a button of the app: the core's gate refuses it
            Operation::Speaker => handsets[who]
                .phone
                .command(Command::Use(operation))
                .is_err(),
            // the simulated system prevents it and says so
            _ => {
                handsets[who]
                    .phone
                    .platform(operation, PlatformNews::Attempt);
                handsets[who].platform.forbidden().contains(operation)
            }
        };
        diary.event(who, &format!("{name}: refused"), Kind::Refused);
        handsets[1 - who]
            .until("the report of an attempt", |engine| {
                tried(other(engine), operation)
            })
            .await?;
        let ms = start.elapsed().as_secs_f64() * 1_000.0;
        reported.insert(operation, ms);
        let own = handsets[who]
            .phone
            .look(|engine, _| tried(own(engine), operation));
        let goes_on = handsets.iter().all(|handset| {
            handset
                .phone
                .look(|engine, _| engine.call().is_some_and(|call| call.may_sound()))
        });
        diary.event(
            1 - who,
            &format!("told: {} was tried and refused", operation.words()),
            Kind::Refused,
        );
        diary.step(
            &format!("{name}: refused, and both phones say so"),
            start,
            refused && own && goes_on,
            "simulated platform; the call goes on",
        );
    }
    let forbidden = alice
        .phone
        .look(|engine, _| engine.levels().forbidden(LEVEL));
    for operation in forbidden.iter() {
        let answer = |handset: &Handset| {
            handset
                .phone
                .look(|engine, _| {
                    own(engine).and_then(|report| report.answers.get(&operation).copied())
                })
                .map_or("—", words)
        };
        diary.report.forbidden.push(Forbidden {
            operation: operation.words().to_owned(),
            first: answer(alice).to_owned(),
            second: answer(bob).to_owned(),
            refused: u32::from(reported.contains_key(&operation)),
            reported_ms: reported.get(&operation).copied(),
            simulated: true,
        });
    }
    for (title, handset) in [
        ("Alice's phone: the call", alice),
        ("Bob's phone: the call", bob),
    ] {
        let (text, lines) = screens::call(handset)?;
        let names_nobody = NAMES.iter().all(|name| !text.contains(name));
        diary.step(
            &format!("{title} shows no name"),
            diary.clock(),
            names_nobody,
            "level 3 hides who is talking",
        );
        diary.report.screens.push(screens::screen(title, lines));
    }
    Ok(())
}

/// A screen recording begins in spite of everything: the call ends on both phones.
pub(super) async fn violation(
    diary: &mut Diary,
    [alice, bob]: [&Handset; 2],
) -> Result<(), Failure> {
    let start = diary.clock();
    diary.event(1, "a screen recording begins (simulated)", Kind::Refused);
    bob.phone
        .platform(Operation::Screenshot, PlatformNews::ViolationBegan);
    alice.idle().await?;
    let ms = start.elapsed().as_secs_f64() * 1_000.0;
    bob.idle().await?;
    let both = [alice, bob].iter().all(|handset| {
        handset.phone.look(|engine, _| {
            engine
                .ended()
                .is_some_and(|ended| ended.reason == EndReason::Violation)
        })
    });
    let free = [alice, bob]
        .iter()
        .all(|handset| handset.platform.forbidden().is_empty());
    diary.step(
        "Bob's screen is recorded: the call ends on both phones",
        start,
        both,
        "a violation ends a call at level 3",
    );
    diary.figure("violation_to_other_phone_ms", ms);
    show(
        diary,
        [
            ("Alice's phone: the call is over", alice),
            ("Bob's phone: the call is over", bob),
        ],
    )?;
    diary.step(
        "Afterwards nothing is forbidden any more",
        diary.clock(),
        free,
        "every lever was let go",
    );
    let rows = [alice, bob]
        .iter()
        .all(|handset| handset.phone.look(|engine, _| engine.call_log().is_empty()));
    diary.step(
        "No call log has a row of the call",
        diary.clock(),
        rows,
        "none was ever written",
    );
    Ok(())
}

/// A phone that cannot forbid screenshots: level 3 fails closed, before anyone could answer.
pub(super) async fn fails_closed(
    diary: &mut Diary,
    host: &Host,
    alice: &Handset,
    carol: &Handset,
) -> Result<(), Failure> {
    carol.join(host.link().await?, "Carol").await?;
    alice.phone.command(Command::Scan(carol.card()))?;
    carol.phone.command(Command::Scan(alice.card()))?;
    let start = diary.clock();
    alice.phone.command(Command::Dial(carol.account(), LEVEL))?;
    alice
        .until("the refusal", |engine| {
            other(engine).is_some_and(|report| report.guard == GuardState::Refused)
        })
        .await?;
    let refused = carol.phone.command(Command::Answer).is_err();
    let silent = [alice, carol].iter().all(|handset| {
        handset
            .phone
            .look(|engine, _| engine.call().is_some_and(|call| !call.may_sound()))
    });
    diary.step(
        "A phone that cannot forbid screenshots cannot take a call at level 3",
        start,
        refused && silent,
        "it fails closed, and both phones say why (simulated)",
    );
    show(
        diary,
        [
            ("Alice's phone: Carol's cannot", alice),
            ("Carol's phone: it cannot", carol),
        ],
    )?;
    alice.phone.command(Command::HangUp)?;
    alice.idle().await?;
    carol.idle().await
}

fn show(diary: &mut Diary, phones: [(&str, &Handset); 2]) -> Result<(), Failure> {
    for (title, handset) in phones {
        let (_, lines) = screens::call(handset)?;
        diary.report.screens.push(screens::screen(title, lines));
    }
    Ok(())
}

fn own(engine: &Engine) -> Option<&Report> {
    engine.call().map(|call| call.guard().report())
}

fn other(engine: &Engine) -> Option<&Report> {
    Some(engine.call()?.main_leg()?.report())
}

fn tried(report: Option<&Report>, operation: Operation) -> bool {
    report.is_some_and(|report| {
        report
            .attempts
            .get(&operation)
            .is_some_and(|count| *count > 0)
    })
}

fn words(answer: Answer) -> &'static str {
    match answer {
        Answer::Pending => "asked",
        Answer::Enforced => "forbidden",
        Answer::Detected => "noticed, not prevented",
        Answer::Unsupported => "cannot",
    }
}
