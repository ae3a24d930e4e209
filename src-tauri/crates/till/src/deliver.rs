//! Sending what was decided.
//!
//! An act is marked as sending, and that is committed, before its first byte leaves. Whatever
//! happens then, the books know that the provider may know.

use cobro_domain::{
    act::{ActEvent, ActState},
    charge::ChargeState,
    ids::{Actor, MerchantAccountId},
    invoice::InvoiceState,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{ChargeCancelled, ChargeRefused, Fact},
    views::{
        cards,
        charges::{self, Charge},
        invoices,
    },
    working::{
        acts::{self, Act},
        messages,
    },
};
use cobro_providers::{
    operation::{self, Operation, Party, Submit},
    outcome::{Outcome, Refusal, Report},
};

use crate::{
    converse::Conversation,
    fold::{brief, fold},
    merchants::Ready,
    poll::{Looked, policy, watch},
    random::with_jitter,
    till::Till,
};

/// A queued voucher older than this asks before it is sent: the customer may be gone.
pub(crate) const STALE: Span = Span::hours(24);

/// The shortest wait after an act certainly did not leave.
const RETRY: Span = Span::seconds(5);

/// The longest wait after an act certainly did not leave.
const RETRY_MAX: Span = Span::seconds(80);

/// No call takes longer, whatever the other side does; its order may be as much younger.
pub(crate) const CALL_MAX: Span = Span::minutes(3);

/// How often an act is sent in all before a refusal of the last is believed without a look-up.
pub(crate) const SENDS_MAX: u32 = 4;

/// What one turn of the worker did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It moved something; there may be more.
    Worked,
    /// There is nothing to do before this moment, or before something happens.
    Idle(Option<Timestamp>),
}

impl Turn {
    /// The earlier of two moments to look again; work done counts as now.
    pub(crate) fn sooner(self, other: Self) -> Self {
        match (self, other) {
            (Self::Idle(Some(one)), Self::Idle(Some(two))) => Self::Idle(Some(one.min(two))),
            (Self::Idle(one), Self::Idle(two)) => Self::Idle(one.or(two)),
            _ => Self::Worked,
        }
    }
}

/// A queued act, as it was read.
struct Queued {
    act: Act,
    charge: Charge,
    wanted: bool,
}

impl Till {
    /// Sends the act that has waited longest, if one is due. Acts of one account keep their
    /// order: while the first waits, those behind it wait too.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn deliver_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let mut waiting: Vec<MerchantAccountId> = Vec::new();
        let mut soonest: Option<Timestamp> = None;
        for Queued { act, charge, wanted } in self.read(|reader| queue(reader.conn()))? {
            if !wanted {
                self.begin(&act, Span::ZERO)?;
                self.announce(charge.id);
                return Ok(Turn::Worked);
            }
            let stale = now.since(act.queued_at) > STALE;
            let account = charge.account;
            let stopped = self.is_paused(account) || self.lines.is_barred(account);
            if stale || stopped || waiting.contains(&account) {
                continue;
            }
            if act.not_before > now {
                waiting.push(charge.account);
                soonest = Some(soonest.map_or(act.not_before, |at| at.min(act.not_before)));
                continue;
            }
            match self.ready(charge.account) {
                Ok(ready) => {
                    self.send(&act, &charge, &ready)?;
                    return Ok(Turn::Worked);
                }
                Err(error) => {
                    tracing::warn!(%error, account = %charge.account, "an account cannot send");
                    waiting.push(charge.account);
                }
            }
        }
        Ok(Turn::Idle(soonest))
    }

    fn send(&self, act: &Act, charge: &Charge, ready: &Ready) -> Result<(), LedgerError> {
        let operation = self.submit_of(charge, ready)?;
        if let Some(sending) = self.begin(act, policy(ready, charge).first)? {
            self.announce(charge.id);
            let conversation = self.converse(ready, &operation);
            self.settle_sent(&sending, charge, ready, conversation)?;
        }
        self.announce(charge.id);
        Ok(())
    }

    /// Marks an act as sending, unless somebody has moved it or nobody needs it any more.
    /// Should this till die now, or its books fail, the act is looked up when its order has
    /// been there for `first_look`.
    fn begin(&self, act: &Act, first_look: Span) -> Result<Option<Act>, LedgerError> {
        self.book(Actor::till(), |booking| {
            let Some(found) = acts::read(booking.conn(), act.id)? else {
                return Ok(None);
            };
            let Ok(state) = found.state.after(ActEvent::Send) else {
                return Ok(None);
            };
            let charge = charges::read(booking.conn(), found.charge)?;
            let wanted = charge.map(|charge| is_wanted(booking.conn(), &charge)).transpose()?;
            if wanted != Some(true) {
                give_up(booking, &found)?;
                return Ok(None);
            }
            let attempts = found.attempts.saturating_add(1);
            let not_before = booking.at().plus(CALL_MAX).plus(first_look);
            let sending = Act { state, attempts, not_before, ..found };
            acts::put(booking.conn(), &sending)?;
            Ok(Some(sending))
        })
    }

    fn submit_of(&self, charge: &Charge, ready: &Ready) -> Result<Operation, LedgerError> {
        let folio = self.read(|reader| invoices::at(reader.conn(), charge.invoice))?.folio;
        let shop = self.company()?.map(|company| company.name);
        let rule = ready.provider.capabilities().method(&charge.method);
        let days = rule.map_or(1, |rule| i64::from(rule.days));
        let payer = Party {
            name: Some(ready.account.payer_name.clone()),
            email: Some(ready.account.payer_email.clone()),
            ..Party::default()
        };
        Ok(Operation::Act(operation::Act::Submit(Box::new(Submit {
            reference: charge.reference.clone(),
            amount: charge.amount,
            method: charge.method.clone(),
            description: shop.map_or_else(|| folio.to_string(), |shop| format!("{shop} {folio}")),
            language: self.language().tag().chars().take(2).collect(),
            expires_at: Some(self.now().plus(Span::days(days))),
            buyer: payer.clone(),
            payer: Some(payer),
            shipping: None,
            notify_url: None,
            device: None,
        }))))
    }

    /// Books what became of a sent act.
    fn settle_sent(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
        conversation: Conversation,
    ) -> Result<(), LedgerError> {
        let Conversation { outcome, message, .. } = conversation;
        let first_look = policy(ready, charge).first;
        self.book(Actor::till(), |booking| match outcome {
            Outcome::Charge(reports) => {
                let looked = Looked::Issued;
                accept(booking, act, charge, ready, &reports, &message, looked)
            }
            // It may have arrived before: "refused" may mean that the reference is taken, by
            // our own first attempt. Only a look-up can tell.
            Outcome::Refused(_) if (2..=SENDS_MAX).contains(&act.attempts) => {
                move_act(booking, act, ActEvent::AnswerLost, first_look).map(|_| ())
            }
            Outcome::Refused(refusal) => refuse(booking, act, charge, &refusal, &message),
            Outcome::NotSent => never_left(booking, act),
            Outcome::Lost(_)
            | Outcome::NotFound
            | Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_) => {
                move_act(booking, act, ActEvent::AnswerLost, first_look).map(|_| ())
            }
        })
    }

    /// The charges that money is still expected for: not sent yet, in doubt, or waiting for a
    /// payer.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn live_charges(&self) -> Result<Vec<Charge>, LedgerError> {
        self.read(|reader| charges::live(reader.conn()))
    }
}

/// Queued acts in the order in which they were decided.
fn queue(conn: &Connection) -> Result<Vec<Queued>, LedgerError> {
    let mut queue = Vec::new();
    for act in acts::open_submits(conn)?.into_iter().filter(|act| act.state == ActState::Queued) {
        if let Some(charge) = charges::read(conn, act.charge)? {
            let wanted = is_wanted(conn, &charge)?;
            queue.push(Queued { act, charge, wanted });
        }
    }
    // Ids of one millisecond are in no order; the places of their invoices are.
    queue.sort_by_key(|queued| (queued.act.queued_at, queued.charge.invoice));
    Ok(queue)
}

/// Whether a charge that was not sent yet is still to be: it was not given up, the provider does
/// not know of it, and its invoice is still owed.
fn is_wanted(conn: &Connection, charge: &Charge) -> Result<bool, LedgerError> {
    let invoice = invoices::at(conn, charge.invoice)?;
    // A card is sent by whoever typed it, and nobody keeps it: it is never sent from here.
    let by_voucher = cards::read(conn, charge.id)?.is_none();
    Ok(by_voucher && is_unheard_of(charge) && invoice.state == InvoiceState::Open)
}

/// Whether no provider has said anything about a charge that was asked for.
fn is_unheard_of(charge: &Charge) -> bool {
    charge.state == ChargeState::Requested && charge.provider_id.is_none()
}

/// Drops a queued act, and ends its charge unless the provider knows of it after all.
pub(crate) fn give_up(booking: &mut Booking<'_, '_>, act: &Act) -> Result<(), LedgerError> {
    let Ok(state) = act.state.after(ActEvent::Drop) else {
        return Ok(());
    };
    acts::put(booking.conn(), &Act { state, ..act.clone() })?;
    let charge = charges::read(booking.conn(), act.charge)?;
    if charge.is_some_and(|charge| is_unheard_of(&charge)) {
        booking.append(&Fact::ChargeCancelled(ChargeCancelled { charge: act.charge }))?;
    }
    Ok(())
}

/// The provider knows of the charge.
pub(crate) fn accept(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    charge: &Charge,
    ready: &Ready,
    reports: &[Report],
    message: &[u8],
    looked: Looked,
) -> Result<(), LedgerError> {
    if !move_act(booking, act, ActEvent::Accepted, Span::ZERO)? {
        // Somebody may have found it absent meanwhile: what is known there is not sent again.
        move_act(booking, act, ActEvent::Drop, Span::ZERO)?;
    }
    fold(booking, charge.id, reports, message)?;
    watch(booking, charge.id, policy(ready, charge), looked)
}

/// The provider refused: the charge ends, unless it ended here before, or a look-up has found
/// meanwhile that the provider has it.
pub(crate) fn refuse(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    charge: &Charge,
    refusal: &Refusal,
    message: &[u8],
) -> Result<(), LedgerError> {
    let moved = move_act(booking, act, ActEvent::Refused, Span::ZERO)?;
    let found = charges::read(booking.conn(), charge.id)?;
    if !moved || found.is_none_or(|charge| !charge.state.is_live()) {
        return Ok(());
    }
    let digest = messages::keep(booking.conn(), booking.at(), message)?;
    booking.append(&Fact::ChargeRefused(ChargeRefused {
        charge: charge.id,
        text: brief(&refusal.text),
        message: digest,
    }))?;
    Ok(())
}

/// The act is queued again, and does not count as an attempt: no provider can know of it. It
/// waits as long again as it has waited so far.
fn never_left(booking: &Booking<'_, '_>, act: &Act) -> Result<(), LedgerError> {
    let Some(found) = acts::read(booking.conn(), act.id)? else {
        return Ok(());
    };
    let Ok(state) = found.state.after(ActEvent::NeverLeft) else {
        return Ok(());
    };
    let waited = booking.at().since(found.queued_at).as_millis();
    let wait = waited.clamp(RETRY.as_millis(), RETRY_MAX.as_millis());
    let not_before = booking.at().plus(with_jitter(Span::millis(wait)));
    let attempts = found.attempts.saturating_sub(1);
    acts::put(booking.conn(), &Act { state, attempts, not_before, ..found })
}

/// Takes an act one step on, unless somebody else has moved it meanwhile; whether it moved.
pub(crate) fn move_act(
    booking: &Booking<'_, '_>,
    act: &Act,
    event: ActEvent,
    wait: Span,
) -> Result<bool, LedgerError> {
    let Some(found) = acts::read(booking.conn(), act.id)? else {
        return Ok(false);
    };
    let Ok(state) = found.state.after(event) else {
        return Ok(false);
    };
    let not_before = booking.at().plus(wait);
    acts::put(booking.conn(), &Act { state, not_before, ..found })?;
    Ok(true)
}

/// What unsent and waiting charges come to, for the bar at the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Vouchers that are not issued yet.
    pub unsent: usize,
    /// Payments that are awaited.
    pub waiting: usize,
}

impl Pending {
    /// Counts live charges.
    #[must_use]
    pub fn of(charges: &[Charge]) -> Self {
        let unsent = charges.iter().filter(|c| c.state == ChargeState::Requested).count();
        Self { unsent, waiting: charges.len().saturating_sub(unsent) }
    }
}
