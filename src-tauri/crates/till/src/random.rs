//! Random bytes for ids.

/// Ten bytes from the operating system.
pub(crate) fn bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    match getrandom::fill(&mut bytes) {
        Ok(()) => bytes,
        // Two documents with one id would be worse than no till.
        Err(error) => unreachable!("the operating system gives no random bytes: {error}"),
    }
}

/// A span stretched by up to a tenth, so that tills and charges do not all ask at once.
pub(crate) fn with_jitter(span: cobro_domain::time::Span) -> cobro_domain::time::Span {
    let [byte, ..] = bytes();
    let tenth = span.as_millis() / 10;
    let extra = tenth.saturating_mul(i64::from(byte)) / i64::from(u8::MAX);
    cobro_domain::time::Span::millis(span.as_millis().saturating_add(extra))
}
