//! The languages of the catalogue, and how a sentence of it is put together.
//!
//! The catalogue is Fluent, one file a language in `core/catalogue/`; a message's id is the phrase's key with `-` for
//! `.`. Numbers are written with the digits 0 to 9 in every language, as the safety number and telephone numbers are.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Text};

/// A language of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, simplified characters.
    Chinese,
    /// Arabic.
    Arabic,
}

/// Around text that may run the other way: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Gaps that are numbers: a catalogue may choose a plural form by them.
const NUMBERS: [&str; 7] = [
    "all",
    "confirmed",
    "count",
    "level",
    "most",
    "number",
    "total",
];

/// Joins two texts of a list.
const LIST: &str = "list-join";

type Bundle = FluentBundle<FluentResource>;

static CATALOGUE: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Chinese, Self::Arabic];

    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
            Self::Arabic => "ar",
        }
    }

    /// Its name in itself, for a list to choose from.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
            Self::Arabic => "العربية",
        }
    }

    /// The language of a tag or of a locale's name, such as `zh-Hans-CN` or `ar_EG.UTF-8`; `None` for one that there is
    /// no catalogue of. Traditional characters get the simplified catalogue: it is nearer than English.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        let is = |language: &str| first.eq_ignore_ascii_case(language);
        match () {
            () if is("en") => Some(Self::English),
            () if is("zh") => Some(Self::Chinese),
            () if is("ar") => Some(Self::Arabic),
            () => None,
        }
    }

    /// Whether it is written from right to left: screens are mirrored.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }

    /// The catalogue's file, in Fluent's syntax.
    #[must_use]
    pub const fn catalogue(self) -> &'static str {
        match self {
            Self::English => include_str!("../../catalogue/en.ftl"),
            Self::Chinese => include_str!("../../catalogue/zh.ftl"),
            Self::Arabic => include_str!("../../catalogue/ar.ftl"),
        }
    }

    fn bundle(self) -> &'static Bundle {
        &CATALOGUE[self as usize]
    }
}

/// What a key is called in the catalogue.
pub(super) fn id(key: &str) -> String {
    key.replace('.', "-")
}

/// The sentence of a key; `None` where this catalogue has none.
pub(super) fn render(
    language: Language,
    key: &str,
    args: &[(&'static str, Arg)],
) -> Option<String> {
    let bundle = language.bundle();
    let pattern = bundle.get_message(&id(key))?.value()?;
    let values: FluentArgs<'_> = args
        .iter()
        .map(|(name, arg)| (*name, value(language, name, arg)))
        .collect();
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, Some(&values), &mut errors);
    Some(bare(&words).to_owned())
}

fn value(language: Language, name: &str, arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Value(value) => match value.parse::<i64>() {
            Ok(number) if NUMBERS.contains(&name) => number.into(),
            _ => isolated(language, value).into(),
        },
        // texts of the same language run the same way
        Arg::Texts(texts) => list(language, texts).into(),
    }
}

fn list(language: Language, texts: &[Text]) -> String {
    let mut words = texts.iter().map(|text| {
        let words = text.in_language(language);
        // a text that is nothing but a name is isolated here, where it stands in a sentence
        match text.args.as_slice() {
            [(_, Arg::Value(value))] if !text.key.is_empty() && *value == words => {
                isolated(language, value)
            }
            _ => words,
        }
    });
    let first = words.next().unwrap_or_default();
    let join = |first: String, next: String| {
        let args = [
            ("first", Arg::Texts(vec![Text::verbatim(first)])),
            ("next", Arg::Texts(vec![Text::verbatim(next)])),
        ];
        render(language, LIST, &args).unwrap_or_default()
    };
    words.fold(first, join)
}

/// Names, numbers and addresses keep to themselves where they may run another way than the sentence.
fn isolated(language: Language, value: &str) -> String {
    if value.is_empty() || !(language.is_right_to_left() || value.chars().any(runs_left)) {
        return value.to_owned();
    }
    let [open, close] = ISOLATE;
    // a name may not end its own isolation
    let inner: String = value
        .chars()
        .filter(|letter| !is_direction(*letter))
        .collect();
    format!("{open}{inner}{close}")
}

/// A sentence that is nothing but a name needs no isolation.
fn bare(words: &str) -> &str {
    let [open, close] = ISOLATE;
    words
        .strip_prefix(open)
        .and_then(|rest| rest.strip_suffix(close))
        .filter(|inner| !inner.contains(ISOLATE))
        .unwrap_or(words)
}

/// Marks that embed, override or isolate a direction.
fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Letters of scripts that run from right to left, and the marks that make others do so.
fn runs_left(letter: char) -> bool {
    matches!(letter,
        '\u{0590}'..='\u{08FF}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().expect("the tags are well formed");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // isolated here, and only where it is needed: marks around every number would disturb terminals
    bundle.set_use_isolating(false);
    // a test reads each file without errors; a message that cannot be read would be missing, and English stands in
    let resource = FluentResource::try_new(language.catalogue().to_owned())
        .unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}
