//! The books that the window has open, and how commands reach them.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cobro_till::{
    Engine, Till,
    event::{Listener, TillEvent},
    mode::Mode,
    open::{self, Place, ledger_path},
    screen::{CommandError, StatementFile},
};
use tauri::AppHandle;
use tauri_specta::Event;

use crate::{Launch, chain::ChainWalk, event::TillChanged, statements::StatementRun};

/// Which books were open last, beside them.
const LAST: &str = "last-books";

/// The till and the threads that work for it.
struct Books {
    till: Arc<Till>,
    _engine: Engine,
}

/// The state of the window: its folder, and the books that are open.
pub(crate) struct App {
    folder: PathBuf,
    handle: AppHandle,
    books: Mutex<Option<Books>>,
    /// Held while books are opened and others closed.
    opening: Mutex<()>,
    statements: Arc<StatementRun>,
    /// The walk along the chain.
    pub(crate) chain: Arc<ChainWalk>,
}

impl App {
    /// Nothing open yet.
    pub(crate) fn new(folder: PathBuf, handle: AppHandle) -> Self {
        let (books, opening) = (Mutex::new(None), Mutex::new(()));
        Self { folder, handle, books, opening, statements: Arc::default(), chain: Arc::default() }
    }

    fn books(&self) -> MutexGuard<'_, Option<Books>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The till, if books are open.
    pub(crate) fn till(&self) -> Option<Arc<Till>> {
        self.books().as_ref().map(|books| Arc::clone(&books.till))
    }

    /// The till.
    pub(crate) fn open_till(&self) -> Result<Arc<Till>, CommandError> {
        self.till().ok_or(CommandError::NotFound)
    }

    /// The books to open at a start: those that were open last, or none on the first run.
    pub(crate) fn books_to_open(&self, launch: &Launch) -> Option<Mode> {
        if launch.training {
            return Some(Mode::Training);
        }
        let last = fs::read_to_string(self.folder.join(LAST)).ok();
        let exists = |mode: &Mode| ledger_path(&self.folder, *mode).exists();
        let wanted = match last.as_deref() {
            Some("training") => [Mode::Training, Mode::Real],
            _ => [Mode::Real, Mode::Training],
        };
        wanted.into_iter().find(exists)
    }

    /// Opens books, making them if there are none, and closes those that were open.
    pub(crate) fn open(&self, mode: Mode) -> Result<Arc<Till>, CommandError> {
        let _alone = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = self.till().filter(|till| till.mode() == mode) {
            return Ok(open);
        }
        let place = Place { folder: self.folder.clone(), mode, holder: "Cobro".to_owned() };
        let till = open::open(&place)?;
        till.listen(self.listener(&till));
        let engine = Engine::start(&till)
            .map_err(|error| CommandError::Internal { detail: error.to_string() })?;
        if let Err(error) = fs::write(self.folder.join(LAST), mode.word()) {
            tracing::warn!(%error, "which books were open last could not be noted");
        }
        let opened = Books { till: Arc::clone(&till), _engine: engine };
        if let Some(Books { till: closed, _engine: engine }) = self.books().replace(opened) {
            // A call may be under way for longer than its engine is waited for.
            drop(engine);
            closed.close();
        }
        Ok(till)
    }

    /// Starts writing the statements of everybody over whole days, each `YYYY-MM-DD`.
    pub(crate) fn write_statements(
        &self,
        first: &str,
        last: &str,
        file: StatementFile,
    ) -> Result<(), CommandError> {
        let till = self.open_till()?;
        let period = till.period(first, last)?;
        self.statements.start(till, self.handle.clone(), period, file)
    }

    /// Breaks the statements of everybody off.
    pub(crate) fn cancel_statements(&self) {
        self.statements.cancel();
    }

    /// Passes what the till announces on to the window.
    fn listener(&self, till: &Arc<Till>) -> Listener {
        let handle = self.handle.clone();
        let till = Arc::downgrade(till);
        Box::new(move |event: &TillEvent| {
            let Some(till) = till.upgrade() else {
                return;
            };
            let told = TillChanged::of(&till, event).map(|changed| changed.emit(&handle));
            crate::customer_display::refresh(&handle);
            match told {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the window could not be told"),
                Err(error) => tracing::warn!(?error, "a change could not be read"),
            }
        })
    }
}
