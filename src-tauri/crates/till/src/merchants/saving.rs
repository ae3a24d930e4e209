//! Saving a merchant account: all of it or nothing.
//!
//! Secrets and books are two stores. New secrets are written beside the old ones; the booking
//! switches to them, and only then are the old ones removed. Whatever fails or dies before the
//! booking leaves the account as it was.

use std::collections::BTreeMap;

use cobro_domain::{
    act::ActState,
    ids::{ChargeId, MerchantAccountId},
    name::Name,
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{Fact, MerchantAccountChanged},
    views::{charges, merchants},
    working::acts,
};
use cobro_providers::{
    registry::{ProviderKind, provider_kind},
    settings::{Field, FieldKind, Secret},
};

use super::{Merchant, MerchantError, MerchantForm, ready::slot};
use crate::permit::permit;
use crate::{
    conditions,
    secrets::SecretError,
    settings::{is_email, line},
    till::{Till, lock},
};
use cobro_domain::people::{Document, Permission};

impl Till {
    /// Makes or changes a merchant account. The books never see its secrets.
    ///
    /// # Errors
    /// [`MerchantError`]; the account is then as it was.
    pub fn save_merchant(&self, form: &MerchantForm) -> Result<Merchant, MerchantError> {
        if self.training.is_some() {
            return Err(MerchantError::Fixed);
        }
        let kind = provider_kind(&form.provider).ok_or(MerchantError::NotFound)?;
        // Two who save at once would write their secrets to the same places.
        let _alone = lock(&self.saving);
        let id =
            form.id.unwrap_or_else(|| MerchantAccountId::new(self.now(), crate::random::bytes()));
        let before = self.read(|reader| merchants::read(reader.conn(), id))?;
        let typed = typed_secrets(kind, form);
        let set = match &before {
            Some(before) if typed.is_empty() => before.secrets,
            Some(before) => before.secrets.wrapping_add(1),
            None => 0,
        };
        let mut account = described(kind, form, id, set)?;
        let own = conditions::typed(&form.fields, before.as_ref(), self.currency(), self.locale())?;
        account.fields.extend(own);
        conditions::check_rfc(&account, self.company()?.as_ref())?;
        self.check_addresses(kind, &account)?;
        let other = before.as_ref().is_some_and(|before| is_another(kind, before, &account));
        let seen = if other { self.never_charged(id)? } else { None };
        if !typed.is_empty() {
            self.write_secrets(kind, before.as_ref(), &account, &typed)?;
        }
        let moved = before.as_ref().is_some_and(|before| is_elsewhere(kind, before, &account));
        if let Err(error) = self.book_merchant(&account, other, seen, moved) {
            let stands = self.read(|reader| merchants::read(reader.conn(), id))?;
            self.forget_secrets(kind, stands.as_ref(), &account);
            return Err(error);
        }
        if let Some(before) = before.filter(|before| before.secrets != set) {
            self.forget_secrets(kind, Some(&account), &before);
        }
        self.has_been_mended(id);
        let has_secrets = self.has_secrets(&account);
        Ok(Merchant { account, has_secrets })
    }

    /// The newest charge of the books, none of which is the account's. They may be many, so
    /// they are read beside the counter.
    fn never_charged(&self, id: MerchantAccountId) -> Result<Option<ChargeId>, MerchantError> {
        self.read(|reader| {
            let newest = charges::newest(reader.conn())?;
            if charges::any_through(reader.conn(), id, None)? {
                return Err(MerchantError::HasCharges);
            }
            Ok(newest)
        })
    }

    /// Switches to the account as it is from now on. One that becomes another merchant's must
    /// still have no charge: those until `seen` are known to be others'. One that `moved` to
    /// another address must have no act in doubt: not to be known there proves nothing.
    fn book_merchant(
        &self,
        account: &MerchantAccountChanged,
        other: bool,
        seen: Option<ChargeId>,
        moved: bool,
    ) -> Result<(), MerchantError> {
        self.book(self.actor(), |booking| {
            if moved && has_doubts(booking.conn(), account.account)? {
                return Err(MerchantError::InDoubt);
            }
            if other && charges::any_through(booking.conn(), account.account, seen)? {
                return Err(MerchantError::HasCharges);
            }
            permit(booking, Permission::MerchantAccounts, Document::Shop)?;
            booking.append(&Fact::MerchantAccountChanged(account.clone()))?;
            self.end_pause(booking, account.account)?;
            Ok(())
        })
    }

    /// Writes a new set of secrets: what was typed, and the rest as it was. Nothing of a set
    /// that was begun and given up stays in it.
    fn write_secrets(
        &self,
        kind: &ProviderKind,
        before: Option<&MerchantAccountChanged>,
        account: &MerchantAccountChanged,
        typed: &BTreeMap<&str, Secret>,
    ) -> Result<(), SecretError> {
        let id = account.account;
        let kept = |field: &Field| match before {
            Some(before) => self.secrets.get(id, &slot(field, before.secrets)),
            None => Ok(None),
        };
        let write = |field: &Field| {
            let secret = match typed.get(field.id) {
                Some(typed) => Some(typed.clone()),
                None => kept(field)?,
            };
            match secret {
                Some(secret) => self.secrets.put(id, &slot(field, account.secrets), &secret),
                None => self.secrets.remove(id, &slot(field, account.secrets)),
            }
        };
        let mut fields = kind.fields.iter().filter(|field| field.secret);
        fields.try_for_each(write).inspect_err(|_| self.forget_secrets(kind, before, account))
    }

    /// Removes a set of secrets that nobody uses, unless it is the one `in_use`. One that cannot
    /// be removed does no harm but to stay.
    fn forget_secrets(
        &self,
        kind: &ProviderKind,
        in_use: Option<&MerchantAccountChanged>,
        unused: &MerchantAccountChanged,
    ) {
        if in_use.is_some_and(|in_use| in_use.secrets == unused.secrets) {
            return;
        }
        for field in kind.fields.iter().filter(|field| field.secret) {
            if let Err(error) = self.secrets.remove(unused.account, &slot(field, unused.secrets)) {
                tracing::warn!(%error, account = %unused.account, "an old secret stays behind");
            }
        }
    }
}

/// The secrets that were typed; empty ones stay as they are.
fn typed_secrets(kind: &ProviderKind, form: &MerchantForm) -> BTreeMap<&'static str, Secret> {
    let secret = kind.fields.iter().filter(|field| field.secret);
    let typed = secret.filter_map(|field| {
        let text = form.fields.get(field.id)?.trim();
        (!text.is_empty()).then(|| (field.id, Secret::new(text.to_owned())))
    });
    typed.collect()
}

/// The account as the books are to have it.
fn described(
    kind: &ProviderKind,
    form: &MerchantForm,
    account: MerchantAccountId,
    secrets: u32,
) -> Result<MerchantAccountChanged, MerchantError> {
    let payer_email = form.payer_email.trim();
    if !payer_email.is_empty() && !is_email(payer_email) {
        return Err(MerchantError::Email { text: payer_email.to_owned() });
    }
    Ok(MerchantAccountChanged {
        account,
        provider: kind.id.to_owned(),
        name: Name::parse(&form.name)?.as_str().to_owned(),
        active: form.active,
        test: form.test,
        fields: open_fields(kind, &form.fields),
        payer_name: line(&form.payer_name)?,
        payer_email: payer_email.to_owned(),
        secrets,
    })
}

/// Whether an account would from now on be another merchant's than before.
fn is_another(
    kind: &ProviderKind,
    before: &MerchantAccountChanged,
    account: &MerchantAccountChanged,
) -> bool {
    let mut identity = kind.fields.iter().filter(|field| field.identity);
    before.provider != account.provider
        || identity.any(|field| before.fields.get(field.id) != account.fields.get(field.id))
}

/// Whether requests of an account would from now on go elsewhere than before.
fn is_elsewhere(
    kind: &ProviderKind,
    before: &MerchantAccountChanged,
    account: &MerchantAccountChanged,
) -> bool {
    let mut addresses = kind.fields.iter().filter(|field| field.kind == FieldKind::Url);
    addresses.any(|field| before.fields.get(field.id) != account.fields.get(field.id))
}

/// Whether an account has an act of which nobody knows what the provider did.
fn has_doubts(conn: &Connection, account: MerchantAccountId) -> Result<bool, LedgerError> {
    for act in acts::open(conn)? {
        if matches!(act.state, ActState::Sending | ActState::Unknown)
            && charges::read(conn, act.charge)?.is_some_and(|charge| charge.account == account)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The fields that are no secrets, as the books keep them: defaults are left out, so that a
/// later version's default applies.
fn open_fields(kind: &ProviderKind, typed: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let open = |field: &&Field| !field.secret;
    let fields = kind.fields.iter().filter(open).filter_map(|field| {
        let value = typed.get(field.id)?.trim();
        let said = !value.is_empty() && value != field.default;
        said.then(|| (field.id.to_owned(), value.to_owned()))
    });
    fields.collect()
}
