use std::sync::Arc;

use cobro_domain::{ids::UserId, money::Money, time::Timestamp};
use cobro_ledger::{
    Mode, StoredFact,
    fact::{PolicyChanged, UserChanged},
    working::approvals::KEPT,
};
use tempfile::TempDir;

use super::*;
use crate::{
    catalogue::ProductForm,
    clock::Clock,
    issue::IssueError,
    open::{Place, open_real},
    secrets::Memory,
    sell::SellError,
    typed::{TypedError, TypedTicket},
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

/// C13
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

/// C14
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

/// What a clerk may not give alone is asked for when the ticket is issued, and asked again for the
/// next one (C13).
#[track_caller]
fn only_with_approval(shop: &Shop, asked: Permission, typed: impl Fn(&Till)) {
    shop.till.desk.take(user(3));
    for _ in 0..2 {
        shop.till.add_amount("Pan", "100").unwrap();
        typed(&shop.till);
        let (permission, document) = refused(shop.till.take_cash("100"));
        assert_eq!(permission, asked);
        assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "the ticket is still there");
        shop.approve(2, permission, document, NOON);
        shop.till.take_cash("100").unwrap();
        let facts = shop.newest(4);
        let kinds: Vec<&str> = facts.iter().map(|fact| fact.kind.as_str()).collect();
        assert!(
            kinds.windows(2).any(|two| two == ["approval-given", "invoice-issued"]),
            "{kinds:?}"
        );
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, SellError>) -> (Permission, Document) {
    match done {
        Err(SellError::Issue(IssueError::Permit(PermitError::NotPermitted {
            permission,
            document,
        }))) => (permission, document),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_clerk_gives_no_discount_beyond_the_limit_alone() {
    let shop = Shop::staffed();
    shop.till.desk.take(user(3));
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.set_discount(Some(0), "10%").unwrap();
    shop.till.take_cash("90").unwrap();
    only_with_approval(&shop, Permission::Discount, |till| {
        till.set_discount(Some(0), "10.01").unwrap();
    });
    // What is within the limit on the line and on the ticket is not within it together.
    only_with_approval(&shop, Permission::Discount, |till| {
        till.set_discount(Some(0), "10%").unwrap();
        till.set_discount(None, "1%").unwrap();
    });
    // A discount that was within the limit, of a line that grew smaller since.
    only_with_approval(&shop, Permission::Discount, |till| {
        till.set_quantity(0, "10").unwrap();
        till.set_discount(Some(0), "99").unwrap();
        till.set_quantity(0, "1").unwrap();
    });
}

#[test]
fn a_clerk_types_no_price_alone_and_the_catalogues_comes_back_without_asking() {
    let shop = Shop::staffed();
    shop.till.desk.take(user(1));
    let form = ProductForm {
        code: "B-1".to_owned(),
        name: "Bolillo".to_owned(),
        price: "4.50".to_owned(),
        tax: "iva-0".to_owned(),
        unit: "piece".to_owned(),
        ..ProductForm::default()
    };
    shop.till.save_product(&form).unwrap();
    shop.till.desk.take(user(3));
    shop.till.scan("B-1").unwrap();
    let typed = shop.till.set_price(0, "4").unwrap();
    assert!(typed.has_other_prices());
    assert_eq!(typed.ticket.lines[0].instead_of.map(Money::minor), Some(450));
    let (permission, _) = refused(shop.till.take_cash("10"));
    assert_eq!(permission, Permission::ChangePrice);
    let typed = shop.till.set_price(0, "").unwrap();
    assert!(!typed.has_other_prices());
    assert_eq!(typed.ticket.lines[0].price.minor(), 450);
    shop.till.take_cash("10").unwrap();
    // Whoever may, may.
    shop.till.desk.take(user(2));
    shop.till.scan("B-1").unwrap();
    shop.till.set_price(0, "4").unwrap();
    shop.till.set_note(Some(0), " de  ayer ").unwrap();
    shop.till.take_cash("10").unwrap();
    let issued = shop.newest(2).into_iter().find_map(|fact| {
        if let Fact::InvoiceIssued(body) = fact.decode().unwrap() { Some(body) } else { None }
    });
    let line = issued.unwrap().lines.remove(0);
    assert_eq!((line.price, line.instead_of, line.note.as_str()), (400, Some(450), "de ayer"));
}

/// C14: what is on the ticket already does not vanish by another key than the one that asks.
#[test]
fn who_may_not_take_a_line_off_lowers_no_quantity_and_undoes_no_line() {
    let shop = Shop::staffed();
    let decided = [("remove-line".to_owned(), false)].into();
    let policy = PolicyChanged { role: Role::Clerk, decided, discount: 0 };
    let decide = |booking: &mut Booking<'_, '_>| booking.append(&Fact::PolicyChanged(policy));
    shop.till.book(Actor::owner(), decide).unwrap();
    shop.till.desk.take(user(3));
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.set_quantity(0, "3").unwrap();
    type Taking<'t> = &'t dyn Fn() -> Result<TypedTicket, TypedError>;
    let ways: [(&str, Taking<'_>); 4] = [
        ("a smaller quantity", &|| shop.till.set_quantity(0, "2")),
        ("undo", &|| shop.till.undo()),
        ("the line", &|| shop.till.remove_line(0)),
        ("everything", &|| shop.till.clear_ticket()),
    ];
    for (way, take) in ways {
        let before = shop.till.typed().unwrap();
        let Err(TypedError::Permit(PermitError::NotPermitted { permission, document })) = take()
        else {
            panic!("{way} was taken off");
        };
        assert_eq!(permission, Permission::RemoveLine, "{way}");
        assert_eq!(shop.till.typed().unwrap(), before, "{way}");
        shop.approve(2, permission, document, NOON);
        take().unwrap();
        shop.till.add_amount("Pan", "100").unwrap();
    }
    // What takes nothing off asks nobody.
    shop.till.set_quantity(0, "9").unwrap();
    shop.till.set_note(Some(0), "de ayer").unwrap();
    shop.till.undo().unwrap();
}
