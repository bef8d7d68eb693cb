//! Makes a frame shorter or longer by whole periods of the voice, without changing its pitch.
//!
//! One overlap per frame (a small WSOLA): the lag at which the sound is most like itself is cut
//! out or repeated, with a cross-fade of 5 ms.

use std::ops::RangeInclusive;

/// The cross-fade: 5 ms.
const OVERLAP: usize = 240;

/// The lags that are tried: 2.5 to 12.5 ms, the periods of voices from 400 down to 80 Hz.
const LAGS: RangeInclusive<usize> = 120..=600;

/// How alike speech must be for a cut that is not heard; pauses are cut in any case.
const ALIKE: f32 = 0.7;

/// Cuts at most `most` samples out of `frame`; returns how many. Nothing is cut where the sound
/// is unlike itself, unless it is `quiet`.
pub(super) fn shorten(frame: &mut Vec<i16>, most: usize, quiet: bool) -> usize {
    let Some(lag) = lag(frame, most, quiet) else {
        return 0;
    };
    let faded: Vec<i16> = fade(&frame[..OVERLAP], &frame[lag..lag + OVERLAP]).collect();
    frame.drain(..lag);
    frame[..OVERLAP].copy_from_slice(&faded);
    lag
}

/// Repeats at most `most` samples of `frame`; returns how many.
pub(super) fn lengthen(frame: &mut Vec<i16>, most: usize, quiet: bool) -> usize {
    let Some(lag) = lag(frame, most, quiet) else {
        return 0;
    };
    let faded: Vec<i16> = fade(&frame[lag..lag + OVERLAP], &frame[..OVERLAP]).collect();
    let start: Vec<i16> = frame[..lag].to_vec();
    frame[..OVERLAP].copy_from_slice(&faded);
    frame.splice(..0, start);
    lag
}

/// From all of `from` to all of `to`.
fn fade<'a>(from: &'a [i16], to: &'a [i16]) -> impl Iterator<Item = i16> + 'a {
    from.iter()
        .zip(to)
        .enumerate()
        .map(|(index, (&from, &to))| {
            let share = (index as f32 + 0.5) / OVERLAP as f32;
            (f32::from(from) * (1.0 - share) + f32::from(to) * share).round() as i16
        })
}

/// The lag at which the start of the frame is most like itself.
fn lag(frame: &[i16], most: usize, quiet: bool) -> Option<usize> {
    let longest = most.min(*LAGS.end()).min(frame.len().checked_sub(OVERLAP)?);
    let mut best = None;
    let mut likeness = if quiet { -1.0 } else { ALIKE };
    for lag in *LAGS.start()..=longest {
        let alike = alike(&frame[..OVERLAP], &frame[lag..lag + OVERLAP]);
        if alike >= likeness {
            (best, likeness) = (Some(lag), alike);
        }
    }
    best
}

/// Normalised correlation, -1 to 1; two silences are wholly alike.
fn alike(one: &[i16], other: &[i16]) -> f32 {
    let (mut product, mut ours, mut theirs) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (&one, &other) in one.iter().zip(other) {
        let (one, other) = (f32::from(one), f32::from(other));
        product += one * other;
        ours += one * one;
        theirs += other * other;
    }
    let scale = (ours * theirs).sqrt();
    if scale > 0.0 { product / scale } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A voice-like wave of 150 Hz: 320 samples a period.
    fn voice() -> Vec<i16> {
        let angle = |index: usize| index as f32 / 320.0 * std::f32::consts::TAU;
        let wave = |index| (angle(index).sin() + 0.4 * (3.0 * angle(index)).sin()) * 8_000.0;
        (0..960).map(|index| wave(index) as i16).collect()
    }

    fn steepest(frame: &[i16]) -> i32 {
        let steps = frame
            .windows(2)
            .map(|two| i32::from(two[0]) - i32::from(two[1]));
        steps.map(i32::abs).max().unwrap_or(0)
    }

    #[test]
    fn a_voice_loses_or_gains_whole_periods_without_a_click() {
        for change in [shorten, lengthen] {
            let mut frame = voice();
            let by = change(&mut frame, 600, false);
            assert!((310..=330).contains(&by), "{by} samples are no period");
            assert_eq!(frame.len().abs_diff(960), by);
            assert!(steepest(&frame) <= steepest(&voice()) * 11 / 10);
        }
    }

    #[test]
    fn the_ends_stay_joined_to_their_neighbours() {
        let (mut shorter, mut longer) = (voice(), voice());
        shorten(&mut shorter, 600, false);
        lengthen(&mut longer, 600, false);
        for frame in [shorter, longer] {
            assert_eq!(frame.last(), voice().last());
            assert!(i32::from(frame[0]).abs_diff(i32::from(voice()[0])) < 400);
        }
    }

    #[test]
    fn noise_is_left_alone_unless_it_is_a_pause() {
        let mut state = 1_u32;
        let mut noise: Vec<i16> = (0..960)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 18) as i16
            })
            .map(|sample| sample - 8_192)
            .collect();
        assert_eq!(shorten(&mut noise, 600, false), 0);
        assert!(shorten(&mut noise, 600, true) >= 120);
        assert_eq!(shorten(&mut vec![0; 200], 600, true), 0);
        assert_eq!(lengthen(&mut vec![0; 960], 100, true), 0);
        assert_eq!(lengthen(&mut vec![0; 960], 600, true), 600);
    }
}
