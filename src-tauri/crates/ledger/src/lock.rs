//! One writer at a time, and its name for whoever comes second.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use crate::{error::LedgerError, place};

/// As much of a holder's name as is read: anybody could have written to the file.
const NAME_MAX: u64 = 200;

/// The writer's lock. The operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct WriterLock {
    file: File,
}

impl WriterLock {
    /// Takes the lock of the ledger at `ledger`, leaving `holder` for others to read.
    pub(crate) fn take(ledger: &Path, holder: &str) -> Result<Self, LedgerError> {
        let path = place::beside(&real(ledger)?, ".lock");
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut by = Vec::new();
                file.take(NAME_MAX).read_to_end(&mut by)?;
                let by = String::from_utf8_lossy(&by).into_owned();
                return Err(LedgerError::InUse { path: ledger.to_owned(), by });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        write!(file, "{holder} (process {})", std::process::id())?;
        file.flush()?;
        Ok(Self { file })
    }
}

impl Drop for WriterLock {
    /// Lets go by name: a process that is just being started by another thread still holds
    /// this file for a moment, and closing it here would not end the lock.
    fn drop(&mut self) {
        if let Err(error) = self.file.unlock() {
            tracing::warn!(%error, "the writer's lock is only let go with the process");
        }
    }
}

/// The one path of a ledger, by whatever links it is reached.
fn real(ledger: &Path) -> std::io::Result<PathBuf> {
    if let Ok(path) = fs::canonicalize(ledger) {
        return Ok(path);
    }
    let folder = ledger.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or_else(|| Path::new(".")))?;
    Ok(ledger.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
