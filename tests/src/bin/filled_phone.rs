//! Makes the folder of a phone with many contacts and messages, for tests in other languages:
//! `filled_phone LINK FOLDER CONTACTS MESSAGES`. The store's key is wrapped by a vault that gives it back as it is.

use std::process::ExitCode;

use sotto_tests::filled;
use sotto_tests::pair::Failure;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("filled_phone: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [link, folder, contacts, messages] = arguments.as_slice() else {
        return Err("say: filled_phone LINK FOLDER CONTACTS MESSAGES".into());
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let (contacts, messages) = (contacts.parse()?, messages.parse()?);
    runtime.block_on(filled::fill(
        folder.as_ref(),
        link.clone(),
        contacts,
        messages,
    ))
}
