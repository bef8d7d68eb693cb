//! Secure mode without a call, between two real phones over a real server.

#![allow(clippy::unwrap_used, missing_docs)]

use std::time::{Duration, Instant};

use sotto_core::call::EndReason;
use sotto_core::chat::Delivery;
use sotto_core::engine::{Command, Engine, PlatformNews};
use sotto_core::private::{Curtain, Private};
use sotto_core::secure::{Level, Operation, Operations};
use sotto_tests::pair::{Handset, Pair};

const WORDS: &str = "Meet me at the bathhouse";

fn requested(engine: &Engine) -> bool {
    engine.session().is_some_and(|talk| talk.is_request())
}

async fn open(handset: &Handset) {
    handset
        .until("the secure chat", |engine| {
            let talk = engine.session();
            talk.is_some_and(|talk| talk.may_text(now()))
        })
        .await
        .unwrap();
}

fn now() -> Instant {
    Instant::now()
}

async fn together(pair: &Pair, level: Level) {
    let bob = pair.bob.account();
    let ask = Command::AskSecureChat(bob, level);
    pair.alice.phone.command(ask).unwrap();
    pair.bob.until("a request", requested).await.unwrap();
    assert_eq!(pair.bob.platform.forbidden(), Operations::NONE);
    pair.bob.phone.command(Command::JoinSecureChat).unwrap();
    open(&pair.alice).await;
    open(&pair.bob).await;
}

async fn write(from: &Handset, to: &Handset) {
    let text = Private::new(Curtain::OPEN, WORDS);
    let to = to.account();
    let kept = from.phone.look(|engine, _| !engine.is_secure_chat(to));
    from.phone
        .command(Command::SendText { to, text, kept })
        .unwrap();
    from.until("a delivery", |engine| {
        let mut mine = engine.secure_chat().iter().filter(|m| m.key.outgoing);
        mine.all(|m| matches!(m.delivery, Delivery::Delivered | Delivery::Read))
    })
    .await
    .unwrap();
}

async fn over(handset: &Handset) -> EndReason {
    handset
        .until("the end", |engine| {
            engine.session().is_none()
                && engine.secure_chat().is_empty()
                && handset.platform.forbidden().is_empty()
        })
        .await
        .unwrap();
    let ended = handset
        .phone
        .look(|engine, _| engine.ended_session().copied());
    ended.unwrap().reason
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_write_without_a_call_and_no_phone_keeps_any_of_it() {
    let pair = Pair::start().await.unwrap();
    together(&pair, Level::TWO).await;
    let forbidden = pair.alice.platform.forbidden();
    let level = |engine: &Engine| engine.levels().forbidden(Level::TWO);
    assert_eq!(forbidden, pair.alice.phone.look(|engine, _| level(engine)));
    write(&pair.alice, &pair.bob).await;
    write(&pair.bob, &pair.alice).await;
    let came = pair.bob.phone.look(|engine, _| engine.secure_chat().len());
    assert_eq!(came, 2);
    pair.bob.phone.command(Command::LeaveSecureChat).unwrap();
    for (handset, other) in [(&pair.alice, &pair.bob), (&pair.bob, &pair.alice)] {
        assert_eq!(over(handset).await, EndReason::HungUp);
        let page = handset.phone.messages(other.account(), None, 10).await;
        assert!(page.unwrap().is_empty(), "no row");
        assert!(handset.phone.look(|engine, _| engine.call_log().is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_violation_at_level_3_ends_it_on_both_phones() {
    let pair = Pair::start().await.unwrap();
    together(&pair, Level::THREE).await;
    write(&pair.alice, &pair.bob).await;
    let begun = now();
    pair.bob
        .phone
        .platform(Operation::Screenshot, PlatformNews::ViolationBegan);
    assert_eq!(over(&pair.alice).await, EndReason::Violation);
    assert_eq!(over(&pair.bob).await, EndReason::Violation);
    println!("over on both {:?} after the violation", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secure_call_takes_over() {
    let pair = Pair::start().await.unwrap();
    together(&pair, Level::TWO).await;
    write(&pair.alice, &pair.bob).await;
    pair.ring(Level::TWO).await.unwrap();
    pair.answer().await.unwrap();
    for handset in [&pair.alice, &pair.bob] {
        assert!(handset.phone.look(|engine, _| engine.session().is_none()));
        assert!(!handset.platform.forbidden().is_empty());
    }
    pair.hang_up().await.unwrap();
}
