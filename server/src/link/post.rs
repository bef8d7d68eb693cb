//! Containers and signals for other people's devices, and acknowledgements of one's own. Senders need not be signed
//! in: an account's access token is what lets them reach it.

use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::limits;
use sotto_protocol::wire::link::{Acknowledge, SendSignal, Submit, failure::Code, to_phone};
use std::time::Duration;

use super::{Link, Refusal, cost};
use crate::container;
use crate::hub::is_container;
use crate::invite;
use crate::storage::{NewContainer, Submitted, TokenHash};

/// Deliveries acknowledged in one message.
const ACKNOWLEDGED: usize = 1_024;

impl Link {
    pub(super) async fn submit(&mut self, body: Submit) -> Result<to_phone::Body, Refusal> {
        let account = AccountId::try_from(body.account.as_slice())?;
        let access = invite::hash(&body.access);
        let outside = container::read(&body.container)?;
        self.may_reach(account, access).await?;
        let tokens = 1 + cost(body.container.len());
        self.pay_for(account, tokens)?;
        self.shared.by_receiver.take(&account, tokens)?;
        let now = self.shared.now();
        if outside.expires <= now {
            return Err(Refusal::new(Code::Expired, "the container has expired"));
        }
        // the container says what its sender wants; the server keeps none longer than it keeps any
        let longest = now.saturating_add(limits::MAILBOX.as_millis() as u64);
        let container = NewContainer {
            id: outside.id,
            expires: outside.expires.min(longest),
            copies: outside.copies,
        };
        match self
            .shared
            .storage
            .submit(account, access, container)
            .await?
        {
            Submitted::Stored(places) => {
                self.shared.metrics.containers_stored.inc();
                for (device, sequence) in places {
                    if !self.shared.hub.container(device, sequence) {
                        self.shared.push.wake(device);
                    }
                }
                Ok(self.done())
            }
            Submitted::NoSuchAccount => Err(Self::no_such_account()),
            Submitted::DevicesChanged => Err(Self::devices_changed()),
            Submitted::Full => Err(mailbox_full()),
        }
    }

    pub(super) async fn send_signal(
        &mut self,
        body: SendSignal,
    ) -> Result<to_phone::Body, Refusal> {
        let account = AccountId::try_from(body.account.as_slice())?;
        let device = DeviceId::try_from(body.device.as_slice())?;
        if body.signal.len() > limits::SIGNAL {
            return Err(Refusal::new(Code::TooLarge, "the signal is too large"));
        }
        let access = invite::hash(&body.access);
        self.may_reach(account, access).await?;
        self.pay_for(account, 1)?;
        self.shared.signals_by_receiver.take(&account, 1)?;
        if !self
            .shared
            .storage
            .devices(account)
            .await?
            .contains(&device)
        {
            return Err(Self::devices_changed());
        }
        let now = self.shared.now();
        let listens = (self.shared.hub)
            .signal(device, body.signal, now)
            .map_err(|_| mailbox_full())?;
        if !listens {
            self.shared.push.wake(device);
        }
        self.shared.metrics.signals.inc();
        Ok(self.done())
    }

    pub(super) async fn acknowledge(
        &mut self,
        body: Acknowledge,
    ) -> Result<to_phone::Body, Refusal> {
        let device = self.signed_in()?.device;
        if body.sequences.len() > ACKNOWLEDGED {
            return Err(Refusal::new(Code::TooLarge, "too many at once"));
        }
        let containers: Vec<u64> = body
            .sequences
            .iter()
            .copied()
            .filter(|sequence| is_container(*sequence))
            .collect();
        // the phone has them, whatever the storage says: the window opens, and what could not be deleted comes again on
        // the next connection
        self.shared.hub.acknowledge(device, &body.sequences);
        if let Some(device) = &mut self.device {
            device.progress.acknowledged(&body.sequences);
        }
        if !containers.is_empty() {
            self.shared.storage.acknowledge(device, containers).await?;
        }
        Ok(self.done())
    }

    /// Whether the token opens the account. Rates count only then: a stranger cannot use them up.
    pub(super) async fn may_reach(
        &mut self,
        account: AccountId,
        access: TokenHash,
    ) -> Result<(), Refusal> {
        if !self.shared.storage.may_reach(account, access).await? {
            return Err(Self::no_such_account());
        }
        Ok(())
    }

    /// Takes tokens for what goes from this address to that account.
    pub(super) fn pay_for(&self, account: AccountId, tokens: u32) -> Result<(), Duration> {
        let pair = (self.connection.source, account);
        self.shared.by_pair.take(&pair, tokens)
    }

    pub(super) fn no_such_account() -> Refusal {
        Refusal::new(
            Code::NoSuchAccount,
            "no such account, or another access token",
        )
    }

    fn devices_changed() -> Refusal {
        Refusal::new(Code::DevicesChanged, "fetch the account's prekeys again")
    }
}

fn mailbox_full() -> Refusal {
    Refusal::new(Code::MailboxFull, "too much waits for this device").after(Duration::from_secs(60))
}
