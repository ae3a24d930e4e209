//! What the program says about itself.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Every command, in the order of a first reading: how it is written, what it does.
const COMMANDS: [(&str, &str); 12] = [
    ("demo --out FOLDER", "walk the main job on training books of its own; papers go to FOLDER"),
    ("verify [--anchor HASH]", "walk the chain of facts; HASH is a head printed or kept elsewhere"),
    ("rebuild", "compute every view anew from the facts"),
    ("rebuild --check", "compute every view beside the books and compare; change nothing"),
    ("backup FILE", "copy the books, verified, while they are in use"),
    ("restore FILE", "take a backup into use in a folder without books, as a new till"),
    ("invoice list", "newest first; [--filter STANDINGS] [--limit N] [--after CURSOR]"),
    ("invoice show FOLIO|ID", "one invoice with its charges and its timeline"),
    ("poll --once", "send and ask what is due, then end; [--passphrase-file FILE]"),
    ("owner-pin [NAME]", "give an owner another PIN, read from standard input"),
    ("help", "this text"),
    ("version", "the version; also --version"),
];

const OPTIONS: [(&str, &str); 4] = [
    ("--data FOLDER", "the books' folder; else COBRO_DATA_DIR, else the application's own"),
    ("--training", "the training books instead of the real ones"),
    ("--json", "the answer as JSON, and nothing else, on standard output"),
    ("--passphrase-file FILE", "opens the vault of secrets (poll)"),
];

const EXITS: [(&str, &str); 5] = [
    ("0", "done"),
    ("1", "it could not be done"),
    ("2", "it was asked for wrongly"),
    ("3", "the check has found faults (verify, rebuild --check)"),
    ("4", "somebody else writes the books"),
];

/// The help text.
pub(crate) struct Help;

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "cobro-cli: the till without a window, for scripts and checks\n")?;
        writeln!(f, "cobro-cli [OPTIONS] COMMAND")?;
        for (title, rows) in
            [("Commands", &COMMANDS[..]), ("Options", &OPTIONS[..]), ("Exit codes", &EXITS[..])]
        {
            writeln!(f, "\n{title}:")?;
            for (usage, about) in rows {
                writeln!(f, "  {usage:<24} {about}")?;
            }
        }
        writeln!(f, "\nSTANDINGS: {}; several with commas.", crate::arguments::standings())
    }
}

#[derive(Serialize)]
struct Row {
    usage: &'static str,
    about: &'static str,
}

impl Serialize for Help {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = |rows: &'static [(&'static str, &'static str)]| {
            rows.iter().map(|(usage, about)| Row { usage, about }).collect::<Vec<_>>()
        };
        let mut help = serializer.serialize_struct("Help", 2)?;
        help.serialize_field("commands", &rows(&COMMANDS))?;
        help.serialize_field("options", &rows(&OPTIONS))?;
        help.end()
    }
}

/// The version.
pub(crate) struct Version;

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cobro-cli {VERSION}")
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut version = serializer.serialize_struct("Version", 1)?;
        version.serialize_field("version", VERSION)?;
        version.end()
    }
}
