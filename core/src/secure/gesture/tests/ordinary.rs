//! People who only use their phone: they scroll, type, zoom, walk, run, ride, drop it.

use std::f32::consts::{PI, TAU};

use rand::RngExt as _;

use super::hand::Hand;
use crate::secure::gesture::TouchPhase;

impl Hand {
    /// Half a minute or so of ordinary touching.
    pub(super) fn uses_screen(&mut self) {
        for _ in 0..12 {
            match self.random.random_range(0..9) {
                0 | 1 => self.scrolls(1),
                2 => self.scrolls(3),
                3 => self.swipes(),
                4 => self.types(),
                5 => self.zooms(),
                6 => self.scrolls_with_two_fingers(),
                7 => self.presses_long(),
                _ => self.zooms_by_tapping(),
            }
            self.wait(0.05, 1.5);
        }
    }

    /// Up, and perhaps down and up again, along the bow of a thumb.
    fn scrolls(&mut self, legs: u32) {
        let start = [self.between(120.0, 320.0), self.between(250.0, 700.0)];
        let length = self.between(60.0, 450.0) * if self.random.random() { 1.0 } else { -1.0 };
        let bow = self.between(-0.22, 0.22) * length;
        let tilt = self.between(-0.3, 0.3);
        let seconds = self.between(0.08, 0.5) * legs as f32;
        let last = self.between(0.3, 1.0);
        let wobble = self.between(0.0, 4.0);
        self.stroke(seconds, |t| {
            let along = (t * (legs as f32 - 1.0 + last)).max(0.0);
            let (leg, share) = (along as u32, along.fract());
            let at = if leg % 2 == 0 { share } else { 1.0 - share };
            [
                start[0] + tilt * length * at + bow * (PI * at).sin() + wobble * (31.0 * t).sin(),
                start[1] + length * at,
            ]
        });
    }

    /// Sideways: back, an answer to a message.
    fn swipes(&mut self) {
        let start = [self.between(0.0, 60.0), self.between(100.0, 700.0)];
        let (length, sag) = (self.between(80.0, 330.0), self.between(-40.0, 60.0));
        let seconds = self.between(0.1, 0.4);
        self.stroke(seconds, |t| [start[0] + length * t, start[1] + sag * t * t]);
    }

    /// Two thumbs, the next key often down before the last is up.
    fn types(&mut self) {
        for _ in 0..self.random.random_range(5..40) {
            let fingers = [self.finger(), self.finger()];
            let key = |hand: &mut Self, side: f32| {
                [
                    side + 35.0 * hand.random.random_range(0..5) as f32,
                    600.0 + 54.0 * hand.random.random_range(0..4) as f32,
                ]
            };
            let [left, right] = [key(self, 20.0), key(self, 200.0)];
            self.touch(fingers[0], TouchPhase::Began, left);
            if self.random.random_bool(0.3) {
                self.wait(0.02, 0.09);
                self.touch(fingers[1], TouchPhase::Began, right);
                self.wait(0.01, 0.06);
                self.touch(fingers[0], TouchPhase::Ended, left);
                self.wait(0.01, 0.06);
                self.touch(fingers[1], TouchPhase::Ended, right);
            } else {
                self.wait(0.03, 0.11);
                self.touch(fingers[0], TouchPhase::Ended, left);
            }
            self.wait(0.01, 0.2);
        }
    }

    fn two_at_once(&mut self, seconds: f32, ways: [[[f32; 2]; 2]; 2]) {
        let fingers = [self.finger(), self.finger()];
        let place =
            |way: [[f32; 2]; 2], t: f32| [0, 1].map(|i| way[0][i] + (way[1][i] - way[0][i]) * t);
        for (finger, way) in fingers.into_iter().zip(ways) {
            self.touch(finger, TouchPhase::Began, way[0]);
            self.wait(0.0, 0.06);
        }
        for step in 1..20 {
            for (finger, way) in fingers.into_iter().zip(ways) {
                self.touch(finger, TouchPhase::Moved, place(way, step as f32 / 20.0));
            }
            self.now += std::time::Duration::from_secs_f32(seconds / 20.0);
        }
        for (finger, way) in fingers.into_iter().zip(ways) {
            self.touch(finger, TouchPhase::Ended, way[1]);
        }
    }

    fn zooms(&mut self) {
        let centre = [self.between(130.0, 230.0), self.between(250.0, 550.0)];
        let (from, to) = (self.between(30.0, 120.0), self.between(80.0, 260.0));
        let way = |sign: f32| {
            [from, to].map(|far| [centre[0] + sign * far, centre[1] - sign * far * 0.6])
        };
        let seconds = self.between(0.15, 0.7);
        self.two_at_once(seconds, [way(1.0), way(-1.0)]);
    }

    fn scrolls_with_two_fingers(&mut self) {
        let (x, y) = (self.between(100.0, 200.0), self.between(300.0, 600.0));
        let length = self.between(-250.0, 250.0);
        let seconds = self.between(0.15, 0.5);
        self.two_at_once(
            seconds,
            [
                [[x, y], [x, y + length]],
                [[x + 80.0, y], [x + 80.0, y + length]],
            ],
        );
    }

    fn presses_long(&mut self) {
        let place = [self.between(20.0, 340.0), self.between(80.0, 740.0)];
        let seconds = self.between(0.5, 1.4);
        self.tap(place, seconds);
    }

    /// A map: tap, tap with one finger, then once with two.
    fn zooms_by_tapping(&mut self) {
        let place = [self.between(60.0, 200.0), self.between(200.0, 600.0)];
        self.tap(place, 0.07);
        self.wait(0.08, 0.2);
        self.tap(place, 0.07);
        self.wait(0.1, 0.6);
        let apart = self.between(60.0, 140.0);
        self.two_fingers(place, apart);
    }

    /// A minute or so of ordinary moving about.
    pub(super) fn moves_about(&mut self) {
        for _ in 0..6 {
            let gravity = [
                self.between(-3.0, 3.0),
                self.between(3.0, 8.0),
                self.between(2.0, 7.0),
            ];
            let rate = self.between(0.9, 1.1);
            let side = self.between(0.2, 1.0);
            match self.random.random_range(0..7) {
                0 => {
                    // walking
                    let height = self.between(1.5, 4.0);
                    self.moves(10.0, gravity, |t| step(t, 1.9 * rate, height, side));
                }
                1 => {
                    // running, the phone in a hand that swings; or a few steps to catch the bus
                    let height = self.between(8.0, 19.0);
                    let seconds = self.between(1.2, 12.0);
                    self.moves(seconds, gravity, |t| step(t, 2.8 * rate, height, side));
                }
                2 => {
                    // a bumpy road
                    let height = self.between(1.0, 5.0);
                    self.moves(8.0, gravity, |t| {
                        [
                            height * (9.0 * t).sin() * (2.3 * t).sin(),
                            height * (41.0 * t * rate).sin(),
                            0.5,
                        ]
                    });
                }
                3 => {
                    // it falls, lands and bounces
                    let hard = self.between(30.0, 120.0);
                    self.moves(1.5, gravity, |t| match t {
                        t if t < 0.4 => gravity.map(|g| -g),
                        t if t < 0.8 => {
                            let ring = hard * (-(t - 0.4) * 14.0).exp() * (260.0 * t).cos();
                            [ring * side, ring * 0.4, ring]
                        }
                        _ => [0.0; 3],
                    });
                }
                4 => {
                    // taken out of a pocket, turned, put to the ear
                    let quick = self.between(2.0, 9.0);
                    self.moves(1.5, gravity, |t| {
                        [
                            quick * (PI * t / 1.5).sin(),
                            -quick * (4.0 * t).cos() / 2.0,
                            quick * (3.0 * t).sin(),
                        ]
                    });
                }
                5 => {
                    // a hand that talks
                    let height = self.between(4.0, 14.0);
                    self.moves(6.0, gravity, |t| {
                        let gate = if (t * 0.7).fract() < 0.3 { 1.0 } else { 0.1 };
                        [
                            height * gate * (TAU * 1.3 * rate * t).sin(),
                            height * gate * (TAU * 0.9 * t).cos() * side,
                            0.0,
                        ]
                    });
                }
                _ => {
                    // it lies there and hums for a message
                    self.moves(5.0, [0.0, 0.0, 9.8], |t| {
                        [
                            0.0,
                            0.0,
                            if t < 0.8 {
                                4.0 * (1_100.0 * t).sin()
                            } else {
                                0.0
                            },
                        ]
                    });
                }
            }
            self.wait(0.0, 0.02);
        }
    }
}

/// One step after another: a hard landing, a soft flight, some swing to the side.
fn step(t: f32, rate: f32, height: f32, side: f32) -> [f32; 3] {
    let phase = (t * rate).fract();
    let down = if phase < 0.35 {
        height * (PI * phase / 0.35).sin()
    } else {
        -(height * 0.55).min(9.8) * (PI * (phase - 0.35) / 0.65).sin()
    };
    let swing = height * 0.35 * side * (PI * rate * t).sin();
    [swing, down, 0.3 * down]
}
