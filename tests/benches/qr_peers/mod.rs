//! The decoders beside ours, each as its documentation shows it.

use std::{fs, path::Path, process::Command, time::Instant};

use serde::Deserialize;
use sotto_tests::qr_pictures::{HEIGHT, Picture, WIDTH};

/// What one decoder did.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Whether each picture's text came out right.
    pub(crate) correct: Vec<bool>,
    milliseconds: Vec<f64>,
}

impl Peer {
    pub(crate) fn run(
        name: &'static str,
        pictures: &[Picture],
        decode: impl Fn(&Picture) -> Option<String>,
    ) -> Self {
        let (mut correct, mut milliseconds) = (Vec::new(), Vec::new());
        for picture in pictures {
            let start = Instant::now();
            let text = decode(picture);
            milliseconds.push(start.elapsed().as_secs_f64() * 1e3);
            correct.push(text.is_some_and(|text| text == picture.text));
        }
        Self {
            name,
            correct,
            milliseconds,
        }
    }

    /// How many pictures were read.
    pub(crate) fn read(&self) -> f64 {
        self.correct.iter().filter(|correct| **correct).count() as f64
    }

    /// The time in ms that a `share` of the pictures kept within.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.milliseconds.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted[(last as f64 * share).round() as usize]
    }
}

pub(crate) fn rqrr(pictures: &[Picture]) -> Peer {
    Peer::run("rqrr", pictures, |picture| {
        let pixels = &picture.pixels;
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(WIDTH, HEIGHT, |x, y| {
            pixels[y * WIDTH + x]
        });
        let grids = prepared.detect_grids();
        grids.iter().find_map(|grid| Some(grid.decode().ok()?.1))
    })
}

pub(crate) fn rxing(pictures: &[Picture]) -> Peer {
    Peer::run("rxing", pictures, |picture| {
        let (width, height) = (WIDTH as u32, HEIGHT as u32);
        let format = Some(rxing::BarcodeFormat::QR_CODE);
        rxing::helpers::detect_in_luma(picture.pixels.clone(), width, height, format)
            .ok()
            .map(|result| result.getText().to_owned())
    })
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    ms: f64,
}

/// `zxing-cpp` from PyPI, its time taken inside Python; `None` where it cannot be installed.
pub(crate) fn zxing_cpp(pictures: &[Picture]) -> Option<Peer> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = root.join("../target/python");
    let python = environment.join("bin/python");
    let quietly = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let present =
        |python: &Path| quietly(Command::new(python).args(["-c", "import zxingcpp, numpy"]));
    if !python.exists() {
        quietly(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        );
    }
    if !present(&python) {
        println!("installing zxing-cpp …");
        let install = ["-m", "pip", "install", "--quiet", "zxing-cpp", "numpy"];
        quietly(Command::new(&python).args(install));
    }
    if !present(&python) {
        return None;
    }
    let folder = tempfile::tempdir().ok()?;
    for (number, picture) in pictures.iter().enumerate() {
        fs::write(
            folder.path().join(format!("{number:04}.luma")),
            &picture.pixels,
        )
        .ok()?;
    }
    let output = Command::new(&python)
        .arg(root.join("python/zxing_cpp.py"))
        .arg(folder.path())
        .args([WIDTH.to_string(), HEIGHT.to_string()])
        .output()
        .ok()?;
    let lines: Vec<Line> = serde_json::from_slice(&output.stdout).ok()?;
    Some(Peer {
        name: "zxing-cpp",
        correct: pictures
            .iter()
            .zip(&lines)
            .map(|(picture, line)| line.text.as_ref() == Some(&picture.text))
            .collect(),
        milliseconds: lines.iter().map(|line| line.ms).collect(),
    })
}
