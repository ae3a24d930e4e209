//! The catalogue: listing, making and changing products.

use cobro_domain::ids::PriceListId;
use cobro_till::screen::{
    PriceListView, ProductChoices, ProductFormView, ProductPage, ProductRow, ShelfWord,
};
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

/// Every list of prices, retired ones too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn price_lists(app: State<'_, App>) -> Answer<Vec<PriceListView>> {
    on_till(&app, cobro_till::Till::price_list_views).await
}

/// Makes a list of prices, or gives one another name; answers with all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_price_list(
    app: State<'_, App>,
    id: Option<String>,
    name: String,
) -> Answer<Vec<PriceListView>> {
    let id = id.as_deref().map(PriceListId::parse).transpose()?;
    on_till(&app, move |till| {
        till.save_price_list(id, &name)?;
        till.price_list_views()
    })
    .await
}

/// Takes a list of prices out of use, or back into it; answers with all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_price_list(
    app: State<'_, App>,
    id: String,
    active: bool,
) -> Answer<Vec<PriceListView>> {
    let id = PriceListId::parse(&id)?;
    on_till(&app, move |till| {
        till.set_price_list_active(id, active)?;
        till.price_list_views()
    })
    .await
}

/// A picture by its hash; nothing when it is not there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_picture(app: State<'_, App>, hash: String) -> Answer<Option<String>> {
    on_till(&app, move |till| till.picture_url(&hash)).await
}
