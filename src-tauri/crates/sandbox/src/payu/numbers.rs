//! Believable numbers: the bar codes and references that PayU's networks print.
//!
//! The layouts were recovered from published samples; the tests recompute those samples.

use jiff::civil::Date;

use super::amount::Centavos;

/// The CLABE every Mexican SPEI payment of PayU goes to; bank 646 is STP.
pub(crate) const CLABE: &str = "646180132800000009";

/// 32 digits: `27`, order, expiry date, centavos, Luhn digit.
pub(crate) fn oxxo(order: i64, amount: Centavos, expiry: Date) -> String {
    with_luhn(format!("27{order:012}{}{:09}", compact(expiry), amount.0))
}

/// 47 digits: the company prefix of PayU's test account, order, centavos, expiry date, Luhn digit.
pub(crate) fn seven_eleven(order: i64, amount: Centavos, expiry: Date) -> String {
    with_luhn(format!("000123456789{order:013}{:013}{}", amount.0, compact(expiry)))
}

/// 30 digits. The layout of the pharmacies' network is not published; this one is ours.
pub(crate) fn others_cash(order: i64, amount: Centavos, expiry: Date) -> String {
    let days = compact(expiry);
    with_luhn(format!("1010{order:012}{}{:07}", &days[2..], amount.0 % 10_000_000))
}

/// BBVA's payment line: order, condensed date, condensed amount, `2`, two check digits.
pub(crate) fn bank_referenced(order: i64, amount: Centavos, expiry: Date) -> String {
    let line =
        format!("{order}{:04}{}2", condensed_date(expiry), condensed_amount(&amount.0.to_string()));
    let check = weighted(&line, &[11, 13, 17, 19, 23]) % 97 + 1;
    format!("{line}{check:02}")
}

/// What the payer of a SPEI transfer types besides the CLABE: at most seven digits.
pub(crate) fn spei_reference(order: i64) -> String {
    (order % 10_000_000).max(1).to_string()
}

/// The part of a receipt's address that names the payment: order, half the transaction id, and
/// fifteen digits nobody knows the meaning of.
pub(crate) fn receipt_id(order: i64, transaction: &str) -> String {
    let digits: String = transaction.chars().filter(|c| *c != '-').collect();
    let (first, rest) = digits.split_at(digits.len().min(15));
    format!("{order}Y{first}Y{}", &rest[..rest.len().min(15)])
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Months of 31 days and years of 372 since 2014.
fn condensed_date(date: Date) -> i32 {
    let (year, month, day) =
        (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    ((year - 2014) * 372 + (month - 1) * 31 + (day - 1)).rem_euclid(10_000)
}

fn condensed_amount(centavos: &str) -> u32 {
    weighted(centavos, &[7, 3, 1]) % 10
}

/// The sum of the digits from the right, each times the next weight, over and over.
fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip(weights.iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum()
}

fn with_luhn(digits: String) -> String {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, digit)| match (i % 2, digit * 2) {
            (0, double) if double > 9 => double - 9,
            (0, double) => double,
            _ => digit,
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        network: String,
        order_id: i64,
        amount_centavos: i64,
        date: String,
        code: String,
    }

    #[derive(serde::Deserialize)]
    struct Answers {
        barcodes: Vec<Known>,
    }

    #[test]
    fn recomputes_the_published_bar_codes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/payu/kats.json");
        let text = std::fs::read_to_string(path).unwrap();
        let answers: Answers = serde_json::from_str(&text).unwrap();
        assert_eq!(answers.barcodes.len(), 6);
        for known in answers.barcodes {
            let network = match known.network.as_str() {
                "OXXO" => oxxo,
                "SEVEN_ELEVEN" => seven_eleven,
                "BANCOMER" => bank_referenced,
                other => panic!("{other}"),
            };
            let date = known.date.parse().unwrap();
            let code = network(known.order_id, Centavos(known.amount_centavos), date);
            assert_eq!(code, known.code, "{}", known.network);
        }
    }

    #[test]
    fn numbers_have_the_documented_lengths() {
        let (order, amount) = (2_152_600_101, Centavos(125_050));
        let expiry = jiff::civil::date(2026, 3, 9);
        assert_eq!(oxxo(order, amount, expiry), "27002152600101202603090001250505");
        assert_eq!(seven_eleven(order, amount, expiry).len(), 47);
        assert_eq!(others_cash(order, amount, expiry).len(), 30);
        assert_eq!(spei_reference(order), "2600101");
        let transaction = "3f9c1c52-6f0b-4f0e-9b52-0d6c1a7e4b21";
        let id = receipt_id(order, transaction);
        assert_eq!(id, "2152600101Y3f9c1c526f0b4f0Ye9b520d6c1a7e4b");
    }
}
