//! What a PayU merchant account has to be told.

use std::{collections::BTreeMap, fmt};

use crate::settings::{Field, FieldKind, Secret, Settings, SettingsError};

const PAYMENTS_PATH: &str = "/payments-api/4.0/service.cgi";
const REPORTS_PATH: &str = "/reports-api/4.0/service.cgi";
const PROMOTIONS_PATH: &str = "/payments-api/rest/v4.9/pricing";
const CHECKOUT_PATH: &str = "/ppp-web-gateway-payu/";

/// The field of the merchant's number.
pub const MERCHANT_ID: Field = Field {
    id: "merchant-id",
    secret: false,
    required: true,
    default: "",
    kind: FieldKind::Text,
    identity: true,
};

/// The field of the account's number: one merchant has one a country.
pub const ACCOUNT_ID: Field = Field { id: "account-id", ..MERCHANT_ID };

/// The field of the API login.
pub const API_LOGIN: Field =
    Field { id: "api-login", secret: true, identity: false, ..MERCHANT_ID };

/// The field of the API key; it signs as well.
pub const API_KEY: Field = Field { id: "api-key", secret: true, identity: false, ..MERCHANT_ID };

/// The field of the address that takes payments.
pub const PAYMENTS_URL: Field = Field {
    id: "payments-url",
    secret: false,
    required: true,
    default: "https://api.payulatam.com/payments-api/4.0/service.cgi",
    kind: FieldKind::Url,
    identity: false,
};

/// The field of the address that answers look-ups.
pub const REPORTS_URL: Field = Field {
    id: "reports-url",
    default: "https://api.payulatam.com/reports-api/4.0/service.cgi",
    ..PAYMENTS_URL
};

/// The field of the public key: only the promotions service asks for it.
pub const PUBLIC_KEY: Field =
    Field { id: "public-key", required: false, identity: false, ..MERCHANT_ID };

/// The field of the address that knows the promotions.
pub const PROMOTIONS_URL: Field = Field {
    id: "promotions-url",
    default: "https://api.payulatam.com/payments-api/rest/v4.9/pricing",
    ..PAYMENTS_URL
};

/// The field of the address of PayU's own page.
pub const CHECKOUT_URL: Field = Field {
    id: "checkout-url",
    default: "https://checkout.payulatam.com/ppp-web-gateway-payu/",
    ..PAYMENTS_URL
};

/// The field of how the form of PayU's page is signed.
pub const PAGE_SIGNATURE: Field = Field {
    id: "page-signature",
    required: true,
    default: "md5",
    kind: FieldKind::Choice(&["md5", "sha", "sha256", "hmac-sha256"]),
    ..PUBLIC_KEY
};

/// The field of the secret that only HMAC-SHA256 signs with.
pub const PAGE_SECRET: Field = Field { id: "page-secret", required: false, ..API_KEY };

/// The field of the language of the messages, for accounts that were set up on XML.
pub const ENCODING: Field = Field {
    id: "encoding",
    default: "json",
    kind: FieldKind::Choice(&["json", "xml"]),
    ..PAGE_SIGNATURE
};

/// Every field, in the order that people fill them in.
pub const FIELDS: &[Field] = &[
    MERCHANT_ID,
    ACCOUNT_ID,
    API_LOGIN,
    API_KEY,
    PUBLIC_KEY,
    PAYMENTS_URL,
    REPORTS_URL,
    PROMOTIONS_URL,
    CHECKOUT_URL,
    PAGE_SIGNATURE,
    PAGE_SECRET,
    ENCODING,
];

/// The credentials that PayU publishes for its sandbox, with every service under one address.
#[must_use]
pub fn training(base_url: &str) -> Settings {
    let base = base_url.trim_end_matches('/');
    let open = [
        (MERCHANT_ID, "508029".to_owned()),
        (ACCOUNT_ID, "512324".to_owned()),
        (PAYMENTS_URL, format!("{base}{PAYMENTS_PATH}")),
        (PUBLIC_KEY, "PKaC6H4cEDJD919n705L544kSU".to_owned()),
        (REPORTS_URL, format!("{base}{REPORTS_PATH}")),
        (PROMOTIONS_URL, format!("{base}{PROMOTIONS_PATH}")),
        (CHECKOUT_URL, format!("{base}{CHECKOUT_PATH}")),
    ];
    let secret = [(API_LOGIN, "pRRXKOl8ikMmt9u"), (API_KEY, "4Vj8eK4rloUd272L48hsrarnUA")];
    Settings {
        open: open.map(|(field, value)| (field.id.to_owned(), value)).into(),
        secret: BTreeMap::from(
            secret.map(|(field, value)| (field.id.to_owned(), Secret::new(value.to_owned()))),
        ),
    }
}

/// One set of credentials, read from the settings.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) merchant_id: String,
    pub(crate) account_id: String,
    pub(crate) api_login: Secret,
    pub(crate) api_key: Secret,
    pub(crate) payments_url: String,
    pub(crate) reports_url: String,
    pub(crate) public_key: Option<String>,
    pub(crate) promotions_url: String,
    pub(crate) checkout_url: String,
    pub(crate) page_signature: PageSignature,
    pub(crate) page_secret: Option<Secret>,
    pub(crate) encoding: Encoding,
}

/// How the form of PayU's page is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageSignature {
    Md5,
    Sha1,
    Sha256,
    HmacSha256,
}

/// The language of the messages that are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Xml,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

impl Account {
    pub(crate) fn read(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            merchant_id: settings.text(MERCHANT_ID)?,
            account_id: settings.text(ACCOUNT_ID)?,
            api_login: settings.secret(API_LOGIN)?,
            api_key: settings.secret(API_KEY)?,
            payments_url: address(settings, PAYMENTS_URL)?,
            reports_url: address(settings, REPORTS_URL)?,
            public_key: Some(settings.text(PUBLIC_KEY)?).filter(|key| !key.is_empty()),
            promotions_url: address(settings, PROMOTIONS_URL)?,
            checkout_url: address(settings, CHECKOUT_URL)?,
            page_signature: page_signature(settings)?,
            page_secret: settings.optional_secret(PAGE_SECRET),
            encoding: if settings.choice(ENCODING)? == "xml" {
                Encoding::Xml
            } else {
                Encoding::Json
            },
        })
    }

    /// A text of the other side without our secrets, should it repeat them.
    pub(crate) fn redacted(&self, text: &str) -> String {
        text.replace(self.api_key.expose(), "…").replace(self.api_login.expose(), "…")
    }
}

fn page_signature(settings: &Settings) -> Result<PageSignature, SettingsError> {
    let signature = match settings.choice(PAGE_SIGNATURE)? {
        "sha" => PageSignature::Sha1,
        "sha256" => PageSignature::Sha256,
        "hmac-sha256" => PageSignature::HmacSha256,
        _ => PageSignature::Md5,
    };
    if signature == PageSignature::HmacSha256 && settings.optional_secret(PAGE_SECRET).is_none() {
        return Err(SettingsError::Missing { field: PAGE_SECRET.id });
    }
    Ok(signature)
}

/// Whether the address is one that may carry secrets is for the till to say; here it only
/// has to be one.
fn address(settings: &Settings, field: Field) -> Result<String, SettingsError> {
    let text = settings.text(field)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.is_empty() || text.contains(char::is_whitespace) {
        return Err(SettingsError::Url { field: field.id });
    }
    Ok(text)
}
