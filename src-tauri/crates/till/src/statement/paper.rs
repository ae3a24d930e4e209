//! Statements as papers: drawn beside the counter, kept as files. The books note nothing of
//! them: the same period gives the same figures again.

use std::{
    collections::BTreeMap,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use cobro_documents::{
    Holder, Language, Moment, Payment, Sheet, Shop, StatementPaper, outstanding_csv, statement_csv,
    statement_pdf, statement_xlsx,
};
use cobro_domain::{
    ids::CustomerId,
    rfc::Rfc,
    statement::{Period, Statement},
};
use cobro_ledger::{Mode, working::customers};

use super::{Progress, StatementError, days, last_moment};
use crate::{
    papers::{Kept, PrintError, kept_at, shop, till_label},
    printing::{self, Order, PaperKind, Tray},
    till::Till,
};

/// Characters of a customer's name in the name of a file.
const NAME_IN_FILE: usize = 40;

/// Figures of a customer's id in the name of a file: two of one name stay apart.
const ID_IN_FILE: usize = 8;

/// What a statement is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementFormat {
    /// Pages to print.
    Pdf(Sheet),
    /// Comma-separated values: the movements, and beside them the outstanding invoices.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

impl StatementFormat {
    /// Whether people pay from it.
    const fn has_links(self) -> bool {
        matches!(self, Self::Pdf(_))
    }

    /// What the name of its file ends with.
    const fn ending(self) -> &'static str {
        match self {
            Self::Pdf(Sheet::Letter) => "letter.pdf",
            Self::Pdf(Sheet::A4) => "a4.pdf",
            Self::Csv => "movements.csv",
            Self::Xlsx => "statement.xlsx",
        }
    }
}

/// What became of the statements of everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many customers have theirs.
    pub done: usize,
    /// How many have a balance.
    pub of: usize,
    /// Where they are.
    pub folder: PathBuf,
}

/// What the papers of a run have in common.
struct Head {
    shop: Shop,
    issued: Moment,
    provider: Option<String>,
    training: bool,
    till: String,
    language: Language,
}

impl Till {
    /// A customer's account over a period as a paper, not drawn yet.
    ///
    /// # Errors
    /// [`StatementError`].
    pub fn statement_paper(
        &self,
        customer: CustomerId,
        period: Period,
    ) -> Result<StatementPaper, StatementError> {
        let head = self.head()?;
        self.paper(&head, self.statement(customer, period)?, true)
    }

    /// Writes a customer's statement among the papers, has its pages printed where there is a
    /// printer, and says where it is.
    ///
    /// # Errors
    /// [`PrintError`]; what was written before it stays.
    pub fn write_statement(
        &self,
        customer: CustomerId,
        period: Period,
        format: StatementFormat,
    ) -> Result<Kept, PrintError> {
        let head = self.head()?;
        let paper = self.paper(&head, self.statement(customer, period)?, format.has_links())?;
        let path = write(&self.papers(), &paper, format, head.language)?;
        let StatementFormat::Pdf(_) = format else {
            return Ok(Kept { path, queued: false });
        };
        let pdf =
            fs::read(&path).map_err(|source| PrintError::File { path: path.clone(), source })?;
        let name = paper.holder.name.clone();
        let queued = self.book(self.actor(), |booking| {
            let order = Order::new(Tray::Page, PaperKind::Statement, &name);
            printing::queue(booking, Order { customer: Some(customer), ..order }, Some(&pdf))
        })?;
        self.has_queued(queued);
        Ok(Kept { path, queued })
    }

    /// Writes the statement of everybody with a balance into a folder of their own. `each` hears
    /// how far it is, and may break off: what was written until then stays.
    ///
    /// # Errors
    /// [`PrintError`], at the first file that cannot be written.
    pub fn write_statements(
        &self,
        period: Period,
        format: StatementFormat,
        mut each: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Written, PrintError> {
        let head = self.head()?;
        let folder = self.papers().join(format!("statements-{}", span(period, &head.issued.zone)));
        let (mut done, mut of, mut failed) = (0, 0, None);
        let told = self.statements(period, |statement, progress| {
            let paper = self.paper(&head, statement, format.has_links()).map_err(PrintError::from);
            let kept = paper.and_then(|paper| write(&folder, &paper, format, head.language));
            match kept {
                Ok(_) => {
                    Progress { done, of } = progress;
                    each(progress)
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        let _whole_or_broken_off = told?;
        failed.map_or(Ok(Written { done, of, folder }), Err)
    }

    fn head(&self) -> Result<Head, StatementError> {
        let (shop, zone) = shop(self.company()?);
        let language = self.language();
        let through = self.collecting()?.through;
        Ok(Head {
            shop,
            issued: Moment { at: self.now(), zone },
            provider: through.map(|through| through.provider.to_owned()),
            training: self.mode() == Mode::Training,
            till: till_label(language),
            language,
        })
    }

    /// `linked`: with a page for each invoice that can be paid. Making those books charges, so a
    /// table of figures goes without.
    fn paper(
        &self,
        head: &Head,
        statement: Statement,
        linked: bool,
    ) -> Result<StatementPaper, StatementError> {
        let known = self.read(|reader| customers::read(reader.conn(), statement.customer))?;
        let given = |text: String| (!text.is_empty()).then_some(text);
        // A forgotten customer has an account and no name.
        let holder = known.map_or_else(Holder::default, |customer| Holder {
            name: customer.person.name.as_str().to_owned(),
            tax_id: customer.person.rfc.as_ref().map(Rfc::as_str).map(|rfc| format!("RFC {rfc}")),
            address: given(customer.person.address),
        });
        let links = if linked { self.pay_links(&statement) } else { BTreeMap::new() };
        Ok(StatementPaper {
            shop: head.shop.clone(),
            holder,
            payment: Payment { provider: head.provider.clone(), links, file: None },
            issued: head.issued.clone(),
            training: head.training,
            till: head.till.clone(),
            statement,
        })
    }
}

/// Writes a paper in a format; of two files, the path of the first.
fn write(
    folder: &Path,
    paper: &StatementPaper,
    format: StatementFormat,
    language: Language,
) -> Result<PathBuf, PrintError> {
    let stem = stem(paper);
    let bytes = match format {
        StatementFormat::Pdf(sheet) => statement_pdf(paper, sheet, language)?,
        StatementFormat::Csv => {
            let outstanding = outstanding_csv(paper, language)?;
            kept_at(folder, &format!("{stem}-outstanding.csv"), &outstanding)?;
            statement_csv(paper, language)?
        }
        StatementFormat::Xlsx => statement_xlsx(paper, language)?,
    };
    kept_at(folder, &format!("{stem}-{}", format.ending()), &bytes)
}

/// What the files of a statement are called: whose it is, and the days it tells of.
pub(crate) fn stem(paper: &StatementPaper) -> String {
    let id = paper.statement.customer.0.simple().to_string();
    let id = &id[id.len() - ID_IN_FILE..];
    let span = span(paper.statement.period, &paper.issued.zone);
    match plain(&paper.holder.name).as_str() {
        "" => format!("statement-{id}-{span}"),
        name => format!("statement-{name}-{id}-{span}"),
    }
}

/// A name as every file system takes it: letters, figures, and single hyphens between them.
fn plain(name: &str) -> String {
    let letters: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .take(NAME_IN_FILE)
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase()
}

/// The first and the last day of a period.
fn span(period: Period, zone: &str) -> String {
    let zone = days::zone(zone);
    let day = |at| days::day(&zone, at).map_or_else(String::new, |day| day.to_string());
    format!("{}-{}", day(period.from), day(last_moment(period)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_every_file_system_takes_it() {
        let cases = [
            ("Lucía Fernández", "lucía-fernández"),
            ("Taller Ríos, S.A. de C.V.", "taller-ríos-s-a-de-c-v"),
            ("../../etc/passwd", "etc-passwd"),
            ("Кав'ярня «Зірка»", "кав-ярня-зірка"),
            ("\u{202e}?*", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(plain(name), expected, "{name:?}");
        }
        assert_eq!(plain(&"x".repeat(120)).len(), NAME_IN_FILE);
    }
}
