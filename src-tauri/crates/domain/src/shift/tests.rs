use super::*;
use crate::money::Currency::Mxn;

const DRAWER: u32 = 1;
const NEIGHBOUR: u32 = 2;

/// How many random shifts are worked through.
const SHIFTS: u32 = 200_000;

/// Numbers that look random and are the same in every run (`splitmix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as i64
    }
}

fn pesos(minor: i64) -> Money {
    Money::new(minor, Mxn)
}

/// Cash for something, as a sale books it: what stays of what was handed over.
fn sale(drawer: u32, tendered: i64, change: i64) -> Entry {
    let stays = pesos(tendered - change);
    Entry::balanced(vec![
        Posting { account: Account::Cash(drawer), amount: stays },
        Posting { account: Account::Sales, amount: stays.checked_neg().unwrap() },
    ])
    .unwrap()
}

fn of_drawer(entry: &Entry, drawer: u32) -> i64 {
    let own = entry.postings().iter().filter(|part| part.account == Account::Cash(drawer));
    own.map(|part| part.amount.minor()).sum()
}

fn of(entries: &[Entry], account: &Account) -> i64 {
    let parts = entries.iter().flat_map(Entry::postings);
    parts.filter(|part| part.account == *account).map(|part| part.amount.minor()).sum()
}

/// What a person would write on a sheet of paper beside the drawer.
#[derive(Default)]
struct Sheet {
    float: i64,
    tendered: i64,
    change: i64,
    brought: i64,
    taken: i64,
    given_back: i64,
}

impl Sheet {
    fn expected(&self) -> i64 {
        self.float + self.tendered - self.change + self.brought - self.taken - self.given_back
    }
}

/// One random thing at the counter; returns what it books and how it counts for the drawer.
fn anything(numbers: &mut Numbers, sheet: &mut Sheet) -> (CashFlow, Entry) {
    let amount = numbers.below(100_000) + 1;
    match numbers.below(7) {
        0..=2 => {
            let change = numbers.below(amount);
            sheet.tendered += amount;
            sheet.change += change;
            (CashFlow::Sale, sale(DRAWER, amount, change))
        }
        3 => {
            sheet.given_back += amount;
            (CashFlow::Refund, sale(DRAWER, -amount, 0))
        }
        // What the neighbour takes is no business of this drawer.
        4 => (CashFlow::Sale, sale(NEIGHBOUR, amount, 0)),
        way => {
            let picked = CashMove::ALL[(numbers.below(2) * 2 + way - 5) as usize];
            let side = if picked.is_in() { &mut sheet.brought } else { &mut sheet.taken };
            *side += amount;
            (CashFlow::Moved, picked.entry(DRAWER, pesos(amount)).unwrap())
        }
    }
}

#[test]
fn what_should_be_in_the_drawer_follows_from_its_own_postings_alone() {
    let mut numbers = Numbers(4);
    let mut left = 0;
    for shift in 0..SHIFTS {
        let mut sheet = Sheet { float: numbers.below(200_000), ..Sheet::default() };
        let mut entries = vec![opening(DRAWER, pesos(left), pesos(sheet.float)).unwrap()];
        let mut drawer = Drawer::with(left + of_drawer(&entries[0], DRAWER));
        for _ in 0..numbers.below(12) {
            let (flow, entry) = anything(&mut numbers, &mut sheet);
            let minor = of_drawer(&entry, DRAWER);
            if minor != 0 {
                drawer.take(flow, minor).unwrap();
            }
            entries.push(entry);
        }
        let expected = drawer.expected().unwrap();
        assert_eq!(expected, sheet.expected(), "shift {shift}");
        assert_eq!(expected, left + of(&entries, &Account::Cash(DRAWER)), "shift {shift}");

        let counted = (expected + numbers.below(401) - 200).max(0);
        let kept = pesos(numbers.below(100_000));
        let difference = pesos(counted - expected);
        let closing = Closing { expected: pesos(expected), difference, kept };
        let ended = closing.entry(DRAWER).unwrap();
        assert_eq!(of(std::slice::from_ref(&ended), &Account::OverShort), expected - counted);
        assert_eq!(closing.there().unwrap().minor(), counted, "shift {shift}");
        left = expected + of_drawer(&ended, DRAWER);
        assert_eq!(left, kept.minor(), "the books end at what stays, shift {shift}");
    }
}

#[test]
fn a_closing_books_the_difference_and_what_goes_to_the_safe() {
    let cases = [
        // Expected, difference, kept; then drawer, over or short, safe.
        (10_000, 0, 5_000, [("cash:1", -5_000), ("safe", 5_000)].as_slice()),
        (10_000, -250, 5_000, &[("cash:1", -5_000), ("over-short", 250), ("safe", 4_750)]),
        (10_000, 30, 0, &[("cash:1", -10_000), ("over-short", -30), ("safe", 10_030)]),
        (1_000, 0, 5_000, &[("cash:1", 4_000), ("safe", -4_000)]),
        (0, 0, 0, &[]),
        // A drawer that the books say owes something is closed all the same.
        (-500, 500, 0, &[("cash:1", 500), ("over-short", -500)]),
    ];
    for (expected, difference, kept, postings) in cases {
        let closing =
            Closing { expected: pesos(expected), difference: pesos(difference), kept: pesos(kept) };
        let entry = closing.entry(1).unwrap();
        let found: Vec<_> = entry
            .postings()
            .iter()
            .map(|part| (part.account.to_string(), part.amount.minor()))
            .collect();
        let postings: Vec<_> =
            postings.iter().map(|(name, minor)| ((*name).to_owned(), *minor)).collect();
        assert_eq!(found, postings, "{closing:?}");
    }
}

#[test]
fn ways_are_read_back_and_book_against_the_account_they_are_for() {
    for way in CashMove::ALL {
        assert_eq!(CashMove::from_word(way.word()), Some(way));
        let entry = way.entry(1, pesos(700)).unwrap();
        assert_eq!(of_drawer(&entry, 1), if way.is_in() { 700 } else { -700 }, "{way:?}");
        assert_eq!(of(&[entry], &Account::Sales), 0, "{way:?} is no sale");
    }
    assert_eq!(CashMove::from_word("lost"), None);
}
