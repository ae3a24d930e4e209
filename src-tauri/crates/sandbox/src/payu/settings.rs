//! What a merchant account of PayU has of its own: credentials, methods, limits, switches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::methods::Method;

/// The one merchant the simulator knows. The default is PayU's public sandbox merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merchant {
    /// The number of the merchant.
    pub id: u64,
    /// The account in Mexico.
    pub account_id: u64,
    /// `merchant.apiLogin`.
    pub api_login: String,
    /// `merchant.apiKey`, also the first part of every signature.
    pub api_key: String,
}

impl Default for Merchant {
    fn default() -> Self {
        Self {
            id: 508_029,
            account_id: 512_324,
            api_login: "pRRXKOl8ikMmt9u".to_owned(),
            api_key: "4Vj8eK4rloUd272L48hsrarnUA".to_owned(),
        }
    }
}

/// How often a reference may be used; a setting of the merchant account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceRule {
    /// Once, whatever became of the order.
    OnceForAllStates,
    /// Again after an order that was declined or expired, never beside a pending or paid one.
    OnceForApprovals,
}

/// One payment method of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodSettings {
    /// Whether orders with it are taken.
    pub enabled: bool,
    /// The least amount, in centavos.
    #[serde(with = "plain")]
    pub minimum_centavos: Centavos,
    /// The greatest amount, in centavos.
    #[serde(with = "plain")]
    pub maximum_centavos: Centavos,
}

/// The switches of the simulated account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How often a reference may be used.
    pub reference_rule: ReferenceRule,
    /// Every method that works here, with its limits.
    pub methods: BTreeMap<Method, MethodSettings>,
    /// Whether `operationDate` in payments answers is five hours early, as PayU's is.
    pub early_operation_date: bool,
    /// How long a new order stays invisible to the reports service.
    pub reports_lag_ms: u32,
    /// Whether reports carry a field that no document mentions.
    pub extra_fields: bool,
    /// Whether the report of one transaction repeats its voucher: no document says either.
    pub vouchers_in_reports: bool,
    /// Where the receipt links of vouchers point.
    pub receipt_base: String,
}

impl Default for Settings {
    fn default() -> Self {
        let of = |maximum| MethodSettings {
            enabled: true,
            minimum_centavos: Centavos(3_900),
            maximum_centavos: Centavos(maximum),
        };
        // About 5,000 USD is PayU's own limit; the two chains cap a payment lower.
        let methods = BTreeMap::from([
            (Method::Oxxo, of(1_000_000)),
            (Method::SevenEleven, of(500_000)),
            (Method::OthersCashMx, of(10_000_000)),
            (Method::BankReferenced, of(10_000_000)),
            (Method::Spei, of(10_000_000)),
        ]);
        Self {
            reference_rule: ReferenceRule::OnceForAllStates,
            methods,
            early_operation_date: true,
            reports_lag_ms: 0,
            extra_fields: true,
            vouchers_in_reports: false,
            receipt_base: "https://sandbox.checkout.payulatam.com/ppp-web-gateway-payu".to_owned(),
        }
    }
}

/// Settings count in whole centavos, unlike PayU's messages.
mod plain {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Centavos;

    pub(super) fn serialize<S: Serializer>(value: &Centavos, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(value.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Centavos, D::Error> {
        i64::deserialize(from).map(Centavos)
    }
}
