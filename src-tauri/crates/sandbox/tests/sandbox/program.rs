//! The program: one line, then service.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::client::{PAYMENTS, fixture, send};

/// Ends the program whatever the test does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cobro-sandbox"));
    command.args(arguments);
    command
}

#[test]
fn says_where_it_listens_and_answers_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let file = file.to_str().unwrap();
    let arguments = ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--file", file];
    let mut child = program(&arguments).stdout(Stdio::piped()).spawn().unwrap();
    let output = child.stdout.take().unwrap();
    let _running = Running(child);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["listening", "on", provider, "control", "on", door] = words[..] else { panic!("{line}") };
    let provider = provider.strip_prefix("http://").unwrap().parse().unwrap();
    let door = door.strip_prefix("http://").unwrap().strip_suffix("/control/").unwrap();
    let headers = [("Content-Type", "application/json"), ("Accept", "application/json")];
    let ping = fixture("09-ping.request.json");
    assert_eq!(send(provider, "POST", PAYMENTS, &headers, &ping).json()["code"], "SUCCESS");
    let clock = send(door.parse().unwrap(), "GET", "/control/clock", &[], "").json();
    assert_eq!(clock["offset_ms"], 0);
}

#[test]
fn refuses_to_start_with_what_makes_no_sense() {
    let rows: [(&[&str], &str); 5] = [
        (&["--listen", "0.0.0.0:0"], "0.0.0.0:0 is not a loopback address"),
        (&["--listen", "127.0.0.1:0", "--control", "[::]:0"], "[::]:0 is not a loopback address"),
        (&["--listen", "nowhere"], "invalid socket address syntax"),
        (&[], "cobro-sandbox --listen"),
        (&["--listen", "127.0.0.1:0", "--colour", "blue"], "cobro-sandbox --listen"),
    ];
    for (arguments, expected) in rows {
        let ended = program(arguments).output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8(ended.stderr).unwrap();
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert!(ended.stdout.is_empty());
    }
}
