//! After the charge: captures, voids, refunds, disputes, with Mexico's limits and lost answers.

use cobro_sandbox::{
    Effect, Fault, Forced, ForcedResult, PayuError, Processor, Sandbox, Settings, Verdict,
};
use serde_json::{Value, json};

use crate::client::{
    DAY, MINUTE, Outcome, START, Submit, fixture, follow, history, order, report, sandbox,
};

const HELD: &str = "AUTHORIZATION APPROVED";
const PAID: &str = "AUTHORIZATION_AND_CAPTURE APPROVED";

fn with_settings(sandbox: &Sandbox, change: impl FnOnce(&mut Settings)) {
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    change(&mut settings);
    payu.set_settings(&settings).unwrap();
}

/// A sandbox where nobody decides refunds but the control door.
fn undecided() -> Sandbox {
    let sandbox = sandbox();
    with_settings(&sandbox, |settings| settings.refund_decision.after_ms = None);
    sandbox
}

/// `TX_VALUE` of the newest transaction.
fn newest_value(sandbox: &Sandbox) -> String {
    order(sandbox, "R1")["transactions"][0]["additionalValues"]["TX_VALUE"]["value"].to_string()
}

#[test]
fn a_hold_is_captured_whole_or_in_part_and_once() {
    for (part, value) in
        [(None, "1250.5"), (Some("1000.25"), "1000.25"), (Some("1250.50"), "1250.5")]
    {
        let sandbox = sandbox();
        let hold = Submit::hold("R1", "1250.50").accepted(&sandbox);
        assert_eq!(history(&sandbox, "R1"), ["AUTHORIZED", HELD]);
        let capture = follow(&hold, "CAPTURE", part).accepted(&sandbox);
        assert_eq!(
            (&capture["state"], &capture["orderId"]),
            (&json!("APPROVED"), &hold["orderId"])
        );
        assert_ne!(capture["transactionId"], hold["transactionId"]);
        assert_eq!(history(&sandbox, "R1"), ["CAPTURED", "CAPTURE APPROVED", HELD]);
        assert_eq!(newest_value(&sandbox), value, "{part:?}");
        let parent = &order(&sandbox, "R1")["transactions"][0]["parentTransactionId"];
        assert_eq!(*parent, hold["transactionId"]);
        let none = "The order has no authorization that can be captured or voided";
        assert_eq!(follow(&hold, "CAPTURE", Some("1")).refused(&sandbox), none);
        sandbox.control().advance(40 * DAY).unwrap();
        assert_eq!(history(&sandbox, "R1")[0], "CAPTURED", "{part:?}");
    }
}

#[test]
fn a_capture_is_refused_for_what_is_wrong_with_it() {
    let sandbox = sandbox();
    let hold = Submit::hold("R1", "1250.50").accepted(&sandbox);
    let charge = Submit::card("R2", "100").accepted(&sandbox);
    let voucher = Submit::new("R3", "OXXO", "100").accepted(&sandbox);
    let good = || follow(&hold, "CAPTURE", None);
    let none = "The order has no authorization that can be captured or voided";
    let missing = "No puede ser vacio";
    let rows = [
        (follow(&hold, "CAPTURE", Some("1250.51")), "greater than the value"),
        (follow(&hold, "CAPTURE", Some("0")), "value not allowed"),
        (follow(&hold, "CAPTURE", Some("10.005")), "numeric value out of bounds"),
        (good().set("/transaction/parentTransactionId", json!("x")), "parent transaction"),
        (good().set("/transaction/parentTransactionId", Value::Null), missing),
        (good().set("/transaction/order/id", json!("1")), "The order does not exist"),
        (good().set("/transaction/order/id", json!("x")), "The order does not exist"),
        (good().set("/transaction/order/id", Value::Null), missing),
        (follow(&charge, "CAPTURE", None), none),
        (follow(&voucher, "CAPTURE", None), none),
    ];
    for (submit, expected) in rows {
        let text = submit.refused(&sandbox);
        assert!(text.contains(expected), "{text} for {}", submit.text());
    }
    assert_eq!(history(&sandbox, "R1"), ["AUTHORIZED", HELD]);
    good().accepted(&sandbox);
}

#[test]
fn a_hold_that_nobody_captures_lapses_after_thirty_days() {
    let sandbox = sandbox();
    let hold = Submit::hold("R1", "1250.50").accepted(&sandbox);
    sandbox.control().advance(30 * DAY).unwrap();
    assert_eq!(history(&sandbox, "R1"), ["AUTHORIZED", HELD]);
    sandbox.control().advance(1).unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CANCELLED", "VOID APPROVED", HELD]);
    let void = order(&sandbox, "R1")["transactions"][0]["id"].clone();
    assert_eq!(order(&sandbox, "R1")["transactions"][0]["id"], void, "the same at every look");
    let refused = follow(&hold, "CAPTURE", None).refused(&sandbox);
    assert_eq!(refused, "The order has no authorization that can be captured or voided");
}

#[test]
fn a_hold_is_voided_after_ten_minutes() {
    let sandbox = sandbox();
    let hold = Submit::hold("R1", "1250.50").accepted(&sandbox);
    sandbox.control().advance(10 * MINUTE - 1).unwrap();
    let early = "The transaction cannot be reversed before ten minutes";
    assert_eq!(follow(&hold, "VOID", None).refused(&sandbox), early);
    sandbox.control().advance(1).unwrap();
    let void = follow(&hold, "VOID", None).accepted(&sandbox);
    assert_eq!(void["state"], "APPROVED");
    assert_eq!(history(&sandbox, "R1"), ["CANCELLED", "VOID APPROVED", HELD]);
    assert!(follow(&hold, "VOID", None).refused(&sandbox).contains("no authorization"));
    assert!(follow(&hold, "CAPTURE", None).refused(&sandbox).contains("no authorization"));
}

#[test]
fn a_void_can_wait_for_somebody_too() {
    let sandbox = undecided();
    with_settings(&sandbox, |settings| settings.void_review = true);
    let hold = Submit::hold("R1", "1250.50").accepted(&sandbox);
    sandbox.control().advance(10 * MINUTE).unwrap();
    let answer = follow(&hold, "VOID", None).accepted(&sandbox);
    assert_eq!(
        (&answer["state"], &answer["pendingReason"]),
        (&json!("PENDING"), &json!("PENDING_REVIEW"))
    );
    assert_eq!(history(&sandbox, "R1"), ["AUTHORIZED", HELD]);
    sandbox.control().payu().decide("R1", true).unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CANCELLED", "VOID APPROVED", HELD]);
}

#[test]
fn a_refund_is_invisible_until_it_is_decided() {
    for (approved, status, state) in
        [(true, "REFUNDED", "APPROVED"), (false, "CAPTURED", "DECLINED")]
    {
        let sandbox = undecided();
        let payu = sandbox.control().payu();
        let paid = Submit::card("R1", "1250").accepted(&sandbox);
        sandbox.control().advance(10 * MINUTE).unwrap();
        let answer = follow(&paid, "REFUND", None).accepted(&sandbox);
        assert_eq!(answer["transactionId"], Value::Null);
        assert_eq!(answer["responseMessage"], paid["orderId"].to_string());
        let again = follow(&paid, "REFUND", None).refused(&sandbox);
        assert_eq!(again, "A request for this order is already registered");
        sandbox.control().advance(3 * DAY).unwrap();
        assert_eq!(history(&sandbox, "R1"), ["CAPTURED", PAID]);
        assert_eq!(payu.order("R1").unwrap().waiting[0].kind, "REFUND");
        payu.decide("R1", approved).unwrap();
        let shown = format!("REFUND {state}");
        assert_eq!(history(&sandbox, "R1"), [status, shown.as_str(), PAID]);
        let refund = order(&sandbox, "R1")["transactions"][0].clone();
        assert_eq!(refund["source"], "CANCELLATION_MODULE");
        assert_eq!(refund["creditCard"], Value::Null);
        let code = refund["transactionResponse"]["responseCode"].clone();
        assert_eq!(code, if approved { "APPROVED" } else { "NOT_ACCEPTED_TRANSACTION" });
        assert!(matches!(payu.decide("R1", true), Err(PayuError::NothingAsked)));
        if approved {
            let text = follow(&paid, "REFUND", None).refused(&sandbox);
            assert_eq!(text, "The order has nothing that can be refunded");
        } else {
            follow(&paid, "REFUND", None).accepted(&sandbox);
        }
    }
}

#[test]
fn the_clock_decides_refunds_after_two_days() {
    let sandbox = sandbox();
    let paid = Submit::card("R1", "1250").accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    follow(&paid, "REFUND", None).accepted(&sandbox);
    sandbox.control().advance(2 * DAY - 1).unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CAPTURED", PAID]);
    sandbox.control().advance(1).unwrap();
    assert_eq!(history(&sandbox, "R1"), ["REFUNDED", "REFUND APPROVED", PAID]);
    let settled = &order(&sandbox, "R1")["transactions"][0]["transactionResponse"]["operationDate"];
    assert_eq!(*settled, START + 3 * i64::try_from(DAY).unwrap());
}

#[test]
fn parts_are_refunded_until_nothing_is_left() {
    let sandbox = undecided();
    let payu = sandbox.control().payu();
    let hold = Submit::hold("R1", "2000").accepted(&sandbox);
    let paid = follow(&hold, "CAPTURE", Some("1250")).accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    let part = |amount| follow(&paid, "PARTIAL_REFUND", Some(amount));
    assert!(part("1251").refused(&sandbox).contains("greater than"));
    assert!(follow(&paid, "PARTIAL_REFUND", None).refused(&sandbox).contains("TX_VALUE"));
    let wrong = follow(&hold, "REFUND", None).refused(&sandbox);
    assert_eq!(wrong, "The parent transaction is not valid for the order");
    for (amount, status) in [("1000", "CAPTURED"), ("250", "REFUNDED")] {
        part(amount).accepted(&sandbox);
        payu.decide("R1", true).unwrap();
        assert_eq!(history(&sandbox, "R1")[..2], [status, "PARTIAL_REFUND APPROVED"]);
        assert_eq!(newest_value(&sandbox), format!("{amount}.0"));
    }
    assert!(part("1").refused(&sandbox).contains("nothing that can be refunded"));
    with_settings(&sandbox, |settings| settings.partial_refunds = false);
    let other = Submit::card("R2", "100").accepted(&sandbox);
    let text = follow(&other, "PARTIAL_REFUND", Some("50")).refused(&sandbox);
    assert_eq!(text, "The account does not support partial refunds");
}

#[test]
fn refunds_have_mexicos_limits() {
    let early = "The transaction cannot be reversed before ten minutes";
    let late = "The time for this operation is over";
    let rows = [
        (Processor::Banorte, 10 * MINUTE - 1, Some(early)),
        (Processor::Banorte, 10 * MINUTE, None),
        (Processor::Banorte, 180 * DAY, None),
        (Processor::Banorte, 180 * DAY + 1, Some(late)),
        (Processor::Bancomer, 45 * DAY, None),
        (Processor::Bancomer, 45 * DAY + 1, Some(late)),
    ];
    for (processor, after, refused) in rows {
        let sandbox = sandbox();
        with_settings(&sandbox, |settings| settings.processor = processor);
        let paid = Submit::card("R1", "1250").accepted(&sandbox);
        sandbox.control().advance(after).unwrap();
        let refund = follow(&paid, "REFUND", None);
        match refused {
            Some(text) => assert_eq!(refund.refused(&sandbox), text, "{processor:?} {after}"),
            None => assert_eq!(refund.accepted(&sandbox)["state"], "PENDING"),
        }
    }
}

#[test]
fn only_whole_pesos_of_cards_are_refunded() {
    let sandbox = sandbox();
    let decimals = Submit::card("R1", "1250.50").accepted(&sandbox);
    let voucher = Submit::new("R2", "SEVEN_ELEVEN", "100").accepted(&sandbox);
    let declined = Submit::card("R3", "100")
        .set("/transaction/creditCard/name", json!("REJECTED"))
        .accepted(&sandbox);
    sandbox.control().payu().pay("R2", cobro_sandbox::Paid::InFull).unwrap();
    sandbox.control().advance(DAY).unwrap();
    let rows = [
        (follow(&decimals, "REFUND", None), "Refunds with decimals are not supported"),
        (
            follow(&decimals, "PARTIAL_REFUND", Some("10.5")),
            "Refunds with decimals are not supported",
        ),
        (follow(&voucher, "REFUND", None), "The payment method does not support refunds"),
        (follow(&declined, "REFUND", None), "The order has nothing that can be refunded"),
    ];
    for (submit, expected) in rows {
        assert_eq!(submit.refused(&sandbox), expected);
    }
    follow(&decimals, "PARTIAL_REFUND", Some("1250")).accepted(&sandbox);
}

#[test]
fn a_dispute_is_opened_won_or_lost() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let paid = Submit::card("R1", "1250").accepted(&sandbox);
    assert!(matches!(payu.win_dispute("R1"), Err(PayuError::NotDisputed)));
    sandbox.control().advance(DAY).unwrap();
    payu.dispute("R1").unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CHARGEBACK", PAID]);
    let text = follow(&paid, "REFUND", None).refused(&sandbox);
    assert_eq!(text, "The order has nothing that can be refunded");
    payu.win_dispute("R1").unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CAPTURED", PAID]);
    payu.dispute("R1").unwrap();
    payu.lose_dispute("R1").unwrap();
    assert_eq!(history(&sandbox, "R1"), ["CHARGEBACK", PAID]);
    assert!(matches!(payu.win_dispute("R1"), Err(PayuError::NotDisputed)));
}

#[test]
fn an_answer_can_be_lost_after_the_act_was_done() {
    let rows = [
        ("CAPTURE", "CAPTURE APPROVED", "no authorization"),
        ("VOID", "VOID APPROVED", "no authorization"),
    ];
    for (kind, shown, again) in rows {
        let sandbox = sandbox();
        let hold = Submit::hold("R1", "1250").accepted(&sandbox);
        sandbox.control().advance(DAY).unwrap();
        sandbox.control().add_fault(Fault::next(1, Effect::LoseAnswer).typed(kind));
        assert!(matches!(follow(&hold, kind, None).send(&sandbox), Outcome::Broken { .. }));
        assert_eq!(history(&sandbox, "R1")[1], shown, "{kind} was done");
        assert!(follow(&hold, kind, None).refused(&sandbox).contains(again));
        let log = sandbox.control().log();
        let seen = log.iter().find(|seen| seen.effect.is_some()).unwrap();
        assert_eq!(seen.kind.as_deref(), Some(kind));
        assert_eq!(seen.subject, Some(hold["orderId"].to_string()));
        assert_eq!(seen.verdict, Some(Verdict::Done));
    }
    let sandbox = undecided();
    let paid = Submit::card("R1", "1250").accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    sandbox.control().add_fault(Fault::next(1, Effect::LoseAnswer).typed("REFUND"));
    assert!(matches!(follow(&paid, "REFUND", None).send(&sandbox), Outcome::Broken { .. }));
    assert!(follow(&paid, "REFUND", None).refused(&sandbox).contains("already registered"));
    assert_eq!(sandbox.control().payu().order("R1").unwrap().waiting.len(), 1, "one request only");
}

#[test]
fn a_request_can_be_lost_before_the_act_was_done() {
    let sandbox = sandbox();
    sandbox.control().add_fault(Fault::next(1, Effect::LoseRequest).typed("CAPTURE"));
    let hold = Submit::hold("R1", "1250").accepted(&sandbox);
    assert!(matches!(follow(&hold, "CAPTURE", None).send(&sandbox), Outcome::Broken { .. }));
    assert_eq!(history(&sandbox, "R1"), ["AUTHORIZED", HELD]);
    follow(&hold, "CAPTURE", None).accepted(&sandbox);
}

#[test]
fn a_capture_can_be_declined_or_uncertain() {
    let sandbox = sandbox();
    let payu = sandbox.control().payu();
    let hold = Submit::hold("R1", "1250").accepted(&sandbox);
    for code in ["ENTITY_DECLINED", "PAYMENT_NETWORK_NO_RESPONSE"] {
        let result = ForcedResult::Code(code.to_owned());
        payu.force(Forced { kind: Some("CAPTURE".to_owned()), result, times: 1 }).unwrap();
        assert_eq!(follow(&hold, "CAPTURE", None).accepted(&sandbox)["responseCode"], code);
        assert_eq!(history(&sandbox, "R1")[0], "AUTHORIZED");
    }
    assert_eq!(history(&sandbox, "R1")[1], "CAPTURE ERROR");
    payu.settle("R1", "APPROVED").unwrap();
    assert_eq!(history(&sandbox, "R1")[..2], ["CAPTURED", "CAPTURE APPROVED"]);
}

#[test]
fn the_documented_messages_have_the_documented_shapes() {
    use crate::contract::shape;
    let sandbox = undecided();
    let hold = Submit::hold("R1", "1250").accepted(&sandbox);
    let paid = Submit::card("R2", "1250").accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    let captured = Submit::hold("R3", "1250").accepted(&sandbox);
    let parted = Submit::hold("R4", "1250").accepted(&sandbox);
    let other = Submit::card("R5", "1250").accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    let rows = [
        ("02-capture", &captured, "02-capture"),
        ("03-partial-capture", &parted, "03-partial-capture"),
        ("r01-refund", &paid, "r01-refund.pending"),
        ("r02-partial-refund", &other, "r01-refund.pending"),
        ("r03-void", &hold, "r03-void.approved"),
    ];
    for (request, parent, response) in rows {
        let mut body: Value =
            serde_json::from_str(&fixture(&format!("{request}.request.json"))).unwrap();
        body["transaction"]["order"]["id"] = json!(parent["orderId"].to_string());
        body["transaction"]["parentTransactionId"] = parent["transactionId"].clone();
        let submit = Submit { body, amount: String::new() };
        let mut expected: Value =
            serde_json::from_str(&fixture(&format!("{response}.response.json"))).unwrap();
        let mut answer = submit.send(&sandbox).json();
        if request == "03-partial-capture" {
            // The sample is an Argentine processor's, which says nothing here.
            for message in [&mut answer, &mut expected] {
                message["transactionResponse"]["extraParameters"] = Value::Null;
            }
        }
        assert_eq!(shape(&answer), shape(&expected), "{request}");
    }
    assert_eq!(history(&sandbox, "R4")[0], "CAPTURED");
    sandbox.control().payu().decide("R2", true).unwrap();
    let details = json!({"orderId": paid["orderId"]});
    let mut answer = report(&sandbox, "ORDER_DETAIL", details);
    answer["result"]["payload"].as_object_mut().unwrap().remove("orderChannel");
    let expected: Value =
        serde_json::from_str(&fixture("q05-order-detail.refund-approved.response.json")).unwrap();
    let null_street = |value: &mut Value| {
        // The sample's addresses have a second line that is null.
        let text = value.to_string().replace("\"street2\":null", "\"street2\":\"\"");
        *value = serde_json::from_str(&text).unwrap();
    };
    let (mut answer, mut expected) = (answer, expected);
    null_street(&mut answer);
    null_street(&mut expected);
    assert_eq!(shape(&answer), shape(&expected));
}
