//! The frame: who, where, in which language, and how the line is.

use cobro_documents::{Language, RollWidth};
use cobro_ledger::{
    Mode,
    views::{counts, invoices::Standing},
};
use serde::{Deserialize, Serialize};

use super::{AtWorkView, CommandError, Millis};
use crate::{
    deliver::Pending, line::Line, papers::till_label, secrets::StoreState, settings::Theme,
    till::Till,
};

/// A language of screen and paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Language")]
pub enum LanguageTag {
    /// Spanish of Mexico.
    #[serde(rename = "es-MX")]
    EsMx,
    /// English.
    #[serde(rename = "en-US")]
    EnUs,
    /// Ukrainian.
    #[serde(rename = "uk-UA")]
    UkUa,
}

/// How the screen looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Theme")]
#[serde(rename_all = "kebab-case")]
pub enum ThemeWord {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the operating system says.
    System,
}

/// Real books or practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum BooksMode {
    /// Real money.
    Real,
    /// Practice.
    Training,
}

impl From<LanguageTag> for Language {
    fn from(tag: LanguageTag) -> Self {
        match tag {
            LanguageTag::EsMx => Self::EsMx,
            LanguageTag::EnUs => Self::EnUs,
            LanguageTag::UkUa => Self::UkUa,
        }
    }
}

impl From<Language> for LanguageTag {
    fn from(language: Language) -> Self {
        match language {
            Language::EsMx => Self::EsMx,
            Language::EnUs => Self::EnUs,
            Language::UkUa => Self::UkUa,
        }
    }
}

impl From<ThemeWord> for Theme {
    fn from(word: ThemeWord) -> Self {
        match word {
            ThemeWord::Light => Self::Light,
            ThemeWord::Dark => Self::Dark,
            ThemeWord::System => Self::System,
        }
    }
}

impl From<Theme> for ThemeWord {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::System => Self::System,
        }
    }
}

impl From<Mode> for BooksMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Real => Self::Real,
            Mode::Training => Self::Training,
        }
    }
}

/// What the window needs to begin.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StartView {
    /// No books are open yet: show the first screen.
    pub first_run: bool,
    /// Real books or practice.
    pub mode: BooksMode,
    /// The till's label, such as `Caja 1`.
    pub till: String,
    /// The user, by the word of the message `user-<word>`.
    pub user: String,
    /// The shop's name.
    pub shop: Option<String>,
    /// The language of screen and paper.
    pub language: LanguageTag,
    /// How the screen looks.
    pub theme: ThemeWord,
    /// Whether the customer has a screen of their own.
    pub customer_display: bool,
    /// How wide the paper of the receipt printer is, in millimetres.
    pub roll_mm: u32,
    /// Whether a sale gets its receipt without asking for it.
    pub print_receipts: bool,
    /// IANA.
    pub zone: String,
    /// ISO 4217.
    pub currency: String,
    /// This program's version.
    pub version: String,
}

/// How the providers can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum LineView {
    /// The last call got an answer.
    Online,
    /// The last call did not get through.
    Offline,
    /// Nothing was tried yet.
    Idle,
    /// The vault is locked: nothing is sent or asked.
    Locked,
}

/// The bar at the top.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StatusView {
    /// How the providers can be reached.
    pub line: LineView,
    /// Whether training took the providers out of reach on purpose.
    pub network_cut: bool,
    /// Vouchers that are not issued yet.
    pub unsent: u32,
    /// Payments that are awaited.
    pub waiting: u32,
    /// Invoices that need a person.
    pub review: u32,
    /// Mails that failed, up to a hundred.
    pub mails_failed: u32,
    /// Whether no mail goes until somebody acts.
    pub mail_stopped: bool,
    /// Papers that failed, up to a hundred.
    pub papers_failed: u32,
    /// Papers that wait for a printer that cannot print just now.
    pub papers_stuck: u32,
    /// Whether the drawer did not open when it should have.
    pub drawer_failed: bool,
    /// Holds that lapse soon.
    pub holds: u32,
    /// The charge of the one that lapses first.
    pub next_hold: Option<String>,
    /// Who works at the till.
    pub at_work: AtWorkView,
    /// The till's own clock.
    pub now: Millis,
}

impl StartView {
    /// The first screen, before any books are open.
    #[must_use]
    pub fn first_run() -> Self {
        Self {
            first_run: true,
            mode: BooksMode::Training,
            till: String::new(),
            user: "owner".to_owned(),
            shop: None,
            language: LanguageTag::EsMx,
            theme: ThemeWord::System,
            customer_display: false,
            roll_mm: RollWidth::default().millimetres(),
            print_receipts: true,
            zone: crate::settings::DEFAULT_ZONE.to_owned(),
            currency: "MXN".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl Till {
    /// What the window needs to begin.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn start_view(&self) -> Result<StartView, CommandError> {
        let company = self.company()?;
        let language = self.language();
        Ok(StartView {
            first_run: false,
            mode: self.mode().into(),
            till: till_label(language),
            shop: company.map(|company| company.name),
            language: language.into(),
            theme: self.theme().into(),
            customer_display: self.has_customer_display(),
            roll_mm: self.roll_width().millimetres(),
            print_receipts: self.prints_receipts()?,
            zone: self.zone(),
            currency: self.currency().code().to_owned(),
            ..StartView::first_run()
        })
    }

    /// Says how wide the paper of the receipt printer is, in millimetres.
    ///
    /// # Errors
    /// When there is no such paper, or the books cannot be written.
    pub fn choose_roll(&self, millimetres: u32) -> Result<StartView, CommandError> {
        let known = RollWidth::ALL.into_iter().find(|width| width.millimetres() == millimetres);
        self.set_roll_width(known.ok_or(CommandError::NotFound)?)?;
        self.start_view()
    }

    /// The bar at the top.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn status_view(&self) -> Result<StatusView, CommandError> {
        let Pending { unsent, waiting } = Pending::of(&self.live_charges()?);
        let counts = self.read(|reader| counts::all(reader.conn()))?;
        let review = counts.iter().filter(|(word, _)| is_for_review(word)).map(|(_, n)| n).sum();
        let holds = self.holds_that_end_soon()?;
        let locked = matches!(self.secrets.state(), StoreState::VaultLocked);
        let line = match self.line() {
            _ if locked => LineView::Locked,
            Line::Idle => LineView::Idle,
            Line::Online => LineView::Online,
            Line::Offline => LineView::Offline,
        };
        let mail = self.mail_standing_view()?;
        let papers = self.print_standing()?;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(StatusView {
            line,
            network_cut: self.network_cut(),
            unsent: small(unsent),
            waiting: small(waiting),
            review: review_count(review),
            mails_failed: mail.failed,
            mail_stopped: mail.stopped.is_some(),
            papers_failed: papers.failed(),
            papers_stuck: papers.stuck(),
            drawer_failed: papers.drawer.is_some(),
            holds: small(holds.len()),
            next_hold: holds.first().map(|hold| hold.charge.to_string()),
            at_work: self.at_work_view()?,
            now: self.now().into(),
        })
    }

    /// Opens the vault, or makes it with a first passphrase.
    ///
    /// # Errors
    /// [`CommandError`] says what is wrong with the passphrase or the vault.
    pub fn unlock_vault(&self, passphrase: &str) -> Result<StoreState, CommandError> {
        use cobro_providers::settings::Secret;
        self.secrets.unlock(&Secret::new(passphrase.to_owned()))?;
        self.tell(&crate::event::TillEvent::Status);
        self.ring();
        Ok(self.secret_store())
    }

    /// Where the secrets are.
    #[must_use]
    pub fn secret_store(&self) -> StoreState {
        self.secrets.state()
    }
}

/// Whether an invoice with this standing needs a person.
pub(super) fn is_for_review(word: &str) -> bool {
    REVIEW.iter().any(|standing| standing.word() == word)
}

/// The standings that need a person.
pub(super) const REVIEW: &[Standing] =
    &[Standing::Over, Standing::Late, Standing::Mismatch, Standing::Disputed, Standing::Failed];

fn review_count(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
