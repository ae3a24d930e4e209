//! E-mail: what the shop sends, through which server, and what became of it.
//!
//! A mail is queued in the transaction of what it tells of, and written and sent later, by a
//! thread of its own (`cobro-mailer`): a slow server never holds a voucher up. It is sent at
//! least once. When the server's last word is lost, nobody knows whether it took the mail; it is
//! sent again under the same `Message-ID`, by which servers and readers drop a double. A crash
//! while a mail is sent is the same case.

mod error;
mod letters;
mod message;
mod outbox;
mod send;
mod server;
mod settings;
mod wanted;

pub use self::{
    error::{Fault, FaultKind, MailError},
    letters::Letter,
    outbox::{MailStanding, Posting},
    settings::{MailForm, MailSettings, Security},
};
pub(crate) use self::{
    outbox::Mailing,
    wanted::{merchant_connected, payment_came, receipt, voucher_issued},
};
