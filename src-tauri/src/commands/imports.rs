//! Lists of products in files: taken over, and written.

use cobro_till::screen::{ExportFileWord, ImportPlan, ImportPreview, PrintView};
use tauri::{AppHandle, State};

use super::{Answer, on_till};
use crate::{app::App, imports::ImportDesk};

/// Takes a part of the file that is to be imported, in base64; `first` begins another file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_import_part(
    desk: State<'_, ImportDesk>,
    name: String,
    first: bool,
    part: String,
) -> Answer<()> {
    desk.keep(&name, first, &part)
}

/// The beginning of that file, and what its columns seem to mean.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_import(
    app: State<'_, App>,
    desk: State<'_, ImportDesk>,
) -> Answer<ImportPreview> {
    let path = desk.path()?;
    on_till(&app, move |till| till.preview_import_file(&path)).await
}

/// What importing it would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_import(
    handle: AppHandle,
    app: State<'_, App>,
    desk: State<'_, ImportDesk>,
    columns: Vec<Option<String>>,
) -> Answer<ImportPlan> {
    let (path, mut telling) = (desk.path()?, desk.begin(handle));
    on_till(&app, move |till| till.check_import_file(&path, &columns, &mut |at| telling.step(at)))
        .await
}

/// Imports all of it, or nothing when a row does not fit; answers when that is done.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_products(
    handle: AppHandle,
    app: State<'_, App>,
    desk: State<'_, ImportDesk>,
    columns: Vec<Option<String>>,
) -> Answer<ImportPlan> {
    let (path, mut telling) = (desk.path()?, desk.begin(handle));
    on_till(&app, move |till| till.import_file(&path, &columns, &mut |at| telling.step(at))).await
}

/// Breaks off the check or the import that is under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_import(desk: State<'_, ImportDesk>) -> Answer<()> {
    desk.cancel();
    Ok(())
}

/// Forgets the file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_import(desk: State<'_, ImportDesk>) -> Answer<()> {
    desk.forget();
    Ok(())
}

/// Writes every product to a file; says where it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_products(
    app: State<'_, App>,
    file: ExportFileWord,
) -> Answer<PrintView> {
    on_till(&app, move |till| till.export_file(file)).await
}
