//! `cargo xtask screens`: pictures of every screen, drawn by the tests, a page that shows them, and those of the docs.

use std::fmt::Write;
use std::path::Path;

use crate::{bindings, workspace};

/// Draws every picture anew, by both apps' tests, and makes `target/screens/index.html` of them.
pub(crate) fn run() -> Result<(), String> {
    let folder = workspace::root().join("target/screens");
    // a screen that is no more would stay in the page
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }
    super::suite(&["-Dsotto.once=true"])?;
    bindings::test_ios()?;
    let page = page(&folder, &["android", "ios"])?;
    let index = folder.join("index.html");
    std::fs::write(&index, page).map_err(|why| format!("{}: {why}", index.display()))?;
    println!("made {}", index.display());
    super::sheet::draw(&folder, &workspace::root().join("docs"))
}

/// The page: one part a system, one figure a picture.
fn page(folder: &Path, systems: &[&str]) -> Result<String, String> {
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>Sotto: screens</title>\
         <style>body{font:16px system-ui;margin:24px;background:#ddd}figure{display:inline-block;margin:8px}\
         img{width:240px;display:block;border-radius:8px}figcaption{font-size:12px}</style>\n",
    );
    for system in systems {
        let pictures = pictures(&folder.join(system))?;
        if pictures.is_empty() {
            continue;
        }
        let _ = writeln!(page, "<h1>{system}</h1>");
        for name in pictures {
            let _ = writeln!(
                page,
                "<figure><img loading=lazy src=\"{system}/{name}.png\" alt=\"{name}\"><figcaption>{name}</figcaption></figure>"
            );
        }
    }
    Ok(page)
}

/// The names of a folder's pictures, in order; none where there is no such folder.
fn pictures(folder: &Path) -> Result<Vec<String>, String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|why| why.to_string())?.file_name();
        let name = name.to_string_lossy();
        names.extend(name.strip_suffix(".png").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_page_shows_the_pictures_of_each_system_that_has_any() {
        let folder = std::env::temp_dir().join(format!("sotto-screens-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("android")).unwrap();
        std::fs::write(folder.join("android/chat.png"), b"").unwrap();
        let page = page(&folder, &["android", "ios"]).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(page.contains("src=\"android/chat.png\"") && !page.contains("ios"));
    }
}
