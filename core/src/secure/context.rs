//! Place and time as rules ask for them, as data and pure functions. Not here: finding out where the phone is.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sotto_protocol::wire::policy as wire;

use super::Level;

/// How long a position is believed.
pub const MOVED_ON: Duration = Duration::from_secs(600);
/// Longest name of a place, in bytes.
const LONGEST_PLACE: usize = 64;
const DAY: i64 = 24 * 60;
/// Mean radius of the earth, in metres.
const EARTH: f64 = 6_371_000.0;

/// A point on the earth in 10⁻⁶ degrees. `Debug` does not say where.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// North of the equator.
    pub latitude: i32,
    /// East of Greenwich.
    pub longitude: i32,
}

impl Position {
    /// The great-circle distance, in metres (haversine).
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let radians = |micro: i32| (f64::from(micro) / 1e6).to_radians();
        let (a, b) = (radians(self.latitude), radians(other.latitude));
        let north = (b - a) / 2.0;
        let east = (radians(other.longitude) - radians(self.longitude)) / 2.0;
        let h = north.sin().powi(2) + a.cos() * b.cos() * east.sin().powi(2);
        2.0 * EARTH * h.clamp(0.0, 1.0).sqrt().asin()
    }
}

impl std::fmt::Debug for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Position(…)")
    }
}

/// A round area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circle {
    /// Its middle.
    pub middle: Position,
    /// In metres.
    pub radius: u32,
}

/// A place that a rule speaks of. `Debug` does not name it.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// One that the shell knows by this name, such as a wireless network's or a beacon's.
    Named(String),
    /// An area.
    Circle(Circle),
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Place(…)")
    }
}

/// Hours on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Bit 0: Monday … bit 6: Sunday; the day on which they begin.
    pub weekdays: u8,
    /// Minutes since midnight.
    pub from: u16,
    /// Minutes since midnight; at or before `from`: on the next day.
    pub until: u16,
    /// Minutes east of UTC.
    pub offset: i16,
}

impl Hours {
    /// No place on Earth is farther from UTC, in minutes.
    pub const FARTHEST: u16 = 16 * 60;

    /// Whether a moment (master clock, ms since 1970) lies in them.
    #[must_use]
    pub fn contain(&self, master: u64) -> bool {
        let minutes = i64::try_from(master / 60_000).unwrap_or(0) + i64::from(self.offset);
        // 1 January 1970 was a Thursday
        let weekday = (minutes.div_euclid(DAY) + 3).rem_euclid(7);
        let minute = minutes.rem_euclid(DAY);
        let (from, until) = (i64::from(self.from), i64::from(self.until));
        let on = |day: i64| self.weekdays & (1 << day.rem_euclid(7)) != 0;
        if from < until {
            on(weekday) && (from..until).contains(&minute)
        } else {
            (on(weekday) && minute >= from) || (on(weekday - 1) && minute < until)
        }
    }

    fn from_wire(hours: wire::Hours) -> Option<Self> {
        let minute = |n: u32| u16::try_from(n).ok().filter(|n| i64::from(*n) <= DAY);
        Some(Self {
            weekdays: u8::try_from(hours.weekdays)
                .ok()
                .filter(|days| *days < 128)?,
            from: minute(hours.from)?,
            until: minute(hours.until)?,
            offset: i16::try_from(hours.offset)
                .ok()
                .filter(|offset| offset.unsigned_abs() <= Self::FARTHEST)?,
        })
    }

    fn to_wire(self) -> wire::Hours {
        wire::Hours {
            weekdays: self.weekdays.into(),
            from: self.from.into(),
            until: self.until.into(),
            offset: self.offset.into(),
        }
    }
}

/// When something applies: both parts must, where both are given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    /// Only there.
    pub place: Option<Place>,
    /// Only then.
    pub hours: Option<Hours>,
}

/// Whether a place's or time's condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// It does.
    There,
    /// Nobody can tell, so it counts as if it did: fail closed.
    Unknown,
    /// It does not.
    Elsewhere,
}

impl When {
    /// Whether it applies now; `master` is the master clock in ms since 1970.
    #[must_use]
    pub fn applies(&self, at: Instant, master: u64, surroundings: &Surroundings) -> Whereabouts {
        if self.hours.is_some_and(|hours| !hours.contain(master)) {
            return Whereabouts::Elsewhere;
        }
        match &self.place {
            Some(place) => surroundings.at(place, at),
            None => Whereabouts::There,
        }
    }

    /// The messages.
    pub(crate) fn to_wire(&self) -> (Option<wire::Where>, Option<wire::Hours>) {
        use wire::r#where::Where;
        let place = self.place.as_ref().map(|place| wire::Where {
            r#where: Some(match place {
                Place::Named(name) => Where::Place(name.clone()),
                Place::Circle(circle) => Where::Circle(wire::Circle {
                    latitude: circle.middle.latitude,
                    longitude: circle.middle.longitude,
                    radius: circle.radius,
                }),
            }),
        });
        (place, self.hours.map(Hours::to_wire))
    }

    /// Reads the messages; `None` for what makes no sense or is of a newer version.
    pub(crate) fn from_wire(
        place: Option<wire::Where>,
        hours: Option<wire::Hours>,
    ) -> Option<Self> {
        use wire::r#where::Where;
        let place = match place {
            None => None,
            Some(place) => Some(match place.r#where? {
                Where::Place(name) => {
                    let fits = !name.is_empty() && name.len() <= LONGEST_PLACE;
                    Place::Named(fits.then_some(name)?)
                }
                Where::Circle(circle) => Place::Circle(Circle {
                    middle: position(circle.latitude, circle.longitude)?,
                    radius: circle.radius,
                }),
            }),
        };
        let hours = match hours {
            Some(hours) => Some(Hours::from_wire(hours)?),
            None => None,
        };
        Some(Self { place, hours })
    }
}

fn position(latitude: i32, longitude: i32) -> Option<Position> {
    let fits = latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
    fits.then_some(Position {
        latitude,
        longitude,
    })
}

/// A rule of the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// When it applies.
    pub when: When,
    /// The least level then.
    pub level: Level,
}

impl Rule {
    pub(crate) fn to_wire(&self) -> wire::Rule {
        let (place, hours) = self.when.to_wire();
        wire::Rule {
            r#where: place,
            hours,
            level: self.level.number().into(),
        }
    }

    pub(crate) fn from_wire(rule: wire::Rule) -> Option<Self> {
        let level = u8::try_from(rule.level).ok()?;
        Some(Self {
            when: When::from_wire(rule.r#where, rule.hours)?,
            level: Level::new(level),
        })
    }
}

/// Where the phone is, as the shell last said. Kept in memory only.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    known: Option<(Instant, Option<Position>)>,
    places: BTreeSet<String>,
    /// There is no named place here but these.
    all_named: bool,
}

impl Surroundings {
    /// Places at most that a phone is at once.
    const PLACES: usize = 64;

    /// The shell says where the phone is: the named places, `None` where it may not know their names, and the position
    /// where it has one.
    pub fn are(&mut self, now: Instant, places: Option<Vec<String>>, position: Option<Position>) {
        self.all_named = places.as_ref().is_some_and(|all| all.len() <= Self::PLACES);
        self.places = places.into_iter().flatten().take(Self::PLACES).collect();
        self.known = Some((now, position));
    }

    fn at(&self, place: &Place, now: Instant) -> Whereabouts {
        let Some((at, position)) = self.known else {
            return Whereabouts::Unknown;
        };
        if now.saturating_duration_since(at) > MOVED_ON {
            return Whereabouts::Unknown;
        }
        let there = match (place, position) {
            (Place::Named(name), _) if self.places.contains(name) => true,
            (Place::Named(_), _) if !self.all_named => return Whereabouts::Unknown,
            (Place::Named(_), _) => false,
            (Place::Circle(_), None) => return Whereabouts::Unknown,
            (Place::Circle(circle), Some(position)) => {
                position.distance(circle.middle) <= f64::from(circle.radius)
            }
        };
        if there {
            Whereabouts::There
        } else {
            Whereabouts::Elsewhere
        }
    }
}
