use std::path::Path;

use rusqlite::Connection;
use sotto_phone::store::StoreError;
use sotto_phone::vault::VaultError;
use sotto_phone::{PhoneError, SimulatedPlatform};
use sotto_tests::pair::{Failure, Handset};
use tempfile::TempDir;

fn open(folder: &Path) -> Result<Handset, Failure> {
    Handset::open(folder, SimulatedPlatform::new())
}

/// Opens a folder that must not open.
fn refused(folder: &Path) -> PhoneError {
    let Err(failure) = open(folder) else {
        panic!("the folder opened");
    };
    *failure.downcast().unwrap()
}

fn used() -> TempDir {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path()).unwrap());
    folder
}

#[tokio::test]
async fn a_folder_in_use_says_so_and_opens_afterwards() {
    let folder = TempDir::new().unwrap();
    let first = open(folder.path()).unwrap();
    let error = refused(folder.path());
    assert!(matches!(error, PhoneError::Store(StoreError::InUse { .. })));
    assert!(error.to_string().contains("another phone is running"));
    drop(first);
    open(folder.path()).unwrap();
}

#[tokio::test]
async fn a_folder_of_a_newer_version_asks_for_an_update_and_is_not_touched() {
    let folder = used();
    let file = folder.path().join("store.sqlite");
    let version = |set: &str| {
        let store = Connection::open(&file).unwrap();
        store.execute_batch(set).unwrap();
        let read = store.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
        read.unwrap()
    };
    version("PRAGMA user_version = 99");
    let error = refused(folder.path());
    assert!(matches!(
        error,
        PhoneError::Store(StoreError::Newer {
            found: 99,
            known: 3
        })
    ));
    assert!(error.to_string().contains("update the app"));
    assert_eq!(version(""), 99);
    version("PRAGMA user_version = 3");
    open(folder.path()).unwrap();
}

#[tokio::test]
async fn a_damaged_database_says_so() {
    let folder = used();
    let file = folder.path().join("store.sqlite");
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = whole.clone();
    damaged[..100].fill(0x5a);
    std::fs::write(&file, damaged).unwrap();
    let error = refused(folder.path());
    assert!(matches!(
        error,
        PhoneError::Store(StoreError::Damaged { .. })
    ));
    assert!(error.to_string().contains("restore"));
    std::fs::write(&file, whole).unwrap();
    open(folder.path()).unwrap();
}

#[tokio::test]
async fn a_database_without_its_key_file_is_told_from_a_new_one() {
    let folder = used();
    std::fs::remove_file(folder.path().join("vault.key")).unwrap();
    let error = refused(folder.path());
    assert!(matches!(
        error,
        PhoneError::Store(StoreError::Vault(VaultError::Foreign))
    ));
    std::fs::write(folder.path().join("vault.key"), [1; 7]).unwrap();
    let error = refused(folder.path());
    assert!(matches!(
        error,
        PhoneError::Vault(VaultError::KeyFile { .. })
    ));
}
