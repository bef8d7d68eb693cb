//! Where phones are woken.

use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::wire::link::{
    PushSet, SetPush, failure::Code, push_set::Outcome, to_phone::Body,
};

use super::ServerModel;

impl ServerModel {
    /// Every push service forgets every phone.
    pub fn forget_push(&mut self) {
        for account in self.accounts.values_mut() {
            for device in account.devices.values_mut() {
                device.push_gone |= device.push.take().is_some();
            }
        }
    }

    pub(super) fn set_push(
        &mut self,
        (account, id): (AccountId, DeviceId),
        set: SetPush,
    ) -> Result<Body, Code> {
        let outcome = self.push_offer.unwrap_or(match set.target {
            Some(_) => Outcome::Taken,
            None => Outcome::Cleared,
        });
        let device = self.device(account, id).ok_or(Code::NoSuchAccount)?;
        device.push_gone = false;
        device.push = Some(set).filter(|_| outcome == Outcome::Taken);
        let outcome = outcome.into();
        Ok(Body::PushSet(PushSet { outcome }))
    }
}
