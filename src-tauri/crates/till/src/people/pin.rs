//! PINs: which there may be, and what they are checked against.
//!
//! Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage
//! Cheat Sheet, a twentieth of a second on a till. Ten thousand PINs of four digits are soon
//! tried nevertheless, by whoever has a copy of the books; so the key, which is elsewhere, goes
//! into every try.

use std::io;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use cobro_ledger::working::pins::Verifier;
use zeroize::Zeroizing;

use super::{PeopleError, key::PinKey};
use crate::secrets::SecretError;

/// Fewest digits of a PIN.
pub const PIN_MIN: usize = 4;

/// Most digits of a PIN.
pub const PIN_MAX: usize = 8;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that a row of the books may ask of this computer.
const MEMORY_KIB_MAX: u32 = 256 * 1024;

/// Says whether a PIN may be somebody's.
pub(super) fn fits(pin: &str) -> Result<(), PeopleError> {
    let digits = pin.as_bytes();
    if !(PIN_MIN..=PIN_MAX).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PeopleError::PinShape);
    }
    if is_trivial(digits) { Err(PeopleError::PinTrivial) } else { Ok(()) }
}

/// One digit or one pair again and again, or a run up or down: `1111`, `1212`, `4567`, `0987`.
fn is_trivial(digits: &[u8]) -> bool {
    let repeats = |length: usize| digits.iter().zip(&digits[length..]).all(|(a, b)| a == b);
    let step = |by: u8| {
        let next = |(a, b): (&u8, &u8)| (a - b'0' + by) % 10 == b - b'0';
        digits.iter().zip(&digits[1..]).all(next)
    };
    repeats(1) || repeats(2) || step(1) || step(9)
}

/// What a PIN will be checked against.
pub(super) fn verifier(pin: &str, key: &PinKey) -> Result<Verifier, SecretError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(io::Error::other)?;
    let blank = Verifier {
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        key: key.id(),
        salt,
        hash: [0; 32],
    };
    Ok(Verifier { hash: hash(pin, key, &blank)?, ..blank })
}

/// Whether a PIN is the one.
pub(super) fn is_right(pin: &str, key: &PinKey, verifier: &Verifier) -> Result<bool, SecretError> {
    let made = hash(pin, key, verifier)?;
    // Every byte is looked at, so that the time taken says nothing.
    let off = made.iter().zip(&verifier.hash).fold(0, |off, (a, b)| off | (a ^ b));
    Ok(off == 0)
}

fn hash(pin: &str, key: &PinKey, how: &Verifier) -> Result<[u8; 32], SecretError> {
    let params = Params::new(how.memory_kib, how.passes, how.lanes, Some(32))
        .ok()
        .filter(|params| params.m_cost() <= MEMORY_KIB_MAX)
        .ok_or(SecretError::Damaged)?;
    let mut blocks = Zeroizing::new(vec![Block::default(); params.block_count()]);
    let mut made = [0; 32];
    Argon2::new_with_secret(key.bytes(), Algorithm::Argon2id, Version::V0x13, params)
        .and_then(|argon| {
            argon.hash_password_into_with_memory(
                pin.as_bytes(),
                &how.salt,
                &mut made,
                &mut blocks[..],
            )
        })
        .map_err(|_| SecretError::Damaged)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_that_everybody_tries_first_are_refused() {
        for pin in ["1111", "00000000", "1234", "4321", "7890", "0987", "2345678", "1212", "909090"]
        {
            assert!(matches!(fits(pin), Err(PeopleError::PinTrivial)), "{pin}");
        }
        for pin in ["", "123", "123456789", "12a4", "١٢٣٤", "12 4", "-123"] {
            assert!(matches!(fits(pin), Err(PeopleError::PinShape)), "{pin}");
        }
        for pin in ["2580", "1357", "90210", "11223344", "1221"] {
            assert!(fits(pin).is_ok(), "{pin}");
        }
    }
}
