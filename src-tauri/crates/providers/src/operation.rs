//! What a provider is asked to do.

use cobro_domain::{
    card::CardBrand, ids::Reference, method::Method, money::Money, time::Timestamp,
};

use crate::{
    after::{Capture, Refund, Void},
    card::{CardSubmit, CardToken, NewStoredCard, StoredCards},
    outcome::{AttemptId, OrderId},
};

/// Something to ask of a provider. Its type says whether asking twice is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Safe to repeat: it changes nothing there.
    Question(Question),
    /// Never blindly repeated: it changes something there.
    Act(Act),
}

/// What can be asked any number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is the service there, and are the credentials right?
    Ping,
    /// Which methods does the merchant account have?
    Methods,
    /// What became of a charge?
    Charge(LookUp),
    /// What became of one order, whatever our reference for it was? This is how a capture, a
    /// void or a refund is looked up: the report says what followed the charge.
    Order(OrderId),
    /// What did the provider answer to one attempt? It may hold the voucher; it names no
    /// amount, so it never says that money came in.
    Attempt {
        /// The order of the attempt.
        order: OrderId,
        /// The attempt.
        attempt: AttemptId,
    },
    /// Which cards does the provider keep?
    StoredCards(StoredCards),
    /// In how many parts can this amount be paid, and what does that cost the payer?
    Promotions {
        /// The amount.
        amount: Money,
        /// The brand of the card; every brand if none.
        brand: Option<CardBrand>,
    },
}

/// A charge to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// Our name for it.
    pub reference: Reference,
    /// The provider's, when it has told us.
    pub order: Option<OrderId>,
    /// What was asked for.
    pub asked: Money,
}

/// What changes something at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Issue a voucher.
    Submit(Box<Submit>),
    /// Charge a card, or hold money on it.
    Card(Box<CardSubmit>),
    /// Take what is held.
    Capture(Capture),
    /// Let go what is held.
    Void(Void),
    /// Give back what was taken.
    Refund(Refund),
    /// Keep a card. Asked twice, the provider may keep it twice; no money moves.
    StoreCard(Box<NewStoredCard>),
    /// Forget a card. Asked twice, the provider no longer knows it.
    ForgetCard {
        /// The shop's own number for whose it is.
        payer: String,
        /// The provider's name for it.
        token: CardToken,
    },
}

/// A voucher to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// Our name for the charge, stored before this is sent.
    pub reference: Reference,
    /// What to collect.
    pub amount: Money,
    /// How the payer will pay.
    pub method: Method,
    /// What the payer reads beside the amount.
    pub description: String,
    /// The language of the provider's page and messages, as ISO 639-1.
    pub language: String,
    /// Until when it can be paid; the provider may decide otherwise.
    pub expires_at: Option<Timestamp>,
    /// Who buys.
    pub buyer: Party,
    /// Who pays; usually the buyer.
    pub payer: Option<Party>,
    /// Where goods are sent, when they are.
    pub shipping: Option<Address>,
    /// Where the provider should report to, when there is such a place.
    pub notify_url: Option<String>,
    /// What the payer pays from, when that is a browser and not our counter.
    pub device: Option<Device>,
}

/// A person, as far as the shop knows them. Nothing here is ever invented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The shop's own number for them.
    pub id: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The number of an identity document.
    pub document: Option<String>,
    /// Which document that is.
    pub document_kind: Option<DocumentKind>,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// Where they live, or where the card's statements go.
    pub address: Option<Address>,
}

/// The identity documents that providers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Mexico's tax number.
    Rfc,
    /// Mexico's population number.
    Curp,
    /// Mexico's voter card.
    Ife,
    /// A passport.
    Passport,
}

/// The browser that a payer pays from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Its internet address.
    pub ip: Option<String>,
    /// Its session, as the provider's fraud check names it.
    pub session: Option<String>,
    /// Its cookie.
    pub cookie: Option<String>,
    /// What it calls itself.
    pub user_agent: Option<String>,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street1: Option<String>,
    /// Second line.
    pub street2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Telephone there.
    pub phone: Option<String>,
}
