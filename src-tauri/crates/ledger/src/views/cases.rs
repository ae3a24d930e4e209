//! Cases: what a person has to look at, and what it came to.

use cobro_domain::{
    charge::Flags,
    ids::{CaseId, ChargeId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{View, invoices};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{CaseClosed, CaseOpened, Matter, Settlement},
    sql,
};

pub(super) const VIEW: View = View {
    name: "cases",
    schema: "
CREATE TABLE cases (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    invoice   INTEGER NOT NULL,
    charge    BLOB NOT NULL,
    matter    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    settled   TEXT,
    note      TEXT,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_by_invoice ON cases (invoice);",
    indexes: "",
    filled: true,
};

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The place of its invoice in the file.
    pub invoice: i64,
    /// The charge it is about.
    pub charge: ChargeId,
    /// What it is about.
    pub matter: Matter,
    /// What was found, in words of the program.
    pub detail: String,
    /// When it was found.
    pub opened_at: Timestamp,
    /// What a person decided; nothing while it is open.
    pub settled: Option<Settlement>,
    /// Why.
    pub note: Option<String>,
    /// When.
    pub closed_at: Option<Timestamp>,
}

impl Case {
    /// Whether nobody has closed it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
}

pub(super) fn open(
    conn: &Connection,
    stored: &StoredFact,
    body: &CaseOpened,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    conn.prepare_cached(
        "INSERT INTO cases (id, invoice, charge, matter, detail, opened_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        body.case.0.as_bytes(),
        invoice,
        body.charge.0.as_bytes(),
        body.matter.word(),
        body.detail,
        stored.at.millis(),
    ])?;
    Ok(invoice)
}

pub(super) fn close(
    conn: &Connection,
    stored: &StoredFact,
    body: &CaseClosed,
) -> Result<i64, LedgerError> {
    conn.prepare_cached("UPDATE cases SET settled = ?2, note = ?3, closed_at = ?4 WHERE id = ?1")?
        .execute(params![
            body.case.0.as_bytes(),
            body.settled.word(),
            body.note,
            stored.at.millis(),
        ])?;
    invoices::arrival_of(conn, body.invoice)
}

/// The flags that the open cases of an invoice raise.
pub(super) fn flags(conn: &Connection, invoice: i64) -> Result<Flags, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT matter FROM cases WHERE invoice = ?1 AND closed_at IS NULL")?;
    let matters = statement.query_map([invoice], |row| matter(row, 0))?;
    matters.into_iter().try_fold(Flags::NONE, |flags, matter| {
        Ok(match matter? {
            Matter::Late => Flags { late: true, ..flags },
            Matter::Mismatch | Matter::Contradiction | Matter::Unanswered => {
                Flags { mismatch: true, ..flags }
            }
            Matter::DoublePayment | Matter::Overpaid => Flags { over: true, ..flags },
            Matter::Disputed => Flags { disputed: true, ..flags },
        })
    })
}

fn matter(row: &Row<'_>, column: usize) -> rusqlite::Result<Matter> {
    let word: String = row.get(column)?;
    sql::word_of(column, &word, Matter::from_word(&word))
}

const COLUMNS: &str = "id, invoice, charge, matter, detail, opened_at, settled, note, closed_at";

fn case(row: &Row<'_>) -> rusqlite::Result<Case> {
    let settled: Option<String> = row.get(6)?;
    let settled = settled.map(|word| sql::word_of(6, &word, Settlement::from_word(&word)));
    Ok(Case {
        id: CaseId(sql::uuid(row, 0)?),
        invoice: row.get(1)?,
        charge: ChargeId(sql::uuid(row, 2)?),
        matter: matter(row, 3)?,
        detail: row.get(4)?,
        opened_at: Timestamp::from_millis(row.get(5)?),
        settled: settled.transpose()?,
        note: row.get(7)?,
        closed_at: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_millis),
    })
}

/// A case.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: CaseId) -> Result<Option<Case>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], case).optional()?)
}

/// The cases of an invoice, oldest first, closed ones included.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Case>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE invoice = ?1 ORDER BY id");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([invoice], case)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
