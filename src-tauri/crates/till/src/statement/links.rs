//! Where the invoices of a statement can be paid.

use std::collections::BTreeMap;

use cobro_documents::PayLink;
use cobro_domain::{ids::InvoiceId, statement::Statement};

use crate::till::Till;

impl Till {
    /// The payment page of each invoice of a statement that has one. Nothing here offers pages
    /// yet: every map is empty.
    #[must_use]
    pub fn pay_links(&self, _statement: &Statement) -> BTreeMap<InvoiceId, PayLink> {
        BTreeMap::new()
    }
}
