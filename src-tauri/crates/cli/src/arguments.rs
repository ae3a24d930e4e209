//! From words on a command line to one thing to do.

use std::{ffi::OsString, path::PathBuf};

use cobro_till::books::{Mode, Standing};
use lexopt::{Arg, Parser, ValueExt};

use crate::failure::Failure;

/// Rows of a page of invoices, unless another number is asked for.
const LIMIT: u32 = 20;

/// The most rows of a page.
const LIMIT_MAX: u32 = 500;

/// Hexadecimal digits of a head of the chain (SHA-256).
const ANCHOR_DIGITS: usize = 64;

/// What to do, and where.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) shop: Shop,
    pub(crate) json: bool,
    pub(crate) command: Command,
}

/// Whose books.
#[derive(Debug)]
pub(crate) struct Shop {
    /// The folder that was named; none for the application's own.
    pub(crate) data: Option<PathBuf>,
    pub(crate) mode: Mode,
}

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Version,
    Demo { out: PathBuf },
    Verify { anchor: Option<String> },
    Rebuild,
    CheckViews,
    Backup { to: PathBuf },
    Restore { from: PathBuf },
    InvoiceList(Page),
    InvoiceShow { which: String },
    Poll { passphrase: Option<PathBuf> },
    OwnerPin { name: Option<String> },
}

/// Which invoices to list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Those that stand so; every one when nothing is said.
    pub(crate) standings: Option<Vec<Standing>>,
    pub(crate) limit: u32,
    /// Older than this place in the books.
    pub(crate) after: Option<i64>,
}

/// The words of `--filter`, for people.
pub(crate) fn standings() -> String {
    let words = Standing::ALL.map(Standing::word);
    format!("all, {}", words.join(", "))
}

/// The arguments as they were given, in whatever order.
#[derive(Debug, Default)]
struct Given {
    words: Vec<OsString>,
    data: Option<PathBuf>,
    training: bool,
    json: bool,
    help: bool,
    version: bool,
    once: bool,
    check: bool,
    out: Option<PathBuf>,
    anchor: Option<OsString>,
    filter: Option<OsString>,
    limit: Option<OsString>,
    after: Option<OsString>,
    passphrase: Option<PathBuf>,
}

/// Reads the arguments, without the program's own name.
pub(crate) fn read(arguments: Vec<OsString>) -> Result<Invocation, Failure> {
    let mut given = Given::read(arguments).map_err(Failure::usage)?;
    let mode = if given.training { Mode::Training } else { Mode::Real };
    let shop = Shop { data: given.data.take(), mode };
    let json = given.json;
    Ok(Invocation { shop, json, command: given.command()? })
}

impl Given {
    fn read(arguments: Vec<OsString>) -> Result<Self, lexopt::Error> {
        let mut parser = Parser::from_args(arguments);
        let mut given = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Short('h') | Arg::Long("help") => given.help = true,
                Arg::Short('V') | Arg::Long("version") => given.version = true,
                Arg::Long("training") => given.training = true,
                Arg::Long("json") => given.json = true,
                Arg::Long("once") => given.once = true,
                Arg::Long("check") => given.check = true,
                Arg::Long("data") => given.data = Some(parser.value()?.into()),
                Arg::Long("out") => given.out = Some(parser.value()?.into()),
                Arg::Long("anchor") => given.anchor = Some(parser.value()?),
                Arg::Long("filter") => given.filter = Some(parser.value()?),
                Arg::Long("limit") => given.limit = Some(parser.value()?),
                Arg::Long("after") => given.after = Some(parser.value()?),
                Arg::Long("passphrase-file") => given.passphrase = Some(parser.value()?.into()),
                Arg::Value(word) => given.words.push(word),
                Arg::Short(_) | Arg::Long(_) => return Err(argument.unexpected()),
            }
        }
        Ok(given)
    }

    fn command(mut self) -> Result<Command, Failure> {
        if std::mem::take(&mut self.help) {
            return Ok(Command::Help);
        }
        if std::mem::take(&mut self.version) {
            return Ok(Command::Version);
        }
        let words: Vec<String> =
            self.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let command = match words.as_slice() {
            [] => return Err(Failure::usage("no command was given")),
            ["help"] => Command::Help,
            ["version"] => Command::Version,
            ["demo"] => Command::Demo { out: needed(self.out.take(), "demo --out FOLDER")? },
            ["verify"] => Command::Verify { anchor: anchor(self.anchor.take())? },
            ["rebuild"] if std::mem::take(&mut self.check) => Command::CheckViews,
            ["rebuild"] => Command::Rebuild,
            ["backup", _] => Command::Backup { to: self.path() },
            ["restore", _] => Command::Restore { from: self.path() },
            ["invoice", "list"] => Command::InvoiceList(self.page()?),
            ["invoice", "show", which] => Command::InvoiceShow { which: (*which).to_owned() },
            ["owner-pin"] => Command::OwnerPin { name: None },
            ["owner-pin", name] => Command::OwnerPin { name: Some((*name).to_owned()) },
            ["poll"] if std::mem::take(&mut self.once) => {
                Command::Poll { passphrase: self.passphrase.take() }
            }
            ["poll"] => {
                return Err(Failure::usage("poll needs --once: the app itself asks all the time"));
            }
            other => return Err(Failure::usage(unknown(other))),
        };
        self.nothing_left(words.first().copied().unwrap_or_default())?;
        Ok(command)
    }

    /// The file named last, whose name need not be UTF-8.
    fn path(&mut self) -> PathBuf {
        self.words.pop().unwrap_or_default().into()
    }

    fn page(&mut self) -> Result<Page, Failure> {
        let limit = match self.limit.take() {
            None => LIMIT,
            Some(text) => number(&text, "--limit")?,
        };
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(Failure::usage(format!("--limit takes 1 to {LIMIT_MAX}")));
        }
        let after = self.after.take().map(|text| number(&text, "--after")).transpose()?;
        Ok(Page { standings: filter(self.filter.take())?, limit, after })
    }

    /// An option that the command does not know was a mistake: never pass over it.
    fn nothing_left(&self, command: &str) -> Result<(), Failure> {
        let left = [
            (self.once, "--once"),
            (self.check, "--check"),
            (self.out.is_some(), "--out"),
            (self.anchor.is_some(), "--anchor"),
            (self.filter.is_some(), "--filter"),
            (self.limit.is_some(), "--limit"),
            (self.after.is_some(), "--after"),
            (self.passphrase.is_some(), "--passphrase-file"),
        ];
        match left.into_iter().find(|(given, _)| *given) {
            Some((_, option)) => Err(Failure::usage(format!("{command} does not take {option}"))),
            None => Ok(()),
        }
    }
}

fn unknown(words: &[&str]) -> String {
    match words {
        ["backup" | "restore"] => format!("{} needs a FILE", words.join(" ")),
        ["invoice"] => "invoice needs list or show".to_owned(),
        ["invoice", "show"] => "invoice show needs a FOLIO or an ID".to_owned(),
        words => format!("there is no command {:?}", words.join(" ")),
    }
}

fn needed(path: Option<PathBuf>, usage: &str) -> Result<PathBuf, Failure> {
    path.ok_or_else(|| Failure::usage(format!("it is written {usage}")))
}

fn number<N: std::str::FromStr>(text: &OsString, option: &str) -> Result<N, Failure>
where
    N::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|_| {
        Failure::usage(format!("{option} takes a number, not {:?}", text.to_string_lossy()))
    })
}

fn anchor(text: Option<OsString>) -> Result<Option<String>, Failure> {
    let Some(text) = text.map(|text| text.to_string_lossy().into_owned()) else {
        return Ok(None);
    };
    if text.len() == ANCHOR_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(text));
    }
    Err(Failure::usage(format!("--anchor takes {ANCHOR_DIGITS} hexadecimal digits")))
}

fn filter(text: Option<OsString>) -> Result<Option<Vec<Standing>>, Failure> {
    let Some(text) = text.map(|text| text.to_string_lossy().into_owned()) else {
        return Ok(None);
    };
    if text == "all" {
        return Ok(None);
    }
    let known = |word: &str| {
        Standing::from_word(word)
            .ok_or_else(|| Failure::usage(format!("--filter knows {}, not {word:?}", standings())))
    };
    let mut wanted = text.split(',').map(known).collect::<Result<Vec<_>, _>>()?;
    wanted.sort_by_key(|standing| standing.word());
    wanted.dedup();
    Ok(Some(wanted))
}
