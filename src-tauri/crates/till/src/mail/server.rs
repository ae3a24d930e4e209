//! The conversation with the mail server, step by step, so that what went wrong is known.

use std::{
    error::Error as _,
    io::ErrorKind,
    net::{SocketAddr, ToSocketAddrs},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use cobro_providers::settings::Secret;
use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{SmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
    },
};
use zeroize::Zeroizing;

use super::{
    error::{Fault, FaultKind, MailError},
    settings::{MailSettings, Security, authorities},
};
use crate::carrier::Patience;

/// How logins are sent; the way is encrypted, or the owner has agreed that it is not.
const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

/// What of the server's words is shown.
const SAID_MAX: usize = 300;

/// How much longer than for another answer is waited for the last word on a mail: the server
/// may look for viruses, and asking twice means two mails.
const LAST_WORD: u32 = 4;

/// How much longer than for another connection is waited for the greeting: some servers let
/// newcomers wait on purpose.
const GREETING: u32 = 3;

/// "I close the connection now" (RFC 5321, 4.2.3).
const CLOSING: u16 = 421;

/// "A login is needed" (RFC 4954, 6), or encryption is (RFC 3207, 4); only its words tell.
const ENTRY_WANTED: u16 = 530;

/// A server that has let us in.
pub(super) struct Server {
    connection: SmtpConnection,
    patience: Patience,
    words: Words,
    /// Whether nothing more can be said to it.
    pub(super) is_broken: bool,
}

/// What a step was about.
#[derive(Clone, Copy)]
enum Step {
    Greeting,
    Login,
    Sender,
    Recipient,
    Mail,
    LastWord,
}

impl Server {
    /// Connects, encrypts and logs in.
    pub(super) fn enter(
        settings: &MailSettings,
        password: Option<&Secret>,
        patience: Patience,
    ) -> Result<Self, MailError> {
        let words = Words::hiding(&settings.user, password);
        let addresses = addresses(settings)?;
        let tls = encryption(settings)?;
        let hello = match settings.hello.as_str() {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let first = tls.as_ref().filter(|_| settings.security == Security::Tls);
        let waits = Some(patience.connect.saturating_mul(GREETING));
        let connected = SmtpConnection::connect(addresses.as_slice(), waits, &hello, first, None);
        let mut connection = connected.map_err(|error| words.fault(&error, Step::Greeting))?;
        if let Some(tls) = tls.filter(|_| settings.security == Security::Starttls) {
            if !connection.can_starttls() {
                return Err(Fault::silent(FaultKind::NoEncryption).into());
            }
            let encrypted = connection.starttls(&tls, &hello);
            encrypted.map_err(|error| words.fault(&error, Step::Greeting))?;
        }
        let mut server = Self { connection, patience, words, is_broken: false };
        server.wait_at_most(patience.answer)?;
        if let Some(password) = password {
            server.log_in(&settings.user, password)?;
        }
        Ok(server)
    }

    fn log_in(&mut self, user: &str, password: &Secret) -> Result<(), Fault> {
        if self.connection.server_info().get_auth_mechanism(MECHANISMS).is_none() {
            return Err(Fault::silent(FaultKind::NoLogin));
        }
        let credentials = Credentials::new(user.to_owned(), password.expose().to_owned());
        let entered = self.connection.auth(MECHANISMS, &credentials);
        entered.map(|_| ()).map_err(|error| self.words.fault(&error, Step::Login))
    }

    /// Hands one mail over. After a refusal the next one may go.
    pub(super) fn send(
        &mut self,
        from: &Address,
        to: &Address,
        message: &[u8],
    ) -> Result<(), Fault> {
        let sent = self.hand_over(from, to, message);
        if let Err(fault) = &sent {
            let lasts = fault.is_of_mail() || fault.kind == FaultKind::SenderRefused;
            self.is_broken |= !lasts || self.connection.command(Rset).is_err();
        }
        sent
    }

    fn hand_over(&mut self, from: &Address, to: &Address, message: &[u8]) -> Result<(), Fault> {
        let parameters = self.parameters(from, to)?;
        let sender = self.connection.command(Mail::new(Some(from.clone()), parameters));
        sender.map_err(|error| self.words.fault(&error, Step::Sender))?;
        let recipient = self.connection.command(Rcpt::new(to.clone(), Vec::new()));
        recipient.map_err(|error| self.words.fault(&error, Step::Recipient))?;
        let mail = self.connection.command(Data);
        mail.map_err(|error| self.words.fault(&error, Step::Mail))?;
        self.wait_at_most(self.patience.answer.saturating_mul(LAST_WORD))?;
        let last = self.connection.message(message);
        last.map_err(|error| self.words.fault(&error, Step::LastWord))?;
        self.wait_at_most(self.patience.answer)
    }

    /// Addresses beyond ASCII need a server that knows them.
    fn parameters(&self, from: &Address, to: &Address) -> Result<Vec<MailParameter>, Fault> {
        let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if plain(from) && plain(to) {
            return Ok(Vec::new());
        }
        if self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Ok(vec![MailParameter::SmtpUtfEight]);
        }
        let said = "SMTPUTF8".to_owned();
        Err(Fault { kind: FaultKind::RecipientRefused, said, passing: false })
    }

    fn wait_at_most(&mut self, time: Duration) -> Result<(), Fault> {
        let set = self.connection.set_timeout(Some(time));
        set.map_err(|_| Fault::silent(FaultKind::Broken))
    }

    /// Takes leave. What was handed over is the server's, whatever it says now.
    pub(super) fn leave(mut self) {
        if !self.is_broken {
            let _ = self.connection.quit();
        }
    }
}

fn addresses(settings: &MailSettings) -> Result<Vec<SocketAddr>, Fault> {
    let found = (settings.host.as_str(), settings.port).to_socket_addrs();
    let found: Vec<_> = found.map(Iterator::collect).unwrap_or_default();
    if found.is_empty() {
        return Err(Fault::silent(FaultKind::NameNotFound));
    }
    Ok(found)
}

fn encryption(settings: &MailSettings) -> Result<Option<TlsParameters>, MailError> {
    match settings.security {
        Security::None => Ok(None),
        Security::Starttls | Security::Tls => {
            let mut builder = TlsParameters::builder(settings.host.clone());
            for authority in authorities(settings)? {
                builder = builder.add_root_certificate(authority);
            }
            let built = builder.build_rustls();
            let said = |error: &Error| error.to_string();
            Ok(Some(built.map_err(|error| Fault {
                kind: FaultKind::Encryption,
                said: said(&error),
                passing: false,
            })?))
        }
    }
}

/// Reads what the server says, and keeps the password out of what is shown of it: some repeat
/// the line that they did not like.
struct Words {
    hidden: Vec<Zeroizing<String>>,
}

impl Words {
    fn hiding(user: &str, password: Option<&Secret>) -> Self {
        let password = password.map(Secret::expose).filter(|password| !password.is_empty());
        let hidden = password.map(|password| {
            let plain = Zeroizing::new(format!("\0{user}\0{password}"));
            let sent = |text: &str| Zeroizing::new(STANDARD.encode(text));
            vec![Zeroizing::new(password.to_owned()), sent(password), sent(&plain)]
        });
        Self { hidden: hidden.unwrap_or_default() }
    }

    fn fault(&self, error: &Error, step: Step) -> Fault {
        let (kind, said) = match error.status() {
            Some(code) => {
                let said = error.source().map(ToString::to_string).unwrap_or_default();
                let kind = of_code(code.into(), error.is_permanent(), step, &said);
                (kind, format!("{code} {said}"))
            }
            None => (of_line(error, step), of_encryption(error)),
        };
        Fault { kind, said: self.tidy(&said), passing: error.is_transient() }
    }

    /// One line of what the server said, without the password that it may repeat.
    fn tidy(&self, said: &str) -> String {
        let blotted = |said: String, secret: &Zeroizing<String>| said.replace(secret.as_str(), "…");
        let said = self.hidden.iter().fold(said.to_owned(), blotted);
        let words = said.split(|c: char| c.is_whitespace() || c.is_control());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        words.join(" ").chars().take(SAID_MAX).collect()
    }
}

/// What the server's answer means at a step.
fn of_code(code: u16, is_final: bool, step: Step, said: &str) -> FaultKind {
    match (step, code) {
        (_, CLOSING) => FaultKind::Busy,
        (_, ENTRY_WANTED) if said.to_uppercase().contains("STARTTLS") => {
            FaultKind::EncryptionWanted
        }
        (_, ENTRY_WANTED) => FaultKind::LoginWanted,
        (Step::Greeting, _) if is_final => FaultKind::NotSmtp,
        (Step::Login, _) if is_final => FaultKind::LoginRefused,
        (Step::Sender, _) if is_final => FaultKind::SenderRefused,
        (Step::Greeting | Step::Login | Step::Sender, _) => FaultKind::Busy,
        (Step::Recipient, _) => FaultKind::RecipientRefused,
        (Step::Mail | Step::LastWord, _) => FaultKind::Refused,
    }
}

/// What it means when the server gave no answer that could be read.
fn of_line(error: &Error, step: Step) -> FaultKind {
    if matches!(step, Step::LastWord) {
        return FaultKind::Unanswered;
    }
    let Some(cause) = input_output(error) else {
        // Words that are no answer: something else listens there.
        let greeting = matches!(step, Step::Greeting) && error.is_response();
        return if greeting { FaultKind::NotSmtp } else { FaultKind::Broken };
    };
    if let Some(tls) = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        let untrusted = matches!(tls, rustls::Error::InvalidCertificate(_));
        return if untrusted { FaultKind::Certificate } else { FaultKind::Encryption };
    }
    // Unix says of a read that took too long that it would block.
    if matches!(cause.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) {
        return FaultKind::Silent;
    }
    let breaks = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe, ErrorKind::UnexpectedEof];
    if breaks.contains(&cause.kind()) { FaultKind::Broken } else { FaultKind::Unreachable }
}

/// What the encryption says of itself; other breaks have no words.
fn of_encryption(error: &Error) -> String {
    let cause = input_output(error).and_then(std::io::Error::get_ref);
    cause.map(ToString::to_string).unwrap_or_default()
}

fn input_output(error: &Error) -> Option<&std::io::Error> {
    error.source().and_then(|source| source.downcast_ref())
}
