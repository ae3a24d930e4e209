//! Mail goes to a real server, whatever that one does.

mod settings;
mod trouble;
mod wanted;

use std::process::{Command, Stdio};

use cobro_domain::{
    ids::{CustomerId, MailId},
    statement::Period,
    time::{Span, Timestamp},
};
use cobro_ledger::working::outbox::{self, MailState, QueuedMail};
use cobro_providers::settings::Secret;
use cobro_tests::MailServer;
use cobro_till::{
    customers::CustomerForm,
    language::Language,
    mail::{MailForm, Security},
};

use crate::shop::Shop;

/// The login of the server, which stands nowhere but in the store.
const USER: &str = "caja@cafeluna.example";
const PASSWORD: &str = "pE7mRq-contraseña-Zx81";

/// How mail is sent through `server`, without a login.
fn form(server: &MailServer, security: Security) -> MailForm {
    let (host, port) = server.address();
    MailForm {
        host: host.to_owned(),
        port: port.to_string(),
        security,
        plain_accepted: false,
        authority: match security {
            Security::None => String::new(),
            Security::Starttls | Security::Tls => server.authority().display().to_string(),
        },
        user: String::new(),
        password: Secret::new(String::new()),
        name: "Café Luna".to_owned(),
        address: "ventas@cafeluna.example".to_owned(),
        reply_to: "hola@cafeluna.example".to_owned(),
        hello: String::new(),
        receipts: false,
    }
}

fn with_login(form: MailForm) -> MailForm {
    MailForm { user: USER.to_owned(), password: Secret::new(PASSWORD.to_owned()), ..form }
}

/// A shop that sends its mail through `server` without encryption, and a customer who owes.
fn shop(server: &MailServer) -> (Shop, CustomerId) {
    let shop = Shop::open();
    shop.till().save_mail(&form(server, Security::None)).unwrap();
    let customer = customer(&shop, "Ana María Núñez");
    (shop, customer)
}

fn customer(shop: &Shop, name: &str) -> CustomerId {
    let emails = vec!["ana@example.com".to_owned()];
    let form = CustomerForm { name: name.to_owned(), emails, ..CustomerForm::default() };
    let customer = shop.till().save_customer(&form).unwrap();
    shop.till().add_amount("Café", "250").unwrap();
    shop.till().pick_customer(customer).unwrap();
    shop.till().sell_on_account().unwrap();
    customer
}

fn all_time() -> Period {
    Period { from: Timestamp::default(), until: Timestamp::from_millis(4_000_000_000_000) }
}

/// Queues a statement.
fn post(shop: &Shop, customer: CustomerId, to: &str) -> MailId {
    shop.till().send_statement(customer, all_time(), to).unwrap()
}

fn mail(shop: &Shop, id: MailId) -> QueuedMail {
    outbox::read(shop.reader().conn(), id).unwrap().unwrap()
}

/// Where a mail stands, how often it was sent, and what went wrong last.
fn standing(shop: &Shop, id: MailId) -> (MailState, u32, String) {
    let mail = mail(shop, id);
    let code = mail.trouble.map(|trouble| trouble.code).unwrap_or_default();
    (mail.state, mail.attempts, code)
}

/// The words of a PDF, by another program.
#[track_caller]
fn words_of(pdf: &[u8]) -> String {
    use std::io::Write;

    let mut reader = Command::new("pdftotext");
    reader.args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = reader.spawn().unwrap();
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "no PDF");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_statement_arrives_with_its_paper() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, " ana@example.com ");
    shop.work();
    let mail = server.next();
    assert_eq!(mail.envelope, ("ventas@cafeluna.example".to_owned(), "ana@example.com".to_owned()));
    assert_eq!(mail.subject.split(" · ").next(), Some("Estado de cuenta de Café Luna"));
    for body in [&mail.text, &mail.html] {
        assert!(body.contains("Ana María Núñez") && body.contains("250.00"), "{body}");
    }
    let [(name, pdf)] = mail.files.as_slice() else { panic!("{:?}", mail.files.len()) };
    assert!(name.ends_with(".pdf"), "{name}");
    let words = words_of(pdf);
    assert!(words.contains("Ana María Núñez") && words.contains("250.00"), "{words}");
    let headers = String::from_utf8(mail.bytes.clone()).unwrap();
    let headers = headers.split("\r\n\r\n").next().unwrap();
    let expected = [
        "From: =?utf-8?b?Q2Fmw6kgTHVuYQ==?= <ventas@cafeluna.example>",
        "To: ana@example.com",
        "Reply-To: hola@cafeluna.example",
        "Date: Mon, 02 Mar 2026 18:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ];
    for line in expected {
        assert!(headers.contains(line), "{line}\n{headers}");
    }
    assert!(mail.bytes.is_ascii() && mail.message_id.ends_with("@cafeluna.example"));
    assert_eq!(standing(&shop, id), (MailState::Sent, 1, String::new()));
    assert!(outbox::parts(shop.reader().conn(), id).unwrap().is_empty(), "it is not sent again");
    shop.pass(Span::days(4));
    assert_eq!(server.so_far().len(), 0, "once is enough");
}

#[test]
fn words_beyond_latin_arrive_as_they_were_written() {
    let server = MailServer::start(&[]);
    let (shop, _) = shop(&server);
    shop.till().set_language(Language::UkUa).unwrap();
    let customer = customer(&shop, "Оксана Їжакевич");
    post(&shop, customer, "oksana@example.com");
    shop.work();
    let mail = server.next();
    assert!(mail.subject.starts_with("Виписка з рахунку від Café Luna · "), "{}", mail.subject);
    assert!(mail.text.contains("Вітаємо, Оксана Їжакевич!"), "{}", mail.text);
    assert!(words_of(&mail.files[0].1).contains("Оксана Їжакевич"));
}

#[test]
fn a_name_does_not_become_a_header() {
    let server = MailServer::start(&[]);
    let (shop, _) = shop(&server);
    let name = "Ana\r\nBcc: eve@example.com";
    let mut settings = form(&server, Security::None);
    settings.name = name.to_owned();
    shop.till().save_mail(&settings).unwrap();
    let mut company = crate::account::company();
    company.name = name.to_owned();
    shop.till().save_company(&company).unwrap();
    let customer = customer(&shop, name);
    post(&shop, customer, "ana@example.com");
    for to in ["ana@example.com\r\nRCPT TO:<eve@example.com>", "a b@example.com", "ana", ""] {
        let refused = shop.till().send_statement(customer, all_time(), to);
        assert!(refused.is_err(), "{to:?} was taken");
    }
    shop.work();
    let mail = server.next();
    assert_eq!(server.so_far().len(), 0);
    let text = String::from_utf8_lossy(&mail.bytes).into_owned();
    let bcc = text.lines().filter(|line| line.to_lowercase().starts_with("bcc"));
    assert_eq!(bcc.collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(mail.subject.contains("Ana Bcc: eve@example.com"), "{}", mail.subject);
}

#[test]
fn mails_of_one_turn_share_a_connection_and_all_arrive_once() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    let ids: Vec<_> =
        (0..45).map(|n| post(&shop, customer, &format!("ana{n}@example.com"))).collect();
    shop.work();
    let mut to: Vec<_> = server.received(45).into_iter().map(|mail| mail.envelope.1).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 45);
    assert!(ids.iter().all(|id| mail(&shop, *id).state == MailState::Sent));
}
