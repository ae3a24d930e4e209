//! Accounts of customers: statements, payments typed by hand, taxes withheld, money given back.

use cobro_till::screen::{
    Amount, HandRefundForm, HandRefundView, PaymentForm, PaymentPreview, PeriodView, PrintView,
    SettledView, StatementFile, StatementView, WithheldForm, WithholdingView,
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// The periods that are offered for statements.
#[tauri::command]
#[specta::specta]
pub(crate) async fn periods(app: State<'_, App>) -> Answer<Vec<PeriodView>> {
    on_till(&app, |till| Ok(till.periods())).await
}

/// A customer's account over whole days.
#[tauri::command]
#[specta::specta]
pub(crate) async fn statement(
    app: State<'_, App>,
    customer: String,
    first: String,
    last: String,
) -> Answer<StatementView> {
    on_till(&app, move |till| till.statement_view(&customer, &first, &last)).await
}

/// Writes a customer's statement as a file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_statement(
    app: State<'_, App>,
    customer: String,
    first: String,
    last: String,
    file: StatementFile,
) -> Answer<PrintView> {
    on_till(&app, move |till| till.write_statement_view(&customer, &first, &last, file)).await
}

/// Starts writing the statement of everybody with a balance, beside the counter.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_statements(
    app: State<'_, App>,
    first: String,
    last: String,
    file: StatementFile,
) -> Answer<()> {
    app.write_statements(&first, &last, file)
}

/// Breaks the statements of everybody off; those that are written stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_statements(app: State<'_, App>) -> Answer<()> {
    app.cancel_statements();
    Ok(())
}

/// What a payment would do, as it is typed so far.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_payment(
    app: State<'_, App>,
    form: PaymentForm,
) -> Answer<PaymentPreview> {
    on_till(&app, move |till| till.payment_preview(&form)).await
}

/// Books a payment that came to the bank, or uses credit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn enter_payment(app: State<'_, App>, form: PaymentForm) -> Answer<SettledView> {
    on_till(&app, move |till| till.enter_payment_form(&form)).await
}

/// What a customer may withhold from an invoice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn withholding(app: State<'_, App>, invoice: String) -> Answer<WithholdingView> {
    on_till(&app, move |till| till.withholding_view(&invoice)).await
}

/// Books the taxes that a customer withholds from an invoice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn declare_withholding(
    app: State<'_, App>,
    invoice: String,
    taxes: Vec<WithheldForm>,
) -> Answer<Amount> {
    on_till(&app, move |till| till.declare_withholding_form(&invoice, &taxes)).await
}

/// The payments of an invoice of which something can be given back by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_refunds(
    app: State<'_, App>,
    invoice: String,
) -> Answer<Vec<HandRefundView>> {
    on_till(&app, move |till| till.hand_refunds(&invoice)).await
}

/// Books money that a person gave back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_by_hand(app: State<'_, App>, form: HandRefundForm) -> Answer<()> {
    on_till(&app, move |till| till.refund_by_hand_form(&form)).await
}
