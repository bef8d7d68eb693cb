//! Logs on standard error, off unless asked for, of our own crates only: what others log may hold addresses.

use tracing_subscriber::EnvFilter;

/// Turns logs on: 0 none, 1 what a person who runs this may want to know, 2 all.
pub(crate) fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "info",
        _ => "debug",
    };
    let ours = ["sotto", "sotto_core", "sotto_phone", "sotto_server"];
    let filter = ours.map(|name| format!("{name}={level}")).join(",");
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(filter))
        .init();
}
