//! The settings as the window shows and sends them. Secrets go in and never come out.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::MerchantAccountId,
    rfc::{CheckDigit, Rfc},
};
use cobro_providers::{
    registry::{PROVIDERS, provider_kind},
    settings::{Field, FieldKind},
};
use serde::{Deserialize, Serialize};

use super::CommandError;
use crate::{
    conditions::{self, ALLOWED, FORBIDDEN, WITHHOLDINGS},
    merchants::{Merchant, MerchantForm, Tested},
    settings::CompanyForm,
    till::Till,
};

/// The shop as its owner types it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "CompanyForm")]
pub struct CompanyFormView {
    /// The name over the door.
    pub name: String,
    /// The tax number.
    pub rfc: String,
    /// One line.
    pub address: String,
    /// Where customers write to.
    pub email: String,
    /// Where customers call.
    pub phone: String,
    /// The time zone, an IANA name.
    pub zone: String,
}

/// The shop as the books have it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CompanyView {
    /// What was typed.
    pub form: CompanyFormView,
    /// Whether the tax number's check digit does not agree with the rest.
    pub rfc_doubtful: bool,
}

/// The value of one field of a merchant account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FieldValue {
    /// The field's word.
    pub id: String,
    /// Empty for a secret that is read back; kept when a secret is saved empty.
    pub value: String,
}

/// What a merchant account has to be told; the label is the message `field-<id>`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FieldView {
    /// The field's word.
    pub id: String,
    /// Whether it is a secret.
    pub secret: bool,
    /// Whether the account works without it.
    pub required: bool,
    /// What it is when nothing is typed.
    pub default: String,
    /// The words it takes, each read as the message `field-<id>-<word>`; any text if none.
    pub choices: Vec<String>,
}

/// A provider that merchant accounts can be made for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProviderView {
    /// Its word.
    pub id: String,
    /// Its own name.
    pub name: String,
    /// What an account has to be told.
    pub fields: Vec<FieldView>,
}

/// A merchant account as its owner types it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MerchantAccountForm {
    /// The account; none for a new one.
    pub id: Option<String>,
    /// The provider's word.
    pub provider: String,
    /// What the shop calls it.
    pub name: String,
    /// Whether charges may be made through it.
    pub active: bool,
    /// Whether it takes no real money.
    pub test: bool,
    /// One per field of the provider.
    pub fields: Vec<FieldValue>,
    /// The payer's name on vouchers for walk-in customers.
    pub payer_name: String,
    /// Their e-mail address.
    pub payer_email: String,
}

/// A merchant account as the books have it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MerchantAccountView {
    /// What was typed, without secrets.
    pub form: MerchantAccountForm,
    /// Whether every secret it needs is stored.
    pub has_secrets: bool,
    /// The account of training mode: shown, not edited.
    pub fixed: bool,
}

/// A method of the merchant account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "MethodOffer")]
pub struct MethodOfferView {
    /// Our word for it when it is known, the provider's otherwise.
    pub id: String,
    /// The provider's word.
    pub name: String,
    /// Whether the account may use it.
    pub enabled: bool,
    /// Whether this version of Cobro can use it.
    pub known: bool,
}

/// What a connection test found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ConnectionTest {
    /// The methods of the account.
    pub methods: Vec<MethodOfferView>,
    /// How long the provider took.
    pub took_ms: u32,
}

impl From<Tested> for ConnectionTest {
    fn from(found: Tested) -> Self {
        let methods = found.methods.into_iter().map(|offer| MethodOfferView {
            id: offer.method,
            name: offer.provider_word,
            enabled: offer.enabled,
            known: offer.known,
        });
        let took_ms = u32::try_from(found.took_ms).unwrap_or(u32::MAX);
        Self { methods: methods.collect(), took_ms }
    }
}

/// The providers that merchant accounts can be made for.
#[must_use]
pub fn providers() -> Vec<ProviderView> {
    let field = |field: &Field| FieldView {
        id: field.id.to_owned(),
        secret: field.secret,
        required: field.required,
        default: field.default.to_owned(),
        choices: match field.kind {
            FieldKind::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            FieldKind::Text | FieldKind::Url => Vec::new(),
        },
    };
    let own = |id: &str| {
        let choices = if id == WITHHOLDINGS { vec![FORBIDDEN, ALLOWED] } else { Vec::new() };
        FieldView {
            id: id.to_owned(),
            secret: false,
            required: false,
            default: choices.first().copied().unwrap_or_default().to_owned(),
            choices: choices.into_iter().map(str::to_owned).collect(),
        }
    };
    let providers = PROVIDERS.iter().map(|kind| ProviderView {
        id: kind.id.to_owned(),
        name: kind.name.to_owned(),
        fields: kind.fields.iter().map(field).chain(conditions::FIELDS.map(own)).collect(),
    });
    providers.collect()
}

impl MerchantAccountForm {
    fn read(self) -> Result<MerchantForm, CommandError> {
        let id = self.id.as_deref().map(MerchantAccountId::parse).transpose()?;
        let fields: BTreeMap<String, String> =
            self.fields.into_iter().map(|field| (field.id, field.value)).collect();
        Ok(MerchantForm {
            id,
            provider: self.provider,
            name: self.name,
            active: self.active,
            test: self.test,
            fields,
            payer_name: self.payer_name,
            payer_email: self.payer_email,
        })
    }
}

impl Till {
    /// The shop, ready to be edited.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn company_view(&self) -> Result<CompanyView, CommandError> {
        let Some(company) = self.company()? else {
            let form = CompanyFormView { zone: self.zone(), ..CompanyFormView::default() };
            return Ok(CompanyView { form, rfc_doubtful: false });
        };
        let digit = Rfc::parse(&company.rfc).map(|rfc| rfc.check_digit());
        let form = CompanyFormView {
            name: company.name,
            rfc: company.rfc,
            address: company.address,
            email: company.email,
            phone: company.phone,
            zone: company.zone,
        };
        Ok(CompanyView { form, rfc_doubtful: digit == Ok(CheckDigit::Doubtful) })
    }

    /// Saves the shop.
    ///
    /// # Errors
    /// [`CommandError`] says which line is wrong; nothing is then changed.
    pub fn save_company_form(&self, form: CompanyFormView) -> Result<CompanyView, CommandError> {
        let CompanyFormView { name, rfc, address, email, phone, zone } = form;
        self.save_company(&CompanyForm { name, rfc, address, email, phone, zone })?;
        self.company_view()
    }

    /// Every merchant account, ready to be edited.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn merchant_views(&self) -> Result<Vec<MerchantAccountView>, CommandError> {
        Ok(self.merchants()?.into_iter().map(|merchant| self.merchant_view(merchant)).collect())
    }

    /// Saves a merchant account.
    ///
    /// # Errors
    /// [`CommandError`] says which field is wrong; nothing is then changed.
    pub fn save_merchant_form(
        &self,
        form: MerchantAccountForm,
    ) -> Result<MerchantAccountView, CommandError> {
        let saved = self.save_merchant(&form.read()?)?;
        Ok(self.merchant_view(saved))
    }

    fn merchant_view(&self, merchant: Merchant) -> MerchantAccountView {
        let Merchant { account, has_secrets } = merchant;
        let fields = provider_kind(&account.provider).map_or(&[][..], |kind| kind.fields);
        let fields = fields.iter().map(|field| field.id).chain(conditions::FIELDS);
        let fields = fields.map(|id| FieldValue {
            id: id.to_owned(),
            value: account.fields.get(id).cloned().unwrap_or_default(),
        });
        let form = MerchantAccountForm {
            id: Some(account.account.to_string()),
            fields: fields.collect(),
            provider: account.provider,
            name: account.name,
            active: account.active,
            test: account.test,
            payer_name: account.payer_name,
            payer_email: account.payer_email,
        };
        MerchantAccountView { form, has_secrets, fixed: self.training.is_some() }
    }
}
