//! Which printers the shop has, and what is printed without asking.

use cobro_documents::{Sheet, TestSize, test_paper};
use cobro_domain::people::{Document, Permission};
use cobro_ledger::{
    Connection, LedgerError, Mode,
    working::{
        preferences,
        print_jobs::{PaperKind, Tray},
    },
};
use serde::{Deserialize, Serialize};

use super::{
    drawer,
    error::PrintingError,
    orders::{Order, queue},
    printer::{self, Found},
};
use crate::{event::TillEvent, papers::shop, permit::permit, till::Till};

/// Where the settings are kept.
const SETTINGS: &str = "printers";

/// Nobody wants more of the same receipt.
const COPIES_MAX: u32 = 5;

/// Where CUPS listens on this machine; its own variable says otherwise.
const CUPS: &str = "localhost:631";

/// Which printers there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintSettings {
    /// The address of the receipt printer; empty when there is none.
    pub roll: String,
    /// The address of the printer of pages; empty when there is none.
    pub page: String,
    /// Whether every sale that is finished at the counter gets its receipt without asking.
    pub receipts: bool,
    /// How many of each receipt.
    pub copies: u32,
    /// Where the receipt printer takes bytes as they are, for the drawer that hangs on it; empty
    /// when there is none.
    #[serde(default)]
    pub drawer: String,
    /// Whether the drawer is the second one of its printer.
    #[serde(default)]
    pub second_drawer: bool,
}

impl Default for PrintSettings {
    fn default() -> Self {
        Self {
            roll: String::new(),
            page: String::new(),
            receipts: true,
            copies: 1,
            drawer: String::new(),
            second_drawer: false,
        }
    }
}

impl PrintSettings {
    /// The address of a tray's printer; nothing when there is none.
    #[must_use]
    pub fn printer(&self, tray: Tray) -> Option<&str> {
        let address = match tray {
            Tray::Roll => &self.roll,
            Tray::Page => &self.page,
        };
        (!address.is_empty()).then_some(address.as_str())
    }
}

/// Which printers there are.
pub(super) fn read(conn: &Connection) -> Result<PrintSettings, LedgerError> {
    let text = preferences::read(conn, SETTINGS)?.unwrap_or_default();
    if text.is_empty() {
        return Ok(PrintSettings::default());
    }
    serde_json::from_str(&text).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> LedgerError {
    LedgerError::Malformed { what: "the settings of printers", detail: error.to_string() }
}

impl Till {
    /// Which printers there are.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn print_settings(&self) -> Result<PrintSettings, LedgerError> {
        self.read(|reader| read(reader.conn()))
    }

    /// Whether a sale that is finished at the counter gets its receipt without asking.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn prints_receipts(&self) -> Result<bool, LedgerError> {
        Ok(self.print_settings()?.receipts)
    }

    /// Sets printers up. What waits goes to the new ones.
    ///
    /// # Errors
    /// [`PrintingError`]; the settings are then as they were.
    pub fn save_printers(&self, typed: &PrintSettings) -> Result<(), PrintingError> {
        let read = |text: &str| match text.trim() {
            "" => Ok(String::new()),
            text => printer::address(text),
        };
        let settings = PrintSettings {
            roll: read(&typed.roll)?,
            page: read(&typed.page)?,
            receipts: typed.receipts,
            copies: typed.copies.clamp(1, COPIES_MAX),
            drawer: match typed.drawer.trim() {
                "" => String::new(),
                text => drawer::address(text)?,
            },
            second_drawer: typed.second_drawer,
        };
        let text = serde_json::to_string(&settings).map_err(|error| unreadable(&error))?;
        self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            Ok::<_, PrintingError>(preferences::put(booking.conn(), SETTINGS, &text)?)
        })?;
        self.printing.forget_trouble();
        self.tell(&TillEvent::Papers);
        self.ring();
        Ok(())
    }

    /// The printers that this machine knows. Others are typed by their address.
    ///
    /// # Errors
    /// [`PrintingError::Printer`] when something strange answers.
    pub fn found_printers(&self) -> Result<Vec<Found>, PrintingError> {
        let said = std::env::var("CUPS_SERVER").ok();
        // A socket of the file system is another way to the same CUPS.
        let cups = said.filter(|said| !said.is_empty() && !said.starts_with('/'));
        Ok(printer::found(&self.printing.carrier, cups.as_deref().unwrap_or(CUPS))?)
    }

    /// Queues a paper that shows whether a printer prints, and as wide as it should.
    ///
    /// # Errors
    /// [`PrintingError::NotSetUp`] without a printer.
    pub fn test_printer(&self, tray: Tray) -> Result<(), PrintingError> {
        let settings = self.print_settings()?;
        let to = settings.printer(tray).ok_or(PrintingError::NotSetUp)?;
        let size = match tray {
            Tray::Roll => TestSize::Roll(self.roll_width()),
            Tray::Page => TestSize::Sheet(Sheet::Letter),
        };
        let (shop, _) = shop(self.company()?);
        let training = self.mode() == Mode::Training;
        let pdf = test_paper(&shop, to, training, size, self.language())?;
        self.book(self.actor(), |booking| {
            let order = Order::new(tray, PaperKind::Test, "");
            queue(booking, order, Some(&pdf)).map(|_| ())
        })?;
        self.printing.forget_trouble();
        self.tell(&TillEvent::Papers);
        self.ring();
        Ok(())
    }
}
