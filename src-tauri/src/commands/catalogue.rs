//! The catalogue: listing, making and changing products.

use cobro_till::screen::{ProductChoices, ProductFormView, ProductPage, ProductRow, ShelfWord};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// One page of a shelf, or of what a search finds there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_list(
    app: State<'_, App>,
    shelf: ShelfWord,
    search: String,
    after: Option<String>,
) -> Answer<ProductPage> {
    on_till(&app, move |till| till.product_list(shelf, &search, after.as_deref())).await
}

/// A product as it is edited.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_form(app: State<'_, App>, id: String) -> Answer<ProductFormView> {
    on_till(&app, move |till| till.product_form(&id)).await
}

/// What can be chosen for a product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_choices(app: State<'_, App>) -> Answer<ProductChoices> {
    on_till(&app, cobro_till::Till::product_choices).await
}

/// Makes or changes a product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_product(app: State<'_, App>, form: ProductFormView) -> Answer<ProductRow> {
    on_till(&app, move |till| till.save_product_form(form)).await
}

/// Takes a product out of what is sold, or back into it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_product(
    app: State<'_, App>,
    id: String,
    active: bool,
) -> Answer<ProductRow> {
    on_till(&app, move |till| till.switch_product(&id, active)).await
}
