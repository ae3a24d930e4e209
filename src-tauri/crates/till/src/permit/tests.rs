use std::sync::Arc;

use cobro_domain::{ids::UserId, time::Timestamp};
use cobro_ledger::{
    Mode, StoredFact,
    fact::{PolicyChanged, UserChanged},
    working::approvals::KEPT,
};
use tempfile::TempDir;

use super::*;
use crate::{
    clock::Clock,
    open::{Place, open_real},
    secrets::Memory,
};

const NOON: Timestamp = Timestamp::from_millis(1_793_556_000_000);

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        NOON
    }
}

fn user(n: u8) -> UserId {
    UserId::new(NOON, [n; 10])
}

const SHOP: Document = Document::Shop;

struct Shop {
    _folder: TempDir,
    till: Arc<Till>,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let holder = "a test".to_owned();
        let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
        let till = open_real(&place, Arc::new(Memory::default()), Arc::new(Noon)).unwrap();
        Self { _folder: folder, till }
    }

    /// With an owner (1), a supervisor (2) and a clerk (3).
    fn staffed() -> Self {
        let shop = Self::new();
        for (n, role) in [(1, Role::Owner), (2, Role::Supervisor), (3, Role::Clerk)] {
            shop.make(n, role, true);
        }
        shop
    }

    fn make(&self, n: u8, role: Role, active: bool) {
        let digest = String::new();
        let fact = Fact::UserChanged(UserChanged { user: user(n), role, active, digest });
        self.till.book(Actor::owner(), |booking| booking.append(&fact)).unwrap();
    }

    fn approve(&self, approver: u8, permission: Permission, document: Document, at: Timestamp) {
        let asked = Asked { asker: Actor::user(user(3)), permission, document };
        let put = |booking: &mut Booking<'_, '_>| {
            approvals::put(booking.conn(), &asked, user(approver), at)
        };
        self.till.book(Actor::owner(), put).unwrap();
    }

    /// Somebody does something that has to be permitted.
    fn act(&self, actor: Actor, permission: Permission, document: Document) -> bool {
        let done = self.till.book(actor, |booking| {
            permit(booking, permission, document)?;
            booking.append(&Fact::CompanyChanged(company()))?;
            Ok::<_, PermitError>(())
        });
        match done {
            Ok(()) => true,
            Err(PermitError::NotPermitted { permission: asked, document: on }) => {
                assert_eq!((asked, on), (permission, document));
                false
            }
            Err(PermitError::Ledger(error)) => panic!("{error}"),
        }
    }

    fn clerk_voids(&self, document: Document) -> bool {
        self.act(Actor::user(user(3)), Permission::VoidInvoice, document)
    }

    fn newest(&self, count: usize) -> Vec<StoredFact> {
        let reader = cobro_ledger::Reader::open(self.till.path()).unwrap();
        let last = reader.head().unwrap().seq;
        let first = last + 1 - i64::try_from(count).unwrap();
        let at = |n| cobro_ledger::views::timeline::fact(reader.conn(), n).unwrap();
        (first..=last).map(at).collect()
    }
}

fn company() -> cobro_ledger::fact::CompanyChanged {
    cobro_ledger::fact::CompanyChanged {
        name: "Estrella".to_owned(),
        rfc: "MAB9307148T4".to_owned(),
        address: String::new(),
        email: String::new(),
        phone: String::new(),
        zone: "America/Mexico_City".to_owned(),
    }
}

#[test]
fn while_nobody_was_set_up_the_owner_may_do_everything() {
    let shop = Shop::new();
    assert_eq!(shop.till.actor(), Actor::owner());
    for permission in Permission::ALL {
        assert!(shop.act(shop.till.actor(), permission, SHOP), "{permission:?}");
    }
}

#[test]
fn each_role_does_what_it_may_and_nothing_else() {
    let shop = Shop::staffed();
    for (n, role) in [(1, Role::Owner), (2, Role::Supervisor), (3, Role::Clerk)] {
        for permission in Permission::ALL {
            let allowed = Policy::default_of(role).allows(permission);
            let done = shop.act(Actor::user(user(n)), permission, SHOP);
            assert_eq!(done, allowed, "{role:?} {permission:?}");
        }
    }
    shop.make(1, Role::Owner, false);
    assert!(!shop.act(Actor::user(user(1)), Permission::Settings, SHOP), "who has left");
    assert!(!shop.act(Actor::user(user(9)), Permission::CloseShift, SHOP), "who never was here");
}

#[test]
fn what_the_owner_decides_holds_at_once() {
    let shop = Shop::staffed();
    assert!(!shop.clerk_voids(SHOP));
    let decided = [("void-invoice".to_owned(), true)].into();
    let policy = PolicyChanged { role: Role::Clerk, decided, discount: 0 };
    let decide = |booking: &mut Booking<'_, '_>| booking.append(&Fact::PolicyChanged(policy));
    shop.till.book(Actor::owner(), decide).unwrap();
    assert!(shop.clerk_voids(SHOP));
}

#[test]
fn the_pin_of_a_supervisor_does_not_stay_open_after_one_approval() {
    let shop = Shop::staffed();
    let invoice = Document::Invoice(user(7).0.into());
    shop.approve(2, Permission::VoidInvoice, invoice, NOON);
    assert!(!shop.clerk_voids(SHOP), "another document");
    assert!(!shop.act(Actor::user(user(3)), Permission::Refund, invoice), "another action");
    assert!(shop.clerk_voids(invoice));
    assert!(!shop.clerk_voids(invoice), "a second time");
}

#[test]
fn the_fact_that_names_the_approver_stands_right_before_what_they_approved() {
    let shop = Shop::staffed();
    let invoice = Document::Invoice(user(7).0.into());
    shop.approve(2, Permission::VoidInvoice, invoice, NOON);
    assert!(shop.clerk_voids(invoice));
    let facts = shop.newest(2);
    let Fact::ApprovalGiven(given) = facts[0].decode().unwrap() else { panic!("{facts:?}") };
    assert_eq!((given.approver, given.asker), (user(2), Actor::user(user(3))));
    assert_eq!((given.permission.as_str(), given.document), ("void-invoice", invoice.to_string()));
    assert_eq!(facts[1].kind, "company-changed");
    assert_eq!(facts[0].actor, Actor::user(user(3)));
}

#[test]
fn an_approval_waits_when_what_it_was_given_for_comes_to_nothing() {
    let shop = Shop::staffed();
    shop.approve(2, Permission::VoidInvoice, SHOP, NOON);
    let failed = shop.till.book(Actor::user(user(3)), |booking| {
        permit(booking, Permission::VoidInvoice, SHOP)?;
        Err::<(), _>(PermitError::Ledger(LedgerError::DiskFull))
    });
    assert!(failed.is_err());
    let kinds: Vec<_> = shop.newest(1).into_iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, ["user-changed"], "no approval of nothing");
    assert!(shop.clerk_voids(SHOP), "it is repeated without asking again");
}

#[test]
fn an_approval_counts_only_while_whoever_gave_it_may_do_it() {
    let shop = Shop::staffed();
    shop.approve(2, Permission::VoidInvoice, SHOP, NOON);
    shop.make(2, Role::Supervisor, false);
    assert!(!shop.clerk_voids(SHOP));
    shop.make(2, Role::Supervisor, true);
    shop.approve(3, Permission::VoidInvoice, SHOP, NOON);
    assert!(!shop.clerk_voids(SHOP), "nobody approves what they may not do");
    let late = NOON.minus(KEPT).minus(cobro_domain::time::Span::millis(1));
    shop.approve(2, Permission::VoidInvoice, SHOP, late);
    assert!(!shop.clerk_voids(SHOP), "it was too old");
}

#[test]
fn nothing_is_booked_in_the_name_of_nobody() {
    let shop = Shop::staffed();
    shop.till.find_people().unwrap();
    assert_eq!(shop.till.actor(), Actor::nobody());
    let done = shop.till.set_theme(crate::settings::Theme::Dark);
    assert!(matches!(done, Err(LedgerError::Nobody)), "{done:?}");
    assert!(!shop.till.may(Permission::CloseShift).unwrap());
    assert_eq!(shop.till.free_discount().unwrap(), 0);
    shop.till.desk.take(user(3));
    shop.till.set_theme(crate::settings::Theme::Dark).unwrap();
    assert!(shop.till.may(Permission::CloseShift).unwrap());
    assert_eq!(shop.till.free_discount().unwrap(), 1_000);
}
