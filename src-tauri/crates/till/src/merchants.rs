//! Merchant accounts: settings in the books, secrets in their own store.

use std::{collections::BTreeMap, time::Instant};

use cobro_domain::{
    ids::{Actor, MerchantAccountId},
    name::{Name, NameError},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    LedgerError, Mode,
    fact::{Fact, MerchantAccountChanged},
    views::merchants,
};
use cobro_providers::{
    capabilities::Capabilities,
    operation::{Operation, Question},
    outcome::{Lost, MethodOffer, Outcome, Refusal, RefusalKind},
    provider::Provider,
    registry::{ProviderKind, provider_kind},
    settings::{Field, FieldKind, Secret, Settings, SettingsError},
};
use url::{Host, Url};

use crate::{converse::Conversation, secrets::SecretError, settings::is_email, till::Till};

/// How far the till's clock may be from a provider's before signatures and expiries go wrong.
const CLOCK_TOLERANCE: Span = Span::minutes(5);

/// A merchant account as its owner types it. Secrets that are left empty stay as they are.
#[derive(Clone, Debug, Default)]
pub struct MerchantForm {
    /// The account; none for a new one.
    pub id: Option<MerchantAccountId>,
    /// The provider's word.
    pub provider: String,
    /// What the shop calls it.
    pub name: String,
    /// Whether charges may be made through it.
    pub active: bool,
    /// Whether it takes no real money.
    pub test: bool,
    /// The values of the provider's fields, secret or not.
    pub fields: BTreeMap<String, String>,
    /// The payer's name on vouchers for walk-in customers.
    pub payer_name: String,
    /// Their e-mail address.
    pub payer_email: String,
}

/// A merchant account without its secrets.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// What the books say.
    pub account: MerchantAccountChanged,
    /// Whether every secret it needs is stored.
    pub has_secrets: bool,
}

/// What a connection test found.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The methods of the account.
    pub methods: Vec<MethodOffer>,
    /// How long the provider took.
    pub took_ms: u64,
}

/// Why a merchant account was left as it was, or cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MerchantError {
    /// There is no such account or provider.
    #[error("there is no such merchant account")]
    NotFound,
    /// The account of training mode is not edited.
    #[error("the account of training mode cannot be changed")]
    Fixed,
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The payer's e-mail address is none.
    #[error("{text:?} is no e-mail address")]
    Email {
        /// What was typed.
        text: String,
    },
    /// A field is missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// An address that this account may not use.
    #[error("{address} is not allowed for this account")]
    AddressNotAllowed {
        /// The address.
        address: String,
    },
    /// The secrets cannot be read or written.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The provider could not be reached.
    #[error("the provider could not be reached")]
    Unreachable,
    /// The provider refused.
    #[error("the provider refused: {}", .0.text)]
    Refused(Refusal),
    /// The provider's answer is none.
    #[error("the provider's answer cannot be read: {excerpt}")]
    Unreadable {
        /// Its first characters.
        excerpt: String,
    },
    /// The till's clock is wrong.
    #[error("the till's clock is {minutes} minutes away from the provider's")]
    Clock {
        /// How far; positive when the till is ahead.
        minutes: i64,
    },
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A provider ready to be asked, with its account.
pub(crate) struct Ready {
    pub(crate) account: MerchantAccountChanged,
    pub(crate) provider: Box<dyn Provider>,
    pub(crate) secrets: Vec<Secret>,
}

impl Till {
    /// Every merchant account.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn merchants(&self) -> Result<Vec<Merchant>, MerchantError> {
        let accounts = self.read(|reader| merchants::all(reader.conn()))?;
        let merchants = accounts.into_iter().map(|account| {
            let has_secrets = self.has_secrets(&account);
            Merchant { account, has_secrets }
        });
        Ok(merchants.collect())
    }

    fn has_secrets(&self, account: &MerchantAccountChanged) -> bool {
        let Some(kind) = provider_kind(&account.provider) else {
            return false;
        };
        let mut secret = kind.fields.iter().filter(|field| field.secret);
        self.training.is_some()
            || secret
                .all(|field| matches!(self.secrets.get(account.account, field.id), Ok(Some(_))))
    }

    /// Makes or changes a merchant account. Secrets go to their store first; the books never
    /// see them.
    ///
    /// # Errors
    /// [`MerchantError`]; the account is then as it was.
    pub fn save_merchant(&self, form: &MerchantForm) -> Result<Merchant, MerchantError> {
        if self.training.is_some() {
            return Err(MerchantError::Fixed);
        }
        let kind = provider_kind(&form.provider).ok_or(MerchantError::NotFound)?;
        let payer_email = form.payer_email.trim();
        if !payer_email.is_empty() && !is_email(payer_email) {
            return Err(MerchantError::Email { text: payer_email.to_owned() });
        }
        let account =
            form.id.unwrap_or_else(|| MerchantAccountId::new(self.now(), crate::random::bytes()));
        let changed = MerchantAccountChanged {
            account,
            provider: kind.id.to_owned(),
            name: Name::parse(&form.name)?.as_str().to_owned(),
            active: form.active,
            test: form.test,
            fields: open_fields(kind, &form.fields),
            payer_name: crate::settings::line(&form.payer_name)?,
            payer_email: payer_email.to_owned(),
        };
        self.check_addresses(kind, &changed)?;
        for field in kind.fields.iter().filter(|field| field.secret) {
            let typed = form.fields.get(field.id).map(|value| value.trim()).unwrap_or_default();
            if !typed.is_empty() {
                self.secrets.put(account, field.id, &Secret::new(typed.to_owned()))?;
            }
        }
        self.book(Actor::owner(), |booking| {
            booking.append(&Fact::MerchantAccountChanged(changed.clone()))
        })?;
        self.resume(account);
        let has_secrets = self.has_secrets(&changed);
        Ok(Merchant { account: changed, has_secrets })
    }

    /// Addresses are HTTPS, and real books take no test host unless the account is marked as
    /// a test account; only a test account may use loopback.
    fn check_addresses(
        &self,
        kind: &ProviderKind,
        account: &MerchantAccountChanged,
    ) -> Result<(), MerchantError> {
        let settings = Settings { open: account.fields.clone(), ..Settings::default() };
        for field in kind.fields.iter().filter(|field| field.kind == FieldKind::Url) {
            let text = settings.text(*field)?;
            if !is_allowed(&text, kind.test_hosts, account.test && self.mode() == Mode::Real) {
                return Err(MerchantError::AddressNotAllowed { address: text });
            }
        }
        Ok(())
    }

    /// An account and what its provider offers, without touching a secret: a slow keyring must
    /// not hold the counter up.
    pub(crate) fn offer(
        &self,
        id: MerchantAccountId,
    ) -> Result<(MerchantAccountChanged, Capabilities), MerchantError> {
        let account = self.read(|reader| merchants::read(reader.conn(), id))?;
        let account = account.ok_or(MerchantError::NotFound)?;
        let kind = provider_kind(&account.provider).ok_or(MerchantError::NotFound)?;
        Ok((account, (kind.capabilities)()))
    }

    /// The provider of an account, with its secrets.
    pub(crate) fn ready(&self, id: MerchantAccountId) -> Result<Ready, MerchantError> {
        let account = self.read(|reader| merchants::read(reader.conn(), id))?;
        let account = account.ok_or(MerchantError::NotFound)?;
        let kind = provider_kind(&account.provider).ok_or(MerchantError::NotFound)?;
        let settings = match &self.training {
            Some(training) => (kind.training)(&training.base_url()),
            None => self.settings(kind, &account)?,
        };
        let secrets = settings.secret.values().cloned().collect();
        Ok(Ready { provider: (kind.build)(&settings)?, account, secrets })
    }

    fn settings(
        &self,
        kind: &ProviderKind,
        account: &MerchantAccountChanged,
    ) -> Result<Settings, MerchantError> {
        self.check_addresses(kind, account)?;
        let mut settings = Settings { open: account.fields.clone(), ..Settings::default() };
        for field in kind.fields.iter().filter(|field| field.secret) {
            if let Some(secret) = self.secrets.get(account.account, field.id)? {
                settings.secret.insert(field.id.to_owned(), secret);
            }
        }
        Ok(settings)
    }

    /// Asks the provider whether it is there, whether the credentials are right, and which
    /// methods the account has.
    ///
    /// # Errors
    /// [`MerchantError`] says which of the three is not so.
    pub fn test_merchant(&self, id: MerchantAccountId) -> Result<Connection, MerchantError> {
        let ready = self.ready(id)?;
        let began = Instant::now();
        let ping = self.converse(&ready, &Operation::Question(Question::Ping));
        check_clock(&ping, self.now())?;
        understood(ping.outcome)?;
        let methods = self.converse(&ready, &Operation::Question(Question::Methods));
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let methods = match understood(methods.outcome)? {
            Outcome::Methods(methods) => methods,
            Outcome::Pong
            | Outcome::Charge(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_)
            | Outcome::NotFound
            | Outcome::Refused(_)
            | Outcome::NotSent
            | Outcome::Lost(_) => Vec::new(),
        };
        self.resume(id);
        Ok(Connection { methods, took_ms })
    }
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

fn is_allowed(address: &str, test_hosts: &[&str], test_account: bool) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let loopback = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return false,
    };
    let test_host = url.host_str().is_some_and(|host| test_hosts.contains(&host));
    if loopback {
        return test_account && matches!(url.scheme(), "http" | "https");
    }
    url.scheme() == "https" && (test_account || !test_host)
}

fn check_clock(conversation: &Conversation, now: Timestamp) -> Result<(), MerchantError> {
    let Some(theirs) = conversation.date else {
        return Ok(());
    };
    let off = now.since(theirs).as_millis();
    if off.abs() <= CLOCK_TOLERANCE.as_millis() {
        return Ok(());
    }
    Err(MerchantError::Clock { minutes: off / Span::minutes(1).as_millis() })
}

/// The outcome, unless it says that the question was not answered.
fn understood(outcome: Outcome) -> Result<Outcome, MerchantError> {
    match outcome {
        Outcome::NotSent | Outcome::Lost(Lost::NoAnswer | Lost::Unavailable { .. }) => {
            Err(MerchantError::Unreachable)
        }
        Outcome::Lost(Lost::Unreadable { excerpt }) => Err(MerchantError::Unreadable { excerpt }),
        Outcome::Refused(refusal) => Err(MerchantError::Refused(refusal)),
        answered @ (Outcome::Pong
        | Outcome::Methods(_)
        | Outcome::Charge(_)
        | Outcome::FollowedUp(..)
        | Outcome::StoredCards(_)
        | Outcome::Forgotten
        | Outcome::Promotions(_)
        | Outcome::NotFound) => Ok(answered),
    }
}

/// Whether a refusal means that nothing will get through until the owner mends the account.
pub(crate) fn is_about_credentials(refusal: &Refusal) -> bool {
    matches!(refusal.kind, RefusalKind::Credentials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_accounts_reach_test_hosts_and_only_tls_leaves_the_machine() {
        let hosts = ["sandbox.example.com"];
        let cases = [
            ("https://api.example.com/x", false, true),
            ("http://api.example.com/x", false, false),
            ("http://api.example.com/x", true, false),
            ("https://sandbox.example.com/x", false, false),
            ("https://sandbox.example.com/x", true, true),
            ("http://127.0.0.1:4000/x", false, false),
            ("http://127.0.0.1:4000/x", true, true),
            ("http://[::1]:4000/x", true, true),
            ("http://localhost:4000/x", false, false),
            ("file:///etc/passwd", true, false),
            ("nonsense", true, false),
        ];
        for (address, test, allowed) in cases {
            assert_eq!(is_allowed(address, &hosts, test), allowed, "{address} {test}");
        }
    }
}
