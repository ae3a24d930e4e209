//! Invoices: list, detail, papers, credit notes.

use cobro_domain::ids::{CaseId, InvoiceId};
use cobro_till::{
    Till,
    screen::{
        InvoiceCounts, InvoiceFilter, InvoicePage, InvoiceView, Paper, PrintView, SettlementWord,
    },
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// One page of invoices.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invoices(
    app: State<'_, App>,
    filter: InvoiceFilter,
    search: String,
    after: Option<String>,
) -> Answer<InvoicePage> {
    on_till(&app, move |till| till.invoice_page(filter, &search, after.as_deref())).await
}

/// How many invoices each filter has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invoice_counts(app: State<'_, App>) -> Answer<InvoiceCounts> {
    on_till(&app, Till::invoice_counts).await
}

/// An invoice, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invoice(app: State<'_, App>, id: String) -> Answer<InvoiceView> {
    let id = InvoiceId::parse(&id)?;
    on_till(&app, move |till| till.invoice_view(id)).await
}

/// Makes the receipt, or the credit note, as a PDF.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_invoice(
    app: State<'_, App>,
    invoice: String,
    paper: Paper,
) -> Answer<PrintView> {
    let id = InvoiceId::parse(&invoice)?;
    on_till(&app, move |till| Ok(till.print_invoice(id, paper.into())?.into())).await
}

/// Takes an invoice back with a credit note.
#[tauri::command]
#[specta::specta]
pub(crate) async fn void_invoice(
    app: State<'_, App>,
    invoice: String,
    reason: String,
) -> Answer<InvoiceView> {
    let id = InvoiceId::parse(&invoice)?;
    on_till(&app, move |till| {
        till.void_invoice(id, &reason)?;
        till.invoice_view(id)
    })
    .await
}

/// Closes a case of an invoice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_case(
    app: State<'_, App>,
    invoice: String,
    matter: String,
    settled: SettlementWord,
    note: String,
) -> Answer<InvoiceView> {
    let (id, case) = (InvoiceId::parse(&invoice)?, CaseId::parse(&matter)?);
    on_till(&app, move |till| {
        till.close_case(case, settled.into(), &note)?;
        till.invoice_view(id)
    })
    .await
}
