//! Why mail does not go, in words that a person can act on.

use cobro_documents::PaperError;
use cobro_domain::name::NameError;
use cobro_ledger::LedgerError;

use crate::permit::PermitError;
use crate::{secrets::SecretError, statement::StatementError};

/// Where it went wrong between us and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Nobody knows the server's name.
    NameNotFound,
    /// Nobody answers there.
    Unreachable,
    /// It does not answer in time.
    Silent,
    /// The connection broke before the mail was handed over.
    Broken,
    /// It does not speak as a mail server.
    NotSmtp,
    /// It offers no encryption.
    NoEncryption,
    /// It says nothing without encryption.
    EncryptionWanted,
    /// Its encryption is none that is spoken here.
    Encryption,
    /// Its certificate is not trusted.
    Certificate,
    /// It takes no login.
    NoLogin,
    /// It did not take the login.
    LoginRefused,
    /// It wants a login.
    LoginWanted,
    /// It has no time now.
    Busy,
    /// It does not send in this sender's name.
    SenderRefused,
    /// It does not send to this address.
    RecipientRefused,
    /// It does not want the mail.
    Refused,
    /// Its last word was lost: it may have the mail.
    Unanswered,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::NameNotFound,
        Self::Unreachable,
        Self::Silent,
        Self::Broken,
        Self::NotSmtp,
        Self::NoEncryption,
        Self::EncryptionWanted,
        Self::Encryption,
        Self::Certificate,
        Self::NoLogin,
        Self::LoginRefused,
        Self::LoginWanted,
        Self::Busy,
        Self::SenderRefused,
        Self::RecipientRefused,
        Self::Refused,
        Self::Unanswered,
    ];

    /// The code that the catalogue has words for, as `error-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameNotFound => "mail-name-not-found",
            Self::Unreachable => "mail-unreachable",
            Self::Silent => "mail-silent",
            Self::Broken => "mail-broken",
            Self::NotSmtp => "mail-not-smtp",
            Self::NoEncryption => "mail-no-encryption",
            Self::EncryptionWanted => "mail-encryption-wanted",
            Self::Encryption => "mail-encryption",
            Self::Certificate => "mail-certificate",
            Self::NoLogin => "mail-no-login",
            Self::LoginRefused => "mail-login-refused",
            Self::LoginWanted => "mail-login-wanted",
            Self::Busy => "mail-busy",
            Self::SenderRefused => "mail-sender-refused",
            Self::RecipientRefused => "mail-recipient-refused",
            Self::Refused => "mail-refused",
            Self::Unanswered => "mail-unanswered",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What went wrong between us and the server, and what the server said to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {said}", kind.code())]
pub struct Fault {
    /// Where.
    pub kind: FaultKind,
    /// The server's own words, without any of our secrets; empty when it said nothing.
    pub said: String,
    /// Whether the server says that it may go well another time.
    pub passing: bool,
}

impl Fault {
    /// A fault that the server said nothing about.
    pub(crate) fn silent(kind: FaultKind) -> Self {
        Self { kind, said: String::new(), passing: false }
    }

    /// Whether nothing will go until somebody changes the settings.
    pub(crate) const fn is_of_settings(&self) -> bool {
        match self.kind {
            FaultKind::NoEncryption
            | FaultKind::EncryptionWanted
            | FaultKind::Certificate
            | FaultKind::NoLogin
            | FaultKind::LoginRefused
            | FaultKind::LoginWanted
            | FaultKind::SenderRefused => !self.passing,
            FaultKind::NameNotFound
            | FaultKind::Unreachable
            | FaultKind::Silent
            | FaultKind::Broken
            | FaultKind::NotSmtp
            | FaultKind::Encryption
            | FaultKind::Busy
            | FaultKind::RecipientRefused
            | FaultKind::Refused
            | FaultKind::Unanswered => false,
        }
    }

    /// Whether it is about one mail, and the next may go.
    pub(crate) const fn is_of_mail(&self) -> bool {
        matches!(self.kind, FaultKind::RecipientRefused | FaultKind::Refused)
    }
}

/// Why a mail was not queued or sent, or settings were left as they were.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// No server was set up.
    #[error("e-mail is not set up")]
    NotSetUp,
    /// The server's name is none.
    #[error("{text:?} is no name of a server")]
    Host {
        /// What was typed.
        text: String,
    },
    /// The port is none.
    #[error("{text:?} is no port")]
    Port {
        /// What was typed.
        text: String,
    },
    /// An address is none.
    #[error("{text:?} is no e-mail address")]
    Address {
        /// What was typed.
        text: String,
    },
    /// The sender's name does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Everybody on the way could read mails and password, and nobody has agreed to that.
    #[error("without encryption everybody on the way can read what is sent")]
    Plain,
    /// The file with the shop's own certificate authority holds none.
    #[error("{path:?} holds no certificate")]
    Authority {
        /// The file.
        path: String,
    },
    /// The password has to be typed: there is none, or it would go elsewhere than before.
    #[error("the password has to be typed")]
    PasswordNeeded,
    /// The secrets cannot be read or written.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The server, or the way to it.
    #[error(transparent)]
    Server(#[from] Fault),
    /// More than servers take.
    #[error("the mail is too large")]
    TooLarge,
    /// What the mail is about is not there.
    #[error("there is nothing to send")]
    NotFound,
    /// The mail is being sent at this moment.
    #[error("the mail is being sent")]
    UnderWay,
    /// The statement.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
