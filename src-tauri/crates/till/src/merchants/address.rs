//! Which addresses requests of an account may go to.

use cobro_ledger::{Mode, fact::MerchantAccountChanged};
use cobro_providers::{
    registry::ProviderKind,
    settings::{FieldKind, Settings},
};
use url::{Host, Url};

use super::MerchantError;
use crate::till::Till;

impl Till {
    /// Addresses are HTTPS, and real books take no test host unless the account is marked as
    /// a test account; only a test account may use loopback.
    pub(super) fn check_addresses(
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
