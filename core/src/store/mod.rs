//! What is to be stored, as plain data: machines put out [`Change`]s, the phone commits them in one transaction before
//! it performs what depends on them. Not the store itself: that is in `sotto-phone`.

mod change;
mod table;

pub use change::Change;
pub use table::Table;
