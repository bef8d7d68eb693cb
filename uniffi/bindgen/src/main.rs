//! Makes the bindings from the shared library: Kotlin, Swift, and `api.txt`, which lists what is exported.
//!
//! Usage: `sotto-bindgen LIBRARY FOLDER`, where `FOLDER` is where all of it goes. `cargo xtask bindings` runs it.
#![forbid(unsafe_code)]

mod api;
mod swift;

use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{
    GenerateOptions, SwiftBindingsOptions, TargetLanguage, generate, generate_swift_bindings,
};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, GlobalConfig};

fn main() -> std::process::ExitCode {
    let words: Vec<Utf8PathBuf> = std::env::args().skip(1).map(Into::into).collect();
    let [library, folder] = words.as_slice() else {
        eprintln!("usage: sotto-bindgen LIBRARY FOLDER");
        return std::process::ExitCode::from(2);
    };
    match run(library, folder) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("sotto-bindgen: {why}");
            std::process::ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

fn run(library: &Utf8PathBuf, folder: &Utf8PathBuf) -> Result<(), Failure> {
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin],
        source: library.clone(),
        out_dir: folder.join("kotlin"),
        ..GenerateOptions::default()
    })?;
    generate_swift_bindings(SwiftBindingsOptions {
        generate_swift_sources: true,
        generate_headers: true,
        generate_modulemap: true,
        source: library.clone(),
        out_dir: folder.join("swift"),
        xcframework: false,
        module_name: Some("SottoFFI".to_owned()),
        modulemap_filename: Some("module.modulemap".to_owned()),
        metadata_no_deps: false,
        link_frameworks: Vec::new(),
        config: None,
    })?;
    swift::complete(&folder.join("swift/Sotto.swift"))?;
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let interfaces = loader.load_cis(loader.load_metadata(library)?)?;
    let api = api::describe(&interfaces)?;
    Ok(std::fs::write(folder.join("api.txt"), api)?)
}
