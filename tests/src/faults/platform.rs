//! A simulated phone system that keeps what is forbidden in a file, as a system keeps it when an app dies.

use std::path::{Path, PathBuf};

use sotto_core::engine::Prohibition;
use sotto_core::secure::{Answer, Operation};
use sotto_phone::{Platform, SimulatedPlatform};

/// See the module.
pub(super) struct FilePlatform {
    inner: SimulatedPlatform,
    folder: PathBuf,
}

impl FilePlatform {
    pub(super) fn new(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            inner: SimulatedPlatform::new(),
            folder: folder.to_owned(),
        })
    }

    fn file(&self, operation: Operation) -> PathBuf {
        self.folder.join(format!("{operation:?}"))
    }

    /// What is forbidden, by this process or one before it.
    pub(super) fn forbidden(&self) -> Vec<String> {
        let there = |operation: &Operation| self.file(*operation).exists();
        let names = Operation::ALL.into_iter().filter(there);
        names.map(|operation| format!("{operation:?}")).collect()
    }
}

impl Platform for FilePlatform {
    fn forbid(&self, operation: Operation, number: Prohibition) -> Option<Answer> {
        std::fs::write(self.file(operation), []).expect("the test's folder takes an empty file");
        self.inner.forbid(operation, number)
    }

    fn allow(&self, operation: Operation) {
        // most were never forbidden
        let _ = std::fs::remove_file(self.file(operation));
        self.inner.allow(operation);
    }

    fn is_simulated(&self) -> bool {
        true
    }
}
