//! One round of sending and asking, for a till whose window is closed.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::Read,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use cobro_domain::ids::ChargeId;
use cobro_till::{
    Secret, Till,
    books::{self, Mode, Reader, charges, invoices},
    clock::SystemClock,
    event::TillEvent,
    line::Line,
    open::{Place, open, open_real},
    secrets::{SecretStore, StoreState, open_store},
};
use serde::Serialize;

use crate::{
    arguments::Shop,
    commands::invoices::zone,
    failure::{Failure, causes},
    output::Moment,
};

/// Longer than any passphrase that a person types.
const PASSPHRASE_MAX: u64 = 4_096;

/// What one round did and what it left.
#[derive(Debug, Serialize)]
pub(crate) struct Polled {
    charges: Vec<Asked>,
    line: &'static str,
    unsent: usize,
    stale: usize,
    unknown: usize,
    overdue: usize,
    next_at: Option<Moment>,
    /// Merchant accounts whose secrets are not there.
    without_secrets: Vec<String>,
}

/// A charge that was sent or asked about.
#[derive(Debug, Serialize)]
struct Asked {
    charge: String,
    folio: String,
    method: String,
    /// Where it stood before, if it was open.
    before: Option<&'static str>,
    after: &'static str,
}

/// Sends and asks until nothing is due.
pub(crate) fn poll(shop: &Shop, passphrase: Option<&Path>) -> Result<Polled, Failure> {
    let place = shop.place("poll")?;
    // Whoever has the books is named before anything else is started; and none are made.
    drop(books::write(&place, &SystemClock)?);
    let till = open_till(&place, passphrase)?;
    let reader = books::read(&place)?;
    let before: BTreeMap<ChargeId, &'static str> = books::unpaid(&reader, till.now())?
        .into_iter()
        .map(|charge| (charge.id, charge.state.word()))
        .collect();
    let touched = listen(&till);
    till.work_through()?;
    let touched = touched.lock().unwrap_or_else(PoisonError::into_inner).clone();
    report(&till, &reader, &before, &touched)
}

fn open_till(place: &Place, passphrase: Option<&Path>) -> Result<Arc<Till>, Failure> {
    match place.mode {
        Mode::Training => Ok(open(place)?),
        Mode::Real => {
            let secrets = unlocked(place, passphrase)?;
            Ok(open_real(place, secrets, Arc::new(SystemClock))?)
        }
    }
}

/// The secrets of a real till, ready to be read.
fn unlocked(place: &Place, passphrase: Option<&Path>) -> Result<Arc<dyn SecretStore>, Failure> {
    let secrets: Arc<dyn SecretStore> = Arc::from(open_store(&place.folder));
    match (secrets.state(), passphrase) {
        (StoreState::Keyring | StoreState::VaultOpen | StoreState::Memory, _)
        | (StoreState::VaultNew, None) => {}
        (StoreState::VaultNew, Some(_)) => {
            return Err(Failure::failed(
                "there is no vault for the passphrase to open; nothing was sent; the app makes \
                 one with the first secret",
            ));
        }
        (StoreState::VaultLocked, None) => {
            return Err(Failure::failed(
                "the vault of secrets is locked; nothing was sent; give --passphrase-file FILE",
            ));
        }
        (StoreState::VaultLocked, Some(path)) => {
            secrets.unlock(&read_passphrase(path)?).map_err(|error| {
                let what = causes(&error);
                Failure::failed(format!("the vault stays locked: {what}; nothing was sent"))
            })?;
        }
    }
    Ok(secrets)
}

/// The first line of a file.
fn read_passphrase(path: &Path) -> Result<Secret, Failure> {
    let unread = |what: String| {
        Failure::failed(format!(
            "the passphrase file {} cannot be read: {what}; nothing was sent",
            path.display()
        ))
    };
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    let read = file.take(PASSPHRASE_MAX).read_to_string(&mut text);
    read.map_err(|error| unread(error.to_string()))?;
    let first = text.lines().next().unwrap_or_default().to_owned();
    if first.is_empty() {
        return Err(unread("its first line is empty".to_owned()));
    }
    Ok(Secret::new(first))
}

/// Notes every charge that moves from now on.
fn listen(till: &Till) -> Arc<Mutex<Vec<ChargeId>>> {
    let touched: Arc<Mutex<Vec<ChargeId>>> = Arc::default();
    let notes = Arc::clone(&touched);
    till.listen(Box::new(move |event| match event {
        TillEvent::Charge { charge, .. } => {
            let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
            if !notes.contains(charge) {
                notes.push(*charge);
            }
        }
        TillEvent::Status | TillEvent::Mail | TillEvent::Papers | TillEvent::Clock => {}
    }));
    touched
}

fn report(
    till: &Till,
    reader: &Reader,
    before: &BTreeMap<ChargeId, &'static str>,
    touched: &[ChargeId],
) -> Result<Polled, Failure> {
    let zone = zone(reader)?;
    let mut asked = Vec::new();
    for id in touched {
        let Some(charge) = charges::read(reader.conn(), *id)? else {
            continue;
        };
        asked.push(Asked {
            charge: id.to_string(),
            folio: invoices::at(reader.conn(), charge.invoice)?.folio.to_string(),
            method: charge.method.to_string(),
            before: before.get(id).copied(),
            after: charge.state.word(),
        });
    }
    let merchants = till.merchants().map_err(|error| Failure::failed(causes(&error)))?;
    let bare = merchants.into_iter().filter(|one| one.account.active && !one.has_secrets);
    let left = books::backlog(reader, till.now())?;
    Ok(Polled {
        charges: asked,
        line: match till.line() {
            Line::Idle => "idle",
            Line::Online => "online",
            Line::Offline => "offline",
        },
        unsent: left.unsent,
        stale: left.stale,
        unknown: left.unknown,
        overdue: left.overdue,
        next_at: left.next_at.map(|at| Moment::new(at, &zone)),
        without_secrets: bare.map(|one| one.account.name).collect(),
    })
}

impl Polled {
    pub(crate) fn judge(&self) -> Result<(), Failure> {
        if self.line == "offline" {
            return Err(Failure::failed(
                "a provider could not be reached; nothing was lost and all is asked again when \
                 it is due; check the network",
            ));
        }
        if self.overdue == 0 {
            return Ok(());
        }
        let why = match self.without_secrets.as_slice() {
            [] => "look at the merchant accounts in the settings".to_owned(),
            names => format!("type the secrets of {} in the settings", names.join(", ")),
        };
        Err(Failure::failed(format!(
            "{} of what is due could not be sent or asked; nothing was lost; {why}",
            self.overdue
        )))
    }
}

impl fmt::Display for Polled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.charges.is_empty() {
            writeln!(f, "nothing was due")?;
        }
        for Asked { folio, method, before, after, .. } in &self.charges {
            writeln!(f, "{folio:<12} {method:<16} {} -> {after}", before.unwrap_or("-"))?;
        }
        let Self { unsent, stale, unknown, overdue, .. } = self;
        writeln!(f, "{unsent} unsent ({stale} ask first), {unknown} unknown, {overdue} overdue")?;
        match &self.next_at {
            Some(at) => writeln!(f, "next look-up {at}"),
            None => Ok(()),
        }
    }
}
