//! The sandbox as a program of its own.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use cobro_sandbox::{ControlDoor, Sandbox, SandboxConfig};

const USAGE: &str = "cobro-sandbox --listen 127.0.0.1:PORT [--control 127.0.0.1:PORT] [--file PATH]

Simulates the payment providers. Port 0 takes any free port; the first line of output says which.
Without --control the control door is under /control/ on the same port.";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = error.to_string();
            let mut cause = error.source();
            while let Some(inner) = cause {
                text = format!("{text}: {inner}");
                cause = inner.source();
            }
            eprintln!("{text}");
            ExitCode::from(2)
        }
    }
}

/// Starts the sandbox and stays until the process is ended.
fn run(arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(config(arguments)?)?;
    let mut line = format!("listening on {}", sandbox.base_url());
    if let Some(door) = sandbox.control_address() {
        line = format!("{line} control on http://{door}/control/");
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()?;
    loop {
        std::thread::park();
    }
}

fn config(mut arguments: impl Iterator<Item = String>) -> Result<SandboxConfig, Box<dyn Error>> {
    let mut config = SandboxConfig::default();
    let mut listens = false;
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--listen" => {
                config.listen = value.parse::<SocketAddr>()?;
                listens = true;
            }
            "--control" => config.control = ControlDoor::At(value.parse()?),
            "--file" => config.file = Some(PathBuf::from(value)),
            _ => return Err(USAGE.into()),
        }
    }
    if listens { Ok(config) } else { Err(USAGE.into()) }
}
