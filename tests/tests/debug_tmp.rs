#![allow(missing_docs)]
use sotto_core::engine::Command;
use sotto_core::secure::Level;
use sotto_tests::pair::Pair;
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dbg() {
    let pair = Pair::start().await.unwrap();
    for (n, h) in [("alice", &pair.alice), ("bob", &pair.bob)] {
        let mut e = h.phone.events();
        tokio::spawn(async move {
            while let Ok(x) = e.next().await {
                println!("{n}: {x:?}");
            }
        });
    }
    let bob = pair.bob.account();
    pair.alice
        .phone
        .command(Command::Dial(bob, Level::ORDINARY))
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    for h in [&pair.alice, &pair.bob] {
        h.phone.look(|e, _| {
            println!(
                "{:?} leg {:?}",
                e.call().map(|c| c.phase()),
                e.call().and_then(|c| c.main_leg()).map(|l| l.has_path())
            )
        });
    }
}
