//! A charge by card in the books, before its first byte leaves.

use cobro_domain::{
    act::{ActKind, ActState, NotFound},
    ids::{ActId, ChargeId, InvoiceId, Reference},
    instalments::InstalmentPlan,
    invoice::InvoiceState,
    money::Money,
};
use cobro_ledger::{
    Booking,
    fact::{CardAsked, ChargeRequested, Fact},
    views::invoices,
    working::acts::{self, Act},
};
use cobro_providers::card::{CardSteps, Instalments};

use super::{CardOrder, CardRefused, Checked};
use crate::{collect::Overpaying, deliver::CALL_MAX, sell::live_charges};

/// What is owed on an invoice, if a card may be charged for it.
pub(super) fn owed(
    booking: &Booking<'_, '_>,
    id: InvoiceId,
    overpaying: Overpaying,
) -> Result<Money, CardRefused> {
    let invoice = invoices::read(booking.conn(), id)?.ok_or(CardRefused::NotFound)?;
    let owed = invoice.due()?;
    if !matches!(invoice.state, InvoiceState::Open) {
        return Err(CardRefused::NotOwed { state: invoice.state });
    }
    let live = live_charges(booking, invoice.arrival, owed)?;
    if live.is_positive() && matches!(overpaying, Overpaying::Ask) {
        return Err(CardRefused::Overpays { live });
    }
    Ok(owed)
}

/// Books a charge by card that is sent as soon as this is committed.
pub(super) fn request(
    booking: &mut Booking<'_, '_>,
    order: &CardOrder,
    checked: &Checked,
    invoice: InvoiceId,
    amount: Money,
) -> Result<(ChargeId, Act), CardRefused> {
    let rule = &checked.rule;
    if let Some(minimum) = rule.minimum.filter(|least| amount.minor() < least.minor()) {
        return Err(CardRefused::BelowMinimum { method: rule.method.clone(), minimum });
    }
    if let Some(maximum) = rule.maximum.filter(|most| amount.minor() > most.minor()) {
        return Err(CardRefused::AboveMaximum { method: rule.method.clone(), maximum });
    }
    let charge = ChargeId::new(booking.at(), booking.random());
    booking.append(&Fact::ChargeRequested(ChargeRequested {
        charge,
        invoice,
        account: order.account,
        method: rule.method.clone(),
        reference: Reference::of(charge),
        amount: amount.minor(),
        currency: amount.currency(),
    }))?;
    booking.append(&Fact::CardAsked(asked(charge, order, checked, amount)?))?;
    let act = Act {
        id: ActId::new(booking.at(), booking.random()),
        charge,
        kind: ActKind::Submit,
        amount: None,
        refund: None,
        state: ActState::Sending,
        queued_at: booking.at(),
        not_before: booking.at().plus(CALL_MAX).plus(rule.poll.first),
        attempts: 1,
        looked: NotFound::default(),
    };
    acts::put(booking.conn(), &act)?;
    Ok((charge, act))
}

/// What the books keep of the card, and of how its payer pays: what screen and paper have to
/// show is frozen here.
fn asked(
    charge: ChargeId,
    order: &CardOrder,
    checked: &Checked,
    amount: Money,
) -> Result<CardAsked, CardRefused> {
    let kind = checked.source.kind();
    let months = order.instalments.count();
    let refused = CardRefused::Months { months };
    let promotion = match &order.instalments {
        Instalments::One => None,
        Instalments::Months(_) => {
            if !checked.rule.months(amount, kind).contains(&months) {
                return Err(refused);
            }
            None
        }
        Instalments::Promotion { id, .. } => Some(id.clone()),
    };
    let plan = InstalmentPlan::new(amount, order.total.unwrap_or(amount), months);
    let plan = plan.map_err(|_| refused)?;
    let each = plan.each().first().copied().unwrap_or(amount);
    Ok(CardAsked {
        charge,
        brand: checked.source.brand(),
        kind,
        last_four: checked.last_four.clone(),
        stored: checked.stored,
        hold_days: match order.steps {
            CardSteps::One => None,
            CardSteps::Two => Some(checked.rule.hold.days),
        },
        currency: amount.currency(),
        months,
        promotion,
        each: each.minor(),
        total: plan.total().minor(),
    })
}
