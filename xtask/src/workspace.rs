//! Where the workspace lies and what it contains, as `cargo metadata` tells it.

use std::path::PathBuf;

use serde_json::Value;

use crate::shell;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), PathBuf::from)
}

/// What `cargo metadata` says of the packages of this workspace.
pub(crate) fn packages() -> Result<Vec<Value>, String> {
    let output = shell::cargo(&["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|why| format!("cargo metadata did not start: {why}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo metadata failed: {}", why.trim()));
    }
    let value: Value = serde_json::from_slice(&output.stdout)
        .map_err(|why| format!("cargo metadata is not JSON: {why}"))?;
    Ok(value["packages"].as_array().cloned().unwrap_or_default())
}

/// The names of the targets of one kind (`test`, `bench`, `bin`) in one package.
pub(crate) fn targets(package: &str, kind: &str) -> Result<Vec<String>, String> {
    let packages = packages()?;
    let package = packages
        .iter()
        .find(|entry| entry["name"] == package)
        .ok_or_else(|| format!("the workspace has no package {package}"))?;
    let targets = package["targets"].as_array().cloned().unwrap_or_default();
    Ok(targets
        .iter()
        .filter(|target| {
            let kinds = target["kind"].as_array();
            kinds.is_some_and(|kinds| kinds.iter().any(|entry| entry == kind))
        })
        .filter_map(|target| target["name"].as_str().map(str::to_owned))
        .collect())
}

/// The direct dependencies of one package, those of its tests and build script left out.
pub(crate) fn dependencies(package: &Value) -> Vec<String> {
    let all = package["dependencies"].as_array().cloned();
    all.unwrap_or_default()
        .iter()
        .filter(|dependency| dependency["kind"].is_null())
        .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
        .collect()
}
