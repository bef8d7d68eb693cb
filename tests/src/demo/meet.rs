//! Joining by link, and meeting by a photographed card.

use std::time::Duration;

use sotto_core::engine::Command;
use sotto_core::qr::{QrCode, read_picture};
use sotto_phone::scanner::Scanner;

use super::NAMES;
use super::diary::Diary;
use crate::pair::{Failure, Handset, Host};
use crate::qr_pictures::photograph_png;
use crate::report::Kind;

pub(super) async fn join(
    diary: &mut Diary,
    host: &Host,
    handsets: [&Handset; 2],
) -> Result<(), Failure> {
    for (handset, name) in handsets.into_iter().zip(NAMES) {
        let start = diary.clock();
        handset.join(host.link().await?, name).await?;
        diary.step(
            &format!("{name} joins with a single-use link"),
            start,
            true,
            "account made, signed in, prekeys on the server",
        );
    }
    Ok(())
}

/// Each phone scans a photograph-like picture of the other's card.
pub(super) fn scan(diary: &mut Diary, handsets: [&Handset; 2]) -> Result<(), Failure> {
    let scanner = Scanner::new()?;
    for (scans, shows) in [(0, 1), (1, 0)] {
        let card = handsets[shows].card();
        let png = QrCode::new(&card)?.png(8)?;
        let photo = photograph_png(scans as u64 + 1, &png)?;
        let start = diary.clock();
        scanner.offer(read_picture(&photo)?)?;
        let scan = scanner
            .recv_timeout(Duration::from_secs(5))
            .ok_or("the scanner did not answer")?;
        let text = scan.outcome.map(|found| found.text);
        let same = text.as_deref() == Ok(card.as_str());
        if let Ok(text) = text {
            handsets[scans].phone.command(Command::Scan(text))?;
        }
        let verified = handsets[scans].phone.look(|engine, _| {
            engine
                .contacts()
                .any(|(_, contact)| contact.verified && contact.name == NAMES[shows])
        });
        diary.step(
            &format!(
                "{} scans {}'s card from a photograph",
                NAMES[scans], NAMES[shows]
            ),
            start,
            same && verified,
            "turned, in perspective, unevenly lit, noisy; the contact is verified",
        );
        diary.event(scans, "scanned a card: a verified contact", Kind::Plain);
        if scans == 0 {
            diary.report.card_png = png;
            diary.report.photo_png = photo;
        }
    }
    Ok(())
}
