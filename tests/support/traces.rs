//! Looking for what must not be on a disk, in every file below a folder and in every shape that
//! a program is likely to have written it in.

use std::fs;
use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use regex::bytes::Regex;

/// A text in one of the shapes that it may have been written in.
#[derive(Debug)]
struct Shape {
    name: &'static str,
    pattern: Regex,
}

/// What is looked for.
#[derive(Debug)]
pub struct Traces {
    shapes: Vec<Shape>,
}

/// Where a text was found, and in which shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: PathBuf,
    /// The shape.
    pub shape: &'static str,
}

impl Traces {
    /// A text so long that no file holds it by chance.
    pub fn of(text: &str) -> Self {
        let mut shapes = plain(text);
        shapes.extend(spelt(text));
        Self { shapes }
    }

    /// A few figures, which stand alone wherever somebody wrote them down: part of a longer
    /// number, or of a hash, they are something else.
    pub fn of_few(figures: &str) -> Self {
        let pattern = format!(r"(?-u)(?:^|[^0-9A-Za-z.-]){figures}(?:$|[^0-9A-Za-z.-])");
        let wide = |one: char| format!(r"{one}\x00");
        let digits: String = figures.chars().map(wide).collect();
        let utf16 = format!(r"(?-u)(?:^|[^0-9A-Za-z.-]\x00){digits}(?:$|[^0-9A-Za-z.-])");
        let made = [("plain", pattern), ("UTF-16", utf16)];
        let shapes = made.map(|(name, pattern)| Shape { name, pattern: read(&pattern) });
        Self { shapes: shapes.into() }
    }

    /// Where it is in the files below a folder.
    #[track_caller]
    pub fn below(&self, folder: &Path) -> Vec<Found> {
        let mut found = Vec::new();
        for file in files(folder) {
            // A socket, or a file that went away meanwhile, holds nothing.
            let Ok(bytes) = fs::read(&file) else { continue };
            let shapes = self.shapes.iter().filter(|shape| shape.pattern.is_match(&bytes));
            found.extend(shapes.map(|shape| Found { file: file.clone(), shape: shape.name }));
        }
        found
    }
}

/// Every file below a folder.
#[track_caller]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                Ok(_) | Err(_) => {}
            }
        }
    }
    found
}

/// The text itself, in bytes, and with a mark between its letters.
fn plain(text: &str) -> Vec<Shape> {
    let letters = |between: &str| {
        let letters: Vec<_> = text.chars().map(|c| regex::escape(&c.to_string())).collect();
        letters.join(between)
    };
    let wide = |little: bool| {
        let units = text.encode_utf16();
        let bytes =
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
        bytes.map(|byte| format!(r"\x{byte:02x}")).collect::<String>()
    };
    let made = [
        ("plain", letters("")),
        ("spaced", letters(r"(?:[ ._\-]|%20|\+|&nbsp;|\xc2\xa0)?")),
        ("UTF-16", wide(true)),
        ("UTF-16 BE", wide(false)),
    ];
    let shapes =
        made.map(|(name, pattern)| Shape { name, pattern: read(&format!("(?-u){pattern}")) });
    shapes.into()
}

/// The text as figures or letters of another alphabet.
fn spelt(text: &str) -> Vec<Shape> {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut shapes = vec![Shape { name: "hex", pattern: read(&format!("(?i){hex}")) }];
    // Where the text begins within three bytes decides how it is spelt. The letters at both ends
    // depend on what stands beside it, and are left out.
    for before in 0..3 {
        let bytes = [vec![0; before], text.as_bytes().to_vec()].concat();
        let whole = STANDARD.encode(&bytes);
        let from = (before * 8).div_ceil(6);
        let until = bytes.len() * 8 / 6;
        let middle =
            regex::escape(&whole[from..until]).replace(r"\+", r"[+\-]").replace('/', "[/_]");
        shapes.push(Shape { name: "base64", pattern: read(&middle) });
    }
    shapes
}

fn read(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "376675000000005";

    /// A folder with one file.
    fn folder(bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("deep")).expect("a folder");
        fs::write(folder.path().join("deep/file"), bytes).expect("a file");
        folder
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn finds_a_number_in_every_shape() {
        let hex: String = NUMBER.bytes().map(|byte| format!("{byte:02X}")).collect();
        let written = [
            format!("{{\"number\":\"{NUMBER}\"}}").into_bytes(),
            b"3766 750000 00005".to_vec(),
            b"3766-7500-0000-005".to_vec(),
            utf16(&format!("the number {NUMBER}.")),
            hex.into_bytes(),
            STANDARD.encode(format!("x{NUMBER}y")).into_bytes(),
            STANDARD.encode(format!("xx{NUMBER}")).into_bytes(),
            STANDARD.encode(format!("{NUMBER}&more")).into_bytes(),
        ];
        for bytes in written {
            let folder = folder(&bytes);
            let found = Traces::of(NUMBER).below(folder.path());
            assert!(!found.is_empty(), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn finds_nothing_where_nothing_is() {
        let folder = folder(b"376675*****0005 and \x00\xff 3766750000000 and 91730");
        assert_eq!(Traces::of(NUMBER).below(folder.path()), []);
        assert_eq!(Traces::of_few("9173").below(folder.path()), []);
    }

    #[test]
    fn finds_a_code_that_stands_alone() {
        for bytes in
            [b"{\"securityCode\":\"9173\"}".to_vec(), b"code=9173&".to_vec(), utf16("\"9173\"")]
        {
            let folder = folder(&bytes);
            assert!(!Traces::of_few("9173").below(folder.path()).is_empty(), "{bytes:?}");
        }
    }
}
