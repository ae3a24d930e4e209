//! The window in which a card is typed: apart from the other, keeps nothing on disk, and goes
//! as soon as the card was sent or the clerk thinks better of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use cobro_till::screen::{CardWanted, CommandError};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_specta::Event;
use tempfile::TempDir;

use crate::{MAIN_WINDOW, app::App, event::TillChanged};

/// The window's label. Its capability file names it.
pub(crate) const CARD_WINDOW: &str = "card";

/// Its page.
const PAGE: &str = "card.html";

/// Its size, for which its form was drawn.
const SIZE: (f64, f64) = (560.0, 760.0);

/// What is being typed, if anything is.
#[derive(Default)]
pub(crate) struct CardDesk(Mutex<Desk>);

#[derive(Default)]
struct Desk {
    wanted: Option<CardWanted>,
    /// The card is on its way: the window stays until it is known what became of it.
    sending: bool,
    /// The folder that the window says its data goes to.
    folder: Option<TempDir>,
}

impl CardDesk {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be charged.
    pub(crate) fn wanted(&self) -> Result<CardWanted, CommandError> {
        self.desk().wanted.clone().ok_or(CommandError::NotFound)
    }

    /// Takes the one turn to send; none while another has it.
    pub(crate) fn begin(&self) -> Result<CardWanted, CommandError> {
        let mut desk = self.desk();
        if desk.sending {
            return Err(CommandError::FollowUpUnderWay);
        }
        let wanted = desk.wanted.clone().ok_or(CommandError::NotFound)?;
        desk.sending = true;
        Ok(wanted)
    }

    /// The form may be sent again: nothing came of it.
    pub(crate) fn give_back(&self) {
        self.desk().sending = false;
    }

    fn clear(&self) -> bool {
        let mut desk = self.desk();
        desk.sending = false;
        desk.wanted.take().is_some()
    }
}

fn internal(error: &dyn std::error::Error) -> CommandError {
    CommandError::Internal { detail: error.to_string() }
}

/// Opens the window for a card.
pub(crate) fn open(handle: &AppHandle, wanted: CardWanted) -> Result<(), CommandError> {
    handle.state::<CardDesk>().desk().wanted = Some(wanted);
    if let Some(window) = handle.get_webview_window(CARD_WINDOW) {
        // Another card than it was opened for: the form begins anew.
        return window.reload().and_then(|()| window.set_focus()).map_err(|error| internal(&error));
    }
    // The toolkit serves the pages to one window of a folder, so each opening needs another; a
    // window that keeps nothing leaves it empty, and it goes with the window.
    let folder = tempfile::tempdir().map_err(|error| internal(&error))?;
    let title = handle.state::<App>().open_till()?.card_title();
    let mut builder = WebviewWindowBuilder::new(handle, CARD_WINDOW, WebviewUrl::App(PAGE.into()))
        .title(title)
        .inner_size(SIZE.0, SIZE.1)
        .center()
        .minimizable(false)
        .maximizable(false)
        .data_directory(folder.path().to_owned())
        // Nothing of it reaches a cache, a cookie or any other file.
        .incognito(true);
    if let Some(main) = handle.get_webview_window(MAIN_WINDOW) {
        builder = builder.parent(&main).map_err(|error| internal(&error))?;
    }
    let window = builder.build().map_err(|error| internal(&error))?;
    handle.state::<CardDesk>().desk().folder = Some(folder);
    let owner = handle.clone();
    window.on_window_event(move |event| {
        let desk = owner.state::<CardDesk>();
        if let WindowEvent::CloseRequested { api, .. } = event {
            if desk.desk().sending {
                api.prevent_close();
            }
        } else if matches!(event, WindowEvent::Destroyed) {
            desk.desk().folder = None;
            if desk.clear() {
                tell(&owner, &TillChanged::CardClosed { charge: None, not_kept: false });
            }
        }
    });
    window.set_focus().map_err(|error| internal(&error))
}

/// Closes the window without a charge, unless the card is on its way.
pub(crate) fn cancel(handle: &AppHandle) -> Result<(), CommandError> {
    match handle.get_webview_window(CARD_WINDOW) {
        Some(window) => window.close().map_err(|error| internal(&error)),
        None => Ok(()),
    }
}

/// Closes the window once its card was sent: the main window shows what became of it.
pub(crate) fn finish(handle: &AppHandle, charge: String, not_kept: bool) {
    handle.state::<CardDesk>().clear();
    tell(handle, &TillChanged::CardClosed { charge: Some(charge), not_kept });
    let closed = handle.get_webview_window(CARD_WINDOW).map(|window| window.destroy());
    if let Some(Err(error)) = closed {
        tracing::warn!(%error, "the window for cards could not be closed");
    }
}

/// Tells the main window.
pub(crate) fn tell(handle: &AppHandle, change: &TillChanged) {
    if let Err(error) = change.emit(handle) {
        tracing::warn!(%error, "the window could not be told");
    }
}
