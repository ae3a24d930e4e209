//! Every counter action costs the same at no invoices and at a million: no statement walks a
//! table that grows, and none sorts what has no bound.

use std::sync::{Arc, Mutex};

use cobro_domain::{
    act::{ActState, NotFound},
    card::{CardBrand, CardKind, MaskedNumber},
    customer::Person,
    ids::{
        ActId, ChargeId, CreditNoteId, CustomerId, InvoiceId, PaymentId, ProductId, RefundId,
        ShiftId,
    },
    invoice::Folio,
    money::{Currency, Money},
    name::Name,
    statement::Period,
    time::Timestamp,
};
use cobro_ledger::{
    LedgerError, Place,
    views::{
        accounts, allocations, cards, cases, charges, company, counts, entered, holds, imports,
        invoices::{self, Standing},
        merchants, merges, movements, outstanding, payments, price_lists,
        products::{self, Shelf},
        refunds, returns, series, shifts, timeline,
        trail::{self, About, Filter, Mark, Topic},
    },
    working::{
        acts::{self, Act, ActKind},
        contacts::{self, Contact},
        customers::{self, Customer},
        messages,
        outbox::{self, MailState},
        pictures,
        polls::{self, Poll},
        preferences, staged,
        stored_cards::{self, KeptCard},
        tickets::{self, KeptTicket},
    },
};
use rusqlite::{
    Connection,
    trace::{TraceEvent, TraceEventCodes},
};

use crate::{
    goods::{OPENED, bytes, merchant},
    mails::{self, mail},
    papers, quotes,
    shop::Shop,
    staff,
};

/// Tables that grow with every sale, product, customer or message.
const GROWING: &[&str] = &[
    "facts",
    "invoices",
    "quotes",
    "charges",
    "payments",
    "allocations",
    "entered",
    "merges",
    "shifts",
    "movements",
    "accounts",
    "cards",
    "pages",
    "holds",
    "refunds",
    "returns",
    "stored_cards",
    "postings",
    "timeline",
    "trail",
    "trail_subjects",
    "products",
    "pictures",
    "product_codes",
    "customers",
    "messages",
    "contacts",
    "acts",
    "polls",
    "outbox",
    "outbox_parts",
    "print_jobs",
];

/// Statements that may walk or sort, each with the reason why that is bounded.
const BOUNDED: &[(&str, &str)] = &[
    ("FROM charges INDEXED BY charges_that_live", "all live charges are what is asked for"),
    ("FROM acts INDEXED BY acts_that_are_open", "all open acts are what is asked for"),
    ("FROM accounts ORDER BY name", "the trial balance shows every account"),
    ("FROM refunds INDEXED BY refunds_that_live", "all live refunds are what is asked for"),
    ("FROM tickets WHERE held_at IS NOT NULL", "tickets on hold are on one counter"),
    ("FROM users ORDER BY since", "the people of one shop are listed"),
    ("WHERE favourite AND active AND", "walks an index of favourites alone, in order"),
];

/// Runs `work` and returns the text of each statement that it ran on the writer's connection.
fn statements(shop: &mut Shop, work: impl FnOnce(&mut Shop)) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&seen);
    let trace = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(statement, _) = event {
            note.lock().unwrap().push(statement.sql().into_owned());
        }
    };
    let mask = TraceEventCodes::SQLITE_TRACE_STMT;
    shop.ledger().conn_mut().trace_v2(mask, Some(trace)).unwrap();
    work(shop);
    shop.ledger().conn_mut().trace_v2(mask, None::<fn(TraceEvent<'_>)>).unwrap();
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    seen.dedup();
    seen
}

fn plan(conn: &Connection, statement: &str) -> Vec<String> {
    let mut explained = conn.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
    let count = explained.parameter_count();
    let nothing = vec![rusqlite::types::Null; count];
    let rows = explained.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[track_caller]
fn all_are_cheap(shop: &Shop, statements: &[String]) {
    let conn = shop.raw();
    let mut dear = Vec::new();
    for statement in statements {
        if ["BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "--"]
            .iter()
            .any(|w| statement.starts_with(w))
        {
            continue;
        }
        if BOUNDED.iter().any(|(part, _)| statement.contains(part)) {
            continue;
        }
        for step in plan(&conn, statement) {
            let scans = GROWING.iter().any(|table| {
                step.strip_prefix("SCAN ")
                    .is_some_and(|rest| rest == *table || rest.starts_with(&format!("{table} ")))
            });
            if scans || step.contains("TEMP B-TREE") {
                dear.push(format!("{step}\n    {statement}"));
            }
        }
    }
    assert!(dear.is_empty(), "statements that get dearer:\n{}", dear.join("\n"));
}

#[test]
fn no_booking_walks_or_sorts_what_grows() {
    let mut shop = Shop::new();
    let seen = statements(&mut shop, |shop| {
        shop.busy_day();
        shop.product(1, "Té verde", true);
        shop.book(|booking| working(booking.conn())).unwrap();
    });
    assert!(seen.len() > 50, "{}", seen.len());
    all_are_cheap(&shop, &seen);
}

/// What a trigger does, statement by statement, as it could be run alone.
fn statements_of_triggers(conn: &Connection) -> Vec<String> {
    let mut bodies = conn.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let bodies = bodies.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut statements = Vec::new();
    for body in bodies.map(Result::unwrap) {
        let body = body.split_once("BEGIN").unwrap().1.rsplit_once("END").unwrap().0.to_owned();
        statements.extend(body.split(';').map(str::trim).filter(|s| !s.is_empty()).map(alone));
    }
    statements
}

/// The statement with parameters for the row that fires the trigger, and without its alarm.
fn alone(statement: &str) -> String {
    let mut text = statement.to_owned();
    if let Some((before, rest)) = statement.split_once("RAISE(") {
        text = format!("{before}1 {}", rest.split_once(')').unwrap().1);
    }
    for row in ["NEW.", "OLD."] {
        while let Some((before, rest)) = text.split_once(row) {
            let rest = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            text = format!("{before}?1{rest}");
        }
    }
    text
}

#[test]
fn no_trigger_walks_or_sorts_what_grows() {
    let shop = Shop::new();
    let statements = statements_of_triggers(&shop.raw());
    assert!(statements.len() > 10, "{statements:?}");
    all_are_cheap(&shop, &statements);
}

/// Every write to a working table.
fn working(conn: &Connection) -> Result<(), LedgerError> {
    let charge = ChargeId::new(OPENED, bytes(1));
    let id = ActId::new(OPENED, bytes(2));
    let (kind, state, looked) = (ActKind::Submit, ActState::Queued, NotFound::default());
    let (queued_at, not_before, attempts) = (OPENED, OPENED, 0);
    let (amount, refund) = (Some(Money::new(5, Currency::Mxn)), None);
    let act =
        Act { id, charge, kind, amount, refund, state, queued_at, not_before, attempts, looked };
    acts::put(conn, &act)?;
    acts::put(conn, &Act { state: ActState::Sending, ..act })?;
    let card = KeptCard {
        account: merchant(),
        token: "b6c1".to_owned(),
        customer: CustomerId::new(OPENED, bytes(3)),
        number: MaskedNumber::of("4268070000000002"),
        brand: Some(CardBrand::Visa),
        kind: CardKind::Credit,
        since: OPENED,
    };
    stored_cards::put(conn, &card)?;
    stored_cards::remove(conn, merchant(), "b6c1")?;
    let poll = Poll { charge, next_at: OPENED, last_at: None, failures: 0 };
    polls::put(conn, &poll)?;
    polls::stop(conn, charge)?;
    let email = Some("a@b.example".to_owned());
    contacts::put(conn, charge, &Contact { email, phone: None })?;
    let person = Person::named(Name::parse("Ana").unwrap());
    let customer = Customer { id: CustomerId::new(OPENED, bytes(3)), person, salt: bytes(4) };
    customers::put(conn, &customer)?;
    customers::put(conn, &customer)?;
    customers::forget(conn, customer.id)?;
    messages::keep(conn, OPENED, b"<order/>")?;
    messages::prune(conn, OPENED)?;
    mails::writes(conn)?;
    papers::writes(conn)?;
    preferences::put(conn, "theme", "dark")?;
    let id = uuid::Uuid::from_u128(5);
    let (label, body) = ("table 5".to_owned(), "{}".to_owned());
    tickets::put(conn, &KeptTicket { id, held_at: Some(OPENED), label, body })?;
    tickets::remember(conn, id, "{}")?;
    tickets::take_back(conn, id)?;
    tickets::remove(conn, id)?;
    staff::writes(conn)
}

#[test]
fn no_question_walks_or_sorts_what_grows() {
    let mut shop = Shop::new();
    let customer = shop.busy_day();
    let seen = statements(&mut shop, |shop| {
        let conn = shop.ledger().conn();
        of_invoices(conn, customer).unwrap();
        quotes::questions(conn, customer).unwrap();
        of_accounts(conn, customer).unwrap();
        of_shifts(conn).unwrap();
        of_the_rest(conn).unwrap();
        shop.ledger().head().unwrap();
    });
    assert!(seen.len() > 35, "{}", seen.len());
    all_are_cheap(&shop, &seen);
}

fn of_invoices(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    let page = invoices::page(conn, None, None, 10)?;
    let (first, last) = (&page[0], &page[page.len() - 1]);
    invoices::page(conn, None, Some(first.arrival), 10)?;
    invoices::page(conn, Some(&Standing::ALL), Some(first.arrival), 10)?;
    invoices::of_customer(conn, customer, Some(first.arrival), 10)?;
    invoices::read(conn, InvoiceId(first.id.0))?;
    invoices::at(conn, last.arrival)?;
    invoices::by_folio(conn, &Folio { series: "A".to_owned(), number: 2 })?;
    invoices::between(conn, OPENED, Timestamp::MAX)?;
    timeline::of(conn, first.arrival)?;
    payments::of_invoice(conn, first.arrival)?;
    for case in cases::of_invoice(conn, first.arrival)? {
        cases::read(conn, case.id)?;
    }
    let charge = charges::of_invoice(conn, first.arrival)?[0].id;
    charges::read(conn, charge)?;
    charges::live(conn)?;
    charges::unpaid_since(conn, OPENED)?;
    cards::read(conn, charge)?;
    cards::page_until(conn, charge)?;
    holds::read(conn, charge)?;
    holds::lapsing(conn, OPENED, 10)?;
    refunds::of_charge(conn, charge)?;
    refunds::live(conn)?;
    refunds::read(conn, RefundId::new(OPENED, bytes(7)))?;
    refunds::under_way(conn, first.arrival, Currency::Mxn)?;
    returns::read(conn, CreditNoteId::new(OPENED, bytes(9)))?;
    returns::left(conn, first.arrival)?;
    let payment = payments::of_invoice(conn, first.arrival)?.first().map(|payment| payment.id);
    refunds::returnable(conn, charge, payment.unwrap_or(PaymentId::new(OPENED, bytes(8))))?;
    Ok(())
}

fn of_accounts(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    let (currency, until) = (Currency::Mxn, Timestamp::MAX);
    let period = Period { from: OPENED, until };
    movements::balance_before(conn, customer, currency, OPENED)?;
    movements::within(conn, customer, currency, period)?;
    movements::page(conn, customer, currency, Some((until, 9)), 10)?;
    outstanding::before(conn, customer, currency, OPENED)?;
    outstanding::customers(conn, currency, Some(customer), 10)?;
    merges::resolve(conn, customer)?;
    let settled = invoices::of_customer(conn, customer, None, 10)?;
    for invoice in settled {
        allocations::of_invoice(conn, invoice.arrival)?;
    }
    entered::read(conn, PaymentId::new(OPENED, bytes(6)))?;
    Ok(())
}

/// What the end of a shift reads: its own facts and postings, however many there are before.
fn of_shifts(conn: &Connection) -> Result<(), LedgerError> {
    let open = shifts::open_on(conn, 1)?.unwrap();
    shifts::read(conn, open.id)?;
    shifts::page(conn, None, 10)?;
    shifts::page(conn, Some(open.arrival), 10)?;
    of_the_trail(conn, open.id)?;
    shifts::cash_since(conn, 1, Currency::Mxn, open.arrival)?;
    timeline::walk(conn, open.arrival, |_| Ok(()))?;
    Ok(())
}

/// What the audit asks, whatever it filters by.
fn of_the_trail(conn: &Connection, shift: ShiftId) -> Result<(), LedgerError> {
    let actor = trail::actors(conn)?.first().cloned();
    let (from, until) = (Some(OPENED), Some(Timestamp::from_millis(i64::MAX)));
    let abouts = [None, Some(About::Invoice(9)), Some(About::Other(shift.0))];
    for about in abouts {
        let filter = Filter { from, until, topic: Some(Topic::Sales), actor: actor.clone(), about };
        let page = trail::page(conn, &filter, Some(Mark { at: i64::MAX, fact: i64::MAX }), 10)?;
        for stored in &page.facts {
            trail::approver(conn, stored)?;
        }
    }
    trail::page(conn, &Filter::default(), None, 10)?;
    Ok(())
}

fn of_the_rest(conn: &Connection) -> Result<(), LedgerError> {
    accounts::balance(conn, "sales", Currency::Mxn)?;
    accounts::balances(conn)?;
    company::read(conn)?;
    counts::all(conn)?;
    merchants::all(conn)?;
    merchants::read(conn, merchant())?;
    products::read(conn, ProductId::new(OPENED, bytes(1)))?;
    products::by_code(conn, "P1")?;
    price_lists::read(conn, crate::imports::golden::price_list())?;
    pictures::read(conn, "5a").and_then(|_| pictures::forget_unused(conn, "5a"))?;
    products::favourites(conn, 10).and_then(|_| products::in_category(conn, "Shelf 1", 10))?;
    products::search(conn, "ja te", 10)?;
    products::categories(conn)?;
    for shelf in [Shelf::Sold, Shelf::Retired, Shelf::Category("Shelf 1".to_owned())] {
        products::page(conn, &shelf, None, 10)?;
    }
    products::search_page(conn, "ja te", true, None, 10)?;
    products::last_number(conn).and_then(|_| products::with_own_code(conn, "P1"))?;
    staged::first(conn, 10)?;
    staged::remove(conn, 5, 10)?;
    imports::newest(conn)?;
    series::next(conn, &series::current(conn)?)?;
    acts::read(conn, ActId::new(OPENED, bytes(2)))?;
    acts::of_charge(conn, ChargeId::new(OPENED, bytes(1)))?;
    acts::after_charge(conn, ChargeId::new(OPENED, bytes(1)))?;
    acts::open_submits(conn)?;
    stored_cards::of_customer(conn, CustomerId::new(OPENED, bytes(3)))?;
    contacts::read(conn, ChargeId::new(OPENED, bytes(1)))?;
    customers::name(conn, CustomerId::new(OPENED, bytes(3)))?;
    customers::read(conn, CustomerId::new(OPENED, bytes(3)))?;
    customers::search(conn, "a", 10)?;
    customers::search(conn, "--", 10)?;
    customers::page(conn, Place::parse("7 ana").as_ref(), 10)?;
    customers::by_name(conn, "ana")?;
    messages::read(conn, "00")?;
    outbox::read(conn, mail(5).id)?;
    outbox::parts(conn, mail(5).id)?;
    outbox::due(conn, MailState::Queued, OPENED, 10)?;
    outbox::next_at(conn)?;
    outbox::count(conn, MailState::Failed, 100)?;
    outbox::page(conn, Some(mail(5).id), 10)?;
    outbox::newest_about(conn, uuid::Uuid::from_u128(5))?;
    papers::reads(conn)?;
    polls::due(conn, Timestamp::MAX, 10)?;
    polls::next_at(conn)?;
    polls::read(conn, ChargeId::new(OPENED, bytes(1)))?;
    preferences::read(conn, "theme")?;
    tickets::typed(conn)?;
    tickets::held(conn)?;
    tickets::read(conn, uuid::Uuid::from_u128(5))?;
    tickets::has_states(conn, uuid::Uuid::from_u128(5))?;
    staff::questions(conn)
}
