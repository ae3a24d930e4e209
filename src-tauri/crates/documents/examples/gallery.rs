//! Writes every paper in every language into a folder, to look at:
//! `cargo run -p cobro-documents --example gallery -- FOLDER`.
#![expect(clippy::unwrap_used, reason = "the samples are shared with the tests")]

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use cobro_documents::{
    Language, RollWidth, receipt_letter, receipt_roll, voucher_letter, voucher_roll,
};

#[path = "../tests/papers/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    for language in Language::ALL {
        let save = |name: &str, paper: &str, bytes: Vec<u8>| {
            fs::write(folder.join(format!("{name}.{paper}.{language}.pdf")), bytes)
        };
        let mut vouchers: Vec<_> = samples::METHODS
            .iter()
            .map(|(method, _)| (*method, samples::voucher(method)))
            .collect();
        let mut training = samples::voucher("oxxo");
        training.training = true;
        let mut cancelled = samples::voucher("seven-eleven");
        cancelled.cancelled = true;
        vouchers.extend([("training", training), ("cancelled", cancelled)]);
        for (name, paper) in &vouchers {
            save(name, "letter", voucher_letter(paper, language)?)?;
            save(name, "roll", voucher_roll(paper, RollWidth::Mm80, language)?)?;
            save(name, "narrow", voucher_roll(paper, RollWidth::Mm58, language)?)?;
        }
        let mut long = samples::receipt();
        long.training = true;
        long.lines = long.lines.iter().cycle().take(60).cloned().collect();
        let receipts = [
            ("receipt", samples::receipt()),
            ("credit-note", samples::credit_note()),
            ("quote", samples::quote()),
            ("long", long),
        ];
        for (name, paper) in &receipts {
            save(name, "letter", receipt_letter(paper, language)?)?;
            save(name, "roll", receipt_roll(paper, RollWidth::Mm80, language)?)?;
            save(name, "narrow", receipt_roll(paper, RollWidth::Mm58, language)?)?;
        }
    }
    Ok(())
}
