//! Accounts that are paused: their provider has refused their credentials, and would refuse
//! everything else that is sent with them.

use std::{collections::BTreeSet, sync::Mutex};

use cobro_domain::ids::{Actor, MerchantAccountId};
use cobro_ledger::{Booking, LedgerError, views::merchants, working::preferences};
use cobro_providers::outcome::{Outcome, RefusalKind};

use crate::{
    event::TillEvent,
    merchants::Ready,
    till::{Till, lock},
};

/// The note of an account that is paused.
const PAUSED: &str = "paused";

/// The accounts that nothing is sent through, shared by all that send.
#[derive(Debug, Default)]
pub(crate) struct Pauses(Mutex<BTreeSet<MerchantAccountId>>);

impl Till {
    /// Pauses an account if its provider says that its credentials are wrong, until the owner
    /// mends it; a restart mends nothing. What was asked with settings that were saved anew
    /// meanwhile says nothing about the new ones.
    pub(crate) fn heed_refusal(&self, ready: &Ready, outcome: &Outcome) {
        let Outcome::Refused(refusal) = outcome else { return };
        match refusal.kind {
            RefusalKind::Request => return,
            RefusalKind::Credentials => {}
        }
        let account = ready.account.account;
        let paused = self.book(Actor::till(), |booking| {
            if merchants::read(booking.conn(), account)?.as_ref() != Some(&ready.account) {
                return Ok(());
            }
            lock(&self.pauses.0).insert(account);
            preferences::put(booking.conn(), &pause_of(account), PAUSED)
        });
        if let Err(error) = paused {
            tracing::warn!(%error, %account, "a restart will not know of this pause");
        }
        self.tell(&TillEvent::Status);
    }

    /// Ends the pause of an account, together with what mends it.
    pub(crate) fn end_pause(
        &self,
        booking: &Booking<'_, '_>,
        account: MerchantAccountId,
    ) -> Result<(), LedgerError> {
        if lock(&self.pauses.0).remove(&account) {
            preferences::put(booking.conn(), &pause_of(account), "")?;
        }
        Ok(())
    }

    /// The credentials of an account were found to be right.
    pub(crate) fn resume(&self, account: MerchantAccountId) {
        let resumed = self.book(Actor::till(), |booking| self.end_pause(booking, account));
        if let Err(error) = resumed {
            tracing::warn!(%error, %account, "a restart will not know of the end of this pause");
        }
        self.ring();
    }

    /// Pauses the accounts that were paused when the till was closed.
    pub(crate) fn recall_pauses(&self) -> Result<(), LedgerError> {
        let paused = self.read(|reader| {
            let mut paused = BTreeSet::new();
            for merchant in merchants::all(reader.conn())? {
                let word = preferences::read(reader.conn(), &pause_of(merchant.account))?;
                paused.extend((word.as_deref() == Some(PAUSED)).then_some(merchant.account));
            }
            Ok::<_, LedgerError>(paused)
        })?;
        *lock(&self.pauses.0) = paused;
        Ok(())
    }

    pub(crate) fn is_paused(&self, account: MerchantAccountId) -> bool {
        lock(&self.pauses.0).contains(&account)
    }
}

/// Where it is noted whether an account is paused.
fn pause_of(account: MerchantAccountId) -> String {
    format!("paused {account}")
}
