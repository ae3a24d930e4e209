//! The Internet Printing Protocol (RFC 8010, RFC 8011) as far as a till speaks it: what is asked,
//! and what an answer says. The only module that knows the crate `ipp`.

use std::{collections::BTreeMap, io::Cursor};

use cobro_documents::PageSize;
use ipp::{
    parser::{IppParseError, IppParser},
    prelude::*,
    reader::IppReader,
    value::{IppKeyword, IppMimeMediaType, IppName, IppString},
};

use super::error::{PrintFault, PrintFaultKind};

/// Who prints, for the printer's own list.
const USER: &str = "cobro";

/// Letter and A4 by the names that every printer knows (PWG 5101.1), in hundredths of a
/// millimetre. A printer that is only told a size may take its own idea of a page instead.
const SHEETS: [(i32, i32, &str); 2] =
    [(21_590, 27_940, "na_letter_8.5x11in"), (21_000, 29_700, "iso_a4_210x297mm")];

/// Sizes that differ by less are the same, for PDF counts in points.
const SAME: i32 = 50;

/// What a job is, at the printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JobStanding {
    /// Where it stands; nothing for a word that RFC 8011 does not have.
    pub(super) state: Option<JobState>,
    /// Whether its pages have not come.
    pub(super) is_empty: bool,
    /// Why it does not go on, in the printer's words.
    pub(super) said: String,
}

/// What was asked; a request is this with the address of the printer.
pub(super) enum Ask<'a> {
    /// What the printer is.
    Printer,
    /// Every printer of a CUPS.
    Printers,
    /// A new job with this name and size, without any pages.
    CreateJob { name: &'a str, size: PageSize },
    /// The pages of a job.
    SendDocument { job: i32 },
    /// What became of a job.
    Job { job: i32 },
    /// Which jobs are not over.
    Jobs,
    /// An end of a job.
    CancelJob { job: i32 },
}

impl Ask<'_> {
    const fn operation(&self) -> Operation {
        match self {
            Self::Printer => Operation::GetPrinterAttributes,
            Self::Printers => Operation::CupsGetPrinters,
            Self::CreateJob { .. } => Operation::CreateJob,
            Self::SendDocument { .. } => Operation::SendDocument,
            Self::Job { .. } => Operation::GetJobAttributes,
            Self::Jobs => Operation::GetJobs,
            Self::CancelJob { .. } => Operation::CancelJob,
        }
    }

    /// The request as it is sent, to be followed by the pages.
    pub(super) fn bytes(&self, printer: &str) -> Result<Vec<u8>, IppParseError> {
        let version = IppVersion::v1_1();
        let mut request = IppRequestResponse::new(version, self.operation(), None)?;
        let mut add = |tag, name: &str, value| {
            let attribute = IppAttribute::new(IppName::new(name)?, value);
            request.attributes_mut().add(tag, attribute);
            Ok::<_, IppParseError>(())
        };
        let operation = DelimiterTag::OperationAttributes;
        if !matches!(self, Self::Printers) {
            add(operation, "printer-uri", IppValue::Uri(IppString::new(printer)?))?;
        }
        match self {
            Self::SendDocument { job } | Self::Job { job } | Self::CancelJob { job } => {
                add(operation, "job-id", IppValue::Integer(*job))?;
            }
            Self::Printer | Self::Printers | Self::CreateJob { .. } | Self::Jobs => {}
        }
        add(operation, "requesting-user-name", name(USER)?)?;
        match self {
            Self::CreateJob { name: job, size } => {
                add(operation, "job-name", name(job)?)?;
                let (media, value) = media(*size)?;
                add(DelimiterTag::JobAttributes, media, value)?;
                // Without it bars become wider or narrower than a scanner reads.
                add(DelimiterTag::JobAttributes, "print-scaling", keyword("none")?)?;
            }
            Self::SendDocument { .. } => {
                let pdf = IppMimeMediaType::new("application/pdf")?;
                add(operation, "document-format", IppValue::MimeMediaType(pdf))?;
                add(operation, "last-document", IppValue::Boolean(true))?;
            }
            Self::Job { .. } => add(operation, "requested-attributes", keywords(&JOB)?)?,
            Self::Jobs => {
                add(operation, "requested-attributes", keywords(&["job-id", "job-name"])?)?;
            }
            Self::Printer => add(operation, "requested-attributes", keywords(&PRINTER)?)?,
            Self::Printers => add(operation, "requested-attributes", keywords(&FOUND)?)?,
            Self::CancelJob { .. } => {}
        }
        Ok(request.to_bytes().to_vec())
    }
}

const JOB: [&str; 4] = ["job-id", "job-state", "job-state-reasons", "job-state-message"];

const PRINTER: [&str; 3] = ["printer-state", "printer-state-reasons", "printer-state-message"];

const FOUND: [&str; 3] = ["printer-uri-supported", "printer-info", "printer-make-and-model"];

fn name(text: &str) -> Result<IppValue, IppParseError> {
    Ok(IppValue::NameWithoutLanguage(IppName::new(text)?))
}

fn keyword(text: &str) -> Result<IppValue, IppParseError> {
    Ok(IppValue::Keyword(IppKeyword::new(text)?))
}

fn keywords(texts: &[&str]) -> Result<IppValue, IppParseError> {
    texts.iter().map(|text| keyword(text)).collect::<Result<_, _>>().map(IppValue::Array)
}

/// The paper that the pages need: by its name if it has one, else by its size.
fn media(size: PageSize) -> Result<(&'static str, IppValue), IppParseError> {
    let like = |(width, height, _): &&(i32, i32, &str)| {
        (size.width - width).abs() < SAME && (size.height - height).abs() < SAME
    };
    if let Some((.., known)) = SHEETS.iter().find(like) {
        return Ok(("media", keyword(known)?));
    }
    let collection = |members: [(&str, IppValue); 2]| {
        let members = members.into_iter().map(|(name, value)| Ok((IppName::new(name)?, value)));
        members.collect::<Result<BTreeMap<_, _>, IppParseError>>()
    };
    let side = IppValue::Integer;
    let size = [("x-dimension", side(size.width)), ("y-dimension", side(size.height))];
    let size = IppValue::Collection(collection(size)?);
    let name = IppName::new("media-size")?;
    Ok(("media-col", IppValue::Collection(BTreeMap::from([(name, size)]))))
}

/// What a printer answered.
pub(super) struct Answer(IppRequestResponse);

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`PrintFault`] for one that is none.
    pub(super) fn read(status: u16, body: Vec<u8>) -> Result<Self, PrintFault> {
        let http = || format!("HTTP {status}");
        match status {
            200 => {
                let parsed = IppParser::new(IppReader::new(Cursor::new(body))).parse();
                let none = |_| PrintFault::silent(PrintFaultKind::NoPrinter);
                parsed.map(Self).map_err(none)
            }
            401 | 403 => Err(PrintFault { kind: PrintFaultKind::Refused, said: http() }),
            _ => Err(PrintFault { kind: PrintFaultKind::NoPrinter, said: http() }),
        }
    }

    /// Whether what was asked for is not there.
    pub(super) fn is_not_found(&self) -> bool {
        let code = self.0.header().status_code();
        matches!(code, StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone)
    }

    /// The answer, unless it is a no.
    ///
    /// # Errors
    /// [`PrintFault`] with the printer's words.
    pub(super) fn granted(self) -> Result<Self, PrintFault> {
        let code = self.0.header().status_code();
        if code.is_success() {
            return Ok(self);
        }
        let message = self.text(DelimiterTag::OperationAttributes, "status-message");
        let said = if message.is_empty() { code.to_string() } else { message };
        Err(PrintFault { kind: kind(code), said })
    }

    fn value(&self, tag: DelimiterTag, name: &str) -> Option<&IppValue> {
        let mut groups = self.0.attributes().groups_of(tag);
        groups.find_map(|group| group.get(name)).map(IppAttribute::value)
    }

    fn text(&self, tag: DelimiterTag, name: &str) -> String {
        self.value(tag, name).map(words).unwrap_or_default()
    }

    /// The number of the job that was made.
    pub(super) fn job(&self) -> Option<i32> {
        self.value(DelimiterTag::JobAttributes, "job-id").and_then(integer)
    }

    /// What became of a job.
    pub(super) fn standing(&self) -> JobStanding {
        let job = DelimiterTag::JobAttributes;
        let state = self.value(job, "job-state").and_then(integer).and_then(JobState::from_i32);
        let reasons = self.text(job, "job-state-reasons");
        let waits = matches!(state, Some(JobState::Pending | JobState::PendingHeld));
        let incoming =
            ["job-incoming", "job-data-insufficient"].iter().any(|word| reasons.contains(word));
        let message = self.text(job, "job-state-message");
        let said = [message, reasons].into_iter().find(|text| !text.is_empty() && text != "none");
        JobStanding { state, is_empty: waits && incoming, said: said.unwrap_or_default() }
    }

    /// The numbers of the jobs with a name.
    pub(super) fn named(&self, name: &str) -> Vec<i32> {
        let groups = self.0.attributes().groups_of(DelimiterTag::JobAttributes);
        let of = groups.filter(|group| {
            group.get("job-name").is_some_and(|found| words(found.value()) == name)
        });
        of.filter_map(|group| integer(group.get("job-id")?.value())).collect()
    }

    /// Why the printer itself does not go on; empty when it does.
    pub(super) fn hindrance(&self) -> String {
        const STOPPED: i32 = 5;

        let printer = DelimiterTag::PrinterAttributes;
        let reasons = self.text(printer, "printer-state-reasons");
        let stopped = self.value(printer, "printer-state").and_then(integer) == Some(STOPPED);
        let serious = reasons.split(", ").any(|reason| {
            ["media-empty", "media-needed", "media-jam", "cover-open", "door-open", "offline"]
                .iter()
                .any(|word| reason.starts_with(word))
        });
        if !stopped && !serious {
            return String::new();
        }
        let message = self.text(printer, "printer-state-message");
        let known = [message, reasons, "stopped".to_owned()];
        known.into_iter().find(|text| !text.is_empty() && text != "none").unwrap_or_default()
    }

    /// The address, name and model of every printer.
    pub(super) fn printers(&self) -> Vec<(String, String, String)> {
        let groups = self.0.attributes().groups_of(DelimiterTag::PrinterAttributes);
        let printer = |group: &IppAttributeGroup| {
            let text = |name| group.get(name).map(|found| words(found.value()));
            let uri = text("printer-uri-supported")?;
            let uri = uri.split(", ").next().unwrap_or_default().to_owned();
            let info = text("printer-info").unwrap_or_default();
            Some((uri, info, text("printer-make-and-model").unwrap_or_default()))
        };
        groups.filter_map(printer).collect()
    }
}

fn kind(code: StatusCode) -> PrintFaultKind {
    // Only these are about one paper; whatever else a printer says holds for the next too.
    if matches!(
        code,
        StatusCode::ClientErrorRequestEntityTooLong
            | StatusCode::ClientErrorDocumentFormatNotSupported
            | StatusCode::ClientErrorAttributesOrValuesNotSupported
            | StatusCode::ClientErrorConflictingAttributes
            | StatusCode::ClientErrorDocumentFormatError
            | StatusCode::ClientErrorDocumentAccessError
    ) {
        return PrintFaultKind::Unsuitable;
    }
    if matches!(code, StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone) {
        return PrintFaultKind::NoPrinter;
    }
    if matches!(
        code,
        StatusCode::ServerErrorBusy
            | StatusCode::ServerErrorTemporaryError
            | StatusCode::ServerErrorServiceUnavailable
            | StatusCode::ServerErrorNotAcceptingJobs
    ) {
        return PrintFaultKind::Busy;
    }
    PrintFaultKind::Refused
}

fn integer(value: &IppValue) -> Option<i32> {
    if let IppValue::Integer(number) | IppValue::Enum(number) = value {
        return Some(*number);
    }
    None
}

/// The words of a value; of several, one after the other.
fn words(value: &IppValue) -> String {
    if let IppValue::Array(values) = value {
        return values.iter().map(words).collect::<Vec<_>>().join(", ");
    }
    value.to_string()
}
