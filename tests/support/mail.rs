use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::Stdio,
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use mail_parser::{MessageParser, MimeHeaders};
use serde_json::Value;

use crate::{Leash, top};

/// Only so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// Debian's own: the server is one of its packages.
const PYTHON: &str = "/usr/bin/python3";

/// A mail server on loopback, in a process of its own, for as long as it lives.
#[derive(Debug)]
pub struct MailServer {
    port: u16,
    said: Receiver<Value>,
    authority: PathBuf,
    _folder: tempfile::TempDir,
    _leash: Leash,
}

/// What arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The sender and the recipient, as the server was told.
    pub envelope: (String, String),
    /// What the other side called itself.
    pub hello: String,
    /// Who had logged in.
    pub user: Option<String>,
    /// Whether nobody on the way could read it.
    pub encrypted: bool,
    /// The message as it came.
    pub bytes: Vec<u8>,
    /// The subject, read.
    pub subject: String,
    /// The number of the message.
    pub message_id: String,
    /// The body for readers without HTML.
    pub text: String,
    /// The other body.
    pub html: String,
    /// The name and the content of each attachment.
    pub files: Vec<(String, Vec<u8>)>,
}

impl MailServer {
    /// Starts a server; `difficult` are the arguments of `smtp.py`, without those about files.
    #[track_caller]
    pub fn start(difficult: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [authority, certificate, key] = certificates(folder.path());
        let script = top().join("tests/support/smtp.py");
        let mut leash = Leash::start(PYTHON, |command| {
            command.arg(script).arg("--certificate").arg(certificate).arg("--key").arg(key);
            command.args(difficult).stdout(Stdio::piped());
        });
        let output = leash.output().expect("a pipe");
        let (tell, said) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // A test that is over listens no more.
                let _ = tell.send(serde_json::from_str(&line).expect("JSON from the server"));
            }
        });
        let ready: Value =
            said.recv_timeout(PATIENCE).expect("the server starts: is python3-aiosmtpd there?");
        let port = ready["ready"].as_u64().and_then(|port| u16::try_from(port).ok());
        let port = port.expect("a port");
        Self { port, said, authority, _folder: folder, _leash: leash }
    }

    /// Where it listens.
    pub fn address(&self) -> (&'static str, u16) {
        ("127.0.0.1", self.port)
    }

    /// The file with the authority that its certificate is from.
    pub fn authority(&self) -> &Path {
        &self.authority
    }

    /// The next mail, waiting for it.
    #[track_caller]
    pub fn next(&self) -> Mail {
        let said = self.said.recv_timeout(PATIENCE).expect("a mail arrives");
        mail(&said["mail"])
    }

    /// So many mails, waiting for them.
    #[track_caller]
    pub fn received(&self, count: usize) -> Vec<Mail> {
        (0..count).map(|_| self.next()).collect()
    }

    /// What has arrived so far, without waiting.
    pub fn so_far(&self) -> Vec<Mail> {
        self.said.try_iter().map(|said| mail(&said["mail"])).collect()
    }
}

fn mail(said: &Value) -> Mail {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let bytes = mail_parser::decoders::base64::base64_decode(text(&said["bytes"]).as_bytes());
    let bytes = bytes.expect("base64");
    let parsed = MessageParser::default().parse(&bytes).expect("a message").into_owned();
    let files = parsed.attachments().map(|file| {
        (file.attachment_name().unwrap_or_default().to_owned(), file.contents().to_vec())
    });
    Mail {
        envelope: (text(&said["from"]), text(&said["to"][0])),
        hello: text(&said["hello"]),
        user: said["user"].as_str().map(str::to_owned),
        encrypted: said["encrypted"] == true,
        subject: parsed.subject().unwrap_or_default().to_owned(),
        message_id: parsed.message_id().unwrap_or_default().to_owned(),
        text: parsed.body_text(0).unwrap_or_default().into_owned(),
        html: parsed.body_html(0).unwrap_or_default().into_owned(),
        files: files.collect(),
        bytes,
    }
}

/// An authority, and a certificate from it for loopback with its key, as files.
fn certificates(folder: &Path) -> [PathBuf; 3] {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(rcgen::DnType::CommonName, "Authority of a test");
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key"));
    let issuer = issuer.expect("an authority");
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let key = KeyPair::generate().expect("a key");
    let own = CertificateParams::new(names).expect("parameters");
    let own = own.signed_by(&key, &issuer).expect("a certificate");
    let files = [
        ("authority.pem", issuer.pem()),
        ("certificate.pem", own.pem()),
        ("key.pem", key.serialize_pem()),
    ];
    files.map(|(name, pem)| {
        let path = folder.join(name);
        std::fs::write(&path, pem).expect("a file");
        path
    })
}
