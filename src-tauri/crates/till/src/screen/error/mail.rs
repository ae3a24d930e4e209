//! Errors of e-mail.

use super::CommandError;
use crate::mail::{Fault, FaultKind, MailError};

impl From<MailError> for CommandError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotSetUp => Self::MailNotSetUp,
            MailError::Host { text } => Self::MailHost { text },
            MailError::Port { text } => Self::MailPort { text },
            MailError::Address { text } => Self::EmailMalformed { text },
            MailError::Name(error) => error.into(),
            MailError::Plain => Self::MailPlain,
            MailError::Authority { path } => Self::MailAuthority { path },
            MailError::PasswordNeeded => Self::MailPasswordNeeded,
            MailError::Secret(error) => error.into(),
            MailError::Server(fault) => fault.into(),
            MailError::TooLarge => Self::MailTooLarge,
            MailError::NotFound => Self::MailNothing,
            MailError::UnderWay => Self::MailUnderWay,
            MailError::Statement(error) => error.into(),
            MailError::Paper(error) => Self::PaperFailed { detail: error.to_string() },
            MailError::Permit(error) => error.into(),
            MailError::Ledger(error) => error.into(),
        }
    }
}

impl From<Fault> for CommandError {
    fn from(Fault { kind, said, .. }: Fault) -> Self {
        match kind {
            FaultKind::NameNotFound => Self::MailNameNotFound { said },
            FaultKind::Unreachable => Self::MailUnreachable { said },
            FaultKind::Silent => Self::MailSilent { said },
            FaultKind::Broken => Self::MailBroken { said },
            FaultKind::NotSmtp => Self::MailNotSmtp { said },
            FaultKind::NoEncryption => Self::MailNoEncryption { said },
            FaultKind::EncryptionWanted => Self::MailEncryptionWanted { said },
            FaultKind::Encryption => Self::MailEncryption { said },
            FaultKind::Certificate => Self::MailCertificate { said },
            FaultKind::NoLogin => Self::MailNoLogin { said },
            FaultKind::LoginRefused => Self::MailLoginRefused { said },
            FaultKind::LoginWanted => Self::MailLoginWanted { said },
            FaultKind::Busy => Self::MailBusy { said },
            FaultKind::SenderRefused => Self::MailSenderRefused { said },
            FaultKind::RecipientRefused => Self::MailRecipientRefused { said },
            FaultKind::Refused => Self::MailRefused { said },
            FaultKind::Unanswered => Self::MailUnanswered { said },
        }
    }
}
