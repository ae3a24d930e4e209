//! The words of PayU's replies. A word that no document knows keeps its spelling.

use std::fmt;

use serde::Deserialize;

use super::scalar::Text;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(from = "Text")]
        pub(crate) enum $name {
            $($variant,)*
            Unrecognised(String),
        }

        /// The word as PayU writes it.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $word,)*
                    Self::Unrecognised(word) => word,
                })
            }
        }

        impl From<Text> for $name {
            fn from(text: Text) -> Self {
                match text.0.as_str() {
                    $($word => Self::$variant,)*
                    _ => Self::Unrecognised(text.0),
                }
            }
        }
    };
}

words! {
    /// Whether a request was processed at all. A refused card is a success.
    Code {
        Success = "SUCCESS",
        Error = "ERROR",
    }
}

words! {
    /// What the last relevant transaction made of an order.
    OrderStatus {
        New = "NEW",
        InProgress = "IN_PROGRESS",
        Authorized = "AUTHORIZED",
        Captured = "CAPTURED",
        Cancelled = "CANCELLED",
        Declined = "DECLINED",
        Refunded = "REFUNDED",
        Chargeback = "CHARGEBACK",
    }
}

words! {
    /// What became of a transaction. `SUBMITTED` has gone to the bank and is not finished.
    State {
        Approved = "APPROVED",
        Expired = "EXPIRED",
        Declined = "DECLINED",
        Pending = "PENDING",
        Submitted = "SUBMITTED",
        Error = "ERROR",
    }
}

words! {
    /// What a transaction does with the money.
    Kind {
        Authorization = "AUTHORIZATION",
        Capture = "CAPTURE",
        AuthorizationAndCapture = "AUTHORIZATION_AND_CAPTURE",
        Void = "VOID",
        Refund = "REFUND",
        PartialRefund = "PARTIAL_REFUND",
        Cancellation = "CANCELLATION",
        Credit = "CREDIT",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_documented_word_is_recognised() {
        let words = [
            "NEW",
            "IN_PROGRESS",
            "AUTHORIZED",
            "CAPTURED",
            "CANCELLED",
            "DECLINED",
            "REFUNDED",
            "CHARGEBACK",
        ];
        for word in words {
            let read = OrderStatus::from(Text(word.to_owned()));
            assert_ne!(read, OrderStatus::Unrecognised(word.to_owned()));
            assert_eq!(read.to_string(), word);
        }
    }

    proptest! {
        #[test]
        fn any_word_survives_a_round_trip(word in ".*") {
            let text = Text(word.clone());
            prop_assert_eq!(&Code::from(text.clone()).to_string(), &word);
            prop_assert_eq!(&OrderStatus::from(text.clone()).to_string(), &word);
            prop_assert_eq!(&State::from(text.clone()).to_string(), &word);
            prop_assert_eq!(&Kind::from(text).to_string(), &word);
        }
    }
}
