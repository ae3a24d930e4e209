//! Barcodes and QR codes as modules, before anyone decides how large to draw them.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::code128;

/// Longer payloads make modules too small for the camera of an old telephone.
const QR_BYTES_MAX: usize = 1024;

/// Modules of white that a reader needs beside the bars (ISO/IEC 15417).
const LINEAR_QUIET_ZONE: usize = 10;

/// Modules of white that a reader needs around a QR code (ISO/IEC 18004).
const MATRIX_QUIET_ZONE: usize = 4;

/// Height of a barcode on screen, in modules: bars as tall as on the paper.
const SVG_BAR_MODULES: usize = 60;

/// A barcode or a QR code: dark and light modules, and the white it needs around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    kind: Kind,
    columns: usize,
    dark: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Linear,
    Matrix,
}

/// Dark modules beside each other in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The row, from the top.
    pub row: usize,
    /// The first dark column, from the left, not counting the quiet zone.
    pub start: usize,
    /// How many modules are dark.
    pub length: usize,
}

/// Why a text cannot be made a symbol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SymbolError {
    /// There is nothing to encode.
    #[error("there is nothing to encode")]
    Empty,
    /// The text is longer than a reader takes in at once.
    #[error("{length} bytes are more than the {max} a symbol may hold")]
    TooLong {
        /// The length of the text.
        length: usize,
        /// The longest text allowed.
        max: usize,
    },
    /// A character that the symbology has no code for.
    #[error("{found:?} cannot be encoded")]
    Character {
        /// The first such character.
        found: char,
    },
    /// The encoder refused a text that it should take.
    #[error("the encoder refused the text")]
    Refused,
}

impl Symbol {
    /// A Code 128 barcode of printable ASCII, with the fewest modules.
    ///
    /// # Errors
    /// An empty or too long text, or a character outside printable ASCII.
    pub fn code128(text: &str) -> Result<Self, SymbolError> {
        let dark = code128::modules(text)?;
        Ok(Self { kind: Kind::Linear, columns: dark.len(), dark })
    }

    /// A QR code with medium error correction (15 % may be damaged).
    ///
    /// # Errors
    /// An empty or too long payload.
    pub fn qr(payload: &str) -> Result<Self, SymbolError> {
        if payload.is_empty() {
            return Err(SymbolError::Empty);
        }
        if payload.len() > QR_BYTES_MAX {
            return Err(SymbolError::TooLong { length: payload.len(), max: QR_BYTES_MAX });
        }
        let code = QrCode::with_error_correction_level(payload, EcLevel::M)
            .map_err(|_| SymbolError::Refused)?;
        let columns = code.width();
        let dark = code.into_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Ok(Self { kind: Kind::Matrix, columns, dark })
    }

    /// Modules from left to right, without quiet zones.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Modules from top to bottom: 1 for a barcode, whose bars have any height.
    pub fn rows(&self) -> usize {
        self.dark.len() / self.columns
    }

    /// Modules of white needed on each side.
    pub fn quiet_zone(&self) -> usize {
        match self.kind {
            Kind::Linear => LINEAR_QUIET_ZONE,
            Kind::Matrix => MATRIX_QUIET_ZONE,
        }
    }

    /// Modules from left to right, with the quiet zone on both sides.
    pub fn columns_with_quiet_zone(&self) -> usize {
        self.columns + 2 * self.quiet_zone()
    }

    /// The dark modules, row by row, neighbours joined.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (row, modules) in self.dark.chunks(self.columns).enumerate() {
            for (column, _) in modules.iter().enumerate().filter(|(_, dark)| **dark) {
                match runs.last_mut() {
                    Some(run) if run.row == row && run.start + run.length == column => {
                        run.length += 1;
                    }
                    _ => runs.push(Run { row, start: column, length: 1 }),
                }
            }
        }
        runs
    }

    /// The symbol as SVG for the screen: black on white, quiet zones included, one unit a
    /// module, edges on pixels. Give it a width that is a whole multiple of
    /// [`Symbol::columns_with_quiet_zone`].
    pub fn svg(&self) -> String {
        let quiet = self.quiet_zone();
        let width = self.columns_with_quiet_zone();
        let (height, top, bar) = match self.kind {
            Kind::Linear => (SVG_BAR_MODULES, 0, SVG_BAR_MODULES),
            Kind::Matrix => (width, quiet, 1),
        };
        let mut path = String::new();
        for Run { row, start, length } in self.runs() {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h{length}v{bar}h-{length}z", start + quiet, row + top);
        }
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" shape-rendering="crispEdges" preserveAspectRatio="xMidYMid meet"><rect width="{width}" height="{height}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_hold_every_dark_module_once() {
        for symbol in [Symbol::code128("A-000128").unwrap(), Symbol::qr("hola").unwrap()] {
            let mut drawn = vec![false; symbol.dark.len()];
            for run in symbol.runs() {
                for column in run.start..run.start + run.length {
                    let module = &mut drawn[run.row * symbol.columns + column];
                    assert!(!*module, "{run:?} draws a module twice");
                    *module = true;
                }
            }
            assert_eq!(drawn, symbol.dark);
        }
    }

    #[test]
    fn svg_keeps_the_quiet_zone_white() {
        let symbol = Symbol::code128("12").unwrap();
        let svg = symbol.svg();
        assert!(svg.contains(&format!("viewBox=\"0 0 {} 60\"", symbol.columns() + 20)), "{svg}");
        assert!(svg.contains("d=\"M10 0h2v60h-2z"), "{svg}");
    }

    #[test]
    fn refuses_a_payload_no_telephone_would_read() {
        assert_eq!(Symbol::qr(""), Err(SymbolError::Empty));
        assert!(matches!(Symbol::qr(&"x".repeat(1025)), Err(SymbolError::TooLong { .. })));
        assert_eq!(Symbol::qr(&"x".repeat(1024)).map(|s| s.rows() == s.columns()), Ok(true));
    }
}
