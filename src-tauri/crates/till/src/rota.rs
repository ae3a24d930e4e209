//! Whose turn it is: no merchant account waits behind all that is due for another.

use std::sync::Mutex;

use cobro_domain::ids::MerchantAccountId;

use crate::till::lock;

/// The accounts that had their turn, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Rota(Mutex<Vec<MerchantAccountId>>);

impl Rota {
    /// Puts what is due in the order of turns: the account that has waited longest first, and
    /// what is due for one account as it was.
    pub(crate) fn sort<T>(&self, due: &mut [T], account: impl Fn(&T) -> MerchantAccountId) {
        let had = lock(&self.0);
        // Those that never had a turn come before all that did.
        due.sort_by_key(|one| had.iter().position(|served| *served == account(one)));
    }

    /// An account has its turn now.
    pub(crate) fn serve(&self, account: MerchantAccountId) {
        let mut had = lock(&self.0);
        had.retain(|other| *other != account);
        had.push(account);
    }
}
