//! What a phone's link and folder may meet: a server that is none, garbage in frames, folders of another version.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "faults_bad_input/disk.rs"]
mod disk;
#[path = "faults_bad_input/fake.rs"]
mod fake;
#[path = "faults_bad_input/folders.rs"]
mod folders;
#[path = "faults_bad_input/links.rs"]
mod links;
