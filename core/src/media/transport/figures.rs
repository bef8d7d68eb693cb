//! A transport as numbers.

use super::Transport;
use super::candidate::Kind;
use super::output::{Figures, PathKind};

impl Transport {
    /// Share of our packets that the other phone missed, 0 to 1, as it reported last.
    pub fn loss_sent(&self) -> Option<f32> {
        self.reports.with(|reports| reports.fraction_lost)
    }

    /// How the transport does.
    pub fn figures(&self) -> Figures {
        let (round_trip, loss_sent) = self.reports.with(|r| (r.round_trip, r.fraction_lost));
        Figures {
            round_trip: round_trip.or(self.checks.rtt()),
            loss_sent,
            loss_received: self.reception.loss(),
            jitter: self.reception.jitter(),
            packets_sent: self.packets_sent,
            packets_received: self.reception.packets(),
            bytes_sent: self.bytes_sent,
            bytes_received: self.reception.bytes(),
            path: self.path_kind(),
        }
    }

    /// What carries the packets.
    pub(super) fn path_kind(&self) -> PathKind {
        let Some((local, remote)) = self.path else {
            return PathKind::None;
        };
        let theirs = self
            .remotes
            .iter()
            .any(|c| c.kind == Kind::Relay && c.address == remote);
        let ours = self.turns.iter().any(|t| t.relayed() == Some(local));
        if theirs || ours {
            PathKind::Relayed
        } else {
            PathKind::Direct
        }
    }
}
