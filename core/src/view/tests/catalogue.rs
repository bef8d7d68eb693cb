//! The catalogue: complete in every language, with the same gaps, and nothing in it that nobody says.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::view::language::id;
use crate::view::words::{chat, people, secure, times};
use crate::view::{Language, PHRASES, Phrase};

/// Messages that no phrase stands for: the catalogue's own.
const OWN: [&str; 1] = ["list-join"];

/// Words that are the same in every language.
const PROPER: [&str; 7] = ["Sotto", "SIP", "SIM", "IMSI", "MAC", "QR", "IP"];

fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter().copied().flatten()
}

#[derive(Default)]
struct Message {
    gaps: BTreeSet<String>,
    words: String,
    /// Plural forms of each selection.
    forms: Vec<BTreeSet<String>>,
}

fn read(language: Language) -> BTreeMap<String, Message> {
    let parsed = parser::parse(language.catalogue());
    let resource = parsed.unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        assert!(message.attributes.is_empty(), "attributes are not used");
        let mut found = Message::default();
        pattern(&message.value.expect("a message has words"), &mut found);
        let before = messages.insert(message.id.name.to_owned(), found);
        assert!(
            before.is_none(),
            "{} is there twice in {language:?}",
            message.id.name
        );
    }
    messages
}

fn pattern(pattern: &Pattern<&str>, found: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => found.words.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => gap(inline, found),
                Expression::Select { selector, variants } => {
                    gap(selector, found);
                    let forms = variants.iter().map(|variant| match &variant.key {
                        fluent_syntax::ast::VariantKey::Identifier { name } => (*name).to_owned(),
                        fluent_syntax::ast::VariantKey::NumberLiteral { value } => {
                            (*value).to_owned()
                        }
                    });
                    found.forms.push(forms.collect());
                    variants
                        .iter()
                        .for_each(|variant| self::pattern(&variant.value, found));
                }
            },
        }
    }
}

fn gap(expression: &InlineExpression<&str>, found: &mut Message) {
    match expression {
        InlineExpression::VariableReference { id } => {
            found.gaps.insert(id.name.to_owned());
        }
        other => panic!("only plain gaps are used, not {other:?}"),
    }
}

#[test]
fn every_phrase_is_in_every_language_and_nothing_else_is() {
    let mut keys: BTreeSet<String> = OWN.map(str::to_owned).into();
    for phrase in all() {
        assert!(keys.insert(id(phrase.key)), "{} is used twice", phrase.key);
    }
    assert!(
        keys.len() > 250,
        "the catalogue is {} messages short",
        keys.len()
    );
    for language in Language::ALL {
        let messages: BTreeSet<String> = read(language).into_keys().collect();
        let missing: Vec<_> = keys.difference(&messages).collect();
        let unused: Vec<_> = messages.difference(&keys).collect();
        assert!(missing.is_empty(), "missing in {language:?}: {missing:?}");
        assert!(
            unused.is_empty(),
            "said by nobody in {language:?}: {unused:?}"
        );
    }
}

#[test]
fn every_language_has_the_same_gaps() {
    let english = read(Language::English);
    for language in Language::ALL {
        for (key, message) in read(language) {
            assert_eq!(message.gaps, english[&key].gaps, "{key} in {language:?}");
            assert!(
                message
                    .gaps
                    .iter()
                    .all(|gap| gap.bytes().all(|b| b.is_ascii_lowercase()))
            );
        }
    }
}

#[test]
fn no_english_is_left_in_the_others() {
    let belongs = |language, letter: char| match language {
        Language::Chinese => ('\u{4E00}'..='\u{9FFF}').contains(&letter),
        _ => ('\u{0600}'..='\u{06FF}').contains(&letter),
    };
    let english = read(Language::English);
    for language in [Language::Chinese, Language::Arabic] {
        for (key, message) in read(language) {
            let speaks = english[&key].words.chars().any(char::is_alphabetic);
            let own = message
                .words
                .chars()
                .any(|letter| belongs(language, letter));
            assert!(
                !speaks || own,
                "{key} is not {language:?}: {}",
                message.words
            );
            let latin = message
                .words
                .split(|letter: char| !letter.is_ascii_alphabetic());
            for word in latin.filter(|word| !word.is_empty()) {
                assert!(
                    PROPER.contains(&word),
                    "{key} in {language:?} has the word {word}"
                );
            }
        }
    }
}

#[test]
fn where_a_number_changes_the_words_arabic_has_all_six_forms() {
    let six: BTreeSet<String> = ["zero", "one", "two", "few", "many", "other"]
        .map(str::to_owned)
        .into();
    let mut counted = 0;
    for (key, message) in read(Language::Arabic) {
        // two numbers of one thing are set side by side, without a noun
        if message.gaps.contains("count") && !message.gaps.contains("total") {
            assert_eq!(message.forms, std::slice::from_ref(&six), "{key}");
            counted += 1;
        }
    }
    assert!(counted > 5);
}

#[test]
fn numbers_choose_the_form_of_their_noun() {
    let said = |count: u32| {
        times::DAYS
            .with("count", count)
            .in_language(Language::Arabic)
    };
    let all: BTreeSet<String> = [1, 2, 3, 11, 100].map(said).into();
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!(said(2), "قبل يومين");
    assert_eq!(said(5), "قبل 5 أيام");
    assert_eq!(said(14), "قبل 14 يومًا");
    assert_eq!(times::DAYS.with("count", 1).english(), "1 day ago");
    let chinese = chat::UNREAD.with("count", 3).in_language(Language::Chinese);
    assert_eq!(chinese, "3 条未读");
}

#[test]
fn lists_and_texts_within_texts_are_of_one_language() {
    let operations = vec![
        secure::SPEAKER.text(),
        secure::CALL_LOG.text(),
        secure::SCREENSHOT.text(),
    ];
    let text = secure::REFUSED_HERE.text().with_list("what", operations);
    assert_eq!(
        text.english(),
        "Your phone cannot forbid this: the loudspeaker, keeping the call in a call log, screenshots and screen recording."
    );
    assert_eq!(
        text.in_language(Language::Chinese),
        "你的手机无法禁止：扬声器、保存通话记录、截屏和录屏。"
    );
    assert_eq!(
        text.in_language(Language::Arabic),
        "لا يستطيع هاتفك منع: مكبّر الصوت، حفظ المكالمة في السجل، لقطات الشاشة وتسجيلها."
    );
}

#[test]
fn names_keep_to_themselves_where_directions_meet() {
    let taken = |name: &str, language| people::SCAN_TAKEN.with("name", name).in_language(language);
    assert_eq!(
        taken("Berta", Language::English),
        "Berta is in your contacts"
    );
    assert_eq!(
        taken("بيرتا", Language::English),
        "\u{2068}بيرتا\u{2069} is in your contacts"
    );
    assert_eq!(
        taken("Berta", Language::Arabic),
        "أصبح \u{2068}Berta\u{2069} ضمن جهات اتصالك"
    );
    // a name that is all there is needs no marks, and none can break out
    let alone = people::NAMED.with("name", "بيرتا");
    assert_eq!(alone.in_language(Language::Arabic), "بيرتا");
    let sly = taken("A\u{2069}\u{202E}txt.exe", Language::English);
    assert_eq!(sly, "\u{2068}Atxt.exe\u{2069} is in your contacts");
    // a name of digits is no number
    assert_eq!(taken("007", Language::Chinese), "007已在你的联系人中");
}

#[test]
fn a_locale_names_its_language() {
    for (tag, language) in [
        ("en_GB.UTF-8", Some(Language::English)),
        ("zh_CN.UTF-8", Some(Language::Chinese)),
        ("zh-Hans", Some(Language::Chinese)),
        ("ar_EG@calendar", Some(Language::Arabic)),
        ("AR", Some(Language::Arabic)),
        ("de_DE", None),
        ("C.UTF-8", None),
        ("", None),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag}");
    }
    assert!(
        Language::ALL
            .iter()
            .all(|language| Language::from_tag(language.tag()) == Some(*language))
    );
}
