//! The form in which a card is typed: what it asks for, and what becomes of it.

mod payer;
mod plans;
mod typed;

use cobro_documents::Catalogue;
use cobro_domain::{
    card::{CardBrand, CardKind},
    customer::Payer,
    ids::{ChargeId, CustomerId, InvoiceId, MerchantAccountId},
    instalments::InstalmentPlan,
    money::Money,
    rfc::Rfc,
};
use cobro_ledger::{
    fact::MerchantAccountChanged,
    views::{charges, invoices},
    working::{
        customers::{self, Customer},
        stored_cards::KeptCard,
    },
};
use cobro_providers::{
    capabilities::CardRule,
    card::{CardSteps, CardToken},
};
use serde::{Deserialize, Serialize};

pub use typed::{Hidden, TypedCard};

use payer::payer_typed;

use super::{
    Amount, BooksMode, CardKindWord, CommandError, KeptCardView, LanguageTag, PlanView, ThemeWord,
    card_tile::kept_view,
};
use crate::{
    card::{CardOrder, CardToStore, ChosenCard},
    collect::Overpaying,
    till::Till,
    typed::TypedTicket,
};

/// What is to be charged, and with what: the main window says it, and the form obeys.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardWanted {
    /// The merchant account.
    pub account: String,
    /// The invoice; what is on the screen is issued when there is none.
    pub invoice: Option<String>,
    /// Somebody accepted that charges which still live could overpay the invoice.
    pub even_if_it_overpays: bool,
    /// The place of a kept card among those of [`ChargeSheetView`](super::ChargeSheetView);
    /// another is typed when there is none.
    pub kept: Option<u32>,
}

/// What a brand's cards allow.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BrandView {
    /// The brand: the message `card-brand-<word>`.
    pub brand: String,
    /// How many digits the code has.
    pub code_digits: u32,
    /// Whether money can be held on them.
    pub can_hold: bool,
    /// Whether there are debit cards of it.
    pub has_debit: bool,
}

/// Something that the provider wants to know of the payer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PayerAsked {
    /// What: the message `payer-<field>`.
    pub field: String,
    /// What is known.
    pub value: String,
}

/// Whether the provider can be asked to keep the card; `card-keep-<word>` says why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum KeepWord {
    /// It can.
    Offered,
    /// Nobody is named whose card it would be.
    NoCustomer,
    /// The customer's tax number is not known.
    NoDocument,
    /// The provider keeps none, or has it already.
    NotOffered,
}

/// The form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardFormView {
    /// The language of the screen.
    pub language: LanguageTag,
    /// How the screen looks.
    pub theme: ThemeWord,
    /// Real books or practice.
    pub mode: BooksMode,
    /// What is charged.
    pub total: Amount,
    /// Whose ticket or invoice it is.
    pub customer: Option<String>,
    /// The year it is at the till.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// What the provider takes.
    pub brands: Vec<BrandView>,
    /// In how many months a credit card may pay it.
    pub plans: Vec<PlanView>,
    /// What the provider wants to know of the payer.
    pub payer: Vec<PayerAsked>,
    /// Whether the card can be kept.
    pub keep: KeepWord,
    /// The card, if the provider keeps it: only its code may be typed.
    pub kept: Option<KeptCardView>,
}

/// What was typed of the payer.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PayerTyped {
    /// The field's word.
    pub field: String,
    /// What was typed.
    pub value: String,
}

/// The form as it was sent.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardForm {
    /// The card.
    pub card: TypedCard,
    /// In how many months it is paid; 1 for at once.
    pub months: u32,
    /// The promotion by which it is.
    pub promotion: Option<String>,
    /// Only hold the money.
    pub hold: bool,
    /// Have the provider keep the card.
    pub keep: bool,
    /// What was typed of the payer.
    pub payer: Vec<PayerTyped>,
}

/// A card that was charged, whatever became of it.
#[derive(Clone, Debug)]
pub struct CardSent {
    /// The charge.
    pub charge: ChargeId,
    /// The card was to be kept, and the provider did not.
    pub not_kept: bool,
}

/// What a form is about.
struct Subject {
    account: MerchantAccountChanged,
    rule: CardRule,
    invoice: Option<InvoiceId>,
    amount: Money,
    name: Option<String>,
    customer: Option<Customer>,
}

impl Till {
    /// The title of the window in which a card is typed.
    #[must_use]
    pub fn card_title(&self) -> String {
        let title = Catalogue::of(self.language()).format("card-window-title", &[]);
        title.unwrap_or_default()
    }

    /// The form for a card.
    ///
    /// # Errors
    /// When the account takes no cards, or what is to be charged is not there.
    pub fn card_form_view(&self, wanted: &CardWanted) -> Result<CardFormView, CommandError> {
        let subject = self.subject(wanted)?;
        let (year, month) = self.month();
        let kept = wanted.kept.map(|place| self.kept_card(&subject, place)).transpose()?;
        let credit = kept.as_ref().is_none_or(|kept| kept.kind == CardKind::Credit);
        let kind = if credit { CardKind::Credit } else { CardKind::Debit };
        let plans = subject.rule.months(subject.amount, kind).into_iter().filter_map(|months| {
            let plan = InstalmentPlan::without_interest(subject.amount, months).ok()?;
            Some(self.plan_view(plan, None, None))
        });
        Ok(CardFormView {
            language: self.language().into(),
            theme: self.theme().into(),
            mode: self.mode().into(),
            total: self.amount(subject.amount),
            year,
            month,
            brands: subject.rule.brands.iter().map(brand_view).collect(),
            plans: plans.collect(),
            payer: self.payer_asked(&subject),
            keep: keep(&subject, kept.is_some()),
            kept: kept.map(|kept| kept_view(wanted.kept.unwrap_or_default(), &kept)),
            customer: subject.name,
        })
    }

    /// Charges the card that was typed. Once this returns an error, nothing was booked or sent.
    ///
    /// # Errors
    /// [`CommandError`] says what of the form does not do, and never what was typed.
    pub fn charge_card_form(
        &self,
        wanted: &CardWanted,
        form: &CardForm,
    ) -> Result<CardSent, CommandError> {
        let subject = self.subject(wanted)?;
        let known = subject.customer.as_ref().map(|customer| &customer.person.payer);
        let payer = payer_typed(known, &form.payer)?;
        let kept = wanted.kept.map(|place| self.kept_card(&subject, place)).transpose()?;
        let card = match kept {
            Some(kept) => {
                let code = form.card.code(kept.brand)?;
                ChosenCard::Kept { token: CardToken(kept.token), code }
            }
            None => ChosenCard::Typed(form.card.card(self.month())?),
        };
        if let ChosenCard::Typed(card) = &card
            && card.kind == CardKind::Debit
            && card.number.brand() == Some(CardBrand::Amex)
        {
            return Err(CommandError::CardBrand);
        }
        let (instalments, total) = self.instalments(&subject, form)?;
        let order = CardOrder {
            account: subject.account.account,
            steps: if form.hold { CardSteps::Two } else { CardSteps::One },
            instalments,
            total,
            payer: self.party(&subject, &payer, &form.payer)?,
            card,
        };
        let charge = match subject.invoice {
            None => self.charge_card(&order)?,
            Some(id) => self.charge_card_again(id, &order, overpaying(wanted))?,
        };
        let not_kept = self.keep_what_was_typed(charge, payer, &order, form.keep);
        Ok(CardSent { charge, not_kept })
    }

    /// Keeps what was asked of the payer, and has the card kept. Neither undoes the charge:
    /// whether the card should have been kept and was not.
    fn keep_what_was_typed(
        &self,
        charge: ChargeId,
        payer: Payer,
        order: &CardOrder,
        keep: bool,
    ) -> bool {
        let customer = self.read(|reader| {
            let charge = charges::read(reader.conn(), charge)?;
            let invoice = charge.map(|charge| invoices::at(reader.conn(), charge.invoice));
            Ok::<_, cobro_ledger::LedgerError>(invoice.transpose()?.and_then(|one| one.customer))
        });
        let Ok(Some(customer)) = customer else {
            return keep;
        };
        if let Err(error) = self.keep_payer(customer, payer) {
            tracing::warn!(%error, "what was asked of a payer could not be kept");
        }
        let ChosenCard::Typed(card) = &order.card else {
            return false;
        };
        if !keep {
            return false;
        }
        let known = self.customer(customer).ok().and_then(|known| known.person.rfc);
        let document = known.map(|rfc: Rfc| rfc.as_str().to_owned()).unwrap_or_default();
        let account = order.account;
        let stored =
            self.store_card(&CardToStore { account, customer, document, card: card.clone() });
        stored.is_err()
    }

    fn subject(&self, wanted: &CardWanted) -> Result<Subject, CommandError> {
        let (account, offered) = self.offer(MerchantAccountId::parse(&wanted.account)?)?;
        let rule = offered.cards.ok_or(CommandError::NotOffered)?;
        let (invoice, amount, name, id) = match &wanted.invoice {
            Some(id) => {
                let id = InvoiceId::parse(id)?;
                let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
                let invoice = invoice.ok_or(CommandError::NotFound)?;
                let owed = self.owed_by_card(id, overpaying(wanted))?;
                (Some(id), owed, self.customer_name(&invoice)?, invoice.customer)
            }
            None => {
                let typed = self.typed()?;
                let name = typed.customer.as_ref().map(|name| name.as_str().to_owned());
                (None, typed.priced()?.total, name, self.typed_customer(&typed)?)
            }
        };
        let customer = id.map(|id: CustomerId| self.customer(id)).transpose()?;
        Ok(Subject { account, rule, invoice, amount, name, customer })
    }

    /// Whom a ticket names, if the shop knows them: they were picked, or there is one of that
    /// name.
    pub(super) fn typed_customer(
        &self,
        typed: &TypedTicket,
    ) -> Result<Option<CustomerId>, CommandError> {
        match (typed.picked(), &typed.customer) {
            (Some(picked), _) => Ok(Some(picked)),
            (None, Some(name)) => {
                Ok(self.read(|reader| customers::by_name(reader.conn(), name.as_str()))?)
            }
            (None, None) => Ok(None),
        }
    }

    /// A card that the provider keeps for whoever buys.
    fn kept_card(&self, subject: &Subject, place: u32) -> Result<KeptCard, CommandError> {
        let customer = subject.customer.as_ref().ok_or(CommandError::NotFound)?;
        let mut cards = self.kept_cards(subject.account.account, customer.id)?;
        let place = usize::try_from(place).ok().filter(|place| *place < cards.len());
        Ok(cards.swap_remove(place.ok_or(CommandError::NotFound)?))
    }

    /// The month it is at the till.
    fn month(&self) -> (u16, u8) {
        let zone = jiff::tz::TimeZone::get(&self.zone()).unwrap_or(jiff::tz::TimeZone::UTC);
        let now = jiff::Timestamp::from_millisecond(self.now().millis()).unwrap_or_default();
        let date = zone.to_datetime(now).date();
        let year = u16::try_from(date.year()).unwrap_or_default();
        (year, u8::try_from(date.month()).unwrap_or(1))
    }
}

const fn overpaying(wanted: &CardWanted) -> Overpaying {
    if wanted.even_if_it_overpays { Overpaying::Accepted } else { Overpaying::Ask }
}

fn keep(subject: &Subject, kept: bool) -> KeepWord {
    match &subject.customer {
        _ if kept || !subject.rule.stores => KeepWord::NotOffered,
        None => KeepWord::NoCustomer,
        Some(customer) if customer.person.rfc.is_none() => KeepWord::NoDocument,
        Some(_) => KeepWord::Offered,
    }
}

fn brand_view(rule: &cobro_providers::capabilities::BrandRule) -> BrandView {
    BrandView {
        brand: rule.brand.word().to_owned(),
        code_digits: u32::try_from(rule.brand.code_digits()).unwrap_or_default(),
        can_hold: rule.two_step,
        has_debit: rule.brand != CardBrand::Amex,
    }
}
