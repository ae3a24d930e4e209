//! Sending what was decided, and finding out what became of what was sent.
//!
//! An act is marked as sending, and that is committed, before its first byte leaves. Whatever
//! happens then, the books know that the provider may know.

use cobro_domain::{
    act::{ActEvent, ActState, NotFound},
    ids::{Actor, MerchantAccountId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{ChargeRefused, Fact},
    views::{
        charges::{self, Charge},
        invoices,
    },
    working::{
        acts::{self, Act},
        messages,
        polls::{self, Poll},
    },
};
use cobro_providers::{
    operation::{self, LookUp, Operation, Party, Question, Submit},
    outcome::{OrderId, Outcome, Report},
};

use crate::{
    converse::Conversation,
    fold::fold,
    merchants::{Ready, is_about_credentials},
    poll::plan_first,
    random::with_jitter,
    till::Till,
};

/// A queued voucher older than this asks before it is sent: the customer may be gone.
pub(crate) const STALE: Span = Span::hours(24);

/// The shortest wait after an act certainly did not leave; it doubles up to sixteenfold.
const RETRY: Span = Span::seconds(5);

/// How often a refused resend is looked up before the refusal is believed.
const SENDS_MAX: u32 = 4;

/// The wait after a look-up of an unknown act that was not answered.
const LOOK_AGAIN: Span = Span::minutes(1);

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
        for act in self.read(|reader| acts::open(reader.conn()))? {
            let Some(charge) = self.charge_of(&act)? else {
                continue;
            };
            let stale = now.since(act.queued_at) > STALE;
            let held = waiting.contains(&charge.account) || self.is_paused(charge.account);
            if act.state != ActState::Queued || stale || held {
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

    fn charge_of(&self, act: &Act) -> Result<Option<Charge>, LedgerError> {
        self.read(|reader| charges::read(reader.conn(), act.charge))
    }

    fn send(&self, act: &Act, charge: &Charge, ready: &Ready) -> Result<(), LedgerError> {
        let Some(sending) = self.step(act, ActEvent::Send)? else {
            return Ok(());
        };
        self.announce(charge.id)?;
        let operation = self.submit_of(charge, ready)?;
        let conversation = self.converse(ready, &operation);
        self.settle_sent(&sending, charge, ready, conversation)?;
        self.announce(charge.id)
    }

    /// Takes an act one step on, unless somebody else has moved it meanwhile.
    fn step(&self, act: &Act, event: ActEvent) -> Result<Option<Act>, LedgerError> {
        self.book(Actor::till(), |booking| {
            let Some(found) = acts::read(booking.conn(), act.id)? else {
                return Ok(None);
            };
            let Ok(state) = found.state.after(event) else {
                return Ok(None);
            };
            let attempts = found.attempts.saturating_add(u32::from(event == ActEvent::Send));
            let stepped = Act { state, attempts, ..found };
            acts::put(booking.conn(), &stepped)?;
            Ok(Some(stepped))
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
        let first_look = ready.provider.capabilities().method(&charge.method).map(|r| r.poll.first);
        self.book(Actor::till(), |booking| match outcome {
            Outcome::Charge(reports) => accept(booking, act, charge, ready, &reports, &message),
            // Sent before: "refused" may mean that the reference is taken, by our own first
            // attempt. Only a look-up can tell.
            Outcome::Refused(_) if (2..=SENDS_MAX).contains(&act.attempts) => {
                move_act(booking, act, ActEvent::AnswerLost, first_look.unwrap_or(LOOK_AGAIN))
            }
            Outcome::Refused(refusal) => {
                if is_about_credentials(&refusal) {
                    self.pause(charge.account);
                }
                refuse(booking, act, charge, &refusal.text, &message)
            }
            Outcome::NotSent => {
                let doubled = 1_i64 << act.attempts.min(4);
                let wait = Span::millis(RETRY.as_millis().saturating_mul(doubled));
                move_act(booking, act, ActEvent::NeverLeft, with_jitter(wait))
            }
            Outcome::Lost(_) | Outcome::NotFound | Outcome::Pong | Outcome::Methods(_) => {
                move_act(booking, act, ActEvent::AnswerLost, first_look.unwrap_or(LOOK_AGAIN))
            }
        })
    }

    /// Looks up the unknown act that has waited longest, if one is due.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn resolve_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let mut soonest: Option<Timestamp> = None;
        for act in self.read(|reader| acts::open(reader.conn()))? {
            if act.state != ActState::Unknown {
                continue;
            }
            let Some(charge) = self.charge_of(&act)? else {
                continue;
            };
            if act.not_before > now {
                soonest = Some(soonest.map_or(act.not_before, |at| at.min(act.not_before)));
                continue;
            }
            if !self.is_paused(charge.account) && self.resolve(&act, &charge)? {
                return Ok(Turn::Worked);
            }
        }
        Ok(Turn::Idle(soonest))
    }

    /// Looks one unknown act up; whether the provider could be asked.
    pub(crate) fn resolve(&self, act: &Act, charge: &Charge) -> Result<bool, LedgerError> {
        let ready = match self.ready(charge.account) {
            Ok(ready) => ready,
            Err(error) => {
                tracing::warn!(%error, account = %charge.account, "an account cannot ask");
                return Ok(false);
            }
        };
        let conversation = self.look_up(&ready, charge);
        self.settle_looked_up(act, charge, &ready, conversation)?;
        self.announce(charge.id)?;
        Ok(true)
    }

    /// Asks what became of a charge; when it waits and nobody here has its voucher, asks for
    /// that too.
    pub(crate) fn look_up(&self, ready: &Ready, charge: &Charge) -> Conversation {
        let order = charge.provider_id.clone().map(OrderId);
        let (reference, asked) = (charge.reference.clone(), charge.amount);
        let question = Question::Charge(LookUp { reference, order, asked });
        let mut conversation = self.converse(ready, &Operation::Question(question));
        if charge.voucher.is_none()
            && let Outcome::Charge(reports) = &mut conversation.outcome
        {
            self.ask_for_vouchers(ready, reports);
        }
        conversation
    }

    fn ask_for_vouchers(&self, ready: &Ready, reports: &mut [Report]) {
        for report in reports.iter_mut().filter(|report| report.voucher.is_none()) {
            let Some(attempt) = report.attempt.clone() else {
                continue;
            };
            let question = Question::Attempt { order: report.order.clone(), attempt };
            let answer = self.converse(ready, &Operation::Question(question));
            if let Outcome::Charge(found) = answer.outcome {
                report.voucher = found.into_iter().find_map(|found| found.voucher);
            }
        }
    }

    fn settle_looked_up(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
        conversation: Conversation,
    ) -> Result<(), LedgerError> {
        let Conversation { outcome, message, .. } = conversation;
        let rule = ready.provider.capabilities().absence;
        self.book(Actor::till(), |booking| {
            let Some(act) = acts::read(booking.conn(), act.id)? else {
                return Ok(());
            };
            match outcome {
                Outcome::Charge(reports) => {
                    accept(booking, &act, charge, ready, &reports, &message)
                }
                Outcome::NotFound => {
                    let looked = act.looked.again(booking.at());
                    match rule.proof(looked, booking.at()) {
                        Some(proof) => absent(booking, &act, ActEvent::Absent(proof)),
                        None => {
                            let first = looked.first.unwrap_or(booking.at());
                            let not_before =
                                first.plus(rule.apart).max(booking.at().plus(LOOK_AGAIN));
                            acts::put(booking.conn(), &Act { looked, not_before, ..act })
                        }
                    }
                }
                Outcome::Refused(refusal) => {
                    if is_about_credentials(&refusal) {
                        self.pause(charge.account);
                    }
                    look_again(booking, &act)
                }
                Outcome::NotSent | Outcome::Lost(_) | Outcome::Pong | Outcome::Methods(_) => {
                    look_again(booking, &act)
                }
            }
        })
    }

    /// What is not sent yet, what waits for a payer, and what needs a person.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn live_charges(&self) -> Result<Vec<Charge>, LedgerError> {
        self.read(|reader| charges::live(reader.conn()))
    }
}

/// The provider knows of the charge.
fn accept(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    charge: &Charge,
    ready: &Ready,
    reports: &[Report],
    message: &[u8],
) -> Result<(), LedgerError> {
    move_act(booking, act, ActEvent::Accepted, Span::ZERO)?;
    let digest = messages::keep(booking.conn(), booking.at(), message)?;
    let next_at = plan_first(ready, charge, booking.at());
    polls::put(booking.conn(), &Poll { charge: charge.id, next_at, last_at: None, failures: 0 })?;
    fold(booking, charge.id, reports, &digest)
}

/// The provider refused: the charge ends, unless it ended here before.
fn refuse(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    charge: &Charge,
    text: &str,
    message: &[u8],
) -> Result<(), LedgerError> {
    move_act(booking, act, ActEvent::Refused, Span::ZERO)?;
    let found = charges::read(booking.conn(), charge.id)?;
    if found.is_none_or(|charge| !charge.state.is_live()) {
        return Ok(());
    }
    let digest = messages::keep(booking.conn(), booking.at(), message)?;
    booking.append(&Fact::ChargeRefused(ChargeRefused {
        charge: charge.id,
        text: text.to_owned(),
        message: digest,
    }))?;
    Ok(())
}

/// The provider has proved not to know of the act: it is sent again with the same reference,
/// unless the charge was given up meanwhile.
fn absent(booking: &mut Booking<'_, '_>, act: &Act, event: ActEvent) -> Result<(), LedgerError> {
    let charge = charges::read(booking.conn(), act.charge)?;
    let Ok(mut state) = act.state.after(event) else {
        return Ok(());
    };
    if charge.is_none_or(|charge| !charge.state.is_live()) {
        state = state.after(ActEvent::Drop).unwrap_or(state);
    }
    let (looked, not_before) = (NotFound::default(), booking.at());
    acts::put(booking.conn(), &Act { state, looked, not_before, ..act.clone() })
}

fn look_again(booking: &Booking<'_, '_>, act: &Act) -> Result<(), LedgerError> {
    let not_before = booking.at().plus(with_jitter(LOOK_AGAIN));
    acts::put(booking.conn(), &Act { not_before, ..act.clone() })
}

fn move_act(
    booking: &Booking<'_, '_>,
    act: &Act,
    event: ActEvent,
    wait: Span,
) -> Result<(), LedgerError> {
    let Some(found) = acts::read(booking.conn(), act.id)? else {
        return Ok(());
    };
    let Ok(state) = found.state.after(event) else {
        return Ok(());
    };
    let not_before = booking.at().plus(wait);
    acts::put(booking.conn(), &Act { state, not_before, ..found })
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
        use cobro_domain::charge::ChargeState;
        let unsent = charges.iter().filter(|c| c.state == ChargeState::Requested).count();
        Self { unsent, waiting: charges.len().saturating_sub(unsent) }
    }
}
