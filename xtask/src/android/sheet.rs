//! The pictures of a system's app in the documentation: a choice of its screens on one sheet.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use image::RgbImage;
use image::codecs::png::{CompressionType, FilterType as Filter, PngEncoder};
use image::imageops::{FilterType, overlay, resize};

/// Of one screen, and between two.
const SIZE: (u32, u32) = (234, 508);
const GAP: u32 = 4;
const COLUMNS: usize = 9;
const GROUND: image::Rgb<u8> = image::Rgb([0x88; 3]);

/// Of each system: which screens, in which look.
const CHOSEN: [(&str, [&str; 18]); 2] = [
    (
        "android",
        [
            "join_light",
            "levels_2_light",
            "my_card_light",
            "home_chats_light",
            "chat_dark",
            "secure_light",
            "call_level_3",
            "incoming_level_3",
            "secure_chat_open",
            "ding_terms",
            "incoming_ding_chinese",
            "ding_later",
            "sent_ding_light",
            "contact_arabic",
            "secure_settings_light",
            "rule_light",
            "gesture_teaching",
            "settings_large",
        ],
    ),
    (
        "ios",
        [
            "call-3",
            "incoming-3-ar",
            "secure-light",
            "secure-chat",
            "chat-ar",
            "contact-large",
            "settings-dark",
            "sent-ding-light",
            "chats-zh",
            "compose-ding-light",
            "incoming-ding-3-ar",
            "levels-ar",
            "contacts-empty-light",
            "ended-light",
            "scanner-hostile",
            "confirm-light",
            "call-dark",
            "contact-ar",
        ],
    ),
];

/// Makes `docs/screens-SYSTEM.png` of the pictures below this folder.
pub(super) fn draw(pictures: &Path, docs: &Path) -> Result<(), String> {
    for (system, names) in CHOSEN {
        let rows = names.len().div_ceil(COLUMNS);
        let side = |count: usize, one: u32| count as u32 * (one + GAP) + GAP;
        let mut sheet = RgbImage::from_pixel(side(COLUMNS, SIZE.0), side(rows, SIZE.1), GROUND);
        for (place, name) in names.into_iter().enumerate() {
            let file = pictures.join(system).join(format!("{name}.png"));
            let picture = image::open(&file).map_err(|why| format!("{}: {why}", file.display()))?;
            let picture = resize(&picture.to_rgb8(), SIZE.0, SIZE.1, FilterType::CatmullRom);
            let x = side(place % COLUMNS, SIZE.0);
            let y = side(place / COLUMNS, SIZE.1);
            overlay(&mut sheet, &picture, x.into(), y.into());
        }
        // few shades make a small file, and nobody sees it
        for byte in sheet.iter_mut() {
            *byte = (*byte & 0xf0) | (*byte >> 4);
        }
        let made = docs.join(format!("screens-{system}.png"));
        let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", made.display());
        let file = BufWriter::new(File::create(&made).map_err(|why| failed(&why))?);
        let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, Filter::Adaptive);
        let written = sheet.write_with_encoder(encoder);
        written.map_err(|why| failed(&why))?;
        println!("made {}", made.display());
    }
    Ok(())
}
