//! A server on a disk of its own that gets full: a small file system in a mount namespace, which needs root.

use std::path::Path;
use std::process::Command;

use super::said::Order;
use super::world::World;
use crate::pair::Failure;

/// Room for some phones' prekeys, not for many.
const SMALL: u64 = 2 << 20;
/// What it is made larger to.
const LARGE: u64 = 32 << 20;
/// More phones than a small disk takes.
const PHONES: usize = 40;

/// Whether this machine lets a test mount a file system for a process of its own.
#[must_use]
pub fn can_mount() -> bool {
    let folder = std::env::temp_dir();
    let try_it = Command::new("unshare")
        .args(["-m", "mount", "-t", "tmpfs", "none"])
        .arg(folder)
        .output();
    try_it.is_ok_and(|output| output.status.success())
}

impl World {
    /// Phones join until the server's disk is full. Whoever comes then is told why; once the disk is larger, everybody
    /// gets in and nothing of what was accepted is gone. Gives how many had found room.
    ///
    /// # Errors
    /// What was not so.
    pub async fn fill_the_disk(program: &Path) -> Result<usize, Failure> {
        let mut world = Self::empty(program).await?;
        world.disk = Some(SMALL);
        world.start_server().await?;
        world.serving().await?;
        let mut links = Vec::new();
        for _ in 0..PHONES {
            links.push(world.link().await?.ok_or("the server died")?);
        }
        let mut full = None;
        for link in links {
            let phone = world.add_phone()?;
            world.order(phone, &Order::Join { link });
            let node = world.phones[phone].node.as_ref().ok_or("no phone")?;
            let told = |seen: &super::seen::Seen| {
                let online = seen.now.as_ref().is_some_and(|now| now.online);
                online || !seen.words.is_empty()
            };
            node.until("an answer", told).await?;
            if let Some(why) = world.look(phone, |seen| seen.words.last().cloned()) {
                full = Some((phone, why));
                break;
            }
        }
        let (room, why) = full.ok_or("forty phones found room on a small disk")?;
        if !why.contains("(storage)") {
            return Err(format!("the phone was told: {why}").into());
        }
        world.enlarge()?;
        // it stays the same server process, and phones that come back get in
        for index in 0..world.phones.len() {
            let node = world.phones[index].node.take();
            node.into_iter().for_each(super::children::Node::bury);
        }
        world.revive().await?;
        world.settle().await?;
        let wrong = world.wrong().await?;
        match wrong.is_empty() && room >= 2 {
            true => Ok(room),
            false => Err(format!("{room} found room; {}", wrong.join("\n")).into()),
        }
    }

    fn enlarge(&self) -> Result<(), Failure> {
        let server = self.server.as_ref().ok_or("no server")?.id();
        let done = Command::new("nsenter")
            .args(["-t", &server.to_string(), "-m", "mount", "-o"])
            .arg(format!("remount,size={LARGE}"))
            .arg(self.server_folder())
            .output()?;
        if done.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&done.stderr).into_owned().into())
    }
}
