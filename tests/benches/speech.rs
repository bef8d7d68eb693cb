//! How speech sounds after the way through the codec and the network (PESQ-WB), beside what the
//! codec alone gives and what a naive receiver makes of the same packets; and what it costs.

#[path = "speech/material.rs"]
mod material;
#[path = "speech/ways.rs"]
mod ways;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sotto_core::media::voice::{Concealment, Pacing, VoiceSettings};
use sotto_opus::Bandwidth;
use sotto_tests::bench::{Goal, Report, folder, quick};
use sotto_tests::python;
use ways::Network;

/// The encoder's work per frame: what is heard of it, and what encoding and decoding 50 packets/s costs. Calls take the
/// last.
const COMPLEXITIES: [(u8, &str); 6] = [
    (10, "codec alone, complexity 10"),
    (9, "codec alone, complexity 9"),
    (8, "codec alone, complexity 8"),
    (7, "codec alone, complexity 7"),
    (6, "codec alone, complexity 6"),
    (5, "codec alone, complexity 5"),
];

/// Recordings to be judged, in groups that are averaged.
#[derive(Default)]
struct Judged {
    groups: Vec<&'static str>,
    pairs: Vec<(PathBuf, PathBuf)>,
}

impl Judged {
    fn add(&mut self, group: &'static str, spoken: &Path, heard: &[i16]) -> Result<(), String> {
        let name = format!("{}-{}", group.replace([' ', ','], "-"), self.pairs.len());
        let folder = folder().join("speech");
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        self.pairs
            .push((spoken.to_path_buf(), write(&folder, &name, heard)?));
        self.groups.push(group);
        Ok(())
    }

    /// The mean score of each group.
    fn scores(&self) -> Result<impl Fn(&str) -> f64, String> {
        let scores = python::pesq(&self.pairs)?;
        let groups = self.groups.clone();
        Ok(move |wanted: &str| {
            let of = groups
                .iter()
                .zip(&scores)
                .filter(|(group, _)| **group == wanted);
            let (sum, count) = of.fold((0.0, 0.0), |(sum, count), (_, score)| {
                (sum + score, count + 1.0)
            });
            sum / count
        })
    }
}

fn main() -> ExitCode {
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("speech: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<bool, String> {
    let constant = VoiceSettings::default();
    let variable = VoiceSettings {
        pacing: Pacing::Variable,
        ..constant
    };
    let wide = VoiceSettings {
        bandwidth: Bandwidth::Wide,
        ..constant
    };
    let mut loads = [0.0; COMPLEXITIES.len()];
    let rounds = if quick() { 1 } else { 4 };
    let mut judged = Judged::default();
    let mut repaired = (0.0, 0.0);
    let mut delay = 0_u128;
    let codec_error = |error| format!("the codec: {error}");
    let folder = folder().join("speech");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for round in 0..rounds {
        let spoken = material::utterance(round * 2)?;
        let path = write(&folder, &format!("spoken-{round}"), &spoken)?;
        for (group, settings, loss) in [
            ("codec constant", &constant, 0.0),
            ("codec variable", &variable, 0.0),
            ("codec wideband", &wide, 0.0),
            ("codec FEC 5", &constant, 0.05),
            ("codec FEC 10", &constant, 0.10),
            ("codec FEC 10 wideband", &wide, 0.10),
        ] {
            let heard = ways::codec(&spoken, settings, loss).map_err(codec_error)?;
            judged.add(group, &path, &heard)?;
        }
        for (load, (complexity, group)) in loads.iter_mut().zip(COMPLEXITIES) {
            let settings = VoiceSettings {
                complexity,
                ..constant
            };
            let heard = ways::codec(&spoken, &settings, 0.0).map_err(codec_error)?;
            judged.add(group, &path, &heard)?;
            *load += ways::load(&spoken, &settings).map_err(codec_error)? / rounds as f64;
        }
        for (group, settings, concealment, loss) in [
            ("clean", &constant, Concealment::Classic, 0.0),
            ("clean variable", &variable, Concealment::Classic, 0.0),
            ("5 lost", &constant, Concealment::Classic, 0.05),
            ("10 lost", &constant, Concealment::Classic, 0.10),
            ("10 lost deep", &constant, Concealment::Deep, 0.10),
        ] {
            let network = Network {
                loss,
                seed: round as u64,
            };
            let (heard, receiver) =
                ways::ours(&spoken, settings, concealment, &network).map_err(codec_error)?;
            judged.add(group, &path, &heard)?;
            let figures = receiver.figures();
            if group == "clean" {
                delay = delay.max(figures.jitter.delay.as_millis());
            }
            if group == "10 lost" {
                repaired.0 += figures.recovered.as_secs_f64();
                repaired.1 += figures.concealed.as_secs_f64();
            }
        }
        for (group, loss) in [("5 lost naive", 0.05), ("10 lost naive", 0.10)] {
            let network = Network {
                loss,
                seed: round as u64,
            };
            let heard = ways::naive(&spoken, &constant, &network).map_err(codec_error)?;
            judged.add(group, &path, &heard)?;
        }
    }
    let score = judged.scores()?;
    let mut report = Report::new("speech");
    let limit = ("codec alone", score("codec constant"));
    let heard = "heard, clean network, 24 kbit/s constant";
    report.beside(heard, score("clean"), "PESQ", limit, Goal::AtLeast(4.0));
    let limit = ("codec alone", score("codec variable"));
    let heard = "heard, clean network, 24 kbit/s variable";
    report.beside(heard, score("clean variable"), "PESQ", limit, Goal::None);
    for (name, group) in [
        ("codec alone, wideband", "codec wideband"),
        ("codec alone, with copies for 5 % loss", "codec FEC 5"),
        ("codec alone, with copies for 10 % loss", "codec FEC 10"),
        (
            "codec alone, wideband, copies for 10 % loss",
            "codec FEC 10 wideband",
        ),
    ] {
        report.row(name, score(group), "PESQ", Goal::None);
    }
    for (load, (_, group)) in loads.into_iter().zip(COMPLEXITIES) {
        report.row(group, score(group), "PESQ", Goal::None);
        report.row(&format!("{group}, CPU"), load, "%", Goal::None);
    }
    for (name, group, peer) in [
        ("heard, 5 % lost", "5 lost", "5 lost naive"),
        ("heard, 10 % lost", "10 lost", "10 lost naive"),
        (
            "heard, 10 % lost, deep concealment",
            "10 lost deep",
            "10 lost naive",
        ),
    ] {
        let naive = ("naive receiver", score(peer));
        report.beside(name, score(group), "PESQ", naive, Goal::None);
    }
    let brought_back = repaired.0 / (repaired.0 + repaired.1) * 100.0;
    report.row(
        "of what is missing, from copies, 10 % lost",
        brought_back,
        "%",
        Goal::None,
    );
    report.row(
        "playout delay, clean network",
        delay as f64,
        "ms",
        Goal::None,
    );
    Ok(report.finish())
}

/// Writes a 48 kHz mono WAV file and returns its path.
fn write(folder: &Path, name: &str, samples: &[i16]) -> Result<PathBuf, String> {
    let path = folder.join(name).with_extension("wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let written = || {
        let mut writer = hound::WavWriter::create(&path, spec)?;
        for &sample in samples {
            writer.write_sample(sample)?;
        }
        writer.finalize()
    };
    written().map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}
