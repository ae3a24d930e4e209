//! The ticket as the books keep it, and the states that it can go back to.

use cobro_domain::{ids::uuid_v7, money::Currency, pricing::PricingError, time::Timestamp};
use cobro_ledger::{
    Connection, LedgerError,
    working::tickets::{self, KeptTicket},
};
use uuid::Uuid;

use super::{TypedError, TypedTicket};
use crate::{random, till::Till};

/// The ticket as it is kept, read and written in one transaction.
pub(crate) struct Kept {
    pub(crate) id: Uuid,
    pub(crate) typed: TypedTicket,
    /// As it was kept when it was read.
    was: String,
}

/// Which way a ticket went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It stays as it was.
    None,
    /// It was changed, and can go back.
    Forward,
    /// It is what it was before a change.
    Back,
}

impl Kept {
    pub(crate) fn read(conn: &Connection, currency: Currency) -> Result<Option<Self>, LedgerError> {
        let kept = tickets::typed(conn)?;
        kept.map(|kept| Self::decode(kept, currency).with_states(conn)).transpose()
    }

    pub(crate) fn decode(kept: KeptTicket, currency: Currency) -> Self {
        let typed = decode(&kept.body, currency);
        Self { id: kept.id, typed, was: kept.body }
    }

    /// The same, knowing whether there is a change to take back.
    pub(crate) fn with_states(mut self, conn: &Connection) -> Result<Self, LedgerError> {
        self.typed.can_undo = tickets::has_states(conn, self.id)?;
        Ok(self)
    }

    pub(crate) fn write(
        &self,
        conn: &Connection,
        held: Option<(Timestamp, &str)>,
    ) -> Result<(), LedgerError> {
        let (held_at, label) = held.map_or((None, ""), |(at, label)| (Some(at), label));
        let body = encode(&self.typed)?;
        tickets::put(conn, &KeptTicket { id: self.id, held_at, label: label.to_owned(), body })
    }

    /// Keeps the ticket that is typed after a step, and what it was before one forward.
    pub(super) fn keep(self, conn: &Connection, step: Step) -> Result<TypedTicket, LedgerError> {
        if step == Step::None {
            return Ok(self.typed);
        }
        self.write(conn, None)?;
        if step == Step::Forward {
            tickets::remember(conn, self.id, &self.was)?;
        }
        Ok(self.with_states(conn)?.typed)
    }
}

fn encode(typed: &TypedTicket) -> Result<String, LedgerError> {
    serde_json::to_string(typed)
        .map_err(|error| LedgerError::Malformed { what: "a ticket", detail: error.to_string() })
}

fn decode(body: &str, currency: Currency) -> TypedTicket {
    serde_json::from_str(body).unwrap_or_else(|error| {
        // A ticket of another version is no money: begin anew rather than refuse to sell.
        tracing::warn!(%error, "a kept ticket could not be read");
        TypedTicket::empty(currency)
    })
}

impl Till {
    /// Takes the latest change back.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn undo(&self) -> Result<TypedTicket, TypedError> {
        let currency = self.currency();
        self.take_off(|conn, kept| {
            let Some(before) = tickets::take_back(conn, kept.id)? else {
                return Ok(Step::None);
            };
            kept.typed = decode(&before, currency);
            Ok(Step::Back)
        })
    }

    /// Takes the ticket being typed a step on, or back.
    pub(super) fn step<E: From<LedgerError> + From<PricingError>>(
        &self,
        what: impl FnOnce(&Connection, &mut Kept) -> Result<Step, E>,
    ) -> Result<TypedTicket, E> {
        let currency = self.currency();
        // What somebody is still typing is promised to nobody: no line waits for the disk.
        self.draft(|conn| {
            let mut kept = self.kept_or_new(conn, currency)?;
            let step = what(conn, &mut kept)?;
            kept.typed.priced()?;
            Ok(kept.keep(conn, step)?)
        })
    }

    pub(super) fn kept_or_new(
        &self,
        conn: &Connection,
        currency: Currency,
    ) -> Result<Kept, LedgerError> {
        if let Some(kept) = Kept::read(conn, currency)? {
            return Ok(kept);
        }
        let typed = TypedTicket::empty(currency);
        let was = encode(&typed)?;
        Ok(Kept { id: uuid_v7(self.now(), random::bytes()), typed, was })
    }
}
