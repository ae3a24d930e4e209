//! From what PayU says of the money to domain words.

mod after;
mod card;

pub(crate) use after::follow_up;
pub(crate) use card::card;

use cobro_domain::{
    charge::ChargeState,
    money::{Currency, Money},
    voucher::Voucher,
};

use self::after::GivenBack;
use super::{
    codes, dates,
    wire::{
        reply::{Order, Transaction, TransactionResponse, Value},
        scalar::{Extras, Text},
        words::{Kind, OrderStatus, State},
    },
};
use crate::outcome::{AttemptId, Decline, MoneyIn, MoneyInId, OrderId, Report, Status};

/// The report of an order from the reports service; `None` when it has no number.
pub(crate) fn order(order: &Order) -> Option<Report> {
    let id = OrderId(Text::filled(order.id.as_ref())?.to_owned());
    let seen = Seen::of(order);
    let status = status(order.status.as_ref(), &seen);
    let money_in = match status {
        Status::Refunded
        | Status::Known(ChargeState::Paid | ChargeState::Disputed | ChargeState::Reversed) => {
            seen.money_in.iter().filter_map(|transaction| money_in(transaction)).collect()
        }
        Status::Known(_) | Status::Declined(_) | Status::Unrecognised { .. } => Vec::new(),
    };
    let decisive = seen.money_in.first().copied().or_else(|| seen.newest(|_| true));
    Some(Report {
        attempt: decisive
            .and_then(|transaction| Text::filled(transaction.id.as_ref()))
            .map(|id| AttemptId(id.to_owned())),
        voucher: seen.newest(|_| true).and_then(order_voucher),
        money_in,
        held: after::held(&status, seen.held),
        after: after::followed(order.transactions.as_deref().unwrap_or_default()),
        acquirer: decisive.and_then(acquirer),
        ..Report::new(id, status)
    })
}

/// The report of what PayU answered to one attempt.
///
/// Such an answer names no amount, and money is believed only with one: an approval is
/// reported as pending, and the reports say the rest.
pub(crate) fn attempt(
    order: OrderId,
    attempt: Option<AttemptId>,
    response: &TransactionResponse,
) -> Report {
    let status = match response.state.as_ref() {
        None => unrecognised("null"),
        Some(State::Approved | State::Pending | State::Submitted) => {
            Status::Known(ChargeState::Pending)
        }
        Some(State::Expired) => Status::Known(ChargeState::Expired),
        Some(state @ (State::Declined | State::Error)) => failed(state, Some(response)),
        Some(State::Unrecognised(raw)) => unrecognised(raw),
    };
    let voucher = voucher(response, &Extras::default(), None);
    Report { attempt, voucher, ..Report::new(order, status) }
}

/// The transactions of an order by what they did, in the order they were sent: which is the
/// newest is never told by the place.
struct Seen<'a> {
    /// Those that try to take money.
    attempts: Vec<&'a Transaction>,
    /// Those that took it.
    money_in: Vec<&'a Transaction>,
    /// The one that holds it.
    held: Option<&'a Transaction>,
    /// How much of what came in went back.
    given_back: GivenBack,
    voided: bool,
}

impl<'a> Seen<'a> {
    fn of(order: &'a Order) -> Self {
        let all = || order.transactions.iter().flatten().flatten();
        let approved = |kinds: &'static [Kind]| {
            all().filter(|one| state(one) == Some(&State::Approved) && is_any(one, kinds))
        };
        let money_in: Vec<_> = approved(MONEY_IN).collect();
        let refunds: Vec<_> = approved(&[Kind::Refund, Kind::PartialRefund]).collect();
        let given_back = after::given_back(&money_in, &refunds);
        let attempts = all().filter(|one| is_any(one, ATTEMPTS)).collect();
        Self {
            attempts,
            held: approved(&[Kind::Authorization]).reduce(newer),
            money_in,
            given_back,
            voided: approved(&[Kind::Void]).next().is_some(),
        }
    }

    /// The newest attempt in one of these states, by PayU's clock; the first without one.
    fn newest(&self, wanted: impl Fn(Option<&State>) -> bool) -> Option<&'a Transaction> {
        let wanted = self.attempts.iter().copied().filter(|one| wanted(state(one)));
        wanted.reduce(newer)
    }

    fn any(&self, wanted: &State) -> bool {
        self.attempts.iter().any(|one| state(one) == Some(wanted))
    }
}

fn newer<'a>(best: &'a Transaction, one: &'a Transaction) -> &'a Transaction {
    if operated(one) > operated(best) { one } else { best }
}

const MONEY_IN: &[Kind] = &[Kind::AuthorizationAndCapture, Kind::Capture];

const ATTEMPTS: &[Kind] = &[Kind::AuthorizationAndCapture, Kind::Capture, Kind::Authorization];

fn is_any(transaction: &Transaction, kinds: &[Kind]) -> bool {
    transaction.r#type.as_ref().is_some_and(|kind| kinds.contains(kind))
}

fn state(transaction: &Transaction) -> Option<&State> {
    transaction.transaction_response.as_ref()?.state.as_ref()
}

fn operated(transaction: &Transaction) -> Option<i64> {
    let response = transaction.transaction_response.as_ref()?;
    Some(dates::read(Text::filled(response.operation_date.as_ref())?)?.millis())
}

/// Where the money stands, by the order's status and what its transactions did.
///
/// Paid is an approved movement of money in an order that was not refunded, never a status
/// alone. Where the two contradict each other, the status is left unrecognised: the charge
/// stays open and a person sees PayU's word.
fn status(word: Option<&OrderStatus>, seen: &Seen<'_>) -> Status {
    use OrderStatus as Word;
    let Some(word) = word else { return unrecognised("null") };
    let open = || unrecognised(&word.to_string());
    // Without a number a movement of money could be posted twice.
    if seen.money_in.iter().any(|one| Text::filled(one.id.as_ref()).is_none()) {
        return open();
    }
    let came_in = !seen.money_in.is_empty();
    match word {
        Word::Chargeback => Status::Known(ChargeState::Reversed),
        Word::Refunded | Word::Cancelled
            if came_in && (seen.voided || seen.given_back == GivenBack::All) =>
        {
            Status::Refunded
        }
        // What is left of it still came in; what followed the charge says how much went back.
        Word::Refunded if came_in && seen.given_back == GivenBack::Part => {
            Status::Known(ChargeState::Paid)
        }
        Word::Refunded | Word::Cancelled if !came_in && seen.voided => {
            Status::Known(ChargeState::Voided)
        }
        Word::Captured | Word::New | Word::InProgress | Word::Authorized if came_in => {
            match seen.given_back {
                GivenBack::All => Status::Refunded,
                GivenBack::Nothing | GivenBack::Part => Status::Known(ChargeState::Paid),
            }
        }
        Word::Cancelled if !came_in => unpaid(seen, Status::Known(ChargeState::Cancelled)),
        Word::Declined if !came_in => {
            unpaid(seen, Status::Declined(Decline { code: word.to_string(), text: None }))
        }
        Word::New | Word::InProgress | Word::Authorized if seen.held.is_some() => {
            Status::Known(ChargeState::Authorized)
        }
        Word::New | Word::InProgress => unpaid(seen, Status::Known(ChargeState::Pending)),
        Word::Authorized => unpaid(seen, open()),
        Word::Captured
        | Word::Refunded
        | Word::Cancelled
        | Word::Declined
        | Word::Unrecognised(_) => open(),
    }
}

/// Where an order stands that no money came in for; `silent` when no attempt says.
fn unpaid(seen: &Seen<'_>, silent: Status) -> Status {
    let strange = seen.attempts.iter().find_map(|one| match state(one) {
        Some(State::Unrecognised(raw)) => Some(raw),
        _ => None,
    });
    if let Some(raw) = strange {
        return unrecognised(raw);
    }
    if seen.any(&State::Pending) || seen.any(&State::Submitted) {
        return Status::Known(ChargeState::Pending);
    }
    if seen.any(&State::Expired) {
        return Status::Known(ChargeState::Expired);
    }
    let failure = seen.newest(|state| matches!(state, Some(State::Declined | State::Error)));
    match failure.and_then(|one| state(one).map(|state| (one, state))) {
        Some((one, state)) => failed(state, one.transaction_response.as_ref()),
        None => silent,
    }
}

/// What a failed attempt means. An uncertain failure, and an error under a code that no
/// document knows, leave the charge open: the money may be on its way.
fn failed(state: &State, response: Option<&TransactionResponse>) -> Status {
    let text = |pick: fn(&TransactionResponse) -> Option<&Text>| {
        Text::filled(response.and_then(pick)).map(str::to_owned)
    };
    let codes = [text(|r| r.response_code.as_ref()), text(|r| r.error_code.as_ref())];
    if let Some(code) = codes.iter().flatten().find(|code| codes::is_uncertain(code)) {
        return unrecognised(code);
    }
    let code = codes.into_iter().flatten().next();
    let certain = *state == State::Declined || code.as_deref().is_some_and(codes::is_failed);
    let code = code.unwrap_or_else(|| state.to_string());
    if !certain {
        return unrecognised(&code);
    }
    let text = text(|r| r.response_message.as_ref())
        .or_else(|| text(|r| r.payment_network_response_error_message.as_ref()));
    Status::Declined(Decline { code, text })
}

fn unrecognised(raw: &str) -> Status {
    Status::Unrecognised { raw: raw.to_owned() }
}

fn acquirer(transaction: &Transaction) -> Option<String> {
    card::acquirer(transaction.transaction_response.as_ref()?)
}

fn money_in(transaction: &Transaction) -> Option<MoneyIn> {
    let id = MoneyInId(Text::filled(transaction.id.as_ref())?.to_owned());
    let value = transaction.additional_values.as_ref().and_then(|values| values.tx_value.as_ref());
    let response = transaction.transaction_response.as_ref();
    let at = response.and_then(|response| Text::filled(response.operation_date.as_ref()));
    Some(MoneyIn { id, amount: amount(value), at: at.and_then(dates::read) })
}

/// The amount, or the text that is none. PayU writes nothing before the point of `.00`.
fn amount(value: Option<&Value>) -> Result<Money, String> {
    let number = value.and_then(|value| Text::filled(value.value.as_ref())).unwrap_or_default();
    let code = value.and_then(|value| Text::filled(value.currency.as_ref())).unwrap_or_default();
    money(number, code)
}

/// The amount in these words, or the words that are none.
pub(crate) fn money(number: &str, code: &str) -> Result<Money, String> {
    let digits = if number.starts_with('.') { format!("0{number}") } else { number.to_owned() };
    Currency::from_code(code)
        .and_then(|currency| Money::parse_decimal(&digits, currency))
        .map_err(|_| format!("{number} {code}").trim().to_owned())
}

fn order_voucher(transaction: &Transaction) -> Option<Voucher> {
    let response = transaction.transaction_response.as_ref()?;
    let extras = transaction.extra_parameters.clone().unwrap_or_default();
    voucher(response, &extras, transaction.expiration_date.as_ref())
}

/// What the payer pays with. The reports usually leave it out: then there is none, so that
/// a poorer voucher never takes the place of the first.
fn voucher(
    response: &TransactionResponse,
    more: &Extras,
    expires: Option<&Text>,
) -> Option<Voucher> {
    let own = response.extra_parameters.clone().unwrap_or_default();
    let extra = |name| own.get(name).or_else(|| more.get(name)).map(str::to_owned);
    let clabe = extra("SPEI_CLABE_ACCOUNT_NUMBER");
    // Everybody transfers to one account: this number tells PayU whose money it is.
    let transfer = clabe.as_ref().and_then(|_| Text::filled(response.trazability_code.as_ref()));
    let expires = extra("EXPIRATION_DATE").or_else(|| Text::filled(expires).map(str::to_owned));
    let voucher = Voucher {
        barcode: extra("BAR_CODE"),
        reference: transfer.map(str::to_owned).or_else(|| extra("REFERENCE")),
        clabe,
        bank: extra("SPEI_BANK_NAME"),
        link: extra("URL_PAYMENT_RECEIPT_HTML").or_else(|| extra("URL_PAYMENT_RECEIPT_PDF")),
        expires_at: expires.as_deref().and_then(dates::read),
    };
    (voucher.is_payable() || voucher.link.is_some()).then_some(voucher)
}
