//! Carrying an import out in short slices, and finishing one that a kill broke off.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{
        Mutex, MutexGuard, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use cobro_domain::{
    ids::{Actor, ImportId},
    people::{Document, Permission},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{Fact, ImportBegun, ImportEnded, ImportOutcome, ImportTidied, ProductChanged},
    views::{imports, products},
    working::staged,
};

use serde::Serialize;

use super::{Column, ImportError, Plan, Source};
use crate::{deliver::Turn, permit::permit, till::Till};

/// How long a slice may hold the writer; the counter waits for one at most, and for one that
/// takes several times as long because the machine is busy.
const SLICE: Duration = Duration::from_millis(8);

/// How many rows a slice has at least and at most, and the first one.
const ROWS_LEAST: u32 = 4;
const ROWS_MOST: u32 = 500;
const ROWS_FIRST: u32 = 25;

/// How much of the search index a slice puts in order, in pages: a third of its rows, which
/// keeps up with what they add to it.
const PAGES_LEAST: u32 = 8;

/// Between two slices, so that whoever waits for the writer gets it.
const PAUSE: Duration = Duration::from_millis(2);

/// Imports one at a time.
#[derive(Debug, Default)]
pub(crate) struct Importing {
    /// Held while an import is carried out or finished.
    alone: Mutex<()>,
    /// Whether one decides what to do: nobody else may change the catalogue meanwhile.
    planning: AtomicBool,
}

impl Importing {
    /// Nothing for as long as an import is under way.
    fn begin(&self) -> Option<MutexGuard<'_, ()>> {
        match self.alone.try_lock() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Whether an import decides what to do.
    pub(crate) fn is_planning(&self) -> bool {
        self.planning.load(Ordering::SeqCst)
    }
}

/// An import decides until this is dropped.
struct Planning<'p>(&'p AtomicBool);

impl<'p> Planning<'p> {
    fn begin(planning: &'p AtomicBool) -> Self {
        planning.store(true, Ordering::SeqCst);
        Self(planning)
    }
}

impl Drop for Planning<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "ImportStage", rename_all = "kebab-case")]
pub enum Stage {
    /// It reads the file and decides.
    Reading,
    /// It keeps what was decided.
    Staging,
    /// It books what was decided.
    Booking,
    /// It clears away what counts no more.
    Tidying,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Rows done.
    pub done: u32,
    /// Rows in all, where that is known.
    pub of: u32,
}

impl Progress {
    pub(super) const fn reading(row: u32) -> Self {
        Self { stage: Stage::Reading, done: row, of: 0 }
    }
}

/// Is told of each step, and says whether to go on.
pub type Goes<'g> = dyn FnMut(Progress) -> ControlFlow<()> + 'g;

/// Rows for the next slice, after one that took so long.
fn next_slice(rows: u32, took: Duration) -> u32 {
    let took = u32::try_from(took.as_micros()).unwrap_or(u32::MAX).max(1);
    let aim = u32::try_from(SLICE.as_micros()).unwrap_or(u32::MAX);
    let fitting = u64::from(rows).saturating_mul(u64::from(aim)) / u64::from(took);
    let fitting = u32::try_from(fitting).unwrap_or(u32::MAX);
    // No faster than twofold: one quick slice says little.
    fitting.min(rows.saturating_mul(2)).clamp(ROWS_LEAST, ROWS_MOST)
}

impl Till {
    /// Imports a file: all of it, or nothing when a row does not fit or `goes_on` breaks it off.
    ///
    /// # Errors
    /// [`ImportError`]; the catalogue is then as it was.
    pub fn import_products(
        &self,
        path: &Path,
        columns: &[Option<Column>],
        goes_on: &mut Goes<'_>,
    ) -> Result<Plan, ImportError> {
        let _alone = self.importing.begin().ok_or(ImportError::UnderWay)?;
        self.finish_import_alone(&mut |_| ControlFlow::Continue(()))?;
        let _planning = Planning::begin(&self.importing.planning);
        // Whoever begins it has imported it, even when the till is locked before it ends.
        let actor = self.actor();
        // Whoever was changing the catalogue before is done once this has its turn.
        self.book(actor.clone(), |booking| {
            permit(booking, Permission::Import, Document::Catalogue)
        })?;
        let source = Source::open(path, self.language())?;
        let mut plan = self.plan(&source, columns, &mut |row| goes_on(Progress::reading(row)))?;
        if plan.wrong > 0 {
            return Err(ImportError::Rows { plan: Box::new(plan) });
        }
        self.remember_columns(&actor, &source, columns)?;
        let products = std::mem::take(&mut plan.products);
        if products.is_empty() {
            return Ok(plan);
        }
        self.stage(&products, goes_on)?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        self.begin_import(&actor, &plan, file.unwrap_or_default(), source.digest)?;
        self.merge(&actor, goes_on)?;
        Ok(plan)
    }

    /// Finishes an import that a kill broke off, or forgets it when nothing of it was booked.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn finish_import(&self) -> Result<(), ImportError> {
        let _alone = self.importing.begin().ok_or(ImportError::UnderWay)?;
        self.finish_import_alone(&mut |_| ControlFlow::Continue(()))
    }

    /// What the engine does about imports: it finishes one that a kill broke off.
    pub(crate) fn import_next(&self) -> Result<Turn, LedgerError> {
        match self.finish_import() {
            Err(ImportError::Ledger(error)) => Err(error),
            // What is under way is somebody else's to finish.
            Ok(()) | Err(_) => Ok(Turn::Idle(None)),
        }
    }

    fn finish_import_alone(&self, goes_on: &mut Goes<'_>) -> Result<(), ImportError> {
        let newest = self.read(|reader| imports::newest(reader.conn()))?;
        match newest {
            Some(import) if !import.ended => self.merge(&Actor::till(), goes_on),
            Some(import) if import.untidy => {
                self.unstage()?;
                self.tidy(import.id, goes_on)
            }
            Some(_) | None => Ok(self.unstage()?),
        }
    }

    /// Runs `work` in slices that are short enough for the counter, until it has nothing to do.
    /// What is booked after them takes all of them to the disk.
    fn in_slices<E: From<LedgerError>>(
        &self,
        actor: &Actor,
        mut work: impl FnMut(&mut Booking<'_, '_>, u32) -> Result<u32, E>,
        mut told: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, E> {
        let (mut rows, mut done) = (ROWS_FIRST, 0_u32);
        loop {
            let mut took = Duration::ZERO;
            let worked = self.book_step(actor.clone(), |booking| {
                let begun = Instant::now();
                let worked = work(booking, rows);
                took = begun.elapsed();
                worked
            })?;
            // The counter waits for the slice, and not for the disk; nor is there ever much that
            // the next sale has to take to the disk with it.
            cobro_ledger::sync_log(self.path())?;
            if worked == 0 {
                return Ok(ControlFlow::Continue(()));
            }
            done = done.saturating_add(worked);
            if told(done).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            rows = next_slice(rows, took);
            thread::sleep(PAUSE);
        }
    }

    fn stage(
        &self,
        products: &[ProductChanged],
        goes_on: &mut Goes<'_>,
    ) -> Result<(), ImportError> {
        let of = count(products.len());
        let mut left = products.iter();
        let staged = self.in_slices(
            &Actor::till(),
            |booking, rows| {
                let mut staged = 0;
                for product in left.by_ref().take(usize::try_from(rows).unwrap_or(usize::MAX)) {
                    staged::put(booking.conn(), &body(product)?)?;
                    staged += 1;
                }
                Ok::<_, LedgerError>(staged)
            },
            |done| goes_on(Progress { stage: Stage::Staging, done, of }),
        )?;
        if staged.is_break() {
            self.unstage()?;
            return Err(ImportError::Cancelled);
        }
        Ok(())
    }

    fn begin_import(
        &self,
        actor: &Actor,
        plan: &Plan,
        file: String,
        digest: String,
    ) -> Result<(), ImportError> {
        self.book(actor.clone(), |booking| {
            let import = ImportId::new(booking.at(), booking.random());
            let (rows, made, changed) = (plan.rows, plan.made, plan.changed);
            let begun = ImportBegun { import, file, digest, rows, made, changed };
            booking.append(&Fact::ImportBegun(begun))?;
            Ok(())
        })
    }

    /// Books what is staged, then lets it count.
    fn merge(&self, actor: &Actor, goes_on: &mut Goes<'_>) -> Result<(), ImportError> {
        let (import, of) = self.read(|reader| {
            let import = imports::newest(reader.conn())?;
            Ok::<_, LedgerError>((import, staged::count(reader.conn())?))
        })?;
        let Some(import) = import.map(|import| import.id) else {
            return Ok(());
        };
        let merged = self.in_slices(
            actor,
            |booking, rows| book_staged(booking, import, rows),
            |done| goes_on(Progress { stage: Stage::Booking, done, of }),
        )?;
        let outcome = match merged {
            ControlFlow::Continue(()) => ImportOutcome::Merged,
            ControlFlow::Break(()) => ImportOutcome::Dropped,
        };
        self.book(actor.clone(), |booking| {
            booking.append(&Fact::ImportEnded(ImportEnded { import, outcome }))
        })?;
        self.unstage()?;
        self.tidy(import, goes_on)?;
        match outcome {
            ImportOutcome::Merged => Ok(()),
            ImportOutcome::Dropped => Err(ImportError::Cancelled),
        }
    }

    /// Forgets what is staged.
    fn unstage(&self) -> Result<(), LedgerError> {
        self.in_slices(
            &Actor::till(),
            |booking, rows| staged::remove(booking.conn(), i64::MAX, rows).map(count),
            |_| ControlFlow::Continue(()),
        )
        .map(drop)
    }

    /// Clears away what counts no more; it cannot be broken off, and costs nobody anything.
    fn tidy(&self, import: ImportId, goes_on: &mut Goes<'_>) -> Result<(), ImportError> {
        let tidied = self.in_slices(
            &Actor::till(),
            |booking, rows| {
                let newest = imports::newest(booking.conn())?;
                if !newest.is_some_and(|newest| newest.untidy) {
                    return Ok::<_, LedgerError>(0);
                }
                booking.append(&Fact::ImportTidied(ImportTidied { import, rows }))?;
                Ok(rows)
            },
            |done| {
                let _ = goes_on(Progress { stage: Stage::Tidying, done, of: 0 });
                ControlFlow::Continue(())
            },
        );
        tidied.map(drop)?;
        // What is left of the search index to put in order, in slices of so many pages.
        let settled = self.in_slices(
            &Actor::till(),
            |booking, pages| {
                let more = products::settle_search(booking.conn(), pages)?;
                Ok::<_, LedgerError>(if more { pages } else { 0 })
            },
            |_| ControlFlow::Continue(()),
        );
        settled.map(drop).map_err(ImportError::from)
    }
}

/// Books the first staged products and takes them off the stage.
fn book_staged(
    booking: &mut Booking<'_, '_>,
    import: ImportId,
    rows: u32,
) -> Result<u32, LedgerError> {
    let first = staged::first(booking.conn(), rows)?;
    let Some((last, _)) = first.last() else {
        return Ok(0);
    };
    staged::remove(booking.conn(), *last, rows)?;
    for (_, body) in &first {
        let product: ProductChanged = serde_json::from_str(body).map_err(|error| unread(&error))?;
        booking
            .append(&Fact::ProductChanged(ProductChanged { import: Some(import), ..product }))?;
    }
    products::find_brought(booking.conn())?;
    products::settle_search(booking.conn(), (rows / 3).max(PAGES_LEAST))?;
    Ok(count(first.len()))
}

fn body(product: &ProductChanged) -> Result<String, LedgerError> {
    serde_json::to_string(product).map_err(|error| unread(&error))
}

fn unread(error: &serde_json::Error) -> LedgerError {
    LedgerError::Malformed { what: "a staged product", detail: error.to_string() }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
