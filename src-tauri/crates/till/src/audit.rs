//! Who did what: the facts in human words, by day, kind, person and document; the same as a
//! file; and whether the chain that they make is whole.

mod export;
mod words;

use cobro_domain::{
    ids::{Actor, InvoiceId},
    invoice::Folio,
    money::Money,
    people::{Document, Permission},
    statement::Period,
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError, Reader, StoredFact, Verified,
    views::{
        invoices, products, quotes, shifts,
        trail::{self, About, Filter, Mark, Topic},
    },
};

pub use self::export::Exported;
use crate::{
    permit::{PermitError, permit},
    till::Till,
};
pub use cobro_ledger::Progress;

/// Which facts somebody asks for.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// The days.
    pub period: Option<Period>,
    /// The kind.
    pub topic: Option<Topic>,
    /// Who did or approved it.
    pub actor: Option<Actor>,
    /// The number of an invoice or a Z report, or the code of a product; empty for all.
    pub document: String,
}

/// A fact as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the books.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub who: String,
    /// Who approved it, if that was somebody else.
    pub approver: Option<String>,
    /// What.
    pub text: String,
    /// What it was done to, by the number that people know.
    pub document: Option<String>,
    /// The invoice of that number.
    pub invoice: Option<InvoiceId>,
    /// The hash that the next fact names.
    pub hash: String,
}

/// Entries, newest first, and where the next ones are.
#[derive(Clone, Debug)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<Entry>,
    /// None when there are no more.
    pub next: Option<Mark>,
}

/// Why the audit cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// There is no document of this number.
    #[error("there is no document {number:?}")]
    NoDocument {
        /// What was typed.
        number: String,
    },
    /// Whoever asks may not read it.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The file could not be written.
    #[error(transparent)]
    Print(#[from] crate::papers::PrintError),
}

impl From<LedgerError> for AuditError {
    fn from(error: LedgerError) -> Self {
        Self::Permit(error.into())
    }
}

/// The newest Z reports among which a number is looked for.
const REPORTS_LOOKED_AT: u32 = 1_000;

impl Till {
    /// A page of the audit.
    ///
    /// # Errors
    /// [`AuditError`].
    pub fn audit(
        &self,
        filter: &AuditFilter,
        after: Option<Mark>,
        limit: usize,
    ) -> Result<Entries, AuditError> {
        self.may_audit()?;
        self.entries(filter, after, limit)
    }

    /// Everybody who ever did something, with a name to show.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn audited(&self) -> Result<Vec<(Actor, String)>, LedgerError> {
        let actors = self.read(|reader| trail::actors(reader.conn()))?;
        Ok(actors.into_iter().map(|actor| (actor.clone(), self.who(&actor))).collect())
    }

    /// Walks the chain of the books and says what it found; nothing when `go_on` stopped it.
    /// The counter goes on beside it.
    ///
    /// # Errors
    /// When the books cannot be read at all.
    pub fn verify_chain(
        &self,
        go_on: impl FnMut(Progress) -> bool,
    ) -> Result<Option<Verified>, AuditError> {
        self.may_audit()?;
        // A reader of its own: the others are for the counter.
        Ok(Reader::open(self.path())?.verify_chain(go_on)?)
    }

    /// Whoever may not read it alone needs an approval each time.
    fn may_audit(&self) -> Result<(), PermitError> {
        if self.may(Permission::Audit)? {
            return Ok(());
        }
        self.book(self.actor(), |booking| permit(booking, Permission::Audit, Document::Shop))
    }

    fn entries(
        &self,
        filter: &AuditFilter,
        after: Option<Mark>,
        limit: usize,
    ) -> Result<Entries, AuditError> {
        let number = filter.document.trim();
        let (facts, next) = self.read(|reader| {
            let conn = reader.conn();
            let about = match number {
                "" => None,
                number => Some(find(conn, number)?),
            };
            let period = filter.period;
            let wanted = Filter {
                from: period.map(|period| period.from),
                until: period.map(|period| period.until),
                topic: filter.topic,
                actor: filter.actor.clone(),
                about,
            };
            let page = trail::page(conn, &wanted, after, limit)?;
            let facts = page.facts.into_iter().map(|stored| Ok(Known::of(conn, stored)?));
            Ok::<_, AuditError>((facts.collect::<Result<Vec<_>, AuditError>>()?, page.next))
        })?;
        Ok(Entries { entries: facts.into_iter().map(|known| self.entry_of(known)).collect(), next })
    }

    fn entry_of(&self, Known { stored, approver, folio }: Known) -> Entry {
        let by = approver.filter(|by| *by != stored.actor);
        Entry {
            number: stored.arrival,
            at: stored.at,
            who: self.who(&stored.actor),
            approver: by.map(|by| self.who(&by)),
            text: self.words_of(&stored),
            document: folio.as_ref().map(|(folio, _)| folio.to_string()),
            invoice: folio.and_then(|(_, invoice)| invoice),
            hash: stored.hash_hex(),
        }
    }

    /// A name to show for whoever did something; who was forgotten is told from others.
    fn who(&self, actor: &Actor) -> String {
        let name = self.name_of(actor);
        if !name.is_empty() {
            return name;
        }
        self.actor_name(actor).unwrap_or_else(|_| actor.as_str().to_owned())
    }

    /// An amount with its currency.
    fn sum(&self, money: Money) -> String {
        self.amount(money).text
    }
}

/// A fact with what is to be known of it besides.
struct Known {
    stored: StoredFact,
    approver: Option<Actor>,
    folio: Option<(Folio, Option<InvoiceId>)>,
}

impl Known {
    fn of(conn: &Connection, stored: StoredFact) -> Result<Self, LedgerError> {
        let approver = trail::approver(conn, &stored)?.map(Actor::user);
        let folio = words::folio(conn, &stored)?;
        Ok(Self { stored, approver, folio })
    }
}

/// What has a number or a code.
fn find(conn: &Connection, number: &str) -> Result<About, AuditError> {
    if let Some(folio) = Folio::parse(number) {
        if let Some(invoice) = invoices::by_folio(conn, &folio)? {
            return Ok(About::Invoice(invoice.arrival));
        }
        if let Some(quote) = quotes::by_folio(conn, &folio)? {
            return Ok(About::Other(quote.id.0));
        }
        let ended = shifts::page(conn, None, REPORTS_LOOKED_AT)?.into_iter();
        let mut named =
            ended.filter(|shift| shift.ended.as_ref().is_some_and(|ended| ended.folio == folio));
        if let Some(shift) = named.next() {
            return Ok(About::Other(shift.id.0));
        }
    }
    let product = products::by_code(conn, number)?.into_iter().next();
    let product = product.or(products::with_own_code(conn, number)?);
    let about = product.map(|product| About::Other(product.id.0));
    about.ok_or_else(|| AuditError::NoDocument { number: number.to_owned() })
}

#[cfg(test)]
mod tests;
