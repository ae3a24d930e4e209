//! From the ticket being typed to a quote.

use cobro_domain::{
    ids::QuoteId,
    people::{Document, Permission},
    quote::VALID_DAYS_MAX,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    fact::{Fact, QuoteIssued, QuotedLine},
    views::series,
};
use jiff::ToSpan;

use super::{QuoteError, Quoted, series_of_quotes};
use crate::{
    event::TillEvent,
    issue::{IssueError, buyer, frozen_lines, frozen_taxes, said, take_typed},
    permit::permit,
    statement::{day, morning_of, zone},
    till::Till,
    typed::Kept,
};

impl Till {
    /// Makes a quote of the ticket on the screen, valid to the end of the day that comes so many
    /// days after today, and begins an empty ticket. Prices and discounts beyond the role are
    /// approved now, as on an invoice, and not again when it is sold.
    ///
    /// # Errors
    /// [`QuoteError`]; the ticket is then still on the screen.
    pub fn issue_quote(&self, days: u16) -> Result<Quoted, QuoteError> {
        may_be_valid_for(days)?;
        let (currency, zone) = (self.currency(), self.zone());
        let quoted = self.book(self.actor(), |booking| {
            let kept = Kept::read(booking.conn(), currency)?.ok_or(IssueError::Empty)?;
            permit(booking, Permission::Quote, Document::Ticket(kept.id))?;
            let typed = take_typed(booking, currency)?;
            let customer = buyer(booking, &typed)?;
            let priced = typed.priced().map_err(IssueError::from)?;
            let conn = booking.conn();
            let folio = series::next(conn, &series_of_quotes(conn)?)?;
            let quote = QuoteId::new(booking.at(), booking.random());
            let valid_until = end_of_day(&zone, booking.at(), days);
            let lines = frozen_lines(&typed, &priced).map_err(IssueError::from)?;
            let lines = typed.ticket.lines.iter().zip(lines);
            let lines = lines.map(|(of, line)| QuotedLine { line, own_discount: of.discount });
            booking.append(&Fact::QuoteIssued(QuoteIssued {
                quote,
                folio: folio.clone(),
                customer,
                valid_until,
                currency,
                lines: lines.collect(),
                note: said(typed.ticket.note.as_ref()),
                ticket_discount: typed.ticket.discount,
                discount: priced.discount.minor(),
                net: priced.net.minor(),
                taxes: frozen_taxes(&priced),
                total: priced.total.minor(),
            }))?;
            Ok::<_, QuoteError>(Quoted { quote, folio, total: priced.total, valid_until })
        })?;
        self.tell(&TillEvent::Status);
        Ok(quoted)
    }

    /// The last moment at which the prices of a quote that is made now would count.
    ///
    /// # Errors
    /// [`QuoteError::Days`].
    pub fn quote_valid_until(&self, days: u16) -> Result<Timestamp, QuoteError> {
        may_be_valid_for(days)?;
        Ok(end_of_day(&self.zone(), self.now(), days))
    }
}

fn may_be_valid_for(days: u16) -> Result<(), QuoteError> {
    if (1..=VALID_DAYS_MAX).contains(&days) { Ok(()) } else { Err(QuoteError::Days { days }) }
}

/// The last moment of the day that comes so many days after another, by the shop's calendar.
fn end_of_day(zone_name: &str, now: Timestamp, days: u16) -> Timestamp {
    let zone = zone(zone_name);
    let next = day(&zone, now)
        .and_then(|today| today.checked_add(i32::from(days).saturating_add(1).days()).ok())
        .and_then(|next| morning_of(&zone, next));
    // Only a clock beyond the calendar has no such day.
    let next = next.unwrap_or_else(|| now.plus(Span::days(i64::from(days))));
    next.minus(Span::millis(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_valid_to_the_end_of_its_day_in_the_shops_zone() {
        let at = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp::from_millis(at.as_millisecond())
        };
        let cases = [
            ("America/Mexico_City", "2026-11-22T23:00:00Z", 1, "2026-11-24T05:59:59.999Z"),
            // Late in the evening it is still the same day in the shop.
            ("America/Mexico_City", "2026-11-23T05:00:00Z", 1, "2026-11-24T05:59:59.999Z"),
            ("America/Mexico_City", "2026-11-22T23:00:00Z", 15, "2026-12-08T05:59:59.999Z"),
            // The clocks of Kyiv go back in between.
            ("Europe/Kyiv", "2026-10-24T12:00:00Z", 2, "2026-10-26T21:59:59.999Z"),
        ];
        for (zone, now, days, until) in cases {
            assert_eq!(end_of_day(zone, at(now), days), at(until), "{zone} {now} {days}");
        }
    }
}
