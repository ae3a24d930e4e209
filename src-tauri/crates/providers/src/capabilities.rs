//! What a provider offers, as data.

use cobro_domain::{
    act::{ActKind, WayOut},
    method::Method,
    money::{Currency, Money},
    time::Span,
};

mod cards;

pub use cards::{
    BrandRule, CardRule, HoldRule, InstalmentRule, RefundBar, RefundRule, RefundSplit,
};

/// What a provider offers and how it wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The methods that leave the payer a voucher, as far as this version of Cobro knows them.
    pub methods: Vec<MethodRule>,
    /// Cards that are typed here or kept by the provider.
    pub cards: Option<CardRule>,
    /// The provider's own page, paid from the payer's phone.
    pub page: Option<MethodRule>,
    /// The currency it collects in.
    pub currency: Currency,
    /// What may be done about a capture whose answer was lost.
    pub lost_capture: WayOut,
    /// What may be done about a void whose answer was lost.
    pub lost_void: WayOut,
    /// What may be done about a refund whose answer was lost.
    pub lost_refund: WayOut,
}

/// One method of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRule {
    /// The method.
    pub method: Method,
    /// How many days a voucher lives.
    pub days: u32,
    /// The least it collects, unless the merchant account says otherwise.
    pub minimum: Option<Money>,
    /// The most it collects, unless the merchant account says otherwise.
    pub maximum: Option<Money>,
    /// What has to be known of the payer.
    pub payer: &'static [PayerField],
    /// When its charges are looked up.
    pub poll: PollPolicy,
    /// The shortest time between two look-ups of one charge, also when a person asks.
    pub check_floor: Span,
    /// What may be done about a submit whose answer was lost.
    pub lost: WayOut,
}

/// When a charge is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollPolicy {
    /// How long after it was issued.
    pub first: Span,
    /// How often from then on.
    pub every: Span,
    /// How long after it ran out.
    pub after_expiry: Span,
}

/// What a provider may want to know of a payer; people read it as `payer-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayerField {
    /// Full name.
    Name,
    /// E-mail address.
    Email,
    /// Telephone.
    Phone,
    /// Date of birth.
    BirthDate,
    /// State of the address.
    State,
    /// Postal code of the address.
    PostalCode,
    /// The number of an identity document.
    Document,
}

impl PayerField {
    /// Every field.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::BirthDate,
        Self::State,
        Self::PostalCode,
        Self::Document,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::BirthDate => "birth-date",
            Self::State => "state",
            Self::PostalCode => "postal-code",
            Self::Document => "document",
        }
    }
}

impl Capabilities {
    /// The rule of a method that leaves the payer a voucher.
    #[must_use]
    pub fn method(&self, method: &Method) -> Option<&MethodRule> {
        self.methods.iter().find(|rule| rule.method == *method)
    }

    /// What may be done about an act of a charge by this method when its answer was lost. For
    /// a method that nobody knows any more, a person decides.
    #[must_use]
    pub fn lost(&self, kind: ActKind, method: &Method) -> WayOut {
        match kind {
            ActKind::Submit => self.lost_submit(method),
            ActKind::Capture => self.lost_capture,
            ActKind::Void => self.lost_void,
            ActKind::Refund => self.lost_refund,
        }
    }

    /// When charges by a method are looked up, and the shortest time between two look-ups.
    #[must_use]
    pub fn looks(&self, method: &Method) -> Option<(PollPolicy, Span)> {
        let page = self.page.as_ref().filter(|page| page.method == *method);
        let cards = self.cards.as_ref().filter(|cards| cards.method == *method);
        let rule = self.method(method).or(page).map(|rule| (rule.poll, rule.check_floor));
        rule.or(cards.map(|cards| (cards.poll, cards.check_floor)))
    }

    fn lost_submit(&self, method: &Method) -> WayOut {
        let cards = self.cards.as_ref().filter(|cards| cards.method == *method);
        let page = self.page.as_ref().filter(|page| page.method == *method);
        match (self.method(method).or(page), cards) {
            (Some(rule), _) => rule.lost,
            (None, Some(cards)) => cards.lost,
            (None, None) => WayOut::Person(self.lost_refund.rule()),
        }
    }
}
