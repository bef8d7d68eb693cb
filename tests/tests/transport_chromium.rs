//! Our transport and a headless Chromium page complete a call's media, each as offerer and as
//! answerer: the page decodes our tone, we receive its packets.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use sotto_core::media::transport::{CandidatePolicy, Description, Role};
use sotto_tests::chromium::Chromium;
use sotto_tests::transport_io::{Live, tone};

const PATIENCE: Duration = Duration::from_secs(20);

async fn browser() -> Chromium {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/peer.html");
    Chromium::open(&page)
        .await
        .unwrap_or_else(|e| panic!("{e}"))
}

fn description(value: &Value) -> Description {
    Description::new(value.as_str().expect("a description")).unwrap()
}

/// A call to a function of the page with a string.
fn call(function: &str, sdp: &Description) -> String {
    format!(
        "{function}({})",
        serde_json::to_string(sdp.as_str()).unwrap()
    )
}

async fn both_hear(live: &mut Live, page: &mut Chromium) {
    live.speech = tone();
    let began = Instant::now();
    let heard = live.run_until(PATIENCE, |l| l.heard.len() >= 100).await;
    let figures = page.evaluate("figures()").await.unwrap();
    println!(
        "connected {:?} after we were ready, heard {}; Chromium: {figures}; we: {:?}",
        live.connected.map(|(at, _)| at - began),
        live.heard.len(),
        live.transport.figures(),
    );
    assert!(heard, "{:?} {:?}", live.connected, live.failed);
    assert!(figures["packetsReceived"].as_u64().unwrap() > 50);
    assert!(figures["totalAudioEnergy"].as_f64().unwrap() > 0.01);
    assert!(figures["packetsSent"].as_u64().unwrap() >= 100);
    // The fake microphone beeps, so what Chromium sends is more than comfort noise.
    let speech = live.heard.iter().filter(|m| m.payload.len() > 20).count();
    assert!(speech > 20, "{speech} packets of speech");
}

#[tokio::test(flavor = "multi_thread")]
async fn we_offer_and_chromium_answers() {
    let mut page = browser().await;
    let mut live = Live::new(Role::Offerer, CandidatePolicy::All, vec![]).await;
    let offer = live.transport.offer(Instant::now()).unwrap();
    let answer = page.evaluate(&call("takeOffer", &offer)).await.unwrap();
    let answer = description(&answer);
    live.transport
        .accept_answer(Instant::now(), &answer)
        .unwrap();
    both_hear(&mut live, &mut page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_offers_and_we_answer() {
    let mut page = browser().await;
    let mut live = Live::new(Role::Answerer, CandidatePolicy::All, vec![]).await;
    let offer = page.evaluate("makeOffer()").await.unwrap();
    let offer = description(&offer);
    let answer = live.transport.accept_offer(Instant::now(), &offer).unwrap();
    page.evaluate(&call("takeAnswer", &answer)).await.unwrap();
    both_hear(&mut live, &mut page).await;
}
