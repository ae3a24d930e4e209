//! A printer at its address. The carrier of the providers carries its requests too: what became
//! of each is known as well as it can be.

use std::time::Duration;

use cobro_documents::PageSize;
use cobro_providers::wire::{Reply, Request, Verb};
use url::Url;
use zeroize::Zeroizing;

use super::{
    error::{PrintFault, PrintFaultKind, PrintingError},
    ipp::{Answer, Ask, JobStanding},
};
use crate::carrier::{Carrier, CarrierError, Patience};

/// The port of IPP (RFC 8010).
const PORT: u16 = 631;

/// Where a printer in the network takes its jobs (IPP Everywhere).
const PATH: &str = "/ipp/print";

/// The longest address of a printer.
const ADDRESS_MAX: usize = 255;

/// A printer stands in the next room: one that takes longer is not there.
const CONNECT: Duration = Duration::from_secs(5);

/// How long it may think about one request.
const ANSWER: Duration = Duration::from_secs(30);

/// A printer that this machine knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its address, as the settings take it.
    pub address: String,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub model: String,
}

/// A carrier that waits for a printer as long as for a printer.
pub(super) fn carrier(patience: Patience) -> Result<Carrier, CarrierError> {
    Carrier::new(Patience {
        connect: patience.connect.min(CONNECT),
        answer: patience.answer.min(ANSWER),
    })
}

/// Reads an address as people type it: `ipp://caja/ipp/print`, or the name of a printer in the
/// network alone.
pub(super) fn address(text: &str) -> Result<String, PrintingError> {
    let text = text.trim();
    let none = || PrintingError::Address { text: text.to_owned() };
    let whole = if text.contains("://") { text.to_owned() } else { format!("ipp://{text}{PATH}") };
    let url = Url::parse(&whole).map_err(|_| none())?;
    let known = matches!(url.scheme(), "ipp" | "ipps");
    let host = url.host_str().is_some_and(|host| !host.is_empty());
    let secret = !url.username().is_empty() || url.password().is_some();
    let printable = whole.chars().all(|c| c.is_ascii_graphic());
    if !known || !host || secret || !printable || whole.len() > ADDRESS_MAX {
        return Err(none());
    }
    Ok(whole)
}

/// One printer.
pub(super) struct Printer<'a> {
    carrier: &'a Carrier,
    uri: String,
}

impl<'a> Printer<'a> {
    pub(super) const fn new(carrier: &'a Carrier, uri: String) -> Self {
        Self { carrier, uri }
    }

    /// Where IPP's requests go by HTTP.
    fn url(&self) -> String {
        let (scheme, rest) = self.uri.split_once("://").unwrap_or(("ipp", &self.uri));
        let scheme = if scheme == "ipps" { "https" } else { "http" };
        let whole = format!("{scheme}://{rest}");
        let Ok(mut url) = Url::parse(&whole) else { return whole };
        let authority = rest.split('/').next().unwrap_or_default();
        // The port of the web is none of IPP's, unless somebody wrote it.
        if url.port().is_none() && !authority.ends_with(":80") && !authority.ends_with(":443") {
            // It fails for an address without a host, which is none anyway.
            let _ = url.set_port(Some(PORT));
        }
        url.into()
    }

    /// Asks, and says what was answered: a fault is [`PrintFaultKind::Unreachable`] only if
    /// nothing of the request left.
    fn ask(&self, ask: &Ask<'_>, pages: &[u8]) -> Result<Answer, PrintFault> {
        let unsuitable = |error: ipp::parser::IppParseError| PrintFault {
            kind: PrintFaultKind::Unsuitable,
            said: error.to_string(),
        };
        let mut body = Zeroizing::new(ask.bytes(&self.uri).map_err(unsuitable)?);
        body.extend_from_slice(pages);
        let headers = vec![("content-type", "application/ipp".to_owned())];
        let secrets = Vec::new();
        let request = Request { verb: Verb::Post, url: self.url(), headers, body, secrets };
        match self.carrier.send(&request) {
            Reply::Answer { status, body, .. } => Answer::read(status, body),
            Reply::NotSent => Err(PrintFault::silent(PrintFaultKind::Unreachable)),
            Reply::MaybeSent => Err(PrintFault::silent(PrintFaultKind::Silent)),
        }
    }

    /// Makes a job without pages, and returns its number.
    pub(super) fn create(&self, name: &str, size: PageSize) -> Result<i32, PrintFault> {
        let answer = self.ask(&Ask::CreateJob { name, size }, &[])?.granted()?;
        answer.job().ok_or_else(|| PrintFault::silent(PrintFaultKind::NoPrinter))
    }

    /// Gives a job its pages.
    pub(super) fn send(&self, job: i32, pdf: &[u8]) -> Result<(), PrintFault> {
        self.ask(&Ask::SendDocument { job }, pdf)?.granted().map(|_| ())
    }

    /// What became of a job; nothing when the printer does not know it, or no more.
    pub(super) fn job(&self, job: i32) -> Result<Option<JobStanding>, PrintFault> {
        let answer = self.ask(&Ask::Job { job }, &[])?;
        if answer.is_not_found() {
            return Ok(None);
        }
        answer.granted().map(|answer| Some(answer.standing()))
    }

    /// Ends a job. One that is over already is no fault.
    pub(super) fn cancel(&self, job: i32) -> Result<(), PrintFault> {
        match self.ask(&Ask::CancelJob { job }, &[])?.granted() {
            Err(fault) if fault.kind == PrintFaultKind::Unreachable => Err(fault),
            // Whatever became of it, the next look says.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The numbers of the jobs with a name that are not over.
    pub(super) fn named(&self, name: &str) -> Result<Vec<i32>, PrintFault> {
        Ok(self.ask(&Ask::Jobs, &[])?.granted()?.named(name))
    }

    /// Why the printer itself does not go on; empty when it does.
    pub(super) fn hindrance(&self) -> Result<String, PrintFault> {
        Ok(self.ask(&Ask::Printer, &[])?.granted()?.hindrance())
    }
}

/// The printers that a CUPS knows; none where there is no CUPS.
pub(super) fn found(carrier: &Carrier, cups: &str) -> Result<Vec<Found>, PrintFault> {
    let printers = Printer::new(carrier, format!("ipp://{cups}/"));
    let answer = match printers.ask(&Ask::Printers, &[]) {
        Ok(answer) if answer.is_not_found() => return Ok(Vec::new()),
        Ok(answer) => answer.granted()?,
        Err(fault) if fault.kind == PrintFaultKind::Unreachable => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let found = answer.printers().into_iter();
    Ok(found.map(|(address, name, model)| Found { address, name, model }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        let cases = [
            ("ipp://localhost/printers/Caja", Some("ipp://localhost/printers/Caja")),
            (" 192.168.1.20 ", Some("ipp://192.168.1.20/ipp/print")),
            ("caja:8631", Some("ipp://caja:8631/ipp/print")),
            ("ipps://caja.local/ipp/print", Some("ipps://caja.local/ipp/print")),
            ("", None),
            ("http://caja/", None),
            ("file:///etc/passwd", None),
            ("ipp://ana:secret@caja/ipp/print", None),
            ("la impresora", None),
        ];
        for (text, expected) in cases {
            assert_eq!(address(text).ok().as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn requests_go_to_the_port_of_printers_unless_another_is_written() {
        let carrier = carrier(Patience::DOCUMENTED).unwrap();
        let cases = [
            ("ipp://caja/ipp/print", "http://caja:631/ipp/print"),
            ("ipp://caja:8631/ipp/print", "http://caja:8631/ipp/print"),
            ("ipp://caja:80/ipp/print", "http://caja/ipp/print"),
            ("ipps://caja/ipp/print", "https://caja:631/ipp/print"),
            ("ipps://caja:443/ipp/print", "https://caja/ipp/print"),
        ];
        for (uri, expected) in cases {
            assert_eq!(Printer::new(&carrier, uri.to_owned()).url(), expected, "{uri}");
        }
    }
}
