//! A call in another language than English: the sentences of its screen, from the core's catalogue.

use sotto_core::engine::{Engine, Moment};
use sotto_core::view::{self, CallScreen, Language, Text};

/// What stands on the call's screen, a line a fact; how it ended once it is over.
pub(super) fn lines(engine: &Engine, now: Moment, language: Language) -> Vec<String> {
    let texts: Vec<Text> = match view::call(engine, now) {
        CallScreen::Idle => Vec::new(),
        CallScreen::Running(call) => {
            let banners = call.banners.into_iter().flat_map(|b| [b.words, b.effect]);
            [call.title, call.state_words, call.eyeglasses.label]
                .into_iter()
                .chain(call.not_heard)
                .chain(call.remarks)
                .chain(banners)
                .chain(call.question.map(|question| question.words))
                .chain(call.simulated)
                .collect()
        }
        CallScreen::Ended(ended) => [ended.reason]
            .into_iter()
            .chain(ended.violations)
            .chain(ended.lasted)
            .collect(),
    };
    texts
        .iter()
        .map(|text| text.in_language(language))
        .collect()
}

/// Those that were not there before.
pub(super) fn new(before: &[String], now: &[String]) -> Vec<String> {
    let new = now.iter().filter(|line| !before.contains(line));
    new.cloned().collect()
}
