//! The bytes of a vault file.
//!
//! | from | bytes | what                                                             |
//! |------|-------|------------------------------------------------------------------|
//! | 0    | 8     | the mark `cobrovlt`                                              |
//! | 8    | 2     | version of the format, 1                                         |
//! | 10   | 12    | cost of the key: memory in KiB, passes, lanes; four bytes each   |
//! | 22   | 16    | salt                                                             |
//! | 38   | 16    | check: tells a wrong passphrase from a damaged body              |
//! | 54   | 8     | the first bytes of the SHA-256 of all before: damaged header     |
//! | 62   | 24    | nonce, new with every write                                      |
//! | 86   | rest  | the body, sealed with XChaCha20-Poly1305 over the header as well |
//!
//! Numbers are big-endian. Argon2id makes 48 bytes from passphrase, salt and cost: the key, and
//! the check, from which the key cannot be found. Every later version keeps the mark, the version
//! and the sum where they are, so that an old program can say that a file is newer.

use std::io;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{AeadInOut, Key as CipherKey},
};
use cobro_providers::settings::Secret;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::SecretError;

const MARK: &[u8; 8] = b"cobrovlt";
const VERSION: u16 = 1;
const SUMMED: usize = 54;
const HEADER: usize = 62;
const NONCE: usize = 24;
const TAG: usize = 16;
const KEY: usize = 32;
const CHECK: usize = 16;

/// What it costs to try one passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

impl Cost {
    /// The second choice that RFC 9106 recommends, for computers without 2 GiB to spare.
    pub(super) const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// The most that a file may ask of this computer.
    const MOST: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 16 };

    fn within(self, most: Self) -> bool {
        self.memory_kib <= most.memory_kib && self.passes <= most.passes && self.lanes <= most.lanes
    }
}

/// How the key is made; the same until the passphrase changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    cost: Cost,
    salt: [u8; 16],
    check: [u8; CHECK],
}

/// Opens the body; wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Key([u8; KEY]);

/// The header of a new vault, and its key.
pub(super) fn create(cost: Cost, passphrase: &Secret) -> Result<(Header, Key), SecretError> {
    let salt = random()?;
    let (key, check) = derive(cost, salt, passphrase)?;
    Ok((Header { cost, salt, check }, key))
}

/// The key of a vault, if this is its passphrase.
pub(super) fn key(header: &Header, passphrase: &Secret) -> Result<Key, SecretError> {
    let (key, check) = derive(header.cost, header.salt, passphrase)?;
    if check != header.check {
        return Err(SecretError::WrongPassphrase);
    }
    Ok(key)
}

/// Reads the header; the rest is nonce and sealed body.
pub(super) fn split(file: &[u8]) -> Result<(Header, &[u8]), SecretError> {
    let (head, rest) = file.split_at_checked(HEADER).ok_or(SecretError::Damaged)?;
    let (summed, sum) = head.split_at(SUMMED);
    if !summed.starts_with(MARK) || sum != short_sum(summed) {
        return Err(SecretError::Damaged);
    }
    let version = u16::from_be_bytes(part(summed, 8)?);
    if version != VERSION {
        return Err(SecretError::Newer { version });
    }
    let cost = Cost {
        memory_kib: u32::from_be_bytes(part(summed, 10)?),
        passes: u32::from_be_bytes(part(summed, 14)?),
        lanes: u32::from_be_bytes(part(summed, 18)?),
    };
    if !cost.within(Cost::MOST) {
        return Err(SecretError::Damaged);
    }
    Ok((Header { cost, salt: part(summed, 22)?, check: part(summed, 38)? }, rest))
}

/// The whole file: header, a new nonce, and `text` sealed.
pub(super) fn seal(
    header: &Header,
    key: &Key,
    mut text: Zeroizing<Vec<u8>>,
) -> Result<Vec<u8>, SecretError> {
    let nonce: [u8; NONCE] = random()?;
    let mut file = header.bytes();
    // The text must not move when the tag joins it.
    let mut body = Zeroizing::new(Vec::with_capacity(text.len() + TAG));
    body.append(&mut text);
    let sealed = key.cipher().encrypt_in_place(&XNonce::from(nonce), &file, &mut *body);
    sealed.map_err(|_| SecretError::TooLong)?;
    file.extend_from_slice(&nonce);
    file.extend_from_slice(&body);
    Ok(file)
}

/// The text that was sealed under `header`, from what follows it in the file.
pub(super) fn open(
    header: &Header,
    key: &Key,
    rest: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(SecretError::Damaged)?;
    let mut text = Zeroizing::new(body.to_vec());
    let opened = key.cipher().decrypt_in_place(&XNonce::from(*nonce), &header.bytes(), &mut *text);
    opened.map_err(|_| SecretError::Damaged)?;
    Ok(text)
}

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.check);
        bytes.extend_from_slice(&short_sum(&bytes));
        bytes
    }
}

impl Key {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&CipherKey::<XChaCha20Poly1305>::from(self.0))
    }
}

fn derive(
    cost: Cost,
    salt: [u8; 16],
    passphrase: &Secret,
) -> Result<(Key, [u8; CHECK]), SecretError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(KEY + CHECK))
        .map_err(|_| SecretError::Damaged)?;
    // The key can be made from what Argon2 leaves in its memory, so that is wiped as well.
    let mut blocks = Zeroizing::new(Vec::new());
    blocks.try_reserve_exact(params.block_count()).map_err(|_| out_of_memory())?;
    blocks.resize(params.block_count(), Block::default());
    let mut made = Zeroizing::new([0; KEY + CHECK]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(
            passphrase.expose().as_bytes(),
            &salt,
            &mut *made,
            &mut blocks[..],
        )
        .map_err(|_| SecretError::Damaged)?;
    Ok((Key(part(&*made, 0)?), part(&*made, KEY)?))
}

fn out_of_memory() -> io::Error {
    io::ErrorKind::OutOfMemory.into()
}

/// The `N` bytes that start at `from`.
fn part<const N: usize>(bytes: &[u8], from: usize) -> Result<[u8; N], SecretError> {
    let found = bytes.get(from..).and_then(<[u8]>::first_chunk::<N>);
    found.copied().ok_or(SecretError::Damaged)
}

fn short_sum(bytes: &[u8]) -> [u8; HEADER - SUMMED] {
    let whole = Sha256::digest(bytes);
    std::array::from_fn(|at| whole[at])
}

fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
