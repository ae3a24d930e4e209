//! What a fact says, in the words of the catalogue.

use cobro_documents::Catalogue;
use cobro_domain::{
    ids::{Actor, ChargeId, CustomerId, InvoiceId, QuoteId, RefundId, ShiftId, UserId},
    invoice::Folio,
    money::Money,
    people::Document,
};
use cobro_ledger::{
    Connection, LedgerError, StoredFact,
    fact::{Fact, ImportOutcome, Leaving},
    views::{charges, invoices, quotes, refunds, shifts},
    working::customers,
};

use serde_json::Value;
use uuid::Uuid;

use crate::{screen::told, till::Till};

/// What is said: the end of a message's name, a detail, and an amount.
type Said = (String, Option<String>, Option<Money>);

impl Till {
    /// A fact in words. One that cannot be read says only its kind.
    pub(super) fn words_of(&self, stored: &StoredFact) -> String {
        let words = Catalogue::of(self.language());
        let Ok(fact) = stored.decode() else { return stored.kind.clone() };
        let (kind, detail, amount) = self.said(&fact);
        let detail = detail.map(|detail| in_words(words, &detail)).unwrap_or_default();
        let amount = amount.map(|amount| self.sum(amount)).unwrap_or_default();
        let variables = [("detail", detail.as_str()), ("amount", amount.as_str())];
        let ids = [format!("audit-{kind}"), format!("timeline-{kind}")];
        let text = ids.iter().find_map(|id| words.format(id, &variables).ok());
        let text = text.unwrap_or(kind);
        // What has no detail ends before the mark that would part it off.
        text.trim_end_matches([' ', '·']).to_owned()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`told` has an arm for every kind")]
    fn said(&self, fact: &Fact) -> Said {
        let kind = fact.kind().to_owned();
        let money = |minor, currency| Some(Money::new(minor, currency));
        match fact {
            Fact::TillOpened(body) => (kind, Some(body.series.clone()), None),
            Fact::CompanyChanged(body) => (kind, Some(body.name.clone()), None),
            Fact::MerchantAccountChanged(body) => (kind, Some(body.name.clone()), None),
            Fact::ProductChanged(body) => {
                let retired = if body.active { kind } else { "product-retired".to_owned() };
                let price = body.price.and_then(|price| money(price, body.currency));
                (retired, Some(format!("{} {}", body.code, body.name)), price)
            }
            Fact::PriceListChanged(body) => {
                let retired = if body.active { kind } else { "price-list-retired".to_owned() };
                (retired, Some(body.name.clone()), None)
            }
            Fact::ImportBegun(body) => (kind, Some(format!("{} · {}", body.file, body.rows)), None),
            Fact::ImportEnded(body) => match body.outcome {
                ImportOutcome::Merged => ("import-merged".to_owned(), None, None),
                ImportOutcome::Dropped => ("import-dropped".to_owned(), None, None),
            },
            Fact::ImportTidied(_) => (kind, None, None),
            Fact::CustomerChanged(body) => (kind, self.customer_called(body.customer), None),
            Fact::CustomersMerged(body) => (kind, self.customer_called(body.kept), None),
            Fact::CustomerErased(_) | Fact::UserErased(_) => (kind, None, None),
            Fact::PaymentEntered(body) => {
                (kind, Some(body.reference.clone()), money(body.amount, body.currency))
            }
            Fact::CreditApplied(body) => (kind, None, money(body.amount, body.currency)),
            Fact::UserChanged(body) => {
                let kind = if body.active { kind } else { "user-inactive".to_owned() };
                let role = in_words(self.catalogue(), &format!("role-{}", body.role.word()));
                (kind, Some(format!("{} · {role}", self.called(body.user))), None)
            }
            Fact::PinChanged(body) => (kind, Some(self.called(body.user)), None),
            Fact::UserSignedIn(body) => (kind, Some(self.called(body.user)), None),
            Fact::UserSignedOut(body) => {
                let why = match body.why {
                    Leaving::Locked => "user-signed-out",
                    Leaving::Idle => "user-idle",
                    Leaving::Removed => "user-removed",
                };
                (why.to_owned(), Some(self.called(body.user)), None)
            }
            Fact::UserLockedOut(body) => {
                (kind, Some(format!("{} · {}", self.called(body.user), body.failures)), None)
            }
            Fact::ApprovalGiven(body) => (kind, Some(body.permission.clone()), None),
            Fact::PolicyChanged(body) => (kind, Some(format!("role-{}", body.role.word())), None),
            Fact::ShiftOpened(body) => (kind, None, money(body.float, body.currency)),
            Fact::CashMoved(body) => {
                let kind = format!("cash-{}", body.way.word());
                (kind, Some(body.reason.clone()), money(body.amount, body.currency))
            }
            Fact::DrawerCounted(body) => (kind, None, money(body.counted, body.currency)),
            Fact::ShiftClosed(body) => {
                (kind, Some(body.reason.clone()), money(body.difference, body.currency))
            }
            Fact::QuoteIssued(body) => {
                (kind, Some(body.folio.to_string()), money(body.total, body.currency))
            }
            Fact::QuoteWithdrawn(body) => (kind, Some(body.reason.clone()), None),
            Fact::InvoiceIssued(body) => {
                (kind, Some(body.folio.to_string()), money(body.total, body.currency))
            }
            // An invoice's own story has words for the rest; shares of several are said above.
            _ => told(fact, InvoiceId(Uuid::nil())),
        }
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::of(self.language())
    }

    fn called(&self, user: UserId) -> String {
        self.who(&Actor::user(user))
    }

    fn customer_called(&self, customer: CustomerId) -> Option<String> {
        let name = self.read(|reader| customers::name(reader.conn(), customer));
        // Who was forgotten has no name any more.
        name.ok().flatten()
    }
}

/// A method, a permission, a role or a matter in words; somebody's own words as they are.
fn in_words(words: Catalogue, detail: &str) -> String {
    let of = |kind: &str| words.text(&format!("{kind}{detail}")).ok();
    let role = detail.starts_with("role-").then(|| of("")).flatten();
    let known = ["permission-", "timeline-detail-", "method-"].into_iter().find_map(of);
    role.or(known).unwrap_or_else(|| detail.to_owned())
}

/// The number of what a fact was done to, and the invoice if it is one's.
pub(super) fn folio(
    conn: &Connection,
    stored: &StoredFact,
) -> Result<Option<(Folio, Option<InvoiceId>)>, LedgerError> {
    // Facts name what they are about by the same words; one that cannot be read names nothing.
    let body: Value = serde_json::from_str(&stored.body).unwrap_or_default();
    let named = |what: &str| body.get(what)?.as_str().and_then(|id| Uuid::parse_str(id).ok());
    if let Some(shift) = named("shift") {
        let ended = shifts::read(conn, ShiftId(shift))?.and_then(|shift| shift.ended);
        return Ok(ended.map(|ended| (ended.folio, None)));
    }
    // An invoice names the quote that it accepts, and is still about itself.
    if let (Some(quote), None) = (named("quote").or(approved_quote(&body)), named("invoice")) {
        return Ok(quotes::read(conn, QuoteId(quote))?.map(|quote| (quote.folio, None)));
    }
    let refunded = match named("refund") {
        Some(refund) => refunds::read(conn, RefundId(refund))?.map(|refund| refund.charge.0),
        None => None,
    };
    let invoice = match (named("invoice"), named("charge").or(refunded), approved(&body)) {
        (Some(id), ..) => invoices::read(conn, InvoiceId(id))?,
        (None, Some(charge), _) => match charges::read(conn, ChargeId(charge))? {
            Some(charge) => Some(invoices::at(conn, charge.invoice)?),
            None => None,
        },
        (None, None, Some(id)) => invoices::read(conn, id)?,
        (None, None, None) => None,
    };
    Ok(invoice.map(|invoice| (invoice.folio, Some(invoice.id))))
}

/// The quote that somebody approved something for.
fn approved_quote(body: &Value) -> Option<Uuid> {
    let Document::Quote(id) = Document::parse(body.get("document")?.as_str()?)? else {
        return None;
    };
    Some(id.0)
}

/// The invoice that somebody approved something for.
fn approved(body: &Value) -> Option<InvoiceId> {
    match Document::parse(body.get("document")?.as_str()?)? {
        Document::Invoice(id) => Some(id),
        Document::Shop
        | Document::Catalogue
        | Document::Ticket(_)
        | Document::Quote(_)
        | Document::Payment(_)
        | Document::Charge(_)
        | Document::Case(_)
        | Document::Shift(_)
        | Document::Product(_)
        | Document::Customer(_)
        | Document::Account(_)
        | Document::User(_) => None,
    }
}
