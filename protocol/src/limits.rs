//! How large and how many: limits that both sides hold each other to.

use std::time::Duration;

/// Largest message on the link, in bytes.
pub const MESSAGE: usize = 192 * 1024;
/// Largest container, in bytes.
pub const CONTAINER: usize = 96 * 1024;
/// Largest sealed call signal, in bytes.
pub const SIGNAL: usize = 16 * 1024;
/// One-time prekeys in one upload.
pub const PREKEYS: usize = 100;
/// Fewer one-time prekeys than this, and the phone is asked for more.
pub const PREKEYS_LOW: usize = 25;
/// Devices of one account.
pub const DEVICES: usize = 8;
/// How long a container waits for its receiver (S2.5).
pub const MAILBOX: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long a call signal waits for its receiver.
pub const SIGNAL_KEPT: Duration = Duration::from_secs(60);
/// Containers that one device's mailbox holds.
pub const MAILBOX_CONTAINERS: usize = 10_000;
/// Signals that wait for one device.
pub const MAILBOX_SIGNALS: usize = 256;
/// Largest signed policy of an organisation, in bytes.
pub const POLICY: usize = 64 * 1024;
/// Largest attestation token, in bytes: it travels in one signal.
pub const ATTESTATION: usize = 12 * 1024;
/// Longest UnifiedPush endpoint, in bytes.
pub const PUSH_ENDPOINT: usize = 1_000;
/// Longest device token of Apple's push service, in bytes.
pub const PUSH_TOKEN: usize = 100;
