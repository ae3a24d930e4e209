//! The outbox: what waits, what was sent, and what is forgotten.

use cobro_domain::{
    ids::{CustomerId, MailId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError, backup, restore,
    working::outbox::{self, MailKind, MailState, Part, QueuedMail, Trouble},
};

use crate::{
    backups::again,
    goods::{OPENED, bytes},
    shop::Shop,
};

/// A mail that waits.
pub(crate) fn mail(n: u64) -> QueuedMail {
    QueuedMail {
        id: MailId::new(OPENED, bytes(n)),
        kind: MailKind::Statement,
        about: Some(uuid::Uuid::from_u128(u128::from(n))),
        customer: Some(CustomerId::new(OPENED, bytes(3))),
        fact: Some(7),
        to: "ana@example.com".to_owned(),
        subject: String::new(),
        message_id: format!("<{n}@shop.example>"),
        state: MailState::Queued,
        queued_at: OPENED,
        due_at: OPENED,
        attempts: 0,
        trouble: None,
    }
}

/// Every write to the outbox.
pub(crate) fn writes(conn: &Connection) -> Result<(), LedgerError> {
    let queued = mail(5);
    outbox::put(conn, &queued)?;
    let (name, media) = (String::new(), "text/plain".to_owned());
    outbox::put_parts(conn, queued.id, &[Part { name, media, bytes: b"Hi".to_vec() }])?;
    outbox::put(conn, &QueuedMail { state: MailState::Sent, ..queued })?;
    outbox::prune(conn, Timestamp::MAX)?;
    outbox::forget_of(conn, CustomerId::new(OPENED, bytes(3)))
}

fn part(name: &str, bytes: &[u8]) -> Part {
    Part { name: name.to_owned(), media: "application/pdf".to_owned(), bytes: bytes.to_owned() }
}

fn due(conn: &Connection) -> Vec<MailId> {
    let due = outbox::due(conn, MailState::Queued, OPENED, 10).unwrap();
    due.into_iter().map(|mail| mail.id).collect()
}

#[test]
fn every_value_of_a_mail_is_read_back() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let first = mail(1);
    outbox::put(conn, &first).unwrap();
    assert_eq!(outbox::read(conn, first.id).unwrap(), Some(first.clone()));
    for (n, kind) in (10..).zip(MailKind::ALL) {
        for (m, state) in (0..).zip(MailState::ALL) {
            let trouble = Trouble { code: "mail-refused".to_owned(), said: "550 no".to_owned() };
            let changed = QueuedMail {
                kind,
                state,
                about: None,
                customer: None,
                subject: "Рахунок".to_owned(),
                queued_at: OPENED.plus(Span::hours(1)),
                due_at: OPENED.plus(Span::hours(2)),
                attempts: 3,
                trouble: Some(trouble),
                ..mail(n * 10 + m)
            };
            outbox::put(
                conn,
                &QueuedMail { kind, about: None, customer: None, ..mail(n * 10 + m) },
            )
            .unwrap();
            outbox::put(conn, &changed).unwrap();
            assert_eq!(outbox::read(conn, changed.id).unwrap(), Some(changed));
        }
    }
    let parts = [part("", b"Hola"), part("a.pdf", b"%PDF")];
    outbox::put_parts(conn, first.id, &[part("", b"old"), part("b", b""), part("c", b"")]).unwrap();
    outbox::put_parts(conn, first.id, &parts).unwrap();
    assert_eq!(outbox::parts(conn, first.id).unwrap(), parts);
}

#[test]
fn mails_that_are_due_come_in_the_order_in_which_they_wait() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let at = |n: u64, due_at: Timestamp| QueuedMail { due_at, ..mail(n) };
    outbox::put(conn, &at(1, OPENED)).unwrap();
    outbox::put(conn, &at(2, OPENED.minus(Span::minutes(1)))).unwrap();
    outbox::put(conn, &at(3, OPENED.plus(Span::minutes(1)))).unwrap();
    outbox::put(conn, &QueuedMail { state: MailState::Sent, ..mail(4) }).unwrap();
    assert_eq!(due(conn), [mail(2).id, mail(1).id]);
    assert_eq!(outbox::next_at(conn).unwrap(), Some(OPENED.minus(Span::minutes(1))));
    let counts = MailState::ALL.map(|state| outbox::count(conn, state, 2).unwrap());
    assert_eq!(counts, [2, 0, 1, 0], "counted no further than asked");
}

#[test]
fn pages_go_from_the_newest_to_the_oldest() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let id = |n: i64| MailId::new(OPENED.plus(Span::seconds(n)), bytes(7));
    for n in 0..7 {
        outbox::put(conn, &QueuedMail { id: id(n), ..mail(7) }).unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = outbox::page(conn, before, 3).unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        seen.extend(page.into_iter().map(|mail| mail.id));
    }
    assert_eq!(seen, (0..7).rev().map(id).collect::<Vec<_>>());
    let about = uuid::Uuid::from_u128(7);
    assert_eq!(outbox::newest_about(conn, about).unwrap().map(|mail| mail.id), Some(id(6)));
}

#[test]
fn what_is_over_is_forgotten_after_a_while_and_what_waits_is_not() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    for (n, state) in (1..).zip(MailState::ALL) {
        outbox::put(conn, &QueuedMail { state, ..mail(n) }).unwrap();
        outbox::put_parts(conn, mail(n).id, &[part("", b"Hola")]).unwrap();
    }
    assert_eq!(outbox::prune(conn, OPENED).unwrap(), 0, "not yet");
    assert_eq!(outbox::prune(conn, OPENED.plus(Span::millis(1))).unwrap(), 2);
    let left = outbox::page(conn, None, 10).unwrap();
    let left: Vec<_> = left.iter().map(|mail| mail.state).collect();
    assert!(left.contains(&MailState::Queued) && left.contains(&MailState::Sending), "{left:?}");
    let count = "SELECT count(DISTINCT mail) FROM outbox_parts";
    let parts: i64 = conn.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(parts, 2);
}

#[test]
fn nothing_of_a_customer_who_was_forgotten_is_left() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let other = QueuedMail { customer: Some(CustomerId::new(OPENED, bytes(4))), ..mail(2) };
    for mail in [&mail(1), &other] {
        outbox::put(conn, mail).unwrap();
        outbox::put_parts(conn, mail.id, &[part("", b"Hola")]).unwrap();
    }
    outbox::forget_of(conn, CustomerId::new(OPENED, bytes(3))).unwrap();
    assert_eq!(outbox::page(conn, None, 10).unwrap(), std::slice::from_ref(&other));
    assert!(outbox::parts(conn, mail(1).id).unwrap().is_empty());
    assert_eq!(outbox::parts(conn, other.id).unwrap().len(), 1);
}

#[test]
fn mails_of_a_backup_wait_for_a_person() {
    let mut shop = Shop::new();
    shop.busy_day();
    let conn = shop.ledger().conn();
    for (n, state) in (1..).zip(MailState::ALL) {
        outbox::put(conn, &QueuedMail { state, ..mail(n) }).unwrap();
    }
    let to = shop.beside("copy.db");
    backup(&shop.path(), &to, OPENED).unwrap();
    let restored = restore(&to, &shop.beside("restored.db"), "a test", &again()).unwrap();
    assert!(due(restored.conn()).is_empty(), "whoever kept the original has sent them");
    let state = |n| outbox::read(restored.conn(), mail(n).id).unwrap().unwrap().state;
    let failed = MailState::Failed;
    assert_eq!([1, 2, 3, 4].map(state), [failed, failed, MailState::Sent, failed]);
}
