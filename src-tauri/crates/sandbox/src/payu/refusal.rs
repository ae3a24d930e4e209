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
    MethodNotEnabled { method: String },
    BelowMinimum(Centavos),
    AboveMaximum(Centavos),
    AlreadyExpired,
    Signature,
    ReferenceUsed { reference: String },
    NotRenderedAsXml,
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
            Self::NotRenderedAsXml => "This answer is available as JSON only".to_owned(),
        }
    }
}
