//! A mail as servers carry it.

use std::time::{Duration, UNIX_EPOCH};

use cobro_ledger::working::outbox::{Part, QueuedMail};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};

use super::error::MailError;

/// The longest name of an attachment.
const NAME_MAX: usize = 120;

/// Whose mail it is.
pub(super) struct Sender {
    /// As readers show it; empty for the address alone.
    pub(super) name: String,
    pub(super) address: Address,
    pub(super) reply_to: Option<Address>,
}

/// Tells machines that no person wrote this: they do not answer that their owner is away
/// (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The whole message, in ASCII. Two calls differ in nothing that a reader sees.
pub(super) fn message(
    sender: &Sender,
    to: &Address,
    mail: &QueuedMail,
    parts: &[Part],
) -> Result<Vec<u8>, MailError> {
    let [text, html, files @ ..] = parts else {
        return Err(MailError::NotFound);
    };
    let words = |part: &Part| String::from_utf8_lossy(&part.bytes).into_owned();
    let bodies = MultiPart::alternative_plain_html(words(text), words(html));
    let attach = |whole: MultiPart, part: &Part| Ok(whole.singlepart(attachment(part)?));
    let whole = files.iter().try_fold(MultiPart::mixed().multipart(bodies), attach);
    let whole: MultiPart = whole.map_err(|_: MailError| MailError::NotFound)?;
    let name = one_line(&sender.name);
    let name = Some(name).filter(|name| !name.is_empty());
    let millis = u64::try_from(mail.queued_at.millis()).unwrap_or(0);
    let mut message = Message::builder()
        .from(Mailbox::new(name, sender.address.clone()))
        .to(Mailbox::new(None, to.clone()))
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .message_id(Some(mail.message_id.clone()))
        .subject(one_line(&mail.subject))
        .header(AutoSubmitted);
    if let Some(reply_to) = &sender.reply_to {
        message = message.reply_to(Mailbox::new(None, reply_to.clone()));
    }
    // It has a sender and a recipient, and nothing else can be missing.
    let message = message.multipart(whole).map_err(|_| MailError::NotFound)?;
    Ok(message.formatted())
}

fn attachment(part: &Part) -> Result<SinglePart, MailError> {
    let media = ContentType::parse(&part.media).map_err(|_| MailError::NotFound)?;
    Ok(Attachment::new(file_name(&part.name)).body(part.bytes.clone(), media))
}

/// A name that every system takes: what means something to one of them is a hyphen.
fn file_name(name: &str) -> String {
    let safe = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    one_line(name).chars().map(|c| if safe(c) { c } else { '-' }).take(NAME_MAX).collect()
}

/// A line break in a header would be another header.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_starts_no_header_and_leaves_no_folder() {
        assert_eq!(one_line("Ana\r\nBcc: eve@example.com\0\u{85}x"), "Ana Bcc: eve@example.com x");
        assert_eq!(file_name("../a\\b:\r\nc.pdf"), "..-a-b- c.pdf");
    }
}
