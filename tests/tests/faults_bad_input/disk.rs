use std::path::Path;

use sotto_tests::faults::{World, can_mount};

/// Without the right to mount, `server_link`'s test of `database_bytes` stands for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_to_whoever_joins_and_loses_nobody() {
    if !can_mount() {
        println!("skipped: this test needs the right to mount a small file system");
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_fault_node"));
    let room = World::fill_the_disk(program).await.unwrap();
    println!("{room} phones found room");
}
