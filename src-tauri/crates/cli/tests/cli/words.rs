//! Arguments, help and the version.

use std::process::Stdio;

use crate::program::{program, run};

const COMMANDS: [&str; 12] = [
    "demo --out",
    "verify",
    "rebuild ",
    "rebuild --check",
    "backup FILE",
    "restore FILE",
    "invoice list",
    "invoice show",
    "poll --once",
    "owner-pin",
    "help",
    "version",
];

#[test]
fn help_names_every_command_and_option() {
    let options =
        ["--data", "--training", "--json", "--passphrase-file", "--filter", "--limit", "--after"];
    for arguments in [&["help"][..], &["--help"], &["-h"], &["verify", "--help"]] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.error.as_str()), (0, ""), "{arguments:?}");
        for word in COMMANDS.iter().chain(&options) {
            assert!(ran.out.contains(word), "{word} is not in the help of {arguments:?}");
        }
    }
    let commands = run(&["help", "--json"]).json()["commands"].as_array().unwrap().len();
    assert_eq!(commands, COMMANDS.len());
}

#[test]
fn the_version_is_the_packages() {
    let version = env!("CARGO_PKG_VERSION");
    for arguments in [&["version"][..], &["--version"], &["-V"]] {
        assert_eq!(run(arguments).out, format!("cobro-cli {version}\n"));
    }
    assert_eq!(run(&["--version", "--json"]).json()["version"], version);
}

#[test]
fn what_is_asked_for_wrongly_does_nothing_and_says_so() {
    let cases: [(&[&str], &str); 22] = [
        (&[], "no command"),
        (&["sell"], "\"sell\""),
        (&["invoice"], "list or show"),
        (&["invoice", "show"], "FOLIO"),
        (&["invoice", "print", "A-1"], "invoice print"),
        (&["backup"], "FILE"),
        (&["restore", "a", "b"], "restore a b"),
        (&["demo"], "--out"),
        (&["demo", "--out"], "--out"),
        (&["poll"], "--once"),
        (&["verify", "--limit", "3"], "does not take --limit"),
        (&["verify", "--check"], "does not take --check"),
        (&["rebuild", "--once"], "does not take --once"),
        (&["verify", "--passphrase-file", "x"], "does not take --passphrase-file"),
        (&["verify", "--verbose"], "--verbose"),
        (&["verify", "-x"], "-x"),
        (&["verify", "--json=yes"], "--json"),
        (&["verify", "--anchor", "abc"], "64"),
        (&["invoice", "list", "--limit", "0"], "1 to 500"),
        (&["invoice", "list", "--limit", "501"], "1 to 500"),
        (&["invoice", "list", "--after", "x"], "--after takes a number"),
        (&["invoice", "list", "--filter", "paid,lost"], "\"lost\""),
    ];
    for (arguments, text) in cases {
        run(arguments).fails(2, &[text, "nothing was done", "cobro-cli help"]);
    }
}

#[cfg(unix)]
#[test]
fn words_that_are_no_text_are_refused_in_one_line() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    for bytes in [&b"\xff\xfe"[..], b"--\xff", b"line\nline"] {
        run(&[OsStr::from_bytes(bytes)]).fails(2, &["nothing was done"]);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child =
        program().arg("help").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The pipe is closed before or after the program writes: both are fine.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program().arg("help").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written"));
}
