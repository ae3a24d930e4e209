//! Each thing PayU refuses, and what it says: one row each.

use serde_json::{Value, json};

use crate::client::{Submit, md5_of, sandbox};

const ORDER: &str = "/transaction/order";
const VALUE: &str = "/transaction/order/additionalValues/TX_VALUE";

fn good() -> Submit {
    Submit::new("R1", "SEVEN_ELEVEN", "1000")
}

fn of_amount(amount: &str) -> Submit {
    Submit::new("R1", "SEVEN_ELEVEN", amount)
}

fn with(pointer: &str, value: Value) -> Submit {
    good().set(pointer, value)
}

fn in_order(pointer: &str, value: Value) -> Submit {
    good().set(&format!("{ORDER}/{pointer}"), value)
}

/// Every row is refused with its text, and none left anything behind.
fn check<T: AsRef<str>>(rows: impl IntoIterator<Item = (Submit, T)>) {
    let sandbox = sandbox();
    for (submit, expected) in rows {
        assert_eq!(submit.refused(&sandbox), expected.as_ref(), "{}", submit.text());
    }
    assert!(sandbox.control().payu().orders().unwrap().is_empty());
    good().accepted(&sandbox);
}

#[test]
fn required_properties_must_be_there() {
    let rows = [
        ("/language", "language"),
        ("/command", "command"),
        ("/merchant", "merchant"),
        ("/merchant/apiLogin", "merchant.apiLogin"),
        ("/merchant/apiKey", "merchant.apiKey"),
        ("/transaction", "transaction"),
        ("/transaction/type", "type"),
        ("/transaction/paymentMethod", "paymentMethod"),
        ("/transaction/paymentCountry", "paymentCountry"),
        ("/transaction/ipAddress", "ipAddress"),
        ("/transaction/order", "order"),
        ("/transaction/order/accountId", "order.accountId"),
        ("/transaction/order/referenceCode", "order.referenceCode"),
        ("/transaction/order/description", "order.description"),
        ("/transaction/order/language", "order.language"),
        ("/transaction/order/signature", "order.signature"),
        ("/transaction/order/additionalValues", "order.additionalValues.TX_VALUE"),
        (VALUE, "order.additionalValues.TX_VALUE"),
        (&format!("{VALUE}/value"), "order.additionalValues.TX_VALUE.value"),
        (&format!("{VALUE}/currency"), "order.additionalValues.TX_VALUE.currency"),
        ("/transaction/order/buyer", "order.buyer"),
        ("/transaction/order/buyer/emailAddress", "order.buyer.emailAddress"),
    ];
    check(rows.map(|(pointer, path)| {
        (with(pointer, Value::Null), format!("property: {path}, message: must not be null"))
    }));
}

#[test]
fn properties_must_be_well_formed() {
    let number = "order.additionalValues.TX_VALUE.value";
    let size = "size must be between 1 and 255";
    let email = "not a well-formed email address";
    let decimals = "numeric value out of bounds (<10 digits>.<2 digits> expected)";
    let date = "date expected (yyyy-MM-ddTHH:mm:ss)";
    let rows = [
        (in_order("referenceCode", json!("")), "order.referenceCode", size),
        (in_order("referenceCode", json!("x".repeat(256))), "order.referenceCode", size),
        (in_order("description", json!("")), "order.description", size),
        (in_order("buyer/emailAddress", json!("nobody")), "order.buyer.emailAddress", email),
        (in_order("buyer/emailAddress", json!("a b@c.mx")), "order.buyer.emailAddress", email),
        (with("/transaction/payer/emailAddress", json!("a@b@c")), "payer.emailAddress", email),
        (of_amount("1000.005"), number, decimals),
        (
            in_order("additionalValues/TX_TAX", json!({"value": "1.005", "currency": "MXN"})),
            "order.additionalValues.TX_TAX.value",
            decimals,
        ),
        (of_amount("1e3"), number, "numeric value expected"),
        (of_amount("\"many\""), number, "numeric value expected"),
        (of_amount("-1000"), number, "numeric value expected"),
        (good().expiring("2026-03-03T18:00:00Z"), "expirationDate", date),
        (good().expiring("2026-03-03T18:00:00-06:00"), "expirationDate", date),
        (good().expiring("2026-03-03"), "expirationDate", date),
        (good().expiring("2026-02-30T10:00:00"), "expirationDate", date),
    ];
    check(rows.map(|(submit, path, text)| (submit, format!("property: {path}, message: {text}"))));
}

#[test]
fn some_values_are_not_allowed() {
    let rows = [
        (with("/command", json!("CREATE_BATCH_TOKENS")), "command"),
        (in_order("language", json!("xx")), "order.language"),
        (with("/transaction/paymentCountry", json!("CO")), "paymentCountry"),
        (with("/transaction/type", json!("AUTHORIZATION")), "type"),
        (with("/transaction/type", json!("CREDIT")), "type"),
    ];
    check(
        rows.map(|(submit, path)| {
            (submit, format!("property: {path}, message: value not allowed"))
        }),
    );
}

#[test]
fn the_account_has_rules() {
    let minimum = "The order value is less than minimum allowed. Minimum value allowed 39 MXN";
    let maximum = "The order value is greater than maximum allowed. Maximum value allowed 5000 MXN";
    let account = "The account does not belong to the merchant";
    let signature = "The signature of the order is not valid";
    let expired = "The expiration date must be in the future";
    let capitals = md5_of("R1", "1000").to_uppercase();
    check([
        (with("/merchant/apiKey", json!("x")), "Invalid credentials"),
        (with("/merchant/apiLogin", json!("x")), "Invalid credentials"),
        (in_order("accountId", json!("512322")), account),
        (in_order("accountId", json!(512_321)), account),
        (
            with(&format!("{VALUE}/currency"), json!("USD")),
            "The currency is not valid for the account",
        ),
        (
            in_order("additionalValues/TX_TAX", json!({"value": 1, "currency": "USD"})),
            "The currency is not valid for the account",
        ),
        (
            with("/transaction/paymentMethod", json!("BALOTO")),
            "The payment method BALOTO is not enabled for the account",
        ),
        (of_amount("38.99"), minimum),
        (of_amount("0"), minimum),
        (of_amount("5000.01"), maximum),
        (good().expiring("2026-03-02T18:00:00"), expired),
        (good().expiring("2026-03-02T12:00:00"), expired),
        (in_order("signature", json!(md5_of("R1", "999"))), signature),
        (in_order("signature", json!(md5_of("R2", "1000"))), signature),
        (in_order("signature", json!(capitals)), signature),
        (in_order("signature", json!("x")), signature),
    ]);
}

#[test]
fn texts_have_the_documented_lengths() {
    let rows = [
        ("deviceSessionId", 255),
        ("ipAddress", 39),
        ("cookie", 255),
        ("userAgent", 1024),
        ("order/notifyUrl", 2048),
        ("order/buyer/fullName", 150),
        ("order/buyer/merchantBuyerId", 100),
        ("order/buyer/contactPhone", 20),
        ("order/buyer/dniNumber", 20),
        ("order/buyer/shippingAddress/street1", 150),
        ("order/buyer/shippingAddress/postalCode", 20),
        ("payer/fullName", 150),
        ("payer/dniNumber", 20),
        ("payer/billingAddress/street1", 100),
        ("payer/billingAddress/city", 50),
        ("payer/billingAddress/state", 40),
        ("payer/billingAddress/country", 2),
        ("payer/billingAddress/phone", 20),
    ];
    let of = |pointer: &str, length: usize| {
        with(&format!("/transaction/{pointer}"), json!("x".repeat(length)))
    };
    check(rows.map(|(pointer, max)| {
        let path = pointer.replace('/', ".");
        let text = format!("property: {path}, message: size must be between 1 and {max}");
        (of(pointer, max + 1), text)
    }));
    for (pointer, max) in rows {
        of(pointer, max).accepted(&sandbox());
    }
    let shipping = json!({"postalCode": "123456789", "phone": "123456789012"});
    check([(
        in_order("shippingAddress", shipping),
        "property: order.shippingAddress.postalCode, message: size must be between 1 and 8 \
         property: order.shippingAddress.phone, message: size must be between 1 and 11",
    )]);
}
