//! What not everybody may do without asking.

use super::Role;

macro_rules! permissions {
    ($($(#[$doc:meta])* $word:literal $variant:ident $least:ident;)*) => {
        /// Something that not everybody may do without asking.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $($(#[$doc])* $variant,)*
        }

        impl Permission {
            /// Every one, in the order in which people read them.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The stored word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The lowest role that may do it until the owner decides otherwise.
            #[must_use]
            pub const fn least_role(self) -> Role {
                match self { $(Self::$variant => Role::$least,)* }
            }
        }
    };
}

permissions! {
    /// Sell at another price than the catalogue's.
    "change-price" ChangePrice Supervisor;
    /// Sell at the prices of a list that the customer does not have, or give a customer one.
    "choose-price-list" ChoosePriceList Supervisor;
    /// Take more off than the role's own limit.
    "discount" Discount Supervisor;
    /// Take a line off the ticket that is being typed.
    "remove-line" RemoveLine Clerk;
    /// Make quotes, and take them back.
    "quote" Quote Clerk;
    /// Take an issued invoice back.
    "void-invoice" VoidInvoice Supervisor;
    /// Give money back.
    "refund" Refund Supervisor;
    /// Take goods back.
    "return-goods" ReturnGoods Supervisor;
    /// Give up what is held on a card, or a card whose answer was lost.
    "give-up-charge" GiveUpCharge Supervisor;
    /// Say how a matter between the books and a provider ended.
    "settle-case" SettleCase Supervisor;
    /// Say that money came which no provider reported.
    "mark-paid" MarkPaid Supervisor;
    /// Type a withholding.
    "withhold" Withhold Supervisor;
    /// Put cash into a drawer or take it out.
    "move-cash" MoveCash Supervisor;
    /// Open a drawer without a sale.
    "open-drawer" OpenDrawer Supervisor;
    /// Close a shift.
    "close-shift" CloseShift Clerk;
    /// See what should be in the drawer before it is counted.
    "see-expected-cash" SeeExpectedCash Supervisor;
    /// Change products, prices and price lists.
    "edit-catalogue" EditCatalogue Supervisor;
    /// Import a file.
    "import" Import Supervisor;
    /// Make and change customers.
    "edit-customers" EditCustomers Clerk;
    /// Join two rows of one customer.
    "merge-customers" MergeCustomers Supervisor;
    /// Forget a person.
    "erase-person" ErasePerson Owner;
    /// Read who did what.
    "audit" Audit Supervisor;
    /// Change the shop, its mail, its cards and how this till works.
    "settings" Settings Owner;
    /// Change merchant accounts and open the vault.
    "merchant-accounts" MerchantAccounts Owner;
    /// Make people, their roles and PINs, and say what roles may do.
    "people" People Owner;
}

impl Permission {
    /// The permission behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_read_back_from_their_words() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_word(permission.word()), Some(permission));
        }
        assert_eq!(Permission::from_word("fly"), None);
    }
}
