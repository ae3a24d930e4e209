//! What the customer sees on the screen that is turned to them. Nothing of an account, an address
//! or another sale is on it.

use serde::{Deserialize, Serialize};

use super::{Amount, BooksMode, ChargeStage, CommandError, LanguageTag, Millis, ThemeWord};
use crate::till::Till;

/// What the sale has come to, as the window of the clerk says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "show", rename_all = "kebab-case")]
pub enum SceneForm {
    /// Nothing is being sold, or the till is locked.
    #[default]
    Welcome,
    /// The ticket that is being typed.
    Ticket,
    /// A charge that is to be paid.
    Charge {
        /// Which.
        charge: String,
    },
    /// The sale is finished.
    Thanks {
        /// What was paid, as people write it.
        total: String,
        /// What is handed back, where something is.
        change: Option<String>,
    },
}

/// A line of the ticket, as the customer reads it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DisplayLine {
    /// What it is.
    pub name: String,
    /// How many, such as `3` or `1.250 kg`.
    pub quantity: String,
    /// What the price of one is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
    /// The price of one.
    pub price: Amount,
    /// What they come to.
    pub total: Amount,
    /// Such as `10 %` or `5.00`.
    pub discount: Option<String>,
    /// What is said of it; may be empty.
    pub note: String,
}

/// What the customer sees.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "show", rename_all = "kebab-case")]
pub enum DisplayScene {
    /// The shop's name.
    Welcome,
    /// The ticket so far.
    Ticket {
        /// What is sold.
        lines: Vec<DisplayLine>,
        /// What discounts take; nothing where there are none.
        discount: Option<Amount>,
        /// What is to be paid.
        total: Amount,
    },
    /// What is to be paid, and with what code.
    Charge {
        /// How it is paid.
        method: String,
        /// What is to be paid.
        amount: Amount,
        /// Where it stands.
        stage: ChargeStage,
        /// The bar code.
        barcode_svg: Option<String>,
        /// Its digits in groups of four.
        barcode_digits: Option<String>,
        /// The QR code: of a transfer, or of the page where a card is typed.
        qr_svg: Option<String>,
        /// The number to say or type.
        reference: Option<String>,
        /// The account to transfer to.
        clabe: Option<String>,
        /// When it runs out.
        expires_at: Option<Millis>,
    },
    /// The sale is finished.
    Thanks {
        /// What was paid.
        total: String,
        /// What is handed back, where something is.
        change: Option<String>,
    },
}

/// The screen that is turned to the customer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DisplayView {
    /// The shop's name.
    pub shop: String,
    /// Real books or practice.
    pub mode: BooksMode,
    /// The shop's language.
    pub language: LanguageTag,
    /// How it looks.
    pub theme: ThemeWord,
    /// IANA.
    pub zone: String,
    /// What it shows.
    pub scene: DisplayScene,
}

impl Till {
    /// What the customer sees; the shop's name alone while the till is locked.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn display_view(&self, scene: SceneForm) -> Result<DisplayView, CommandError> {
        let scene = if self.is_locked() { SceneForm::Welcome } else { scene };
        let company = self.company()?;
        Ok(DisplayView {
            shop: company.map(|company| company.name).unwrap_or_default(),
            mode: self.mode().into(),
            language: self.language().into(),
            theme: self.theme().into(),
            zone: self.zone(),
            scene: match scene {
                SceneForm::Welcome => DisplayScene::Welcome,
                SceneForm::Ticket => self.display_ticket()?,
                SceneForm::Charge { charge } => self.display_charge(&charge)?,
                SceneForm::Thanks { total, change } => DisplayScene::Thanks { total, change },
            },
        })
    }

    fn display_ticket(&self) -> Result<DisplayScene, CommandError> {
        let ticket = self.ticket_view(&self.typed()?)?;
        let lines = ticket.lines.into_iter().map(|line| DisplayLine {
            name: line.name,
            quantity: line.measure,
            unit: line.unit,
            price: line.price,
            total: line.total,
            discount: line.discount,
            note: line.note,
        });
        let discount = Some(ticket.discount).filter(|discount| discount.minor != "0");
        Ok(DisplayScene::Ticket { lines: lines.collect(), discount, total: ticket.total })
    }

    fn display_charge(&self, charge: &str) -> Result<DisplayScene, CommandError> {
        let view = self.charge_view(cobro_domain::ids::ChargeId::parse(charge)?)?;
        // A page that cannot be paid any more has no code, and the rest is shown all the same.
        let page = self.page_view(charge).ok().and_then(|page| page.qr_svg);
        Ok(DisplayScene::Charge {
            method: view.method,
            amount: view.amount,
            stage: view.stage,
            barcode_svg: view.barcode_svg,
            barcode_digits: view.barcode_digits,
            qr_svg: view.qr_svg.or(page),
            reference: view.reference,
            clabe: view.clabe,
            expires_at: view.expires_at,
        })
    }
}
