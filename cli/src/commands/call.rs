//! `sotto call`.

use sotto_core::engine::Command;
use sotto_core::secure::Level;

use crate::args::{Call, Common};
use crate::failure::Failure;
use crate::names;
use crate::screen::Screen;
use crate::session::Session;
use crate::sound;
use crate::talk::Talk;

pub(super) async fn run(common: &Common, screen: Screen, args: &Call) -> Result<(), Failure> {
    let level = Level::new(args.level);
    let session = Session::open_joined(common, screen)?;
    let account = session.phone.look(|engine, _| {
        sound::check_recording(engine, &args.talk, level)?;
        names::find(engine, &args.name)
    })?;
    let sound = sound::open(screen, &args.talk)?;
    session.online().await?;
    let mut talk = Talk::new(session, &args.talk);
    talk.command(Command::Dial(account, level))?;
    talk.carry(sound);
    talk.run().await
}
