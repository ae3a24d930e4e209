//! Training mode: simulated providers on loopback, a clock that can be moved, and a shop to
//! practise in. Nothing in it is real money, and every screen and paper says so.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use cobro_domain::{
    charge::ChargeState,
    ids::{Actor, ChargeId, MerchantAccountId, ProductId},
    money::{Currency, Money},
    rounding::scale,
    tax::{Rate, TaxMode},
    unit::Unit,
};
use cobro_ledger::{
    LedgerError, Mode,
    fact::{CompanyChanged, Fact, MerchantAccountChanged, ProductChanged},
    views::{cards, charges, merchants},
};
use cobro_providers::{operation::Party, registry::PROVIDERS};
use cobro_sandbox::{
    Control, ControlDoor, ControlError, PageAct, PayerAct, PayerError, Sandbox, SandboxConfig,
    SandboxError,
};

use crate::{card::CardRefused, conditions, event::TillEvent, random, till::Till};

/// The in-process sandbox of a training till.
#[derive(Debug)]
pub struct Training {
    sandbox: Sandbox,
    /// Whether the simulated providers are out of reach.
    cut: AtomicBool,
}

/// What the customer of a training charge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerAct {
    /// Pays what is asked.
    Pay,
    /// Pays half.
    Underpay,
    /// Pays half as much again.
    Overpay,
    /// Is turned down at the counter of the store.
    Decline,
}

/// Why nothing happened.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// These are real books.
    #[error("this is only for training")]
    NotTraining,
    /// There is no such charge, or nothing was issued for it yet.
    #[error("there is no voucher to act on")]
    NotFound,
    /// The simulated provider refused.
    #[error(transparent)]
    Payer(#[from] PayerError),
    /// There is no way to the provider's page any more.
    #[error(transparent)]
    Page(#[from] CardRefused),
    /// The clock could not be moved.
    #[error(transparent)]
    Clock(#[from] ControlError),
    /// The books could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Training {
    /// Starts the simulated providers with what they remember in `folder`.
    pub(crate) fn start(folder: &Path) -> Result<Self, SandboxError> {
        let config = SandboxConfig {
            control: ControlDoor::Closed,
            file: Some(folder.join("sandbox.db")),
            ..SandboxConfig::default()
        };
        Ok(Self { sandbox: Sandbox::start(config)?, cut: AtomicBool::new(false) })
    }

    pub(crate) fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub(crate) fn base_url(&self) -> String {
        self.sandbox.base_url()
    }
}

impl Till {
    /// The control handle of training's simulated providers: for demonstrations and tests that
    /// need faults. None in real books.
    #[must_use]
    pub fn sandbox(&self) -> Option<Control> {
        self.training.as_ref().map(Training::control)
    }

    /// Acts as the customer of a charge, at the simulated provider.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn act_as_customer(&self, id: ChargeId, act: CustomerAct) -> Result<(), TrainingError> {
        let training = self.training.as_ref().ok_or(TrainingError::NotTraining)?;
        let (charge, account) = self.read(|reader| {
            let charge = charges::read(reader.conn(), id)?.ok_or(TrainingError::NotFound)?;
            let account = merchants::read(reader.conn(), charge.account)?;
            Ok::<_, TrainingError>((charge, account.ok_or(TrainingError::NotFound)?))
        })?;
        if charge.state == ChargeState::Requested {
            return Err(TrainingError::NotFound);
        }
        if self.read(|reader| cards::page_until(reader.conn(), id))?.is_some() {
            let act = match act {
                CustomerAct::Pay => PageAct::Pay,
                CustomerAct::Decline => PageAct::Reject,
                // The page takes what is asked.
                CustomerAct::Underpay | CustomerAct::Overpay => {
                    return Err(TrainingError::NotFound);
                }
            };
            let offer = self.page_again(id, &Party::default())?;
            training.control().act_on_page(&account.provider, &offer.form.fields, act)?;
            return Ok(());
        }
        let part = |numerator| {
            let minor = scale(charge.amount.minor(), numerator, 2).unwrap_or(charge.amount.minor());
            PayerAct::PayAmount(minor)
        };
        let act = match act {
            CustomerAct::Pay => PayerAct::Pay,
            CustomerAct::Underpay => part(1),
            CustomerAct::Overpay => part(3),
            CustomerAct::Decline => PayerAct::Decline,
        };
        training.control().act_as_payer(&account.provider, charge.reference.as_str(), act)?;
        Ok(())
    }

    /// Takes the simulated providers out of reach, or brings them back: how it is to sell without
    /// a network can be practised.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn cut_network(&self, cut: bool) -> Result<(), TrainingError> {
        let training = self.training.as_ref().ok_or(TrainingError::NotTraining)?;
        training.control().refuse_connections(cut)?;
        training.cut.store(cut, Ordering::SeqCst);
        self.tell(&TillEvent::Status);
        self.ring();
        Ok(())
    }

    /// Whether the simulated providers of training are out of reach on purpose.
    #[must_use]
    pub fn network_cut(&self) -> bool {
        self.training.as_ref().is_some_and(|training| training.cut.load(Ordering::SeqCst))
    }

    /// Moves the clock of training forward; it never goes back.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn advance_clock(&self, hours: u32) -> Result<(), TrainingError> {
        let training = self.training.as_ref().ok_or(TrainingError::NotTraining)?;
        training.control().advance(u64::from(hours).saturating_mul(60 * 60 * 1_000))?;
        self.tell(&TillEvent::Clock);
        self.ring();
        Ok(())
    }
}

/// Sets the training shop up: company, catalogue and a merchant account for each provider.
pub(crate) fn furnish(till: &Till) -> Result<(), LedgerError> {
    debug_assert_eq!(till.mode(), Mode::Training);
    till.book(Actor::till(), |booking| {
        booking.append(&Fact::CompanyChanged(shop()))?;
        for kind in PROVIDERS {
            let account = MerchantAccountId::new(booking.at(), booking.random());
            booking.append(&Fact::MerchantAccountChanged(MerchantAccountChanged {
                account,
                provider: kind.id.to_owned(),
                name: kind.name.to_owned(),
                active: true,
                test: true,
                // Everything can be practised: withholdings too.
                fields: [(conditions::WITHHOLDINGS.to_owned(), conditions::ALLOWED.to_owned())]
                    .into(),
                payer_name: "Público en general".to_owned(),
                payer_email: "mostrador@cafeluna.example".to_owned(),
                secrets: 0,
            }))?;
        }
        for (row, barcode) in CATALOGUE.iter().zip(1_u32..) {
            let product = ProductId::new(booking.at(), random::bytes());
            booking.append(&Fact::ProductChanged(row.product(product, barcode)))?;
        }
        Ok(())
    })
}

fn shop() -> CompanyChanged {
    CompanyChanged {
        name: "Café Luna".to_owned(),
        rfc: "CLU010203AB4".to_owned(),
        address: "Av. Domingo Diez 1589, Cuernavaca, Morelos".to_owned(),
        email: "hola@cafeluna.example".to_owned(),
        phone: "777 312 0000".to_owned(),
        zone: "America/Mexico_City".to_owned(),
    }
}

/// A product of the training shop: code, name, price, tax, category, favourite.
struct Row(&'static str, &'static str, Option<i64>, Rate, &'static str, bool);

impl Row {
    /// With an EAN-13 code from the range that shops use inside (GS1 prefix 20 to 29).
    fn product(&self, product: ProductId, number: u32) -> ProductChanged {
        let Self(code, name, price, rate, category, favourite) = *self;
        let body = format!("20000000{number:04}");
        ProductChanged {
            product,
            code: code.to_owned(),
            barcodes: vec![format!("{body}{}", ean_check(&body))],
            name: name.to_owned(),
            price: price.map(|minor| Money::new(minor, Currency::Mxn).minor()),
            currency: Currency::Mxn,
            mode: TaxMode::Included,
            taxes: vec![("IVA".to_owned(), rate)],
            category: category.to_owned(),
            favourite,
            active: true,
            cost: None,
            unit: Unit::Piece,
            prices: Vec::new(),
            picture: None,
            import: None,
        }
    }
}

/// The check digit of the twelve digits of an EAN-13 (GS1 General Specifications, 7.9).
fn ean_check(body: &str) -> u32 {
    let weights = [1_u32, 3].into_iter().cycle();
    let digits = body.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(weights).map(|(digit, weight)| digit.saturating_mul(weight)).sum();
    (10 - sum % 10) % 10
}

const IVA0: Rate = Rate::BasisPoints(0);
const IVA16: Rate = Rate::BasisPoints(1_600);

/// A coffee shop's shelf. Prices are pesos with IVA included.
const CATALOGUE: &[Row] = &[
    Row("CAF-500", "Café molido Veracruz 500 g", Some(8_950), IVA0, "Café", true),
    Row("BAR-014", "Capuchino grande", Some(5_800), IVA16, "Bebidas", true),
    Row("PAN-003", "Concha de vainilla", Some(2_200), IVA0, "Panadería", true),
    Row("BEB-021", "Agua mineral 600 ml", Some(1_850), IVA16, "Bebidas", true),
    Row("PAN-019", "Pastel de tres leches, rebanada", Some(6_500), IVA0, "Panadería", true),
    Row("SRV-001", "Molienda a la medida", Some(1_500), IVA16, "Servicios", true),
    Row("ACC-007", "Prensa francesa 350 ml", Some(42_900), IVA16, "Accesorios", true),
    Row("ACC-012", "Cafetera italiana 6 tazas", Some(69_900), IVA16, "Accesorios", true),
    Row("CAF-250", "Café molido Chiapas 250 g", Some(6_400), IVA0, "Café", false),
    Row("CAF-101", "Café en grano Oaxaca 1 kg", Some(28_500), IVA0, "Café", false),
    Row("BAR-001", "Americano", Some(3_800), IVA16, "Bebidas", false),
    Row("BAR-008", "Café de olla", Some(4_200), IVA16, "Bebidas", false),
    Row("BAR-020", "Chocolate de Tabasco", Some(5_500), IVA16, "Bebidas", false),
    Row("PAN-001", "Bolillo", Some(450), IVA0, "Panadería", false),
    Row("PAN-008", "Cuernito relleno", Some(3_600), IVA0, "Panadería", false),
    Row("ACC-002", "Filtros de papel, 100", Some(9_800), IVA16, "Accesorios", false),
    Row("ACC-030", "Molino manual de cerámica", Some(89_900), IVA16, "Accesorios", false),
    Row("SRV-010", "Taller de barismo, 2 horas", Some(100_000), IVA16, "Servicios", false),
];
