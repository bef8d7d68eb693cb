//! Registering and signing in: a device signs the challenge of this connection and the TLS session's exporter value,
//! so that what it signs is worth nothing elsewhere. No passwords.

use prost::Message;
use sotto_protocol::chain::Chain;
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::label::{Label, sign_in_text};
use sotto_protocol::wire::keys::KeyChain;
use sotto_protocol::wire::link::{Register, SetAccess, SignIn, failure::Code, to_phone};
use sotto_protocol::{ParseError, VERSION, limits};

use super::{Device, Link, Progress, Refusal};
use crate::invite;
use crate::push::GONE;
use crate::storage::{NewDevice, Registered, TokenHash};

impl Link {
    pub(super) async fn register(&mut self, body: Register) -> Result<to_phone::Body, Refusal> {
        self.may_sign_in(body.version)?;
        let access_hash = token_hash(&body.access_hash)?;
        let chain = body
            .chain
            .ok_or(Refusal::new(Code::Malformed, "no chain"))?;
        let chain = Chain::verify(chain)?;
        self.check_signature(Label::Register, &chain, &body.signature)?;
        let device = NewDevice {
            account: chain.account(),
            device: chain.device(),
            chain: chain.wire().encode_to_vec(),
            access_hash,
            invite: (!body.invite.is_empty()).then(|| invite::hash(&body.invite)),
            open: self.shared.open_registration,
        };
        let now = self.shared.now();
        match self.shared.storage.register(device, now).await? {
            Registered::Account | Registered::Device | Registered::Already => {}
            Registered::Invite => {
                let detail = "the invite is unknown, used or expired: ask for a new join link";
                return Err(Refusal::new(Code::Invite, detail));
            }
            Registered::Exists => {
                let detail = "this device is registered with other keys";
                return Err(Refusal::new(Code::Exists, detail));
            }
            Registered::TooMany => {
                let detail = "the account has as many devices as it may";
                return Err(Refusal::new(Code::TooManyDevices, detail));
            }
        }
        self.enter(chain);
        Ok(self.done())
    }

    pub(super) async fn sign_in(&mut self, body: SignIn) -> Result<to_phone::Body, Refusal> {
        self.may_sign_in(body.version)?;
        let account = AccountId::try_from(body.account.as_slice())?;
        let device = DeviceId::try_from(body.device.as_slice())?;
        let stored = self.shared.storage.chain(account, device).await?;
        let unknown = || Refusal::new(Code::NoSuchAccount, "no such account or device here");
        let stored = stored.ok_or_else(unknown)?;
        let damaged = |_| Refusal::new(Code::Storage, "the stored chain is damaged");
        let chain = KeyChain::decode(stored.as_slice()).map_err(|_| ParseError::Malformed);
        let chain = Chain::verify(chain.map_err(damaged)?)?;
        self.check_signature(Label::SignIn, &chain, &body.signature)?;
        let left = self.shared.storage.prekeys_left(device).await?;
        let push = self.shared.storage.push_target(device).await?;
        self.enter(chain);
        if let Some(device) = &mut self.device {
            device.push_gone = push.as_deref() == Some(GONE);
        }
        if (left as usize) < limits::PREKEYS_LOW {
            self.shared.hub.prekeys_low(device, left);
        }
        Ok(self.done())
    }

    pub(super) async fn set_access(&mut self, body: SetAccess) -> Result<to_phone::Body, Refusal> {
        let account = self.signed_in()?.account;
        let access = token_hash(&body.access_hash)?;
        self.shared.storage.set_access(account, access).await?;
        Ok(self.done())
    }

    fn may_sign_in(&self, version: u32) -> Result<(), Refusal> {
        if version != VERSION {
            let detail = format!("this server speaks version {VERSION}");
            return Err(Refusal::new(Code::Version, &detail));
        }
        if self.device.is_some() {
            return Err(Refusal::new(Code::Malformed, "signed in already"));
        }
        Ok(())
    }

    fn check_signature(
        &self,
        label: Label,
        chain: &Chain,
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let text = sign_in_text(
            label,
            &self.challenge,
            &self.connection.exporter,
            chain.account(),
            chain.device(),
        );
        Ok(chain.verify_instance(&text, signature)?)
    }

    fn enter(&mut self, chain: Chain) {
        let place = self.shared.hub.attach(chain.device());
        let progress = Progress::start();
        self.connection.place.signed_in();
        self.shared.metrics.signed_in.inc();
        self.shared.push.heard(chain.device());
        self.device = Some(Device {
            account: chain.account(),
            device: chain.device(),
            chain,
            place,
            progress,
            unanswered: None,
            push_gone: false,
        });
    }
}

fn token_hash(bytes: &[u8]) -> Result<TokenHash, Refusal> {
    bytes
        .try_into()
        .map_err(|_| Refusal::new(Code::Malformed, "an access hash has 32 bytes"))
}
