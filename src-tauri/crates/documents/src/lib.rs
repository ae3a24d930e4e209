//! Vouchers, receipts and their words: values in, bytes out.
