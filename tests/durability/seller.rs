//! Runs the selling program, with a disk that can fail underneath it.

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

/// Between the program and the system: its files fail, or lose what was not synced.
static SHIM: LazyLock<PathBuf> = LazyLock::new(|| {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("durability");
    let shim = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cobro-shim.so");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let built = Command::new(compiler)
        .args(["-std=c11", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&shim)
        .args([sources.join("shim.c"), sources.join("disk.c")])
        .arg("-lpthread")
        .status()
        .expect("a C compiler");
    assert!(built.success(), "the shim does not compile");
    shim
});

/// What happens to the program's disk, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    /// The shim's word for it.
    pub(crate) what: &'static str,
    /// At which operation on a file.
    pub(crate) at: u64,
    /// What of the unsynced work a power cut leaves.
    pub(crate) keep: &'static str,
    /// For what happens by chance.
    pub(crate) seed: u64,
}

/// A sale as the program confirmed it, or as it stands in the books.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sale {
    pub(crate) folio: String,
    pub(crate) invoice: String,
}

/// What the program said before it ended.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) sold: Vec<Sale>,
    pub(crate) refused: Vec<String>,
    pub(crate) done: bool,
    /// Whether it was killed.
    pub(crate) died: bool,
    /// Whether the fault happened before the program ended.
    pub(crate) fired: bool,
}

/// One run of the program on files in one folder.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) fault: Option<Fault>,
    /// Run on the writer's connection.
    pub(crate) pragmas: &'a str,
    /// Kill it after it has said so many lines.
    pub(crate) lines: Option<usize>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(folder: &'a Path) -> Self {
        Self { folder, fault: None, pragmas: "", lines: None }
    }

    pub(crate) fn with(fault: Fault, folder: &'a Path) -> Self {
        Self { fault: Some(fault), ..Self::new(folder) }
    }

    /// Runs the program; names after the first word are files in the folder.
    pub(crate) fn go(&self, words: &[&str]) -> Said {
        let mark = self.folder.with_extension("fired");
        let _ = std::fs::remove_file(&mark);
        let mut command = Command::new(env!("CARGO_BIN_EXE_cobro-test-seller"));
        command.arg(words[0]).stdin(Stdio::null()).stdout(Stdio::piped());
        for word in &words[1..] {
            let is_file = word.contains('.');
            command.arg(if is_file { self.folder.join(word) } else { PathBuf::from(word) });
        }
        if !self.pragmas.is_empty() {
            command.env("COBRO_TEST_PRAGMAS", self.pragmas);
        }
        if let Some(fault) = self.fault {
            command
                .env("LD_PRELOAD", &*SHIM)
                .env("COBRO_SHIM_FOLDER", self.folder)
                .env("COBRO_SHIM_FIRED", &mark)
                .env("COBRO_SHIM_DO", fault.what)
                .env("COBRO_SHIM_KEEP", fault.keep)
                .env("COBRO_SHIM_AT", fault.at.to_string())
                .env("COBRO_SHIM_SEED", fault.seed.to_string());
        }
        let mut child = command.spawn().expect("the selling program");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut text = String::new();
        for _ in 0..self.lines.unwrap_or(0) {
            out.read_line(&mut text).expect("a line");
        }
        if self.lines.is_some() {
            child.kill().expect("it can be killed");
        }
        // What it managed to say before it died counts too.
        out.read_to_string(&mut text).expect("text");
        let ended = child.wait().expect("it ends");
        let died = ended.code().is_none();
        assert!(died || ended.success(), "{words:?} {:?} ended {ended}: {text}", self.fault);
        Said { died, fired: mark.exists(), ..said(&text) }
    }
}

/// Only whole lines were said.
fn said(text: &str) -> Said {
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let mut said = Said::default();
    for line in whole.lines() {
        match line.split_once(' ') {
            Some(("sold", sale)) => {
                let (folio, invoice) = sale.split_once(' ').expect("number and id");
                said.sold.push(Sale { folio: folio.to_owned(), invoice: invoice.to_owned() });
            }
            Some(("refused", why)) => said.refused.push(why.to_owned()),
            _ => said.done |= line == "done",
        }
    }
    said
}

/// Numbers that look random and are the same in every run.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}
