//! WebCheckout: a signed form comes in, the payer acts on a page, and goes back to the merchant.

mod back;
mod form;
mod page;
pub(crate) mod sessions;

use std::collections::BTreeMap;

use super::amount::Centavos;
use super::cards::{CardPayment, Step};
use super::codes::{self, Code};
use super::dialect::Peek;
use super::forced::{self, Taken};
use super::methods::Method;
use super::orders::{self, FormPart, Order, Submitted, Taxes, What};
use super::refusal::{Language, Refusal};
use super::settings::Settings;
use super::states::{self, Kind, OrderView, State};
use super::validate::ValidOrder;
use super::wire::{Buyer, Payer};
use super::{Desk, Failure, card_states, promotions, submit};
use crate::http::{Incoming, Reply};
use crate::store::StoreError;
use form::Form;
use sessions::Session;

const ROOT: &str = "/ppp-web-gateway-payu";
/// Where the signed form is posted to.
pub(crate) const FORM: &str = "/ppp-web-gateway-payu/";
const PAGE: &str = "/ppp-web-gateway-payu/app";

/// Whether a path is one of WebCheckout's.
pub(crate) fn is_here(path: &str) -> bool {
    path.trim_end_matches('/') == ROOT || path == PAGE
}

/// What the payer does on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Pay,
    Reject,
    /// The bank does not answer yet.
    Leave,
}

impl Act {
    fn named(name: &str) -> Option<Self> {
        match name {
            "pay" => Some(Self::Pay),
            "reject" => Some(Self::Reject),
            "leave" => Some(Self::Leave),
            _ => None,
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Pay => "PAY",
            Self::Reject => "REJECT",
            Self::Leave => "LEAVE",
        }
    }

    fn code(self) -> Code {
        match self {
            Self::Pay => codes::APPROVED,
            Self::Reject => codes::ENTITY_DECLINED,
            Self::Leave => codes::UNCONFIRMED,
        }
    }

    /// The holder's name that has this result.
    fn holder(self) -> &'static str {
        match self {
            Self::Pay => "APPROVED",
            Self::Reject => "REJECTED",
            Self::Leave => "PENDING",
        }
    }
}

fn fields(text: &[u8]) -> BTreeMap<String, String> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// The page's own number, from its address.
fn session_id(incoming: &Incoming) -> Option<String> {
    fields(incoming.query.as_deref()?.as_bytes()).remove("checkout")
}

/// Looks into a request for faults, counters and the log.
pub(crate) fn peek(incoming: &Incoming) -> Peek {
    let mut sent = fields(&incoming.body);
    let command = match (incoming.path == PAGE, incoming.is_post) {
        (false, _) => Some("FORM"),
        (true, false) => Some("PAGE"),
        (true, true) => sent.get("act").and_then(|act| Act::named(act)).map(Act::command),
    };
    Peek {
        command: command.map(str::to_owned),
        reference: sent.remove("referenceCode").filter(|_| incoming.path != PAGE),
        asked: session_id(incoming),
        ..Peek::default()
    }
}

/// Answers a browser.
pub(crate) fn answer(desk: &mut Desk<'_>, incoming: &Incoming) -> Result<Reply, StoreError> {
    let answered = match (incoming.path == PAGE, incoming.is_post) {
        (false, false) => return Ok(Reply::html(405, "Method Not Allowed")),
        (false, true) => open(desk, incoming),
        (true, false) => show(desk, incoming),
        (true, true) => act(desk, incoming),
    };
    match answered {
        Ok(reply) => Ok(reply),
        Err(Problem::Refused(errors)) => Ok(Reply::page(400, page::refusal(&errors))),
        Err(Problem::NoSession) => Ok(Reply::html(404, "Not Found")),
        Err(Problem::Store(error)) => Err(error),
    }
}

/// Why a browser gets another page than it wanted.
enum Problem {
    Refused(Vec<String>),
    NoSession,
    Store(StoreError),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(vec![refusal.text(Language::English)]),
            Failure::Store(error) => Self::Store(error),
        }
    }
}

fn link(session: &str) -> String {
    format!("{PAGE}?checkout={session}")
}

/// The form: checked, kept, and shown as a page with an address of its own.
fn open(desk: &Desk<'_>, incoming: &Incoming) -> Result<Reply, Problem> {
    let kind = incoming.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Ok(Reply::html(415, "Unsupported Media Type"));
    }
    let settings = desk.settings()?;
    let form = form::read(&fields(&incoming.body), desk.merchant, &settings, desk.now_ms)
        .map_err(Problem::Refused)?;
    // The same invoice's button may be pressed again; its page goes on where it was.
    if let Some(before) = sessions::same(desk.store.db(), &form)? {
        return Ok(Reply::redirect(link(&before.id)));
    }
    submit::reference_is_free(desk, &form.reference, &settings)?;
    let session = sessions::insert(desk.store.db(), form, desk.now_ms)?;
    Ok(Reply::redirect(link(&session.id)))
}

fn find(desk: &Desk<'_>, incoming: &Incoming) -> Result<Session, Problem> {
    let id = session_id(incoming).ok_or(Problem::NoSession)?;
    sessions::find(desk.store.db(), &id)?.ok_or(Problem::NoSession)
}

fn order_of(desk: &Desk<'_>, session: &Session) -> Result<Option<(Order, OrderView)>, StoreError> {
    let Some(id) = session.order else { return Ok(None) };
    let Some(order) = orders::by_id(desk.store.db(), id)? else { return Ok(None) };
    let happenings = orders::happenings(desk.store.db(), id)?;
    let view = states::view(&order, &happenings, desk.now_ms);
    Ok(Some((order, view)))
}

fn show(desk: &Desk<'_>, incoming: &Incoming) -> Result<Reply, Problem> {
    let session = find(desk, incoming)?;
    let settings = desk.settings()?;
    let seen = order_of(desk, &session)?;
    let back = seen.as_ref().and_then(|(order, view)| back::link(desk, &session, order, view));
    let shown = page::Shown {
        action: link(&session.id),
        form: &session.form,
        methods: session.form.methods(&settings),
        months: settings.months,
        expired: session.form.is_expired(desk.now_ms),
        view: seen.as_ref().map(|(_, view)| view),
        back,
    };
    Ok(Reply::page(200, page::checkout(&shown)))
}

fn act(desk: &mut Desk<'_>, incoming: &Incoming) -> Result<Reply, Problem> {
    let session = find(desk, incoming)?;
    let sent = fields(&incoming.body);
    let act = sent.get("act").and_then(|act| Act::named(act)).ok_or(Problem::NoSession)?;
    let settings = desk.settings()?;
    let refused = |text: &str| Problem::Refused(vec![text.to_owned()]);
    if session.form.is_expired(desk.now_ms) {
        return Err(refused("The payment has expired"));
    }
    let seen = order_of(desk, &session)?;
    if seen.as_ref().is_some_and(|(_, view)| is_closed(view)) {
        // Pressed twice: the page says what became of the first.
        return Ok(Reply::redirect(link(&session.id)));
    }
    if session.order.is_none() {
        submit::reference_is_free(desk, &session.form.reference, &settings)?;
    }
    let mut card = payment(&session.form, &sent, act, &settings).map_err(Problem::Refused)?;
    match forced::take(desk.store, Kind::Charge.name())? {
        Some(Taken::Error(text)) => return Err(refused(&text)),
        Some(Taken::Code(code)) => card.code = code.name.to_owned(),
        None => {}
    }
    let (now_ms, db) = (desk.now_ms, desk.store.db());
    match session.order {
        Some(order) => {
            orders::record(db, order, now_ms, &What::Attempted(card))?;
        }
        None => {
            let order = orders::insert(db, order(&session.form, card, now_ms), now_ms)?;
            sessions::set_order(db, &session.id, order.id)?;
        }
    }
    let session = find(desk, incoming)?;
    let seen = order_of(desk, &session)?;
    let back = seen.and_then(|(order, view)| back::link(desk, &session, &order, &view));
    Ok(Reply::redirect(back.unwrap_or_else(|| link(&session.id))))
}

/// Whether nothing more can be paid: something was, or may yet be.
fn is_closed(view: &OrderView) -> bool {
    let waits = view
        .transactions
        .first()
        .is_some_and(|newest| newest.state != State::Error && card_states::is_undecided(newest));
    waits || view.money_in().is_some()
}

/// The attempt, with the test card of the brand that was chosen.
fn payment(
    form: &Form,
    sent: &BTreeMap<String, String>,
    act: Act,
    settings: &Settings,
) -> Result<CardPayment, Vec<String>> {
    let methods = form.methods(settings);
    let named = sent.get("method").map(String::as_str);
    let chosen = match named {
        None => methods.first().copied(),
        Some(name) => methods.into_iter().find(|method| method.name() == name),
    };
    let wrong = |refusal: Refusal| vec![refusal.text(Language::English)];
    let named = named.unwrap_or_default().to_owned();
    let method = chosen.ok_or_else(|| wrong(Refusal::MethodNotEnabled { method: named }))?;
    let count = sent.get("installments").map_or(Ok(1), |text| text.parse::<u32>());
    let installments = count.map_err(|_| wrong(Refusal::Installments))?;
    if installments != 1 {
        let least = promotions::minimum(installments).filter(|_| settings.months);
        let enough = least.is_some_and(|least| form.amount >= least) && !method.is_debit();
        if !enough {
            return Err(wrong(Refusal::Installments));
        }
    }
    Ok(CardPayment {
        step: Step::Charge,
        method,
        is_debit: method.is_debit(),
        masked: masked(method).to_owned(),
        holder: act.holder().to_owned(),
        installments,
        promotion: None,
        code: act.code().name.to_owned(),
    })
}

/// The published test cards, as anybody may see them.
fn masked(method: Method) -> &'static str {
    match method {
        Method::Mastercard => "557907******0003",
        Method::Amex => "376675*****0005",
        Method::VisaDebit => "441549******0004",
        Method::MastercardDebit => "525678******0007",
        Method::Visa
        | Method::Oxxo
        | Method::SevenEleven
        | Method::OthersCashMx
        | Method::BankReferenced
        | Method::Spei => "426807******0002",
    }
}

/// The order that the first attempt makes of the form.
fn order(form: &Form, card: CardPayment, now_ms: i64) -> ValidOrder {
    let buyer = Buyer {
        full_name: Some(form.buyer_name.clone()),
        email_address: Some(form.buyer_email.clone()),
        contact_phone: Some(form.telephone.clone()),
        ..Buyer::default()
    };
    let payer = Payer {
        full_name: Some(form.buyer_name.clone()),
        email_address: Some(form.buyer_email.clone()),
        contact_phone: Some(form.telephone.clone()),
        ..Payer::default()
    };
    let Centavos(tax) = form.tax;
    let Centavos(tax_return_base) = form.tax_return_base;
    let submitted = Submitted {
        description: Some(form.description.clone()),
        language: Some(form.language.clone()),
        notify_url: form.confirmation_url.clone(),
        signature: form.signature.clone(),
        taxes: Taxes { tax, tax_return_base },
        buyer: Some(buyer),
        shipping_address: None,
        payer: Some(payer),
        device_session_id: None,
        ip_address: Some("127.0.0.1".to_owned()),
        cookie: None,
        user_agent: None,
        form: Some(FormPart {
            algorithm: form.algorithm,
            extras: form.extras.clone(),
            telephone: form.telephone.clone(),
        }),
        card: None,
    };
    ValidOrder {
        reference: form.reference.clone(),
        method: card.method,
        amount: form.amount,
        expires_at: now_ms.saturating_add(card_states::HOLD_MS),
        submitted: Submitted { card: Some(card), ..submitted },
    }
}
