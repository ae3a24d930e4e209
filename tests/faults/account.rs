//! The shop and the merchant account that every test sells with, and what must hold of its books.

use cobro_domain::ids::MerchantAccountId;
use cobro_ledger::{Reader, views::accounts};
use cobro_till::{merchants::MerchantForm, settings::CompanyForm};

/// The credentials that PayU publishes for its sandbox.
pub(crate) const LOGIN: &str = "pRRXKOl8ikMmt9u";
pub(crate) const KEY: &str = "4Vj8eK4rloUd272L48hsrarnUA";

/// A merchant account at the simulated provider with this address.
pub(crate) fn form(base: &str, id: Option<MerchantAccountId>, name: &str) -> MerchantForm {
    let fields = [
        ("merchant-id", "508029".to_owned()),
        ("account-id", "512324".to_owned()),
        ("api-login", LOGIN.to_owned()),
        ("api-key", KEY.to_owned()),
        ("payments-url", format!("{base}/payments-api/4.0/service.cgi")),
        ("reports-url", format!("{base}/reports-api/4.0/service.cgi")),
        ("checkout-url", format!("{base}/ppp-web-gateway-payu/")),
        ("promotions-url", format!("{base}/payments-api/rest/v4.9/pricing")),
        ("public-key", "PKaC6H4cEDJD919n705L544kSU".to_owned()),
    ];
    MerchantForm {
        id,
        provider: "payu".to_owned(),
        name: name.to_owned(),
        active: true,
        test: true,
        fields: fields.map(|(id, value)| (id.to_owned(), value)).into(),
        payer_name: "Público en general".to_owned(),
        payer_email: "mostrador@cafeluna.example".to_owned(),
    }
}

pub(crate) fn company() -> CompanyForm {
    CompanyForm {
        name: "Café Luna".to_owned(),
        rfc: "XAXX010101000".to_owned(),
        ..CompanyForm::default()
    }
}

/// Chain, views and balances are right.
#[track_caller]
pub(crate) fn sound(reader: &Reader) {
    assert_eq!(reader.check_views(|_| {}).unwrap(), []);
    assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
    let balances = accounts::balances(reader.conn()).unwrap();
    let sum: i64 = balances.iter().map(|(_, amount)| amount.minor()).sum();
    assert_eq!(sum, 0, "{balances:?}");
}
