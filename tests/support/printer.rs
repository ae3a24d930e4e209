//! A printer on loopback: Debian's own IPP Everywhere printer, and a line to it that can lose
//! answers.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use crate::Leash;

/// Only so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// Debian keeps it where only root looks by itself.
const PROGRAM: &str = "/usr/sbin/ippeveprinter";

/// What the printer does with a job: it keeps the pages and what was asked of it, in the order
/// in which they came. While there is a gate it waits for somebody to open it.
const PRESS: &str = r#"#!/bin/sh
cd "${0%/*}" || exit 1
echo began >>began
[ ! -p gate ] || read -r _ <gate
number=$(($(ls out | grep -c pdf) + 1))
env | grep '^IPP_' >"out/$number.txt"
cp "$1" "out/.part" && mv "out/.part" "out/$(printf %03d "$number").pdf"
"#;

/// What the printer is: it takes pages, and rolls up to 80 mm of any length, as one at a counter.
const ATTRIBUTES: &str = "\
ATTR keyword media-supported na_letter_8.5x11in,iso_a4_210x297mm,custom_min_40x20mm,custom_max_80x5000mm
ATTR keyword media-col-supported media-size
ATTR collection media-size-supported {MEMBER integer x-dimension 21590 MEMBER integer y-dimension 27940},{MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700},{MEMBER rangeOfInteger x-dimension 4000-8000 MEMBER rangeOfInteger y-dimension 2000-500000}
ATTR keyword print-scaling-supported none,auto
ATTR mimeMediaType document-format-supported application/pdf
ATTR mimeMediaType document-format-default application/pdf
ATTR rangeOfInteger copies-supported 1-1
";

/// A printer in a process of its own, for as long as it lives.
#[derive(Debug)]
pub struct IppPrinter {
    port: u16,
    folder: tempfile::TempDir,
    bus: String,
    running: Option<Leash>,
    _bus: Leash,
}

impl IppPrinter {
    /// Starts a printer.
    #[track_caller]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("out")).expect("a folder for what is printed");
        let press = folder.path().join("press.sh");
        fs::write(&press, PRESS).expect("a file");
        fs::set_permissions(&press, fs::Permissions::from_mode(0o755)).expect("a program");
        fs::write(folder.path().join("attributes.conf"), ATTRIBUTES).expect("a file");
        // The program wants a system bus, though it announces nothing: it gets one of its own.
        let bus = format!("unix:path={}/bus", folder.path().display());
        let mut leash = Leash::start("dbus-daemon", |command| {
            command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
            command.arg(format!("--address={bus}")).stdout(Stdio::piped()).stderr(Stdio::null());
        });
        let said = lines(leash.output().expect("a pipe"));
        said.recv_timeout(PATIENCE).expect("a bus starts: is dbus there?");
        let mut printer = Self { port: 0, folder, bus, running: None, _bus: leash };
        // Another test may take the port first.
        let found = (0..5).any(|_| {
            printer.port = free_port();
            printer.switch_on()
        });
        assert!(found, "ippeveprinter starts: is cups-ipp-utils there?");
        printer
    }

    /// Starts the program; whether it has come up.
    fn switch_on(&mut self) -> bool {
        let (folder, port) = (self.folder.path(), self.port.to_string());
        let mut leash = Leash::start("sh", |command| {
            command.args(["-c", "exec \"$@\" 2>&1", "printer", PROGRAM, "-v", "-r", "off"]);
            command.args(["-n", "localhost", "-p", &port, "-a"]);
            command
                .arg(folder.join("attributes.conf"))
                .arg("-d")
                .arg(folder)
                .arg("-c")
                .arg(folder.join("press.sh"))
                .arg("Caja");
            command.env("DBUS_SYSTEM_BUS_ADDRESS", &self.bus).stdout(Stdio::piped());
        });
        let said = lines(leash.output().expect("a pipe"));
        let ready = loop {
            match said.recv_timeout(PATIENCE) {
                Ok(line) if line.starts_with("printer-uuid") => break true,
                Ok(_) => {}
                Err(_) => break false,
            }
        };
        self.running = Some(leash);
        ready
    }

    /// Switches the printer off, and whatever it is at with it. It forgets its jobs.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Switches it on again at the same place.
    #[track_caller]
    pub fn start_again(&mut self) {
        // The system may still be clearing away the one that was stopped.
        let end = Instant::now() + PATIENCE;
        while !self.switch_on() {
            assert!(Instant::now() < end, "the printer comes back");
        }
    }

    /// Where it takes jobs.
    pub fn address(&self) -> String {
        address(self.port)
    }

    /// A line to it that can lose answers.
    #[track_caller]
    pub fn line(&self) -> Line {
        Line::to(self.port)
    }

    /// The pages that came, in their order.
    #[track_caller]
    pub fn papers(&self) -> Vec<PathBuf> {
        let out = fs::read_dir(self.folder.path().join("out")).expect("the folder");
        let files = out.map(|file| file.expect("a file").path());
        let mut papers: Vec<_> =
            files.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect();
        papers.retain(|path| path.file_stem().is_some_and(|stem| stem != ".part"));
        papers.sort();
        papers
    }

    /// Waits until so many papers have come out.
    #[track_caller]
    pub fn wait_for(&self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.papers().len() < count {
            assert!(Instant::now() < end, "{count} papers");
            thread::yield_now();
        }
    }

    /// What was asked of the printer for the n-th paper, from 1.
    #[track_caller]
    pub fn asked(&self, number: usize) -> String {
        let file = self.folder.path().join("out").join(format!("{number}.txt"));
        fs::read_to_string(file).expect("what was asked")
    }

    /// Has the printer wait in the middle of each paper until [`IppPrinter::open_gate`].
    #[track_caller]
    pub fn close_gate(&self) {
        let made = Command::new("mkfifo").arg(self.gate()).status().expect("mkfifo");
        assert!(made.success(), "{made}");
    }

    /// Lets the paper that waits come out; the next ones wait for nothing.
    #[track_caller]
    pub fn open_gate(&self) {
        let mut gate = fs::OpenOptions::new().write(true).open(self.gate()).expect("the gate");
        gate.write_all(b"go\n").expect("the printer reads");
        fs::remove_file(self.gate()).expect("the gate");
    }

    /// How many papers it has begun with.
    pub fn begun(&self) -> usize {
        let began = fs::read_to_string(self.folder.path().join("began"));
        began.map_or(0, |text| text.lines().count())
    }

    fn gate(&self) -> PathBuf {
        self.folder.path().join("gate")
    }
}

/// What is lost on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The next answer to this operation, which the printer has got whole.
    Answer(u16),
    /// The next request with this operation.
    Request(u16),
}

/// A line to a printer.
#[derive(Debug)]
pub struct Line {
    port: u16,
    lose: Arc<Mutex<Option<Lost>>>,
    asked: Arc<Mutex<Vec<u16>>>,
}

impl Line {
    /// RFC 8011's number of Create-Job.
    pub const CREATE_JOB: u16 = 5;
    /// RFC 8011's number of Send-Document.
    pub const SEND_DOCUMENT: u16 = 6;

    #[track_caller]
    fn to(printer: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (lose, asked) = (Arc::<Mutex<Option<Lost>>>::default(), Arc::default());
        let line = Self { port, lose: Arc::clone(&lose), asked: Arc::clone(&asked) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Whoever hangs up in the middle is what a test is about.
                let _ = carry(client, printer, &lose, &asked);
            }
        });
        line
    }

    /// Where a till finds the printer through this line.
    pub fn address(&self) -> String {
        address(self.port)
    }

    /// Loses something once.
    pub fn lose(&self, what: Lost) {
        *self.lose.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }

    /// How often the printer was asked for an operation.
    pub fn asked(&self, operation: u16) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|each| **each == operation).count()
    }
}

fn carry(
    mut client: TcpStream,
    printer: u16,
    lose: &Mutex<Option<Lost>>,
    asked: &Mutex<Vec<u16>>,
) -> std::io::Result<()> {
    let (request, body) = message(&mut client)?;
    let operation = body.get(2..4).map_or(0, |two| u16::from_be_bytes([two[0], two[1]]));
    let mut lose = lose.lock().unwrap_or_else(PoisonError::into_inner);
    if *lose == Some(Lost::Request(operation)) {
        *lose = None;
        return client.shutdown(Shutdown::Both);
    }
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(operation);
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, printer))?;
    server.write_all(&request)?;
    let (answer, _) = message(&mut server)?;
    if *lose == Some(Lost::Answer(operation)) {
        *lose = None;
        return client.shutdown(Shutdown::Both);
    }
    drop(lose);
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Both)
}

/// A message of HTTP with its body, and the body alone.
fn message(from: &mut TcpStream) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut reader = BufReader::new(from);
    let (mut whole, mut length, mut chunked) = (Vec::new(), 0, false);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        whole.extend_from_slice(line.as_bytes());
        let lower = line.to_ascii_lowercase();
        if let Some(text) = lower.strip_prefix("content-length:") {
            length = text.trim().parse().unwrap_or_default();
        }
        chunked |= lower.starts_with("transfer-encoding:") && lower.contains("chunked");
        // An interim answer is followed by the real one.
        if line == "\r\n" && !whole.starts_with(b"HTTP/1.1 100") {
            break;
        }
        if line == "\r\n" {
            whole.clear();
        }
    }
    let mut body = vec![0; length];
    if chunked {
        body = chunks(&mut reader)?;
    } else {
        reader.read_exact(&mut body)?;
    }
    whole.extend_from_slice(&body);
    Ok((whole, body))
}

/// Everything up to the last chunk, as it came.
fn chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        all.extend_from_slice(size.as_bytes());
        let length = usize::from_str_radix(size.trim(), 16).unwrap_or_default();
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk)?;
        all.extend_from_slice(&chunk);
        if length == 0 {
            return Ok(all);
        }
    }
}

fn address(port: u16) -> String {
    format!("ipp://127.0.0.1:{port}/ipp/print")
}

#[track_caller]
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The lines that a program says, as they come.
fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, said) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // A test that is over listens no more, but the program must not block on its words.
            let _ = tell.send(line);
        }
    });
    said
}

/// The pixels of a paper's first page at the dots of a receipt printer, as a picture.
#[track_caller]
pub fn picture_of(pdf: &Path, folder: &Path) -> PathBuf {
    let to = folder.join("page");
    let status = Command::new("pdftoppm")
        .args(["-png", "-singlefile", "-r", "203.2"])
        .args([pdf, &to])
        .status()
        .expect("pdftoppm");
    assert!(status.success(), "{status}");
    to.with_extension("png")
}
