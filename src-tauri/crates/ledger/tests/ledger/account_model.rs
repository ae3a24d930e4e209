//! A simple model of customers' accounts, kept beside the books that the same steps make.

use cobro_domain::{
    ids::{ChargeId, CustomerId, InvoiceId, PaymentId, RefundId},
    method::Method,
    money::Currency,
    time::Timestamp,
    withholding::WithheldTax,
};
use cobro_ledger::fact::{
    CreditApplied, CustomersMerged, Fact, PaymentEntered, PaymentReceived, RefundEntered,
    TaxWithheld, Withheld,
};
use proptest::prelude::*;

use crate::{
    goods::{merchant, receivable},
    shop::Shop,
};

const MXN: Currency = Currency::Mxn;

/// How many customers there are.
pub(crate) const CUSTOMERS: usize = 3;

/// Something that happens, if it may; numbers pick among what there is. The customer after
/// the last is nobody by name.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Issue { customer: usize, total: i64 },
    Cash { invoice: usize, percent: i64 },
    Voucher { invoice: usize, percent: i64 },
    Enter { customer: usize, amount: i64, newest_first: bool },
    Use { customer: usize },
    Withhold { invoice: usize, percent: i64 },
    Refund { invoice: usize, percent: i64 },
    Void { invoice: usize },
    Return { invoice: usize, thousandths: i64, keep: bool },
    Merge { gone: usize, kept: usize },
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (pick, percent, customer) = (0_usize..64, 1_i64..=130, 0..CUSTOMERS);
    let step = prop_oneof![
        6 => (0..=CUSTOMERS, 1_i64..50_000).prop_map(|(customer, total)| Step::Issue { customer, total }),
        2 => (pick.clone(), percent.clone()).prop_map(|(invoice, percent)| Step::Cash { invoice, percent }),
        3 => (pick.clone(), percent.clone()).prop_map(|(invoice, percent)| Step::Voucher { invoice, percent }),
        3 => (customer.clone(), 1_i64..80_000, any::<bool>())
            .prop_map(|(customer, amount, newest_first)| Step::Enter { customer, amount, newest_first }),
        2 => customer.clone().prop_map(|customer| Step::Use { customer }),
        1 => (pick.clone(), 1_i64..20).prop_map(|(invoice, percent)| Step::Withhold { invoice, percent }),
        2 => (pick.clone(), percent).prop_map(|(invoice, percent)| Step::Refund { invoice, percent }),
        1 => pick.clone().prop_map(|invoice| Step::Void { invoice }),
        3 => (pick, prop_oneof![Just(1_000_i64), 1_i64..1_000], any::<bool>())
            .prop_map(|(invoice, thousandths, keep)| Step::Return { invoice, thousandths, keep }),
        1 => (customer.clone(), customer).prop_map(|(gone, kept)| Step::Merge { gone, kept }),
    ];
    prop::collection::vec(step, 1..60)
}

/// An invoice of the model.
#[derive(Clone, Debug)]
struct Told {
    id: InvoiceId,
    owner: Option<usize>,
    total: i64,
    /// What was sold, and how many thousandths of it did not come back.
    price: i64,
    left: i64,
    paid: i64,
    withheld: bool,
}

impl Told {
    fn due(&self) -> i64 {
        (self.total - self.paid).max(0)
    }
}

/// What each customer owed and had, invoice by invoice, at one moment.
pub(crate) type Page = Vec<(Vec<(InvoiceId, i64)>, i64)>;

pub(crate) struct History {
    pub(crate) shop: Shop,
    pub(crate) ids: Vec<CustomerId>,
    pub(crate) merged: Vec<bool>,
    pub(crate) credit: Vec<i64>,
    invoices: Vec<Told>,
    pub(crate) pages: Vec<(Timestamp, Page)>,
}

impl History {
    pub(crate) fn new() -> Self {
        let mut shop = Shop::new();
        shop.settle_in();
        let ids = (0..CUSTOMERS).map(|_| CustomerId::new(shop.now(), shop.next_id())).collect();
        let (merged, credit) = (vec![false; CUSTOMERS], vec![0; CUSTOMERS]);
        Self { shop, ids, merged, credit, invoices: Vec::new(), pages: Vec::new() }
    }

    pub(crate) fn take(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Issue { customer, total } => self.issue(*customer, *total)?,
            Step::Cash { invoice, percent } => self.cash(*invoice, *percent)?,
            Step::Voucher { invoice, percent } => self.voucher(*invoice, *percent)?,
            Step::Enter { customer, amount, newest_first } => {
                self.enter(*customer, *amount, *newest_first)?;
            }
            Step::Use { customer } => self.use_credit(*customer)?,
            Step::Withhold { invoice, percent } => self.withhold(*invoice, *percent)?,
            Step::Refund { invoice, percent } => self.refund(*invoice, *percent)?,
            Step::Void { invoice } => self.void(*invoice)?,
            Step::Return { invoice, thousandths, keep } => {
                self.give_back(*invoice, *thousandths, *keep)?;
            }
            Step::Merge { gone, kept } => self.merge(*gone, *kept)?,
        }
        let page = (0..CUSTOMERS).map(|n| (self.owed(n), self.credit[n])).collect();
        self.pages.push((self.shop.now(), page));
        Some(())
    }

    /// What a customer owes, invoice by invoice.
    pub(crate) fn owed(&self, customer: usize) -> Vec<(InvoiceId, i64)> {
        let own = self.invoices.iter().filter(|invoice| invoice.owner == Some(customer));
        own.filter(|told| told.due() > 0).map(|told| (told.id, told.due())).collect()
    }

    fn place(&self, pick: usize) -> Option<usize> {
        pick.checked_rem(self.invoices.len())
    }

    fn live(&self, customer: usize) -> Option<CustomerId> {
        (!self.merged[customer]).then(|| self.ids[customer])
    }

    fn receivable(&self, owner: Option<usize>) -> String {
        receivable(owner.map(|owner| self.ids[owner]))
    }

    fn rest(&self, owner: Option<usize>) -> String {
        owner.map_or("unapplied".to_owned(), |n| format!("store-credit:{}", self.ids[n]))
    }

    fn payment(&mut self) -> PaymentId {
        PaymentId::new(self.shop.now(), self.shop.next_id())
    }

    fn issue(&mut self, customer: usize, total: i64) -> Option<()> {
        let owner = (customer < CUSTOMERS).then_some(customer);
        let id = owner.map(|owner| self.live(owner).ok_or(())).transpose().ok()?;
        let id = self.shop.issue(id, &[total]);
        self.invoices.push(Told {
            id,
            owner,
            total,
            price: total,
            left: 1_000,
            paid: 0,
            withheld: false,
        });
        Some(())
    }

    fn cash(&mut self, pick: usize, percent: i64) -> Option<()> {
        let place = self.place(pick)?;
        let told = &mut self.invoices[place];
        let amount = told.due() * percent.min(100) / 100;
        (amount > 0).then_some(())?;
        told.paid += amount;
        self.shop.cash(told.id, amount);
        Some(())
    }

    fn voucher(&mut self, pick: usize, percent: i64) -> Option<()> {
        let place = self.place(pick)?;
        let told = self.invoices[place].clone();
        let amount = (told.total * percent / 100).max(1);
        let charge: ChargeId = self.shop.request(told.id, amount);
        let allocated = amount.min(told.due());
        let mut postings = vec![
            (format!("clearing:{}", merchant()), amount),
            (self.receivable(told.owner), -allocated),
            (self.rest(told.owner), allocated - amount),
        ];
        postings.retain(|(_, minor)| *minor != 0);
        let payment = self.payment();
        self.shop.append(&Fact::PaymentReceived(PaymentReceived {
            payment,
            charge,
            invoice: told.id,
            account: merchant(),
            money_in: payment.to_string(),
            currency: MXN,
            amount,
            allocated,
            late: false,
            mismatch: false,
            postings,
            message: "01".repeat(32),
        }));
        self.invoices[place].paid += amount;
        if let Some(owner) = told.owner {
            self.credit[owner] += amount - allocated;
        }
        Some(())
    }

    /// What of `amount` settles which invoices of a customer, in an order.
    fn allocate(&mut self, customer: usize, amount: i64, newest: bool) -> Vec<(InvoiceId, i64)> {
        let mut own: Vec<_> =
            self.invoices.iter_mut().filter(|told| told.owner == Some(customer)).collect();
        if newest {
            own.reverse();
        }
        let (mut left, mut parts) = (amount, Vec::new());
        for told in own {
            let part = left.min(told.due());
            if part > 0 {
                told.paid += part;
                left -= part;
                parts.push((told.id, part));
            }
        }
        parts
    }

    fn enter(&mut self, customer: usize, amount: i64, newest: bool) -> Option<()> {
        let id = self.live(customer)?;
        let allocations = self.allocate(customer, amount, newest);
        let settled: i64 = allocations.iter().map(|(_, part)| part).sum();
        let mut postings = vec![("bank".to_owned(), amount)];
        postings.extend(allocations.iter().map(|(_, p)| (self.receivable(Some(customer)), -p)));
        postings.push((self.rest(Some(customer)), settled - amount));
        postings.retain(|(_, minor)| *minor != 0);
        let payment = self.payment();
        self.shop.append(&Fact::PaymentEntered(PaymentEntered {
            payment,
            customer: id,
            method: Method::named("transfer"),
            received_at: self.shop.now(),
            reference: "0123".to_owned(),
            currency: MXN,
            amount,
            allocations,
            credit: amount - settled,
            postings,
        }));
        self.credit[customer] += amount - settled;
        Some(())
    }

    fn use_credit(&mut self, customer: usize) -> Option<()> {
        let id = self.live(customer)?;
        let allocations = self.allocate(customer, self.credit[customer], false);
        let amount: i64 = allocations.iter().map(|(_, part)| part).sum();
        (amount > 0).then_some(())?;
        let mut postings = vec![(self.rest(Some(customer)), amount)];
        postings.extend(allocations.iter().map(|(_, p)| (self.receivable(Some(customer)), -p)));
        let currency = MXN;
        let body = CreditApplied { customer: id, currency, amount, allocations, postings };
        self.shop.append(&Fact::CreditApplied(body));
        self.credit[customer] -= amount;
        Some(())
    }

    fn withhold(&mut self, pick: usize, percent: i64) -> Option<()> {
        let place = self.place(pick)?;
        let told = &mut self.invoices[place];
        let amount = told.due() * percent / 100;
        (amount > 0 && !told.withheld).then_some(())?;
        told.withheld = true;
        told.paid += amount;
        let (invoice, owner) = (told.id, told.owner);
        let postings = vec![("withheld:ISR".to_owned(), amount), (self.receivable(owner), -amount)];
        self.shop.append(&Fact::TaxWithheld(TaxWithheld {
            invoice,
            account: merchant(),
            currency: MXN,
            taxes: vec![Withheld { tax: WithheldTax::Isr, rate: None, amount }],
            amount,
            postings,
        }));
        Some(())
    }

    fn refund(&mut self, pick: usize, percent: i64) -> Option<()> {
        let place = self.place(pick)?;
        let told = self.invoices[place].clone();
        let amount = told.paid * percent.min(100) / 100;
        let credit = amount.min((told.paid - told.total).max(0));
        let had = told.owner.map_or(credit, |owner| self.credit[owner]);
        (amount > 0 && credit <= had).then_some(())?;
        let mut postings = vec![
            (self.receivable(told.owner), amount - credit),
            (self.rest(told.owner), credit),
            ("cash:1".to_owned(), -amount),
        ];
        postings.retain(|(_, minor)| *minor != 0);
        let refund = RefundId::new(self.shop.now(), self.shop.next_id());
        let payment = self.payment();
        self.shop.append(&Fact::RefundEntered(RefundEntered {
            refund,
            payment,
            invoice: Some(told.id),
            method: Method::CASH,
            reference: String::new(),
            currency: MXN,
            amount,
            credit,
            postings,
        }));
        self.invoices[place].paid -= amount;
        if let Some(owner) = told.owner {
            self.credit[owner] -= credit;
        }
        Some(())
    }

    fn void(&mut self, pick: usize) -> Option<()> {
        let place = self.place(pick)?;
        let told = &mut self.invoices[place];
        (told.paid == 0 && told.total > 0 && told.left == 1_000).then_some(())?;
        (told.total, told.left) = (0, 0);
        self.shop.void(told.id);
        Some(())
    }

    /// Goods come back; what of them was paid is kept as credit, or stays on the invoice.
    fn give_back(&mut self, pick: usize, thousandths: i64, keep: bool) -> Option<()> {
        let place = self.place(pick)?;
        let told = &mut self.invoices[place];
        let taken = thousandths.min(told.left);
        (taken > 0).then_some(())?;
        told.left -= taken;
        let stays = (told.price * told.left + 500) / 1_000;
        let (owed, back) = (told.due(), told.total - stays);
        let surplus = (back - owed).max(0);
        let credit = if keep && told.owner.is_some() { surplus } else { 0 };
        told.total = stays;
        told.paid -= credit;
        if let Some(owner) = told.owner {
            self.credit[owner] += surplus;
        }
        self.shop.give_back(told.id, &[(0, taken)], credit);
        Some(())
    }

    fn merge(&mut self, gone: usize, kept: usize) -> Option<()> {
        (gone != kept).then_some(())?;
        let (from, to) = (self.live(gone)?, self.live(kept)?);
        let owed: i64 = self.owed(gone).iter().map(|(_, owed)| owed).sum();
        let credit = std::mem::take(&mut self.credit[gone]);
        let mut postings = vec![
            (self.receivable(Some(gone)), -owed),
            (self.receivable(Some(kept)), owed),
            (self.rest(Some(gone)), credit),
            (self.rest(Some(kept)), -credit),
        ];
        postings.retain(|(_, minor)| *minor != 0);
        let body = CustomersMerged { gone: from, kept: to, currency: MXN, postings };
        self.shop.append(&Fact::CustomersMerged(body));
        self.merged[gone] = true;
        self.credit[kept] += credit;
        for told in &mut self.invoices {
            if told.owner == Some(gone) {
                told.owner = Some(kept);
            }
        }
        Some(())
    }
}
