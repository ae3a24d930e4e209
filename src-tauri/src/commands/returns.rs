//! Goods that come back.

use cobro_till::{
    Till,
    screen::{Paper, PrintView, ReturnForm, ReturnPreview, ReturnView, ReturnedView},
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// An invoice of which something may come back, by its id or its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn return_view(app: State<'_, App>, wanted: String) -> Answer<ReturnView> {
    on_till(&app, move |till| till.return_view(&wanted)).await
}

/// What a return that is being typed would come to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn return_preview(app: State<'_, App>, form: ReturnForm) -> Answer<ReturnPreview> {
    on_till(&app, move |till| till.return_preview(&form)).await
}

/// Takes goods back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn return_goods(app: State<'_, App>, form: ReturnForm) -> Answer<ReturnedView> {
    on_till(&app, move |till| till.return_form(&form)).await
}

/// Makes the credit note of a return as a PDF.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_return(
    app: State<'_, App>,
    credit_note: String,
    paper: Paper,
) -> Answer<PrintView> {
    on_till(&app, move |till| {
        let id = Till::credit_note_id(&credit_note)?;
        Ok(till.print_return(id, paper.into())?.into())
    })
    .await
}
