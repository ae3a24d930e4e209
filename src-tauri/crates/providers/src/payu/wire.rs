//! PayU's own spelling of its messages, and nothing else.

pub(crate) mod card;
pub(crate) mod promotions;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod scalar;
pub(crate) mod words;
