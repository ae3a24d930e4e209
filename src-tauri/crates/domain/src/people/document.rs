//! What an approval is bound to.

use std::fmt;

use uuid::Uuid;

use crate::ids::{
    CaseId, ChargeId, CustomerId, InvoiceId, MerchantAccountId, PaymentId, ProductId, QuoteId,
    UserId,
};

macro_rules! documents {
    ($($(#[$doc:meta])* $word:literal $variant:ident($id:ident);)*) => {
        /// What an action is done to. An approval is for one of them and no other.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Document {
            /// The shop itself: its settings, its people, its books.
            Shop,
            /// The catalogue as a whole.
            Catalogue,
            $($(#[$doc])* $variant($id),)*
        }

        impl Document {
            /// What kind of thing it is.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self {
                    Self::Shop => "shop",
                    Self::Catalogue => "catalogue",
                    $(Self::$variant(_) => $word,)*
                }
            }

            fn id(&self) -> Option<Uuid> {
                match *self {
                    Self::Shop | Self::Catalogue => None,
                    $(Self::$variant(id) => Some(id.into()),)*
                }
            }

            /// The document with this stored name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                let Some((kind, id)) = name.split_once(':') else {
                    return [Self::Shop, Self::Catalogue].into_iter().find(|d| d.word() == name);
                };
                let id = Uuid::parse_str(id).ok()?;
                match kind {
                    $($word => Some(Self::$variant(id.into())),)*
                    _ => None,
                }
            }
        }
    };
}

documents! {
    /// The ticket that is being typed, or one on hold.
    "ticket" Ticket(Uuid);
    /// An issued invoice.
    "invoice" Invoice(InvoiceId);
    /// Prices that the shop keeps to until a day.
    "quote" Quote(QuoteId);
    /// Money received.
    "payment" Payment(PaymentId);
    /// An attempt to collect.
    "charge" Charge(ChargeId);
    /// A matter between the books and a provider.
    "case" Case(CaseId);
    /// A shift.
    "shift" Shift(Uuid);
    /// A product or service.
    "product" Product(ProductId);
    /// A customer.
    "customer" Customer(CustomerId);
    /// A merchant account.
    "account" Account(MerchantAccountId);
    /// Somebody who works here.
    "user" User(UserId);
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        self.id().map_or(Ok(()), |id| write!(f, ":{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_back_from_their_names() {
        let id = Uuid::from_u128(7);
        let documents = [
            Document::Shop,
            Document::Catalogue,
            Document::Ticket(id),
            Document::Invoice(InvoiceId(id)),
            Document::Quote(QuoteId(id)),
            Document::Payment(PaymentId(id)),
            Document::Charge(ChargeId(id)),
            Document::Case(CaseId(id)),
            Document::Shift(id),
            Document::Product(ProductId(id)),
            Document::Customer(CustomerId(id)),
            Document::Account(MerchantAccountId(id)),
            Document::User(UserId(id)),
        ];
        for document in documents {
            assert_eq!(Document::parse(&document.to_string()), Some(document), "{document}");
        }
        for odd in
            ["", "shop:", "invoice", "invoice:7", "door:00000000-0000-0000-0000-000000000007"]
        {
            assert_eq!(Document::parse(odd), None, "{odd:?}");
        }
    }
}
