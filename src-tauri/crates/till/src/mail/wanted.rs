//! Mails that follow from what happens: queued in the same transaction, so that none is lost
//! and none is queued twice. They are written later, away from the counter.

use cobro_domain::ids::{ChargeId, CustomerId, InvoiceId, MerchantAccountId, PaymentId};
use cobro_ledger::{
    Booking, LedgerError,
    views::{charges, company, invoices},
    working::{contacts, customers, outbox::MailKind, preferences},
};

use super::{
    outbox::{Order, queue},
    settings,
};

/// Money came for an invoice: its customer is sent a receipt, if the shop wants that and knows
/// where to. `fact` is the place of the fact that tells of it.
pub(crate) fn payment_came(
    booking: &mut Booking<'_, '_>,
    payment: PaymentId,
    invoice: InvoiceId,
    fact: i64,
) -> Result<(), LedgerError> {
    let Some(invoice) = invoices::read(booking.conn(), invoice)? else {
        return Ok(());
    };
    let Some(customer) = invoice.customer else {
        return Ok(());
    };
    receipt(booking, payment, customer, fact)
}

/// As [`payment_came`], for money that a person has entered.
pub(crate) fn receipt(
    booking: &mut Booking<'_, '_>,
    payment: PaymentId,
    customer: CustomerId,
    fact: i64,
) -> Result<(), LedgerError> {
    let settings = settings::read(booking.conn())?.filter(|settings| settings.receipts);
    let Some(settings) = settings else {
        return Ok(());
    };
    let known = customers::read(booking.conn(), customer)?;
    let Some(to) = known.and_then(|known| known.person.emails.first().cloned()) else {
        return Ok(());
    };
    let order = Order {
        kind: MailKind::Receipt,
        about: Some(payment.0),
        customer: Some(customer),
        fact: Some(fact),
        to: &to,
    };
    queue(booking, &settings, &order).map(|_| ())
}

/// A voucher was issued: whoever waits for it elsewhere is sent it. Without mail the clerk
/// tells them, as the screen says.
pub(crate) fn voucher_issued(
    booking: &mut Booking<'_, '_>,
    charge: ChargeId,
) -> Result<(), LedgerError> {
    let Some(settings) = settings::read(booking.conn())? else {
        return Ok(());
    };
    let contact = contacts::read(booking.conn(), charge)?;
    let Some(to) = contact.and_then(|contact| contact.email) else {
        return Ok(());
    };
    let known = charges::read(booking.conn(), charge)?;
    let invoice = known.map(|charge| invoices::at(booking.conn(), charge.invoice)).transpose()?;
    let order = Order {
        kind: MailKind::Voucher,
        about: Some(charge.0),
        customer: invoice.and_then(|invoice| invoice.customer),
        fact: None,
        to: &to,
    };
    queue(booking, &settings, &order).map(|_| ())
}

/// A merchant account answered for the first time: the shop is told, where its company says
/// that it is written to, or else where its mail comes from. Whether it was told.
pub(crate) fn merchant_connected(
    booking: &mut Booking<'_, '_>,
    account: MerchantAccountId,
) -> Result<bool, LedgerError> {
    let noted = format!("mail-connected {account}");
    let Some(settings) = settings::read(booking.conn())? else {
        return Ok(false);
    };
    if preferences::read(booking.conn(), &noted)?.is_some() {
        return Ok(false);
    }
    let company = company::read(booking.conn())?.map(|company| company.email);
    let to = company.filter(|email| !email.is_empty());
    let to = to.unwrap_or_else(|| settings.address.clone());
    let (kind, about) = (MailKind::Merchant, Some(account.0));
    let order = Order { kind, about, customer: None, fact: None, to: &to };
    queue(booking, &settings, &order)?;
    preferences::put(booking.conn(), &noted, "yes")?;
    Ok(true)
}
