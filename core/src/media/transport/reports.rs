//! RTCP tap: what sender and receiver reports say about the call (RFC 3550 §6.4).
//!
//! An interceptor beside the wire remembers when our sender reports left and reads the report
//! blocks that come back; the engine's own remote statistics stay at zero. What is lost and how it
//! jitters on our side is counted from the RTP packets themselves. Nothing is changed or held back.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rtc::interceptor::{Interceptor, Packet, Slot, StreamInfo, TaggedPacket};
use rtc::rtcp::receiver_report::ReceiverReport;
use rtc::rtcp::reception_report::ReceptionReport;
use rtc::rtcp::sender_report::SenderReport;
use rtc::sansio::Protocol;
use rtc::shared::error::Error;

/// Where the tap stands: beside the wire, where it sees what the report interceptors send.
pub(super) fn slot() -> Slot {
    Slot::from(1_500)
}

const MAX_SENT: usize = 16;

/// What the reports said.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// Middle 32 bits of our sender reports' NTP time, and when they left.
    sent: VecDeque<(u32, Instant)>,
    pub(super) round_trip: Option<Duration>,
    pub(super) fraction_lost: Option<f32>,
}

impl Reports {
    fn on_sent(&mut self, now: Instant, report: &SenderReport) {
        if self.sent.len() >= MAX_SENT {
            self.sent.pop_front();
        }
        self.sent.push_back(((report.ntp_time >> 16) as u32, now));
    }

    fn on_received(&mut self, now: Instant, block: &ReceptionReport) {
        self.fraction_lost = Some(f32::from(block.fraction_lost) / 256.0);
        let sent = self
            .sent
            .iter()
            .find(|(ntp, _)| block.last_sender_report != 0 && *ntp == block.last_sender_report);
        if let Some((_, sent)) = sent {
            let held = Duration::from_nanos(u64::from(block.delay) * 1_000_000_000 / 65_536);
            let total = now.saturating_duration_since(*sent);
            if held <= total {
                self.round_trip = Some(total - held);
            }
        }
    }
}

/// The reports, shared between the tap inside the engine and the transport.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedReports(Arc<Mutex<Reports>>);

impl SharedReports {
    /// Runs `f` on the reports.
    pub(super) fn with<T>(&self, f: impl FnOnce(&mut Reports) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The interceptor.
#[derive(Default)]
pub(super) struct Tap {
    reports: SharedReports,
    ssrc: u32,
    read: VecDeque<TaggedPacket>,
    write: VecDeque<TaggedPacket>,
}

impl Tap {
    /// A tap that reads reports about `ssrc` into `reports`.
    pub(super) fn new(reports: SharedReports, ssrc: u32) -> Self {
        Self {
            reports,
            ssrc,
            ..Self::default()
        }
    }

    fn on_block(&self, now: Instant, blocks: &[ReceptionReport]) {
        if let Some(block) = blocks.iter().find(|b| b.ssrc == self.ssrc) {
            self.reports.with(|r| r.on_received(now, block));
        }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Tap {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, msg: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(packets) = &msg.message.packet {
            for packet in packets {
                if let Some(report) = packet.as_any().downcast_ref::<SenderReport>() {
                    self.on_block(msg.now, &report.reports);
                } else if let Some(report) = packet.as_any().downcast_ref::<ReceiverReport>() {
                    self.on_block(msg.now, &report.reports);
                }
            }
        }
        self.read.push_back(msg);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.read.pop_front()
    }

    fn handle_write(&mut self, msg: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(packets) = &msg.message.packet {
            for packet in packets {
                if let Some(report) = packet.as_any().downcast_ref::<SenderReport>() {
                    self.reports.with(|r| r.on_sent(msg.now, report));
                }
            }
        }
        self.write.push_back(msg);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.write.pop_front()
    }
}

impl Interceptor for Tap {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}

/// Counts what arrives (RFC 3550 appendix A.3 and A.8).
#[derive(Debug, Default)]
pub(super) struct Reception {
    first: Option<i64>,
    highest: i64,
    packets: u64,
    bytes: u64,
    transit: Option<(Instant, u32)>,
    /// Jitter in RTP ticks, times one.
    jitter: f64,
}

impl Reception {
    /// One RTP packet arrived. Duplicates never get here: SRTP drops them.
    pub(super) fn on_packet(&mut self, now: Instant, sequence: u16, timestamp: u32, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
        let extended = match self.first {
            None => {
                self.first = Some(i64::from(sequence));
                self.highest = i64::from(sequence);
                self.highest
            }
            Some(_) => self.highest + i64::from(sequence.wrapping_sub(self.highest as u16) as i16),
        };
        self.highest = self.highest.max(extended);
        self.first = self.first.map(|first| first.min(extended));
        if let Some((then, old)) = self.transit {
            let arrived = now.saturating_duration_since(then).as_secs_f64() * 48_000.0;
            let spoken = f64::from(timestamp.wrapping_sub(old) as i32);
            // A pause in speech is not jitter: gaps of more than a second are left out.
            if spoken.abs() < 48_000.0 {
                self.jitter += ((arrived - spoken).abs() - self.jitter) / 16.0;
            }
        }
        self.transit = Some((now, timestamp));
    }

    /// Packets received.
    pub(super) fn packets(&self) -> u64 {
        self.packets
    }

    /// Payload bytes received.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Share of the packets sent to us that never came.
    pub(super) fn loss(&self) -> Option<f32> {
        let expected = self.highest - self.first? + 1;
        let lost = expected.saturating_sub_unsigned(self.packets).max(0);
        Some(lost as f32 / expected.max(1) as f32)
    }

    /// Interarrival jitter.
    pub(super) fn jitter(&self) -> Option<Duration> {
        (self.packets > 1).then(|| Duration::from_secs_f64(self.jitter / 48_000.0))
    }
}

#[cfg(test)]
mod tests {
    // a test needs a first moment from somewhere
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn loss_is_counted_across_the_wrap_and_out_of_order() {
        let mut reception = Reception::default();
        let start = Instant::now();
        for (i, sequence) in [65_533u16, 65_534, 0, 65_535, 3, 4].iter().enumerate() {
            let at = start + Duration::from_millis(20) * i as u32;
            reception.on_packet(at, *sequence, 960 * i as u32, 80);
        }
        // 65533..=4 is eight packets, six came.
        assert!((reception.loss().unwrap() - 0.25).abs() < 1e-6);
        assert_eq!(reception.bytes(), 480);
        assert!(reception.jitter().unwrap() < Duration::from_millis(1));
    }

    #[test]
    fn the_round_trip_leaves_out_the_time_the_report_was_held() {
        let mut reports = Reports::default();
        let now = Instant::now();
        let sent = SenderReport {
            ntp_time: 0x1234_5678_9abc_def0,
            ..Default::default()
        };
        reports.on_sent(now, &sent);
        let block = ReceptionReport {
            last_sender_report: 0x5678_9abc,
            delay: 65_536 / 2,
            fraction_lost: 64,
            ..Default::default()
        };
        reports.on_received(now + Duration::from_millis(580), &block);
        assert_eq!(reports.round_trip, Some(Duration::from_millis(80)));
        assert_eq!(reports.fraction_lost, Some(0.25));
    }
}
