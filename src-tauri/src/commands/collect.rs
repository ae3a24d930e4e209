//! Collecting: the charge sheet, cash, vouchers, and acting as the customer in training.

use std::sync::Arc;

use cobro_domain::{
    ids::{ChargeId, InvoiceId, MerchantAccountId},
    method::Method,
};
use cobro_till::{
    Till,
    collect::{Overpaying, Way},
    papers::PaperSize,
    screen::{
        CashPreview, ChargeSheetView, ChargeView, ContactForm, CustomerAction, Paper, PrintView,
        SaleView, StatusView, TenderForm, TipView, TippedCashForm,
    },
    sell::{self, Sale},
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

pub(super) const fn overpaying(accepted: bool) -> Overpaying {
    if accepted { Overpaying::Accepted } else { Overpaying::Ask }
}

fn way(method: &str, account: &str, contact: Option<ContactForm>) -> Answer<Way> {
    let account = MerchantAccountId::parse(account)?;
    Ok(Way { account, method: Method::stored(method), contact: contact.map(Into::into) })
}

const fn paper(print: bool) -> sell::Paper {
    if print { sell::Paper::Receipt } else { sell::Paper::None }
}

/// Shows a sale. Without a printer its receipt is made as a file, afterwards: the counter never
/// waits for paper.
fn sold(app: &State<'_, App>, sale: &Sale, print: bool) -> Answer<SaleView> {
    let till = app.open_till()?;
    let view = till.sale_view(sale);
    if print && !sale.queued {
        make_receipt(till, sale.invoice);
    }
    Ok(view)
}

/// Makes a receipt beside the counter.
fn make_receipt(till: Arc<Till>, invoice: InvoiceId) {
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = till.print_invoice(invoice, PaperSize::Roll) {
            tracing::warn!(%error, "a receipt could not be made; the sale stands");
        }
    });
}

/// The charge sheet for the ticket on the screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_sheet(app: State<'_, App>) -> Answer<ChargeSheetView> {
    on_till(&app, Till::charge_sheet).await
}

/// The charge sheet for an invoice that is still owed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn collect_sheet(app: State<'_, App>, invoice: String) -> Answer<ChargeSheetView> {
    let invoice = InvoiceId::parse(&invoice)?;
    on_till(&app, move |till| till.collect_sheet(invoice)).await
}

/// What handing over an amount would mean.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cash_preview(app: State<'_, App>, tendered: String) -> Answer<CashPreview> {
    on_till(&app, move |till| Ok(till.tendered_view(till.preview_cash(&tendered)?))).await
}

/// What handing over an amount for an invoice that is still owed would mean.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cash_preview_for(
    app: State<'_, App>,
    invoice: String,
    tendered: String,
) -> Answer<CashPreview> {
    let invoice = InvoiceId::parse(&invoice)?;
    on_till(&app, move |till| Ok(till.tendered_view(till.preview_cash_for(invoice, &tendered)?)))
        .await
}

/// Sells the ticket on the screen for cash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_cash(
    app: State<'_, App>,
    tendered: String,
    print: bool,
) -> Answer<SaleView> {
    let finish = move |till: &Till| Ok(till.finish_cash(&tendered, paper(print))?);
    let sale = on_till(&app, finish).await?;
    sold(&app, &sale, print)
}

/// A tip as it was typed, and what is asked for with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tip(
    app: State<'_, App>,
    invoice: Option<String>,
    tip: String,
) -> Answer<TipView> {
    on_till(&app, move |till| till.tip_view(invoice.as_deref(), &tip)).await
}

/// What handing over an amount would mean, the tip with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tipped_cash_preview(
    app: State<'_, App>,
    form: TippedCashForm,
) -> Answer<CashPreview> {
    on_till(&app, move |till| till.preview_tipped_cash(&form)).await
}

/// Takes cash and the tip in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_tipped_cash(
    app: State<'_, App>,
    form: TippedCashForm,
    print: bool,
) -> Answer<SaleView> {
    let sale = on_till(&app, move |till| till.take_tipped_cash(&form, paper(print))).await?;
    sold(&app, &sale, print)
}

/// Takes a part of what is owed at the counter, or all of it; the receipt is made when nothing
/// is left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_tender(
    app: State<'_, App>,
    form: TenderForm,
    print: bool,
) -> Answer<SaleView> {
    let finish = move |till: &Till| till.take_tender_form(&form, paper(print));
    let taken = on_till(&app, finish).await?;
    if print && taken.rest.is_zero() && !taken.queued {
        make_receipt(app.open_till()?, taken.invoice);
    }
    app.open_till()?.taken_view(&taken)
}

/// Takes cash for an invoice that is still owed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_cash_for(
    app: State<'_, App>,
    invoice: String,
    tendered: String,
    print: bool,
    even_if_it_overpays: bool,
) -> Answer<SaleView> {
    let invoice = InvoiceId::parse(&invoice)?;
    let overpaying = overpaying(even_if_it_overpays);
    let take = move |till: &Till| {
        Ok(till.finish_cash_for(invoice, &tendered, overpaying, paper(print))?)
    };
    let sale = on_till(&app, take).await?;
    sold(&app, &sale, print)
}

/// Issues the ticket on the screen and asks for a voucher.
#[tauri::command]
#[specta::specta]
pub(crate) async fn request_voucher(
    app: State<'_, App>,
    method: String,
    account: String,
    contact: Option<ContactForm>,
) -> Answer<ChargeView> {
    let way = way(&method, &account, contact)?;
    on_till(&app, move |till| {
        let charge = till.request_voucher(&way)?;
        till.charge_view(charge)
    })
    .await
}

/// Makes another attempt at an invoice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_again(
    app: State<'_, App>,
    invoice: String,
    method: String,
    account: String,
    contact: Option<ContactForm>,
    even_if_it_overpays: bool,
) -> Answer<ChargeView> {
    let invoice = InvoiceId::parse(&invoice)?;
    let way = way(&method, &account, contact)?;
    on_till(&app, move |till| {
        let charge = till.charge_again(invoice, &way, overpaying(even_if_it_overpays))?;
        till.charge_view(charge)
    })
    .await
}

/// A charge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge(app: State<'_, App>, id: String) -> Answer<ChargeView> {
    let id = ChargeId::parse(&id)?;
    on_till(&app, move |till| till.charge_view(id)).await
}

/// Asks the provider now, if it allows that.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_now(app: State<'_, App>, charge: String) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.check_now(id)?;
        till.charge_view(id)
    })
    .await
}

/// Lets a voucher that waited for a day be sent after all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_after_all(app: State<'_, App>, charge: String) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.send_after_all(id)?;
        till.charge_view(id)
    })
    .await
}

/// Gives a charge up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_charge(app: State<'_, App>, charge: String) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.cancel_charge(id)?;
        till.charge_view(id)
    })
    .await
}

/// Makes the voucher as a PDF.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_voucher(
    app: State<'_, App>,
    charge: String,
    paper: Paper,
) -> Answer<PrintView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| Ok(till.print_voucher(id, paper.into())?.into())).await
}

/// Acts as the customer of a training charge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn act_as_customer(
    app: State<'_, App>,
    charge: String,
    action: CustomerAction,
) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.act_as_customer(id, action.into())?;
        till.charge_view(id)
    })
    .await
}

/// Moves the clock of training forward.
#[tauri::command]
#[specta::specta]
pub(crate) async fn advance_clock(app: State<'_, App>, hours: u32) -> Answer<StatusView> {
    on_till(&app, move |till| {
        till.advance_clock(hours)?;
        till.status_view()
    })
    .await
}

/// Takes the simulated providers of training out of reach, or brings them back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cut_network(app: State<'_, App>, cut: bool) -> Answer<StatusView> {
    on_till(&app, move |till| {
        till.cut_network(cut)?;
        till.status_view()
    })
    .await
}
