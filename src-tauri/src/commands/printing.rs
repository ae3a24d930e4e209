//! Printers, and the papers that wait for them.

use cobro_domain::ids::PrintJobId;
use cobro_till::{
    Till,
    screen::{FoundPrinter, PaperPage, PrintersForm, TrayWord},
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// Which printers there are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn printers(app: State<'_, App>) -> Answer<PrintersForm> {
    on_till(&app, Till::printers_view).await
}

/// Saves which printers there are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_printers(app: State<'_, App>, form: PrintersForm) -> Answer<PrintersForm> {
    on_till(&app, move |till| till.save_printers_form(form)).await
}

/// The printers that this machine knows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn found_printers(app: State<'_, App>) -> Answer<Vec<FoundPrinter>> {
    on_till(&app, Till::found_printer_views).await
}

/// Queues a test.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_printer(app: State<'_, App>, tray: TrayWord) -> Answer<()> {
    on_till(&app, move |till| Ok(till.test_printer(tray.into())?)).await
}

/// A page of the queue, the newest first, before the paper `before`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn papers(app: State<'_, App>, before: Option<String>) -> Answer<PaperPage> {
    on_till(&app, move |till| till.paper_page(before.as_deref())).await
}

/// Prints a paper again, or now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_paper(app: State<'_, App>, id: String) -> Answer<()> {
    let id = PrintJobId::parse(&id)?;
    on_till(&app, move |till| Ok(till.retry_paper(id)?)).await
}

/// Takes a paper out of the queue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_paper(app: State<'_, App>, id: String) -> Answer<()> {
    let id = PrintJobId::parse(&id)?;
    on_till(&app, move |till| Ok(till.drop_paper(id)?)).await
}
