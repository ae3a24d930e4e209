//! Money, taxes, identifiers, tickets and invoices, charges and acts.
