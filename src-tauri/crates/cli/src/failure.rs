//! What went wrong, in one line: what happened, what was kept, what to do.

use std::{error::Error, fmt, path::Path};

use cobro_till::{books::LedgerError, open::OpenError};

/// How the program ends when not all is well. Part of what scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It could not be done.
    Failed,
    /// It was asked for wrongly.
    Usage,
    /// The check was made and has found faults.
    Faults,
    /// Somebody else writes the books.
    InUse,
}

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Faults => 3,
            Self::InUse => 4,
        }
    }
}

/// Why the program ends without success.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    text: String,
}

impl Failure {
    /// It could not be done.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, text: text.into() }
    }

    /// It was asked for wrongly.
    pub(crate) fn usage(what: impl fmt::Display) -> Self {
        let text = format!("{what}; nothing was done; see `cobro-cli help`");
        Self { exit: Exit::Usage, text }
    }

    /// The check has found faults.
    pub(crate) fn faults(text: impl Into<String>) -> Self {
        Self { exit: Exit::Faults, text: text.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line, whatever a system or a file name brings along.
        let parts = self.text.split(char::is_control).filter(|part| !part.is_empty());
        f.write_str(&parts.collect::<Vec<_>>().join(" "))
    }
}

/// An error with its causes: `a file could not be read: permission denied`.
pub(crate) fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let in_use = matches!(&error, LedgerError::InUse { .. });
        let exit = if in_use { Exit::InUse } else { Exit::Failed };
        let what = causes(&error);
        let text = match &error {
            LedgerError::InUse { path, by } => format!(
                "the books {} are in use by {by}; nothing was changed; close it, then try again",
                path.display()
            ),
            LedgerError::Missing { path } => missing(path),
            LedgerError::Exists { .. } => format!("{what}; it was left as it is; choose another"),
            LedgerError::Newer { .. } => format!("{what}; the books were left untouched"),
            LedgerError::Damaged { .. } => format!(
                "{what}; it was left untouched; restore a backup into an empty folder with \
                 `cobro-cli --data FOLDER restore FILE`"
            ),
            LedgerError::BackupUnsound { .. } => {
                format!("{what}; nothing was taken into use; take another backup")
            }
            LedgerError::UnknownFact { .. } => {
                format!("{what}; nothing was changed; update Cobro")
            }
            LedgerError::File(_) => {
                format!("{what}; nothing was changed; check the path and its rights")
            }
            LedgerError::DiskFull
            | LedgerError::ReadOnly
            | LedgerError::RebuildOvertaken
            | LedgerError::Nobody
            | LedgerError::Closed => what,
            LedgerError::Pragma { .. }
            | LedgerError::Malformed { .. }
            | LedgerError::Database(_) => {
                format!("{what}; nothing was changed; run `cobro-cli verify`")
            }
        };
        Self { exit, text }
    }
}

fn missing(path: &Path) -> String {
    format!(
        "there are no books at {}; none were made; name their folder with --data, and add \
         --training for those of training",
        path.display()
    )
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let what = causes(&error);
        match error {
            OpenError::Ledger(error) => error.into(),
            OpenError::WrongMode { found, wanted } => Self::failed(format!(
                "the books say {}, not {}; they were left untouched; is the file where it belongs?",
                found.word(),
                wanted.word()
            )),
            OpenError::Folder { .. } => Self::failed(format!("{what}; nothing was changed")),
            OpenError::Carrier(_) | OpenError::Sandbox(_) => {
                Self::failed(format!("{what}; nothing was sent and nothing was changed"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line() {
        let failure = Failure::failed("cannot\nread\r\n\tit");
        assert_eq!(failure.to_string(), "cannot read it");
    }
}
