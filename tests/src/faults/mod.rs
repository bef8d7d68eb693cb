//! Phones and a server in processes of their own that can be killed at any instant, and an oracle that knows what each
//! should hold. Not for faults inside one process under a virtual clock: that is `simulation`.

mod children;
mod counts;
mod disk;
mod drain;
mod node;
mod oracle;
mod platform;
mod said;
mod seen;
mod traffic;
mod trip;
mod wire;
mod world;

pub use children::Node;
pub use disk::can_mount;
pub use node::run as run_node;
pub use said::{CallSeen, Order, Said, State};
pub use trip::{Instant, Trip};
pub use wire::Wire;
pub use world::World;
