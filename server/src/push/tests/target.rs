use sotto_protocol::wire::link::{ApnsTarget, SetPush, push_set::Outcome, set_push};

use crate::push::address::is_public;
use crate::push::target::{GONE, Target};

fn unified(url: &str) -> SetPush {
    SetPush {
        target: Some(set_push::Target::UnifiedPush(url.to_owned())),
    }
}

fn read(url: &str) -> Result<(String, u16, String), Outcome> {
    match Target::read(&unified(url), false)? {
        Some(Target::UnifiedPush(endpoint)) => Ok((endpoint.host, endpoint.port, endpoint.path)),
        _ => panic!("an endpoint"),
    }
}

#[test]
fn endpoints_of_the_internet_are_taken() {
    let take = |url, host: &str, port, path: &str| {
        assert_eq!(read(url), Ok((host.to_owned(), port, path.to_owned())));
    };
    take(
        "https://push.example.org/abc?up=1",
        "push.example.org",
        443,
        "/abc?up=1",
    );
    take(
        "https://Push.Example.org:8443/",
        "push.example.org",
        8443,
        "/",
    );
    take(
        "https://[2606:4700::1111]:444/x",
        "2606:4700::1111",
        444,
        "/x",
    );
    take("https://9.9.9.9", "9.9.9.9", 443, "/");
}

#[test]
fn what_is_no_endpoint_is_refused() {
    let long = format!("https://example.org/{}", "x".repeat(1_000));
    for url in [
        "",
        "x",
        "http://example.org/x",
        "ftp://example.org/x",
        "https://",
        "https:///x",
        "https://user@example.org/x",
        "https://example.org:99999/",
        "https://example.org:/",
        "https://example.org:0/",
        "https://example.org/#x",
        "https://exa mple.org/",
        "/x",
        &long,
    ] {
        assert_eq!(read(url), Err(Outcome::Unusable), "{url}");
    }
}

#[test]
fn addresses_of_ones_own_network_are_refused() {
    for host in [
        "localhost",
        "x.LOCALHOST.",
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "[::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
    ] {
        let url = format!("https://{host}/x");
        assert_eq!(read(&url), Err(Outcome::PrivateAddress), "{url}");
        assert!(Target::read(&unified(&url), true).is_ok(), "{url}");
    }
}

#[test]
fn only_what_anyone_can_reach_is_public() {
    for address in [
        "9.9.9.9",
        "100.128.0.1",
        "172.32.0.1",
        "192.1.0.1",
        "223.255.255.1",
        "2606:4700::1",
        "2a00::1",
        "64:ff9b::9.9.9.9",
        "::ffff:9.9.9.9",
    ] {
        assert!(is_public(address.parse().unwrap()), "{address}");
    }
    for address in [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.8.8.8",
        "169.254.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "::ffff:10.0.0.1",
    ] {
        assert!(!is_public(address.parse().unwrap()), "{address}");
    }
}

#[test]
fn tokens_have_a_length() {
    let apns = |length| SetPush {
        target: Some(set_push::Target::Apns(ApnsTarget {
            token: vec![7; length],
            sandbox: true,
        })),
    };
    assert!(Target::read(&apns(32), false).is_ok_and(|target| target.is_some()));
    for wrong in [0, 101] {
        assert_eq!(
            Target::read(&apns(wrong), false).err(),
            Some(Outcome::Unusable)
        );
    }
    assert!(Target::read(&SetPush::default(), false).is_ok_and(|target| target.is_none()));
    assert!(Target::stored(GONE, false).is_none());
}
