//! Runs the program and holds what it said.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = output.status.code().unwrap();
        Self { code, out: text(&output.stdout), error: text(&output.stderr) }
    }

    /// The answer of a run that was all well.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!((self.code, self.error.as_str()), (0, ""), "{self:?}");
        self.any_json()
    }

    /// The answer, however the run ended.
    #[track_caller]
    pub(crate) fn any_json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A run that ended badly: with this code, one line that holds each of these texts, and
    /// nothing on standard output.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, texts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{self:?}");
        self.complains(texts);
    }

    /// One line on standard error that holds each of these texts.
    #[track_caller]
    pub(crate) fn complains(&self, texts: &[&str]) {
        assert!(self.error.starts_with("cobro-cli: "), "{self:?}");
        assert_eq!(self.error.lines().count(), 1, "{self:?}");
        for text in texts {
            assert!(self.error.contains(text), "{text:?} is not in {self:?}");
        }
    }
}

/// The program, with no books but those it is told of, and no keyring to ask.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cobro-cli"));
    command.env_remove("COBRO_DATA_DIR").env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    command.stdin(Stdio::null());
    command
}

/// Runs the program with these arguments.
pub(crate) fn run<A: AsRef<OsStr>>(arguments: &[A]) -> Ran {
    Ran::of(&program().args(arguments).output().unwrap())
}

/// Runs the program on the training books of a folder.
pub(crate) fn training(folder: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec![OsStr::new("--training"), OsStr::new("--data"), folder.as_os_str()];
    all.extend(arguments.iter().map(OsStr::new));
    run(&all)
}

/// Runs the program on the real books of a folder.
pub(crate) fn real(folder: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec![OsStr::new("--data"), folder.as_os_str()];
    all.extend(arguments.iter().map(OsStr::new));
    run(&all)
}
