//! Which contact a typed name means. The answers name nobody: a level-3 call may be about to be made.

use sotto_core::engine::{CommandError, Engine};
use sotto_protocol::id::AccountId;

use crate::failure::Failure;

/// The account of the contact that `typed` names: its name, the beginning of its name or of its id.
pub(crate) fn find(engine: &Engine, typed: &str) -> Result<AccountId, Failure> {
    let wanted = typed.trim().to_lowercase();
    let fits = |test: &dyn Fn(&str, &str) -> bool| -> Vec<_> {
        engine
            .contacts()
            .filter(|(id, contact)| test(&contact.shown_name().to_lowercase(), &hex(id)))
            .collect()
    };
    let mut found = fits(&|name, _| name == wanted);
    if found.is_empty() && !wanted.is_empty() {
        let is_id = wanted.len() >= 4;
        found = fits(&|name, id| name.starts_with(&wanted) || (is_id && id.starts_with(&wanted)));
    }
    match found.as_slice() {
        [(id, contact)] if contact.card.is_some() => {
            AccountId::try_from(*id).map_err(|_| CommandError::NoContact.into())
        }
        [_] => Err(Failure::new(
            "This contact is not on Sotto: there is no card of theirs. Scan the card that they show you: sotto scan IMAGE",
        )),
        [] => Err(Failure::new(
            "There is no contact of that name. `sotto contacts` lists them; `sotto scan` takes a new one.",
        )),
        several => Err(Failure::new(format!(
            "{} contacts fit that name. Type more of it, or the beginning of the id that `sotto contacts` shows.",
            several.len()
        ))),
    }
}

/// An id as it is shown.
pub(crate) fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
