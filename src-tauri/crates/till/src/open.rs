//! Opening a till: its ledger, its clock, its secrets, and what the last run left undone.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use cobro_domain::{ids::TillId, money::Currency};
use cobro_ledger::{Ledger, LedgerError, Mode, Opening, fact::Fact, views::timeline};
use cobro_sandbox::SandboxError;

use crate::{
    carrier::{Carrier, CarrierError, Patience},
    clock::{Clock, SandboxClock, SystemClock},
    printing::Printing,
    random,
    secrets::{self, SecretStore},
    till::{Parts, Till},
    training::{self, Training},
};

/// The series of a shop's first till.
const FIRST_SERIES: &str = "A";

/// Which books to open.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder of the books. Real and training books never share a file.
    pub folder: PathBuf,
    /// Real or training.
    pub mode: Mode,
    /// Who opens them, for a second writer to read: `cobro`, `cobro-cli poll`.
    pub holder: String,
}

/// Why a till was not opened; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The books.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The books say real where training was asked for, or the other way round.
    #[error("these books are {found:?}, not {wanted:?}")]
    WrongMode {
        /// What they are.
        found: Mode,
        /// What was asked for.
        wanted: Mode,
    },
    /// The folder of the books.
    #[error("the folder {} cannot be used", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The network client.
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    /// The simulated providers of training mode.
    #[error("the simulated providers did not start")]
    Sandbox(#[from] SandboxError),
}

/// The ledger's file in a folder.
#[must_use]
pub fn ledger_path(folder: &Path, mode: Mode) -> PathBuf {
    folder.join(match mode {
        Mode::Real => "ledger.db",
        Mode::Training => "training.db",
    })
}

/// Opens a till, making its books if there are none. Training books begin with a shop, a small
/// catalogue and a merchant account at the simulated provider: ready to sell.
///
/// # Errors
/// [`OpenError`].
pub fn open(place: &Place) -> Result<Arc<Till>, OpenError> {
    let folder = place.folder.clone();
    fs::create_dir_all(&folder).map_err(|source| OpenError::Folder { folder, source })?;
    match place.mode {
        Mode::Real => {
            let secrets: Arc<dyn SecretStore> = Arc::from(secrets::open_store(&place.folder));
            open_real(place, secrets, Arc::new(SystemClock))
        }
        Mode::Training => {
            let training = Training::start(&place.folder)?;
            let clock: Arc<dyn Clock> = Arc::new(SandboxClock(training.control()));
            let ledger = ledger(place, clock.as_ref())?;
            let secrets: Arc<dyn SecretStore> = Arc::new(secrets::Memory::default());
            let training = Some(training);
            let till = assemble(ledger, clock, secrets, training, Patience::DOCUMENTED)?;
            // New, or left empty by a till that died before it was furnished.
            if till.company()?.is_none() {
                training::furnish(&till)?;
            }
            till.publish_pay_pages();
            Ok(till)
        }
    }
}

/// Opens real books with secrets and a clock from elsewhere: for tests, and for tools that
/// must not ask the keyring.
///
/// # Errors
/// [`OpenError`].
pub fn open_real(
    place: &Place,
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
) -> Result<Arc<Till>, OpenError> {
    open_hurried(place, secrets, clock, Patience::DOCUMENTED)
}

/// As [`open_real`], with other time-outs: for tests of slow answers.
///
/// # Errors
/// [`OpenError`].
pub fn open_hurried(
    place: &Place,
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
    patience: Patience,
) -> Result<Arc<Till>, OpenError> {
    let ledger = ledger(place, clock.as_ref())?;
    assemble(ledger, clock, secrets, None, patience)
}

fn ledger(place: &Place, clock: &dyn Clock) -> Result<Ledger, OpenError> {
    let path = ledger_path(&place.folder, place.mode);
    let now = clock.now();
    if !path.exists() {
        let opening = Opening {
            mode: place.mode,
            till: TillId::new(now, random::bytes()),
            series: FIRST_SERIES.to_owned(),
            currency: Currency::Mxn,
            at: now,
            random: random::bytes(),
        };
        return Ok(Ledger::create(&path, &place.holder, &opening)?);
    }
    let ledger = Ledger::open(&path, &place.holder, now)?;
    if ledger.mode() != place.mode {
        return Err(OpenError::WrongMode { found: ledger.mode(), wanted: place.mode });
    }
    Ok(ledger)
}

fn assemble(
    ledger: Ledger,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretStore>,
    training: Option<Training>,
    patience: Patience,
) -> Result<Arc<Till>, OpenError> {
    let currency = currency(&ledger)?;
    let carrier = Carrier::new(patience)?;
    let printing = Printing::new(patience)?;
    let parts = Parts { ledger, currency, clock, secrets, carrier, patience, printing, training };
    let till = Till::assemble(parts);
    till.find_people()?;
    till.recover()?;
    Ok(Arc::new(till))
}

/// The currency that the books were opened in: their first fact says.
fn currency(ledger: &Ledger) -> Result<Currency, LedgerError> {
    let first = timeline::fact(ledger.conn(), 1)?.decode()?;
    if let Fact::TillOpened(body) = &first {
        return Ok(body.currency);
    }
    Err(LedgerError::Malformed {
        what: "the first fact",
        detail: format!("it is {}", first.kind()),
    })
}
