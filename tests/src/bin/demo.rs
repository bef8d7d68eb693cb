//! Two phones meet, talk at level 3 over the server's relay, and a report shows it. Exits non-zero where anything
//! promised did not happen.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match sotto_tests::demo::run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("the demo broke a promise; the report says which");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("the demo could not be played to the end: {error}");
            ExitCode::FAILURE
        }
    }
}
