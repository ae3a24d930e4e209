//! The window that is turned to the customer: on a second screen where there is one.

use std::sync::{Mutex, PoisonError};

use cobro_till::screen::{CommandError, SceneForm};
use serde::Serialize;
use tauri::{AppHandle, Manager, Monitor, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tauri_specta::Event;
use tempfile::TempDir;

use crate::{MAIN_WINDOW, app::App};

/// The window's label. Its capability file names it.
pub(crate) const DISPLAY_WINDOW: &str = "display";

/// Its page.
const PAGE: &str = "display.html";

/// Its size where it has no screen to fill.
const SIZE: (f64, f64) = (1024.0, 640.0);

/// What the customer sees may be out of date.
#[derive(Clone, Debug, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct DisplayChanged;

/// What is shown to the customer.
#[derive(Default)]
pub(crate) struct CustomerDisplay(Mutex<Shown>);

#[derive(Default)]
struct Shown {
    scene: SceneForm,
    /// The folder that the window says its data goes to.
    folder: Option<TempDir>,
}

impl CustomerDisplay {
    fn shown(&self) -> std::sync::MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it shows.
    pub(crate) fn scene(&self) -> SceneForm {
        self.shown().scene.clone()
    }
}

fn internal(error: &dyn std::error::Error) -> CommandError {
    CommandError::Internal { detail: error.to_string() }
}

/// Shows something else to the customer.
pub(crate) fn show(handle: &AppHandle, scene: SceneForm) {
    handle.state::<CustomerDisplay>().shown().scene = scene;
    refresh(handle);
}

/// Has the window look again, where there is one.
pub(crate) fn refresh(handle: &AppHandle) {
    if handle.get_webview_window(DISPLAY_WINDOW).is_none() {
        return;
    }
    if let Err(error) = DisplayChanged.emit_to(handle, DISPLAY_WINDOW) {
        tracing::warn!(%error, "the customer's screen could not be told");
    }
}

/// Opens the window, or closes it, as the shop decided.
pub(crate) fn follow(handle: &AppHandle) -> Result<(), CommandError> {
    let wanted = handle.state::<App>().till().is_some_and(|till| till.has_customer_display());
    match (wanted, handle.get_webview_window(DISPLAY_WINDOW)) {
        (true, None) => open(handle),
        (false, Some(window)) => window.close().map_err(|error| internal(&error)),
        (true, Some(_)) | (false, None) => Ok(()),
    }
}

fn open(handle: &AppHandle) -> Result<(), CommandError> {
    // The toolkit serves the pages to one window of a folder; this one keeps nothing in its own.
    let folder = tempfile::tempdir().map_err(|error| internal(&error))?;
    let shop = handle.state::<App>().open_till()?.display_view(SceneForm::Welcome)?.shop;
    let main = handle.get_webview_window(MAIN_WINDOW);
    let second = main.as_ref().and_then(second_screen);
    let mut builder =
        WebviewWindowBuilder::new(handle, DISPLAY_WINDOW, WebviewUrl::App(PAGE.into()))
            .title(shop)
            .inner_size(SIZE.0, SIZE.1)
            .focused(false)
            .data_directory(folder.path().to_owned())
            .incognito(true);
    if let Some(screen) = &second {
        let corner = screen.position().to_logical::<f64>(screen.scale_factor());
        builder = builder.position(corner.x, corner.y).decorations(false);
    }
    let window = builder.build().map_err(|error| internal(&error))?;
    if second.is_some()
        && let Err(error) = window.set_fullscreen(true)
    {
        tracing::warn!(%error, "the customer's screen could not be filled");
    }
    handle.state::<CustomerDisplay>().shown().folder = Some(folder);
    let owner = handle.clone();
    window.on_window_event(move |event| {
        if matches!(event, tauri::WindowEvent::Destroyed) {
            owner.state::<CustomerDisplay>().shown().folder = None;
        }
    });
    // The clerk's keys and scans stay in the clerk's window.
    main.map_or(Ok(()), |main| main.set_focus()).map_err(|error| internal(&error))
}

/// A screen on which the clerk's window is not.
fn second_screen(main: &WebviewWindow) -> Option<Monitor> {
    let own = main.current_monitor().ok().flatten()?;
    let screens = main.available_monitors().ok()?;
    screens.into_iter().find(|screen| screen.position() != own.position())
}
