//! Checks: is what the books say still what was written, and do the views agree?

use std::fmt;

use cobro_till::{
    books::{self, Difference, Reader},
    clock::SystemClock,
};
use serde::Serialize;

use crate::{arguments::Shop, failure::Failure, output::progress};

/// What a walk along the chain has found.
#[derive(Debug, Serialize)]
pub(crate) struct Verified {
    sound: bool,
    facts: u64,
    heads: Vec<Head>,
    faults: Vec<String>,
}

/// The end of a till's chain.
#[derive(Debug, Serialize)]
pub(crate) struct Head {
    till: String,
    seq: i64,
    hash: String,
}

impl From<&books::Head> for Head {
    fn from(head: &books::Head) -> Self {
        Self { till: head.till.to_string(), seq: head.seq, hash: head.hex() }
    }
}

impl Head {
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }
}

/// The end of the writing till's chain.
pub(crate) fn head_of(reader: &Reader) -> Result<Head, Failure> {
    Ok(Head::from(&reader.head()?))
}

/// Walks the chain and checks the balances.
pub(crate) fn verify(shop: &Shop, anchor: Option<&str>) -> Result<Verified, Failure> {
    let found = shop.read()?.verify(anchor)?;
    Ok(Verified {
        sound: found.faults.is_empty(),
        facts: found.facts,
        heads: found.heads.iter().map(Head::from).collect(),
        faults: found.faults,
    })
}

impl Verified {
    pub(crate) fn judge(&self) -> Result<(), Failure> {
        if self.sound {
            return Ok(());
        }
        Err(Failure::faults(format!(
            "the books are not what was written ({} found); nothing was changed; keep a copy of \
             the file, then restore the last backup that verifies",
            count(self.faults.len(), "fault")
        )))
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "fault: {fault}")?;
        }
        for Head { till, seq, hash } in &self.heads {
            writeln!(f, "till {till}: {seq} facts, head {hash}")?;
        }
        let word = if self.sound { "sound" } else { "NOT SOUND" };
        writeln!(f, "{} facts, {word}", self.facts)
    }
}

/// Whether the views are what the facts call for.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    sound: bool,
    differences: Vec<Differing>,
}

/// A view that is not.
#[derive(Debug, Serialize)]
struct Differing {
    view: &'static str,
    surplus: i64,
    missing: i64,
}

/// Computes the views beside the books and compares.
pub(crate) fn check_views(shop: &Shop) -> Result<Checked, Failure> {
    let found = shop.read()?.check_views(progress())?;
    let differences = found
        .into_iter()
        .map(|Difference { view, surplus, missing }| Differing { view, surplus, missing })
        .collect::<Vec<_>>();
    Ok(Checked { sound: differences.is_empty(), differences })
}

impl Checked {
    pub(crate) fn judge(&self) -> Result<(), Failure> {
        if self.sound {
            return Ok(());
        }
        Err(Failure::faults(format!(
            "{} not what the facts call for; nothing was changed; run `cobro-cli verify`, then \
             `cobro-cli rebuild`",
            match self.differences.len() {
                1 => "1 view is".to_owned(),
                n => format!("{n} views are"),
            }
        )))
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Differing { view, surplus, missing } in &self.differences {
            writeln!(f, "{view}: {surplus} rows too many, {missing} missing")?;
        }
        f.write_str(if self.sound { "every view is what the facts call for" } else { "NOT SOUND" })
    }
}

/// The views were computed anew.
#[derive(Debug, Serialize)]
pub(crate) struct Rebuilt {
    rebuilt: bool,
    facts: i64,
}

/// Computes every view anew.
pub(crate) fn rebuild(shop: &Shop) -> Result<Rebuilt, Failure> {
    let mut ledger = books::write(&shop.place("rebuild")?, &SystemClock)?;
    let mut facts = 0;
    let mut show = progress();
    ledger.rebuild(|reached| {
        facts = reached.of;
        show(reached);
    })?;
    Ok(Rebuilt { rebuilt: true, facts })
}

impl fmt::Display for Rebuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "every view was computed anew from {} facts", self.facts)
    }
}

fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}
