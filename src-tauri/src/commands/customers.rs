//! Customers: finding, changing, joining and forgetting them, and what moved on their accounts.

use cobro_domain::ids::CustomerId;
use cobro_till::screen::{
    CustomerFormView, CustomerPage, CustomerView, HistoryPage, OnAccountView, TicketView,
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// The customers that what was typed fits, or a page of all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customers(
    app: State<'_, App>,
    search: String,
    after: Option<String>,
) -> Answer<CustomerPage> {
    on_till(&app, move |till| till.customer_list(&search, after.as_deref())).await
}

/// A customer, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer(app: State<'_, App>, id: String) -> Answer<CustomerView> {
    on_till(&app, move |till| till.customer_view(&id)).await
}

/// Has the provider forget a card that it keeps for a customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_kept_card(
    app: State<'_, App>,
    customer: String,
    place: u32,
) -> Answer<CustomerView> {
    on_till(&app, move |till| till.forget_kept_card(&customer, place)).await
}

/// A page of what moved on a customer's account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_history(
    app: State<'_, App>,
    id: String,
    after: Option<String>,
) -> Answer<HistoryPage> {
    on_till(&app, move |till| till.customer_history_page(&id, after.as_deref())).await
}

/// Makes or changes a customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_customer(
    app: State<'_, App>,
    form: CustomerFormView,
) -> Answer<CustomerView> {
    on_till(&app, move |till| till.save_customer_form(form)).await
}

/// Whether a tax number, as it is typed so far, is doubtful.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_rfc(app: State<'_, App>, typed: String) -> Answer<bool> {
    on_till(&app, move |till| till.is_rfc_doubtful(&typed)).await
}

/// Joins two rows of one customer into the one that is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge_customers(
    app: State<'_, App>,
    gone: String,
    kept: String,
) -> Answer<CustomerView> {
    on_till(&app, move |till| till.merge_customers_view(&gone, &kept)).await
}

/// Forgets a person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn erase_customer(app: State<'_, App>, id: String) -> Answer<()> {
    let id = CustomerId::parse(&id)?;
    on_till(&app, move |till| Ok(till.erase_customer(id)?)).await
}

/// Names a customer whom the shop knows on the ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_customer(app: State<'_, App>, id: String) -> Answer<TicketView> {
    let id = CustomerId::parse(&id)?;
    on_till(&app, move |till| till.ticket_view(&till.pick_customer(id)?)).await
}

/// Sells the ticket on the screen to its customer, who pays later.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sell_on_account(app: State<'_, App>) -> Answer<OnAccountView> {
    on_till(&app, cobro_till::Till::sell_on_account_view).await
}
