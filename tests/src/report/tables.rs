//! The tables: what was forbidden, what the server saw, the figures.

use super::data::DemoReport;
use super::mark::Mark;
use super::text::{escape, figure, time};

/// A table whose rows become cards on a narrow screen: each cell carries its column's title.
fn table(class: &str, titles: &[String], rows: &[Vec<String>]) -> String {
    let mut html = format!("<table class=\"{class}\"><thead><tr>");
    for title in titles {
        html += &format!("<th>{title}</th>");
    }
    html += "</tr></thead><tbody>\n";
    for row in rows {
        html += "<tr>";
        for (title, cell) in titles.iter().zip(row) {
            html += &format!("<td data-title=\"{title}\">{cell}</td>");
        }
        html += "</tr>\n";
    }
    html + "</tbody></table>\n"
}

/// The risky operations and what became of them.
pub(super) fn forbidden(report: &DemoReport) -> String {
    let [first, second] = report.phones.each_ref().map(|name| escape(name));
    let titles = [
        "Operation".to_owned(),
        format!("{first}&#39;s phone"),
        format!("{second}&#39;s phone"),
        "Attempts refused".to_owned(),
        "The other phone knew after".to_owned(),
    ];
    let rows: Vec<Vec<String>> = report
        .forbidden
        .iter()
        .map(|row| {
            vec![
                format!("<b>{}</b>", escape(&row.operation)),
                answer(&row.first, row.simulated),
                answer(&row.second, row.simulated),
                row.refused.to_string(),
                row.reported_ms
                    .map_or_else(|| "nobody tried".to_owned(), time),
            ]
        })
        .collect();
    let mut html = table("forbidden", &titles, &rows);
    if report.forbidden.iter().any(|row| row.simulated) {
        html += "<p class=\"note\">Where it says <em>simulated</em>, a stand-in played the phone&#39;s \
                 operating system: both phones of this demo are programs on one machine. What Sotto \
                 asked of it, and what it did with the answers, is the real thing.</p>\n";
    }
    html
}

fn answer(text: &str, simulated: bool) -> String {
    let class = match text.to_lowercase().as_str() {
        "enforced" => "good",
        "detected" => "half",
        _ => "bad",
    };
    let simulated = if simulated { " <em>simulated</em>" } else { "" };
    format!(
        "<span><span class=\"chip {class}\">{}</span>{simulated}</span>",
        escape(text)
    )
}

/// What the server could see.
pub(super) fn server(report: &DemoReport) -> String {
    let titles = ["It saw", "Which tells it", "For example"].map(str::to_owned);
    let rows: Vec<Vec<String>> = report
        .server_saw
        .iter()
        .map(|row| {
            vec![
                format!("<b>{}</b>", escape(&row.what)),
                escape(&row.tells),
                format!("<code>{}</code>", escape(&row.example)),
            ]
        })
        .collect();
    table("server", &titles, &rows)
}

/// The figures by name.
pub(super) fn figures(report: &DemoReport) -> String {
    let mut html = String::from("<dl class=\"figures\">\n");
    for (name, value) in &report.figures {
        let (name, value) = figure(name, *value);
        html += &format!(
            "<div><dt>{}</dt><dd>{}</dd></div>\n",
            escape(&name),
            escape(&value)
        );
    }
    html + "</dl>\n"
}

/// What the screens showed.
pub(super) fn screens(report: &DemoReport) -> String {
    let mut html = String::from("<div class=\"screens\">\n");
    for screen in &report.screens {
        let (class, mark) = if screen.secure {
            ("screen dark", Mark::Filled.svg("secure mode"))
        } else {
            ("screen", String::new())
        };
        html += &format!(
            "<div class=\"{class}\"><h3>{mark}{}</h3><ul>",
            escape(&screen.title)
        );
        for line in &screen.lines {
            html += &format!("<li>{}</li>", escape(line));
        }
        html += "</ul></div>\n";
    }
    html + "</div>\n"
}
