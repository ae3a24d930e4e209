//! The address of a payment page.

use std::fmt;

use url::Url;

/// Longer addresses make QR codes that no telephone reads.
const BYTES_MAX: usize = 1024;

/// An address that a browser opens to pay: `https`, or `http` for a page on the same machine.
///
/// Nothing but ASCII without spaces, quotes or angle brackets is in it, so that a paper and a
/// mail may hold it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayLink(String);

/// Why a text is no address to pay at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayLinkError {
    /// It does not read as an address with a host, or carries a name and a password.
    #[error("the text is no web address")]
    Malformed,
    /// A scheme that may run something instead of opening a page.
    #[error("a payment page is opened by https or http, not by {scheme}")]
    Scheme {
        /// The scheme it has.
        scheme: String,
    },
    /// More than a QR code should hold.
    #[error("an address of {length} bytes is too long")]
    TooLong {
        /// How long it is.
        length: usize,
    },
}

impl PayLink {
    /// Reads an address.
    ///
    /// # Errors
    /// [`PayLinkError`] for what no payer should be sent to.
    pub fn parse(text: &str) -> Result<Self, PayLinkError> {
        let url = Url::parse(text).map_err(|_| PayLinkError::Malformed)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(PayLinkError::Scheme { scheme: url.scheme().to_owned() });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(PayLinkError::Malformed);
        }
        // The only two marks around a text that the parser leaves as they are.
        let address = String::from(url).replace('\'', "%27").replace('`', "%60");
        match address.len() {
            0..=BYTES_MAX => Ok(Self(address)),
            length => Err(PayLinkError::TooLong { length }),
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PayLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn opens_pages_and_runs_nothing() {
        let scheme = |scheme: &str| Err(PayLinkError::Scheme { scheme: scheme.to_owned() });
        let link = |text: &str| Ok(PayLink(text.to_owned()));
        let cases = [
            ("https://pay.example/i/7?a=1&b=2", link("https://pay.example/i/7?a=1&b=2")),
            ("http://127.0.0.1:8080/x", link("http://127.0.0.1:8080/x")),
            (" https://pay.example/ñ ", link("https://pay.example/%C3%B1")),
            ("https://pay.example/\"><b>", link("https://pay.example/%22%3E%3Cb%3E")),
            ("https://пошта.укр/", link("https://xn--80a1acn3a.xn--j1amh/")),
            ("javascript:alert(1)", scheme("javascript")),
            ("data:text/html,x", scheme("data")),
            ("file:///etc/passwd", scheme("file")),
            ("ftp://pay.example/", scheme("ftp")),
            ("https://user:secret@pay.example/", Err(PayLinkError::Malformed)),
            ("https://", Err(PayLinkError::Malformed)),
            ("/pay", Err(PayLinkError::Malformed)),
            ("", Err(PayLinkError::Malformed)),
        ];
        for (text, expected) in cases {
            assert_eq!(PayLink::parse(text), expected, "{text:?}");
        }
        let long = format!("https://pay.example/{}", "x".repeat(1024));
        assert_eq!(PayLink::parse(&long), Err(PayLinkError::TooLong { length: 1044 }));
    }

    proptest! {
        #[test]
        fn holds_nothing_that_would_end_an_attribute(text in "https://a[/?#].{0,60}") {
            if let Ok(link) = PayLink::parse(&text) {
                let harmless = |c: char| c.is_ascii_graphic() && !"\"'<>`".contains(c);
                prop_assert!(link.as_str().chars().all(harmless), "{link}");
            }
        }
    }
}
