//! Reading a policy that anyone may have made, and signing one.

use prost::Message;
use sotto_protocol::chain::verify_user;
use sotto_protocol::label::Label;
use sotto_protocol::wire::policy as wire;
use sotto_protocol::{ParseError, limits, parse};

use super::{Calls, DEMANDS, Demand, Policy, PolicyError, VERSION};
use crate::contact::card::clean_name;
use crate::secure::{Definition, Imposed, Level, Levels, Operations, When};

impl Policy {
    /// Reads an encoded `SignedPolicy` and verifies its signature. Whether it is in force is asked later.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn read(bytes: &[u8]) -> Result<Self, PolicyError> {
        let signed: wire::SignedPolicy = parse(bytes, limits::POLICY)?;
        let policy: wire::Policy = parse(&signed.policy, limits::POLICY)?;
        let text = Label::Policy.over(&[&signed.policy]);
        verify_user(&policy.issuer, &text, &signed.signature)
            .map_err(|_| PolicyError::Signature)?;
        if policy.version != VERSION {
            return Err(PolicyError::Newer {
                version: policy.version,
            });
        }
        Self::checked(policy)
    }

    fn checked(policy: wire::Policy) -> Result<Self, PolicyError> {
        if policy.not_after <= policy.not_before {
            return Err(PolicyError::Contradiction("it ends before it begins"));
        }
        if policy.demands.len() > DEMANDS {
            return Err(PolicyError::Contradiction("it demands too much at once"));
        }
        let issuer = policy.issuer.as_slice().try_into();
        let levels = levels(&policy.levels)?;
        let demands = policy
            .demands
            .into_iter()
            .map(|demand| read_demand(demand, &levels));
        Ok(Self {
            issuer: issuer.map_err(|_| PolicyError::Signature)?,
            organisation: clean_name(&policy.organisation),
            serial: policy.serial,
            not_before: policy.not_before,
            not_after: policy.not_after,
            demands: demands.collect::<Result<_, _>>()?,
            levels,
        })
    }
}

fn levels(rules: &[wire::LevelRule]) -> Result<Levels, PolicyError> {
    let further: Vec<Operations> = rules
        .iter()
        .map(|rule| Definition::from_wire(rule).map(Definition::forbidden))
        .collect::<Result<_, _>>()
        .map_err(|_| PolicyError::Unknown)?;
    Ok(Levels::new(&further)?)
}

fn read_demand(demand: wire::Demand, levels: &Levels) -> Result<Demand, PolicyError> {
    let calls = match wire::demand::Calls::try_from(demand.calls) {
        Ok(wire::demand::Calls::All) => Calls::All,
        Ok(wire::demand::Calls::Contacts) => Calls::Contacts,
        Ok(wire::demand::Calls::Strangers) => Calls::Strangers,
        Err(_) => return Err(PolicyError::Unknown),
    };
    let highest = levels.secure().last().unwrap_or_default();
    let level = |number: u32| {
        let level = u8::try_from(number).map(Level::new).ok();
        level
            .filter(|level| *level <= highest)
            .ok_or(PolicyError::Contradiction(
                "it demands a level that it does not define",
            ))
    };
    let imposed = Imposed {
        minimum: level(demand.minimum)?,
        maximum: demand.maximum.map(level).transpose()?,
    };
    if imposed.caps(imposed.minimum) {
        return Err(PolicyError::Contradiction(
            "a demand asks for more than it allows",
        ));
    }
    let when = When::from_wire(demand.r#where, demand.hours).ok_or(PolicyError::Unknown)?;
    Ok(Demand {
        calls,
        when,
        imposed,
    })
}

/// Signs a policy with the organisation's key: what its server does, and tests. Gives the encoded `SignedPolicy`.
///
/// # Errors
/// [`PolicyError`] where no phone would take it: the organisation hears of it first.
pub fn sign(policy: &wire::Policy, key: &crate::identity::UserKey) -> Result<Vec<u8>, PolicyError> {
    let policy = policy.encode_to_vec();
    let signed = wire::SignedPolicy {
        signature: key.sign(Label::Policy, &[&policy]).to_vec(),
        policy,
    }
    .encode_to_vec();
    if signed.len() > limits::POLICY {
        return Err(PolicyError::Damaged(ParseError::TooLarge {
            size: signed.len(),
            limit: limits::POLICY,
        }));
    }
    Policy::read(&signed)?;
    Ok(signed)
}
