//! What a provider says, in domain words. Never a guess.

use std::fmt;

use cobro_domain::{charge::ChargeState, money::Money, time::Timestamp, voucher::Voucher};
use serde::{Deserialize, Serialize};

use crate::{
    after::FollowUp,
    card::{Promotion, StoredCard},
};

/// The provider's own number for a charge. Text: it does not fit an integer everywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub String);

/// The provider's own number for one movement of money. A payment posts once per number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MoneyInId(pub String);

/// The provider's own number for one attempt to pay an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(pub String);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The service is there and the credentials are right.
    Pong,
    /// The methods of the merchant account.
    Methods(Vec<MethodOffer>),
    /// What the provider knows of the charge: one report per order it has under our
    /// reference, never empty.
    Charge(Vec<Report>),
    /// What the provider answered to a capture, a void or a refund of an order.
    FollowedUp(OrderId, Box<FollowUp>),
    /// Cards that the provider keeps: the one it was given, or those it was asked for.
    StoredCards(Vec<StoredCard>),
    /// The provider no longer keeps the card.
    Forgotten,
    /// The ways to pay in parts.
    Promotions(Vec<Promotion>),
    /// The provider does not know of it (yet).
    NotFound,
    /// The provider refused to do it; nothing happened there.
    Refused(Refusal),
    /// Certainly nothing was sent.
    NotSent,
    /// The provider may have done it: no answer, or one that nobody can read.
    Lost(Lost),
}

/// Why nobody knows what the provider did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// No answer came.
    NoAnswer,
    /// The service is out of order, by the HTTP status.
    Unavailable {
        /// The status.
        status: u16,
    },
    /// Somebody on the way, or the provider, answered 401 or 403 without the provider's own
    /// words: a hotel's portal and a company's proxy say so too.
    Barred {
        /// The status.
        status: u16,
    },
    /// The answer is not what the provider documents.
    Unreadable {
        /// Its first characters, without secrets.
        excerpt: String,
    },
}

/// Why a provider refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What can be done about it.
    pub kind: RefusalKind,
    /// The provider's own words.
    pub text: String,
}

/// What can be done about a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// The owner has to mend the merchant account; nothing else will get through either.
    Credentials,
    /// This request is wrong; another may get through.
    Request,
}

/// One order that the provider keeps for a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The provider's number for it.
    pub order: OrderId,
    /// The attempt that the status speaks of, when the provider names one.
    pub attempt: Option<AttemptId>,
    /// Where the money stands.
    pub status: Status,
    /// What the payer pays with, when the provider says.
    pub voucher: Option<Voucher>,
    /// Every movement of money into the shop's account, by the provider's own rule of what
    /// paid means. Empty unless the status is paid, refunded, disputed or reversed.
    pub money_in: Vec<MoneyIn>,
    /// What is held and not yet ours. There is none unless the status is authorized.
    pub held: Option<Held>,
    /// What followed the charge, oldest first as far as the provider's clock tells. A refund
    /// that nobody has decided about may be missing.
    pub after: Vec<FollowUp>,
    /// Who processed the card, when the provider says: limits may depend on it.
    pub acquirer: Option<String>,
}

impl Report {
    /// A report that says nothing but this.
    #[must_use]
    pub const fn new(order: OrderId, status: Status) -> Self {
        Self {
            order,
            attempt: None,
            status,
            voucher: None,
            money_in: Vec::new(),
            held: None,
            after: Vec::new(),
            acquirer: None,
        }
    }
}

/// Money that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The attempt that holds it: what a capture or a void names.
    pub attempt: AttemptId,
    /// How much, or the text that is no amount of a currency we know.
    pub amount: Result<Money, String>,
    /// Since when, by the provider's clock; not always to be trusted.
    pub at: Option<Timestamp>,
}

/// Where the money stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// In a state that this version knows.
    Known(ChargeState),
    /// Refused, with the reason.
    Declined(Decline),
    /// Paid, and all of it was given back since. What followed the charge says by what.
    Refunded,
    /// A word this version does not know. The charge stays open and people see the word.
    Unrecognised {
        /// The word.
        raw: String,
    },
}

/// Why a payer was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The provider's code.
    pub code: String,
    /// Its own words, when there are any.
    pub text: Option<String>,
}

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyIn {
    /// The provider's number for this movement.
    pub id: MoneyInId,
    /// How much, or the text that is no amount of a currency we know.
    pub amount: Result<Money, String>,
    /// When, by the provider's clock; not always to be trusted.
    pub at: Option<Timestamp>,
}

/// A method that the merchant account has, or does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodOffer {
    /// Our word for it, when we know it; the provider's otherwise.
    pub method: String,
    /// The provider's word.
    pub provider_word: String,
    /// Whether this version of Cobro can use it.
    pub known: bool,
    /// Whether the merchant account may use it.
    pub enabled: bool,
}
