//! Which level a call gets when several speak: the strictest wins, and it is known why.

use std::time::Instant;

use super::policy::Policy;
use super::{Imposed, Level, Rule, Surroundings, Whereabouts};

/// Who or what asks for a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The person on this phone chose it.
    You,
    /// The other person did.
    Other,
    /// It is the person's level for all calls.
    Default,
    /// It is this contact's usual level.
    Usual,
    /// A rule for this place.
    Place,
    /// A rule for a place, and nobody knows where this phone is.
    PlaceUnknown,
    /// A rule for this time.
    Time,
    /// This person's organisation.
    Policy,
    /// A rule, contact's level or organisation of the other person's.
    OtherPhone,
}

/// The level of a call, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The strictest that was asked for.
    pub level: Level,
    /// Whoever asked for it, in order; nobody for an ordinary call.
    pub because: Vec<Reason>,
    /// What policies on this phone impose.
    pub imposed: Imposed,
}

impl Choice {
    /// The highest level allowed, where what was asked for is above it: such a call is not made.
    #[must_use]
    pub fn capped_at(&self) -> Option<Level> {
        self.imposed
            .maximum
            .filter(|_| self.imposed.caps(self.level))
    }
}

/// Everything that may speak.
#[derive(Debug, Clone, Copy)]
pub struct Speaking<'a> {
    /// What a person chose, and who.
    pub chosen: (Level, Reason),
    /// The person's level for all calls.
    pub default: Level,
    /// The contact's usual level.
    pub usual: Level,
    /// Whether the other person is a contact.
    pub contact: bool,
    /// The person's own rules.
    pub rules: &'a [Rule],
    /// The policies of organisations that the person accepted.
    pub policies: &'a [Policy],
    /// Where the phone is.
    pub surroundings: &'a Surroundings,
    /// The time.
    pub at: Instant,
    /// The same on the master clock, ms since 1970.
    pub master: u64,
    /// The same by the phone's own clock. The server sets the master clock and the person this one: what either of them
    /// puts in force is in force.
    pub wall: u64,
}

impl Speaking<'_> {
    /// The strictest of all, with the reasons.
    #[must_use]
    pub fn choose(&self) -> Choice {
        let clocks = [self.master, self.wall];
        let imposes = |policy: &Policy| {
            clocks.map(|now| policy.imposes(self.contact, self.at, now, self.surroundings))
        };
        let imposed = self.policies.iter().flat_map(imposes);
        let imposed = imposed.fold(Imposed::default(), Imposed::and);
        let mut asked = vec![
            self.chosen,
            (self.default, Reason::Default),
            (self.usual, Reason::Usual),
        ];
        for rule in self.rules {
            let mut found = clocks
                .map(|now| rule.when.applies(self.at, now, self.surroundings))
                .into_iter();
            let found = found.find(|found| *found != Whereabouts::Elsewhere);
            let reason = match found.unwrap_or(Whereabouts::Elsewhere) {
                Whereabouts::Elsewhere => continue,
                Whereabouts::Unknown => Reason::PlaceUnknown,
                Whereabouts::There if rule.when.place.is_some() => Reason::Place,
                Whereabouts::There => Reason::Time,
            };
            asked.push((rule.level, reason));
        }
        asked.push((imposed.minimum, Reason::Policy));
        let level = asked
            .iter()
            .map(|(level, _)| *level)
            .max()
            .unwrap_or_default();
        let mut because: Vec<Reason> = asked
            .into_iter()
            .filter(|(asked, _)| *asked == level && level.is_secure())
            .map(|(_, reason)| reason)
            .collect();
        because.sort_unstable();
        because.dedup();
        Choice {
            level,
            because,
            imposed,
        }
    }
}
