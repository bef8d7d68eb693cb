//! What every [`Storage`] must do. A new implementation adds a line to `implementations!`.
#![allow(clippy::unwrap_used)]

use super::*;

const NOW: u64 = 1_000_000;
const ACCOUNT: AccountId = AccountId::new([1; 16]);
const ACCESS: TokenHash = [2; 32];

fn device(n: u8) -> DeviceId {
    DeviceId::new([n; 16])
}

fn new(n: u8, invite: Option<TokenHash>) -> NewDevice {
    NewDevice {
        account: ACCOUNT,
        device: device(n),
        chain: vec![n; 10],
        access_hash: ACCESS,
        invite,
        open: false,
    }
}

fn prekey(id: u32) -> StoredPrekey {
    let mut key_hash = [9; 32];
    key_hash[..4].copy_from_slice(&id.to_be_bytes());
    StoredPrekey {
        id,
        encoded: id.to_be_bytes().to_vec(),
        key_hash,
    }
}

/// Mailboxes of 1,000 bytes.
fn small() -> Quotas {
    Quotas {
        mailbox: 1_000,
        ..Quotas::default()
    }
}

fn container(id: u8, devices: &[u8], expires: u64) -> NewContainer {
    NewContainer {
        id: ContainerId::new([id; 16]),
        expires,
        copies: devices.iter().map(|n| (device(*n), vec![id, *n])).collect(),
    }
}

/// An account with one reachable device, 10.
async fn account(db: &dyn Storage) {
    db.add_invite([3; 32], NOW + 1).await.unwrap();
    let registered = db.register(new(10, Some([3; 32])), NOW).await.unwrap();
    assert_eq!(registered, Registered::Account);
    let keys = vec![prekey(1), prekey(2)];
    let published = db.publish(device(10), keys, Some(vec![99]), false).await;
    assert_eq!(published.unwrap(), Published::Stored(2));
}

async fn bodies(db: &dyn Storage, n: u8, now: u64) -> Vec<(u64, Vec<u8>)> {
    let waiting = db.waiting(device(n), 0, u64::MAX, 100, 1 << 20, now).await;
    let waiting = waiting.unwrap().into_iter();
    waiting.map(|one| (one.sequence, one.body)).collect()
}

async fn invites_are_used_once_and_end(db: &dyn Storage) {
    db.add_invite([3; 32], NOW).await.unwrap();
    db.add_invite([4; 32], NOW + 1).await.unwrap();
    for wrong in [None, Some([0; 32]), Some([3; 32])] {
        let registered = db.register(new(10, wrong), NOW).await.unwrap();
        assert_eq!(registered, Registered::Invite);
    }
    let registered = db.register(new(10, Some([4; 32])), NOW).await.unwrap();
    assert_eq!(registered, Registered::Account);
    let mut other = new(20, Some([4; 32]));
    other.account = AccountId::new([8; 16]);
    assert_eq!(db.register(other, NOW).await.unwrap(), Registered::Invite);
}

async fn devices_join_their_account(db: &dyn Storage) {
    account(db).await;
    for _ in 0..2 {
        let again = db.register(new(10, None), NOW).await.unwrap();
        assert_eq!(again, Registered::Already);
    }
    let mut changed = new(10, None);
    changed.chain = vec![0];
    assert_eq!(db.register(changed, NOW).await.unwrap(), Registered::Exists);
    for n in 11..18 {
        let more = db.register(new(n, None), NOW).await.unwrap();
        assert_eq!(more, Registered::Device);
    }
    let last = db.register(new(18, None), NOW).await.unwrap();
    assert_eq!(last, Registered::TooMany);
    assert_eq!(
        db.chain(ACCOUNT, device(11)).await.unwrap(),
        Some(vec![11; 10])
    );
    let elsewhere = AccountId::new([5; 16]);
    assert_eq!(db.chain(elsewhere, device(11)).await.unwrap(), None);
    // without prekeys they cannot be reached yet
    assert_eq!(db.devices(ACCOUNT).await.unwrap(), [device(10)]);
}

async fn access_tokens_open_accounts(db: &dyn Storage) {
    account(db).await;
    assert!(db.may_reach(ACCOUNT, ACCESS).await.unwrap());
    assert!(!db.may_reach(ACCOUNT, [0; 32]).await.unwrap());
    let unknown = AccountId::new([5; 16]);
    for access in [ACCESS, [0; 32]] {
        assert!(!db.may_reach(unknown, access).await.unwrap());
    }
    db.set_access(ACCOUNT, [6; 32]).await.unwrap();
    assert!(!db.may_reach(ACCOUNT, ACCESS).await.unwrap());
    assert_eq!(db.hand_out(ACCOUNT, ACCESS, NOW).await.unwrap(), None);
    let refused = db
        .submit(ACCOUNT, ACCESS, container(1, &[10], NOW + 9))
        .await;
    assert_eq!(refused.unwrap(), Submitted::NoSuchAccount);
}

async fn prekeys_are_handed_out_once(db: &dyn Storage) {
    account(db).await;
    let mut got = Vec::new();
    for _ in 0..2 {
        let handed = db.hand_out(ACCOUNT, ACCESS, NOW).await.unwrap().unwrap();
        got.push((handed[0].prekey.clone(), handed[0].left));
    }
    assert_eq!(got, [(vec![0, 0, 0, 1], 1), (vec![0, 0, 0, 2], 0)]);
    let keys = vec![prekey(2), prekey(3)];
    let again = db.publish(device(10), keys, None, false).await.unwrap();
    assert_eq!(again, Published::Stored(1));
    let handed = db.hand_out(ACCOUNT, ACCESS, NOW).await.unwrap().unwrap();
    assert_eq!(handed[0].prekey, [0, 0, 0, 3]);
    let handed = db.hand_out(ACCOUNT, ACCESS, NOW).await.unwrap().unwrap();
    assert_eq!(
        (&handed[0].prekey, &handed[0].chain),
        (&vec![99], &vec![10; 10])
    );
    db.register(new(11, None), NOW).await.unwrap();
    let first = db.publish(device(11), vec![prekey(1)], None, false).await;
    assert_eq!(first.unwrap(), Published::NoLastResort);
}

async fn containers_wait_until_acknowledged_or_expired(db: &dyn Storage) {
    account(db).await;
    db.register(new(11, None), NOW).await.unwrap();
    db.publish(device(11), vec![], Some(vec![98]), false)
        .await
        .unwrap();
    for wrong in [&[10][..], &[10, 12], &[10, 11, 12], &[]] {
        let refused = db
            .submit(ACCOUNT, ACCESS, container(1, wrong, NOW + 9))
            .await;
        assert_eq!(refused.unwrap(), Submitted::DevicesChanged);
    }
    let first = container(1, &[11, 10], NOW + 9);
    let stored = Submitted::Stored(vec![(device(11), 1), (device(10), 1)]);
    for _ in 0..2 {
        let submitted = db.submit(ACCOUNT, ACCESS, first.clone()).await.unwrap();
        assert_eq!(submitted, stored);
    }
    let second = container(2, &[10, 11], NOW + 20);
    db.submit(ACCOUNT, ACCESS, second).await.unwrap();
    let both = vec![(1, vec![1, 10]), (2, vec![2, 10])];
    assert_eq!(bodies(db, 10, NOW).await, both);
    db.acknowledge(device(10), vec![1, 77, u64::MAX])
        .await
        .unwrap();
    assert_eq!(bodies(db, 10, NOW).await, both[1..]);
    assert_eq!(bodies(db, 11, NOW).await.len(), 2);
    // expired: neither read nor, after a sweep, kept
    assert_eq!(bodies(db, 11, NOW + 9).await, [(2, vec![2, 11])]);
    assert!(!db.sweep(NOW + 9).await.unwrap());
    assert_eq!(db.counts(NOW).await.unwrap().containers, 2);
    let part = db.waiting(device(11), 1, 1, 10, 10, NOW).await.unwrap();
    assert!(part.is_empty());
}

async fn a_full_mailbox_holds_up_nobody_else(db: &dyn Storage) {
    account(db).await;
    db.register(new(11, None), NOW).await.unwrap();
    db.publish(device(11), vec![], Some(vec![98]), false)
        .await
        .unwrap();
    let sized = |id, bytes| {
        let mut container = container(id, &[10, 11], NOW + 9);
        for (_, body) in &mut container.copies {
            body.resize(bytes, 0);
        }
        container
    };
    let submit = async |container| match db.submit(ACCOUNT, ACCESS, container).await.unwrap() {
        Submitted::Stored(places) => places.into_iter().map(|(to, _)| to).collect(),
        Submitted::Full => vec![],
        _ => panic!("the account is there"),
    };
    let both = [device(10), device(11)];
    assert_eq!(submit(sized(1, 600)).await, both);
    assert_eq!(submit(sized(2, 600)).await, []);
    assert_eq!(submit(sized(3, 400)).await, both);
    // 10 fetches what waits, 11 is off
    db.acknowledge(device(10), vec![1]).await.unwrap();
    assert_eq!(submit(sized(4, 600)).await, [device(10)]);
    // what was stored stays as it was when it comes again
    assert_eq!(submit(sized(4, 600)).await, [device(10)]);
    assert_eq!(submit(sized(1, 600)).await, [device(11)]);
    assert_eq!(submit(sized(5, 1)).await, []);
    // what expires makes room
    assert!(!db.sweep(NOW + 9).await.unwrap());
    let mut later = sized(6, 1_000);
    later.expires = NOW + 20;
    assert_eq!(submit(later).await, both);
}

async fn a_device_is_woken_where_it_last_said(db: &dyn Storage) {
    account(db).await;
    let known = async || db.push_target(device(10)).await.unwrap();
    assert_eq!(known().await, None);
    for target in [vec![1], vec![2]] {
        db.set_push(device(10), Some(target.clone())).await.unwrap();
        assert_eq!(known().await, Some(target));
    }
    assert_eq!(db.counts(NOW).await.unwrap().push_targets, 1);
    // what is forgotten is what was tried, not what came meanwhile
    assert!(!db.forget_push(device(10), vec![1]).await.unwrap());
    assert_eq!(known().await, Some(vec![2]));
    assert!(db.forget_push(device(10), vec![2]).await.unwrap());
    assert_eq!(known().await, Some(vec![]));
    assert_eq!(db.counts(NOW).await.unwrap().push_targets, 0);
    db.set_push(device(10), None).await.unwrap();
    assert_eq!(known().await, None);
    // a device that there is not
    db.set_push(device(99), Some(vec![1])).await.unwrap();
    assert_eq!(db.push_target(device(99)).await.unwrap(), None);
    assert!(!db.forget_push(device(99), vec![1]).await.unwrap());
}

async fn writes_at_once_all_count(db: &dyn Storage) {
    account(db).await;
    let writes = (0..200_u8).map(|n| db.submit(ACCOUNT, ACCESS, container(n, &[10], NOW + 9)));
    let mut running: Vec<_> = writes.collect();
    let mut sequences = Vec::new();
    for write in &mut running {
        match write.await.unwrap() {
            Submitted::Stored(places) => sequences.push(places[0].1),
            _ => panic!("stored"),
        }
    }
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=200).collect::<Vec<u64>>());
}

macro_rules! suite {
    ($open:expr; $($case:ident),*) => {
        $(#[tokio::test]
        async fn $case() {
            let folder = tempfile::tempdir().unwrap();
            let open: fn(&std::path::Path) -> _ = $open;
            let db = open(folder.path());
            super::$case(&db).await;
            db.close().await.unwrap();
            assert_eq!(db.counts(NOW).await, Err(StorageError::Closed));
        })*
    };
}

macro_rules! implementations {
    ($($name:ident: $open:expr;)*) => {
        $(mod $name {
            use super::*;
            suite!($open; invites_are_used_once_and_end, devices_join_their_account,
                access_tokens_open_accounts, prekeys_are_handed_out_once,
                containers_wait_until_acknowledged_or_expired, a_full_mailbox_holds_up_nobody_else,
                a_device_is_woken_where_it_last_said,
                writes_at_once_all_count);
        })*
    };
}

implementations! {
    sqlite: |folder| SqliteStorage::open(&folder.join("db"), small()).unwrap();
}

/// What an older server wrote is all there afterwards.
#[tokio::test]
async fn a_sqlite_database_of_the_first_version_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(FIRST).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.execute(
        "INSERT INTO account VALUES (?, ?)",
        (ACCOUNT.as_bytes(), ACCESS),
    )
    .unwrap();
    old.execute(
        "INSERT INTO device (id, account, chain, last_resort, next_sequence)
         VALUES (?, ?, x'05', x'06', 2)",
        (device(10).as_bytes(), ACCOUNT.as_bytes()),
    )
    .unwrap();
    old.execute(
        "INSERT INTO container VALUES (?, 1, x'07', ?, zeroblob(900))",
        (device(10).as_bytes(), NOW + 9),
    )
    .unwrap();
    old.close().unwrap();
    let db = SqliteStorage::open(&path, small()).unwrap();
    // what waited counts
    let more = container(1, &[10], NOW + 9);
    assert!(matches!(
        db.submit(ACCOUNT, ACCESS, more).await.unwrap(),
        Submitted::Stored(_)
    ));
    let mut too_much = container(2, &[10], NOW + 9);
    too_much.copies[0].1.resize(100, 0);
    let refused = db.submit(ACCOUNT, ACCESS, too_much).await.unwrap();
    assert_eq!(refused, Submitted::Full);
    assert_eq!(db.devices(ACCOUNT).await.unwrap(), [device(10)]);
    assert_eq!(db.push_target(device(10)).await.unwrap(), None);
    db.set_push(device(10), Some(vec![1])).await.unwrap();
    assert_eq!(db.push_target(device(10)).await.unwrap(), Some(vec![1]));
    db.close().await.unwrap();
}

#[tokio::test]
async fn a_newer_sqlite_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", VERSION + 1).unwrap();
    let refused = SqliteStorage::open(&path, Quotas::default()).err();
    let found = VERSION + 1;
    assert_eq!(
        refused,
        Some(StorageError::Version {
            found,
            known: VERSION
        })
    );
}

#[tokio::test]
async fn the_last_of_the_disk_is_for_making_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let db = SqliteStorage::open(&path, Quotas::default()).unwrap();
    account(&db).await;
    let more = container(1, &[10], NOW + 9);
    db.submit(ACCOUNT, ACCESS, more.clone()).await.unwrap();
    db.close().await.unwrap();
    // now everything that is free is reserve
    let db = SqliteStorage::open(&path, Quotas::default())
        .unwrap()
        .nearly_full();
    let full = Err(StorageError::Full);
    let more = container(2, &[10], NOW + 9);
    assert_eq!(db.submit(ACCOUNT, ACCESS, more).await, full);
    let device_more = db.register(new(11, None), NOW).await;
    assert_eq!(device_more, Err(StorageError::Full));
    db.acknowledge(device(10), vec![1]).await.unwrap();
    assert!(bodies(&db, 10, NOW).await.is_empty());
    db.close().await.unwrap();
}
