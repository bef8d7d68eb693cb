//! What phones do while something waits to be killed, and the rounds of it. Everything random comes from the seed.

use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use super::children::Node;
use super::drain::drain;
use super::said::Order;
use super::trip::Instant;
use super::world::World;
use crate::pair::Failure;

/// How many prekeys are taken at once: a phone's hundred go below what it keeps.
const TAKEN: u64 = 80;

impl World {
    /// One round: something is killed under traffic, perhaps once more while it starts, everything comes to rest and is
    /// compared with what it must be. Gives the number of kills.
    ///
    /// # Errors
    /// What was wrong.
    pub async fn round(&mut self, seed: u64) -> Result<u64, Failure> {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let caller = rng.random_range(0..2usize);
        let mut kills = self.aim(&mut rng, false);
        let mut joining = None;
        for _ in 0..rng.random_range(2..6) {
            if !self.step(caller, &mut joining, &mut rng).await? {
                break;
            }
        }
        self.trip.spring();
        self.revive().await?;
        while rng.random_bool(0.25) {
            kills += self.aim(&mut rng, true);
            let fired = self.trip.fired_or(Duration::from_millis(300));
            let (up, ()) = tokio::join!(self.serving(), fired);
            up?;
            self.trip.spring();
            self.revive().await?;
        }
        self.trip.forget();
        if let Some((phone, link)) = joining {
            self.serving().await?;
            self.order(phone, &Order::Join { link });
        }
        self.settle().await?;
        let wrong = self.wrong().await?;
        if !wrong.is_empty() {
            return Err(wrong.join("\n").into());
        }
        // the third phone has shown that it could join
        for phone in self.phones.drain(2..) {
            self.left += 1;
            phone.node.into_iter().for_each(Node::bury);
        }
        Ok(kills)
    }

    /// Sets whom to kill and when; gives how many processes die of it.
    fn aim(&mut self, rng: &mut ChaCha12Rng, starting: bool) -> u64 {
        let (bytes, lines) = if starting { (6_000, 3) } else { (40_000, 40) };
        let instant = if rng.random_bool(0.5) {
            Instant::Bytes(rng.random_range(0..bytes))
        } else {
            let pause = Duration::from_micros(rng.random_range(0..15_000));
            Instant::Lines(rng.random_range(1..=lines), pause)
        };
        let mut kills: Vec<Box<dyn FnOnce() + Send>> = Vec::new();
        let victim = rng.random_range(0..10);
        if matches!(victim, 0..4) {
            kills.extend(
                self.server
                    .as_ref()
                    .map(|node| Box::new(node.killer()) as _),
            );
        }
        for (index, phone) in self.phones.iter().enumerate() {
            if matches!((victim, index), (3..7, 0) | (6..10, 1) | (5 | 8, 2)) {
                kills.extend(phone.node.as_ref().map(|node| Box::new(node.killer()) as _));
            }
        }
        let count = kills.len() as u64;
        self.trip
            .arm(instant, move || kills.into_iter().for_each(|kill| kill()));
        count
    }

    /// Does one thing; `false` once something was killed.
    async fn step(
        &mut self,
        caller: usize,
        joining: &mut Option<(usize, String)>,
        rng: &mut ChaCha12Rng,
    ) -> Result<bool, Failure> {
        let any = rng.random_range(0..2usize);
        match rng.random_range(0..20) {
            0..11 => return self.call(caller, rng).await,
            11..15 => {
                for _ in 0..rng.random_range(1..8) {
                    self.scans += 1;
                    let text = format!("tel:+4930{:07}", self.scans);
                    self.order(any, &Order::Scan { text });
                }
            }
            15..17 => {
                // server and caller have to learn of it before the next call
                self.order(any, &Order::NewCard);
                let said = |s: &super::said::State| s.pending == 0;
                if !self.obeyed(any).await? || !self.wait(any, "a new card", said).await? {
                    return Ok(false);
                }
                let text = self.card(any)?;
                self.order(1 - any, &Order::Scan { text });
                return self.obeyed(1 - any).await;
            }
            17 => {
                let card = self.card(any)?;
                // that the server dies meanwhile is what this is for
                let _ = drain(self.wire.address(), &card, TAKEN).await;
            }
            _ => {
                if joining.is_none() {
                    return self.join(joining).await;
                }
            }
        }
        Ok(!self.trip.has_fired())
    }

    async fn join(&mut self, joining: &mut Option<(usize, String)>) -> Result<bool, Failure> {
        let Some(link) = self.link().await? else {
            return Ok(false);
        };
        let phone = self.add_phone()?;
        self.order(phone, &Order::Join { link: link.clone() });
        *joining = Some((phone, link));
        self.online(phone).await
    }

    async fn call(&mut self, caller: usize, rng: &mut ChaCha12Rng) -> Result<bool, Failure> {
        let callee = 1 - caller;
        let account = self.look(callee, |seen| seen.account.clone());
        let account = account.ok_or("the callee has no account")?;
        let level = [0, 0, 0, 1, 2][rng.random_range(0..5usize)];
        self.order(caller, &Order::Dial { account, level });
        if !self.obeyed(caller).await? {
            self.phones[caller].untold += 1;
            return Ok(false);
        }
        // one that was cancelled before it rang may ring for a moment still: only this one is to be answered
        let dialled = self.look(caller, |seen| {
            Some(seen.now.as_ref()?.call.clone()?.meeting)
        });
        let end = rng.random_range(0..4);
        let mut last = caller;
        if end > 0 {
            let rings = |s: &super::said::State| {
                let call = s.call.as_ref();
                call.is_some_and(|c| c.can_answer && Some(&c.meeting) == dialled.as_ref())
            };
            if !self.wait(callee, "ringing", rings).await? {
                return Ok(false);
            }
        }
        match end {
            2 => last = callee,
            3 => {
                self.answered(callee);
                self.order(callee, &Order::Answer);
                let connected = |s: &super::said::State| {
                    s.call.as_ref().is_some_and(|c| c.phase == "Connected")
                };
                if !self.wait(caller, "the connection", connected).await? {
                    return Ok(false);
                }
                last = [caller, callee][rng.random_range(0..2usize)];
            }
            _ => {}
        }
        self.order(last, &Order::HangUp);
        for phone in [caller, callee] {
            if !self.wait(phone, "the end", |s| s.call.is_none()).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
