//! core/opus
