//! Who did what: every filter gives what a look at each fact gives, page by page.

use cobro_domain::{
    ids::{Actor, UserId},
    people::{Document, Permission},
};
use cobro_ledger::{
    Reader, StoredFact,
    fact::{ApprovalGiven, Fact},
    views::{
        timeline,
        trail::{self, About, Filter, Mark, Topic},
    },
};

use crate::{
    goods::{OPENED, bytes},
    shop::Shop,
};

fn all(reader: &Reader) -> Vec<StoredFact> {
    let last = reader.head().unwrap().seq;
    (1..=last).map(|place| timeline::fact(reader.conn(), place).unwrap()).collect()
}

/// Every page after the other.
fn paged(reader: &Reader, filter: &Filter, size: usize) -> Vec<i64> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = trail::page(reader.conn(), filter, after, size).unwrap();
        assert!(page.facts.len() <= size, "{filter:?}");
        found.extend(page.facts.iter().map(|fact| fact.arrival));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

fn user(n: u64) -> UserId {
    UserId::new(OPENED, bytes(n))
}

fn approval(shop: &mut Shop, approver: u64, document: Document) -> i64 {
    shop.append(&Fact::ApprovalGiven(ApprovalGiven {
        approver: user(approver),
        asker: Actor::owner(),
        permission: Permission::VoidInvoice.word().to_owned(),
        document: document.to_string(),
    }))
}

#[test]
fn every_filter_finds_what_a_look_at_each_fact_finds() {
    let mut shop = Shop::new();
    shop.busy_day();
    approval(&mut shop, 1, Document::Shop);
    // A clock that was set back changes the order of what is shown, and loses nothing.
    shop.set_back(9);
    shop.sell().unwrap();
    let reader = shop.reader();
    let facts = all(&reader);
    let topic_of = |stored: &StoredFact| {
        let of = |topic: &Topic| {
            let only = Filter { topic: Some(*topic), ..Filter::default() };
            paged(&reader, &only, 1_000).contains(&stored.arrival)
        };
        let mut topics = Topic::ALL.into_iter().filter(of);
        (topics.next().unwrap(), topics.next())
    };
    for stored in &facts {
        assert_eq!(topic_of(stored).1, None, "{} is of one topic", stored.kind);
    }
    let middle = facts[facts.len() / 2].at;
    let early = facts[facts.len() / 4].at;
    let days = [(None, None), (Some(middle), None), (Some(early), Some(middle))];
    let actors: Vec<_> = trail::actors(reader.conn()).unwrap().into_iter().map(Some).collect();
    for actor in actors.iter().cloned().chain([None]) {
        for topic in Topic::ALL.into_iter().map(Some).chain([None]) {
            for (from, until) in days {
                let filter = Filter { from, until, topic, actor: actor.clone(), about: None };
                let mut expected: Vec<_> = facts
                    .iter()
                    .filter(|fact| from.is_none_or(|from| from <= fact.at))
                    .filter(|fact| until.is_none_or(|until| fact.at < until))
                    .filter(|fact| topic.is_none_or(|topic| topic_of(fact).0 == topic))
                    .filter(|fact| actor.as_ref().is_none_or(|actor| has_part(fact, actor)))
                    .map(|fact| (fact.at, fact.arrival))
                    .collect();
                expected.sort_unstable_by(|one, other| other.cmp(one));
                let expected: Vec<_> = expected.into_iter().map(|(_, place)| place).collect();
                for size in [1, 3, 1_000] {
                    assert_eq!(paged(&reader, &filter, size), expected, "{filter:?}");
                }
            }
        }
    }
}

fn has_part(fact: &StoredFact, actor: &Actor) -> bool {
    let approved = if let Fact::ApprovalGiven(given) = fact.decode().unwrap() {
        Actor::user(given.approver) == *actor
    } else {
        false
    };
    fact.actor == *actor || approved
}

#[test]
fn the_facts_of_one_thing_are_its_own() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.product(1, "Té verde", true);
    shop.product(1, "Té negro", true);
    shop.product(2, "Pan", true);
    let reader = shop.reader();
    let product = cobro_domain::ids::ProductId::new(OPENED, bytes(1));
    let of = |about| Filter { about: Some(about), ..Filter::default() };
    let found = paged(&reader, &of(About::Other(product.0)), 1);
    let kinds: Vec<_> = found
        .iter()
        .map(|place| timeline::fact(reader.conn(), *place).unwrap())
        .map(|fact| fact.kind)
        .collect();
    assert!(kinds.len() >= 2 && kinds.iter().all(|kind| kind == "product-changed"), "{kinds:?}");
    let facts = all(&reader);
    let issued = facts.iter().find(|fact| fact.kind == "invoice-issued").unwrap();
    let story: Vec<_> = timeline::of(reader.conn(), issued.arrival).unwrap();
    let story: Vec<_> = story.into_iter().map(|fact| fact.arrival).collect();
    assert_eq!(paged(&reader, &of(About::Invoice(issued.arrival)), 2), story);
    let filter = Filter { topic: Some(Topic::People), ..of(About::Invoice(issued.arrival)) };
    assert_eq!(paged(&reader, &filter, 2), Vec::<i64>::new());
}

#[test]
fn who_approved_is_said_of_what_they_approved_and_of_nothing_else() {
    let mut shop = Shop::new();
    let before = shop.append(&crate::shop::product(4, "Antes", true));
    let approved = shop.book(|booking| {
        booking.append(&Fact::ApprovalGiven(ApprovalGiven {
            approver: user(7),
            asker: Actor::owner(),
            permission: Permission::EditCatalogue.word().to_owned(),
            document: Document::Catalogue.to_string(),
        }))?;
        booking.append(&crate::shop::product(5, "Una", true))?;
        booking.append(&crate::shop::product(6, "Otra", true))
    });
    let last = approved.unwrap();
    let after = shop.append(&crate::shop::product(7, "Después", true));
    let reader = shop.reader();
    let approver = |place: i64| {
        let stored = timeline::fact(reader.conn(), place).unwrap();
        trail::approver(reader.conn(), &stored).unwrap()
    };
    assert_eq!(approver(before), None);
    for place in [last - 2, last - 1, last] {
        assert_eq!(approver(place), Some(user(7)), "{place}");
    }
    assert_eq!(approver(after), None);
    let own = Filter { actor: Some(Actor::user(user(7))), ..Filter::default() };
    let newest = trail::page(reader.conn(), &own, Some(Mark { at: i64::MAX, fact: 0 }), 5).unwrap();
    assert_eq!(newest.facts.len(), 1, "who approved has a part in it");
}
