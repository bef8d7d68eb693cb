//! What changed in a call, in words.

use sotto_core::secure::Operation;

use crate::read::{self, CallNow, Guarded, listed};

const KEYS: &str = "Keys: m mute, h hold, 1 2 3 raise the level, l ask for a lower one, y agree, n refuse, s speaker, q hang up";

/// Sentences for what is new in `now`.
pub(super) fn between(before: Option<&CallNow>, now: &CallNow, keys: bool) -> Vec<String> {
    let mut words = Vec::new();
    let new = |same: fn(&CallNow, &CallNow) -> bool| before.is_none_or(|before| !same(before, now));
    if new(|a, b| a.state == b.state) {
        words.extend(state(now));
        if now.state == "connected" && keys {
            words.push(KEYS.to_owned());
        }
    }
    if before.is_some() && new(|a, b| a.level == b.level) {
        words.push(format!("The call now has {}.", read::level(now.level)));
    }
    if now.refused() && new(|a, b| a.refused() == b.refused()) && now.state == "connected" {
        words.push(format!(
            "{} No sound flows. l asks for a lower level, q hangs up.",
            read::cannot(now)
        ));
    }
    if new(|a, b| a.other_phone == b.other_phone) {
        words.extend(now.other_phone.as_ref().map(other_phone));
    }
    if now.state == "connected" && new(|a, b| a.sound == b.sound) {
        words.push(
            if now.sound {
                "Sound flows."
            } else {
                "No sound flows."
            }
            .to_owned(),
        );
    }
    if let Some((level, noticed)) = now
        .question
        .filter(|_| new(|a, b| a.question == b.question))
    {
        let noticed: Vec<_> = noticed.iter().map(Operation::words).collect();
        let only = match noticed.as_slice() {
            [] => String::new(),
            some => format!(", where {} would only be noticed", some.join(", ")),
        };
        words.push(format!(
            "The other person asks for {}{only}: y agrees, n refuses.",
            read::level(level.number())
        ));
    }
    if before.is_some_and(|before| before.asking.is_some()) && now.asking.is_none() {
        words.push("Your question about the level was answered.".to_owned());
    }
    for (changed, on, yes, no) in [
        (
            new(|a, b| a.muted == b.muted),
            now.muted,
            "You are muted.",
            "You are not muted any more.",
        ),
        (
            new(|a, b| a.held == b.held),
            now.held,
            "You hold the call.",
            "The call goes on.",
        ),
        (
            new(|a, b| a.other_muted == b.other_muted),
            now.other_muted,
            "The other person is muted.",
            "The other person is not muted any more.",
        ),
        (
            new(|a, b| a.other_held == b.other_held),
            now.other_held,
            "The other person holds the call.",
            "The other person took the call up again.",
        ),
    ] {
        if changed && (before.is_some() || on) {
            words.push(if on { yes } else { no }.to_owned());
        }
    }
    words
}

fn state(now: &CallNow) -> Option<String> {
    let outgoing = now.direction == "outgoing";
    Some(match now.state {
        "dialling" => format!("Calling {}, {} …", now.title(), read::level(now.level)),
        "ringing" if outgoing => "It rings.".to_owned(),
        "ringing" => incoming(now),
        "connecting" => "Answered; connecting …".to_owned(),
        "connected" => "Connected.".to_owned(),
        _ => return None,
    })
}

/// Who calls, and how, before anyone answers.
fn incoming(now: &CallNow) -> String {
    let verified = if now.verified {
        " (verified: you scanned this card)"
    } else {
        ""
    };
    format!(
        "Call from {}{verified}, {}.",
        now.title(),
        read::level(now.level)
    )
}

fn other_phone(other: &Guarded) -> String {
    let mut words = format!("The other phone forbids {}", listed(&other.enforced));
    if !other.noticed.is_empty() {
        words.push_str(&format!("; it only notices {}", listed(&other.noticed)));
    }
    if !other.cannot.is_empty() {
        words.push_str(&format!("; it cannot forbid {}", listed(&other.cannot)));
    }
    if !other.violated.is_empty() {
        words.push_str(&format!("; there happens now: {}", listed(&other.violated)));
    }
    if other.prevented > 0 {
        words.push_str(&format!("; attempts prevented: {}", other.prevented));
    }
    words.push_str(if other.simulated {
        ". It is simulated."
    } else {
        "."
    });
    words
}
