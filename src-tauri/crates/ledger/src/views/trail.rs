//! Who did what and when: every fact by who did it and what kind of thing it is.
//!
//! A page costs the same at any size. The rows of each person and topic are in order of time,
//! and a page merges their beginnings: there are few people and few topics.

mod topic;

use cobro_domain::{
    ids::{Actor, UserId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

pub use self::topic::Topic;
use self::topic::told;
use super::View;
use crate::{
    chain::{self, StoredFact},
    error::LedgerError,
    fact::Fact,
};

pub(super) const VIEW: View = View {
    name: "trail",
    schema: "
CREATE TABLE trail (
    actor INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    fact  INTEGER NOT NULL,
    PRIMARY KEY (actor, topic, at, fact)
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) const ACTORS: View = View {
    name: "trail_actors",
    schema: "
CREATE TABLE trail_actors (
    number INTEGER PRIMARY KEY,
    actor  TEXT NOT NULL UNIQUE
) STRICT;",
    indexes: "",
    filled: true,
};

/// The facts of what is no invoice: those of an invoice are its timeline.
pub(super) const SUBJECTS: View = View {
    name: "trail_subjects",
    schema: "
CREATE TABLE trail_subjects (
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    fact    INTEGER NOT NULL,
    PRIMARY KEY (subject, fact)
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// What was done to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An invoice, by the fact that issued it.
    Invoice(i64),
    /// A shift, a product, a customer, somebody who works here, a merchant account.
    Other(Uuid),
}

/// Which facts are asked for; whatever is not said does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Of this kind.
    pub topic: Option<Topic>,
    /// Done, or approved, by them.
    pub actor: Option<Actor>,
    /// Done to this.
    pub about: Option<About>,
}

/// Where a page ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// When its last fact was written.
    pub at: i64,
    /// The place of that in the file.
    pub fact: i64,
}

/// Facts, newest first, and where the next page goes on.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The facts; a row that somebody made unreadable is an error of its own.
    pub facts: Vec<StoredFact>,
    /// None when there are no more.
    pub next: Option<Mark>,
}

/// The most facts of one thing that are looked through for a page.
const LOOKED_AT: usize = 2_000;

pub(super) fn note(conn: &Connection, stored: &StoredFact, fact: &Fact) -> Result<(), LedgerError> {
    let (topic, subject) = told(fact);
    put(conn, &stored.actor, topic, stored)?;
    if let Fact::ApprovalGiven(given) = fact {
        put(conn, &Actor::user(given.approver), topic, stored)?;
    }
    if let Some(subject) = subject {
        conn.prepare_cached("INSERT INTO trail_subjects (subject, fact) VALUES (?1, ?2)")?
            .execute(params![subject.as_bytes(), stored.arrival])?;
    }
    Ok(())
}

fn put(
    conn: &Connection,
    actor: &Actor,
    topic: Topic,
    stored: &StoredFact,
) -> Result<(), LedgerError> {
    let number = match number_of(conn, actor)? {
        Some(number) => number,
        None => {
            conn.prepare_cached("INSERT INTO trail_actors (actor) VALUES (?1)")?
                .execute([actor.as_str()])?;
            conn.last_insert_rowid()
        }
    };
    conn.prepare_cached(
        "INSERT OR IGNORE INTO trail (actor, topic, at, fact) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![number, topic.number(), stored.at.millis(), stored.arrival])?;
    Ok(())
}

fn number_of(conn: &Connection, actor: &Actor) -> Result<Option<i64>, LedgerError> {
    let number = conn
        .prepare_cached("SELECT number FROM trail_actors WHERE actor = ?1")?
        .query_row([actor.as_str()], |row| row.get(0))
        .optional()?;
    Ok(number)
}

/// Everybody who ever did something, in the order in which they began.
///
/// # Errors
/// When the file cannot be read.
pub fn actors(conn: &Connection) -> Result<Vec<Actor>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT actor FROM trail_actors ORDER BY number")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|actor| Ok(Actor::stored(&actor?))).collect()
}

/// Facts that pass a filter, newest first, at most `limit`.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    filter: &Filter,
    after: Option<Mark>,
    limit: usize,
) -> Result<Trail, LedgerError> {
    if let Some(about) = filter.about {
        return page_about(conn, filter, about, after, limit);
    }
    let mut marks = Vec::new();
    for (actor, topic) in lanes(conn, filter)? {
        marks.extend(lane(conn, (actor, topic), filter, after, limit.saturating_add(1))?);
    }
    // Newest first; what two people have a part in, as an approval, is there once.
    marks.sort_unstable_by(|one, other| other.cmp(one));
    marks.dedup();
    let more = marks.len() > limit;
    marks.truncate(limit);
    let facts = marks.iter().map(|mark| chain::at(conn, mark.fact));
    let facts = facts.collect::<Result<_, _>>()?;
    Ok(Trail { facts, next: marks.last().copied().filter(|_| more) })
}

/// The pairs of person and topic that a filter lets through and that have facts.
fn lanes(conn: &Connection, filter: &Filter) -> Result<Vec<(i64, i64)>, LedgerError> {
    let wanted = match &filter.actor {
        Some(actor) => match number_of(conn, actor)? {
            Some(number) => Some(number),
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let topic = filter.topic.map(Topic::number);
    let mut next = conn.prepare_cached(
        "SELECT actor, topic FROM trail WHERE (actor, topic) > (?1, ?2)
         ORDER BY actor, topic LIMIT 1",
    )?;
    let (mut lanes, mut last) =
        (Vec::new(), (wanted.map_or(-1, |n| n.saturating_sub(1)), i64::MAX));
    while let Some(lane) =
        next.query_row(params![last.0, last.1], |row| Ok((row.get(0)?, row.get(1)?))).optional()?
    {
        last = lane;
        if wanted.is_some_and(|wanted| wanted != lane.0) {
            break;
        }
        if topic.is_none_or(|topic| topic == lane.1) {
            lanes.push(lane);
        }
    }
    Ok(lanes)
}

/// The newest of what one person did about one topic.
fn lane(
    conn: &Connection,
    (actor, topic): (i64, i64),
    filter: &Filter,
    after: Option<Mark>,
    limit: usize,
) -> Result<Vec<Mark>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT at, fact FROM trail
         WHERE actor = ?1 AND topic = ?2 AND (at, fact) < (?3, ?4) AND at >= ?5
         ORDER BY at DESC, fact DESC LIMIT ?6",
    )?;
    let until = filter.until.map(|until| Mark { at: until.millis(), fact: i64::MIN });
    let below = [after, until].into_iter().flatten().min();
    let below = below.unwrap_or(Mark { at: i64::MAX, fact: i64::MAX });
    let from = filter.from.map_or(i64::MIN, Timestamp::millis);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement
        .query_map(params![actor, topic, below.at, below.fact, from, limit], |row| {
            Ok(Mark { at: row.get(0)?, fact: row.get(1)? })
        })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The facts of one thing, which are not so many that they could not be looked through.
fn page_about(
    conn: &Connection,
    filter: &Filter,
    about: About,
    after: Option<Mark>,
    limit: usize,
) -> Result<Trail, LedgerError> {
    let (mut facts, mut reached) = (Vec::new(), None);
    let places = places_of(conn, about, after.map_or(i64::MAX, |mark| mark.fact))?;
    let all = places.len() < LOOKED_AT;
    for place in places {
        if facts.len() == limit {
            return Ok(Trail { facts, next: reached });
        }
        let stored = chain::at(conn, place)?;
        reached = Some(Mark { at: stored.at.millis(), fact: place });
        if passes(filter, &stored) {
            facts.push(stored);
        }
    }
    Ok(Trail { facts, next: reached.filter(|_| !all) })
}

fn places_of(conn: &Connection, about: About, below: i64) -> Result<Vec<i64>, LedgerError> {
    let limit = i64::try_from(LOOKED_AT).unwrap_or(i64::MAX);
    let place = |row: &rusqlite::Row<'_>| row.get(0);
    let places = match about {
        About::Invoice(invoice) => conn
            .prepare_cached(
                "SELECT fact FROM timeline WHERE invoice = ?1 AND fact < ?2
                 ORDER BY fact DESC LIMIT ?3",
            )?
            .query_map(params![invoice, below, limit], place)?
            .collect::<Result<Vec<_>, _>>()?,
        About::Other(subject) => conn
            .prepare_cached(
                "SELECT fact FROM trail_subjects WHERE subject = ?1 AND fact < ?2
                 ORDER BY fact DESC LIMIT ?3",
            )?
            .query_map(params![subject.as_bytes(), below, limit], place)?
            .collect::<Result<Vec<_>, _>>()?,
    };
    Ok(places)
}

fn passes(filter: &Filter, stored: &StoredFact) -> bool {
    let fact = stored.decode().ok();
    let approver = match &fact {
        Some(Fact::ApprovalGiven(given)) => Some(Actor::user(given.approver)),
        Some(_) | None => None,
    };
    let by = |actor: &Actor| *actor == stored.actor || Some(actor) == approver.as_ref();
    let of = |topic: Topic| fact.as_ref().is_some_and(|fact| told(fact).0 == topic);
    filter.from.is_none_or(|from| from <= stored.at)
        && filter.until.is_none_or(|until| stored.at < until)
        && filter.topic.is_none_or(of)
        && filter.actor.as_ref().is_none_or(by)
}

/// How many facts one use case writes after its approval, at most.
const BOOKED_AT_ONCE: i64 = 16;

/// Who approved what a fact says: the approval that stands before it in the same booking.
///
/// # Errors
/// When the file cannot be read.
pub fn approver(conn: &Connection, stored: &StoredFact) -> Result<Option<UserId>, LedgerError> {
    let first = stored.arrival.saturating_sub(BOOKED_AT_ONCE).max(1);
    for place in (first..=stored.arrival).rev() {
        let before = chain::at(conn, place)?;
        if (before.at, &before.actor, before.till) != (stored.at, &stored.actor, stored.till) {
            break;
        }
        if let Ok(Fact::ApprovalGiven(given)) = before.decode() {
            return Ok(Some(given.approver));
        }
    }
    Ok(None)
}
