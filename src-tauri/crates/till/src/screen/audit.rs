//! Who did what, as the window shows it.

use cobro_domain::ids::Actor;
use cobro_ledger::{
    Progress, Verified,
    views::trail::{Mark, Topic},
};
use serde::{Deserialize, Serialize};

use super::{CommandError, Millis};
use crate::{
    audit::{AuditError, AuditFilter, Entries, Entry, Exported},
    till::Till,
};

/// How many facts a page has.
const PAGE: usize = 50;

/// Somebody who did something, to choose.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditPerson {
    /// The word that a filter names them by.
    pub actor: String,
    /// What they are called.
    pub name: String,
}

/// What the audit can be filtered by.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditChoices {
    /// The kinds; the words are the message `audit-topic-<word>`.
    pub topics: Vec<String>,
    /// Everybody who ever did something.
    pub people: Vec<AuditPerson>,
}

/// Which facts somebody asks for; what is empty does not matter.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditForm {
    /// The first day, `YYYY-MM-DD`.
    pub first: String,
    /// The last day, `YYYY-MM-DD`.
    pub last: String,
    /// The kind.
    pub topic: String,
    /// Who.
    pub actor: String,
    /// The number of a document, or the code of a product.
    pub document: String,
}

/// A fact, as people read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditRow {
    /// Its number in the books.
    pub id: String,
    /// When.
    pub at: Millis,
    /// Who did it.
    pub who: String,
    /// Who approved it.
    pub approver: Option<String>,
    /// What.
    pub text: String,
    /// The number of what it was done to.
    pub document: Option<String>,
    /// The invoice of that number.
    pub invoice: Option<String>,
}

/// Facts, newest first.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditPage {
    /// The facts.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins; none when there are no more.
    pub next: Option<String>,
}

/// A file that was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AuditExported {
    /// Where it is.
    pub path: String,
    /// How many facts it has.
    pub facts: u32,
    /// Whether those are all.
    pub all: bool,
}

/// What a walk along the chain found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChainView {
    /// How many facts there are.
    pub facts: u32,
    /// The last hash of the chain that is written now, 64 hexadecimal digits.
    pub head: String,
    /// Whether everything is as it has to be.
    pub whole: bool,
    /// The number of the first fact that is not.
    pub broken_at: Option<String>,
    /// What is wrong, in the words of whoever has to mend it.
    pub faults: Vec<String>,
}

impl From<AuditError> for CommandError {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::NoDocument { number } => Self::NoDocument { number },
            AuditError::Permit(error) => error.into(),
            AuditError::Print(error) => error.into(),
        }
    }
}

impl Till {
    /// What the audit can be filtered by.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn audit_choices(&self) -> Result<AuditChoices, CommandError> {
        let people = self.audited()?.into_iter();
        Ok(AuditChoices {
            topics: Topic::ALL.map(|topic| topic.word().to_owned()).to_vec(),
            people: people
                .map(|(actor, name)| AuditPerson { actor: actor.as_str().to_owned(), name })
                .collect(),
        })
    }

    /// A page of the audit.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn audit_page(
        &self,
        form: &AuditForm,
        after: Option<&str>,
    ) -> Result<AuditPage, CommandError> {
        let after = after.map(|text| mark(text).ok_or(CommandError::NotFound)).transpose()?;
        let Entries { entries, next } = self.audit(&self.audit_filter(form)?, after, PAGE)?;
        Ok(AuditPage {
            rows: entries.into_iter().map(AuditRow::of).collect(),
            next: next.map(|Mark { at, fact }| format!("{at} {fact}")),
        })
    }

    /// Writes what passes a filter as a file for spreadsheets.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn export_audit_view(&self, form: &AuditForm) -> Result<AuditExported, CommandError> {
        let Exported { path, facts, all } = self.export_audit(&self.audit_filter(form)?)?;
        Ok(AuditExported {
            path: path.display().to_string(),
            facts: u32::try_from(facts).unwrap_or(u32::MAX),
            all,
        })
    }

    /// Walks the chain; nothing when `go_on` stopped it.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn verify_chain_view(
        &self,
        go_on: impl FnMut(Progress) -> bool,
    ) -> Result<Option<ChainView>, CommandError> {
        Ok(self.verify_chain(go_on)?.map(|found| ChainView::of(&found)))
    }

    fn audit_filter(&self, form: &AuditForm) -> Result<AuditFilter, CommandError> {
        let period = match (form.first.trim(), form.last.trim()) {
            ("", "") => None,
            (first, "") => Some(self.period(first, first)?),
            ("", last) => Some(self.period(last, last)?),
            (first, last) => Some(self.period(first, last)?),
        };
        let topic = match form.topic.as_str() {
            "" => None,
            word => Some(Topic::from_word(word).ok_or(CommandError::NotFound)?),
        };
        let actor = (!form.actor.is_empty()).then(|| Actor::stored(&form.actor));
        Ok(AuditFilter { period, topic, actor, document: form.document.clone() })
    }
}

impl AuditRow {
    fn of(entry: Entry) -> Self {
        Self {
            id: entry.number.to_string(),
            at: entry.at.into(),
            who: entry.who,
            approver: entry.approver,
            text: entry.text,
            document: entry.document,
            invoice: entry.invoice.map(|invoice| invoice.to_string()),
        }
    }
}

impl ChainView {
    fn of(found: &Verified) -> Self {
        let head = found.heads.iter().max_by_key(|head| head.till);
        Self {
            facts: u32::try_from(found.facts).unwrap_or(u32::MAX),
            head: head.map(cobro_ledger::Head::hex).unwrap_or_default(),
            whole: found.faults.is_empty(),
            broken_at: found.broken_at.map(|place| place.to_string()),
            faults: found.faults.clone(),
        }
    }
}

fn mark(text: &str) -> Option<Mark> {
    let (at, fact) = text.split_once(' ')?;
    Some(Mark { at: at.parse().ok()?, fact: fact.parse().ok()? })
}
