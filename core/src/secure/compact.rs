//! A report small enough for the place of one speech packet (24 of its 60 bytes, beside 16 of proof): it reaches the other
//! phone with the sound while the control channel is down. Attempts are not in it.

use super::{Answer, Block, GuardState, Imposed, Level, Operation, Operations, Report};

/// Bytes of a compact report.
pub const COMPACT: usize = 24;
const VERSION: u8 = 1;
const SIMULATED: u8 = 1;
const NO_MAXIMUM: u8 = u8::MAX;

impl Report {
    /// version, level, guard, flags, epoch (4), counter (4), answers (4: two bits an operation), violated (2), minimum,
    /// maximum (255: none), block, a zero byte, operations spoken of (2).
    #[must_use]
    pub fn to_compact(&self) -> [u8; COMPACT] {
        let mut answers = 0u32;
        let mut asked = Operations::NONE;
        for (operation, answer) in &self.answers {
            asked = asked.with(*operation);
            answers |= (answer.to_wire() as u32 & 3) << (2 * place(*operation));
        }
        let mut bytes = [0; COMPACT];
        bytes[0] = VERSION;
        bytes[1] = self.level.number();
        bytes[2] = self.guard.to_wire() as u8;
        bytes[3] = u8::from(self.simulated) * SIMULATED;
        bytes[4..8].copy_from_slice(&self.epoch.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.counter.to_be_bytes());
        bytes[12..16].copy_from_slice(&answers.to_be_bytes());
        bytes[16..18].copy_from_slice(&self.violated.bits().to_be_bytes());
        bytes[18] = self.imposed.minimum.number();
        bytes[19] = self.imposed.maximum.map_or(NO_MAXIMUM, Level::number);
        bytes[20] = self.block.map_or(0, |block| block.to_wire() as u8);
        bytes[22..24].copy_from_slice(&asked.bits().to_be_bytes());
        bytes
    }

    /// Reads what [`Report::to_compact`] wrote, unchecked; `None` for another version. Attempts are those of `known`.
    #[must_use]
    pub fn from_compact(bytes: &[u8; COMPACT], known: &Self) -> Option<Self> {
        if bytes[0] != VERSION {
            return None;
        }
        let four = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let two = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let answers = four(12);
        let answer = |operation: Operation| {
            let value = answers >> (2 * place(operation)) & 3;
            Answer::from_wire(value.cast_signed())
        };
        Some(Self {
            level: Level::new(bytes[1]),
            guard: GuardState::from_wire(bytes[2].into()),
            simulated: bytes[3] & SIMULATED != 0,
            epoch: four(4),
            counter: four(8),
            answers: Operations::from_bits(two(22))
                .iter()
                .map(|operation| (operation, answer(operation)))
                .collect(),
            violated: Operations::from_bits(two(16)),
            attempts: known.attempts.clone(),
            imposed: Imposed {
                minimum: Level::new(bytes[18]),
                maximum: (bytes[19] != NO_MAXIMUM).then(|| Level::new(bytes[19])),
            },
            block: Block::from_wire(bytes[20].into()),
        })
    }
}

fn place(operation: Operation) -> u32 {
    Operations::NONE.with(operation).bits().trailing_zeros()
}
