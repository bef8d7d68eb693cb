//! Places and times of rules and demands in words.

use super::words::rules as words;
use super::{Phrase, Text};
use crate::secure::{Hours, Place, Position, When};

const WEEKDAYS: [Phrase; 7] = [
    words::MONDAY,
    words::TUESDAY,
    words::WEDNESDAY,
    words::THURSDAY,
    words::FRIDAY,
    words::SATURDAY,
    words::SUNDAY,
];
const ALL: u8 = 0b111_1111;

/// Where a rule applies.
pub(super) fn place(when: &When) -> Text {
    match &when.place {
        None => words::EVERYWHERE.text(),
        Some(Place::Named(name)) => words::AT.with("name", name),
        Some(Place::Circle(circle)) => words::WITHIN
            .with("metres", circle.radius)
            .with("place", degrees(circle.middle)),
    }
}

/// When it applies.
pub(super) fn hours(when: &When) -> Text {
    let Some(hours) = when.hours else {
        return words::ALWAYS.text();
    };
    words::HOURS
        .text()
        .with_list("days", days(hours.weekdays))
        .with("from", minutes(hours.from))
        .with("until", minutes(hours.until))
        .with("zone", zone(hours))
}

fn days(weekdays: u8) -> Vec<Text> {
    if weekdays & ALL == ALL {
        return vec![words::EVERY_DAY.text()];
    }
    let days = WEEKDAYS.into_iter().enumerate();
    days.filter(|(day, _)| weekdays & (1 << day) != 0)
        .map(|(_, day)| day.text())
        .collect()
}

/// A day of the week, Monday is 0.
pub(super) fn weekday(day: u8) -> Text {
    WEEKDAYS[usize::from(day) % WEEKDAYS.len()].text()
}

pub(super) fn minutes(minutes: u16) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn zone(hours: Hours) -> String {
    let sign = if hours.offset < 0 { '-' } else { '+' };
    let offset = hours.offset.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", offset / 60, offset % 60)
}

/// As maps write it: four decimals are 11 m.
fn degrees(position: Position) -> String {
    let degrees = |micro: i32| f64::from(micro) / 1e6;
    format!(
        "{:.4}, {:.4}",
        degrees(position.latitude),
        degrees(position.longitude)
    )
}
