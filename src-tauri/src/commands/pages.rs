//! The provider's page: offered, shown, and written as files.

use cobro_till::screen::{ChargeView, PageView, PrintView};
use tauri::State;

use super::{Answer, collect::overpaying, on_till};
use crate::app::App;

/// Issues the ticket on the screen, or takes an invoice, to be paid on the provider's page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn offer_page(
    app: State<'_, App>,
    account: String,
    invoice: Option<String>,
    even_if_it_overpays: bool,
) -> Answer<ChargeView> {
    let overpaying = overpaying(even_if_it_overpays);
    on_till(&app, move |till| till.offer_page_view(&account, invoice.as_deref(), overpaying)).await
}

/// Has an invoice of a statement paid on the provider's page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pay_page(app: State<'_, App>, invoice: String) -> Answer<ChargeView> {
    on_till(&app, move |till| till.pay_page_view(&invoice)).await
}

/// The way to the page of a charge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn page(app: State<'_, App>, charge: String) -> Answer<PageView> {
    on_till(&app, move |till| till.page_view(&charge)).await
}

/// Writes the page of a charge as a file that opens in a browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_page(app: State<'_, App>, charge: String) -> Answer<PrintView> {
    on_till(&app, move |till| till.write_page_view(&charge)).await
}

/// Writes the page for the shop's own web space that links of an account lead to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_pay_page(app: State<'_, App>, account: String) -> Answer<PrintView> {
    on_till(&app, move |till| till.write_pay_page_view(&account)).await
}
