use std::io::Write;
use std::path::Path;

use sotto_tests::faults::{World, can_mount};

/// Without the right to mount, `server_link`'s test of a full database stands for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_to_whoever_joins_and_loses_nobody() {
    if !can_mount() {
        // past what the harness keeps of tests that pass: `cargo xtask test` names it in its summary
        let told = writeln!(
            std::io::stdout(),
            "\nskipped: a_full_disk_is_told_to_whoever_joins_and_loses_nobody: no right to mount a file system here"
        );
        told.unwrap();
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_fault_node"));
    let room = World::fill_the_disk(program).await.unwrap();
    println!("{room} phones found room");
}
