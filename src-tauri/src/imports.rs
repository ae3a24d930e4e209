//! The file that is imported: the page hands it over in parts, and never names a path. One is
//! kept at a time, in a folder that goes with it.

use std::{
    fs::OpenOptions,
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use cobro_till::{
    catalogue::import::{FILE_MAX, Progress, SourceError, Stage},
    screen::CommandError,
};
use serde::Serialize;
use tauri::AppHandle;
use tauri_specta::Event;
use tempfile::TempDir;

/// How often the window hears of an import at most: a bar that moves more often looks no better.
const TOLD: Duration = Duration::from_millis(100);

/// How an import is getting on.
#[derive(Clone, Copy, Debug, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ImportChanged {
    /// What it is doing.
    stage: Stage,
    /// Rows done.
    done: u32,
    /// Rows in all; 0 where that is not known.
    of: u32,
}

/// A file that was handed over, and its folder.
struct Chosen {
    _folder: TempDir,
    path: PathBuf,
    size: u64,
}

/// The file that was chosen, and the import of it.
#[derive(Default)]
pub(crate) struct ImportDesk {
    chosen: Mutex<Option<Chosen>>,
    stop: Arc<AtomicBool>,
}

impl ImportDesk {
    fn chosen(&self) -> MutexGuard<'_, Option<Chosen>> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the next part of a file, in base64; the first one of another forgets the one before.
    pub(crate) fn keep(&self, name: &str, first: bool, part: &str) -> Result<(), CommandError> {
        let bytes = BASE64_STANDARD.decode(part).map_err(|error| unreadable(&error))?;
        let mut chosen = self.chosen();
        if first {
            *chosen = Some(Chosen::named(name)?);
        }
        let file = chosen.as_mut().ok_or(CommandError::NotFound)?;
        file.size = file.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if file.size > FILE_MAX {
            *chosen = None;
            return Err(SourceError::TooLarge.into());
        }
        let opened = OpenOptions::new().create(true).append(true).open(&file.path);
        opened.and_then(|mut open| open.write_all(&bytes)).map_err(|error| unreadable(&error))
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> Result<PathBuf, CommandError> {
        let path = self.chosen().as_ref().map(|chosen| chosen.path.clone());
        path.ok_or(CommandError::NotFound)
    }

    /// Forgets the file.
    pub(crate) fn forget(&self) {
        *self.chosen() = None;
    }

    /// Breaks off what is under way.
    pub(crate) fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Something begins that tells the window how it gets on, until it is broken off.
    pub(crate) fn begin(&self, handle: AppHandle) -> Telling {
        self.stop.store(false, Ordering::Relaxed);
        Telling { handle, stop: Arc::clone(&self.stop), told: None }
    }
}

impl Chosen {
    fn named(name: &str) -> Result<Self, CommandError> {
        let folder = tempfile::tempdir().map_err(|error| unreadable(&error))?;
        // Only a name: whatever it says of folders means nothing here.
        let name = Path::new(name).file_name().unwrap_or("import".as_ref());
        let path = folder.path().join(name);
        Ok(Self { _folder: folder, path, size: 0 })
    }
}

fn unreadable(error: &impl ToString) -> CommandError {
    CommandError::ImportUnreadable { detail: error.to_string() }
}

/// Tells the window, and knows whether to go on.
pub(crate) struct Telling {
    handle: AppHandle,
    stop: Arc<AtomicBool>,
    told: Option<(Stage, Instant)>,
}

impl Telling {
    /// One step was made.
    pub(crate) fn step(&mut self, progress: Progress) -> ControlFlow<()> {
        let Progress { stage, done, of } = progress;
        let fresh = self.told.is_some_and(|(at, told)| at == stage && told.elapsed() < TOLD);
        if !fresh {
            self.told = Some((stage, Instant::now()));
            if let Err(error) = (ImportChanged { stage, done, of }).emit(&self.handle) {
                tracing::warn!(%error, "the window could not be told of the import");
            }
        }
        if self.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    #[test]
    fn a_file_is_put_together_from_its_parts_and_another_takes_its_place() {
        let desk = ImportDesk::default();
        assert_eq!(desk.path(), Err(CommandError::NotFound));
        assert_eq!(desk.keep("a.csv", false, "bmFt"), Err(CommandError::NotFound));
        desk.keep("a.csv", true, "bmFt").expect("a part");
        desk.keep("a.csv", false, "ZQo=").expect("a part");
        let first = desk.path().expect("a file");
        assert_eq!(fs::read_to_string(&first).expect("its text"), "name\n");
        desk.keep("../../b.csv", true, "eA==").expect("a part");
        let second = desk.path().expect("a file");
        assert!(second.ends_with("b.csv") && !second.to_string_lossy().contains(".."));
        assert_eq!(fs::read_to_string(&second).expect("its text"), "x");
        assert!(!first.exists());
        desk.forget();
        assert!(!second.exists());
    }

    #[test]
    fn a_file_without_end_does_not_fill_the_disk() {
        let desk = ImportDesk::default();
        let part = BASE64_STANDARD.encode(vec![b'x'; 8 << 20]);
        let kept: Vec<_> = (0..9).map(|n| desk.keep("a.csv", n == 0, &part)).collect();
        assert_eq!(kept.last(), Some(&Err(CommandError::ImportTooLarge { max: 64 })));
        assert_eq!(kept.iter().filter(|kept| kept.is_ok()).count(), 8);
        assert_eq!(desk.path(), Err(CommandError::NotFound));
    }
}
