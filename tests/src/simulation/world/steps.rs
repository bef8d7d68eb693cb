//! The virtual clock's steps: what is due next happens, one thing at a time.

use super::*;

impl World {
    fn next_at(&self) -> Option<Instant> {
        let queued = self.queue.keys().next().map(|(at, _)| *at);
        let deadlines = self
            .phones
            .iter()
            .filter_map(|p| p.engine.as_ref()?.deadline());
        queued
            .into_iter()
            .chain(deadlines)
            .chain(self.network.next_at())
            .min()
    }

    /// Runs until `done` says so or the time is over; gives whether it was done.
    ///
    /// # Panics
    /// When a phone asks for time again and again without letting any pass.
    pub fn run_until(&mut self, limit: Duration, mut done: impl FnMut(&Self) -> bool) -> bool {
        let end = self.now + limit;
        let mut repeats = 0;
        while !done(self) {
            let Some(at) = self.next_at().filter(|at| *at <= end) else {
                self.now = end;
                return done(self);
            };
            repeats = if at <= self.now { repeats + 1 } else { 0 };
            assert!(repeats < STUCK, "the world does not get on");
            self.now = self.now.max(at);
            self.step();
        }
        true
    }

    /// Runs for a while.
    pub fn run_for(&mut self, time: Duration) {
        self.run_until(time, |_| false);
    }

    fn step(&mut self) {
        let now = self.now;
        while let Some(packet) = self.network.receive(now) {
            self.packet(packet);
        }
        while let Some((&(at, order), _)) = self.queue.first_key_value() {
            if at > now {
                break;
            }
            let due = self.queue.remove(&(at, order)).expect("seen just now");
            self.happen(due);
        }
        for index in 0..self.phones.len() {
            let due = self.phones[index]
                .engine
                .as_ref()
                .and_then(Engine::deadline);
            if due.is_some_and(|at| at <= now) {
                self.input(index, Input::Timeout);
            }
        }
    }

    fn packet(&mut self, packet: crate::network::Delivery) {
        let now = self.now;
        if self.turn.owns(packet.to) {
            if self.record && self.phones.iter().any(|p| p.ip == packet.from.ip()) {
                self.relay_saw.push((now, packet.from, packet.bytes.len()));
            }
            let sent = self
                .turn
                .handle(now, packet.from, packet.to, packet.stream, &packet.bytes);
            for out in sent {
                if out.stream {
                    self.network.send_stream(now, out.from, out.to, out.bytes);
                } else {
                    self.network.send(now, out.from, out.to, out.bytes);
                }
            }
            return;
        }
        let Some(index) = self.phones.iter().position(|p| p.bound == Some(packet.to)) else {
            return;
        };
        let protocol = if packet.stream {
            RelayProtocol::Tcp
        } else {
            RelayProtocol::Udp
        };
        self.input(
            index,
            Input::Datagram(Datagram {
                local: packet.to,
                remote: packet.from,
                protocol,
                bytes: packet.bytes,
            }),
        );
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Connect { phone, life, line } => {
                if self.phones[phone].life == life {
                    self.connect(phone, line);
                }
            }
            Due::LineUp {
                connection,
                welcome,
            } => self.line_up(connection, welcome),
            Due::ToServer { connection, bytes } => self.serve(connection, &bytes),
            Due::ToPhone { connection, bytes } => {
                if let Some((phone, line)) = self.connections.get(&connection).copied() {
                    self.input(phone, Input::Received { line, bytes });
                }
            }
            Due::Input { phone, life, input } => {
                if self.phones[phone].life == life {
                    self.input(phone, input);
                }
            }
            Due::Answer {
                phone,
                life,
                operation,
                number,
                answer,
            } => {
                let p = &mut self.phones[phone];
                if p.life == life && p.platform.answers(operation, answer) {
                    let news = PlatformNews::AnswerTo(number, answer);
                    self.input(phone, Input::Platform { operation, news });
                }
            }
            Due::Lever {
                phone,
                life,
                operation,
                forbid,
            } => self.pull_lever(phone, life, operation, forbid),
            Due::Microphone { phone, life } => self.microphone(phone, life),
            Due::Loudspeaker { phone, life } => self.loudspeaker(phone, life),
            Due::Restart { phone } => {
                if self.phones[phone].engine.is_none() {
                    self.switch_on(phone);
                }
            }
        }
    }

    fn pull_lever(
        &mut self,
        index: usize,
        life: u32,
        operation: Operation,
        forbid: Option<Prohibition>,
    ) {
        let phone = &mut self.phones[index];
        if phone.life != life {
            return;
        }
        let Some(number) = forbid else {
            return phone.platform.allow(operation);
        };
        if let Some((answer, _)) = phone.platform.forbid(operation) {
            phone.platform.answers(operation, answer);
            let news = PlatformNews::AnswerTo(number, answer);
            self.input(index, Input::Platform { operation, news });
        }
    }

    fn microphone(&mut self, index: usize, life: u32) {
        let moment = self.moment();
        let phone = &mut self.phones[index];
        let frame = phone.microphone();
        let Some(engine) = phone.engine.as_mut().filter(|_| phone.life == life) else {
            return;
        };
        if !super::super::phone::sounds(engine) {
            phone.audio = false;
            return;
        }
        if !phone.mute_shell {
            engine.push_microphone(moment, &frame);
        }
        self.later(TICK, Due::Microphone { phone: index, life });
        self.perform_all(index);
    }

    fn loudspeaker(&mut self, index: usize, life: u32) {
        let moment = self.moment();
        let phone = &mut self.phones[index];
        if !phone.audio || phone.life != life {
            return;
        }
        let mut frame = [0; FRAME];
        if let Some(engine) = &mut phone.engine {
            phone.hearing = engine.dings().listening().map(|l| (l.id(), l.level()));
            engine.pull_loudspeaker(moment, &mut frame);
            phone.take_tone(moment, &mut frame);
        }
        phone.hear(self.now, &frame);
        self.later(TICK, Due::Loudspeaker { phone: index, life });
        self.perform_all(index);
    }
}
