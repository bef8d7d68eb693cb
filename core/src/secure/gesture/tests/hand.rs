//! Gestures as a hand makes them: turned, stretched, trembling, faster or slower, never twice the same.

use std::f32::consts::{PI, TAU};
use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::secure::gesture::{Sample, TouchPhase};

/// Someone's hand; `now` goes on with what it does.
pub(super) struct Hand {
    pub(super) random: ChaCha8Rng,
    pub(super) now: Instant,
    pub(super) samples: Vec<Sample>,
    pointer: u32,
}

/// A shape: places from 0 to 1 at a time from 0 to 1.
pub(super) type Figure = fn(f32) -> [f32; 2];

/// Shapes that people choose.
pub(super) const FIGURES: [(&str, Figure); 9] = [
    ("circle", |t| {
        [(TAU * t).sin() / 2.0, -(TAU * t).cos() / 2.0]
    }),
    ("triangle", |t| {
        corners(t, &[[0.5, 0.0], [1.0, 1.0], [0.0, 1.0], [0.5, 0.0]])
    }),
    ("square", |t| {
        corners(
            t,
            &[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]],
        )
    }),
    ("Z", |t| {
        corners(t, &[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    }),
    ("S", |t| {
        [
            0.5 * (TAU * t).cos() + 0.5,
            0.2 * t + 0.8 * t + 0.1 * (TAU * t).sin(),
        ]
    }),
    ("eyeglasses", |t| {
        [(TAU * t).sin(), (2.0 * TAU * t).sin() / 2.0]
    }),
    ("alpha", |t| {
        [
            (PI * 1.6 * (t - 0.5)).cos() * (1.0 - t) * 1.4,
            (PI * 2.2 * (t - 0.5)).sin() / 1.6,
        ]
    }),
    ("spiral", |t| {
        [
            t * (2.0 * TAU * t).cos() / 2.0,
            t * (2.0 * TAU * t).sin() / 2.0,
        ]
    }),
    ("star", |t| {
        corners(
            t,
            &[
                [0.2, 1.0],
                [0.5, 0.0],
                [0.8, 1.0],
                [0.0, 0.4],
                [1.0, 0.4],
                [0.2, 1.0],
            ],
        )
    }),
];

fn corners(t: f32, places: &[[f32; 2]]) -> [f32; 2] {
    let along = t.clamp(0.0, 0.9999) * (places.len() - 1) as f32;
    let (index, share) = (along as usize, along.fract());
    [0, 1].map(|axis| places[index][axis] + (places[index + 1][axis] - places[index][axis]) * share)
}

impl Hand {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            now: Instant::now(),
            samples: Vec::new(),
            pointer: 0,
        }
    }

    /// What it did since this was last asked.
    pub(super) fn take(&mut self) -> Vec<Sample> {
        std::mem::take(&mut self.samples)
    }

    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        self.random.random_range(low..high)
    }

    pub(super) fn wait(&mut self, low: f32, high: f32) {
        let seconds = self.between(low, high);
        self.now += Duration::from_secs_f32(seconds);
    }

    pub(super) fn finger(&mut self) -> u32 {
        self.pointer += 1;
        self.pointer
    }

    pub(super) fn touch(&mut self, pointer: u32, phase: TouchPhase, [x, y]: [f32; 2]) {
        let at = self.now;
        self.samples.push(Sample::Touch {
            at,
            pointer,
            phase,
            x,
            y,
        });
    }

    /// One finger along a way of `seconds`, at the screen's rate.
    pub(super) fn stroke(&mut self, seconds: f32, way: impl Fn(f32) -> [f32; 2]) {
        let finger = self.finger();
        let steps = ((seconds * 90.0) as usize).max(2);
        self.touch(finger, TouchPhase::Began, way(0.0));
        for step in 1..=steps {
            self.now += Duration::from_secs_f32(seconds / steps as f32);
            self.touch(finger, TouchPhase::Moved, way(step as f32 / steps as f32));
        }
        self.touch(finger, TouchPhase::Ended, way(1.0));
    }

    /// Draws a shape: turned by up to 12°, stretched by up to 15 %, bent, trembling, somewhere else.
    pub(super) fn draw(&mut self, figure: Figure, size: f32) {
        let turn = self.between(-0.21, 0.21);
        let wide = size * self.between(0.85, 1.15);
        let high = wide * self.between(0.87, 1.15);
        let corner = [self.between(40.0, 120.0), self.between(150.0, 400.0)];
        let bend: Vec<[f32; 3]> = (1..=3)
            .map(|_| {
                [
                    self.between(-1.0, 1.0),
                    self.between(-1.0, 1.0),
                    self.between(0.0, TAU),
                ]
            })
            .collect();
        let hurry = self.between(-0.12, 0.12);
        let tremble = self.random.random::<u32>();
        let seconds = self.between(0.5, 1.6);
        self.stroke(seconds, |t| {
            // faster at one end than at the other
            let place = figure((t + hurry * (PI * t).sin() * t).clamp(0.0, 1.0));
            let mut at = [place[0] * wide, place[1] * high];
            for (order, [x, y, phase]) in bend.iter().enumerate() {
                let wave = (TAU * (order as f32 + 0.5) * t + phase).sin() * size * 0.03;
                at = [at[0] + x * wave, at[1] + y * wave];
            }
            let shake = |salt: u32| {
                let bits = (tremble ^ salt ^ (t * 1e6) as u32).wrapping_mul(0x9E37_79B9);
                (bits >> 16) as f32 / 65_536.0 * 3.0 - 1.5
            };
            let (sin, cos) = turn.sin_cos();
            [
                corner[0] + at[0] * cos - at[1] * sin + shake(1),
                corner[1] + at[0] * sin + at[1] * cos + shake(7),
            ]
        });
    }

    /// A finger comes down and up again without going far.
    pub(super) fn tap(&mut self, place: [f32; 2], seconds: f32) {
        self.stroke(seconds, |t| [place[0] + 3.0 * t, place[1] - 2.0 * t]);
    }

    /// Two fingers at once, `apart` points between them.
    pub(super) fn two_fingers(&mut self, place: [f32; 2], apart: f32) {
        let fingers = [self.finger(), self.finger()];
        let jitter = [self.between(-5.0, 5.0), self.between(-5.0, 5.0)];
        let places = [
            [place[0] + jitter[0], place[1] + jitter[1]],
            [place[0] + apart * 0.9 + jitter[1], place[1] - apart * 0.4],
        ];
        self.touch(fingers[0], TouchPhase::Began, places[0]);
        self.wait(0.0, 0.045);
        self.touch(fingers[1], TouchPhase::Began, places[1]);
        self.wait(0.04, 0.12);
        self.touch(fingers[1], TouchPhase::Ended, places[1]);
        self.wait(0.0, 0.04);
        self.touch(fingers[0], TouchPhase::Ended, places[0]);
    }

    /// Two fingers tap twice.
    pub(super) fn double_tap(&mut self, apart: f32) {
        let place = [self.between(60.0, 160.0), self.between(200.0, 600.0)];
        let apart = apart * self.between(0.88, 1.12);
        self.two_fingers(place, apart);
        self.wait(0.08, 0.22);
        let moved = [
            place[0] + self.between(-12.0, 12.0),
            place[1] + self.between(-12.0, 12.0),
        ];
        self.two_fingers(moved, apart);
        self.wait(0.4, 0.6);
    }

    /// The accelerometer for `seconds`: gravity, what `pull` adds, a little noise.
    pub(super) fn moves(
        &mut self,
        seconds: f32,
        gravity: [f32; 3],
        pull: impl Fn(f32) -> [f32; 3],
    ) {
        let mut time = 0.0;
        while time < seconds {
            let step = self.between(0.009, 0.013);
            time += step;
            self.now += Duration::from_secs_f32(step);
            let added = pull(time);
            let [x, y, z] =
                [0, 1, 2].map(|i| gravity[i] + added[i] + self.random.random_range(-0.4..0.4));
            let at = self.now;
            self.samples.push(Sample::Motion { at, x, y, z });
        }
    }

    /// Holds the phone, shakes it along `axis`, holds it again.
    pub(super) fn shake(&mut self, axis: [f32; 3], strength: f32, rate: f32) {
        let gravity = [
            self.between(-2.0, 2.0),
            self.between(5.0, 8.5),
            self.between(3.0, 6.0),
        ];
        self.moves(0.6, gravity, |_| [0.0; 3]);
        let strength = strength * self.between(0.85, 1.3);
        let rate = rate * self.between(0.88, 1.14);
        let rounds = self.between(2.6, 4.4);
        let lean = [0; 3].map(|_: i32| self.between(-0.22, 0.22));
        let long = rounds / rate;
        self.moves(long, gravity, |t| {
            // stronger in the middle
            let height = strength * (0.75 + 0.25 * (PI * t / long).sin()) * (TAU * rate * t).sin();
            [0, 1, 2].map(|i| (axis[i] + lean[i]) * height)
        });
        self.moves(0.6, gravity, |_| [0.0; 3]);
    }
}
