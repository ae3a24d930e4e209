//! The cash drawer, which hangs on the receipt printer and opens at a pulse.
//!
//! A pulse is sent at once or not at all: a drawer that opens when nobody stands at it any more
//! is worse than one that has to be opened by its key. It never holds up what it was sent for.

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    sync::Mutex,
    time::Duration,
};

use cobro_domain::time::{Span, Timestamp};
use cobro_ledger::{LedgerError, working::outbox::Trouble};

use super::error::PrintingError;
use crate::{
    deliver::Turn,
    event::TillEvent,
    till::{Till, lock},
};

/// Where a receipt printer takes bytes as they are.
const PORT: u16 = 9100;

/// A pulse that is later than this is not sent.
const LATE: Span = Span::seconds(3);

/// How long the printer may take to answer the door, and then to take the pulse.
const PATIENCE: Duration = Duration::from_secs(2);

/// ESC p: 50 ms on, 500 ms off, in units of 2 ms, for the first or the second drawer.
const PULSES: [[u8; 5]; 2] = [[0x1b, b'p', 0, 25, 250], [0x1b, b'p', 1, 25, 250]];

/// What the till remembers of its drawer until it is closed.
#[derive(Debug, Default)]
pub(super) struct Drawer {
    /// Since when a pulse is wanted. Taken before it is sent: no pulse is sent twice.
    wanted: Mutex<Option<Timestamp>>,
    trouble: Mutex<Option<Trouble>>,
    /// Held while a pulse is sent: none overtakes another.
    sending: Mutex<()>,
}

impl Drawer {
    pub(super) fn trouble(&self) -> Option<Trouble> {
        lock(&self.trouble).clone()
    }

    pub(super) fn forget_trouble(&self) {
        lock(&self.trouble).take();
    }
}

/// Reads where the drawer's printer is: `192.168.1.20`, `caja:9100`.
pub(super) fn address(text: &str) -> Result<String, PrintingError> {
    let text = text.trim();
    let none = || PrintingError::DrawerAddress { text: text.to_owned() };
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "9100"));
    let port: u16 = port.parse().map_err(|_| none())?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if host.is_empty() || port == 0 || host.len() > 253 || !host.chars().all(plain) {
        return Err(none());
    }
    Ok(if port == PORT { host.to_owned() } else { format!("{host}:{port}") })
}

fn resolved(address: &str) -> io::Result<SocketAddr> {
    let mut found = match address.rsplit_once(':') {
        Some(_) => address.to_socket_addrs()?,
        None => (address, PORT).to_socket_addrs()?,
    };
    found.next().ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn pulse(address: &str, second: bool) -> io::Result<()> {
    let mut printer = TcpStream::connect_timeout(&resolved(address)?, PATIENCE)?;
    printer.set_write_timeout(Some(PATIENCE))?;
    printer.write_all(&PULSES[usize::from(second)])?;
    printer.flush()
}

impl Till {
    /// Wants the drawer open, now or not at all. Returns at once.
    pub(crate) fn kick_drawer(&self) {
        *lock(&self.printing.drawer.wanted) = Some(self.now());
        self.ring();
    }

    /// One turn of the thread of the drawer: sends the pulse that is wanted.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn kick_next(&self) -> Result<Turn, LedgerError> {
        let drawer = &self.printing.drawer;
        let _alone = lock(&drawer.sending);
        let Some(wanted) = lock(&drawer.wanted).take() else {
            return Ok(Turn::Idle(None));
        };
        let settings = self.print_settings()?;
        if settings.drawer.is_empty() {
            return Ok(Turn::Idle(None));
        }
        let late = self.now().since(wanted) > LATE;
        let failed = if late {
            Some(Trouble { code: "drawer-late".to_owned(), said: String::new() })
        } else {
            pulse(&settings.drawer, settings.second_drawer).err().map(|error| {
                tracing::warn!(%error, "the drawer's printer does not answer");
                Trouble { code: "drawer-unreachable".to_owned(), said: String::new() }
            })
        };
        let news = {
            let mut trouble = lock(&drawer.trouble);
            let news = *trouble != failed;
            *trouble = failed;
            news
        };
        if news {
            self.tell(&TillEvent::Papers);
        }
        Ok(Turn::Worked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        let cases = [
            (" 192.168.1.20 ", Some("192.168.1.20")),
            ("caja:9100", Some("caja")),
            ("caja.local:9101", Some("caja.local:9101")),
            ("", None),
            ("caja:", None),
            ("caja:0", None),
            ("ipp://caja/", None),
            ("la caja", None),
        ];
        for (text, expected) in cases {
            assert_eq!(address(text).ok().as_deref(), expected, "{text:?}");
        }
    }
}
