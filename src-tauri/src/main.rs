//! The program `cobro`: reads how it was started and opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use cobro_app::Launch;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_writer(std::io::stderr)
        .init();
    let launch = match Launch::from_process() {
        Ok(launch) => launch,
        Err(error) => return fail(&error),
    };
    match cobro_app::run(launch) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("cobro: {error}");
    ExitCode::FAILURE
}
