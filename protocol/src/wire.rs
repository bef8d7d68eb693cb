//! The messages as prost generates them from `proto/`; the comments there are their documentation.
//!
//! They have no `Debug`: most carry secrets or people.

#[allow(missing_docs, unreachable_pub, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/sotto.rs"));
}

pub use generated::sotto::call::v1 as call;
pub use generated::sotto::container::v1 as container;
pub use generated::sotto::ding::v1 as ding;
pub use generated::sotto::keys::v1 as keys;
pub use generated::sotto::link::v1 as link;
pub use generated::sotto::policy::v1 as policy;
