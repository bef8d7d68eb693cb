//! Where data lie unless said otherwise (XDG Base Directory Specification).

use std::path::PathBuf;

use crate::failure::{Exit, Failure};

/// `name` in the user's data folder.
pub(crate) fn default(name: &str) -> Result<PathBuf, Failure> {
    let absolute = |variable| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_DATA_HOME")
        .or_else(|| Some(absolute("HOME")?.join(".local/share")))
        .map(|data| data.join(name))
        .ok_or_else(|| {
            Failure::with(
                Exit::Usage,
                "There is no home folder to keep data in. Say where: --folder DIR",
            )
        })
}
