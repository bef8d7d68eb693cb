//! File descriptors: each connection and each relayed leg of a call takes one, and a system that gives few makes a
//! server deaf that promises many. So it takes as many as it may have, and promises no more than that.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::config::{Limits, RelayLimits};

/// More than any server of this size needs.
const ENOUGH: u64 = 1 << 17;
/// Kept for the database, the logs and requests to push services.
const RESERVED: usize = 128;
/// Fewer than these, and the operator is told.
const LITTLE: u64 = 8_192;

/// How many people and calls there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Files and sockets that the system lets this process open.
    pub descriptors: u64,
    /// Connections at a time; a phone has one or two.
    pub connections: usize,
    /// Allocations of the built-in relay at a time; a relayed call takes two or more.
    pub allocations: usize,
}

impl Room {
    /// Whether the system gives so few that an organisation would notice.
    #[must_use]
    pub fn is_little(&self) -> bool {
        self.descriptors < LITTLE
    }
}

/// Asks for as many descriptors as this process may have; gives how many it has.
pub(crate) fn raise() -> u64 {
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return ENOUGH;
    };
    let wanted = hard.min(ENOUGH).max(soft);
    if wanted > soft
        && let Err(error) = setrlimit(Resource::RLIMIT_NOFILE, wanted, hard)
    {
        tracing::warn!(%error, "no more files may be opened");
        return soft;
    }
    wanted
}

/// Brings the limits down to what so many descriptors carry.
pub(crate) fn fit(descriptors: u64, limits: &mut Limits, relay: &mut RelayLimits) -> Room {
    let all = usize::try_from(descriptors).unwrap_or(usize::MAX);
    // half for whoever has so few that the reserve would take all
    let free = all.saturating_sub(RESERVED).max(all / 2);
    relay.allocations = relay.allocations.min(free / 4);
    relay.clients = relay.clients.min(free / 8);
    let left = free - relay.allocations - relay.clients;
    limits.connections = limits.connections.min(left);
    Room {
        descriptors,
        connections: limits.connections,
        allocations: relay.allocations,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_more_is_promised_than_the_system_gives() {
        for descriptors in [0, 10, 256, 1_024, 4_096, 20_000, 524_288, u64::MAX] {
            let (mut limits, mut relay) = (Limits::default(), RelayLimits::default());
            let room = fit(descriptors, &mut limits, &mut relay);
            let promised = limits.connections + relay.allocations + relay.clients;
            assert!(u64::try_from(promised).unwrap() <= descriptors);
            assert_eq!(room.connections, limits.connections);
            if descriptors >= 1_024 {
                assert!(promised + RESERVED <= usize::try_from(descriptors).unwrap_or(usize::MAX));
                assert!(limits.connections >= 500 && relay.allocations >= 200);
            }
        }
        let (mut limits, mut relay) = (Limits::default(), RelayLimits::default());
        assert!(!fit(524_288, &mut limits, &mut relay).is_little());
        assert_eq!(relay, RelayLimits::default());
        assert_eq!(limits.connections, Limits::default().connections);
    }

    #[test]
    fn as_many_are_taken_as_the_system_gives() {
        let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        // as a fresh Debian has it
        setrlimit(Resource::RLIMIT_NOFILE, soft.min(1_024), hard).unwrap();
        assert_eq!(raise(), hard.clamp(soft.min(1_024), ENOUGH));
        assert_eq!(getrlimit(Resource::RLIMIT_NOFILE).unwrap().0, raise());
    }
}
