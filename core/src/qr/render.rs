//! Drawing the modules of a QR code: PNG, SVG, terminal. No decision about what is encoded.

use std::fmt::Write as _;

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use super::{
    encode::{EncodeError, QUIET_ZONE, QrCode},
    luma::MAX_SIDE,
};

pub(super) fn png(code: &QrCode, module: u32) -> Result<Vec<u8>, EncodeError> {
    let refused = EncodeError::ModuleSize(module);
    let scale = usize::try_from(module).map_err(|_| refused)?;
    let side = (code.width() + 2 * QUIET_ZONE)
        .checked_mul(scale)
        .filter(|side| (1..=MAX_SIDE).contains(side))
        .ok_or(refused)?;
    let mut pixels = vec![255_u8; side * side];
    for (y, row) in pixels.chunks_exact_mut(side).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            // Left of the code the subtraction wraps to a huge column, which is light.
            let column = (x / scale).wrapping_sub(QUIET_ZONE);
            if code.dark(column, (y / scale).wrapping_sub(QUIET_ZONE)) {
                *pixel = 0;
            }
        }
    }
    let mut file = Vec::new();
    let length = u32::try_from(side).map_err(|_| refused)?;
    PngEncoder::new(&mut file)
        .write_image(&pixels, length, length, ExtendedColorType::L8)
        .map_err(|_| EncodeError::Picture)?;
    Ok(file)
}

pub(super) fn svg(code: &QrCode) -> String {
    let side = code.width() + 2 * QUIET_ZONE;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\""
    );
    for y in 0..code.width() {
        let mut x = 0;
        while x < code.width() {
            let run = (x..code.width()).take_while(|x| code.dark(*x, y)).count();
            if run > 0 {
                let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                // Writing to a String does not fail.
                let _ = write!(text, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run + 1;
        }
    }
    text.push_str("\"/></svg>\n");
    text
}

pub(super) fn terminal(code: &QrCode, colours: bool) -> String {
    let side = code.width() + 2 * QUIET_ZONE;
    let dark = |x: usize, y: usize| {
        // A last odd row has nothing below it: what is drawn there belongs to the quiet zone.
        code.dark(x.wrapping_sub(QUIET_ZONE), y.wrapping_sub(QUIET_ZONE))
    };
    let mut text = String::new();
    for y in (0..side).step_by(2) {
        if colours {
            text.push_str("\x1b[38;5;16;48;5;231m");
        }
        for x in 0..side {
            // With colours the ink is black; without, the terminal's light ink draws the light modules.
            text.push(match (dark(x, y) == colours, dark(x, y + 1) == colours) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        if colours {
            text.push_str("\x1b[0m");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::qr::{OwnedLuma, Rotation, decode, read_picture};

    const TEXT: &str = "SOTTO:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    #[test]
    fn a_png_reads_back() {
        let file = QrCode::new(TEXT).unwrap().png(6).unwrap();
        let frame = read_picture(&file).unwrap();
        assert_eq!(decode(frame.view()).unwrap().text, TEXT);
    }

    #[test]
    fn what_a_terminal_shows_reads_back() {
        let code = QrCode::new(TEXT).unwrap();
        for (shown, ink, paper) in [(code.terminal(), 0, 255), (code.terminal_plain(), 255, 0)] {
            let lines: Vec<Vec<char>> = shown
                .lines()
                .map(|line| {
                    let line = line.replace("\x1b[38;5;16;48;5;231m", "");
                    line.replace("\x1b[0m", "").chars().collect()
                })
                .collect();
            let (width, height) = (lines[0].len() * 8, lines.len() * 16);
            let mut pixels = vec![0; width * height];
            for (at, pixel) in pixels.iter_mut().enumerate() {
                let (x, y) = (at % width / 8, at / width / 8);
                let inked = match lines[y / 2][x] {
                    '█' => true,
                    '▀' => y % 2 == 0,
                    '▄' => y % 2 == 1,
                    _ => false,
                };
                *pixel = if inked { ink } else { paper };
            }
            let frame = OwnedLuma::new(pixels, width, height, width, Rotation::Deg0).unwrap();
            assert_eq!(decode(frame.view()).unwrap().text, TEXT);
        }
    }

    #[test]
    fn an_svg_draws_every_dark_module_once() {
        let code = QrCode::new(TEXT).unwrap();
        let drawn: usize = code
            .svg()
            .split('h')
            .filter_map(|part| part.split('v').next()?.parse::<usize>().ok())
            .sum();
        let dark = (0..code.width().pow(2))
            .filter(|at| code.dark(at % code.width(), at / code.width()))
            .count();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_picture_has_bounds() {
        let code = QrCode::new(TEXT).unwrap();
        for module in [0, 1_000, u32::MAX] {
            assert_eq!(code.png(module), Err(EncodeError::ModuleSize(module)));
        }
    }
}
