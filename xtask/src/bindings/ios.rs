//! The iOS shell's suite, in the Debian root that has Swift: the app against declarations of Apple's frameworks, with the
//! real core and a real server. Screens are drawn into `target/screens/ios`.

use super::server::Server;
use super::swift::{copy, write};
use super::{FOLDER, Profile, root, run_suite};
use crate::workspace;

/// What the renderer of the tests draws with.
const DRAWING: &[&str] = &[
    "libpango1.0-dev",
    "pkgconf",
    "fonts-inter",
    "fonts-noto-core",
    "fonts-wqy-microhei",
];

/// Makes the bindings and runs the suite.
pub(crate) fn test() -> Result<String, String> {
    super::make()?;
    let root = root::ensure()?;
    root::add(&root, DRAWING)?;
    generate()?;
    let server = Server::start()?;
    let folder = Profile::Dev.folder();
    let folder = folder.strip_prefix(workspace::root()).unwrap_or(&folder);
    let inside = root::INSIDE;
    let libraries = format!("{inside}/{}", folder.display());
    let (package, scratch) = (format!("{inside}/ios"), format!("{inside}/target/ios"));
    let search = format!("-L{libraries}");
    let words = [
        "swift",
        "test",
        "--package-path",
        &package,
        "--scratch-path",
        &scratch,
        "-Xlinker",
        &search,
        "-Xlinker",
        "-lsotto_uniffi",
    ];
    let screens = format!("{inside}/target/screens/ios");
    let environment = [
        ("SOTTO_JOIN", server.link.as_str()),
        ("SOTTO_SCREENS", &screens),
        ("LD_LIBRARY_PATH", &libraries),
    ];
    let mut command = root::inside(&root, &words, &environment);
    run_suite(&mut command, |line| line.contains("Test run with")).0
}

/// Puts what is generated where the package looks for it.
fn generate() -> Result<(), String> {
    let made = workspace::root().join(FOLDER).join("swift");
    let generated = workspace::root().join("ios/Generated");
    copy(
        &made.join("Sotto.swift"),
        &generated.join("Sotto/Sotto.swift"),
    )?;
    copy(
        &made.join("SottoFFI.h"),
        &generated.join("SottoFFI/SottoFFI.h"),
    )?;
    let map = "module SottoFFI {\n    header \"SottoFFI.h\"\n    export *\n}\n";
    write(&generated.join("SottoFFI/module.modulemap"), map.as_bytes())
}
