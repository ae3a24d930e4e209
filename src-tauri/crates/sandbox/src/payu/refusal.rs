//! `code: ERROR`: why PayU does not process a request, in the words it uses.
//!
//! Published texts: the credentials, "must not be null", the minimum. The others are not
//! published; they are written in the same style and nobody should branch on them.

use super::amount::Centavos;

/// The language of the error texts, from `language` of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Spanish,
    Portuguese,
}

impl Language {
    pub(crate) fn of(code: Option<&str>) -> Self {
        match code {
            Some("es") => Self::Spanish,
            Some("pt") => Self::Portuguese,
            Some(_) | None => Self::English,
        }
    }
}

/// What is wrong with one property of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    Length { max: usize },
    NotAnEmail,
    NotAnAmount,
    TooManyDecimals,
    NotADate,
    NotAllowed,
    NotAName,
}

/// One property and its fault; several are reported together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) path: String,
    pub(crate) fault: Fault,
}

impl Violation {
    pub(crate) fn new(path: &str, fault: Fault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    fn text(&self, language: Language) -> String {
        let message = match (&self.fault, language) {
            (Fault::Missing, Language::English) => "must not be null".to_owned(),
            (Fault::Missing, Language::Spanish) => "No puede ser vacio".to_owned(),
            (Fault::Missing, Language::Portuguese) => "Não pode ser vazio".to_owned(),
            (Fault::Length { max }, _) => format!("size must be between 1 and {max}"),
            (Fault::NotAnEmail, _) => "not a well-formed email address".to_owned(),
            (Fault::NotAnAmount, _) => "numeric value expected".to_owned(),
            (Fault::TooManyDecimals, _) => {
                "numeric value out of bounds (<10 digits>.<2 digits> expected)".to_owned()
            }
            (Fault::NotADate, _) => "date expected (yyyy-MM-ddTHH:mm:ss)".to_owned(),
            (Fault::NotAllowed, _) => "value not allowed".to_owned(),
            (Fault::NotAName, _) => "letters expected".to_owned(),
        };
        format!("property: {}, message: {message}", self.path)
    }
}

/// Why a request is answered with `code: ERROR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Malformed,
    ContentType,
    Credentials,
    Violations(Vec<Violation>),
    UnknownAccount,
    Currency,
    MethodNotEnabled {
        method: String,
    },
    BelowMinimum(Centavos),
    AboveMaximum(Centavos),
    AlreadyExpired,
    Signature,
    ReferenceUsed {
        reference: String,
    },
    OneStepOnly {
        method: &'static str,
    },
    Installments,
    Promotion {
        id: i64,
    },
    NoTokens,
    UnknownToken,
    Follow(FollowRefusal),
    /// What the control door wants said.
    Forced(String),
}

/// Why a capture, void or refund is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FollowRefusal {
    UnknownOrder,
    /// The parent is no transaction of the order that this can be about.
    Parent,
    /// There is no authorization to capture or void, or none any more.
    NothingHeld,
    /// Only cards can be refunded.
    NotACard,
    TooEarly,
    TooLate,
    AlreadyRegistered,
    /// Nothing was captured, or all of it went back, or its bank disputes it.
    NothingToRefund,
    TooMuch,
    Decimals,
    NoPartialRefunds,
}

impl FollowRefusal {
    fn text(self) -> &'static str {
        match self {
            Self::UnknownOrder => "The order does not exist",
            Self::Parent => "The parent transaction is not valid for the order",
            Self::NothingHeld => "The order has no authorization that can be captured or voided",
            Self::NotACard => "The payment method does not support refunds",
            Self::TooEarly => "The transaction cannot be reversed before ten minutes",
            Self::TooLate => "The time for this operation is over",
            Self::AlreadyRegistered => "A request for this order is already registered",
            Self::NothingToRefund => "The order has nothing that can be refunded",
            Self::TooMuch => "The value is greater than the value of the transaction",
            Self::Decimals => "Refunds with decimals are not supported",
            Self::NoPartialRefunds => "The account does not support partial refunds",
        }
    }
}

impl From<FollowRefusal> for Refusal {
    fn from(refusal: FollowRefusal) -> Self {
        Self::Follow(refusal)
    }
}

impl Refusal {
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Malformed => "Invalid request format".to_owned(),
            Self::ContentType => "Unsupported content type".to_owned(),
            Self::Credentials => match language {
                Language::English => "Invalid credentials".to_owned(),
                Language::Spanish => "Credenciales inválidas".to_owned(),
                Language::Portuguese => "Credenciais inválidas".to_owned(),
            },
            Self::Violations(violations) => violations
                .iter()
                .map(|violation| violation.text(language))
                .collect::<Vec<_>>()
                .join(" "),
            Self::UnknownAccount => "The account does not belong to the merchant".to_owned(),
            Self::Currency => "The currency is not valid for the account".to_owned(),
            Self::MethodNotEnabled { method } => {
                format!("The payment method {method} is not enabled for the account")
            }
            // Stays English with `es` in the published transcripts.
            Self::BelowMinimum(minimum) => format!(
                "The order value is less than minimum allowed. Minimum value allowed {} MXN",
                minimum.short_text()
            ),
            Self::AboveMaximum(maximum) => format!(
                "The order value is greater than maximum allowed. Maximum value allowed {} MXN",
                maximum.short_text()
            ),
            Self::AlreadyExpired => "The expiration date must be in the future".to_owned(),
            Self::Signature => "The signature of the order is not valid".to_owned(),
            Self::ReferenceUsed { reference } => {
                format!("An order with the reference code {reference} already exists")
            }
            Self::OneStepOnly { method } => {
                format!("The payment method {method} does not support two steps")
            }
            Self::Installments => "The installments number is not valid".to_owned(),
            Self::Promotion { id } => format!("The promotion {id} is not valid"),
            Self::NoTokens => "Tokenization is not enabled for the merchant".to_owned(),
            Self::UnknownToken => "The credit card token does not exist".to_owned(),
            Self::Follow(refusal) => refusal.text().to_owned(),
            Self::Forced(text) => text.clone(),
        }
    }
}
