//! Printers and the queue of papers as the window shows them.

use std::path::Path;

use cobro_domain::ids::PrintJobId;
use cobro_ledger::working::outbox::Trouble;
use serde::{Deserialize, Serialize};

use super::{CommandError, Millis};
use crate::{
    papers::Kept,
    printing::{Found, PaperKind, PrintSettings, PrintState, QueuedPaper, Tray, TrayStanding},
    till::Till,
};

/// A paper that was made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PrintView {
    /// Its file.
    pub path: String,
    /// Whether it goes to a printer too.
    pub queued: bool,
}

impl PrintView {
    /// A file that nobody prints.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        Self { path: path.display().to_string(), queued: false }
    }
}

impl From<Kept> for PrintView {
    fn from(kept: Kept) -> Self {
        Self { path: kept.path.display().to_string(), queued: kept.queued }
    }
}

/// Which of the shop's printers a paper is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Tray")]
#[serde(rename_all = "kebab-case")]
pub enum TrayWord {
    /// The receipt printer.
    Roll,
    /// The printer of pages.
    Page,
}

impl From<TrayWord> for Tray {
    fn from(word: TrayWord) -> Self {
        match word {
            TrayWord::Roll => Self::Roll,
            TrayWord::Page => Self::Page,
        }
    }
}

/// Which printers there are, as the owner types it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PrintersForm {
    /// The address of the receipt printer; without it receipts are files.
    pub roll: String,
    /// The address of the printer of pages; without it pages are files.
    pub page: String,
    /// Whether every sale gets its receipt without asking.
    pub receipts: bool,
    /// How many of each receipt.
    pub copies: u32,
    /// Where the receipt printer takes bytes as they are; without it no drawer is opened.
    pub drawer: String,
    /// Whether the drawer is the second one of its printer.
    pub second_drawer: bool,
}

/// A printer that this machine knows.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FoundPrinter {
    /// Its address.
    pub address: String,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub model: String,
}

/// Why a paper does not come out: the words are the message `error-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PrintTrouble {
    /// The code.
    pub code: String,
    /// What the printer said.
    pub said: String,
}

/// How a printer stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "PrinterStanding")]
pub struct PrinterStandingView {
    /// Whether there is one.
    pub set_up: bool,
    /// How many papers wait, up to a hundred.
    pub waiting: u32,
    /// How many failed, up to a hundred.
    pub failed: u32,
    /// Why nothing comes out.
    pub trouble: Option<PrintTrouble>,
    /// When it is tried again.
    pub again_at: Option<Millis>,
}

/// Where a paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "PaperState")]
#[serde(rename_all = "kebab-case")]
pub enum PaperStateWord {
    /// It waits.
    Queued,
    /// The printer has it, or may have it.
    Printing,
    /// It came out.
    Printed,
    /// It does not come out unless somebody says so.
    Failed,
}

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "PaperKind")]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each is")]
pub enum PaperKindWord {
    Receipt,
    Voucher,
    CreditNote,
    Report,
    Statement,
    Quote,
    Test,
}

/// One paper of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaperRow {
    /// Its id.
    pub id: String,
    /// Which printer it is for.
    pub tray: TrayWord,
    /// What it is.
    pub kind: PaperKindWord,
    /// What it is called; empty for a test.
    pub name: String,
    /// Where it stands.
    pub state: PaperStateWord,
    /// Since when it waits.
    pub queued_at: Millis,
    /// When it ended, or is looked after next.
    pub due_at: Millis,
    /// Why it does not come out.
    pub trouble: Option<PrintTrouble>,
}

/// A page of the queue, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaperPage {
    /// The papers.
    pub papers: Vec<PaperRow>,
    /// The receipt printer.
    pub roll: PrinterStandingView,
    /// The printer of pages.
    pub page: PrinterStandingView,
    /// Why the drawer did not open last.
    pub drawer: Option<PrintTrouble>,
}

fn told(Trouble { code, said }: Trouble) -> PrintTrouble {
    PrintTrouble { code, said }
}

impl From<TrayStanding> for PrinterStandingView {
    fn from(tray: TrayStanding) -> Self {
        let TrayStanding { set_up, waiting, failed, trouble, again_at } = tray;
        let (trouble, again_at) = (trouble.map(told), again_at.map(Into::into));
        Self { set_up, waiting, failed, trouble, again_at }
    }
}

impl From<QueuedPaper> for PaperRow {
    fn from(job: QueuedPaper) -> Self {
        let kind = match job.kind {
            PaperKind::Receipt => PaperKindWord::Receipt,
            PaperKind::Voucher => PaperKindWord::Voucher,
            PaperKind::CreditNote => PaperKindWord::CreditNote,
            PaperKind::Report => PaperKindWord::Report,
            PaperKind::Statement => PaperKindWord::Statement,
            PaperKind::Quote => PaperKindWord::Quote,
            PaperKind::Test => PaperKindWord::Test,
        };
        let state = match job.state {
            PrintState::Queued => PaperStateWord::Queued,
            PrintState::Sending | PrintState::Printing => PaperStateWord::Printing,
            PrintState::Printed => PaperStateWord::Printed,
            PrintState::Failed => PaperStateWord::Failed,
        };
        let tray = match job.tray {
            Tray::Roll => TrayWord::Roll,
            Tray::Page => TrayWord::Page,
        };
        Self {
            id: job.id.to_string(),
            tray,
            kind,
            name: job.name,
            state,
            queued_at: job.queued_at.into(),
            due_at: job.due_at.into(),
            trouble: job.trouble.map(told),
        }
    }
}

impl From<PrintersForm> for PrintSettings {
    fn from(form: PrintersForm) -> Self {
        let PrintersForm { roll, page, receipts, copies, drawer, second_drawer } = form;
        Self { roll, page, receipts, copies, drawer, second_drawer }
    }
}

impl Till {
    /// Which printers there are.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn printers_view(&self) -> Result<PrintersForm, CommandError> {
        let settings = self.print_settings()?;
        let PrintSettings { roll, page, receipts, copies, drawer, second_drawer } = settings;
        Ok(PrintersForm { roll, page, receipts, copies, drawer, second_drawer })
    }

    /// Saves which printers there are.
    ///
    /// # Errors
    /// [`CommandError`] says what is wrong; nothing is then changed.
    pub fn save_printers_form(&self, form: PrintersForm) -> Result<PrintersForm, CommandError> {
        self.save_printers(&form.into())?;
        self.printers_view()
    }

    /// The printers that this machine knows.
    ///
    /// # Errors
    /// When something strange answers.
    pub fn found_printer_views(&self) -> Result<Vec<FoundPrinter>, CommandError> {
        let found = self.found_printers()?.into_iter();
        Ok(found
            .map(|Found { address, name, model }| FoundPrinter { address, name, model })
            .collect())
    }

    /// A page of the queue, the newest first, before the paper `before`.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn paper_page(&self, before: Option<&str>) -> Result<PaperPage, CommandError> {
        let before = before.map(PrintJobId::parse).transpose()?;
        let papers = self.print_page(before)?.into_iter().map(PaperRow::from).collect();
        let standing = self.print_standing()?;
        let (roll, page) = (standing.roll.into(), standing.page.into());
        Ok(PaperPage { papers, roll, page, drawer: standing.drawer.map(told) })
    }
}
