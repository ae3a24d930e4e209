//! What people are told about a provider's result code.

/// What a result code means for the clerk and the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What the clerk is told: the message `result-<word>`.
    pub word: &'static str,
    /// What may be done next.
    pub again: Again,
    /// Whether the money may have moved all the same, so that a look-up comes first.
    pub uncertain: bool,
}

/// Whether the same payer may try again. Software never does so alone: each is a new charge
/// with a new reference, and somebody asks for it. People read it as `again-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    /// There is nothing to try: the money came, or is on its way.
    NotNeeded,
    /// The provider is looked up until it knows better; nothing is tried meanwhile.
    Wait,
    /// At once, with the same card.
    AtOnce,
    /// Once, after what was typed was corrected.
    Corrected,
    /// With another card, or another way to pay.
    AnotherCard,
    /// With another card, or a smaller amount.
    AnotherCardOrAmount,
    /// A new charge has to be made: this one ran out.
    NewCharge,
    /// Later: the fault is the provider's or the merchant account's.
    Later,
    /// Nobody should suggest it.
    Never,
    /// A person has to look at it first.
    Person,
}

impl Again {
    /// Every word.
    pub const ALL: [Self; 10] = [
        Self::NotNeeded,
        Self::Wait,
        Self::AtOnce,
        Self::Corrected,
        Self::AnotherCard,
        Self::AnotherCardOrAmount,
        Self::NewCharge,
        Self::Later,
        Self::Never,
        Self::Person,
    ];

    /// The word of its message.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::Wait => "wait",
            Self::AtOnce => "at-once",
            Self::Corrected => "corrected",
            Self::AnotherCard => "another-card",
            Self::AnotherCardOrAmount => "another-card-or-amount",
            Self::NewCharge => "new-charge",
            Self::Later => "later",
            Self::Never => "never",
            Self::Person => "person",
        }
    }

    /// Whether the same payer may be offered another try now.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        match self {
            Self::AtOnce
            | Self::Corrected
            | Self::AnotherCard
            | Self::AnotherCardOrAmount
            | Self::NewCharge => true,
            Self::NotNeeded | Self::Wait | Self::Later | Self::Never | Self::Person => false,
        }
    }
}
