//! Who works here, what they may do and what they approved, as golden facts and as tables.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::{Actor, CustomerId, InvoiceId, UserId},
    name::Name,
    people::{Document, Permission, Policy, Role},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{
        ApprovalGiven, Fact, Leaving, PinChanged, PolicyChanged, UserChanged, UserErased,
        UserLockedOut, UserSignedIn, UserSignedOut,
    },
    views::{timeline, users},
    working::{
        approvals::{self, Asked, KEPT},
        pins::{self, Failures, Verifier},
        staff::{self, Person},
    },
};

use crate::{
    goods::{OPENED, bytes},
    shop::Shop,
};

fn user(n: u64) -> UserId {
    UserId::new(OPENED, bytes(n))
}

fn changed(n: u64, role: Role, active: bool) -> Fact {
    Fact::UserChanged(UserChanged { user: user(n), role, active, digest: "5a".repeat(32) })
}

pub(crate) fn facts(invoice: InvoiceId) -> Vec<Fact> {
    let user = user(520);
    vec![
        changed(520, Role::Supervisor, true),
        Fact::PinChanged(PinChanged { user }),
        Fact::UserSignedIn(UserSignedIn { user }),
        Fact::UserSignedOut(UserSignedOut { user, why: Leaving::Idle }),
        Fact::UserLockedOut(UserLockedOut { user, failures: 3, wait: Span::seconds(30) }),
        Fact::ApprovalGiven(ApprovalGiven {
            approver: user,
            asker: Actor::owner(),
            permission: Permission::VoidInvoice.word().to_owned(),
            document: Document::Invoice(invoice).to_string(),
        }),
        Fact::PolicyChanged(PolicyChanged {
            role: Role::Clerk,
            decided: BTreeMap::from([
                ("discount".to_owned(), false),
                ("remove-line".to_owned(), true),
            ]),
            discount: 750,
        }),
        Fact::UserErased(UserErased { user }),
    ]
}

/// Every write to the tables of people.
pub(crate) fn writes(conn: &Connection) -> Result<(), LedgerError> {
    let somebody = person(3, "Ana");
    staff::put(conn, &somebody)?;
    staff::put(conn, &somebody)?;
    staff::forget(conn, somebody.id)?;
    pins::put(conn, somebody.id, &verifier())?;
    pins::put(conn, somebody.id, &verifier())?;
    pins::remove(conn, somebody.id)?;
    pins::note(conn, somebody.id, Some(Failures { count: 1, at: OPENED }))?;
    pins::note(conn, somebody.id, None)?;
    approvals::put(conn, &asked(), somebody.id, OPENED)?;
    approvals::take(conn, &asked(), OPENED)?;
    approvals::forget(conn)
}

/// Every question to the tables of people.
pub(crate) fn questions(conn: &Connection) -> Result<(), LedgerError> {
    users::all(conn)?;
    users::any(conn)?;
    users::read(conn, user(3))?;
    users::policy(conn, Role::Clerk)?;
    staff::read(conn, user(3))?;
    pins::read(conn, user(3))?;
    pins::failures(conn, user(3))?;
    Ok(())
}

fn person(n: u64, name: &str) -> Person {
    Person { id: user(n), salt: bytes(n), name: Name::parse(name).unwrap() }
}

fn verifier() -> Verifier {
    Verifier { memory_kib: 8, passes: 1, lanes: 1, key: [1; 8], salt: [2; 16], hash: [0xa7; 32] }
}

fn asked() -> Asked {
    let (asker, document) = (Actor::user(user(4)), Document::Ticket(uuid::Uuid::from_u128(9)));
    Asked { asker, permission: Permission::Discount, document }
}

#[test]
fn an_approval_serves_once_for_one_person_one_action_and_one_document() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let others = [
        Asked { asker: Actor::user(user(5)), ..asked() },
        Asked { permission: Permission::ChangePrice, ..asked() },
        Asked { document: Document::Ticket(uuid::Uuid::from_u128(10)), ..asked() },
    ];
    approvals::put(conn, &asked(), user(1), OPENED).unwrap();
    for other in others {
        assert_eq!(approvals::take(conn, &other, OPENED).unwrap(), None, "{other:?}");
    }
    assert_eq!(approvals::take(conn, &asked(), OPENED).unwrap(), Some(user(1)));
    assert_eq!(approvals::take(conn, &asked(), OPENED).unwrap(), None, "it was used");
}

#[test]
fn an_approval_does_not_stay_open() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let cases = [
        (OPENED, true),
        (OPENED.plus(KEPT), true),
        (OPENED.plus(KEPT).plus(Span::millis(1)), false),
        // The clock was turned back: nobody knows how old it is.
        (OPENED.minus(Span::millis(1)), false),
    ];
    for (now, valid) in cases {
        approvals::put(conn, &asked(), user(1), OPENED).unwrap();
        assert_eq!(approvals::take(conn, &asked(), now).unwrap().is_some(), valid, "{now:?}");
        assert_eq!(approvals::take(conn, &asked(), OPENED).unwrap(), None, "{now:?}");
    }
    approvals::put(conn, &asked(), user(1), OPENED).unwrap();
    approvals::forget(conn).unwrap();
    assert_eq!(approvals::take(conn, &asked(), OPENED).unwrap(), None);
}

#[test]
fn people_are_listed_as_they_came_and_policies_are_as_they_were_decided() {
    let mut shop = Shop::new();
    assert!(!users::any(shop.ledger().conn()).unwrap());
    shop.append(&changed(9, Role::Owner, true));
    shop.append(&changed(1, Role::Clerk, true));
    shop.append(&changed(9, Role::Supervisor, false));
    let conn = shop.ledger().conn();
    let listed: Vec<_> =
        users::all(conn).unwrap().into_iter().map(|u| (u.id, u.role, u.active)).collect();
    assert_eq!(listed, [(user(9), Role::Supervisor, false), (user(1), Role::Clerk, true)]);
    assert!(users::any(conn).unwrap(), "also when nobody may sign in");
    assert_eq!(users::policy(conn, Role::Clerk).unwrap(), Policy::default_of(Role::Clerk));
    let word = "a-permission-of-a-later-version".to_owned();
    let decided = [("void-invoice".to_owned(), true), (word, true)].into();
    let clerk = PolicyChanged { role: Role::Clerk, decided, discount: 250 };
    shop.append(&Fact::PolicyChanged(clerk));
    let policy = users::policy(shop.ledger().conn(), Role::Clerk).unwrap();
    assert!(policy.allows(Permission::VoidInvoice));
    assert_eq!(policy.discount(), 250);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), []);
}

#[test]
fn the_story_of_an_invoice_names_who_approved_what_was_done_to_it() {
    let mut shop = Shop::new();
    let invoice = shop.issue(None::<CustomerId>, &[500]);
    let before = timeline::of(shop.ledger().conn(), 2).unwrap().len();
    for fact in facts(invoice) {
        shop.append(&fact);
    }
    let story = timeline::of(shop.ledger().conn(), 2).unwrap();
    assert_eq!((story.len(), story[0].kind.as_str()), (before + 1, "approval-given"));
}

#[test]
fn what_a_pin_is_checked_against_is_read_back_and_never_printed() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    assert_eq!(pins::read(conn, user(1)).unwrap(), None);
    pins::put(conn, user(1), &verifier()).unwrap();
    assert_eq!(pins::read(conn, user(1)).unwrap(), Some(verifier()));
    assert_eq!(format!("{:?}", verifier()), "Verifier(..)");
    pins::remove(conn, user(1)).unwrap();
    assert_eq!(pins::read(conn, user(1)).unwrap(), None);
    let failures = Failures { count: 4, at: Timestamp::from_millis(7) };
    pins::note(conn, user(1), Some(failures)).unwrap();
    assert_eq!(pins::failures(conn, user(1)).unwrap(), Some(failures));
    pins::note(conn, user(1), None).unwrap();
    assert_eq!(pins::failures(conn, user(1)).unwrap(), None);
}

#[test]
fn nothing_of_somebody_who_was_forgotten_is_left_in_the_file() {
    let mut shop = Shop::new();
    let name = "Xochiquetzal Zaragoza";
    let written = person(7, name);
    staff::put(shop.ledger().conn(), &written).unwrap();
    assert_eq!(staff::read(shop.ledger().conn(), written.id).unwrap(), Some(written.clone()));
    assert_ne!(written.digest(), person(7, "Xochiquetzal").digest());
    let left = |shop: &mut Shop| {
        let path = shop.ledger().path().to_owned();
        shop.ledger().conn().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(name.len()).any(|window| window == name.as_bytes())
    };
    assert!(left(&mut shop), "otherwise nothing is looked for");
    staff::forget(shop.ledger().conn(), written.id).unwrap();
    assert_eq!(staff::read(shop.ledger().conn(), written.id).unwrap(), None);
    assert!(!left(&mut shop));
}
