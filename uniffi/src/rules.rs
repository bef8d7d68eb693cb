//! Levels of the person's own and rules for places and times, as records (S1.2). No meaning here: the core has it.

use sotto_core::secure;

use crate::Operation;

/// A level's rule, written either way round.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum LevelDefinition {
    /// These operations are forbidden.
    Forbid {
        /// Which.
        operations: Vec<Operation>,
    },
    /// Everything else is forbidden.
    AllowOnly {
        /// What stays allowed.
        operations: Vec<Operation>,
    },
}

impl From<LevelDefinition> for secure::Definition {
    fn from(definition: LevelDefinition) -> Self {
        let set = |operations: Vec<Operation>| operations.into_iter().map(Into::into).collect();
        match definition {
            LevelDefinition::Forbid { operations } => Self::Forbid(set(operations)),
            LevelDefinition::AllowOnly { operations } => Self::AllowOnly(set(operations)),
        }
    }
}

impl From<secure::Definition> for LevelDefinition {
    fn from(definition: secure::Definition) -> Self {
        let list = |set: secure::Operations| set.iter().map(Into::into).collect();
        match definition {
            secure::Definition::Forbid(set) => Self::Forbid {
                operations: list(set),
            },
            secure::Definition::AllowOnly(set) => Self::AllowOnly {
                operations: list(set),
            },
        }
    }
}

/// A place that a rule speaks of. A shell never logs it.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RulePlace {
    /// One that the shell knows by this name and tells with `Phone.whereabouts`.
    Named {
        /// At most 64 bytes.
        name: String,
    },
    /// A round area.
    Circle {
        /// Its middle: north of the equator, in 10⁻⁶ degrees.
        latitude: i32,
        /// East of Greenwich.
        longitude: i32,
        /// In metres.
        radius: u32,
    },
}

impl From<RulePlace> for secure::Place {
    fn from(place: RulePlace) -> Self {
        match place {
            RulePlace::Named { name } => Self::Named(name),
            RulePlace::Circle {
                latitude,
                longitude,
                radius,
            } => Self::Circle(secure::Circle {
                middle: secure::Position {
                    latitude,
                    longitude,
                },
                radius,
            }),
        }
    }
}

impl From<secure::Place> for RulePlace {
    fn from(place: secure::Place) -> Self {
        match place {
            secure::Place::Named(name) => Self::Named { name },
            secure::Place::Circle(circle) => Self::Circle {
                latitude: circle.middle.latitude,
                longitude: circle.middle.longitude,
                radius: circle.radius,
            },
        }
    }
}

/// Hours on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct RuleHours {
    /// Bit 0: Monday … bit 6: Sunday; the day on which they begin.
    pub weekdays: u8,
    /// Minutes since midnight.
    pub from: u16,
    /// Minutes since midnight; at or before `from`: on the next day.
    pub until: u16,
    /// The time zone, in minutes east of UTC.
    pub offset: i16,
}

impl From<RuleHours> for secure::Hours {
    fn from(hours: RuleHours) -> Self {
        Self {
            weekdays: hours.weekdays,
            from: hours.from,
            until: hours.until,
            offset: hours.offset,
        }
    }
}

impl From<secure::Hours> for RuleHours {
    fn from(hours: secure::Hours) -> Self {
        Self {
            weekdays: hours.weekdays,
            from: hours.from,
            until: hours.until,
            offset: hours.offset,
        }
    }
}

/// A rule of the person's own: at this place, in these hours (both, where both are given), at least this level.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LevelRule {
    /// Only there.
    pub place: Option<RulePlace>,
    /// Only then.
    pub hours: Option<RuleHours>,
    /// The least level then.
    pub level: u8,
}

impl From<LevelRule> for secure::Rule {
    fn from(rule: LevelRule) -> Self {
        Self {
            when: secure::When {
                place: rule.place.map(Into::into),
                hours: rule.hours.map(Into::into),
            },
            level: secure::Level::new(rule.level),
        }
    }
}

impl From<secure::Rule> for LevelRule {
    fn from(rule: secure::Rule) -> Self {
        Self {
            place: rule.when.place.map(Into::into),
            hours: rule.when.hours.map(Into::into),
            level: rule.level.number(),
        }
    }
}
