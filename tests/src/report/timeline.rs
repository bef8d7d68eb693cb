//! The time line of both phones: an overview drawn to scale, then every event in words.
//!
//! Positions are percentages, so that the drawing fits any width and its text keeps its size.

use super::data::{DemoReport, Event, Kind};
use super::mark::Mark;
use super::text::{escape, moment};

/// Height of the drawing and of the lanes in it, in pixels.
const HEIGHT: u32 = 152;
const LANES: [u32; 2] = [48, 104];

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Call => "call",
            Self::Secure => "secure",
            Self::Sound => "sound-mark",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Plain => "before the call",
            Self::Call => "call",
            Self::Secure => "secure mode",
            Self::Sound => "sound heard",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }
}

/// The section's content.
pub(super) fn html(report: &DemoReport) -> String {
    let mut events: Vec<&Event> = report
        .events
        .iter()
        .filter(|event| event.phone < LANES.len() && event.at_ms.is_finite())
        .collect();
    events.sort_by(|one, other| one.at_ms.total_cmp(&other.at_ms));
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return "<p class=\"quiet\">No event was reported.</p>\n".to_owned();
    };
    let (from, to) = (first.at_ms.min(0.0), last.at_ms);
    let scale = Scale {
        from,
        span: (to - from).max(1.0),
    };
    drawing(report, &events, &scale) + &legend(&events) + &list(report, &events)
}

/// From milliseconds to a place between the margins.
struct Scale {
    from: f64,
    span: f64,
}

impl Scale {
    fn place(&self, ms: f64) -> f64 {
        1.5 + (ms - self.from) / self.span * 97.0
    }
}

fn drawing(report: &DemoReport, events: &[&Event], scale: &Scale) -> String {
    let mut svg = format!(
        "<svg class=\"timeline\" width=\"100%\" height=\"{HEIGHT}\" role=\"img\" \
         aria-label=\"Time line of both phones\">\n"
    );
    if let Some((from, to)) = secure_span(events) {
        let (left, right) = (scale.place(from), scale.place(to));
        let left = (left - 0.8).max(0.2);
        svg += &format!(
            "<rect class=\"span\" x=\"{left:.2}%\" y=\"8\" width=\"{:.2}%\" height=\"120\" rx=\"8\"/>\n",
            (right - left + 0.8).min(99.8 - left)
        );
    }
    for (lane, name) in LANES.iter().zip(&report.phones) {
        svg += &format!(
            "<line class=\"lane\" x1=\"1.5%\" x2=\"98.5%\" y1=\"{lane}\" y2=\"{lane}\"/>\
             <text class=\"name\" x=\"1.5%\" y=\"{}\">{}</text>\n",
            lane - 16,
            escape(name)
        );
    }
    for event in events {
        let (x, y) = (scale.place(event.at_ms), LANES[event.phone]);
        let radius = if event.kind == Kind::Refused { 7 } else { 6 };
        svg += &format!(
            "<circle class=\"dot {}\" cx=\"{x:.2}%\" cy=\"{y}\" r=\"{radius}\"><title>{}: {}</title></circle>\n",
            event.kind.class(),
            moment(event.at_ms),
            escape(&event.text)
        );
    }
    for part in 0..=4_u8 {
        let ms = scale.from + scale.span * f64::from(part) / 4.0;
        let anchor = match part {
            0 => "start",
            4 => "end",
            _ => "middle",
        };
        svg += &format!(
            "<text class=\"tick\" x=\"{:.2}%\" y=\"146\" text-anchor=\"{anchor}\">{:.1} s</text>\n",
            scale.place(ms),
            ms / 1_000.0
        );
    }
    svg + "</svg>\n"
}

/// From the first word of secure mode to the end of the call, or to the last event.
fn secure_span(events: &[&Event]) -> Option<(f64, f64)> {
    let from = events
        .iter()
        .find(|event| event.kind == Kind::Secure)?
        .at_ms;
    let end = |event: &&&Event| event.kind == Kind::Ended && event.at_ms >= from;
    let to = events.iter().find(end).or(events.last())?.at_ms;
    Some((from, to))
}

fn legend(events: &[&Event]) -> String {
    let mut html = String::from("<p class=\"legend\">");
    for kind in [
        Kind::Plain,
        Kind::Call,
        Kind::Secure,
        Kind::Sound,
        Kind::Refused,
        Kind::Ended,
    ] {
        if events.iter().any(|event| event.kind == kind) {
            html += &format!(
                "<span><i class=\"dot {}\"></i>{}</span>",
                kind.class(),
                kind.words()
            );
        }
    }
    if secure_span(events).is_some() {
        html += &format!(
            "<span><i class=\"span\">{}</i>in secure mode</span>",
            Mark::Filled.svg("secure mode")
        );
    }
    html + "</p>\n"
}

fn list(report: &DemoReport, events: &[&Event]) -> String {
    let [first, second] = report.phones.each_ref().map(|name| escape(name));
    let mut html = format!(
        "<div class=\"events\" role=\"list\">\n\
         <div class=\"head\" aria-hidden=\"true\"><span>{first}</span><span></span><span>{second}</span></div>\n"
    );
    for event in events {
        let side = ["first", "second"][event.phone];
        html += &format!(
            "<div class=\"event {side}\" role=\"listitem\"><time>{}</time>\
             <span class=\"what\"><i class=\"dot {}\"></i><b class=\"narrow\">{}: </b>{}</span></div>\n",
            moment(event.at_ms),
            event.kind.class(),
            escape(&report.phones[event.phone]),
            escape(&event.text)
        );
    }
    html + "</div>\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn event(at_ms: f64, phone: usize, kind: Kind) -> Event {
        Event {
            at_ms,
            phone,
            text: format!("at {at_ms}"),
            kind,
        }
    }

    #[test]
    fn events_stand_in_the_order_of_their_time() {
        let report = DemoReport {
            events: vec![event(30.0, 1, Kind::Call), event(10.0, 0, Kind::Plain)],
            ..DemoReport::default()
        };
        let html = html(&report);
        let list = html.split_once("class=\"events\"").unwrap().1;
        assert!(list.find("at 10").unwrap() < list.find("at 30").unwrap());
    }

    #[test]
    fn the_secure_span_reaches_from_secure_mode_to_the_end_of_the_call() {
        let events = [
            event(5.0, 0, Kind::Call),
            event(7.0, 0, Kind::Secure),
            event(90.0, 1, Kind::Ended),
            event(95.0, 0, Kind::Plain),
        ];
        let events: Vec<&Event> = events.iter().collect();
        assert_eq!(secure_span(&events), Some((7.0, 90.0)));
        assert_eq!(secure_span(&events[..1]), None);
    }

    #[test]
    fn events_that_cannot_be_placed_are_left_out_without_a_panic() {
        let report = DemoReport {
            events: vec![
                event(f64::NAN, 0, Kind::Plain),
                event(1.0, 9, Kind::Plain),
                event(0.0, 0, Kind::Plain),
            ],
            ..DemoReport::default()
        };
        assert_eq!(html(&report).matches("role=\"listitem\"").count(), 1);
    }
}
