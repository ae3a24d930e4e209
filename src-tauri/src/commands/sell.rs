//! The ticket on the screen.

use cobro_domain::ids::{PriceListId, ProductId};
use cobro_till::{
    Till,
    screen::{HeldTicketView, ProductView, ScanView, TicketView},
    typed::{Scanned, TypedError, TypedTicket},
};
use tauri::State;

use super::{Answer, CommandError, on_till};
use crate::app::App;

/// Changes the ticket and shows it.
async fn ticket_after(
    app: &State<'_, App>,
    change: impl FnOnce(&Till) -> Result<TypedTicket, TypedError> + Send + 'static,
) -> Answer<TicketView> {
    on_till(app, move |till| {
        let typed = change(till)?;
        till.ticket_view(&typed)
    })
    .await
}

fn place(line: u32) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// The categories that have something to sell.
#[tauri::command]
#[specta::specta]
pub(crate) async fn categories(app: State<'_, App>) -> Answer<Vec<String>> {
    on_till(&app, |till| Ok(till.categories()?)).await
}

/// Products by what was typed, by category, or the favourites, at the prices of a list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_products(
    app: State<'_, App>,
    text: String,
    category: Option<String>,
    list: Option<String>,
) -> Answer<Vec<ProductView>> {
    let list = list.as_deref().map(PriceListId::parse).transpose()?;
    on_till(&app, move |till| {
        let found = till.search_products(&text, category.as_deref())?;
        Ok(found.into_iter().map(|product| till.product_view(product, list)).collect())
    })
    .await
}

/// The ticket on the screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ticket(app: State<'_, App>) -> Answer<TicketView> {
    ticket_after(&app, Till::typed).await
}

/// Adds a product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_product(
    app: State<'_, App>,
    product: String,
    quantity: String,
) -> Answer<TicketView> {
    let product = ProductId::parse(&product)?;
    ticket_after(&app, move |till| till.add_product(product, &quantity)).await
}

/// Adds the one product that carries a code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn scan(app: State<'_, App>, code: String) -> Answer<ScanView> {
    on_till(&app, move |till| {
        let (typed, scanned) = till.scan(&code)?;
        Ok(ScanView { ticket: till.ticket_view(&typed)?, found: scanned == Scanned::Added })
    })
    .await
}

/// Adds a line with a typed amount.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_amount(
    app: State<'_, App>,
    name: String,
    amount: String,
) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.add_amount(&name, &amount)).await
}

/// Changes how many of a line are sold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_quantity(
    app: State<'_, App>,
    line: u32,
    quantity: String,
) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.set_quantity(place(line), &quantity)).await
}

/// Gives a discount on a line or on the whole ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_discount(
    app: State<'_, App>,
    line: Option<u32>,
    discount: String,
) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.set_discount(line.map(place), &discount)).await
}

/// Sells a line at another price.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_price(app: State<'_, App>, line: u32, price: String) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.set_price(place(line), &price)).await
}

/// Says something of a line or of the whole ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_note(
    app: State<'_, App>,
    line: Option<u32>,
    note: String,
) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.set_note(line.map(place), &note)).await
}

/// Takes a line off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_line(app: State<'_, App>, line: u32) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.remove_line(place(line))).await
}

/// Takes the latest change back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo(app: State<'_, App>) -> Answer<TicketView> {
    ticket_after(&app, Till::undo).await
}

/// Empties the ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clear_ticket(app: State<'_, App>) -> Answer<TicketView> {
    ticket_after(&app, Till::clear_ticket).await
}

/// Names the customer; empty for a walk-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_customer(app: State<'_, App>, name: String) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.set_customer(&name)).await
}

/// Puts the ticket on hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hold_ticket(app: State<'_, App>, label: String) -> Answer<TicketView> {
    ticket_after(&app, move |till| till.hold_ticket(&label)).await
}

/// The tickets on hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn held_tickets(app: State<'_, App>) -> Answer<Vec<HeldTicketView>> {
    on_till(&app, |till| {
        let held = till.held_tickets()?;
        held.into_iter().map(|held| till.held_view(held)).collect()
    })
    .await
}

/// Brings a ticket back from hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recall_ticket(app: State<'_, App>, id: String) -> Answer<TicketView> {
    let id = uuid::Uuid::parse_str(&id).map_err(|_| CommandError::NotFound)?;
    ticket_after(&app, move |till| till.recall_ticket(id)).await
}

/// Sells the ticket at the prices of a list, or at the ordinary ones, whatever the customer has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_price_list(
    app: State<'_, App>,
    list: Option<String>,
) -> Answer<TicketView> {
    let list = list.as_deref().map(PriceListId::parse).transpose()?;
    ticket_after(&app, move |till| till.choose_list(list)).await
}
