//! Who this phone is: its three long-term keys, the prekeys that it hands out, and the safety number it shares with
//! another user (S2.3, S2.9). Not here: verifying other people's chains (`sotto_protocol::chain`) and sealing
//! ([`crate::container`]).

mod device_key;
mod owner;
mod pool;
mod pool_rows;
mod prekey;
mod safety_number;
mod sign;

pub use device_key::DeviceKey;
pub use owner::{Identity, IdentityError};
pub use pool::{Due, PoolError, PrekeyPool, Upkeep};
pub use prekey::{PREKEY_SECRET_LENGTH, PrekeySecret};
pub use safety_number::SafetyNumber;
pub use sign::{InstanceKey, UserKey};

#[cfg(test)]
mod tests;
