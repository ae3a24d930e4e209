//! What PayU answered to a card.

use cobro_domain::charge::ChargeState;

use super::attempt as any_attempt;
use crate::{
    card::{CardSteps, CardSubmit},
    outcome::{AttemptId, Held, MoneyIn, MoneyInId, OrderId, Report, Status},
    payu::{
        dates,
        wire::{
            reply::TransactionResponse,
            scalar::Text,
            words::{Kind, State},
        },
    },
};

/// The report of what PayU answered to a card.
///
/// Such an answer names no amount either. But a card is approved for what was asked or not at
/// all, PayU takes a part approval back by itself under a code of its own, and the payer
/// waits at the counter: an approval counts, if it has the number to post it by.
pub(crate) fn card(order: OrderId, asked: &CardSubmit, response: &TransactionResponse) -> Report {
    let attempt = Text::filled(response.transaction_id.as_ref()).map(|id| AttemptId(id.to_owned()));
    let acquirer = acquirer(response);
    let report = any_attempt(order, attempt.clone(), response);
    let approved = response.state == Some(State::Approved) && says_approved(response);
    let Some(attempt) = attempt.filter(|_| approved) else {
        return Report { voucher: None, acquirer, ..report };
    };
    let at = Text::filled(response.operation_date.as_ref()).and_then(dates::read);
    let amount = Ok(asked.amount);
    match did(asked.steps, response) {
        Some(CardSteps::One) => {
            let money_in = vec![MoneyIn { id: MoneyInId(attempt.0.clone()), amount, at }];
            let status = Status::Known(ChargeState::Paid);
            Report { status, voucher: None, money_in, acquirer, ..report }
        }
        Some(CardSteps::Two) => {
            let held = Some(Held { attempt, amount, at });
            let status = Status::Known(ChargeState::Authorized);
            Report { status, voucher: None, held, acquirer, ..report }
        }
        None => Report { voucher: None, acquirer, ..report },
    }
}

/// An approval under another code than its own, such as one of a part, is looked up instead.
fn says_approved(response: &TransactionResponse) -> bool {
    Text::filled(response.response_code.as_ref()).is_none_or(|code| code == "APPROVED")
}

/// What PayU did: what was asked, unless it says otherwise.
fn did(asked: CardSteps, response: &TransactionResponse) -> Option<CardSteps> {
    let said = response.additional_info.as_ref().and_then(|info| info.get("transactionType"));
    match said.map(|word| Kind::from(Text(word.to_owned()))) {
        None => Some(asked),
        Some(Kind::AuthorizationAndCapture) => Some(CardSteps::One),
        Some(Kind::Authorization) => Some(CardSteps::Two),
        Some(_) => None,
    }
}

/// Who processed a transaction.
pub(super) fn acquirer(response: &TransactionResponse) -> Option<String> {
    let info = response.additional_info.as_ref()?;
    info.get("paymentNetwork").map(str::to_owned)
}
