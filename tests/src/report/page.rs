//! The page as a whole: the verdict first, then the story in its order.

use super::data::DemoReport;
use super::mark::Mark;
use super::text::{data_uri, escape, time};
use super::{ReportError, sound, tables, timeline};

const STYLE: &str = include_str!("style.css");

/// The whole page. It needs no other file.
pub(super) fn html(report: &DemoReport) -> Result<String, ReportError> {
    let mut sections = steps(report);
    sections += &meeting(report);
    let line = timeline::html(report);
    sections += &section("", "What happened", "Both phones on one time line.", &line);
    if !report.sounds.is_empty() {
        let mut figures = String::new();
        for sound in &report.sounds {
            figures += &sound::figures(sound)?;
        }
        let lead = "The more the right side looks and sounds like the left, the clearer the call.";
        sections += &section("", "What was spoken, what was heard", lead, &figures);
    }
    if !report.forbidden.is_empty() {
        let lead = "In secure mode these operations are forbidden, on both phones. Each phone tells \
                    the other what it enforces before any sound flows.";
        let table = tables::forbidden(report);
        sections += &section("dark", "What was forbidden", lead, &table);
    }
    if !report.screens.is_empty() {
        let screens = tables::screens(report);
        let lead = "What the phones' screens had to show, in words.";
        sections += &section("", "What the screens showed", lead, &screens);
    }
    if !report.server_saw.is_empty() {
        let lead = "The server carries what the phones cannot carry alone. This is what it held, passed on or logged \
                    in this run, and what that tells somebody who reads all of it.";
        let table = tables::server(report);
        sections += &section("", "What the server saw", lead, &table);
    }
    if !report.figures.is_empty() {
        let figures = tables::figures(report);
        sections += &section(
            "",
            "Figures",
            "Measured in this run, on this machine.",
            &figures,
        );
    }
    let header = header(report);
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Sotto: two phones talk</title>\n\
         <style>\n{STYLE}</style></head>\n<body>\n{header}<main>\n{sections}</main>\n\
         <footer>Left by <code>cargo xtask demo</code>. The same in numbers: <code>report.json</code>, \
         beside this page.</footer>\n</body></html>\n"
    ))
}

fn section(class: &str, title: &str, lead: &str, content: &str) -> String {
    let mark = if class == "dark" {
        Mark::Filled.svg("secure mode")
    } else {
        String::new()
    };
    format!(
        "<section class=\"{class}\"><h2>{mark}{title}</h2>\n<p class=\"lead\">{lead}</p>\n{content}</section>\n"
    )
}

/// The verdict in one sentence.
fn verdict(report: &DemoReport) -> String {
    let all = report.steps.len();
    let broken = report.steps.iter().filter(|step| !step.holds).count();
    match (broken, all) {
        (_, 0) => "Nothing was shown.".to_owned(),
        (0, _) if report.holds => "Everything that was promised happened.".to_owned(),
        (0, _) => "Not everything that was promised happened.".to_owned(),
        (1, _) => format!("One of {all} promises did not hold."),
        (_, _) => format!("{broken} of {all} promises did not hold."),
    }
}

/// What the verdict means, escaped: names of what did not hold, where something did not.
fn lead(report: &DemoReport) -> String {
    if report.everything_holds() {
        return "Two phones met by a scanned card and talked in secure mode over a server that can \
                read none of it. This page shows what each did, heard and refused."
            .to_owned();
    }
    let broken: Vec<String> = report
        .steps
        .iter()
        .filter(|step| !step.holds)
        .map(|step| format!("<b>{}</b>: {}", escape(&step.name), escape(&step.says)))
        .collect();
    if broken.is_empty() {
        return "Below stands what was seen until the demo ended.".to_owned();
    }
    broken.join("<br>")
}

fn header(report: &DemoReport) -> String {
    let holds = report.everything_holds();
    let mark = if holds {
        Mark::Filled.svg("all held")
    } else {
        Mark::Slashed.svg("not all held")
    };
    let class = if holds { "holds" } else { "broken" };
    let held = report.steps.iter().filter(|step| step.holds).count();
    let refused: u32 = report.forbidden.iter().map(|row| row.refused).sum();
    let slowest = report
        .forbidden
        .iter()
        .filter_map(|row| row.reported_ms)
        .fold(None, |most: Option<f64>, ms| {
            Some(most.map_or(ms, |most| most.max(ms)))
        });
    let mut tiles = tile(
        &format!("{held} of {}", report.steps.len()),
        "promises held",
    );
    if !report.forbidden.is_empty() {
        tiles += &tile(&refused.to_string(), "forbidden attempts refused");
    }
    if let Some(ms) = slowest {
        tiles += &tile(&time(ms), "at most until the other phone knew");
    }
    let verdict = escape(&verdict(report));
    let lead = lead(report);
    format!(
        "<header class=\"{class}\"><p class=\"brand\">{mark}Sotto</p>\n<h1>{verdict}</h1>\n\
         <p class=\"lead\">{lead}</p>\n\
         <div class=\"tiles\">{tiles}</div></header>\n"
    )
}

fn tile(value: &str, what: &str) -> String {
    format!("<div><b>{}</b><span>{what}</span></div>", escape(value))
}

fn steps(report: &DemoReport) -> String {
    let mut list = String::from("<ol class=\"steps\">\n");
    for step in &report.steps {
        let (class, mark) = if step.holds {
            ("good", "held")
        } else {
            ("bad", "did not hold")
        };
        list += &format!(
            "<li><span class=\"chip {class}\">{mark}</span><div><b>{}</b><p>{}</p></div><time>{}</time></li>\n",
            escape(&step.name),
            escape(&step.says),
            time(step.ms)
        );
    }
    list += "</ol>\n";
    section(
        "",
        "What was promised",
        "Step by step, each with what was seen.",
        &list,
    )
}

/// The card and the picture of it that was scanned.
fn meeting(report: &DemoReport) -> String {
    let pictures = [
        (&report.card_png, "card", "The card, as a screen shows it"),
        (
            &report.photo_png,
            "photo",
            "The picture of it that was scanned",
        ),
    ];
    let mut content = String::from("<div class=\"pair\">\n");
    let mut any = false;
    for (png, class, caption) in pictures {
        if !png.is_empty() {
            any = true;
            content += &format!(
                "<figure class=\"{class}\"><figcaption>{caption}</figcaption>\
                 <img alt=\"{caption}\" src=\"{}\"></figure>\n",
                data_uri("image/png", png)
            );
        }
    }
    if !any {
        return String::new();
    }
    content += "</div>\n";
    let lead = "A card is a signed QR code. Whoever scans it knows the key behind it, so the contact is verified.";
    section("", "How they met", lead, &content)
}
