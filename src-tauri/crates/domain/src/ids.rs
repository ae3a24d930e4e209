//! Identifiers made at the till, before anything is sent or stored.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Timestamp;

/// A UUIDv7 from a moment and random bytes: sortable by time, unique without a server.
#[must_use]
pub fn uuid_v7(at: Timestamp, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier from a moment and random bytes.
            #[must_use]
            pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
                Self(uuid_v7(at, random))
            }

            /// Reads the hyphenated text.
            ///
            /// # Errors
            /// [`IdError`] when the text is no UUID.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| IdError { what: stringify!($name), text: text.to_owned() })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

/// A text that is no identifier of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {what}")]
pub struct IdError {
    what: &'static str,
    text: String,
}

id!(
    /// One installation of Cobro, or one incarnation of it after a restore.
    TillId
);
id!(
    /// An issued invoice.
    InvoiceId
);
id!(
    /// One attempt to collect one amount of one invoice.
    ChargeId
);
id!(
    /// One request to a provider that changes something there.
    ActId
);
id!(
    /// Prices that the shop keeps to until a day.
    QuoteId
);
id!(
    /// Money received.
    PaymentId
);
id!(
    /// Money given back.
    RefundId
);
id!(
    /// A credit note: the mirror of a voided invoice.
    CreditNoteId
);
id!(
    /// A customer of the shop.
    CustomerId
);
id!(
    /// A product or service of the catalogue.
    ProductId
);
id!(
    /// One set of credentials with one provider.
    MerchantAccountId
);
id!(
    /// A matter that a person has to look at.
    CaseId
);
id!(
    /// One file that was taken over.
    ImportId
);
id!(
    /// A list of prices that some customers have.
    PriceListId
);
id!(
    /// An e-mail to one address.
    MailId
);
id!(
    /// A paper on its way to a printer.
    PrintJobId
);
id!(
    /// Somebody who works at the till.
    UserId
);

id!(
    /// The time one person answers for one drawer.
    ShiftId
);

/// Who did something. Facts name people by this, never by their data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(String);

impl Actor {
    /// The shop's owner, until people are set up.
    #[must_use]
    pub fn owner() -> Self {
        Self("owner".to_owned())
    }

    /// Cobro itself: what follows from a provider's report or from a start-up.
    #[must_use]
    pub fn till() -> Self {
        Self("till".to_owned())
    }

    /// Somebody who signed in.
    #[must_use]
    pub fn user(id: UserId) -> Self {
        Self(format!("user:{id}"))
    }

    /// Whoever has the till's files: what is done by `cobro-cli`.
    #[must_use]
    pub fn console() -> Self {
        Self("console".to_owned())
    }

    /// Nobody: people work here, and none of them is signed in.
    #[must_use]
    pub fn nobody() -> Self {
        Self("nobody".to_owned())
    }

    /// Who that is, if it is somebody who signed in.
    #[must_use]
    pub fn as_user(&self) -> Option<UserId> {
        self.0.strip_prefix("user:").and_then(|id| UserId::parse(id).ok())
    }

    /// The actor with this stored name.
    #[must_use]
    pub fn stored(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The stored name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Crockford's alphabet: no letter that a person takes for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters and digits carry 128 bits, five at a time.
const REFERENCE_LENGTH: usize = 26;

/// Our name for a charge at a provider: 26 letters and digits, made from the charge's id
/// before the first send, and unique in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// The reference of a charge.
    #[must_use]
    pub fn of(charge: ChargeId) -> Self {
        let bits = charge.0.as_u128();
        let letters = (0..REFERENCE_LENGTH).rev().map(|place| {
            let shift = u32::try_from(place).unwrap_or(0).saturating_mul(5);
            let five = usize::try_from((bits >> shift) & 31).unwrap_or(0);
            char::from(ALPHABET.get(five).copied().unwrap_or(b'0'))
        });
        Self(letters.collect())
    }

    /// A reference as it stands in the ledger or in a provider's message.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_26_letters_and_digits_and_tell_charges_apart() {
        let at = Timestamp::from_millis(1_795_000_000_000);
        let one = Reference::of(ChargeId::new(at, [1; 10]));
        let other = Reference::of(ChargeId::new(at, [2; 10]));
        assert_ne!(one, other);
        assert_eq!(one.as_str().len(), REFERENCE_LENGTH);
        assert!(
            one.as_str().bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        );
        assert_eq!(Reference::of(ChargeId(Uuid::nil())).as_str(), "0".repeat(26));
        assert_eq!(Reference::of(ChargeId(Uuid::max())).as_str(), format!("7{}", "Z".repeat(25)));
    }

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let early = InvoiceId::new(Timestamp::from_millis(1_000), [0xff; 10]);
        let late = InvoiceId::new(Timestamp::from_millis(1_001), [0; 10]);
        assert!(early < late);
    }
}
