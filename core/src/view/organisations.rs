//! Policies of organisations: what one demands, shown before it is accepted, and the ones that were accepted (S1.2).

use serde::Serialize;

use super::columns::list;
use super::refusal::policy as refused;
use super::rules;
use super::secure_settings::level_words;
use super::words::{rules as words, secure};
use super::{Button, Private, Text};
use crate::engine::{Engine, Moment};
use crate::secure::policy::{Accepted, Calls, Demand, Policy};
use crate::secure::{Imposed, Level, Levels};

/// A policy that a person is asked to accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferView {
    /// Whose policy it is, or that it cannot be accepted.
    pub title: Text,
    /// Whether the organisation is new here, or the policy newer; why it cannot be accepted.
    pub state: Text,
    /// What it demands; none where it cannot be read.
    pub policy: Option<PolicyView>,
    /// Accepts it.
    pub accept: Button,
}

/// What a policy demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyView {
    /// The organisation's key, in hexadecimal: what is pinned.
    pub issuer: Private,
    /// When it is in force.
    pub validity: Text,
    /// What it asks of which calls.
    pub demands: Vec<DemandRow>,
    /// Said where it asks for nothing.
    pub nothing: Option<Text>,
    /// Heading of the levels that it adds.
    pub levels_title: Option<Text>,
    /// Those levels.
    pub levels: Vec<AddedLevel>,
    /// That both phones of a call show it.
    pub both: Text,
}

/// One demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemandRow {
    /// Of which calls.
    pub calls: Text,
    /// Where.
    pub place: Text,
    /// When.
    pub hours: Text,
    /// What it asks for.
    pub asks: Vec<Text>,
}

/// A level that a policy adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddedLevel {
    /// Its word and number.
    pub title: Text,
    /// What it forbids.
    pub forbids: Vec<Text>,
}

/// An organisation whose policy was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganisationView {
    /// Whose policy it is.
    pub title: Text,
    /// What it demands.
    pub policy: PolicyView,
    /// Leaves it.
    pub leave: Button,
    /// What leaving does.
    pub leave_hint: Text,
}

/// The organisations whose policies were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganisationsView {
    /// Its heading.
    pub title: Text,
    /// The organisations.
    pub organisations: Vec<OrganisationView>,
    /// Said where there are none.
    pub empty: Option<Text>,
    /// Opens a policy's file, to be shown before it is accepted.
    pub add: Button,
}

/// What a signed policy demands, before it is accepted. Nothing changes.
#[must_use]
pub fn offer(engine: &Engine, now: Moment, signed: &[u8]) -> OfferView {
    let label = words::P_ACCEPT.text();
    match engine.weigh_policy(now, signed) {
        Ok((accepted, policy)) => {
            let (state, reason) = match accepted {
                Accepted::New => (words::P_NEW, None),
                Accepted::Replaced => (words::P_REPLACES, None),
                Accepted::Known => (words::P_KNOWN, Some(words::P_KNOWN.text())),
            };
            OfferView {
                title: title(&policy),
                state: state.text(),
                policy: Some(PolicyView::of(engine, now, &policy)),
                accept: Button::unless(label, reason),
            }
        }
        Err(error) => OfferView {
            title: words::P_UNREADABLE.text(),
            state: refused(&error),
            policy: None,
            accept: Button::unless(label, Some(refused(&error))),
        },
    }
}

/// The organisations whose policies were accepted.
#[must_use]
pub fn organisations(engine: &Engine, now: Moment) -> OrganisationsView {
    let all = engine.policies().iter();
    let organisations: Vec<OrganisationView> = all
        .map(|policy| OrganisationView {
            title: title(policy),
            policy: PolicyView::of(engine, now, policy),
            leave: Button::enabled(words::P_LEAVE.text()),
            leave_hint: words::P_LEAVE_HINT.text(),
        })
        .collect();
    OrganisationsView {
        title: words::ORGANISATIONS.text(),
        empty: organisations
            .is_empty()
            .then(|| words::NO_ORGANISATIONS.text()),
        add: Button::enabled(words::P_OPEN.text()),
        organisations,
    }
}

fn title(policy: &Policy) -> Text {
    words::P_TITLE.with("name", policy.organisation())
}

impl PolicyView {
    fn of(engine: &Engine, now: Moment, policy: &Policy) -> Self {
        let demands: Vec<DemandRow> = policy.demands().iter().map(demand_row).collect();
        let levels = added(policy.levels());
        Self {
            // an organisation is nobody that a level hides
            issuer: Private::hex(super::Curtain::OPEN, policy.issuer()),
            validity: validity(policy, engine.master(now)),
            nothing: demands.is_empty().then(|| words::P_NOTHING.text()),
            demands,
            levels_title: (!levels.is_empty()).then(|| words::P_LEVELS.text()),
            levels,
            both: words::P_BOTH.text(),
        }
    }
}

fn demand_row(demand: &Demand) -> DemandRow {
    let calls = match demand.calls {
        Calls::All => words::P_ALL,
        Calls::Contacts => words::P_CONTACTS,
        Calls::Strangers => words::P_STRANGERS,
    };
    DemandRow {
        calls: calls.text(),
        place: rules::place(&demand.when),
        hours: rules::hours(&demand.when),
        asks: asks(demand.imposed),
    }
}

fn asks(imposed: Imposed) -> Vec<Text> {
    let least = imposed.minimum;
    let least = least
        .is_secure()
        .then(|| words::P_LEAST.with("level", least.number()));
    let most = imposed.maximum.map(|most| match most.is_secure() {
        true => words::P_MOST.with("level", most.number()),
        false => words::P_FORBIDS.text(),
    });
    least.into_iter().chain(most).collect()
}

fn added(levels: &Levels) -> Vec<AddedLevel> {
    levels
        .secure()
        .filter(|level| level.number() > Levels::BUILT_IN)
        .map(|level: Level| AddedLevel {
            title: level_words(level),
            forbids: list(levels.forbidden(level).iter(), secure::operation),
        })
        .collect()
}

fn validity(policy: &Policy, master: u64) -> Text {
    let until = date(policy.not_after());
    if policy.not_after() <= master {
        words::P_OVER.with("date", until)
    } else if policy.is_in_force(master) {
        words::P_UNTIL.with("date", until)
    } else {
        words::P_FROM
            .with("date", date(policy.not_before()))
            .with("until", until)
    }
}

/// The day of a time (ms since 1970) in UTC, as ISO 8601 writes it.
fn date(ms: u64) -> String {
    // days since 0000-03-01, counted in eras of 400 years
    let days = i64::try_from(ms / 86_400_000).unwrap_or(0) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_is_written_as_calendars_have_it() {
        for (ms, day) in [
            (0, "1970-01-01"),
            (951_782_400_000, "2000-02-29"),
            (951_868_800_000, "2000-03-01"),
            (1_767_225_599_999, "2025-12-31"),
            (4_107_542_400_000, "2100-03-01"),
        ] {
            assert_eq!(super::date(ms), day);
        }
    }
}
