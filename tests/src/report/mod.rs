//! The demo's report: one page that anyone can read, and the same in numbers.
//!
//! [`write()`] leaves `report.html`, which needs no other file and no network, and `report.json`.
//! Nothing is measured or judged here; that is the demo's part.

mod data;
mod mark;
mod page;
#[cfg(test)]
mod sample;
mod sound;
mod spectrogram;
mod tables;
mod text;
mod timeline;

use std::path::{Path, PathBuf};

pub use data::{DemoReport, Event, Forbidden, Kind, Screen, Seen, Sound, Step};
pub use mark::Mark;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file or the folder could not be written: make room, or check the permissions.
    #[error("{} cannot be written", path.display())]
    Write {
        /// What should have been written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A figure is infinite or not a number, which JSON cannot hold: measure again.
    #[error("the figure {name:?} is {value}, which is no result")]
    NoResult {
        /// The figure's name.
        name: String,
        /// What it is.
        value: f64,
    },
    /// A picture could not be encoded.
    #[error("a spectrogram could not be drawn")]
    Picture(#[from] image::ImageError),
}

/// Writes `report.json` and `report.html` into `folder`, which is made where it is missing, and
/// gives the path of the page.
///
/// # Errors
/// When a file cannot be written, or a figure is not a finite number.
pub fn write(report: &DemoReport, folder: &Path) -> Result<PathBuf, ReportError> {
    let json = json(report)?;
    let html = page::html(report)?;
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let numbers = folder.join("report.json");
    std::fs::write(&numbers, json).map_err(failed(&numbers))?;
    let page = folder.join("report.html");
    std::fs::write(&page, html).map_err(failed(&page))?;
    Ok(page)
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> ReportError {
    let path = path.to_owned();
    move |source| ReportError::Write { path, source }
}

fn json(report: &DemoReport) -> Result<String, ReportError> {
    if let Some((name, value)) = report.figures.iter().find(|(_, value)| !value.is_finite()) {
        return Err(ReportError::NoResult {
            name: name.clone(),
            value: *value,
        });
    }
    let value = serde_json::json!({
        "holds": report.everything_holds(),
        "steps": report.steps,
        "figures": report.figures,
    });
    Ok(format!("{value:#}\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_page_and_the_numbers_are_left_in_the_folder() {
        // A folder that stays, so that people can look at the sample.
        let folder = crate::bench::folder().with_file_name("report-sample");
        let page = write(&sample::report(), &folder).unwrap();
        let html = std::fs::read_to_string(page).unwrap();
        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
        let text = std::fs::read_to_string(folder.join("report.json")).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["holds"], true);
        assert_eq!(value["steps"][0]["name"], sample::report().steps[0].name);
        assert_eq!(value["steps"][0]["holds"], true);
        assert!(value["steps"][0]["ms"].is_number() && value["steps"][0]["says"].is_string());
        assert!(value["figures"]["accept_to_sound_ms"].is_number());
    }

    #[test]
    fn one_broken_promise_is_said_in_the_heading_and_in_the_numbers() {
        let mut report = sample::report();
        report.steps[1].holds = false;
        let html = page::html(&report).unwrap();
        assert!(html.contains("<h1>One of 8 promises did not hold.</h1>"));
        assert!(json(&report).unwrap().contains("\"holds\": false"));
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let html = page::html(&sample::report()).unwrap();
        for word in ["http://", "https://", "<script", "<link", "@import", "url("] {
            assert!(!html.contains(word), "{word}");
        }
    }

    #[test]
    fn whatever_a_report_says_is_shown_as_text() {
        let html = page::html(&sample::hostile("<script>'\"&")).unwrap();
        assert!(!html.contains("<script"));
        assert!(!html.contains("'\"&"));
        assert!(html.contains("&lt;script&gt;&#39;&quot;&amp;"));
    }

    #[test]
    fn an_empty_report_is_still_a_page_and_promises_nothing() {
        let html = page::html(&DemoReport::default()).unwrap();
        assert!(html.contains("<h1>Nothing was shown.</h1>"));
        assert!(json(&DemoReport::default()).unwrap().contains("false"));
    }

    #[test]
    fn a_figure_that_is_no_number_is_refused() {
        let mut report = sample::report();
        report.figures.insert("jitter_ms".to_owned(), f64::NAN);
        assert!(
            matches!(json(&report), Err(ReportError::NoResult { name, .. }) if name == "jitter_ms")
        );
    }

    #[test]
    fn what_is_simulated_is_called_simulated() {
        let mut report = sample::report();
        assert!(page::html(&report).unwrap().contains("simulated"));
        report
            .forbidden
            .iter_mut()
            .for_each(|row| row.simulated = false);
        assert!(!page::html(&report).unwrap().contains("simulated"));
    }
}
