//! What happens to a customer's account beside the counter: money typed by hand, credit that is
//! used, taxes that are withheld, money given back, and two rows that are one customer.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, MerchantAccountId, PaymentId, RefundId},
    method::Method,
    money::Currency,
    time::Timestamp,
    withholding::{WithheldTax, WithholdingRate},
};
use serde::{Deserialize, Serialize};

use super::Posted;

/// What of an amount settles one invoice.
pub type Allocated = (InvoiceId, i64);

/// Two rows were of one customer. Everything open moves to the one that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersMerged {
    /// The row that goes; its id leads to the other from now on.
    pub gone: CustomerId,
    /// The row that is kept.
    pub kept: CustomerId,
    /// The currency of the entry.
    pub currency: Currency,
    /// The entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<Posted>,
}

/// A customer's row was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerErased {
    /// The customer.
    pub customer: CustomerId,
}

/// Money that came to the shop's bank, as a person typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentEntered {
    /// The payment.
    pub payment: PaymentId,
    /// Who paid.
    pub customer: CustomerId,
    /// `transfer`, `deposit` or `cheque`.
    pub method: Method,
    /// When it came.
    pub received_at: Timestamp,
    /// What the bank or the paper calls it, as a person typed it.
    pub reference: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What came.
    pub amount: i64,
    /// The invoices that it settles; the rest is the customer's credit.
    pub allocations: Vec<Allocated>,
    /// The rest.
    #[serde(default, skip_serializing_if = "super::brief::is_zero")]
    pub credit: i64,
    /// The entry; it has one posting for each allocation, in their order.
    pub postings: Vec<Posted>,
}

/// Credit that a customer had now settles invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditApplied {
    /// The customer.
    pub customer: CustomerId,
    /// The currency of every amount here.
    pub currency: Currency,
    /// How much of the credit.
    pub amount: i64,
    /// The invoices that it settles.
    pub allocations: Vec<Allocated>,
    /// The entry; it has one posting for each allocation, in their order.
    pub postings: Vec<Posted>,
}

/// One tax that was withheld.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// The tax.
    pub tax: WithheldTax,
    /// Its rate; nothing when the amount was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<WithholdingRate>,
    /// How much.
    pub amount: i64,
}

/// A customer pays taxes of an invoice in the shop's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxWithheld {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account that allows it.
    pub account: MerchantAccountId,
    /// The currency of every amount here.
    pub currency: Currency,
    /// Each tax.
    pub taxes: Vec<Withheld>,
    /// All of them.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// Money that a person gave back, outside any provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEntered {
    /// The refund.
    pub refund: RefundId,
    /// The payment it is of.
    pub payment: PaymentId,
    /// The invoice that it is taken off; nothing when only credit goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceId>,
    /// How it was given back: `cash`, `transfer` and so on.
    pub method: Method,
    /// What the bank or a person calls it.
    pub reference: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What went back.
    pub amount: i64,
    /// What of it was the customer's credit; the rest is owed again.
    #[serde(default, skip_serializing_if = "super::brief::is_zero")]
    pub credit: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}
