//! A secure Ding: recorded, sent, rung, heard once in secure mode, confirmed, gone.

use sotto_core::ding::{Draft, Progress, Said, Stage};
use sotto_core::engine::{Command, DingCommand, Engine};
use sotto_core::secure::Operations;
use sotto_core::view;
use sotto_protocol::id::DingId;

use super::diary::Diary;
use super::{LEVEL, NAMES, screens, speech};
use crate::pair::{Failure, Handset};
use crate::report::{Kind, Sound};

const FRAME: usize = 960;

/// Alice records what a person says and sends it to Bob as a secure Ding.
pub(super) async fn send(
    diary: &mut Diary,
    [alice, bob]: [&Handset; 2],
) -> Result<(DingId, Vec<i16>), Failure> {
    let said = speech::words(&["Side_Left.wav", "Side_Right.wav"])?;
    alice.phone.command(ding(DingCommand::StartRecording))?;
    for frame in said.chunks_exact(FRAME) {
        alice.phone.push_microphone(frame);
    }
    alice.phone.command(ding(DingCommand::StopRecording))?;
    let draft = Draft::secure(vec![bob.account().to_vec()], LEVEL);
    let shown = alice
        .phone
        .look(|engine, _| serde_json::to_value(view::compose_ding(engine, &draft, "")))?;
    let (_, lines) = screens::words(shown);
    let title = "Alice's phone: a Ding, before it is sent";
    diary.report.screens.push(screens::plain(title, lines));

    let start = diary.clock();
    alice
        .phone
        .command(ding(DingCommand::Send(draft, Said::Recorded)))?;
    diary.event(0, "sends a secure Ding", Kind::Secure);
    bob.until("the Ding", |engine| ringing(engine).is_some())
        .await?;
    let id = bob
        .phone
        .look(|engine, _| ringing(engine))
        .ok_or("the Ding rings no more")?;
    diary.event(1, "a secure Ding rings", Kind::Call);
    let (text, lines) = incoming(bob)?;
    let nobody = NAMES.iter().all(|name| !text.contains(name));
    let ms = diary.step(
        "Alice sends a secure Ding; it rings at Bob's and names nobody",
        start,
        nobody,
        "his screen says what it is and what his phone will forbid",
    );
    diary.figure("ding_to_ringing_ms", ms);
    let title = "Bob's phone: a secure Ding rings";
    diary.report.screens.push(screens::screen(title, lines));
    Ok((id, said))
}

/// Bob hears it in secure mode, once; then it is gone.
pub(super) async fn hear(
    diary: &mut Diary,
    [alice, bob]: [&Handset; 2],
    (id, said): (DingId, Vec<i16>),
) -> Result<(), Failure> {
    let start = diary.clock();
    bob.phone.command(ding(DingCommand::Listen(id)))?;
    bob.until("playing", |engine| {
        let listening = engine.dings().listening();
        listening.is_none_or(|listening| listening.stage() == Stage::Playing)
    })
    .await?;
    let wanted = bob.phone.look(|engine, _| engine.levels().forbidden(LEVEL));
    let armed = bob.platform.forbidden() == wanted;
    diary.event(1, "armed, then plays it (simulated)", Kind::Secure);
    let refused = bob
        .phone
        .command(Command::Use(sotto_core::secure::Operation::Speaker))
        .is_err();
    let (_, lines) = incoming(bob)?;
    let title = "Bob's phone: the secure Ding plays";
    diary.report.screens.push(screens::screen(title, lines));
    let heard = listen(bob)?;
    let alike = speech::likeness(&said, &heard);
    diary.step(
        "Bob's phone arms, then he hears it; the speaker is refused meanwhile",
        start,
        armed && refused && alike >= speech::ALIKE,
        &format!("loudness follows the spoken words: {alike:.3} of 1 (simulated platform)"),
    );
    diary.figure("heard_in_ding_likeness", alike);
    diary.report.sounds.push(Sound {
        who: "Alice, in a Ding".to_owned(),
        spoken: said,
        heard,
    });

    let start = diary.clock();
    sees(alice, "heard", |p| matches!(p, Progress::Heard(1, _))).await?;
    let again = bob.phone.command(ding(DingCommand::Listen(id))).is_err();
    bob.phone.command(ding(DingCommand::Confirm(id)))?;
    sees(alice, "confirmed", |p| matches!(p, Progress::Confirmed(_))).await?;
    diary.step(
        "It cannot be heard again, and Alice sees that Bob heard and confirmed it",
        start,
        again,
        "once, as she allowed",
    );
    let shown = alice.phone.look(|engine, now| {
        let sent = engine.dings().sent().next().map(|(id, _)| id);
        let view = sent.and_then(|id| view::sent_ding(engine, now, id));
        serde_json::to_value(view)
    })?;
    let (_, lines) = screens::words(shown);
    let title = "Alice's phone: the Ding that she sent";
    diary.report.screens.push(screens::plain(title, lines));
    diary.step(
        "Afterwards nothing is forbidden and nothing of the Ding is left on Bob's phone",
        diary.clock(),
        bob.platform.forbidden() == Operations::NONE
            && bob
                .phone
                .look(|engine, _| engine.dings().received().next().is_none()),
        "gone from memory and store",
    );
    Ok(())
}

fn ding(command: DingCommand) -> Command {
    Command::Ding(command)
}

fn ringing(engine: &Engine) -> Option<DingId> {
    let mut dings = engine.dings().received();
    dings.find(|(_, ding)| ding.rings()).map(|(id, _)| id)
}

fn incoming(handset: &Handset) -> Result<(String, Vec<String>), Failure> {
    let shown = handset
        .phone
        .look(|engine, now| serde_json::to_value(view::incoming_ding(engine, now)))?;
    Ok(screens::words(shown))
}

/// Everything that is played, until it is over.
fn listen(handset: &Handset) -> Result<Vec<i16>, Failure> {
    const LONGEST: usize = 61 * 50;
    let mut heard = Vec::new();
    for _ in 0..LONGEST {
        if handset
            .phone
            .look(|engine, _| engine.dings().listening().is_none())
        {
            return Ok(heard);
        }
        let mut out = [0; FRAME];
        handset.phone.pull_loudspeaker(&mut out);
        heard.extend(out);
    }
    Err("the Ding has no end".into())
}

async fn sees(
    alice: &Handset,
    what: &'static str,
    is: impl Fn(Progress) -> bool,
) -> Result<(), Failure> {
    let look = |engine: &Engine| {
        let mut sent = engine.dings().sent();
        // nothing expires while the demo plays
        sent.next()
            .is_some_and(|(_, sent)| is(sent.progress(&sent.people()[0], 0)))
    };
    alice.until(what, look).await.map(|_| ())
}
