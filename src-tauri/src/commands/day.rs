//! The day: shifts, the drawer and their reports.

use cobro_till::screen::{
    Amount, CashMoveForm, CountForm, CountedView, DayView, PrintView, ReportFileWord, ReportView,
    ShiftPage,
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// The open shift, and what was sold on the last days.
#[tauri::command]
#[specta::specta]
pub(crate) async fn day(app: State<'_, App>) -> Answer<DayView> {
    on_till(&app, cobro_till::Till::day_view).await
}

/// Shifts that ended, a page of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shifts(app: State<'_, App>, before: Option<String>) -> Answer<ShiftPage> {
    on_till(&app, move |till| till.shift_page(before.as_deref())).await
}

/// The report of a shift that ended.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shift_report(app: State<'_, App>, shift: String) -> Answer<ReportView> {
    on_till(&app, move |till| till.shift_report_view(&shift)).await
}

/// What a count that is being typed comes to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_preview(app: State<'_, App>, form: CountForm) -> Answer<Amount> {
    on_till(&app, move |till| till.count_preview(&form)).await
}

/// Opens a shift with what was counted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_shift(app: State<'_, App>, form: CountForm) -> Answer<()> {
    on_till(&app, move |till| till.begin_shift_form(&form)).await
}

/// Puts cash into the drawer or takes it out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_cash(app: State<'_, App>, form: CashMoveForm) -> Answer<()> {
    on_till(&app, move |till| till.move_cash_form(&form)).await
}

/// Books a count of the drawer; only then the window hears what should be there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_drawer(app: State<'_, App>, form: CountForm) -> Answer<CountedView> {
    on_till(&app, move |till| till.count_drawer_form(&form)).await
}

/// Notes that the drawer is opened without a sale.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_drawer(app: State<'_, App>) -> Answer<()> {
    on_till(&app, |till| Ok(till.open_drawer()?)).await
}

/// Ends the shift.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_shift(
    app: State<'_, App>,
    kept: String,
    reason: String,
) -> Answer<ReportView> {
    on_till(&app, move |till| till.end_shift_form(&kept, &reason)).await
}

/// Writes a report: of a shift that ended, or of the open one when none is named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_shift_report(
    app: State<'_, App>,
    shift: Option<String>,
    file: ReportFileWord,
) -> Answer<PrintView> {
    on_till(&app, move |till| till.write_report_view(shift.as_deref(), file)).await
}

/// Saves when cash is taken, and which difference needs no reason.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_shift_rules(
    app: State<'_, App>,
    required: bool,
    allowed: String,
) -> Answer<()> {
    on_till(&app, move |till| till.save_shift_rules(required, &allowed)).await
}
