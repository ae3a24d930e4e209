//! The documented lengths of what a submit says about people, places and browsers.

use super::refusal::{Fault, Violation};
use super::wire::{Address, Transaction};

/// The texts that are longer than PayU's documents allow.
pub(crate) fn exceeded(transaction: &Transaction) -> Vec<Violation> {
    let mut long = Vec::new();
    let mut check = |path: &str, text: Option<&str>, max: usize| {
        if text.is_some_and(|text| text.chars().count() > max) {
            long.push(Violation::new(path, Fault::Length { max }));
        }
    };
    let texts = [
        ("deviceSessionId", &transaction.device_session_id, 255),
        ("ipAddress", &transaction.ip_address, 39),
        ("cookie", &transaction.cookie, 255),
        ("userAgent", &transaction.user_agent, 1024),
    ];
    for (path, text, max) in texts {
        check(path, text.as_deref(), max);
    }
    if let Some(order) = &transaction.order {
        check("order.notifyUrl", order.notify_url.as_deref(), 2048);
        place("order.shippingAddress", order.shipping_address.as_ref(), [100, 8, 11], &mut check);
        if let Some(buyer) = &order.buyer {
            check("order.buyer.merchantBuyerId", buyer.merchant_buyer_id.as_deref(), 100);
            check("order.buyer.fullName", buyer.full_name.as_deref(), 150);
            check("order.buyer.contactPhone", buyer.contact_phone.as_deref(), 20);
            check("order.buyer.dniNumber", buyer.dni_number.as_deref(), 20);
            let address = buyer.shipping_address.as_ref();
            place("order.buyer.shippingAddress", address, [150, 20, 20], &mut check);
        }
    }
    if let Some(payer) = &transaction.payer {
        check("payer.merchantPayerId", payer.merchant_payer_id.as_deref(), 100);
        check("payer.fullName", payer.full_name.as_deref(), 150);
        check("payer.contactPhone", payer.contact_phone.as_deref(), 20);
        check("payer.dniNumber", payer.dni_number.as_deref(), 20);
        let address = payer.billing_address.as_ref();
        place("payer.billingAddress", address, [100, 20, 20], &mut check);
    }
    long
}

/// The three lengths that differ from address to address: street, postal code, telephone.
fn place(
    path: &str,
    address: Option<&Address>,
    [street, postal_code, phone]: [usize; 3],
    check: &mut impl FnMut(&str, Option<&str>, usize),
) {
    let Some(address) = address else { return };
    let number = |text: &Option<super::wire::Text>| text.as_ref().map(|text| text.0.clone());
    check(&format!("{path}.street1"), address.street1.as_deref(), street);
    check(&format!("{path}.street2"), address.street2.as_deref(), street);
    check(&format!("{path}.city"), address.city.as_deref(), 50);
    check(&format!("{path}.state"), address.state.as_deref(), 40);
    check(&format!("{path}.country"), address.country.as_deref(), 2);
    check(&format!("{path}.postalCode"), number(&address.postal_code).as_deref(), postal_code);
    check(&format!("{path}.phone"), number(&address.phone).as_deref(), phone);
}
