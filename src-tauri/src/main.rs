//! The program `cobro`: reads how it was started and opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use cobro_app::Launch;

fn main() -> ExitCode {
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
