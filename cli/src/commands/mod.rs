//! One file per command.

mod answer;
mod answer_ding;
mod call;
mod card;
mod chat;
mod contacts;
mod ding;
mod dings;
mod invite;
mod join;
mod log;
mod push;
mod say;
mod scan;
mod secure_chat;
mod server;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::screen::Screen;

pub(crate) async fn run(args: Args, screen: Screen) -> Result<(), Failure> {
    let common = args.common;
    match args.command {
        Command::Server(args) => server::run(&common, screen, args).await,
        Command::Invite(args) => invite::run(&common, screen, &args).await,
        Command::Join(args) => join::run(&common, screen, args).await,
        Command::Card(args) => card::run(&common, screen, &args).await,
        Command::Scan(args) => scan::run(&common, screen, &args).await,
        Command::Contacts => contacts::run(&common, screen),
        Command::Log => log::run(&common, screen),
        Command::Chat(args) => chat::run(&common, screen, &args).await,
        Command::Say(args) => say::run(&common, screen, &args).await,
        Command::Call(args) => call::run(&common, screen, &args).await,
        Command::Answer(args) => answer::run(&common, screen, &args).await,
        Command::Ding(args) => ding::run(&common, screen, &args).await,
        Command::Push(args) => push::run(&common, screen, args).await,
        Command::Dings(args) => dings::run(&common, screen, &args).await,
    }
}
