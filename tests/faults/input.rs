//! What people type and what networks answer, when it makes no sense: a clear word, and nothing
//! lost.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use cobro_domain::{
    act::ActState,
    charge::ChargeState,
    money::MoneyError,
    name::NameError,
    time::{Span, Timestamp},
};
use cobro_ledger::{Mode, Reader, views::charges, working::acts};
use cobro_providers::outcome::RefusalKind;
use cobro_sandbox::{Control, Effect, Fault, Paid};
use cobro_till::{
    Till,
    carrier::Patience,
    clock::Clock,
    collect::{CollectError, Way},
    merchants::MerchantError,
    open::{Place, open_hurried, open_real},
    sell::SellError,
    settings::CompanyError,
    typed::TypedError,
};

use tempfile::TempDir;

use crate::{account, echo::echo, keys::Keys, shop::Shop};

/// A clock that is wrong by so many milliseconds.
#[derive(Debug)]
struct Wrong(Control, AtomicI64);

impl Wrong {
    fn by(shop: &Shop, span: Span) -> Arc<Self> {
        Arc::new(Self(shop.control.clone(), AtomicI64::new(span.as_millis())))
    }
}

impl Clock for Wrong {
    fn now(&self) -> Timestamp {
        let off = Span::millis(self.1.load(Ordering::Relaxed));
        Timestamp::from_millis(self.0.now_ms()).plus(off)
    }
}

/// Waits for nobody.
const HURRIED: Patience =
    Patience { connect: Duration::from_secs(5), answer: Duration::from_millis(300) };

/// A till beside the shop's own, at the same provider.
fn beside(shop: &Shop, clock: Arc<dyn Clock>, patience: Patience) -> (TempDir, Arc<Till>, Way) {
    let folder = tempfile::tempdir().unwrap();
    let place =
        Place { folder: folder.path().to_owned(), mode: Mode::Real, holder: "beside".to_owned() };
    let till = open_hurried(&place, Arc::new(Keys::default()), clock, patience).unwrap();
    till.save_company(&account::company()).unwrap();
    let account = till.save_merchant(&shop.form(None, "PayU")).unwrap().account.account;
    let way = Way { account, ..shop.way("seven-eleven") };
    (folder, till, way)
}

fn reopened(folder: &TempDir, clock: Arc<dyn Clock>) -> Arc<Till> {
    let place =
        Place { folder: folder.path().to_owned(), mode: Mode::Real, holder: "beside".to_owned() };
    let till = open_real(&place, Arc::new(Keys::default()), clock).unwrap();
    let account = till.merchants().unwrap()[0].account.clone();
    let base = account.fields["payments-url"].replace("/payments-api/4.0/service.cgi", "");
    till.save_merchant(&account::form(&base, Some(account.account), "PayU")).unwrap();
    till
}

#[test]
fn a_connection_test_says_what_is_wrong() {
    let unreachable = |error: &MerchantError| matches!(error, MerchantError::Unreachable);
    let unreadable = |error: &MerchantError| matches!(error, MerchantError::Unreadable { .. });
    type Says = fn(&MerchantError) -> bool;
    let rows: [(Effect, Says); 12] = [
        (Effect::LoseAnswer, unreachable),
        (Effect::LoseRequest, unreachable),
        (Effect::CutAnswer, unreachable),
        (Effect::Oversize { bytes: (1 << 20) + 1 }, unreachable),
        (Effect::Slow { ms: 600_000 }, unreachable),
        (Effect::Trickle { ms: 60_000 }, unreachable),
        (Effect::Status { code: 500, processed: false }, unreachable),
        (Effect::Status { code: 503, processed: true }, unreachable),
        (Effect::Status { code: 403, processed: false }, unreadable),
        (Effect::Html { processed: false }, unreadable),
        (Effect::TruncateBody, unreadable),
        (Effect::Garbage, unreadable),
    ];
    let shop = Shop::open();
    let clock = Wrong::by(&shop, Span::ZERO);
    let (_folder, till, way) = beside(&shop, clock, HURRIED);
    for (effect, says) in rows {
        for command in ["PING", "GET_PAYMENT_METHODS"] {
            shop.control.add_fault(Fault::next(1, effect).of(command));
            let error = till.test_merchant(way.account).unwrap_err();
            assert!(says(&error), "{effect:?} of {command}: {error:?}");
            assert!(error.to_string().len() > 20, "{error}");
            shop.control.clear_faults();
        }
    }
    shop.control.refuse_connections(true).unwrap();
    assert!(unreachable(&till.test_merchant(way.account).unwrap_err()));
    shop.control.refuse_connections(false).unwrap();
    let methods = till.test_merchant(way.account).unwrap().methods;
    let usable = methods.iter().filter(|method| method.known && method.enabled).count();
    assert_eq!(usable, 10, "five vouchers and five kinds of cards");
}

#[test]
fn wrong_credentials_are_named_and_the_right_ones_kept_until_then() {
    let shop = Shop::open();
    for (field, value) in [("api-key", "wrong"), ("api-login", "nobody")] {
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert(field.to_owned(), value.to_owned());
        shop.till().save_merchant(&form).unwrap();
        let Err(MerchantError::Refused(refusal)) = shop.till().test_merchant(shop.account) else {
            panic!("{field}");
        };
        assert_eq!(refusal.kind, RefusalKind::Credentials);
        // Empty secrets stay as they are.
        shop.till().save_merchant(&shop.form(Some(shop.account), "PayU")).unwrap();
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert(field.to_owned(), "  ".to_owned());
        shop.till().save_merchant(&form).unwrap();
        shop.till().test_merchant(shop.account).unwrap();
    }
}

#[test]
fn a_wrong_clock_is_named_and_costs_nothing() {
    let day = Span::days(1).as_millis() / 60_000;
    for (off, minutes) in
        [(Span::days(1), Some(day)), (Span::days(-700), Some(-700 * day)), (Span::minutes(4), None)]
    {
        let shop = Shop::open();
        let clock = Wrong::by(&shop, off);
        let (_folder, till, way) = beside(&shop, clock, Patience::DOCUMENTED);
        let told = match till.test_merchant(way.account) {
            Err(MerchantError::Clock { minutes }) => Some(minutes),
            Ok(_) => None,
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!(told, minutes, "{off:?}");
        // A voucher that would have run out before it was asked for is refused with the reason.
        till.add_amount("Café", "250").unwrap();
        let id = till.request_voucher(&way).unwrap();
        till.work_through().unwrap();
        let reader = Reader::open(till.path()).unwrap();
        let charge = charges::read(reader.conn(), id).unwrap().unwrap();
        if off < Span::ZERO {
            assert_eq!(charge.state, ChargeState::Declined);
            assert!(charge.text.unwrap().contains("must be in the future"));
            till.add_amount("Café", "250").unwrap();
            till.take_cash("250").unwrap();
        } else {
            assert_eq!(charge.state, ChargeState::Pending);
        }
        account::sound(&reader);
    }
}

#[test]
fn a_clock_that_was_ahead_and_is_put_right_holds_nothing_up_for_years() {
    for restart in [false, true] {
        let shop = Shop::open();
        let clock = Wrong::by(&shop, Span::days(700));
        let (folder, mut till, way) = beside(&shop, Arc::clone(&clock) as _, Patience::DOCUMENTED);
        let ask = |till: &Till| {
            till.add_amount("Café", "250").unwrap();
            let id = till.request_voucher(&way).unwrap();
            till.work_through().unwrap();
            id
        };
        let issued = ask(&till);
        shop.control.add_fault(Fault::next(1, Effect::LoseAnswer).of("SUBMIT_TRANSACTION"));
        let unknown = ask(&till);
        shop.control.refuse_connections(true).unwrap();
        let unsent = till.typed().map(|_| ask(&till)).unwrap();
        shop.control.refuse_connections(false).unwrap();
        clock.1.store(0, Ordering::Relaxed);
        if restart {
            drop(till);
            till = reopened(&folder, Arc::clone(&clock) as _);
        }
        let charge = |id| {
            let reader = Reader::open(&folder.path().join("ledger.db")).unwrap();
            charges::read(reader.conn(), id).unwrap().unwrap()
        };
        shop.payu().pay(charge(issued).reference.as_str(), Paid::InFull).unwrap();
        for _ in 0..12 {
            shop.advance(Span::minutes(10));
            till.work_through().unwrap();
        }
        let states = [issued, unknown, unsent].map(|id| charge(id).state);
        let expected = [ChargeState::Paid, ChargeState::Pending, ChargeState::Pending];
        assert_eq!(states, expected, "restart: {restart}");
    }
}

#[test]
fn answers_of_every_other_kind_leave_the_voucher_in_doubt_or_say_why_not() {
    let deep = "[".repeat(100_000);
    let wordy = format!(r#"{{"code": "ERROR", "error": "{}"}}"#, "ñ".repeat(200_000));
    let of = |order: &str| {
        format!(
            r#"{{"code": "SUCCESS", "error": null, "transactionResponse":
               {{"orderId": {order}, "transactionId": "t", "state": "PENDING"}}}}"#
        )
    };
    let rows = [
        (String::new(), ActState::Unknown),
        (deep.clone(), ActState::Unknown),
        (format!(r#"{{"code": "SUCCESS", "transactionResponse": {deep}}}"#), ActState::Unknown),
        ("\0".repeat(10_000), ActState::Unknown),
        (r#"{"code": "SUCCESS", "transactionResponse": null}"#.to_owned(), ActState::Unknown),
        (of("null"), ActState::Unknown),
        (r#"{"code": "MAYBE"}"#.to_owned(), ActState::Unknown),
        (wordy, ActState::Refused),
        (of("-1e999"), ActState::Accepted),
        (of(r#""'; DROP TABLE facts; --""#), ActState::Accepted),
    ];
    for (answer, state) in rows {
        let shop = Shop::open();
        let start: String = answer.chars().take(60).collect();
        let form = account::form(&echo(move |_| answer.clone()), Some(shop.account), "PayU");
        shop.till().save_merchant(&form).unwrap();
        let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
        shop.work();
        shop.pass(Span::minutes(20));
        assert_eq!(shop.act(id), state, "{start}");
        let words = shop.charge(id).text.unwrap_or_default();
        assert!(words.chars().count() <= 300, "{} letters", words.chars().count());
        shop.assert_sound();
    }
}

#[test]
fn the_clock_of_training_may_be_moved_and_the_connection_test_still_passes() {
    let folder = tempfile::tempdir().unwrap();
    let place =
        Place { folder: folder.path().to_owned(), mode: Mode::Training, holder: "test".to_owned() };
    let till = cobro_till::open::open(&place).unwrap();
    till.advance_clock(48).unwrap();
    let account = till.merchants().unwrap()[0].account.account;
    till.test_merchant(account).unwrap();
}

#[test]
fn an_answer_that_takes_too_long_leaves_the_voucher_in_doubt() {
    for effect in [Effect::Slow { ms: 600_000 }, Effect::Trickle { ms: 60_000 }] {
        let shop = Shop::open();
        let clock = Wrong::by(&shop, Span::ZERO);
        let (_folder, till, way) = beside(&shop, clock, HURRIED);
        shop.control.add_fault(Fault::next(1, effect).of("SUBMIT_TRANSACTION"));
        till.add_amount("Café", "250").unwrap();
        let id = till.request_voucher(&way).unwrap();
        till.work_through().unwrap();
        let reader = Reader::open(till.path()).unwrap();
        let act = acts::of_charge(reader.conn(), id).unwrap().unwrap();
        assert_eq!(act.state, ActState::Unknown, "{effect:?}");
        shop.advance(Span::minutes(8));
        till.work_through().unwrap();
        let charge = charges::read(reader.conn(), id).unwrap().unwrap();
        assert_eq!(charge.state, ChargeState::Pending, "{effect:?}");
        assert_eq!(shop.control.counters().unwrap().most_orders_per_reference(), 1);
    }
}

#[test]
fn amounts_that_cannot_be_are_refused_and_the_ticket_stays() {
    let shop = Shop::open();
    let till = shop.till();
    for text in ["1.2345", "0.001", "12,3456", "1e3", "-5", "", "abc", "99999999999999999999"] {
        let refused = till.add_amount("Café", text);
        assert!(matches!(refused, Err(TypedError::Money(_))), "{text:?}: {refused:?}");
    }
    let decimals = till.add_amount("Café", "58.999");
    assert!(matches!(
        decimals,
        Err(TypedError::Money(MoneyError::TooManyDecimals { ref text, .. })) if text == "58.999"
    ));
    till.add_amount("Café", "38.99").unwrap();
    let refused = till.request_voucher(&shop.way("oxxo"));
    let Err(CollectError::BelowMinimum { minimum, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(minimum.minor(), 3_900);
    let change = till.take_cash("38.98");
    let Err(SellError::TooLittle { missing }) = change else { panic!("{change:?}") };
    assert_eq!(missing.minor(), 1);
    till.add_amount("Cafetera", "4990").unwrap();
    let refused = till.request_voucher(&shop.way("seven-eleven"));
    let Err(CollectError::AboveMaximum { maximum, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(maximum.minor(), 500_000);
    assert_eq!(till.typed().unwrap().ticket.lines.len(), 2, "nothing was lost");
    assert_eq!(shop.facts(), 3, "the till, the company, the account");
    till.request_voucher(&shop.way("oxxo")).unwrap();
}

#[test]
fn names_that_fit_no_paper_are_refused() {
    let shop = Shop::open();
    let till = shop.till();
    let long = "ñ".repeat(10_000);
    let too_long = |error: &NameError| matches!(error, NameError::TooLong { length: 10_000 });
    let refused = till.add_amount(&long, "250");
    assert!(matches!(&refused, Err(TypedError::Name(error)) if too_long(error)), "{refused:?}");
    till.add_amount("Café", "250").unwrap();
    let refused = till.set_customer(&long);
    assert!(matches!(&refused, Err(TypedError::Name(error)) if too_long(error)), "{refused:?}");
    let mut form = account::company();
    form.name.clone_from(&long);
    let refused = till.save_company(&form);
    assert!(matches!(&refused, Err(CompanyError::Name(error)) if too_long(error)), "{refused:?}");
    let mut form = shop.form(None, &long);
    let refused = till.save_merchant(&form);
    assert!(matches!(&refused, Err(MerchantError::Name(error)) if too_long(error)), "{refused:?}");
    form.name = "Otra".to_owned();
    form.payer_name.clone_from(&long);
    let refused = till.save_merchant(&form);
    assert!(matches!(&refused, Err(MerchantError::Name(error)) if too_long(error)), "{refused:?}");
    assert_eq!(till.merchants().unwrap().len(), 1);
    // As long as a name may be, in letters of two bytes, it goes all the way to the provider.
    till.set_customer(&"ñ".repeat(120)).unwrap();
    let mut form = account::company();
    form.name = "ñ".repeat(120);
    till.save_company(&form).unwrap();
    let id = till.request_voucher(&shop.way("oxxo")).unwrap();
    shop.work();
    assert_eq!(shop.charge(id).state, ChargeState::Pending, "{:?}", shop.charge(id).text);
}

#[test]
fn a_payer_is_never_invented() {
    let shop = Shop::open();
    for (name, email) in [("", "mostrador@cafeluna.example"), ("Público", ""), (" ", " ")] {
        let mut form = shop.form(Some(shop.account), "PayU");
        (form.payer_name, form.payer_email) = (name.to_owned(), email.to_owned());
        shop.till().save_merchant(&form).unwrap();
        let refused = shop.ask("250", &shop.way("oxxo"));
        assert!(matches!(refused, Err(CollectError::PayerNeeded)), "{name:?} {email:?}");
        shop.till().clear_ticket().unwrap();
    }
    let mut form = shop.form(Some(shop.account), "PayU");
    form.payer_email = "nobody".to_owned();
    let refused = shop.till().save_merchant(&form);
    assert!(matches!(refused, Err(MerchantError::Email { .. })), "{refused:?}");
}
