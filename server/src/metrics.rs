//! Counts for Prometheus. Labels are kinds of things, never ids or addresses.

use std::sync::atomic::AtomicI64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::storage::Counts;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

/// All counts.
#[derive(Default)]
pub(crate) struct Metrics {
    pub(crate) connections: Gauge,
    pub(crate) connections_refused: Counter,
    pub(crate) links: Gauge,
    pub(crate) signed_in: Gauge,
    pub(crate) containers_stored: Counter,
    pub(crate) signals: Counter,
    pub(crate) deliveries: Counter,
    pub(crate) prekeys_handed_out: Counter,
    pub(crate) last_resorts_handed_out: Counter,
    pub(crate) slow_closed: Counter,
    pub(crate) relay_allocations: Gauge,
    pub(crate) relay_refused: Counter,
    pub(crate) relay_full: Counter,
    pub(crate) push_forgotten: Counter,
    pub(crate) push_given_up: Counter,
    pub(crate) push_dropped: Counter,
    push_sent: Family<Kind, Counter>,
    push_failed: Family<Kind, Counter>,
    requests: Family<Kind, Counter>,
    failures: Family<Kind, Counter>,
    stored: Family<Kind, Gauge<i64, AtomicI64>>,
}

impl Metrics {
    pub(crate) fn request(&self, kind: &'static str) {
        self.requests.get_or_create(&Kind { kind }).inc();
    }

    pub(crate) fn failure(&self, kind: &'static str) {
        self.failures.get_or_create(&Kind { kind }).inc();
    }

    pub(crate) fn push_sent(&self, kind: &'static str) {
        self.push_sent.get_or_create(&Kind { kind }).inc();
    }

    pub(crate) fn push_failed(&self, kind: &'static str) {
        self.push_failed.get_or_create(&Kind { kind }).inc();
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(&self, counts: Counts) -> String {
        for (kind, count) in [
            ("accounts", counts.accounts),
            ("devices", counts.devices),
            ("containers", counts.containers),
            ("prekeys", counts.prekeys),
            ("invites", counts.invites),
            ("push_targets", counts.push_targets),
        ] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            self.stored.get_or_create(&Kind { kind }).set(count);
        }
        let mut text = String::new();
        // writing into a String does not fail
        let _ = encode(&mut text, &self.registry());
        text
    }

    fn registry(&self) -> Registry {
        let mut registry = Registry::with_prefix("sotto");
        let mut gauge = |name, help, gauge: &Gauge| registry.register(name, help, gauge.clone());
        gauge(
            "connections",
            "TLS connections that are open",
            &self.connections,
        );
        gauge("links", "WebSockets that are open", &self.links);
        gauge(
            "signed_in",
            "WebSockets that are signed in",
            &self.signed_in,
        );
        gauge(
            "relay_allocations",
            "Relay allocations",
            &self.relay_allocations,
        );
        let mut counter =
            |name, help, counter: &Counter| registry.register(name, help, counter.clone());
        counter(
            "connections_refused",
            "Connections refused because there were too many",
            &self.connections_refused,
        );
        counter(
            "containers_stored",
            "Containers taken",
            &self.containers_stored,
        );
        counter("signals", "Call signals taken", &self.signals);
        counter(
            "deliveries",
            "Deliveries sent, repeated ones too",
            &self.deliveries,
        );
        counter(
            "prekeys_handed_out",
            "One-time prekeys handed out",
            &self.prekeys_handed_out,
        );
        counter(
            "last_resorts_handed_out",
            "Last-resort prekeys handed out",
            &self.last_resorts_handed_out,
        );
        counter(
            "slow_closed",
            "Connections closed because the phone did not read",
            &self.slow_closed,
        );
        counter(
            "relay_refused",
            "Relay sign-ins refused",
            &self.relay_refused,
        );
        counter(
            "relay_full",
            "Relay allocations refused because there were too many",
            &self.relay_full,
        );
        counter(
            "push_forgotten",
            "Push targets forgotten as their service no longer knew them",
            &self.push_forgotten,
        );
        counter(
            "push_given_up",
            "Wake-ups given up after trying for long",
            &self.push_given_up,
        );
        counter(
            "push_dropped",
            "Wake-ups not sent because too many waited",
            &self.push_dropped,
        );
        registry.register("push_sent", "Wake-ups sent by kind", self.push_sent.clone());
        registry.register(
            "push_failed",
            "Tries to wake that failed, by what went wrong",
            self.push_failed.clone(),
        );
        registry.register("requests", "Requests by kind", self.requests.clone());
        registry.register("failures", "Refusals by kind", self.failures.clone());
        registry.register("stored", "What the database holds", self.stored.clone());
        registry
    }
}
