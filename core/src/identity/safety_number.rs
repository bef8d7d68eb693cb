//! The safety number: 60 digits that two users read to each other to know that no one sits between them. Thirty digits
//! stand for each user key, so both phones show the same number whoever asks.

use sha2::{Digest, Sha512};
use sotto_protocol::label::{Label, account_of};
use subtle::ConstantTimeEq;

/// Hashes per half: makes the search for a user key with nearly the same digits dearer.
const ITERATIONS: u32 = 5_200;
const GROUPS: usize = 6;

/// A safety number of two users.
#[derive(Clone)]
pub struct SafetyNumber([u8; 60]);

impl SafetyNumber {
    /// The number of two user keys, in any order. Takes some milliseconds.
    #[must_use]
    pub fn new(one: &[u8; 32], other: &[u8; 32]) -> Self {
        let mut halves = [half(one), half(other)];
        halves.sort_unstable();
        let mut digits = [0; 60];
        let (first, second) = digits.split_at_mut(30);
        first.copy_from_slice(&halves[0]);
        second.copy_from_slice(&halves[1]);
        Self(digits)
    }

    /// The 60 ASCII digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }

    /// Compares with what someone typed or scanned; anything but digits is ignored. Takes the same time whichever digit
    /// differs.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let typed: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).take(61).collect();
        self.0.as_slice().ct_eq(&typed).into()
    }
}

fn half(user_key: &[u8; 32]) -> [u8; 30] {
    let account = account_of(user_key);
    let start = Label::SafetyNumber.over(&[account.as_bytes(), user_key]);
    let mut hash = Sha512::digest(start);
    for _ in 1..ITERATIONS {
        hash = Sha512::new()
            .chain_update(hash)
            .chain_update(user_key)
            .finalize();
    }
    let mut digits = [b'0'; 30];
    let (groups, _) = hash.as_chunks::<5>();
    for (digits, bytes) in digits
        .as_chunks_mut::<5>()
        .0
        .iter_mut()
        .zip(&groups[..GROUPS])
    {
        let mut number = bytes
            .iter()
            .fold(0_u64, |n, byte| n << 8 | u64::from(*byte))
            % 100_000;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }
    digits
}

impl PartialEq for SafetyNumber {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for SafetyNumber {}

impl std::fmt::Display for SafetyNumber {
    /// Twelve groups of five digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.digits();
        for start in (0..60).step_by(5) {
            let space = if start == 0 { "" } else { " " };
            write!(f, "{space}{}", &digits[start..start + 5])?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for SafetyNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SafetyNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_phones_show_the_same_number() {
        let (a, b) = (
            SafetyNumber::new(&[1; 32], &[2; 32]),
            SafetyNumber::new(&[2; 32], &[1; 32]),
        );
        assert_eq!(a, b);
        assert_eq!(a.digits().len(), 60);
        assert!(a.matches(&b.to_string()));
        assert!(!a.matches(&b.to_string()[..70]));
        assert!(!a.matches(&format!("{b}0")));
    }

    #[test]
    fn a_man_in_the_middle_shows_another_number() {
        let real = SafetyNumber::new(&[1; 32], &[2; 32]);
        assert_ne!(real, SafetyNumber::new(&[1; 32], &[3; 32]));
        assert_ne!(real.digits()[..30], real.digits()[30..]);
    }

    #[test]
    fn it_is_shown_in_groups_of_five() {
        insta::assert_snapshot!(
            SafetyNumber::new(&[1; 32], &[2; 32]),
            @"44211 16080 45303 81455 97167 60824 52289 56604 93498 78121 34532 78558"
        );
    }
}
