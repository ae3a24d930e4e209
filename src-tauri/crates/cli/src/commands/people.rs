//! The way back in for an owner who forgot the PIN.

use std::{
    fmt,
    io::{self, Read, Write},
};

use cobro_domain::people::Role;
use cobro_till::{
    Till,
    books::{self, Mode},
    clock::SystemClock,
    open::{open, open_real},
    people::Somebody,
    secrets::open_store,
};
use serde::Serialize;
use std::sync::Arc;

use crate::{arguments::Shop, failure::Failure};

/// No PIN is longer, and nothing longer is read.
const LINE_MAX: u64 = 64;

/// An owner has another PIN.
#[derive(Debug, Serialize)]
pub(crate) struct PinReset {
    owner: String,
}

/// Gives an owner another PIN, which is read from standard input and never from the arguments:
/// those are seen by everybody on the computer.
pub(crate) fn owner_pin(shop: &Shop, name: Option<&str>) -> Result<PinReset, Failure> {
    let place = shop.place("owner-pin")?;
    // Whoever has the books is named before anything else is started; and none are made.
    drop(books::write(&place, &SystemClock)?);
    let till = match place.mode {
        Mode::Training => open(&place)?,
        Mode::Real => {
            open_real(&place, Arc::from(open_store(&place.folder)), Arc::new(SystemClock))?
        }
    };
    let owner = owner_of(&till, name)?;
    let called = owner.name.clone().unwrap_or_default();
    // Nobody is left to tell when even this cannot be written.
    let _ = writeln!(io::stderr(), "new PIN for {called}, 4 to 8 digits, then Enter:");
    let mut typed = String::new();
    let read = io::stdin().take(LINE_MAX).read_to_string(&mut typed);
    read.map_err(|error| Failure::failed(format!("no PIN was read: {error}; nothing changed")))?;
    let pin = typed.lines().next().unwrap_or_default();
    till.reset_owner_pin(owner.user.id, pin)
        .map_err(|error| Failure::failed(format!("{error}; the PIN is as it was")))?;
    Ok(PinReset { owner: called })
}

/// The owner of that name, or the only one.
fn owner_of(till: &Till, name: Option<&str>) -> Result<Somebody, Failure> {
    let mut owners = till.people()?;
    owners.retain(|one| one.user.active && one.user.role == Role::Owner);
    let same = |one: &Somebody| {
        let own = one.name.as_deref().unwrap_or_default().to_lowercase();
        name.is_none_or(|name| name.trim().to_lowercase() == own)
    };
    let found: Vec<_> = owners.iter().filter(|one| same(one)).cloned().collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        _ if owners.is_empty() => Err(Failure::failed(
            "nobody signs in at this till yet; nothing was changed; make people in the settings",
        )),
        _ => {
            let names = owners.iter().filter_map(|one| one.name.as_deref());
            let names = names.collect::<Vec<_>>().join(", ");
            Err(Failure::failed(format!(
                "name one owner: {names}; nothing was changed; it is written owner-pin NAME"
            )))
        }
    }
}

impl fmt::Display for PinReset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} has the new PIN; the books say that it came from the command line",
            self.owner
        )
    }
}
