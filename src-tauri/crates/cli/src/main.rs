//! `cobro-cli`: the till without a window, for scripts and checks.

use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

mod arguments;
mod commands;
mod failure;
mod help;
mod output;
mod story;

use arguments::{Command, Invocation};
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell when even this cannot be written.
            let _ = writeln!(io::stderr(), "cobro-cli: {failure}");
            ExitCode::from(failure.exit.code())
        }
    }
}

fn run(arguments: Vec<OsString>) -> Result<(), Failure> {
    let Invocation { shop, json, command } = arguments::read(arguments)?;
    let output = Output::new(json);
    match command {
        Command::Help => output.show(&help::Help),
        Command::Version => output.show(&help::Version),
        Command::Demo { out } => output.show(&commands::demo::demo(&out)?),
        Command::Verify { anchor } => {
            let verified = commands::check::verify(&shop, anchor.as_deref())?;
            output.show(&verified)?;
            verified.judge()
        }
        Command::CheckViews => {
            let checked = commands::check::check_views(&shop)?;
            output.show(&checked)?;
            checked.judge()
        }
        Command::Rebuild => output.show(&commands::check::rebuild(&shop)?),
        Command::Backup { to } => output.show(&commands::copies::backup(&shop, &to)?),
        Command::Restore { from } => output.show(&commands::copies::restore(&shop, &from)?),
        Command::InvoiceList(page) => output.show(&commands::invoices::list(&shop, &page)?),
        Command::InvoiceShow { which } => output.show(&commands::invoices::show(&shop, &which)?),
        Command::OwnerPin { name } => {
            output.show(&commands::people::owner_pin(&shop, name.as_deref())?)
        }
        Command::Poll { passphrase } => {
            let polled = commands::poll::poll(&shop, passphrase.as_deref())?;
            output.show(&polled)?;
            polled.judge()
        }
    }
}
