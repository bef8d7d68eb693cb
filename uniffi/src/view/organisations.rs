//! Policies of organisations: one that is offered, and those that were accepted.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// A policy that a person is asked to accept.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct PolicyView {
    /// The organisation's key, in hexadecimal: what is pinned.
    pub issuer: String,
    /// The same as `Phone.removePolicy` takes it.
    pub key: Vec<u8>,
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct AddedLevel {
    /// Its word and number.
    pub title: Text,
    /// What it forbids.
    pub forbids: Vec<Text>,
}

/// An organisation whose policy was accepted.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OrganisationsView {
    /// Its heading.
    pub title: Text,
    /// The organisations.
    pub organisations: Vec<OrganisationView>,
    /// Said where there are none.
    pub empty: Option<Text>,
    /// Opens a policy's file, to be shown with `Phone.offerView` before it is accepted.
    pub add: Button,
}

#[uniffi::export]
impl Phone {
    /// What a signed policy demands, before it is accepted with `Phone.acceptPolicy`. Nothing changes.
    #[must_use]
    pub fn offer_view(&self, policy: Vec<u8>) -> OfferView {
        self.show(|engine, now| view::offer(engine, now, &policy))
    }

    /// The organisations whose policies were accepted: `Phone.removePolicy` leaves one.
    #[must_use]
    pub fn organisations_view(&self) -> OrganisationsView {
        self.show(view::organisations)
    }
}

impl Shown<view::OfferView> for OfferView {
    fn shown(view: view::OfferView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            state: view.state.show(language),
            policy: view.policy.show(language),
            accept: view.accept.show(language),
        }
    }
}

impl Shown<view::PolicyView> for PolicyView {
    fn shown(view: view::PolicyView, language: Language) -> Self {
        Self {
            key: view.issuer.bytes().unwrap_or_default(),
            issuer: shown(&view.issuer),
            validity: view.validity.show(language),
            demands: view.demands.show(language),
            nothing: view.nothing.show(language),
            levels_title: view.levels_title.show(language),
            levels: view.levels.show(language),
            both: view.both.show(language),
        }
    }
}

impl Shown<view::DemandRow> for DemandRow {
    fn shown(view: view::DemandRow, language: Language) -> Self {
        Self {
            calls: view.calls.show(language),
            place: view.place.show(language),
            hours: view.hours.show(language),
            asks: view.asks.show(language),
        }
    }
}

impl Shown<view::AddedLevel> for AddedLevel {
    fn shown(view: view::AddedLevel, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            forbids: view.forbids.show(language),
        }
    }
}

impl Shown<view::OrganisationView> for OrganisationView {
    fn shown(view: view::OrganisationView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            policy: view.policy.show(language),
            leave: view.leave.show(language),
            leave_hint: view.leave_hint.show(language),
        }
    }
}

impl Shown<view::OrganisationsView> for OrganisationsView {
    fn shown(view: view::OrganisationsView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            organisations: view.organisations.show(language),
            empty: view.empty.show(language),
            add: view.add.show(language),
        }
    }
}
