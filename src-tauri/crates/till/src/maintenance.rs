//! Backups and restores of a till's books.

use std::path::{Path, PathBuf};

use cobro_domain::{ids::TillId, money::Currency};
use cobro_ledger::{BackupReport, LedgerError, Mode, Opening, Reader};

use crate::{
    clock::Clock,
    open::{Place, ledger_path},
    random,
};

/// Copies the books of a folder, verified, while they are in use.
///
/// # Errors
/// When the copy cannot be written or is not what was copied.
pub fn back_up(place: &Place, to: &Path, clock: &dyn Clock) -> Result<BackupReport, LedgerError> {
    cobro_ledger::backup(&ledger_path(&place.folder, place.mode), to, clock.now())
}

/// Takes a backup into use in a folder without books, as a new incarnation with a new till and
/// a new folio series.
///
/// # Errors
/// When the backup is not sound, or there are books already.
pub fn restore_backup(
    from: &Path,
    folder: &Path,
    holder: &str,
    clock: &dyn Clock,
) -> Result<(PathBuf, Mode), LedgerError> {
    let mode = Reader::open(from)?.mode()?;
    std::fs::create_dir_all(folder)?;
    let to = ledger_path(folder, mode);
    let now = clock.now();
    let till = TillId::new(now, random::bytes());
    let opening = Opening {
        mode,
        till,
        series: series_of(till),
        // The restored chain's own currency takes this one's place.
        currency: Currency::Mxn,
        at: now,
        random: random::bytes(),
    };
    cobro_ledger::restore(from, &to, holder, &opening)?;
    Ok((to, mode))
}

/// A series that no other incarnation has: A and four random letters or digits of the till's id.
fn series_of(till: TillId) -> String {
    let text = till.0.simple().to_string().to_uppercase();
    let tail: String = text.chars().rev().take(4).collect();
    format!("A{tail}")
}
