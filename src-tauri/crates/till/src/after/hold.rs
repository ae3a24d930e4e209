//! Taking what is held, or letting it go.

use cobro_domain::{
    act::ActKind,
    hold,
    ids::ChargeId,
    money::Money,
    name::Name,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{CaptureRequested, Fact, VoidRequested},
    views::{
        cards::{self, Card},
        charges::{self, Charge},
        holds::{self, Hold},
    },
};
use cobro_providers::capabilities::CardRule;

use super::{FollowError, Wanted, sending};
use crate::permit::permit;
use crate::{merchants::Ready, poll::policy, till::Till};
use cobro_domain::people::{Document, Permission};

/// How long before a hold lapses people are told.
const WARNED: Span = Span::days(3);

/// The most holds that are told of at a time.
const TOLD: u32 = 50;

/// What can be done about a hold now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldOffer {
    /// The hold.
    pub hold: Hold,
    /// Whether a part can be taken.
    pub partial: bool,
    /// From when it can be let go.
    pub void_from: Timestamp,
    /// Until when it can be let go.
    pub void_until: Timestamp,
    /// Whether it lapses soon.
    pub ends_soon: bool,
}

/// A hold with its charge.
struct Held {
    charge: Charge,
    card: Card,
    hold: Hold,
}

impl Held {
    fn of(conn: &Connection, id: ChargeId) -> Result<Self, FollowError> {
        let charge = charges::read(conn, id)?.ok_or(FollowError::NotFound)?;
        let card = cards::read(conn, id)?.ok_or(FollowError::NotHeld)?;
        let hold = holds::read(conn, id)?.filter(Hold::stands).ok_or(FollowError::NotHeld)?;
        Ok(Self { charge, card, hold })
    }

    /// The same, if nothing is being done about it.
    fn idle(conn: &Connection, id: ChargeId) -> Result<Self, FollowError> {
        let held = Self::of(conn, id)?;
        if held.hold.capturing.is_some() || held.hold.voiding {
            return Err(FollowError::UnderWay);
        }
        Ok(held)
    }

    fn void_until(&self, rule: &CardRule) -> Timestamp {
        let own = self.card.brand.and_then(|brand| rule.brand(brand));
        let days = own.map_or(rule.hold.days, |own| own.void_days);
        self.hold.since.plus(Span::days(i64::from(days))).min(self.hold.lapses_at)
    }
}

impl Till {
    /// What can be done about what is held for a charge.
    ///
    /// # Errors
    /// [`FollowError::NotHeld`] when nothing is.
    pub fn hold_offer(&self, id: ChargeId) -> Result<HoldOffer, FollowError> {
        let held = self.read(|reader| Held::of(reader.conn(), id))?;
        let (_, offered) = self.offer(held.charge.account)?;
        let rule = offered.cards.as_ref().ok_or(FollowError::NotHeld)?;
        Ok(HoldOffer {
            partial: rule.hold.partial,
            void_from: held.hold.since.plus(rule.hold.void_not_before),
            void_until: held.void_until(rule),
            ends_soon: self.now() >= held.hold.lapses_at.minus(WARNED),
            hold: held.hold,
        })
    }

    /// The holds that lapse soon, the next one first: somebody has to take them or lose them.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn holds_that_end_soon(&self) -> Result<Vec<Hold>, LedgerError> {
        let before = self.now().plus(WARNED);
        self.read(|reader| holds::lapsing(reader.conn(), before, TOLD))
    }

    /// Takes what is held for a charge, or a part of it; the rest is let go. When this returns
    /// it was sent, if it left at all, and its outcome is in the books as far as it is known.
    ///
    /// # Errors
    /// [`FollowError`]; nothing was booked or sent.
    pub fn capture(&self, id: ChargeId, part: Option<Money>) -> Result<(), FollowError> {
        let charge = self.read(|reader| Held::idle(reader.conn(), id))?.charge;
        let ready = self.able(&charge)?;
        let rule = ready.provider.capabilities().cards.as_ref();
        let partial = rule.is_some_and(|rule| rule.hold.partial);
        let first = policy(&ready, &charge).first;
        let act = self.book(self.actor(), |booking| {
            let Held { card, hold, .. } = Held::idle(booking.conn(), id)?;
            let days = card.hold_days.unwrap_or(0);
            let held = hold::Hold { amount: hold.held, since: hold.since, days };
            let captured = held.capture(part, booking.at())?;
            if !partial && !captured.released.is_zero() {
                return Err(FollowError::AllOrNothing);
            }
            let amount = captured.taken;
            let kind = ActKind::Capture;
            let wanted = Wanted { charge: id, kind, amount: Some(amount), refund: None };
            let act = sending(booking, &wanted, first)?;
            booking.append(&Fact::CaptureRequested(CaptureRequested {
                charge: id,
                act: act.id,
                currency: amount.currency(),
                amount: amount.minor(),
            }))?;
            Ok(act)
        })?;
        self.send_follow_up(&act, &charge, &ready)?;
        Ok(())
    }

    /// Lets go what is held for a charge, as [`Till::capture`] takes it.
    ///
    /// # Errors
    /// [`FollowError`]; nothing was booked or sent.
    pub fn void_hold(&self, id: ChargeId, reason: &str) -> Result<(), FollowError> {
        let reason = Name::parse(reason)?;
        let charge = self.read(|reader| Held::idle(reader.conn(), id))?.charge;
        let ready = self.able(&charge)?;
        let rule = ready.provider.capabilities().cards.as_ref().ok_or(FollowError::NotHeld)?;
        let first = policy(&ready, &charge).first;
        let act = self.book(self.actor(), |booking| {
            let held = Held::idle(booking.conn(), id)?;
            let from = held.hold.since.plus(rule.hold.void_not_before);
            if booking.at() < from {
                return Err(FollowError::TooEarly { from });
            }
            let until = held.void_until(rule);
            if booking.at() > until {
                return Err(FollowError::TooLate { until });
            }
            permit(booking, Permission::GiveUpCharge, Document::Charge(id))?;
            let (kind, amount) = (ActKind::Void, Some(held.hold.held));
            let wanted = Wanted { charge: id, kind, amount, refund: None };
            let act = sending(booking, &wanted, first)?;
            let (reason, act_id) = (reason.as_str().to_owned(), act.id);
            let requested = VoidRequested { charge: id, act: act_id, reason };
            booking.append(&Fact::VoidRequested(requested))?;
            Ok(act)
        })?;
        self.send_follow_up(&act, &charge, &ready)?;
        Ok(())
    }

    /// The provider of a charge, if anything can be sent to it.
    pub(super) fn able(&self, charge: &Charge) -> Result<Ready, FollowError> {
        if self.is_paused(charge.account) {
            return Err(FollowError::Paused);
        }
        Ok(self.ready(charge.account)?)
    }
}
