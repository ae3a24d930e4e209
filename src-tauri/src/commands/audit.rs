//! Who did what, and whether the chain of it is whole.

use std::sync::Arc;

use cobro_till::{
    Till,
    screen::{AuditChoices, AuditExported, AuditForm, AuditPage, ChainView},
};
use tauri::State;

use super::{Answer, on_till};
use crate::{app::App, chain::ChainProgress};

/// What the audit can be filtered by.
#[tauri::command]
#[specta::specta]
pub(crate) async fn audit_choices(app: State<'_, App>) -> Answer<AuditChoices> {
    on_till(&app, Till::audit_choices).await
}

/// Facts that pass a filter, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn audit(
    app: State<'_, App>,
    form: AuditForm,
    after: Option<String>,
) -> Answer<AuditPage> {
    on_till(&app, move |till| till.audit_page(&form, after.as_deref())).await
}

/// Writes what passes a filter as a file for spreadsheets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_audit(app: State<'_, App>, form: AuditForm) -> Answer<AuditExported> {
    on_till(&app, move |till| till.export_audit_view(&form)).await
}

/// Walks the chain beside the counter; nothing when it was broken off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_chain(app: State<'_, App>) -> Answer<Option<ChainView>> {
    let walk = Arc::clone(&app.chain);
    walk.begin();
    on_till(&app, move |till| till.verify_chain_view(|progress| walk.note(progress))).await
}

/// How far the walk is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn chain_progress(app: State<'_, App>) -> Answer<ChainProgress> {
    Ok(app.chain.progress())
}

/// Breaks the walk off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_chain(app: State<'_, App>) -> Answer<()> {
    app.chain.cancel();
    Ok(())
}
