use proptest::prelude::*;

use super::*;

const MXN: Currency = Currency::Mxn;

fn money(minor: i64) -> Money {
    Money::new(minor, MXN)
}

fn folio(number: u32) -> Folio {
    Folio { series: "A".to_owned(), number }
}

fn moved(at: i64, kind: MovementKind, charged: i64, credited: i64) -> Moved {
    Moved {
        at: Timestamp::from_millis(at),
        kind,
        document: None,
        method: None,
        reference: None,
        received_at: None,
        shares: Vec::new(),
        charged: money(charged),
        credited: money(credited),
    }
}

fn owing(number: u32, days: u32, owed: i64) -> Owing {
    Owing {
        invoice: InvoiceId(uuid::Uuid::from_u128(u128::from(number))),
        folio: folio(number),
        at: Timestamp::from_millis(i64::from(number)),
        due_at: None,
        total: money(owed),
        owed: money(owed),
        owed_now: money(owed),
        days,
    }
}

fn draft(opening: i64, moved: Vec<Moved>, owing: Vec<Owing>, credit: i64) -> Draft {
    Draft {
        customer: CustomerId(uuid::Uuid::from_u128(1)),
        currency: MXN,
        period: Period { from: Timestamp::from_millis(0), until: Timestamp::from_millis(1_000) },
        opening: money(opening),
        moved,
        owing,
        credit: money(credit),
        collector: Collector::Missing,
    }
}

#[test]
fn every_line_says_the_balance_after_it() {
    use MovementKind as K;
    let lines = vec![
        moved(1, K::Invoice, 10_000, 0),
        moved(2, K::Withholding, 0, 1_000),
        moved(3, K::Payment, 0, 12_000),
        moved(4, K::CreditUsed, 2_500, 2_500),
        moved(5, K::Refund, 300, 0),
    ];
    let owing = vec![owing(1, 3, 500), owing(2, 31, 700)];
    let statement = Statement::of(draft(4_000, lines, owing, 700)).unwrap();
    let balances: Vec<_> = statement.movements.iter().map(|line| line.balance.minor()).collect();
    assert_eq!(balances, [14_000, 13_000, 1_000, 1_000, 1_300]);
    assert_eq!(statement.closing, money(1_300));
    assert_eq!((statement.charged, statement.credited), (money(12_800), money(15_500)));
    assert!(!statement.ties());
    assert_eq!(statement.ageing.total(), money(1_200));
}

#[test]
fn a_period_holds_its_first_moment_and_not_the_one_after_it() {
    let at = Timestamp::from_millis;
    let period = Period { from: at(10), until: at(20) };
    let held: Vec<_> = [9, 10, 19, 20].map(|t| period.holds(at(t))).into();
    assert_eq!(held, [false, true, true, false]);
}

#[test]
fn ages_change_after_30_60_90_and_120_days() {
    let cases = [
        (0, Age::To30),
        (30, Age::To30),
        (31, Age::To60),
        (60, Age::To60),
        (61, Age::To90),
        (90, Age::To90),
        (91, Age::To120),
        (120, Age::To120),
        (121, Age::Older),
        (u32::MAX, Age::Older),
    ];
    for (days, age) in cases {
        assert_eq!(Age::of(days), age, "{days}");
        let ageing = Ageing::of(MXN, [(days, money(7))]).unwrap();
        for other in Age::ALL {
            assert_eq!(ageing.at(other).minor(), if other == age { 7 } else { 0 }, "{days}");
        }
    }
}

#[test]
fn the_button_follows_the_account_and_the_effective_minimum() {
    let active = |minimum: Option<i64>, maximum: Option<i64>| Collector::Active {
        minimum: minimum.map(money),
        maximum: maximum.map(money),
    };
    let least = PayState::BelowMinimum { minimum: money(3_900) };
    let most = PayState::AboveMaximum { maximum: money(5_000) };
    let cases = [
        (Collector::Missing, 10_000, PayState::NoAccount, Button::Hidden),
        (Collector::Inactive, 10_000, PayState::AccountInactive, Button::Hidden),
        (Collector::Inactive, 1, PayState::AccountInactive, Button::Hidden),
        (active(Some(3_900), None), 3_899, least, Button::Disabled),
        (active(Some(3_900), None), 3_900, PayState::Payable, Button::Enabled),
        (active(Some(3_900), None), 3_901, PayState::Payable, Button::Enabled),
        (active(None, Some(5_000)), 5_000, PayState::Payable, Button::Enabled),
        (active(None, Some(5_000)), 5_001, most, Button::Disabled),
        (active(None, None), 1, PayState::Payable, Button::Enabled),
        (active(None, None), 0, PayState::Settled, Button::Hidden),
        (active(Some(3_900), None), -5, PayState::Settled, Button::Hidden),
    ];
    for (collector, owed, state, button) in cases {
        let found = collector.pay_state(money(owed)).unwrap();
        assert_eq!((found, found.button()), (state, button), "{owed} through {collector:?}");
    }
    let foreign = Collector::Active { minimum: Some(Money::new(1, Currency::Uah)), maximum: None };
    assert!(foreign.pay_state(money(1)).is_err());
}

#[test]
fn the_larger_minimum_counts() {
    let cases = [
        (None, None, None),
        (Some(1), None, Some(1)),
        (None, Some(2), Some(2)),
        (Some(5_000), Some(3_900), Some(5_000)),
        (Some(100), Some(3_900), Some(3_900)),
        (Some(7), Some(7), Some(7)),
    ];
    for (merchant, provider, expected) in cases {
        let found = effective_minimum(merchant.map(money), provider.map(money)).unwrap();
        assert_eq!(found, expected.map(money), "{merchant:?} {provider:?}");
    }
}

#[test]
fn an_invoice_settled_after_the_period_is_outstanding_and_not_payable() {
    let late = Owing { owed_now: money(0), ..owing(1, 5, 9_000) };
    let mut draft = draft(0, vec![moved(1, MovementKind::Invoice, 9_000, 0)], vec![late], 0);
    draft.collector = Collector::Active { minimum: Some(money(3_900)), maximum: None };
    let statement = Statement::of(draft).unwrap();
    assert_eq!(statement.outstanding[0].pay, PayState::Settled);
    assert!(statement.ties());
}

#[test]
fn words_are_read_back() {
    for kind in MovementKind::ALL {
        assert_eq!(MovementKind::from_word(kind.word()), Some(kind));
    }
}

/// The second implementation: an account book of plain numbers, kept invoice by invoice and
/// read from its last page back to its first.
#[derive(Default)]
struct Book {
    /// Day of issue and what is owed of each invoice.
    invoices: Vec<(u32, i64)>,
    credit: i64,
    /// Each page: what was owed in all less the credit, after the movement on it.
    pages: Vec<i64>,
}

#[derive(Clone, Debug)]
enum Event {
    Sell(i64),
    Pay(i64),
    Withhold { pick: usize, percent: i64 },
    Use,
    GiveBack { pick: usize, percent: i64 },
    Void { pick: usize },
}

impl Book {
    fn owed(&self) -> i64 {
        self.invoices.iter().map(|(_, owed)| owed).sum::<i64>() - self.credit
    }

    /// Pays the oldest first out of `left`; returns what is left.
    fn settle(&mut self, mut left: i64) -> i64 {
        for (_, owed) in &mut self.invoices {
            let part = left.min(*owed);
            *owed -= part;
            left -= part;
        }
        left
    }

    fn pick(&mut self, pick: usize) -> Option<&mut i64> {
        let place = pick.checked_rem(self.invoices.len())?;
        Some(&mut self.invoices[place].1)
    }

    /// What happens on a day: what it charges and credits.
    fn take(&mut self, day: u32, event: &Event) -> Option<(MovementKind, i64, i64)> {
        let line = match event {
            Event::Sell(total) => {
                self.invoices.push((day, *total));
                (MovementKind::Invoice, *total, 0)
            }
            Event::Pay(amount) => {
                self.credit += self.settle(*amount);
                (MovementKind::Payment, 0, *amount)
            }
            Event::Withhold { pick, percent } => {
                let owed = self.pick(*pick)?;
                let part = *owed * percent / 100;
                *owed -= part;
                (MovementKind::Withholding, 0, part)
            }
            Event::Use => {
                let before = self.credit;
                self.credit = self.settle(before);
                (MovementKind::CreditUsed, before - self.credit, before - self.credit)
            }
            Event::GiveBack { pick, percent } => {
                let owed = self.pick(*pick)?;
                let part = 5_000 * percent / 100;
                *owed += part;
                (MovementKind::Refund, part, 0)
            }
            Event::Void { pick } => {
                let owed = self.pick(*pick)?;
                (MovementKind::CreditNote, 0, std::mem::take(owed))
            }
        };
        self.pages.push(self.owed());
        Some(line)
    }
}

fn events() -> impl Strategy<Value = Vec<(u32, Event)>> {
    let (pick, percent) = (0_usize..32, 0_i64..=100);
    let event = prop_oneof![
        4 => (1_i64..100_000).prop_map(Event::Sell),
        3 => (1_i64..150_000).prop_map(Event::Pay),
        1 => (pick.clone(), percent.clone())
            .prop_map(|(pick, percent)| Event::Withhold { pick, percent }),
        1 => Just(Event::Use),
        1 => (pick.clone(), percent).prop_map(|(pick, percent)| Event::GiveBack { pick, percent }),
        1 => pick.prop_map(|pick| Event::Void { pick }),
    ];
    prop::collection::vec((0_u32..20, event), 0..60)
}

proptest! {
    #[test]
    fn a_second_account_book_agrees(events in events(), skipped in 0_usize..60) {
        let (mut book, mut day, mut lines) = (Book::default(), 0_u32, Vec::new());
        for (days, event) in &events {
            day += days;
            if let Some((kind, charged, credited)) = book.take(day, event) {
                lines.push(moved(i64::from(day), kind, charged, credited));
            }
        }
        let skipped = skipped.min(lines.len());
        let opening = if skipped == 0 { 0 } else { book.pages[skipped - 1] };
        let owed: Vec<_> = (1_u32..)
            .zip(&book.invoices)
            .filter(|(_, (_, owed))| *owed > 0)
            .map(|(n, (issued, owed))| owing(n, day - issued, *owed))
            .collect();
        let told = lines.split_off(skipped);
        let statement = Statement::of(draft(opening, told, owed, book.credit)).unwrap();
        prop_assert!(statement.ties());
        prop_assert_eq!(statement.closing.minor(), book.owed());
        let balances: Vec<_> = statement.movements.iter().map(|l| l.balance.minor()).collect();
        prop_assert_eq!(&balances, &book.pages[skipped..]);
        // From the end back to the beginning.
        let back = statement.movements.iter().rev().fold(book.owed(), |balance, line| {
            balance - line.moved.charged.minor() + line.moved.credited.minor()
        });
        prop_assert_eq!(back, opening);
        // Each age by itself, counted in whole days.
        for (age, days) in Age::ALL.into_iter().zip([0..=30, 31..=60, 61..=90, 91..=120, 121..=u32::MAX]) {
            let sum: i64 = book.invoices.iter()
                .filter(|(issued, _)| days.contains(&(day - issued)))
                .map(|(_, owed)| owed)
                .sum();
            prop_assert_eq!(statement.ageing.at(age).minor(), sum);
        }
    }
}
