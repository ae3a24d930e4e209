//! Who may do what, and what is left of it: what went wrong in other tills must not here.

use cobro_domain::{
    charge::ChargeState,
    ids::{Actor, InvoiceId, UserId},
    people::{Document, Permission, Role},
    time::Span,
};
use cobro_ledger::{
    StoredFact,
    fact::{Fact, Leaving},
    views::{timeline, trail},
};
use cobro_providers::card::CardSteps;
use cobro_sandbox::{Effect, Fault};
use cobro_tests::{Found, Traces};
use cobro_till::{
    Till,
    audit::AuditFilter,
    card::CardRefused,
    people::{PersonForm, PolicyForm},
    permit::PermitError,
    shift::ShiftError,
    typed::TypedError,
    void::VoidError,
};

use crate::{
    cards::{self, CODE, VISA},
    shop::Shop,
};

const OWNERS: &str = "80246913";
const SUPERVISORS: &str = "73150846";
const CLERKS: &str = "86420975";

fn make(till: &Till, name: &str, role: Role, pin: &str) -> UserId {
    let form = PersonForm { id: None, name: name.to_owned(), role, active: true };
    till.save_person(&form, pin).unwrap()
}

/// A clerk at the till; the supervisor who approves.
fn staffed(shop: &Shop) -> (UserId, UserId) {
    make(shop.till(), "Olga", Role::Owner, OWNERS);
    let supervisor = make(shop.till(), "Saúl", Role::Supervisor, SUPERVISORS);
    let clerk = make(shop.till(), "Carla", Role::Clerk, CLERKS);
    shop.till().sign_in(clerk, CLERKS).unwrap();
    (supervisor, clerk)
}

fn owed(shop: &Shop) -> InvoiceId {
    let charge = shop.issued("100", "oxxo");
    shop.invoice(charge).id
}

fn refused(done: Result<(), VoidError>) -> bool {
    match done {
        Ok(()) => false,
        Err(VoidError::Permit(PermitError::NotPermitted { .. })) => true,
        Err(error) => panic!("{error}"),
    }
}

fn approve(shop: &Shop, supervisor: UserId, invoice: InvoiceId) {
    let (what, on) = (Permission::VoidInvoice, Document::Invoice(invoice));
    shop.till().approve(supervisor, SUPERVISORS, what, on).unwrap();
}

fn facts(shop: &Shop) -> Vec<StoredFact> {
    let reader = shop.reader();
    let last = reader.head().unwrap().seq;
    (1..=last).map(|place| timeline::fact(reader.conn(), place).unwrap()).collect()
}

/// C13
#[test]
fn a_manager_pin_does_not_stay_open_after_one_approval() {
    let shop = Shop::open();
    let (supervisor, clerk) = staffed(&shop);
    let [one, other] = [owed(&shop), owed(&shop)];
    let void = |invoice| shop.till().void_invoice(invoice, "Se arrepintieron");
    assert!(refused(void(one)));
    let named = shop.till().document_name(Document::Invoice(one)).unwrap();
    assert_eq!(named.as_deref(), Some("A-000001"), "who approves is told of what");
    approve(&shop, supervisor, one);
    assert!(refused(void(other)), "an approval is for one document");
    void(one).unwrap();
    assert!(refused(void(other)), "and for one time");
    // C14: who did it and who approved it are in the books, with what was done.
    let voided = facts(&shop).into_iter().rfind(|fact| fact.kind == "invoice-voided").unwrap();
    assert_eq!(voided.actor, Actor::user(clerk));
    let by = trail::approver(shop.reader().conn(), &voided).unwrap();
    assert_eq!(by, Some(supervisor));
    shop.assert_sound();
}

/// C13
#[test]
fn an_approval_does_not_wait_for_the_next_clerk() {
    let shop = Shop::open();
    let (supervisor, _) = staffed(&shop);
    let next = {
        // Made by the owner, who is not at the till any more.
        let people = shop.till().people().unwrap();
        people.into_iter().find(|one| one.user.role == Role::Owner).unwrap().user.id
    };
    let invoice = owed(&shop);
    approve(&shop, supervisor, invoice);
    shop.till().sign_in(next, OWNERS).unwrap();
    let clerk = make(shop.till(), "Beto", Role::Clerk, "51739028");
    shop.till().sign_in(clerk, "51739028").unwrap();
    assert!(refused(shop.till().void_invoice(invoice, "No lo quieren")));
}

/// C13
#[test]
fn a_completed_sale_cannot_be_deleted() {
    let shop = Shop::open();
    shop.till().add_amount("Café", "100").unwrap();
    let sale = shop.till().take_cash("100").unwrap();
    let before = facts(&shop);
    // Not by anybody who may do everything, and not by a program with the file in its hands.
    let void = shop.till().void_invoice(sale.invoice, "No fue");
    assert!(matches!(void, Err(VoidError::NotVoidable { .. })), "{void:?}");
    let file = cobro_ledger::Connection::open(shop.till().path()).unwrap();
    for text in [
        "DELETE FROM facts",
        "DELETE FROM facts WHERE kind = 'cash-received'",
        "UPDATE facts SET body = '{}' WHERE kind = 'invoice-issued'",
        "INSERT OR REPLACE INTO facts SELECT * FROM facts WHERE kind = 'invoice-issued'",
        "DELETE FROM tills",
    ] {
        assert!(file.execute(text, []).is_err(), "{text}");
    }
    drop(file);
    let after = facts(&shop);
    let hashes = |facts: &[StoredFact]| facts.iter().map(|fact| fact.hash).collect::<Vec<_>>();
    assert_eq!(hashes(&after), hashes(&before));
    shop.assert_sound();
}

/// C14
#[test]
fn nothing_of_a_card_or_a_pin_leaves_in_an_export() {
    let shop = cards::shop();
    let (supervisor, _) = staffed(&shop);
    cards::charge(&shop, "250", &cards::order(&shop, CardSteps::One));
    let invoice = owed(&shop);
    approve(&shop, supervisor, invoice);
    shop.till().void_invoice(invoice, "Se arrepintieron").unwrap();
    shop.till().sign_in(supervisor, SUPERVISORS).unwrap();
    let done = shop.till().export_audit(&AuditFilter::default()).unwrap();
    assert!(done.all && done.facts == facts(&shop).len(), "{done:?}");
    let text = std::fs::read_to_string(&done.path).unwrap();
    for told in ["Carla", "Saúl", "Nota anulada", "A-000001", "0002"] {
        assert!(text.contains(told), "{told} is not in it:\n{text}");
    }
    let folder = done.path.parent().unwrap();
    let secrets = [OWNERS, SUPERVISORS, CLERKS, VISA, "4Vj8eK4rloUd272L48hsrarnUA"];
    let mut found: Vec<Found> = Vec::new();
    for secret in secrets {
        found.extend(Traces::of(secret).below(folder));
    }
    found.extend(Traces::of_few(CODE).below(folder));
    assert!(found.is_empty(), "{found:?}");
}

/// C14
#[test]
fn nothing_is_approved_without_a_fact_that_names_who_and_for_what() {
    let shop = Shop::open();
    let (supervisor, clerk) = staffed(&shop);
    let invoice = owed(&shop);
    approve(&shop, supervisor, invoice);
    shop.till().void_invoice(invoice, "Se arrepintieron").unwrap();
    let given = facts(&shop).into_iter().filter_map(|fact| match fact.decode() {
        Ok(Fact::ApprovalGiven(given)) => Some(given),
        Ok(_) | Err(_) => None,
    });
    let given: Vec<_> = given.collect();
    assert_eq!(given.len(), 1);
    assert_eq!((given[0].approver, &given[0].asker), (supervisor, &Actor::user(clerk)));
    assert_eq!(given[0].permission, "void-invoice");
    assert_eq!(given[0].document, Document::Invoice(invoice).to_string());
}

/// C13
#[test]
fn no_line_is_taken_off_a_ticket_that_was_on_hold_by_who_may_not() {
    let shop = Shop::open();
    let (supervisor, clerk) = staffed(&shop);
    let till = shop.till();
    till.lock(Leaving::Locked).unwrap();
    let owner = till.people().unwrap()[0].user.id;
    till.sign_in(owner, OWNERS).unwrap();
    let decided = [(Permission::RemoveLine, false)].into();
    till.save_policy(&PolicyForm { role: Role::Clerk, decided, discount: 1_000 }).unwrap();
    till.sign_in(clerk, CLERKS).unwrap();
    till.add_amount("Café", "100").unwrap();
    till.add_amount("Pan", "20").unwrap();
    till.hold_ticket("mesa 5").unwrap();
    let held = till.held_tickets().unwrap()[0].id;
    till.recall_ticket(held).unwrap();
    let refused = |done: Result<_, TypedError>| match done {
        Ok(_) => None,
        Err(TypedError::Permit(PermitError::NotPermitted { document, .. })) => Some(document),
        Err(error) => panic!("{error}"),
    };
    let document = refused(till.remove_line(0)).unwrap();
    assert_eq!(refused(till.clear_ticket()), Some(document));
    assert_eq!(till.typed().unwrap().ticket.lines.len(), 2, "nothing was taken off");
    till.approve(supervisor, SUPERVISORS, Permission::RemoveLine, document).unwrap();
    assert_eq!(till.remove_line(0).unwrap().ticket.lines.len(), 1);
    assert_eq!(refused(till.remove_line(0)), Some(document), "an approval is for one line");
}

/// C14
#[test]
fn no_drawer_is_opened_without_a_sale_and_without_a_trace() {
    let shop = Shop::open();
    let (supervisor, clerk) = staffed(&shop);
    let till = shop.till();
    let asked = match till.open_drawer() {
        Err(ShiftError::Permit(PermitError::NotPermitted { permission, document })) => {
            assert_eq!(permission, Permission::OpenDrawer);
            document
        }
        other => panic!("{other:?}"),
    };
    assert!(!facts(&shop).iter().any(|fact| fact.kind == "drawer-opened"));
    till.approve(supervisor, SUPERVISORS, Permission::OpenDrawer, asked).unwrap();
    till.open_drawer().unwrap();
    assert!(till.open_drawer().is_err(), "an approval is for one time");
    let opened = facts(&shop).into_iter().rfind(|fact| fact.kind == "drawer-opened").unwrap();
    assert_eq!(opened.actor, Actor::user(clerk));
    assert_eq!(trail::approver(shop.reader().conn(), &opened).unwrap(), Some(supervisor));
    shop.assert_sound();
}

/// C13
#[test]
fn no_clerk_gives_a_lost_card_up_alone() {
    let shop = cards::shop();
    let (supervisor, _) = staffed(&shop);
    shop.control.add_fault(Fault::next(1, Effect::LoseRequest).of("SUBMIT_TRANSACTION"));
    let id = cards::charge(&shop, "250", &cards::order(&shop, CardSteps::One));
    shop.pass(Span::days(2));
    let refused = |done| {
        matches!(done, Err(CardRefused::Permit(PermitError::NotPermitted { document, .. }))
            if document == Document::Charge(id))
    };
    assert!(refused(shop.till().give_card_up(id)));
    assert_eq!(shop.charge(id).state, ChargeState::Requested, "it stays in doubt");
    let (what, on) = (Permission::GiveUpCharge, Document::Charge(id));
    shop.till().approve(supervisor, SUPERVISORS, what, on).unwrap();
    shop.till().give_card_up(id).unwrap();
    assert_eq!(shop.charge(id).state, ChargeState::Cancelled);
    shop.assert_sound();
}
