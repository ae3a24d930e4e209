//! A mail as plain text: one thing on a line, addresses on lines of their own.

use super::{Action, Invoice, Letter};

pub(super) fn page(letter: &Letter) -> String {
    let mut parts = Vec::new();
    parts.extend(letter.training.clone());
    parts.extend(letter.greeting.clone());
    parts.push(letter.lead.clone());
    let facts = [&letter.figure].into_iter().chain(&letter.facts);
    parts.push(
        facts.map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n"),
    );
    parts.extend(letter.invoices.iter().map(invoice));
    parts.extend(letter.note.clone());
    // The mark under which mail readers hide a signature.
    parts.push(format!("-- \n{}", letter.foot.join("\n")));
    parts.join("\n\n") + "\n"
}

fn invoice(invoice: &Invoice) -> String {
    let Invoice { folio, detail, owed, action } = invoice;
    let mut lines = vec![format!("{folio}: {owed}"), format!("  {detail}")];
    match action {
        Action::Pay { label, address } => {
            lines.push(format!("  {label}:"));
            lines.push(format!("  {address}"));
        }
        Action::Off { reason, .. } | Action::None { reason: Some(reason) } => {
            lines.push(format!("  {reason}"));
        }
        Action::None { reason: None } => {}
    }
    lines.join("\n")
}
