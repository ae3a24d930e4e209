//! Quotes.

use cobro_till::{
    Till,
    screen::{
        Paper, PricesWord, PrintView, QuoteDaysView, QuoteFilter, QuotePage, QuoteView, TicketView,
    },
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// How long a quote would be valid.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote_days(app: State<'_, App>, days: String) -> Answer<QuoteDaysView> {
    on_till(&app, move |till| till.quote_days_view(&days)).await
}

/// Makes a quote of the ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn issue_quote(app: State<'_, App>, days: String) -> Answer<QuoteView> {
    on_till(&app, move |till| till.issue_quote_typed(&days)).await
}

/// One page of quotes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quotes(
    app: State<'_, App>,
    filter: QuoteFilter,
    search: String,
    after: Option<String>,
) -> Answer<QuotePage> {
    on_till(&app, move |till| till.quote_page(filter, &search, after.as_deref())).await
}

/// A quote, by its id or its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote(app: State<'_, App>, wanted: String) -> Answer<QuoteView> {
    on_till(&app, move |till| till.quote_view_of(&wanted)).await
}

/// Puts a quote on the ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sell_quote(
    app: State<'_, App>,
    id: String,
    prices: PricesWord,
) -> Answer<TicketView> {
    on_till(&app, move |till| till.sell_quote_view(&id, prices)).await
}

/// Takes a quote back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn withdraw_quote(
    app: State<'_, App>,
    id: String,
    reason: String,
) -> Answer<QuoteView> {
    on_till(&app, move |till| till.withdraw_quote_view(&id, &reason)).await
}

/// Makes the paper of a quote as a PDF.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_quote(
    app: State<'_, App>,
    id: String,
    paper: Paper,
) -> Answer<PrintView> {
    on_till(&app, move |till| Ok(till.print_quote(Till::quote_id(&id)?, paper.into())?.into()))
        .await
}
