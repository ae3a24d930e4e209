use std::{fs, path::Path, sync::Arc};

use cobro_documents::Language;
use cobro_domain::{
    ids::{TillId, UserId},
    people::Role,
};
use cobro_ledger::{Mode, fact::Leaving};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::{
    clock::Clock,
    open::{Place, open_real},
    people::PersonForm,
    secrets::Memory,
};

const NOON: Timestamp = Timestamp::from_millis(1_793_556_000_000);
const PINS: [&str; 3] = ["80246913", "73150846", "86420975"];

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        NOON
    }
}

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

    /// With an owner, a supervisor and a clerk, who is signed in.
    fn staffed() -> (Self, [UserId; 3]) {
        let shop = Self::new();
        let people = [("Olga", Role::Owner), ("Saúl", Role::Supervisor), ("Carla", Role::Clerk)];
        let mut numbered = people.into_iter().zip(PINS);
        let ids = std::array::from_fn(|_| {
            let ((name, role), pin) = numbered.next().unwrap();
            let form = PersonForm { id: None, name: name.to_owned(), role, active: true };
            shop.till.save_person(&form, pin).unwrap()
        });
        shop.till.sign_in(ids[2], PINS[2]).unwrap();
        (shop, ids)
    }

    fn all(&self, filter: &AuditFilter) -> Vec<Entry> {
        self.till.audit(filter, None, 1_000).unwrap().entries
    }
}

/// A fact of every kind and version that was ever written.
fn golden() -> Vec<StoredFact> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/golden/facts");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let facts = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let stored = facts.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (kind, version) = name.rsplit_once(".v").unwrap();
        let version: String = version.chars().take_while(char::is_ascii_digit).collect();
        StoredFact {
            arrival: 1,
            till: TillId(Uuid::nil()),
            seq: 1,
            id: Uuid::nil(),
            at: NOON,
            actor: Actor::owner(),
            kind: kind.to_owned(),
            version: version.parse().unwrap(),
            body: fs::read_to_string(&path).unwrap(),
            prev_hash: [0; 32],
            hash: [0; 32],
        }
    });
    stored.collect()
}

#[test]
fn every_fact_has_human_words_in_every_language() {
    let shop = Shop::new();
    let facts = golden();
    assert!(facts.len() > 45, "{}", facts.len());
    let mut wordless = Vec::new();
    for language in Language::ALL {
        shop.till.set_language(language).unwrap();
        for stored in &facts {
            stored.decode().unwrap();
            let text = shop.till.words_of(stored);
            if text == stored.kind || !text.contains(char::is_uppercase) || text.contains('{') {
                wordless.push(format!("{language} {}: {text}", stored.kind));
            }
        }
    }
    assert!(wordless.is_empty(), "{wordless:#?}");
}

/// C13, C14: reading who did what is itself approved once, and leaves a trace.
#[test]
fn a_clerk_does_not_read_the_audit_without_an_approval() {
    let (shop, [_, supervisor, _]) = Shop::staffed();
    let read = || shop.till.audit(&AuditFilter::default(), None, 10);
    let refused = |error| matches!(error, AuditError::Permit(PermitError::NotPermitted { .. }));
    assert!(read().is_err_and(refused));
    assert!(shop.till.export_audit(&AuditFilter::default()).is_err_and(refused));
    assert!(shop.till.verify_chain(|_| true).is_err_and(refused));
    shop.till.approve(supervisor, PINS[1], Permission::Audit, Document::Shop).unwrap();
    let entries = read().unwrap().entries;
    assert_eq!((entries[0].who.as_str(), entries[0].approver.as_deref()), ("Carla", Some("Saúl")));
    assert!(read().is_err_and(refused), "it does not stay open");
}

#[test]
fn entries_are_found_by_who_did_them_what_they_are_and_their_document() {
    let (shop, [owner, supervisor, clerk]) = Shop::staffed();
    shop.till.add_amount("Pan", "20").unwrap();
    let sale = shop.till.take_cash("20").unwrap();
    shop.till.sign_in(supervisor, PINS[1]).unwrap();
    let by = |id| AuditFilter { actor: Some(Actor::user(id)), ..AuditFilter::default() };
    let sold = shop.all(&AuditFilter { topic: Some(Topic::Sales), ..by(clerk) });
    let numbers: Vec<_> = sold.iter().filter_map(|entry| entry.document.as_deref()).collect();
    assert_eq!(numbers, ["A-000001"]);
    assert_eq!(sold[0].invoice, Some(sale.invoice));
    assert!(shop.all(&AuditFilter { topic: Some(Topic::Sales), ..by(owner) }).is_empty());
    let filter = AuditFilter { document: " a-1 ".to_owned(), ..AuditFilter::default() };
    let story = shop.all(&filter);
    assert_eq!(story.len(), 2, "{story:?}");
    assert!(story.iter().all(|entry| entry.who == "Carla"));
    let filter = AuditFilter { document: "A-7".to_owned(), ..AuditFilter::default() };
    let missing = shop.till.audit(&filter, None, 10);
    assert!(matches!(missing, Err(AuditError::NoDocument { .. })), "{missing:?}");
    let before = Period { from: Timestamp::from_millis(0), until: NOON };
    let filter = AuditFilter { period: Some(before), ..AuditFilter::default() };
    assert!(shop.all(&filter).is_empty());
    // Whoever was forgotten still did what they did.
    shop.till.sign_in(owner, PINS[0]).unwrap();
    let name = "Carla".to_owned();
    let gone = PersonForm { id: Some(clerk), name, role: Role::Clerk, active: false };
    shop.till.save_person(&gone, "").unwrap();
    shop.till.erase_person(clerk).unwrap();
    let forgotten = shop.all(&AuditFilter { topic: Some(Topic::Sales), ..by(clerk) });
    assert_eq!(forgotten[0].who, clerk.to_string()[..8]);
}

#[test]
fn a_walk_along_the_chain_lets_the_counter_sell() {
    let (shop, [_, supervisor, _]) = Shop::staffed();
    shop.till.sign_in(supervisor, PINS[1]).unwrap();
    let mut sold = 0;
    let found = shop.till.verify_chain(|_| {
        shop.till.add_amount("Pan", "20").unwrap();
        shop.till.take_cash("20").unwrap();
        sold += 1;
        sold < 4
    });
    assert!(found.unwrap().is_none(), "it was broken off");
    let found = shop.till.verify_chain(|_| true).unwrap().unwrap();
    assert_eq!((found.faults.len(), found.broken_at), (0, None));
    shop.till.lock(Leaving::Locked).unwrap();
    assert!(shop.till.verify_chain(|_| true).is_err());
}
