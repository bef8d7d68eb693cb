//! Prekeys: taken from the device that they belong to, handed out once to whoever holds the account's access token.

use prost::Message;
use sha2::{Digest, Sha256};
use sotto_protocol::id::AccountId;
use sotto_protocol::limits;
use sotto_protocol::wire::keys::{KeyChain, Prekey};
use sotto_protocol::wire::link::{
    Bundle, FetchPrekeys, PrekeyBundles, PublishPrekeys, failure::Code, to_phone,
};

use super::{Link, Refusal};
use crate::invite;
use crate::storage::{HandedOut, Published, StorageError, StoredPrekey};

impl Link {
    pub(super) async fn publish_prekeys(
        &mut self,
        body: PublishPrekeys,
    ) -> Result<to_phone::Body, Refusal> {
        let device = self.signed_in()?;
        let too_many = || Refusal::new(Code::TooLarge, "too many one-time prekeys");
        if body.one_time.len() > limits::PREKEYS {
            return Err(too_many());
        }
        for (prekey, last_resort) in body
            .one_time
            .iter()
            .map(|prekey| (prekey, false))
            .chain(body.last_resort.iter().map(|prekey| (prekey, true)))
        {
            if prekey.last_resort != last_resort {
                let detail = "a prekey is not of the kind that its place says";
                return Err(Refusal::new(Code::Malformed, detail));
            }
            device.chain.verify_prekey(prekey)?;
        }
        let one_time = body.one_time.iter().map(stored).collect();
        let last_resort = body.last_resort.map(|prekey| prekey.encode_to_vec());
        let (id, storage) = (device.device, &self.shared.storage);
        match storage
            .publish(id, one_time, last_resort, body.replace)
            .await?
        {
            Published::Stored(_) => Ok(self.done()),
            Published::TooMany => Err(too_many()),
            Published::NoLastResort => Err(Refusal::new(
                Code::Malformed,
                "the first upload must hold a last-resort prekey",
            )),
        }
    }

    pub(super) async fn fetch_prekeys(
        &mut self,
        body: FetchPrekeys,
    ) -> Result<to_phone::Body, Refusal> {
        let account = AccountId::try_from(body.account.as_slice())?;
        let access = invite::hash(&body.access);
        self.may_reach(account, access).await?;
        // each costs the receiver's phone a prekey that it must make again
        let pair = (self.connection.source, account);
        self.shared.look_ups.take(&pair, 1)?;
        self.pay_for(account, 1)?;
        self.shared.by_receiver.take(&account, 1)?;
        let now = self.shared.now();
        let handed_out = self.shared.storage.hand_out(account, access, now).await?;
        let bundles = handed_out
            .ok_or_else(Self::no_such_account)?
            .into_iter()
            .map(|one| self.bundle(one))
            .collect::<Result<_, _>>()?;
        Ok(to_phone::Body::Prekeys(PrekeyBundles { bundles }))
    }

    fn bundle(&self, one: HandedOut) -> Result<Bundle, Refusal> {
        let damaged = |_| StorageError::Broken("a stored key cannot be read".to_owned());
        let prekey = Prekey::decode(one.prekey.as_slice()).map_err(damaged)?;
        if prekey.last_resort {
            self.shared.metrics.last_resorts_handed_out.inc();
        } else {
            self.shared.metrics.prekeys_handed_out.inc();
        }
        if (one.left as usize) < limits::PREKEYS_LOW {
            self.shared.hub.prekeys_low(one.device, one.left);
        }
        Ok(Bundle {
            chain: Some(KeyChain::decode(one.chain.as_slice()).map_err(damaged)?),
            prekey: Some(prekey),
        })
    }
}

fn stored(prekey: &Prekey) -> StoredPrekey {
    StoredPrekey {
        id: prekey.id,
        encoded: prekey.encode_to_vec(),
        key_hash: Sha256::digest(&prekey.public_key).into(),
    }
}
