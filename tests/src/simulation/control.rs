//! The control channel: ordered streams with delay that break and come back.

use std::time::Duration;

use prost::Message;
use rand::Rng;
use sotto_core::engine::{Input, Line};
use sotto_protocol::wire::link::ToPhone;

use super::World;
use super::server::LINES;
use super::world::Due;

/// How long a phone waits before it connects again.
const AGAIN: Duration = Duration::from_millis(400);

impl World {
    pub(super) fn connect_lines(&mut self, phone: usize) {
        let life = self.phones[phone].life;
        // TCP and TLS: three ways
        let after = self.settings.control * 3;
        for line in LINES {
            self.later(after, Due::Connect { phone, life, line });
        }
    }

    pub(super) fn connect(&mut self, phone: usize, line: Line) {
        let p = &self.phones[phone];
        if !p.connect || p.control_cut || p.lines.contains_key(&line) {
            return;
        }
        let mut secrets = [[0; 32]; 2];
        secrets
            .iter_mut()
            .for_each(|secret| self.rng.fill_bytes(secret));
        let (id, welcome) = self.server.connect(secrets[0], secrets[1], self.master());
        self.connections.insert(id, (phone, line));
        self.phones[phone].lines.insert(line, id);
        let exporter = secrets[0];
        self.input(phone, Input::LineUp { line, exporter });
        let connection = id;
        self.later(
            Duration::ZERO,
            Due::LineUp {
                connection,
                welcome,
            },
        );
    }

    pub(super) fn line_up(&mut self, connection: u64, welcome: ToPhone) {
        self.tell(connection, welcome);
    }

    pub(super) fn send(&mut self, phone: usize, line: Line, bytes: Vec<u8>) {
        let Some(connection) = self.phones[phone].lines.get(&line).copied() else {
            return;
        };
        self.along(connection, true, Due::ToServer { connection, bytes });
    }

    pub(super) fn serve(&mut self, connection: u64, bytes: &[u8]) {
        let now = self.master();
        for (to, message) in self.server.handle(connection, bytes, now) {
            self.tell(to, message);
        }
    }

    fn tell(&mut self, connection: u64, message: ToPhone) {
        let Some((phone, line)) = self.connections.get(&connection).copied() else {
            return;
        };
        let messages = match &mut self.lie {
            Some(lie) => lie(&mut self.rng, phone, line, message),
            None => vec![message.encode_to_vec()],
        };
        for bytes in messages {
            self.along(connection, false, Due::ToPhone { connection, bytes });
        }
    }

    /// In order, however late.
    fn along(&mut self, connection: u64, up: bool, due: Due) {
        let jitter = Duration::from_micros(self.draw(2_000));
        let at = self.now + self.settings.control + jitter;
        let last = self.arrivals.entry((connection, up)).or_insert(at);
        *last = at.max(*last);
        let at = *last;
        self.at(at, due);
    }

    /// All connections of a phone are gone; it is not told.
    pub(super) fn drop_lines(&mut self, phone: usize) -> Vec<Line> {
        let lines = std::mem::take(&mut self.phones[phone].lines);
        for connection in lines.values() {
            self.connections.remove(connection);
            self.server.disconnect(*connection);
            self.arrivals.retain(|(id, _), _| id != connection);
        }
        lines.into_keys().collect()
    }

    /// Breaks a phone's connections: what was under way is lost, and it connects again, unless it is cut off.
    pub fn break_lines(&mut self, phone: usize) {
        for line in self.drop_lines(phone) {
            self.input(phone, Input::LineDown(line));
        }
        let life = self.phones[phone].life;
        for line in LINES {
            self.later(AGAIN, Due::Connect { phone, life, line });
        }
    }

    /// Cuts a phone off from the server, or lets it connect again.
    pub fn cut_control(&mut self, phone: usize, cut: bool) {
        self.phones[phone].control_cut = cut;
        self.break_lines(phone);
    }
}
