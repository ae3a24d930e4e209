//! The paper of a quote: what was promised with the amounts that were stored, never computed anew.

use cobro_documents::{Moment, ReceiptKind, ReceiptLine, ReceiptPaper, TaxLine};
use cobro_domain::{ids::QuoteId, money::Money, time::Timestamp};
use cobro_ledger::{Mode, views::company, views::quotes, working::customers};

use crate::{
    papers::{Kept, PaperSize, PrintError, drawn, kept_at, served_by, shop, tax_label, till_label},
    printing::{self, Order, PaperKind},
    till::Till,
};

impl Till {
    /// Makes the paper of a quote as a PDF, and has it printed where there is a printer for it.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn print_quote(&self, id: QuoteId, size: PaperSize) -> Result<Kept, PrintError> {
        let paper = self.quote_paper(id)?;
        let bytes = drawn(&paper, size, self.roll_width(), self.language())?;
        let name = format!("{}-quote-{}.pdf", paper.folio, size.word());
        let path = kept_at(&self.papers(), &name, &bytes)?;
        let queued = self.book(self.actor(), |booking| {
            let order = Order::new(size.tray(), PaperKind::Quote, &paper.folio);
            let customer = quotes::read(booking.conn(), id)?.and_then(|quote| quote.customer);
            printing::queue(booking, Order { customer, ..order }, Some(&bytes))
        })?;
        self.has_queued(queued);
        Ok(Kept { path, queued })
    }

    /// A quote as a paper, not drawn yet.
    fn quote_paper(&self, id: QuoteId) -> Result<ReceiptPaper, PrintError> {
        let language = self.language();
        self.read(|reader| {
            let conn = reader.conn();
            let quote = quotes::read(conn, id)?.ok_or(PrintError::NotFound)?;
            let body = quotes::body(conn, &quote)?;
            let (shop, zone) = shop(company::read(conn)?);
            let customer = quote.customer.map(|id| customers::name(conn, id)).transpose()?;
            let money = |minor| Money::new(minor, body.currency);
            let moment = |at: Timestamp| Moment { at, zone: zone.clone() };
            let lines = body.lines.iter().map(|quoted| ReceiptLine {
                quantity: quoted.line.quantity,
                unit: quoted.line.unit,
                name: quoted.line.name.clone(),
                note: Some(quoted.line.note.clone()),
                unit_price: money(quoted.line.price),
                discount: (quoted.line.discount != 0).then(|| money(quoted.line.discount)),
                total: money(quoted.line.total),
            });
            let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLine {
                name: tax_label(code, *rate, language),
                amount: money(*amount),
            });
            Ok(ReceiptPaper {
                kind: ReceiptKind::Quote { valid_until: moment(quote.valid_until) },
                shop,
                customer: customer.flatten(),
                cashier: served_by(conn, quote.arrival)?,
                folio: quote.folio.to_string(),
                issued: moment(quote.at),
                lines: lines.collect(),
                note: Some(body.note.clone()),
                subtotal: money(body.net),
                discount: (body.discount != 0).then(|| money(body.discount)),
                taxes: taxes.collect(),
                total: money(body.total),
                rounding: None,
                tip: None,
                tenders: Vec::new(),
                change: None,
                training: self.mode() == Mode::Training,
                till: till_label(language),
            })
        })
    }
}
