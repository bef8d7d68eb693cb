//! What must be true once everything has come to rest after kills.

use std::time::Duration;

use super::said::Order;
use super::world::World;
use crate::pair::{Failure, LIMIT};

/// One-time prekeys below which a phone makes new ones.
const LOW: u64 = 25;
/// How often the server is asked whether all was fetched.
const LOOK: Duration = Duration::from_millis(20);

impl World {
    /// Brings everything to rest: all processes alive, all phones reachable, no call, nothing waiting anywhere.
    ///
    /// # Errors
    /// What did not come to rest.
    pub async fn settle(&mut self) -> Result<(), Failure> {
        if !self.serving().await? {
            return Err("the server died by itself".into());
        }
        let deadline = tokio::time::Instant::now() + LIMIT;
        for index in 0..self.phones.len() {
            if !self.online(index).await? {
                return Err(self.dead(index).into());
            }
        }
        self.befriend().await?;
        loop {
            let mut busy = Vec::new();
            for index in 0..self.phones.len() {
                let (call, pending, online) = self.look(index, |seen| {
                    let now = seen.now.clone().unwrap_or_default();
                    (now.call, now.pending, now.online)
                });
                if call.is_some() {
                    self.order(index, &Order::HangUp);
                    self.obeyed(index).await?;
                }
                if call.is_some() || pending > 0 || !online {
                    busy.push(format!("phone {index}: {call:?}, {pending} left to do"));
                }
            }
            // the server counts now and then only: what it says may be a little old
            let (accounts, containers, prekeys) = self.counts().await?;
            let joined = self.phones.len() as u64 + self.left;
            if accounts != joined {
                busy.push(format!("{accounts} accounts of {joined} phones"));
            }
            if containers > 0 {
                busy.push(format!("{containers} containers"));
            }
            if prekeys < LOW * self.phones.len() as u64 {
                busy.push(format!("{prekeys} prekeys"));
            }
            if busy.is_empty() {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(format!("not at rest: {}", busy.join("; ")).into());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The two phones scan each other's card where they have none or an old one.
    async fn befriend(&mut self) -> Result<(), Failure> {
        if self.phones.len() < 2 {
            return Ok(());
        }
        for (one, other) in [(0, 1), (1, 0)] {
            let card = self.card(other)?;
            let id = self
                .look(other, |seen| seen.account.clone())
                .unwrap_or_default();
            let has = |contacts: &std::collections::BTreeMap<String, Option<String>>| {
                contacts
                    .get(&id)
                    .is_some_and(|has| has.as_ref() == Some(&card))
            };
            if !self.look(one, |seen| {
                seen.now.as_ref().is_some_and(|s| has(&s.contacts))
            }) {
                self.order(one, &Order::Scan { text: card.clone() });
                self.wait(one, "a scanned card", |s| has(&s.contacts))
                    .await?;
            }
        }
        Ok(())
    }

    fn dead(&self, index: usize) -> String {
        let said = self.look(index, |seen| seen.broken.join("; "));
        format!("phone {index} died by itself: {said}")
    }

    /// Everything that is wrong now that all is at rest.
    ///
    /// # Errors
    /// The server's counts could not be read.
    pub async fn wrong(&mut self) -> Result<Vec<String>, Failure> {
        let mut wrong = Vec::new();
        for index in 0..self.phones.len() {
            self.look(index, |seen| {
                let now = seen.now.clone().unwrap_or_default();
                let broken = seen.broken.iter();
                wrong.extend(broken.map(|what| format!("phone {index}: {what}")));
                if !now.forbidden.is_empty() {
                    wrong.push(format!(
                        "phone {index}: still forbidden {:?}",
                        now.forbidden
                    ));
                }
            });
        }
        for (caller, callee) in [(0, 1), (1, 0)] {
            self.check_calls(caller, callee, &mut wrong);
        }
        Ok(wrong)
    }

    fn check_calls(&self, caller: usize, callee: usize, wrong: &mut Vec<String>) {
        let (made, made_log, life) = self.look(caller, |seen| {
            let log = seen.now.clone().unwrap_or_default().log;
            (seen.calls.clone(), log, seen.life)
        });
        let (had, log, callee_life) = self.look(callee, |seen| {
            let log = seen.now.clone().unwrap_or_default().log;
            (seen.calls.clone(), log, seen.life)
        });
        for (meeting, call) in made.iter().filter(|(_, call)| call.outgoing) {
            let row = log.get(meeting);
            let what = format!("{caller} → {callee}, {meeting}, level {}", call.level);
            if call.level >= 2 {
                if row.is_some() || made_log.contains_key(meeting) {
                    wrong.push(format!("{what}: a row though the level forbids it"));
                }
                continue;
            }
            let answered = had.get(meeting).and_then(|call| call.answered);
            // the engine makes the row of an answered call only when the call ends
            let cut = answered.is_some_and(|life| life < callee_life);
            if call.accepted && row.is_none() && !cut {
                wrong.push(format!(
                    "{what}: the server had the invite, the callee has no row (answered in life {answered:?} of {callee_life}; for the caller {:?}; {:?}; the caller's row {:?})",
                    call.answered,
                    had.get(meeting),
                    made_log.get(meeting)
                ));
            }
            if row.is_some_and(|row| row.outgoing) {
                wrong.push(format!("{what}: the callee logged it as made there"));
            }
            let own = made_log.get(meeting);
            if call.life == life && own.is_none_or(|row| !row.outgoing) {
                wrong.push(format!(
                    "{what}: the caller, never killed since, has {own:?}"
                ));
            }
        }
        let strange = log
            .iter()
            .filter(|(meeting, row)| !row.outgoing && !made.contains_key(*meeting))
            .count();
        let untold = self.phones[caller].untold;
        if strange > untold {
            wrong.push(format!(
                "{callee} has {strange} rows of calls that {caller} did not make ({untold} may be)"
            ));
        }
    }
}
