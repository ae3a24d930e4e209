//! PayU's signatures, and the three ways it writes an amount inside them.
//!
//! An order and a confirmation page and a response page each round by a rule of their own.
//! All work is on the digits as they came: a binary float breaks every amount ending in 5.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use cobro_domain::money::Money;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The path that the promotions service signs, without its query.
const PROMOTIONS_PATH: &str = "/payments-api/rest/v4.9/pricing";

/// The digests that PayU signs with. An order is signed with MD5; the others are for the
/// pages that report back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm<'a> {
    /// 32 hexadecimal digits.
    Md5,
    /// 40 hexadecimal digits; PayU calls it SHA.
    Sha1,
    /// 64 hexadecimal digits.
    Sha256,
    /// 64 hexadecimal digits, keyed with a secret of its own. The API key is signed too.
    HmacSha256 {
        /// The secret.
        secret: &'a str,
    },
}

/// What a signature is over, in this order, parted by `~`.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The API key; the secret of every plain digest.
    pub api_key: &'a str,
    /// The merchant, not the account.
    pub merchant: &'a str,
    /// Our reference.
    pub reference: &'a str,
    /// The amount, in the text that this kind of message has it in.
    pub amount: &'a str,
    /// ISO 4217.
    pub currency: &'a str,
    /// The state that a confirmation or response page reports; an order has none.
    pub state: Option<&'a str>,
}

impl Signed<'_> {
    /// The signature, in lower-case hexadecimal digits.
    #[must_use]
    pub fn by(&self, algorithm: Algorithm<'_>) -> String {
        let parts = [self.api_key, self.merchant, self.reference, self.amount, self.currency];
        let mut message = parts.join("~");
        if let Some(state) = self.state {
            message.push('~');
            message.push_str(state);
        }
        let message = message.as_bytes();
        match algorithm {
            Algorithm::Md5 => hex(&Md5::digest(message)),
            Algorithm::Sha1 => hex(&Sha1::digest(message)),
            Algorithm::Sha256 => hex(&Sha256::digest(message)),
            Algorithm::HmacSha256 { secret } => hex(&hmac(secret, message)),
        }
    }
}

/// The amount of an order: `1250`, or `1250.50` when there are centavos. The same text goes
/// into the message.
#[must_use]
pub fn order_amount(amount: Money) -> String {
    let text = amount.decimal_text();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

/// The amount of a confirmation page, from the text it came with: one decimal when the
/// second is 0 (`150.00` is signed as `150.0`), two otherwise.
#[must_use]
pub fn confirmation_amount(text: &str) -> String {
    let Some((whole, fraction)) = text.split_once('.') else { return format!("{text}.0") };
    let digits: Vec<char> = fraction.chars().take(2).collect();
    match digits.as_slice() {
        [] => format!("{whole}.0"),
        [one] | [one, '0'] => format!("{whole}.{one}"),
        [one, two, ..] => format!("{whole}.{one}{two}"),
    }
}

/// The amount of a response page: one decimal, rounded half to even (`150.25` is signed as
/// `150.2`, `150.35` as `150.4`). `None` when the text is no amount.
#[must_use]
pub fn response_amount(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let empty = whole.is_empty() && fraction.is_empty();
    if empty || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (first, rest) = fraction.split_at_checked(1).unwrap_or(("0", ""));
    let tenths: u128 = format!("{whole}{first}").parse().ok()?;
    // Digits after the point compare as text, once the zeros at the end are gone.
    let rest = rest.trim_end_matches('0');
    let up = rest > "5" || (rest == "5" && tenths % 2 == 1);
    let tenths = if up { tenths.checked_add(1)? } else { tenths };
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// The `Authorization` header of the promotions service for this `Date` header.
#[must_use]
pub fn promotions_header(public_key: &str, api_key: &str, date: &str) -> String {
    let message = format!("GET\n\n\n{date}\n{PROMOTIONS_PATH}");
    format!("Hmac {public_key}:{}", STANDARD.encode(hmac(api_key, message.as_bytes())))
}

fn hmac(secret: &str, message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
