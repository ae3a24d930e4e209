//! What a merchant account of PayU has of its own: credentials, methods, limits, switches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::methods::Method;
use super::promotions::{self, Promotion};
use super::signature::Algorithm;

/// Somebody at PayU looks at refunds within one to three working days.
const REFUNDS_DECIDED_MS: u64 = 2 * 24 * 60 * 60 * 1000;

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
    /// Names the merchant to the promotions service.
    pub public_key: String,
    /// The key of HMAC-SHA256 signatures.
    pub hmac_secret: String,
}

impl Default for Merchant {
    fn default() -> Self {
        Self {
            id: 508_029,
            account_id: 512_324,
            api_login: "pRRXKOl8ikMmt9u".to_owned(),
            api_key: "4Vj8eK4rloUd272L48hsrarnUA".to_owned(),
            public_key: "PKaC6H4cEDJD919n705L544kSU".to_owned(),
            hmac_secret: "test123".to_owned(),
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

/// Which fields a card charge needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredData {
    /// What Mexico's tax rules demand: the payer's birth date, state and postal code.
    Mexican,
    /// Every field that the documents call obligatory, the browser's among them.
    Documented,
}

/// Who processes the cards of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Processor {
    /// Refunds within 180 days.
    Banorte,
    /// Refunds within 45 days.
    Bancomer,
}

impl Processor {
    /// `additionalInfo.paymentNetwork` of a card.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Banorte => "BANORTE",
            Self::Bancomer => "BANCOMER",
        }
    }
}

/// What becomes of a refund that nobody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundDecision {
    /// After how long; `None` waits for ever.
    pub after_ms: Option<u64>,
    /// Whether it is approved then.
    pub approve: bool,
}

/// How confirmations are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Notices {
    /// Where to, for orders that name no address of their own.
    pub url: Option<String>,
    /// What they are signed with; `None` signs as the order was signed.
    pub algorithm: Option<Algorithm>,
    /// How many times more than needed each is sent.
    pub duplicates: u8,
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
    /// Which fields a card charge needs.
    pub required_data: RequiredData,
    /// Whether cards may be charged without their security code.
    pub without_code: bool,
    /// Whether cards may be stored.
    pub tokens: bool,
    /// Whether the account has months without interest.
    pub months: bool,
    /// What the promotions service offers.
    pub promotions: Vec<Promotion>,
    /// Who processes the cards.
    pub processor: Processor,
    /// Whether somebody looks at voids too, as at refunds.
    pub void_review: bool,
    /// Whether a part of a charge can be refunded.
    pub partial_refunds: bool,
    /// What becomes of refunds that nobody decides.
    pub refund_decision: RefundDecision,
    /// How confirmations are sent.
    pub notices: Notices,
}

impl Settings {
    /// A method that the stored settings do not name is as in a new account.
    pub(crate) fn method(&self, method: Method) -> MethodSettings {
        self.methods.get(&method).copied().unwrap_or_else(|| MethodSettings::of(method))
    }
}

impl MethodSettings {
    /// About 5,000 USD is PayU's own limit; the two chains cap a payment lower.
    fn of(method: Method) -> Self {
        let maximum = match method {
            Method::Oxxo => 1_000_000,
            Method::SevenEleven => 500_000,
            Method::OthersCashMx
            | Method::BankReferenced
            | Method::Spei
            | Method::Visa
            | Method::Mastercard
            | Method::Amex
            | Method::VisaDebit
            | Method::MastercardDebit => 10_000_000,
        };
        let [minimum_centavos, maximum_centavos] = [3_900, maximum].map(Centavos);
        Self { enabled: true, minimum_centavos, maximum_centavos }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reference_rule: ReferenceRule::OnceForAllStates,
            methods: Method::ALL.map(|method| (method, MethodSettings::of(method))).into(),
            early_operation_date: true,
            reports_lag_ms: 0,
            extra_fields: true,
            vouchers_in_reports: false,
            receipt_base: "https://sandbox.checkout.payulatam.com/ppp-web-gateway-payu".to_owned(),
            required_data: RequiredData::Mexican,
            without_code: false,
            tokens: true,
            months: true,
            promotions: promotions::defaults(),
            processor: Processor::Banorte,
            void_review: false,
            partial_refunds: true,
            refund_decision: RefundDecision { after_ms: Some(REFUNDS_DECIDED_MS), approve: true },
            notices: Notices::default(),
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
