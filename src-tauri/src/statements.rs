//! Writing the statements of everybody: on a thread of its own, one run at a time.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use cobro_domain::statement::Period;
use cobro_till::{
    Till,
    screen::{CommandError, StatementFile},
    statement::{Progress, Written},
};
use serde::Serialize;
use tauri::AppHandle;
use tauri_specta::Event;

/// How often the window hears of a run at most: no eye sees more steps than that.
const STEPS: usize = 200;

/// How the statements of everybody are getting on.
#[derive(Clone, Debug, Serialize, specta::Type, tauri_specta::Event)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub(crate) enum StatementsChanged {
    /// They are being written.
    Running { done: u32, of: u32 },
    /// They are written, or were broken off when `done` is less than `of`.
    Done { done: u32, of: u32, folder: String },
    /// One could not be written.
    Failed { error: CommandError },
}

/// The run that is under way, if there is one.
#[derive(Default)]
pub(crate) struct StatementRun {
    stop: Mutex<Option<Arc<AtomicBool>>>,
}

impl StatementRun {
    /// Starts a run; while one is under way, nothing happens.
    pub(crate) fn start(
        self: &Arc<Self>,
        till: Arc<Till>,
        handle: AppHandle,
        period: Period,
        file: StatementFile,
    ) -> Result<(), CommandError> {
        let mut running = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return Ok(());
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (run, told) = (Arc::clone(self), Arc::clone(&stop));
        let thread = thread::Builder::new().name("statements".to_owned());
        let spawned = thread.spawn(move || {
            let ended = write(&till, &handle, period, file, &told);
            *run.stop.lock().unwrap_or_else(PoisonError::into_inner) = None;
            tell(&handle, &ended);
        });
        spawned.map_err(|error| CommandError::Internal { detail: error.to_string() })?;
        *running = Some(stop);
        Ok(())
    }

    /// Breaks off the run that is under way.
    pub(crate) fn cancel(&self) {
        let running = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stop) = running.as_ref() {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

fn write(
    till: &Till,
    handle: &AppHandle,
    period: Period,
    file: StatementFile,
    stop: &AtomicBool,
) -> StatementsChanged {
    let written = till.write_statements(period, file.into(), |Progress { done, of }| {
        if done % (of / STEPS + 1) == 0 {
            tell(handle, &StatementsChanged::Running { done: small(done), of: small(of) });
        }
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    match written {
        Ok(Written { done, of, folder }) => StatementsChanged::Done {
            done: small(done),
            of: small(of),
            folder: folder.display().to_string(),
        },
        Err(error) => StatementsChanged::Failed { error: error.into() },
    }
}

fn tell(handle: &AppHandle, changed: &StatementsChanged) {
    if let Err(error) = changed.emit(handle) {
        tracing::warn!(%error, "the window could not be told of the statements");
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
