//! What the server got to see: its whole data folder and its log are searched for names, secrets and spoken bytes.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sotto_core::store::Table;
use sotto_phone::store::{SqliteStore, Store};
use sotto_phone::vault::FileVault;

use super::diary::Diary;
use super::{NAMES, chat, speech};
use crate::pair::Failure;
use crate::report::Seen;

/// Secrets are looked for in pieces of this many bytes, so that a part of one is found too.
const PIECE: usize = 16;

/// Writes everything that the server's process logs into a file.
pub(super) fn capture_log(path: &Path) -> Result<PathBuf, Failure> {
    let file = std::fs::File::create(path)?;
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .try_init()?;
    tracing::info!("the server's log begins");
    Ok(path.to_owned())
}

pub(super) fn search(
    diary: &mut Diary,
    server: &Path,
    log: &Path,
    phones: &[&Path],
) -> Result<(), Failure> {
    let start = diary.clock();
    let mut files = Vec::new();
    read_all(server, &mut files)?;
    files.push((log.to_owned(), std::fs::read(log)?));
    let bytes: usize = files.iter().map(|(_, content)| content.len()).sum();
    let names = NAMES
        .iter()
        .chain(&["Carol"])
        .all(|name| !holds(&files, name.as_bytes()));
    diary.step(
        "The server's folder and log hold no name",
        start,
        names,
        &format!("{} files, {bytes} bytes searched", files.len()),
    );

    let (first, second) = chat::TEXT.split_at(chat::TEXT.len() / 2);
    let message = [first, second]
        .iter()
        .all(|part| !holds(&files, part.as_bytes()));
    diary.step(
        "… and no word of the message",
        diary.clock(),
        message,
        "both halves of it looked for",
    );

    let pieces: HashSet<[u8; PIECE]> = files
        .iter()
        .flat_map(|(_, content)| pieces(content))
        .collect();
    let start = diary.clock();
    let secrets = secrets(phones)?;
    let searched: usize = secrets.iter().map(Vec::len).sum();
    let found = secrets
        .iter()
        .flat_map(|secret| self::pieces(secret))
        .any(|piece| telling(&piece) && pieces.contains(&piece));
    diary.step("… and no secret key of any phone", start, !found && searched > 1_000, &format!("{searched} bytes of secrets from the phones' own stores, looked for in pieces of {PIECE}"));

    let start = diary.clock();
    let spoken = speech::spoken_bytes()?;
    let heard = self::pieces(&spoken).any(|piece| telling(&piece) && pieces.contains(&piece));
    diary.step(
        "… and no spoken byte",
        start,
        !heard,
        &format!("{} bytes of speech looked for", spoken.len()),
    );

    // the search itself is tried on something that is there, so that it cannot be blind
    let sample = files
        .iter()
        .find(|(_, content)| content.len() > 200)
        .ok_or("the server's folder is empty")?;
    let control = self::pieces(&sample.1)
        .filter(telling)
        .take(3)
        .all(|piece| pieces.contains(&piece));
    diary.step(
        "The search finds what is there",
        diary.clock(),
        control,
        "tried on the server's own database",
    );
    diary.figure("server_folder_bytes", bytes as f64);
    diary.report.server_saw = saw(server)?;
    Ok(())
}

/// The server's tables, by their row counts.
fn saw(server: &Path) -> Result<Vec<Seen>, Failure> {
    let database = std::fs::read_dir(server)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| {
            path.extension()
                .is_some_and(|end| end == "db" || end == "sqlite")
        })
        .ok_or("the server's folder holds no database")?;
    let db = rusqlite::Connection::open(database)?;
    let tables: Vec<String> = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut seen = vec![
        Seen {
            what: "Connections".to_owned(),
            tells: "that some phone is connected, from which address, and how much it sends; what a phone sends to others comes over a connection that is not signed in".to_owned(),
            example: "kept in memory only".to_owned(),
        },
        Seen {
            what: "The relay".to_owned(),
            tells: "both phones' addresses and that packets of one size pass every 20 ms; not a word of them".to_owned(),
            example: "kept in memory only".to_owned(),
        },
    ];
    for table in tables {
        let rows: i64 = db.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| {
            row.get(0)
        })?;
        seen.push(Seen {
            tells: meaning(&table).to_owned(),
            what: format!("Table {table}"),
            example: format!("{rows} rows after the demo"),
        });
    }
    Ok(seen)
}

fn meaning(table: &str) -> &'static str {
    match table {
        "account" => {
            "that an account exists: a hash of its public key, and a hash of its access token"
        }
        "device" => "a device's public keys and their signatures",
        "prekey" => "public prekeys that nobody has used yet",
        "spent" => "hashes of prekeys that were handed out, not to whom",
        "mailbox" | "container" | "copy" => {
            "sealed containers that wait for a device; none once acknowledged"
        }
        "invite" => "hashes of join links that were not used yet",
        _ => "housekeeping of the server itself",
    }
}

/// Everything secret in the phones' stores, opened with their own keys.
fn secrets(phones: &[&Path]) -> Result<Vec<Vec<u8>>, Failure> {
    let mut secrets = Vec::new();
    for folder in phones {
        let mut rng = rand::rng();
        let vault = FileVault::open(&folder.join("vault.key"), &mut rng)?;
        secrets.push(std::fs::read(folder.join("vault.key"))?);
        let store = SqliteStore::open(folder, &vault)?;
        for row in store.all(Table::Account)? {
            // the first field is the identity: the three private keys
            secrets.push(row.value.iter().copied().skip(2).take(96).collect());
        }
        for row in store.all(Table::Prekeys)? {
            secrets.push(row.value.to_vec());
        }
    }
    Ok(secrets)
}

fn read_all(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_all(&path, files)?;
        } else {
            files.push((path.clone(), std::fs::read(&path)?));
        }
    }
    Ok(())
}

fn holds(files: &[(PathBuf, Vec<u8>)], word: &[u8]) -> bool {
    files
        .iter()
        .any(|(_, content)| content.windows(word.len()).any(|window| window == word))
}

fn pieces(content: &[u8]) -> impl Iterator<Item = [u8; PIECE]> {
    content.windows(PIECE).map(|window| {
        window
            .try_into()
            .expect("windows have the length of a piece")
    })
}

/// Silence and empty fields are the same everywhere and tell nothing.
fn telling(piece: &[u8; PIECE]) -> bool {
    piece.iter().collect::<HashSet<_>>().len() >= 8
}
