use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use cobro_documents::Language;
use cobro_domain::{
    people::{Document, Permission},
    time::Timestamp,
};
use cobro_ledger::{
    Connection, Mode, Reader, StoredFact,
    views::{invoices, timeline},
};
use tempfile::TempDir;

use super::*;
use crate::{
    clock::Clock,
    open::{Place, open_real},
    papers::receipt_paper,
    permit::{PermitError, permit},
    secrets::Memory,
};

const OWNERS: &str = "80246913";
const SHARED: &str = "2580";

#[derive(Clone)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

struct Shop {
    folder: TempDir,
    watch: Watch,
    till: Arc<Till>,
}

fn open(folder: &TempDir, watch: &Watch) -> Arc<Till> {
    let holder = "a test".to_owned();
    let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
    open_real(&place, Arc::new(Memory::default()), Arc::new(watch.clone())).unwrap()
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch(Arc::new(AtomicI64::new(1_793_556_000_000)));
        let till = open(&folder, &watch);
        Self { folder, watch, till }
    }

    /// With an owner, signed in, and a supervisor and a clerk who chose the same PIN.
    fn staffed() -> (Self, [UserId; 3]) {
        let shop = Self::new();
        let owner = shop.make("Olga", Role::Owner, OWNERS).unwrap();
        let supervisor = shop.make("Saúl", Role::Supervisor, SHARED).unwrap();
        let clerk = shop.make("Carla", Role::Clerk, SHARED).unwrap();
        (shop, [owner, supervisor, clerk])
    }

    fn make(&self, name: &str, role: Role, pin: &str) -> Result<UserId, PeopleError> {
        let name = name.to_owned();
        self.till.save_person(&PersonForm { id: None, name, role, active: true }, pin)
    }

    fn change(&self, id: UserId, name: &str, role: Role, active: bool) -> Result<(), PeopleError> {
        let name = name.to_owned();
        self.till.save_person(&PersonForm { id: Some(id), name, role, active }, "").map(drop)
    }

    fn pass(&self, seconds: i64) {
        self.watch.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    fn reopen(&mut self) {
        self.till.close();
        self.till = open(&self.folder, &self.watch);
    }

    /// What a sign-in with a wrong PIN says: the wait in seconds, and whether it was looked at.
    fn wrong(&self, id: UserId) -> (i64, bool) {
        match self.till.sign_in(id, "9999") {
            Err(PeopleError::WrongPin { wait }) => (wait.as_millis() / 1_000, true),
            Err(PeopleError::Waiting { wait }) => (wait.as_millis() / 1_000, false),
            other => panic!("{other:?}"),
        }
    }

    fn voids(&self) -> bool {
        let done = self.till.book(self.till.actor(), |booking| {
            permit(booking, Permission::VoidInvoice, Document::Shop)
        });
        match done {
            Ok(()) => true,
            Err(PermitError::NotPermitted { .. }) => false,
            Err(PermitError::Ledger(error)) => panic!("{error}"),
        }
    }

    fn facts(&self) -> Vec<StoredFact> {
        let reader = Reader::open(self.till.path()).unwrap();
        let last = reader.head().unwrap().seq;
        (1..=last).map(|n| timeline::fact(reader.conn(), n).unwrap()).collect()
    }

    fn kinds(&self) -> Vec<String> {
        self.facts().into_iter().map(|fact| fact.kind).collect()
    }
}

#[test]
fn the_first_person_is_an_owner_and_sits_down_at_once() {
    let shop = Shop::new();
    let clerk = shop.make("Carla", Role::Clerk, SHARED);
    assert!(matches!(clerk, Err(PeopleError::LastOwner)), "{clerk:?}");
    assert!(matches!(shop.make("Olga", Role::Owner, ""), Err(PeopleError::PinShape)));
    assert_eq!(shop.till.at_work().unwrap().seat, Seat::Alone, "nothing has happened");
    let olga = shop.make("Olga", Role::Owner, OWNERS).unwrap();
    let now = shop.till.at_work().unwrap();
    assert_eq!((now.seat, now.name.as_deref()), (Seat::Taken(olga), Some("Olga")));
    assert_eq!(shop.kinds(), ["till-opened", "user-changed", "pin-changed", "user-signed-in"]);
}

/// C13
#[test]
fn two_people_with_one_pin_are_told_apart() {
    let (shop, [_, supervisor, clerk]) = Shop::staffed();
    for id in [supervisor, clerk] {
        shop.till.sign_in(id, SHARED).unwrap();
        assert_eq!(shop.till.at_work().unwrap().seat, Seat::Taken(id));
        assert_eq!(shop.till.actor(), Actor::user(id));
    }
    let reader = Reader::open(shop.till.path()).unwrap();
    let kept = [supervisor, clerk].map(|id| pins::read(reader.conn(), id).unwrap().unwrap());
    assert_ne!(kept[0].hash, kept[1].hash, "nobody can see that they chose the same");
}

#[test]
fn a_till_opens_locked_and_nothing_is_done_at_a_locked_one() {
    let (mut shop, [_, _, clerk]) = Shop::staffed();
    shop.till.add_amount("Pan", "20").unwrap();
    shop.reopen();
    assert!(shop.till.is_locked());
    assert!(shop.till.take_cash("20").is_err());
    shop.till.sign_in(clerk, SHARED).unwrap();
    assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "the ticket stayed");
    shop.till.lock(Leaving::Idle).unwrap();
    shop.till.lock(Leaving::Idle).unwrap();
    assert!(shop.till.take_cash("20").is_err());
    assert_eq!(shop.kinds().iter().filter(|kind| *kind == "user-signed-out").count(), 1);
    shop.till.sign_in(clerk, SHARED).unwrap();
    shop.till.take_cash("20").unwrap();
    let sold = shop.facts().into_iter().find(|fact| fact.kind == "cash-received").unwrap();
    assert_eq!(sold.actor, Actor::user(clerk));
}

#[test]
fn wrong_pins_lock_somebody_out_for_longer_each_time() {
    let (mut shop, [owner, supervisor, _]) = Shop::staffed();
    shop.till.lock(Leaving::Locked).unwrap();
    assert_eq!(shop.wrong(supervisor), (0, true));
    assert_eq!(shop.wrong(supervisor), (0, true));
    assert_eq!(shop.wrong(supervisor), (30, true));
    shop.pass(10);
    let right = shop.till.sign_in(supervisor, SHARED);
    assert!(matches!(right, Err(PeopleError::Waiting { .. })), "it is not looked at: {right:?}");
    shop.till.sign_in(owner, OWNERS).unwrap();
    shop.till.lock(Leaving::Locked).unwrap();
    shop.reopen();
    assert_eq!(shop.wrong(supervisor), (20, false), "a restart does not help");
    shop.pass(20);
    assert_eq!(shop.wrong(supervisor), (60, true));
    shop.pass(60);
    shop.till.sign_in(supervisor, SHARED).unwrap();
    shop.till.lock(Leaving::Locked).unwrap();
    assert_eq!(shop.wrong(supervisor), (0, true), "who knew it begins anew");
    assert_eq!(shop.kinds().iter().filter(|kind| *kind == "user-locked-out").count(), 2);
}

#[test]
fn a_clock_that_is_turned_back_keeps_nobody_out_for_ever() {
    let (shop, [_, supervisor, _]) = Shop::staffed();
    shop.till.lock(Leaving::Locked).unwrap();
    for _ in 0..3 {
        shop.wrong(supervisor);
    }
    shop.pass(-86_400 * 365);
    assert_eq!(shop.wrong(supervisor), (30, false), "no longer than from the start");
    shop.pass(30);
    shop.till.sign_in(supervisor, SHARED).unwrap();
}

#[test]
fn somebody_always_stays_who_may_do_everything() {
    let (shop, [owner, supervisor, clerk]) = Shop::staffed();
    for (role, active) in [(Role::Owner, false), (Role::Clerk, true)] {
        let left = shop.change(owner, "Olga", role, active);
        assert!(matches!(left, Err(PeopleError::LastOwner)), "{role:?} {active}: {left:?}");
    }
    shop.change(supervisor, "Saúl", Role::Owner, true).unwrap();
    shop.change(owner, "Olga", Role::Owner, false).unwrap();
    assert!(shop.till.is_locked(), "who may work here no more gets up");
    assert!(matches!(shop.till.sign_in(owner, OWNERS), Err(PeopleError::NotFound)));
    shop.till.sign_in(clerk, SHARED).unwrap();
    let made = shop.make("Otto", Role::Owner, OWNERS);
    assert!(matches!(made, Err(PeopleError::Permit(PermitError::NotPermitted { .. }))), "{made:?}");
}

/// C13
#[test]
fn a_supervisor_approves_one_thing_once() {
    let (shop, [_, supervisor, clerk]) = Shop::staffed();
    shop.till.sign_in(clerk, SHARED).unwrap();
    assert!(!shop.voids());
    let (what, on) = (Permission::VoidInvoice, Document::Shop);
    let names: Vec<_> =
        shop.till.approvers(what).unwrap().into_iter().filter_map(|one| one.name).collect();
    assert_eq!(names, ["Olga", "Saúl"]);
    let own = shop.till.approve(clerk, SHARED, what, on);
    assert!(matches!(own, Err(PeopleError::MayNotApprove)), "{own:?}");
    let wrong = shop.till.approve(supervisor, "9999", what, on);
    assert!(matches!(wrong, Err(PeopleError::WrongPin { .. })), "{wrong:?}");
    assert!(!shop.voids());
    shop.till.approve(supervisor, SHARED, what, on).unwrap();
    assert!(shop.voids());
    assert!(!shop.voids(), "their PIN does not stay open");
    shop.till.approve(supervisor, SHARED, what, on).unwrap();
    shop.till.sign_in(clerk, SHARED).unwrap();
    assert!(!shop.voids(), "an approval ends with the sign-in of who asked");
}

#[test]
fn books_that_were_copied_are_no_use_for_trying_pins() {
    let (mut shop, [owner, ..]) = Shop::staffed();
    shop.till.lock(Leaving::Locked).unwrap();
    let key = shop.till.path().with_extension("pin-key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let tried = shop.till.sign_in(owner, OWNERS);
    assert!(matches!(tried, Err(PeopleError::KeyMissing)), "{tried:?}");
    // The way out needs the till's own files, and leaves a fact.
    shop.till.reset_owner_pin(owner, "13579024").unwrap();
    let last = shop.facts().pop().unwrap();
    assert_eq!((last.kind.as_str(), last.actor), ("pin-changed", Actor::console()));
    shop.till.sign_in(owner, "13579024").unwrap();
    assert_ne!(fs::read(&key).unwrap(), kept);
    shop.reopen();
    shop.till.sign_in(owner, "13579024").unwrap();
}

#[test]
fn only_an_owners_pin_is_reset_from_the_command_line() {
    let (shop, [_, supervisor, _]) = Shop::staffed();
    let reset = shop.till.reset_owner_pin(supervisor, "13579024");
    assert!(matches!(reset, Err(PeopleError::NotFound)), "{reset:?}");
}

#[test]
fn no_pin_and_no_name_of_who_was_forgotten_is_in_any_file() {
    let (mut shop, [_, supervisor, _]) = Shop::staffed();
    let name = "Xochiquetzal";
    let gone = shop.make(name, Role::Clerk, "73150846").unwrap();
    let early = shop.till.erase_person(gone);
    assert!(matches!(early, Err(PeopleError::StillWorks)), "{early:?}");
    shop.change(gone, name, Role::Clerk, false).unwrap();
    shop.till.erase_person(gone).unwrap();
    shop.till.change_own_pin(OWNERS, "86420975").unwrap();
    shop.reopen();
    assert!(shop.till.sign_in(supervisor, SHARED).is_ok());
    shop.till.close();
    let books = Connection::open(shop.till.path()).unwrap();
    books.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(books);
    for entry in fs::read_dir(shop.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for trace in [name, OWNERS, "73150846", "86420975"] {
            let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
            assert!(!found, "{trace} is in {}", path.display());
        }
    }
}

#[test]
fn a_clerk_changes_their_own_pin_and_nobody_elses() {
    let (shop, [owner, _, clerk]) = Shop::staffed();
    shop.till.sign_in(clerk, SHARED).unwrap();
    assert!(matches!(shop.till.change_own_pin("9999", "4826"), Err(PeopleError::WrongPin { .. })));
    assert!(matches!(shop.till.change_own_pin(SHARED, "1234"), Err(PeopleError::PinTrivial)));
    shop.till.change_own_pin(SHARED, "4826").unwrap();
    shop.till.sign_in(clerk, "4826").unwrap();
    let form =
        PersonForm { id: Some(owner), name: "Olga".to_owned(), role: Role::Owner, active: true };
    let taken = shop.till.save_person(&form, "4826");
    assert!(
        matches!(taken, Err(PeopleError::Permit(PermitError::NotPermitted { .. }))),
        "{taken:?}"
    );
    shop.till.sign_in(owner, OWNERS).unwrap();
}

#[test]
fn a_receipt_says_who_served_until_they_are_forgotten() {
    let (shop, [owner, _, clerk]) = Shop::staffed();
    let served_by = |invoice| {
        let paper = shop.till.read(|reader| {
            let invoice = invoices::read(reader.conn(), invoice)?.unwrap();
            receipt_paper(reader.conn(), &invoice, false, Language::EsMx)
        });
        paper.unwrap().cashier
    };
    shop.till.desk.take(clerk);
    shop.till.add_amount("Pan", "10").unwrap();
    let sale = shop.till.take_cash("10").unwrap();
    assert_eq!(served_by(sale.invoice).as_deref(), Some("Carla"));
    shop.till.desk.take(owner);
    shop.change(clerk, "Carla", Role::Clerk, false).unwrap();
    shop.till.erase_person(clerk).unwrap();
    assert_eq!(served_by(sale.invoice), None);
}
