//! Starting, the bar at the top, language and theme.

use cobro_till::{
    Till,
    mode::Mode,
    screen::{LanguageTag, StartView, StatusView, ThemeWord},
};
use tauri::{AppHandle, Manager, State};

use super::{Answer, CommandError, on_till};
use crate::{Launch, app::App, customer_display};

/// Opens the books on a thread where that may take its time.
async fn open(handle: AppHandle, mode: Mode, language: Option<LanguageTag>) -> Answer<StartView> {
    let work = move || {
        let till = handle.state::<App>().open(mode)?;
        if let Some(language) = language {
            till.set_language(language.into())?;
        }
        if let Err(error) = customer_display::follow(&handle) {
            tracing::warn!(?error, "the customer's screen could not be opened");
        }
        till.start_view()
    };
    let ran = tauri::async_runtime::spawn_blocking(work).await;
    ran.map_err(|error| CommandError::Internal { detail: error.to_string() })?
}

/// What the window needs to begin; opens the books that were open last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start(
    handle: AppHandle,
    app: State<'_, App>,
    launch: State<'_, Launch>,
) -> Answer<StartView> {
    if app.till().is_some() {
        return on_till(&app, |till| till.start_view()).await;
    }
    match app.books_to_open(&launch) {
        Some(mode) => open(handle, mode, None).await,
        None => Ok(StartView::first_run()),
    }
}

/// Opens the training shop, ready to sell.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_training(handle: AppHandle, language: LanguageTag) -> Answer<StartView> {
    open(handle, Mode::Training, Some(language)).await
}

/// Opens the shop's real books.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_real(handle: AppHandle, language: LanguageTag) -> Answer<StartView> {
    open(handle, Mode::Real, Some(language)).await
}

/// The bar at the top.
#[tauri::command]
#[specta::specta]
pub(crate) async fn status(app: State<'_, App>) -> Answer<StatusView> {
    on_till(&app, Till::status_view).await
}

/// Chooses the language of screen and paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_language(app: State<'_, App>, language: LanguageTag) -> Answer<StartView> {
    on_till(&app, move |till| {
        till.set_language(language.into())?;
        till.start_view()
    })
    .await
}

/// Chooses how the screen looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_theme(app: State<'_, App>, theme: ThemeWord) -> Answer<StartView> {
    on_till(&app, move |till| {
        till.set_theme(theme.into())?;
        till.start_view()
    })
    .await
}
