//! The shop's own data, and how this till likes to be used.

use cobro_documents::{Language, RollWidth};
use cobro_domain::{
    locale::Locale,
    money::Currency,
    name::{Name, NameError},
    rfc::{CheckDigit, Rfc, RfcError},
};
use cobro_ledger::{
    LedgerError,
    fact::{CompanyChanged, Fact},
    views::company,
    working::preferences,
};

use crate::permit::{PermitError, permit};
use crate::till::Till;
use cobro_domain::people::{Document, Permission};

/// Where most shops of the first market are; used until the company is set up.
pub(crate) const DEFAULT_ZONE: &str = "America/Mexico_City";

/// How the screen looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the operating system says.
    System,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }
}

/// The shop as its owner types it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyForm {
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

/// Why the shop's data were left as they were.
#[derive(Debug, thiserror::Error)]
pub enum CompanyError {
    /// The name, or another line, does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The tax number is none.
    #[error(transparent)]
    Rfc(#[from] RfcError),
    /// The e-mail address is none.
    #[error("{text:?} is no e-mail address")]
    Email {
        /// What was typed.
        text: String,
    },
    /// The zone is not in the IANA database.
    #[error("{zone:?} is no time zone")]
    Zone {
        /// What was chosen.
        zone: String,
    },
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// The currency that the till sells in.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// How amounts are written and read here.
    #[must_use]
    pub fn locale(&self) -> Locale {
        match self.language() {
            Language::EsMx => Locale::EsMx,
            Language::EnUs => Locale::EnUs,
            Language::UkUa => Locale::UkUa,
        }
    }

    /// The language of screen and paper.
    #[must_use]
    pub fn language(&self) -> Language {
        let tag = self.preference("language");
        tag.and_then(|tag| Language::from_tag(&tag)).unwrap_or(Language::EsMx)
    }

    /// Chooses the language of screen and paper.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn set_language(&self, language: Language) -> Result<(), LedgerError> {
        self.prefer("language", language.tag())
    }

    /// How the screen looks.
    #[must_use]
    pub fn theme(&self) -> Theme {
        let word = self.preference("theme");
        let known = Theme::ALL.into_iter().find(|theme| word.as_deref() == Some(theme.word()));
        known.unwrap_or(Theme::System)
    }

    /// Chooses how the screen looks.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn set_theme(&self, theme: Theme) -> Result<(), LedgerError> {
        self.prefer("theme", theme.word())
    }

    /// How wide the paper of the receipt printer is.
    #[must_use]
    pub fn roll_width(&self) -> RollWidth {
        let said = self.preference("roll-width").and_then(|text| text.parse().ok());
        let known = RollWidth::ALL.into_iter().find(|width| Some(width.millimetres()) == said);
        known.unwrap_or_default()
    }

    /// Says how wide the paper of the receipt printer is.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn set_roll_width(&self, width: RollWidth) -> Result<(), LedgerError> {
        self.prefer("roll-width", &width.millimetres().to_string())
    }

    /// Whether the customer has a screen of their own.
    #[must_use]
    pub fn has_customer_display(&self) -> bool {
        self.preference("customer-display").as_deref() == Some("yes")
    }

    /// Gives the customer a screen of their own, or takes it away.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn set_customer_display(&self, on: bool) -> Result<(), LedgerError> {
        self.prefer("customer-display", if on { "yes" } else { "no" })
    }

    pub(crate) fn preference(&self, name: &str) -> Option<String> {
        let read = self.read(|reader| preferences::read(reader.conn(), name));
        read.inspect_err(|error| tracing::warn!(%error, name, "a preference could not be read"))
            .ok()
            .flatten()
    }

    fn prefer(&self, name: &str, value: &str) -> Result<(), LedgerError> {
        self.book(self.actor(), |booking| preferences::put(booking.conn(), name, value))
    }

    /// The shop, once it was set up.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn company(&self) -> Result<Option<CompanyChanged>, LedgerError> {
        self.read(|reader| company::read(reader.conn()))
    }

    /// The time zone of the shop.
    #[must_use]
    pub fn zone(&self) -> String {
        match self.company() {
            Ok(Some(company)) => company.zone,
            Ok(None) | Err(_) => DEFAULT_ZONE.to_owned(),
        }
    }

    /// Sets the shop up, or changes it. A doubtful check digit of the tax number is returned,
    /// not refused.
    ///
    /// # Errors
    /// [`CompanyError`]; nothing is then changed.
    pub fn save_company(&self, form: &CompanyForm) -> Result<CheckDigit, CompanyError> {
        let rfc = Rfc::parse(&form.rfc)?;
        let changed = CompanyChanged {
            name: Name::parse(&form.name)?.as_str().to_owned(),
            rfc: rfc.as_str().to_owned(),
            address: line(&form.address)?,
            email: email(&form.email)?,
            phone: line(&form.phone)?,
            zone: zone(&form.zone)?,
        };
        if self.company()?.as_ref() == Some(&changed) {
            return Ok(rfc.check_digit());
        }
        self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            booking.append(&Fact::CompanyChanged(changed))?;
            Ok::<_, CompanyError>(())
        })?;
        Ok(rfc.check_digit())
    }
}

/// A line that may be left empty.
pub(crate) fn line(text: &str) -> Result<String, NameError> {
    match Name::parse(text) {
        Err(NameError::Empty) => Ok(String::new()),
        read => read.map(|name| name.as_str().to_owned()),
    }
}

/// An e-mail address that may be left empty. Only the shape is checked: whether anybody reads
/// it, only a mail can tell.
pub(crate) fn email(text: &str) -> Result<String, CompanyError> {
    let text = line(text)?;
    if text.is_empty() || is_email(&text) {
        return Ok(text);
    }
    Err(CompanyError::Email { text })
}

/// Whether a text has the shape of an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((person, host)) = text.rsplit_once('@') else {
        return false;
    };
    let written = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
    let labels = host.split('.').all(|label| !label.is_empty());
    !person.is_empty()
        && text.chars().filter(|c| *c != '@').all(written)
        && labels
        && host.contains('.')
}

fn zone(zone: &str) -> Result<String, CompanyError> {
    let zone = if zone.is_empty() { DEFAULT_ZONE } else { zone };
    match jiff::tz::TimeZone::get(zone) {
        Ok(_) => Ok(zone.to_owned()),
        Err(_) => Err(CompanyError::Zone { zone: zone.to_owned() }),
    }
}
