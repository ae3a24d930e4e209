//! Backups and restores.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use cobro_till::{
    back_up,
    books::{Fact, LedgerError, Mode, Reader, timeline},
    clock::SystemClock,
    open::ledger_path,
    restore_backup,
};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{arguments::Shop, failure::Failure, output::Moment};

/// A backup that was made.
#[derive(Debug, Serialize)]
pub(crate) struct BackedUp {
    path: PathBuf,
    at: Moment,
    mode: String,
    facts: i64,
    invoices: i64,
    head: String,
}

/// Copies the books while they are in use.
pub(crate) fn backup(shop: &Shop, to: &Path) -> Result<BackedUp, Failure> {
    shop.read()?;
    let place = shop.place("backup")?;
    if to.exists() {
        return Err(Failure::failed(format!(
            "there is a file {} already; it was left as it is; choose another name",
            to.display()
        )));
    }
    let report = back_up(&place, to, &SystemClock)?;
    let noted = report.manifest;
    Ok(BackedUp {
        path: report.path,
        at: Moment::new(noted.at, &TimeZone::UTC),
        mode: noted.mode,
        facts: noted.facts,
        invoices: noted.invoices,
        head: noted.head,
    })
}

impl fmt::Display for BackedUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, mode, facts, invoices, head, .. } = self;
        writeln!(f, "{}: {facts} facts, {invoices} invoices, {mode}, verified", path.display())?;
        writeln!(f, "head {head}")
    }
}

/// A backup that was taken into use.
#[derive(Debug, Serialize)]
pub(crate) struct Restored {
    path: PathBuf,
    mode: &'static str,
    facts: u64,
    till: String,
    series: String,
    previous: Option<Previous>,
}

/// The chain that the new one goes on from.
#[derive(Debug, Serialize)]
struct Previous {
    till: String,
    seq: i64,
    hash: String,
}

/// Takes a backup into use as a new incarnation.
pub(crate) fn restore(shop: &Shop, from: &Path) -> Result<Restored, Failure> {
    let place = shop.place("restore")?;
    if !from.exists() {
        return Err(Failure::failed(format!(
            "there is no backup {}; nothing was restored; check its name",
            from.display()
        )));
    }
    let found = Reader::open(from)?.mode()?;
    if found != shop.mode {
        let option = match found {
            Mode::Training => "add --training",
            Mode::Real => "leave --training out",
        };
        return Err(Failure::failed(format!(
            "the backup is of {} books; nothing was restored; {option}",
            found.word()
        )));
    }
    let taken = ledger_path(&place.folder, found);
    if taken.exists() {
        return Err(Failure::failed(format!(
            "there are books at {} already; they were left as they are; name an empty folder \
             with --data",
            taken.display()
        )));
    }
    let (path, mode) = restore_backup(from, &place.folder, &place.holder, &SystemClock)?;
    describe(path, mode)
}

/// Reads the restored books back and says whose they are now.
fn describe(path: PathBuf, mode: Mode) -> Result<Restored, Failure> {
    let reader = Reader::open(&path)?;
    let facts = reader.verify(None)?.facts;
    let newest = timeline::fact(reader.conn(), i64::try_from(facts).unwrap_or(i64::MAX))?;
    let fact = newest.decode()?;
    let Fact::TillOpened(opened) = fact else {
        let detail = format!("the newest fact is {}", fact.kind());
        return Err(LedgerError::Malformed { what: "the new chain", detail }.into());
    };
    let previous = opened.previous.map(|chain| Previous {
        till: chain.till.to_string(),
        seq: chain.seq,
        hash: chain.hash,
    });
    let (till, series) = (newest.till.to_string(), opened.series);
    Ok(Restored { path, mode: mode.word(), facts, till, series, previous })
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, mode, till, series, .. } = self;
        writeln!(f, "{}: restored, {mode}, as till {till}", path.display())?;
        if let Some(Previous { seq, hash, .. }) = &self.previous {
            writeln!(f, "it goes on after fact {seq} of the old till, head {hash}")?;
        }
        writeln!(f, "new folios begin with {series}; secrets have to be typed again")
    }
}
