//! Money that goes back through the provider.

use cobro_domain::ids::InvoiceId;
use cobro_till::screen::{CardRefundForm, CardRefundView, InvoiceView, RefundSplitView};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// The payments of an invoice of which something can go back to a card.
#[tauri::command]
#[specta::specta]
pub(crate) async fn card_refunds(
    app: State<'_, App>,
    invoice: String,
) -> Answer<Vec<CardRefundView>> {
    on_till(&app, move |till| till.card_refunds(&invoice)).await
}

/// How an amount that is being typed would go back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_split(
    app: State<'_, App>,
    charge: String,
    amount: String,
) -> Answer<RefundSplitView> {
    on_till(&app, move |till| till.refund_split_view(&charge, &amount)).await
}

/// Asks the provider to give money back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refund_to_card(
    app: State<'_, App>,
    invoice: String,
    form: CardRefundForm,
) -> Answer<InvoiceView> {
    let id = InvoiceId::parse(&invoice)?;
    on_till(&app, move |till| {
        till.card_refund_form(&form)?;
        till.invoice_view(id)
    })
    .await
}
