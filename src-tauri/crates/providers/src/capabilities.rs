//! What a provider offers, as data.

use cobro_domain::{
    act::AbsenceRule,
    method::Method,
    money::{Currency, Money},
    time::Span,
};

/// What a provider offers and how it wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The methods that this version of Cobro can use.
    pub methods: Vec<MethodRule>,
    /// The currency it collects in.
    pub currency: Currency,
    /// When its "not found" proves that it does not know of an act.
    pub absence: AbsenceRule,
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
    /// When its charges are looked up.
    pub poll: PollPolicy,
    /// The shortest time between two look-ups of one charge, also when a person asks.
    pub check_floor: Span,
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

impl Capabilities {
    /// The rule of a method.
    #[must_use]
    pub fn method(&self, method: &Method) -> Option<&MethodRule> {
        self.methods.iter().find(|rule| rule.method == *method)
    }
}
