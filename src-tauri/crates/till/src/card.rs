//! Charging a card. A card is never queued and nobody keeps it: its charge is recorded as
//! sending and sent at once, by whoever typed it. What certainly did not leave ends the charge;
//! a lost answer is looked up and never sent again, and a person decides in the end.

mod error;
mod link;
mod page;
mod promotions;
mod request;
mod stored;

use crate::permit::{PermitError, permit};
use cobro_domain::people::{Document, Permission};
use cobro_domain::{
    act::{ActEvent, ActKind, ActState},
    card::{Card, SecurityCode},
    ids::{Actor, ChargeId, CustomerId, InvoiceId, MerchantAccountId},
    money::Money,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{ChargeCancelled, Fact},
    views::{
        cards,
        charges::{self, Charge},
        invoices,
    },
    working::{
        acts::{self, Act},
        polls::{self, Poll},
        preferences, stored_cards,
    },
};
use cobro_providers::{
    capabilities::{CardRule, PayerField},
    card::{CardSource, CardSteps, CardSubmit, CardToken, Instalments},
    operation::{self, Operation, Party},
    outcome::Outcome,
};

pub use error::CardRefused;
pub(crate) use page::PageDesk;
pub use page::{PageOffer, PageOrder};
pub(crate) use promotions::Offered;
pub use stored::CardToStore;

use request::{owed, request};

use crate::{
    collect::Overpaying,
    converse::Conversation,
    deliver::{accept, move_act, refuse},
    fold::end_doubt,
    issue::issue_typed,
    merchants::Ready,
    poll::{Looked, policy},
    random::with_jitter,
    till::Till,
};

/// Whether the owner lets people type cards here.
const TYPED_CARDS: &str = "typed-cards";

/// The card of an order.
#[derive(Clone, Debug)]
pub enum ChosenCard {
    /// It was typed.
    Typed(Card),
    /// The provider keeps it.
    Kept {
        /// The provider's name for it.
        token: CardToken,
        /// The code, typed anew; none where the account may charge without it.
        code: Option<SecurityCode>,
    },
}

/// How to charge a card.
#[derive(Clone, Debug)]
pub struct CardOrder {
    /// The merchant account.
    pub account: MerchantAccountId,
    /// The card.
    pub card: ChosenCard,
    /// Whether the money is taken at once.
    pub steps: CardSteps,
    /// In how many parts the payer pays.
    pub instalments: Instalments,
    /// What the payer pays in the end, where a promotion has its price.
    pub total: Option<Money>,
    /// Who pays.
    pub payer: Party,
}

/// An order that was looked at before anything is booked.
struct Checked {
    ready: Ready,
    rule: CardRule,
    source: CardSource,
    last_four: String,
    stored: bool,
    payer: Party,
}

impl Till {
    /// Whether the owner lets people type cards here.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn cards_may_be_typed(&self) -> Result<bool, LedgerError> {
        let word = self.read(|reader| preferences::read(reader.conn(), TYPED_CARDS))?;
        Ok(word.as_deref() == Some("on"))
    }

    /// The owner lets people type cards here, or does so no more. Whoever types cards answers
    /// for them by the rules of PCI DSS.
    ///
    /// # Errors
    /// [`PermitError`]; it is then as it was.
    pub fn let_cards_be_typed(&self, allowed: bool) -> Result<(), PermitError> {
        let word = if allowed { "on" } else { "" };
        self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            Ok(preferences::put(booking.conn(), TYPED_CARDS, word)?)
        })
    }

    /// Issues the ticket on the screen and charges a card for all of it. When this returns the
    /// charge was sent, if it left at all, and its outcome is in the books as far as it is known.
    ///
    /// # Errors
    /// [`CardRefused`]; nothing was booked or sent, and the ticket is still on the screen.
    pub fn charge_card(&self, order: &CardOrder) -> Result<ChargeId, CardRefused> {
        let checked = self.check_card(order)?;
        let currency = self.currency();
        let (charge, act) = self.book(self.actor(), |booking| {
            let issued = issue_typed(booking, currency)?;
            request(booking, order, &checked, issued.invoice, issued.total)
        })?;
        self.send_card(charge, &act, order, &checked)?;
        Ok(charge)
    }

    /// Charges a card for what is still owed on an invoice, as [`Till::charge_card`] does.
    ///
    /// # Errors
    /// [`CardRefused`]; nothing was booked or sent.
    pub fn charge_card_again(
        &self,
        id: InvoiceId,
        order: &CardOrder,
        overpaying: Overpaying,
    ) -> Result<ChargeId, CardRefused> {
        let checked = self.check_card(order)?;
        let (charge, act) = self.book(self.actor(), |booking| {
            let owed = owed(booking, id, overpaying)?;
            request(booking, order, &checked, id, owed)
        })?;
        self.send_card(charge, &act, order, &checked)?;
        Ok(charge)
    }

    /// What a card may be charged for an invoice now. Nothing is written.
    pub(crate) fn owed_by_card(
        &self,
        id: InvoiceId,
        overpaying: Overpaying,
    ) -> Result<Money, CardRefused> {
        self.book(self.actor(), |booking| owed(booking, id, overpaying))
    }

    /// A person decides that a card whose answer was lost was not charged, once the provider
    /// was asked for long enough and knows nothing of it. It stays watched.
    ///
    /// # Errors
    /// [`CardRefused::StillAsked`] until then.
    pub fn give_card_up(&self, id: ChargeId) -> Result<(), CardRefused> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.ok_or(CardRefused::NotFound)?;
        let (_, offered) = self.offer(charge.account)?;
        let rule = offered.lost(ActKind::Submit, &charge.method).rule();
        let first = offered.looks(&charge.method).map(|(poll, _)| poll.first).unwrap_or_default();
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let act = acts::of_charge(conn, id)?.filter(|act| act.state == ActState::Unknown);
            let act = act.ok_or(CardRefused::NotFound)?;
            let Some(proof) = rule.proof(act.looked, booking.at()) else {
                let from = act.looked.first.map(|first| first.plus(rule.apart));
                return Err(CardRefused::StillAsked { from });
            };
            permit(booking, Permission::GiveUpCharge, Document::Charge(id))?;
            let absent = act.state.after(ActEvent::Absent(proof));
            let state = absent.and_then(|state| state.after(ActEvent::Drop)).unwrap_or(act.state);
            acts::put(conn, &Act { state, ..act })?;
            end_doubt(booking, &charge)?;
            booking.append(&Fact::ChargeCancelled(ChargeCancelled { charge: id }))?;
            let next_at = booking.at().plus(with_jitter(first));
            polls::put(conn, &Poll { charge: id, next_at, last_at: None, failures: 0 })?;
            Ok(())
        })?;
        self.announce(id);
        Ok(())
    }

    fn check_card(&self, order: &CardOrder) -> Result<Checked, CardRefused> {
        if self.is_paused(order.account) {
            return Err(CardRefused::Paused);
        }
        let ready = self.ready(order.account)?;
        let offered = ready.provider.capabilities();
        let usable = ready.account.active && offered.currency == self.currency();
        let rule = offered.cards.clone().filter(|_| usable).ok_or(CardRefused::NotOffered)?;
        let (source, last_four, stored) = match &order.card {
            ChosenCard::Typed(card) => {
                if !self.cards_may_be_typed()? {
                    return Err(CardRefused::NotTyped);
                }
                let last_four = card.number.masked().last_four().to_owned();
                (CardSource::Typed(card.clone()), last_four, false)
            }
            ChosenCard::Kept { token, code } => {
                let (account, name) = (order.account, token.0.as_str());
                let kept = self.read(|reader| stored_cards::read(reader.conn(), account, name))?;
                let kept = kept.ok_or(CardRefused::NotFound)?;
                let brand = kept.brand.ok_or(CardRefused::Brand)?;
                let (token, code, kind) = (token.clone(), code.clone(), kept.kind);
                let source = CardSource::Stored { token, brand, kind, code };
                (source, kept.number.last_four().to_owned(), true)
            }
        };
        let brand = source.brand().and_then(|brand| rule.brand(brand)).ok_or(CardRefused::Brand)?;
        if order.steps == CardSteps::Two && !brand.two_step {
            return Err(CardRefused::NoHold);
        }
        let payer = self.payer(&ready, order.payer.clone());
        let missing: Vec<_> =
            rule.payer.iter().filter(|field| !has(&payer, **field)).copied().collect();
        if !missing.is_empty() {
            return Err(CardRefused::PayerNeeded { missing });
        }
        Ok(Checked { rule, source, last_four, stored, payer, ready })
    }

    /// The payer; for a walk-in who said nothing, the account's own, and the shop's telephone.
    fn payer(&self, ready: &Ready, mut payer: Party) -> Party {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        payer.name = payer.name.or_else(|| given(&ready.account.payer_name));
        payer.email = payer.email.or_else(|| given(&ready.account.payer_email));
        let shop = || self.company().ok().flatten();
        payer.phone = payer.phone.or_else(|| shop().and_then(|shop| given(&shop.phone)));
        payer
    }

    fn send_card(
        &self,
        id: ChargeId,
        act: &Act,
        order: &CardOrder,
        checked: &Checked,
    ) -> Result<(), CardRefused> {
        self.announce(id);
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.ok_or(CardRefused::NotFound)?;
        let submit = CardSubmit {
            reference: charge.reference.clone(),
            amount: charge.amount,
            steps: order.steps,
            card: checked.source.clone(),
            instalments: order.instalments.clone(),
            description: self.description(&charge)?,
            language: self.language().tag().chars().take(2).collect(),
            buyer: checked.payer.clone(),
            payer: Some(checked.payer.clone()),
            shipping: None,
            notify_url: None,
            device: None,
        };
        let operation = Operation::Act(operation::Act::Card(Box::new(submit)));
        let conversation = self.converse(&checked.ready, &operation);
        drop(operation);
        self.settle_card(act, &charge, &checked.ready, conversation)?;
        self.announce(id);
        Ok(())
    }

    /// What the payer reads beside the amount.
    fn description(&self, charge: &Charge) -> Result<String, LedgerError> {
        let folio = self.read(|reader| invoices::at(reader.conn(), charge.invoice))?.folio;
        let shop = self.company()?.map(|company| company.name);
        Ok(shop.map_or_else(|| folio.to_string(), |shop| format!("{shop} {folio}")))
    }

    /// Books what became of a card that was sent.
    fn settle_card(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
        conversation: Conversation,
    ) -> Result<(), LedgerError> {
        let Conversation { outcome, message, .. } = conversation;
        let first = policy(ready, charge).first;
        self.book(Actor::till(), |booking| match outcome {
            Outcome::Charge(reports) => {
                accept(booking, act, charge, ready, &reports, &message, Looked::Issued)
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
                move_act(booking, act, ActEvent::AnswerLost, first).map(|_| ())
            }
        })
    }
}

/// A card that certainly did not leave is not kept to be sent later: its charge ends.
fn never_left(booking: &mut Booking<'_, '_>, act: &Act) -> Result<(), LedgerError> {
    use cobro_domain::time::Span;
    if move_act(booking, act, ActEvent::NeverLeft, Span::ZERO)? {
        move_act(booking, act, ActEvent::Drop, Span::ZERO)?;
        let charge = act.charge;
        booking.append(&Fact::ChargeCancelled(ChargeCancelled { charge }))?;
    }
    Ok(())
}

/// Whether a payer is known as well as a provider wants.
fn has(payer: &Party, field: PayerField) -> bool {
    let address = payer.address.as_ref();
    let said = match field {
        PayerField::Name => payer.name.as_deref(),
        PayerField::Email => payer.email.as_deref(),
        PayerField::Phone => payer.phone.as_deref(),
        PayerField::Document => payer.document.as_deref(),
        PayerField::BirthDate => payer.birth_date.as_deref(),
        PayerField::State => address.and_then(|address| address.state.as_deref()),
        PayerField::PostalCode => address.and_then(|address| address.postal_code.as_deref()),
    };
    said.is_some_and(|text| !text.trim().is_empty())
}

/// Whether somebody may give a charge up by hand: not a card that may have been charged, and
/// not one on which money is held.
pub(crate) fn may_be_cancelled(
    booking: &Booking<'_, '_>,
    charge: &Charge,
) -> Result<bool, LedgerError> {
    let by_card = cards::read(booking.conn(), charge.id)?.is_some();
    Ok(!by_card)
}

/// Whose card it is, for the provider: the shop's own number for the customer.
fn payer_number(customer: CustomerId) -> String {
    customer.0.simple().to_string()
}
