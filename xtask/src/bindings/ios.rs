//! The iOS shell's suite, in the Debian root that has Swift: the app against declarations of Apple's frameworks, with the
//! real core and a real server. Screens are drawn into `target/screens/ios`.

use std::path::Path;

use super::server::Server;
use super::swift::{copy, list, write};
use super::{FOLDER, Profile, public, root, run_suite};
use crate::{shell, workspace};

/// What the renderer of the tests draws with.
const DRAWING: &[&str] = &[
    "libpango1.0-dev",
    "pkgconf",
    "fonts-inter",
    "fonts-noto-core",
    "fonts-wqy-microhei",
];

/// No more lines of Swift than this in the whole shell.
const MOST_LINES: usize = 4_500;

/// Makes the bindings and runs the suite.
pub(crate) fn test() -> Result<String, String> {
    let lines = thin()?;
    super::make()?;
    let root = root::ensure()?;
    root::add(&root, DRAWING)?;
    generate(&root)?;
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
    let remark = run_suite(&mut command, |line| line.contains("Test run with")).0?;
    Ok(format!("{remark}\n{lines} lines of Swift in the shell"))
}

/// The shell's own code stays thin, and uses nothing that only the declarations have; its lines.
fn thin() -> Result<usize, String> {
    let root = workspace::root();
    let mut folders = vec![root.join("ios/Sources"), root.join("ios/App")];
    let mut lines = 0;
    while let Some(folder) = folders.pop() {
        for entry in list(&folder)? {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "swift") {
                let text = super::read(&path)?;
                if text.contains(".stub") || text.contains("Stub") {
                    return Err(format!(
                        "{} uses what no phone has: something named stub",
                        path.display()
                    ));
                }
                if let Some(fault) = public::fault(&text) {
                    return Err(format!("{}: {fault}", path.display()));
                }
                lines += text.lines().count();
            }
        }
    }
    if lines > MOST_LINES {
        return Err(format!(
            "the iOS shell has {lines} lines, more than {MOST_LINES}: what decides belongs into the core"
        ));
    }
    Ok(lines)
}

/// Puts what is generated where the package looks for it.
fn generate(root: &Path) -> Result<(), String> {
    let made = workspace::root().join(FOLDER).join("swift");
    let generated = workspace::root().join("ios/Generated");
    let (fresh, kept) = (
        made.join("Sotto.swift"),
        generated.join("Sotto/Sotto.swift"),
    );
    if std::fs::read(&fresh).ok() != std::fs::read(&kept).ok() {
        // what was compiled against other bindings would call the wrong methods
        let old = format!("{}/target/ios", root::INSIDE);
        shell::run(&mut root::inside(root, &["rm", "-rf", &old], &[]))?;
    }
    copy(&fresh, &kept)?;
    copy(
        &made.join("SottoFFI.h"),
        &generated.join("SottoFFI/SottoFFI.h"),
    )?;
    let map = "module SottoFFI {\n    header \"SottoFFI.h\"\n    export *\n}\n";
    write(&generated.join("SottoFFI/module.modulemap"), map.as_bytes())
}
