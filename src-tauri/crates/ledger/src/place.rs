//! Files that are there whole or not at all, whenever the power fails.

use std::{
    fs::{self, File, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::error::LedgerError;

/// What SQLite may leave beside a database.
const COMPANIONS: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// The path with something added to its last name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The path as SQL takes it.
pub(crate) fn text(path: &Path) -> Result<&str, LedgerError> {
    let invalid = || std::io::Error::new(ErrorKind::InvalidInput, "the path is not Unicode");
    Ok(path.to_str().ok_or_else(invalid)?)
}

/// Makes a file under another name, and gives it its own once all of it is on the disk.
/// What `make` leaves unfinished is removed, now or when the place is next used.
pub(crate) fn whole<T>(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<T, LedgerError>,
) -> Result<T, LedgerError> {
    let unfinished = unfinished(path);
    remove(&unfinished)?;
    let made = make(&unfinished).and_then(|made| {
        OpenOptions::new().write(true).open(&unfinished)?.sync_all()?;
        fs::rename(&unfinished, path)?;
        sync_folder(path)?;
        Ok(made)
    });
    if made.is_err()
        && let Err(error) = remove(&unfinished)
    {
        tracing::warn!(%error, "an unfinished file could not be removed");
    }
    made
}

/// The name of a file that is being made.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    beside(path, ".new")
}

/// Removes a database with all that may lie beside it; one that is not there is no error.
pub(crate) fn remove(path: &Path) -> std::io::Result<()> {
    for companion in COMPANIONS {
        match fs::remove_file(beside(path, companion)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Puts the names in the file's folder on the disk. Where folders cannot be opened, the
/// system does this itself.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
