//! Whom the relay sends to and hears (RFC 8656 §21.1.6): other allocations of its own, and the open internet. Not this
//! machine, and no private network unless the operator says so: whoever has an account could else reach what listens
//! there through this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the list of this machine's addresses is taken for true.
const KNOWN: Duration = Duration::from_secs(60);

/// Where an address lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Public,
    Loopback,
    Private,
    LinkLocal,
    /// For nobody: unspecified, broadcast, multicast, reserved.
    Nowhere,
}

/// The rule for peers that are not allocations of this relay.
pub(super) struct Reach {
    own: IpAddr,
    private: bool,
    here: Mutex<Option<(Instant, Arc<[IpAddr]>)>>,
}

impl Reach {
    /// `own` is the address that relayed packets come from; `private` opens the kind of private network that it lies in.
    pub(super) fn new(own: IpAddr, private: bool) -> Self {
        Self {
            own: own.to_canonical(),
            private,
            here: Mutex::default(),
        }
    }

    /// Whether it is the address of the allocations.
    pub(super) fn is_own(&self, address: IpAddr) -> bool {
        address.to_canonical() == self.own
    }

    /// Whether packets may pass between the relay and this address, where no allocation of its own is meant.
    pub(super) fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        match scope(address) {
            Scope::Public => !self.is_own(address) && !self.is_here(address),
            Scope::Private => {
                let opened = self.private && scope(self.own) == Scope::Private;
                opened && !self.is_own(address) && !self.is_here(address)
            }
            Scope::Loopback => self.private && scope(self.own) == Scope::Loopback,
            // among others where a cloud tells its machines their secrets
            Scope::LinkLocal | Scope::Nowhere => false,
        }
    }

    /// Whether it is another address of this machine.
    fn is_here(&self, address: IpAddr) -> bool {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let known = match &*here {
            Some((since, known)) if now.saturating_duration_since(*since) < KNOWN => known.clone(),
            _ => {
                let known = addresses();
                *here = Some((now, known.clone()));
                known
            }
        };
        known.contains(&address)
    }
}

/// The addresses of this machine.
fn addresses() -> Arc<[IpAddr]> {
    let Ok(interfaces) = nix::ifaddrs::getifaddrs() else {
        return Arc::default();
    };
    let addresses = interfaces.filter_map(|interface| {
        let address = interface.address?;
        let v4 = address.as_sockaddr_in().map(|a| IpAddr::V4(a.ip()));
        v4.or_else(|| address.as_sockaddr_in6().map(|a| IpAddr::V6(a.ip())))
    });
    addresses.collect()
}

fn scope(address: IpAddr) -> Scope {
    match address {
        IpAddr::V4(address) => scope_v4(address),
        IpAddr::V6(address) => scope_v6(address),
    }
}

fn scope_v4(address: Ipv4Addr) -> Scope {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0 | 224.., ..) => Scope::Nowhere,
        (127, ..) => Scope::Loopback,
        (169, 254, _) => Scope::LinkLocal,
        // RFC 1918, RFC 6598 (a provider's NAT), RFC 6890 (protocols), RFC 2544 (benchmarks)
        (10, ..) | (192, 168, _) | (192, 0, 0) => Scope::Private,
        (172, 16..=31, _) | (100, 64..=127, _) | (198, 18..=19, _) => Scope::Private,
        _ => Scope::Public,
    }
}

fn scope_v6(address: Ipv6Addr) -> Scope {
    let v4 =
        |high: u16, low: u16| scope_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Scope::Loopback,
        [0, 0, 0, 0, 0, 0, 0, 0] | [0xff00..=0xffff, ..] => Scope::Nowhere,
        // an IPv4 address inside: compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056)
        [0, 0, 0, 0, 0, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // NAT64 of a network's own (RFC 8215), Teredo (RFC 4380)
        [0x64, 0xff9b, 1, ..] | [0x2001, 0, ..] => Scope::Nowhere,
        [0xfe80..=0xfebf, ..] => Scope::LinkLocal,
        // unique local, and the site-local addresses before them
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Scope::Private,
        _ => Scope::Public,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn may(to: &str, own: &str, private: bool) -> bool {
        Reach::new(own.parse().unwrap(), private).allows(to.parse().unwrap())
    }

    const INWARD: [&str; 20] = [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.9.9",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "fd00::1",
        "fec0::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::192.168.0.1",
        "2002:a00:1::1",
        "ff02::1",
    ];

    #[test]
    fn inward_is_refused_wherever_the_relay_lives() {
        for own in ["198.51.100.7", "192.168.0.9", "127.0.0.1", "fd00::9", "::1"] {
            for inward in INWARD {
                assert!(!may(inward, own, false), "{inward} from {own}");
            }
            assert!(may("203.0.113.9", own, false) && may("2001:db8::1", own, false));
            assert!(!may(own, own, false), "nothing else at {own}");
        }
    }

    #[test]
    fn the_option_opens_the_kind_of_network_that_the_relay_lives_in() {
        assert!(may("192.168.0.1", "192.168.0.9", true) && may("10.0.0.1", "192.168.0.9", true));
        assert!(may("127.0.0.1", "127.0.0.1", true));
        assert!(!may("192.168.0.9", "192.168.0.9", true));
        for own in ["198.51.100.7", "192.168.0.9"] {
            for still in [
                "127.0.0.1",
                "169.254.169.254",
                "fe80::1",
                "224.0.0.1",
                "::1",
            ] {
                assert!(!may(still, own, true), "{still} from {own}");
            }
        }
        assert!(!may("192.168.0.1", "198.51.100.7", true));
    }

    #[test]
    fn this_machine_s_other_addresses_are_refused() {
        let reach = Reach::new("198.51.100.7".parse().unwrap(), true);
        let another: IpAddr = "203.0.113.5".parse().unwrap();
        assert!(reach.allows(another));
        *reach.here.lock().unwrap() = Some((Instant::now(), Arc::new([another])));
        assert!(!reach.allows(another));
        assert!(addresses().contains(&Ipv4Addr::LOCALHOST.into()));
    }
}
