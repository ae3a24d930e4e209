//! The shop, its merchant accounts, and where their secrets are.

use cobro_domain::ids::MerchantAccountId;
use cobro_till::{
    Till,
    screen::{
        self, CoinsView, CompanyFormView, CompanyView, ConnectionTest, MerchantAccountForm,
        MerchantAccountView, ProviderView, StartView,
    },
    secrets::StoreState,
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// The shop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn company(app: State<'_, App>) -> Answer<CompanyView> {
    on_till(&app, Till::company_view).await
}

/// Saves the shop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_company(
    app: State<'_, App>,
    form: CompanyFormView,
) -> Answer<CompanyView> {
    on_till(&app, move |till| till.save_company_form(form)).await
}

/// The providers that merchant accounts can be made for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers(app: State<'_, App>) -> Answer<Vec<ProviderView>> {
    on_till(&app, |_| Ok(screen::providers())).await
}

/// Every merchant account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merchant_accounts(app: State<'_, App>) -> Answer<Vec<MerchantAccountView>> {
    on_till(&app, Till::merchant_views).await
}

/// Saves a merchant account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_merchant_account(
    app: State<'_, App>,
    form: MerchantAccountForm,
) -> Answer<MerchantAccountView> {
    on_till(&app, move |till| till.save_merchant_form(form)).await
}

/// Asks the provider whether the account works, and which methods it has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_merchant_account(
    app: State<'_, App>,
    id: String,
) -> Answer<ConnectionTest> {
    let id = MerchantAccountId::parse(&id)?;
    on_till(&app, move |till| Ok(till.test_merchant(id)?.into())).await
}

/// Where the secrets are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_store(app: State<'_, App>) -> Answer<StoreState> {
    on_till(&app, |till| Ok(till.secret_store())).await
}

/// Opens the vault, or makes it with a first passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_vault(app: State<'_, App>, passphrase: String) -> Answer<StoreState> {
    on_till(&app, move |till| till.unlock_vault(&passphrase)).await
}

/// How cash is rounded.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cash_coins(app: State<'_, App>) -> Answer<CoinsView> {
    on_till(&app, |till| Ok(till.coins_view())).await
}

/// Says how wide the paper of the receipt printer is, in millimetres.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_roll_width(app: State<'_, App>, mm: u32) -> Answer<StartView> {
    on_till(&app, move |till| till.choose_roll(mm)).await
}

/// Chooses the smallest coin, by its minor units.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_coins(app: State<'_, App>, smallest: String) -> Answer<CoinsView> {
    on_till(&app, move |till| till.choose_coins(&smallest)).await
}

/// Decides whether the shop takes tips.
#[tauri::command]
#[specta::specta]
pub(crate) async fn let_tips(app: State<'_, App>, taken: bool) -> Answer<CoinsView> {
    on_till(&app, move |till| till.let_tips(taken)).await
}
