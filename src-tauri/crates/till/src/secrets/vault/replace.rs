//! Replaces a file so that, whenever the computer stops, the old one or the new one is there.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// What is about to be done; tests stop before each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Create,
    Write,
    Sync,
    Rename,
    SyncFolder,
}

/// Puts `bytes` in place of the file, readable by nobody but this user.
///
/// What an earlier attempt left beside it is removed first; a failure removes nothing, as a
/// power cut would not.
pub(super) fn replace(
    file: &Path,
    bytes: &[u8],
    before: impl Fn(Step) -> io::Result<()>,
) -> io::Result<()> {
    let new = file.with_extension("new");
    before(Step::Create)?;
    match fs::remove_file(&new) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut written = private().open(&new)?;
    before(Step::Write)?;
    written.write_all(bytes)?;
    before(Step::Sync)?;
    written.sync_all()?;
    drop(written);
    before(Step::Rename)?;
    fs::rename(&new, file)?;
    before(Step::SyncFolder)?;
    sync_folder(file)
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;

    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// Makes the rename last through a power cut.
#[cfg(unix)]
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
    File::open(folder)?.sync_all()
}

/// Elsewhere the file system keeps the order itself.
#[cfg(not(unix))]
fn sync_folder(_file: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
