//! What becomes of a mail that does not go at once.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use cobro_domain::time::Span;
use cobro_ledger::working::outbox::MailState;
use cobro_providers::settings::Secret;
use cobro_tests::MailServer;
use cobro_till::{
    Engine,
    carrier::Patience,
    event::TillEvent,
    mail::{FaultKind, MailError, MailForm, Security},
};

use super::{PASSWORD, USER, form, mail, post, shop, standing, with_login};
use crate::shop::Shop;

/// Only so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn an_address_that_does_not_exist_fails_with_the_servers_words_and_holds_up_no_other() {
    let server = MailServer::start(&["--refuse", "nobody@example.com"]);
    let (shop, customer) = shop(&server);
    let bad = post(&shop, customer, "nobody@example.com");
    let good = post(&shop, customer, "ana@example.com");
    shop.work();
    assert_eq!(server.next().envelope.1, "ana@example.com");
    let failed = (MailState::Failed, 1, "mail-recipient-refused".to_owned());
    assert_eq!(standing(&shop, bad), failed);
    assert_eq!(mail(&shop, bad).trouble.unwrap().said, "550 5.1.1 Nobody of that name here");
    assert_eq!(standing(&shop, good).0, MailState::Sent);
    shop.pass(Span::days(1));
    assert_eq!(standing(&shop, bad), failed, "it is not tried again by itself");
    let told = shop.till().mail_standing().unwrap();
    assert_eq!((told.waiting, told.failed), (0, 1));
    shop.till().retry_mail(bad).unwrap();
    shop.work();
    assert_eq!(standing(&shop, bad), failed, "but when somebody says so");
    shop.till().drop_mail(bad).unwrap();
    assert!(matches!(shop.till().drop_mail(bad), Err(MailError::NotFound)));
    assert!(matches!(shop.till().retry_mail(good), Err(MailError::NotFound)), "sent is sent");
}

#[test]
fn a_server_that_puts_strangers_off_gets_the_mail_again_later() {
    let server = MailServer::start(&["--grey"]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    shop.work();
    assert_eq!(standing(&shop, id), (MailState::Queued, 1, "mail-recipient-refused".to_owned()));
    shop.advance(Span::seconds(59));
    shop.work();
    assert_eq!(standing(&shop, id).1, 1, "not before it is time");
    shop.advance(Span::seconds(10));
    shop.work();
    assert_eq!(standing(&shop, id), (MailState::Sent, 2, String::new()));
    assert_eq!(server.received(1).len(), 1);
}

#[test]
fn a_server_without_room_is_tried_for_days_and_less_and_less_often() {
    let server = MailServer::start(&["--full"]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    let mut waits = Vec::new();
    while mail(&shop, id).state == MailState::Queued {
        shop.work();
        let mail = mail(&shop, id);
        let wait = mail.due_at.since(shop.now());
        if mail.state == MailState::Queued {
            waits.push(wait.as_millis() / 60_000);
            shop.advance(wait);
        }
    }
    assert_eq!(waits[..4], [1, 2, 4, 8].map(|minutes| waits[0].max(1) * minutes), "{waits:?}");
    assert!(waits.iter().all(|minutes| *minutes <= 132), "{waits:?}");
    assert!((30..60).contains(&waits.len()), "{waits:?}");
    assert_eq!(standing(&shop, id).2, "mail-refused");
    assert!(mail(&shop, id).queued_at.plus(Span::days(3)) < shop.now());
}

#[test]
fn a_lost_last_word_is_asked_for_with_the_same_number() {
    let server = MailServer::start(&["--drop", "1"]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    shop.work();
    let first = server.next();
    assert_eq!(standing(&shop, id), (MailState::Queued, 1, "mail-unanswered".to_owned()));
    shop.advance(Span::minutes(2));
    shop.work();
    let again = server.next();
    assert_eq!(standing(&shop, id), (MailState::Sent, 2, String::new()));
    assert_eq!(first.message_id, again.message_id);
    assert_eq!((first.subject, first.text, first.files), (again.subject, again.text, again.files));
}

#[test]
fn nobody_gets_a_mail_over_and_over_whose_last_word_is_always_lost() {
    let server = MailServer::start(&["--drop", "1000"]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    for _ in 0..20 {
        shop.work();
        shop.advance(Span::hours(3));
    }
    assert_eq!(standing(&shop, id), (MailState::Failed, 5, "mail-unanswered".to_owned()));
    let mails = server.received(5);
    assert!(mails.iter().all(|mail| mail.message_id == mails[0].message_id));
    assert_eq!(server.so_far().len(), 0);
}

#[test]
fn a_till_that_dies_while_it_sends_sends_again_with_the_same_number() {
    let server = MailServer::start(&[]);
    let (mut shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    let conn = rusqlite::Connection::open(shop.till().path()).unwrap();
    conn.execute("UPDATE outbox SET state = 'sending', attempts = 1", []).unwrap();
    drop(conn);
    assert!(matches!(shop.till().drop_mail(id), Err(MailError::UnderWay)));
    let number = mail(&shop, id).message_id;
    shop.reopen();
    shop.work();
    assert_eq!(format!("<{}>", server.next().message_id), number);
    assert_eq!(standing(&shop, id), (MailState::Sent, 2, String::new()));
}

#[test]
fn a_login_that_is_refused_stops_all_mail_until_the_settings_change() {
    let server = MailServer::start(&["--login", &format!("{USER}:{PASSWORD}")]);
    let (mut shop, customer) = shop(&server);
    let wrong = with_login(form(&server, Security::None));
    let wrong = MailForm { password: Secret::new("wrong".to_owned()), ..wrong };
    shop.till().save_mail(&wrong).unwrap();
    let id = post(&shop, customer, "ana@example.com");
    let waits = (MailState::Queued, 0, String::new());
    for _ in 0..2 {
        shop.work();
        assert_eq!(standing(&shop, id), waits, "the mail is not to blame");
        let stopped = shop.till().mail_standing().unwrap().stopped.unwrap();
        assert_eq!(stopped.kind, FaultKind::LoginRefused);
        assert_eq!(stopped.said, "535 5.7.8 Not you");
        shop.reopen();
    }
    shop.till().save_mail(&with_login(form(&server, Security::None))).unwrap();
    assert_eq!(shop.till().mail_standing().unwrap().stopped, None);
    shop.work();
    assert_eq!(server.next().user.as_deref(), Some(USER));
    assert_eq!(standing(&shop, id), (MailState::Sent, 1, String::new()));
}

#[test]
fn a_server_that_is_away_is_tried_again_and_blames_no_mail() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    let away = MailForm { port: "1".to_owned(), ..form(&server, Security::None) };
    shop.till().save_mail(&away).unwrap();
    let ids = [1, 2, 3].map(|n| post(&shop, customer, &format!("ana{n}@example.com")));
    shop.work();
    let (fault, until) = shop.till().mail_standing().unwrap().trouble.unwrap();
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert!(until > shop.now());
    shop.advance(until.since(shop.now()));
    shop.work();
    let (_, later) = shop.till().mail_standing().unwrap().trouble.unwrap();
    assert!(later.since(until).as_millis() > until.since(shop.now()).as_millis(), "less often");
    for id in ids {
        assert_eq!(standing(&shop, id), (MailState::Queued, 0, String::new()));
    }
    shop.till().save_mail(&form(&server, Security::None)).unwrap();
    shop.work();
    assert_eq!(server.received(3).len(), 3);
}

#[test]
fn a_mail_that_waited_for_days_is_not_sent_by_itself() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    let id = post(&shop, customer, "ana@example.com");
    shop.advance(Span::days(3).max(Span::hours(73)));
    shop.work();
    assert_eq!(standing(&shop, id), (MailState::Failed, 0, "mail-too-old".to_owned()));
    shop.till().retry_mail(id).unwrap();
    shop.work();
    assert_eq!(server.next().envelope.1, "ana@example.com");
}

#[test]
fn a_slow_mail_server_holds_no_voucher_up() {
    let server = MailServer::start(&["--silent"]);
    let patience = Patience { connect: PATIENCE, answer: PATIENCE };
    let shop = Shop::open_hurried(patience);
    shop.till().save_mail(&form(&server, Security::None)).unwrap();
    let customer = super::customer(&shop, "Ana");
    let (told, events) = mpsc::channel();
    shop.till().listen(Box::new(move |event| {
        if matches!(event, TillEvent::Charge { .. }) {
            // Nobody listens any more once the test is over.
            let _ = told.send(());
        }
    }));
    post(&shop, customer, "ana@example.com");
    let engine = Engine::start(shop.till()).unwrap();
    let id = shop.ask("250", &shop.way("oxxo")).unwrap();
    while shop.charge(id).voucher.is_none() {
        assert!(events.recv_timeout(PATIENCE).is_ok(), "{:?}", shop.charge(id));
    }
    // The server goes, and with it whoever waits for it.
    drop(server);
    drop(engine);
    assert!(Arc::strong_count(shop.till()) >= 1);
}
