//! A printer and two readers: pages to pixels, symbols to their text, pages to text.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A thermal head's dots.
pub(crate) const THERMAL: f64 = 203.2;

/// Runs a tool in `folder` and gives what it printed.
fn run(folder: &Path, tool: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{tool} did not start ({error}): install {package}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    // zbarimg says with 4 that it found no symbol: nothing printed says the same.
    let fine = output.status.success() || output.status.code() == Some(4);
    assert!(fine, "{tool} failed with {}: {complaint}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn folder_with(pdf: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("paper.pdf"), pdf).unwrap();
    folder
}

/// Everything that a scanner reads on the pages, printed at `dpi`.
pub(crate) fn scan(pdf: &[u8], dpi: f64) -> Vec<String> {
    let folder = folder_with(pdf);
    let dpi = dpi.to_string();
    run(
        folder.path(),
        "pdftoppm",
        "poppler-utils",
        &["-r", &dpi, "-gray", "-png", "paper.pdf", "page"],
    );
    let mut read = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "png") {
            let name = path.file_name().unwrap().to_str().unwrap();
            let symbologies = ["-Sdisable", "-Scode128.enable", "-Sqrcode.enable"];
            let mut arguments = vec!["-q", "--nodbus", "--raw"];
            arguments.extend(symbologies);
            arguments.push(name);
            let printed = run(folder.path(), "zbarimg", "zbar-tools", &arguments);
            if !printed.is_empty() {
                read.push(printed.trim_end_matches('\n').to_owned());
            }
        }
    }
    read
}

/// The text of all pages, lines as they stand.
pub(crate) fn text(pdf: &[u8]) -> String {
    let folder = folder_with(pdf);
    run(
        folder.path(),
        "pdftotext",
        "poppler-utils",
        &["-layout", "-enc", "UTF-8", "paper.pdf", "-"],
    )
}

/// A word and where it stands, in points from the top left.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// A page's size in points and its words.
#[derive(Debug)]
pub(crate) struct PageWords {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) words: Vec<Word>,
}

/// Where every word stands on every page.
pub(crate) fn words(pdf: &[u8]) -> Vec<PageWords> {
    let folder = folder_with(pdf);
    let printed = run(
        folder.path(),
        "pdftotext",
        "poppler-utils",
        &["-bbox", "-enc", "UTF-8", "paper.pdf", "-"],
    );
    let mut pages: Vec<PageWords> = Vec::new();
    for line in printed.lines().map(str::trim) {
        if line.starts_with("<page ") {
            let (width, height) = (attribute(line, "width"), attribute(line, "height"));
            pages.push(PageWords { width, height, words: Vec::new() });
        } else if line.starts_with("<word ") {
            let inside = line.split_once('>').unwrap().1;
            pages.last_mut().unwrap().words.push(Word {
                text: inside.trim_end_matches("</word>").to_owned(),
                left: attribute(line, "xMin"),
                top: attribute(line, "yMin"),
                right: attribute(line, "xMax"),
                bottom: attribute(line, "yMax"),
            });
        }
    }
    pages
}

fn attribute(line: &str, name: &str) -> f64 {
    let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}

/// A page as pixels; `true` is dark.
pub(crate) struct Picture {
    pub(crate) rows: Vec<Vec<bool>>,
}

impl Picture {
    /// The first page at `dpi`, without smoothing.
    pub(crate) fn of(pdf: &[u8], dpi: f64) -> Self {
        let folder = folder_with(pdf);
        let dpi = dpi.to_string();
        let arguments = [
            "-r",
            &dpi,
            "-gray",
            "-aa",
            "no",
            "-aaVector",
            "no",
            "-singlefile",
            "paper.pdf",
            "page",
        ];
        run(folder.path(), "pdftoppm", "poppler-utils", &arguments);
        Self::from_pgm(&fs::read(folder.path().join("page.pgm")).unwrap())
    }

    /// Reads a binary portable grey map: `P5`, width, height, 255, then a byte a pixel.
    fn from_pgm(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let mut fields = Vec::new();
        while fields.len() < 4 {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            fields.push(String::from_utf8(rest[..end].to_vec()).unwrap());
            rest = &rest[end + 1..];
        }
        assert_eq!((fields[0].as_str(), fields[3].as_str()), ("P5", "255"));
        let width: usize = fields[1].parse().unwrap();
        let rows = rest.chunks(width).map(|row| row.iter().map(|grey| *grey < 128).collect());
        Self { rows: rows.collect() }
    }

    /// The same picture with rows and columns exchanged.
    pub(crate) fn turned(&self) -> Self {
        let columns = self.rows[0].len();
        let column = |x: usize| self.rows.iter().map(|row| row[x]).collect();
        Self { rows: (0..columns).map(column).collect() }
    }
}

/// A barcode as it was measured in a picture, in pixels.
#[derive(Debug)]
pub(crate) struct Bars {
    /// Dark and light runs between the first and the last bar.
    pub(crate) runs: Vec<usize>,
    pub(crate) height: usize,
    /// White before the first bar and after the last one.
    pub(crate) quiet: (usize, usize),
}

impl Bars {
    /// A line with fewer bars is text or a frame.
    const BARS_MIN: usize = 30;

    /// White this wide is no gap between two bars, in inches: 2 mm.
    const GAP_MAX: f64 = 2.0 / 25.4;

    /// The barcode in a picture: of the rows of bars, the one that repeats most.
    pub(crate) fn find(picture: &Picture, dpi: f64) -> Option<Self> {
        let mut found: HashMap<Vec<usize>, Self> = HashMap::new();
        for row in &picture.rows {
            let Some((before, runs, after)) = row_of_bars(row, (Self::GAP_MAX * dpi) as usize)
            else {
                continue;
            };
            let bars = Self { runs: runs.clone(), height: 0, quiet: (before, after) };
            let bars = found.entry(runs).or_insert(bars);
            bars.height += 1;
            bars.quiet = (bars.quiet.0.min(before), bars.quiet.1.min(after));
        }
        let striped = found.into_values().filter(|bars| bars.runs.len() >= 2 * Self::BARS_MIN);
        striped.max_by_key(|bars| bars.height)
    }

    pub(crate) fn width(&self) -> usize {
        self.runs.iter().sum()
    }
}

/// The longest row of bars: the white before it, its dark and light runs, the white after it.
fn row_of_bars(row: &[bool], gap_max: usize) -> Option<(usize, Vec<usize>, usize)> {
    let mut runs = vec![0];
    let mut dark = false;
    for pixel in row {
        if *pixel != dark {
            runs.push(0);
            dark = *pixel;
        }
        *runs.last_mut()? += 1;
    }
    if dark {
        runs.push(0);
    }
    // Light runs are at even places, the first and the last are the edges of the paper.
    let last = runs.len() - 1;
    let wide = |place: &usize| {
        *place == 0 || *place == last || place.is_multiple_of(2) && runs[*place] > gap_max
    };
    let edges: Vec<usize> = (0..runs.len()).filter(wide).collect();
    let (start, end) =
        edges.windows(2).map(|pair| (pair[0], pair[1])).max_by_key(|(start, end)| end - start)?;
    Some((runs[start], runs[start + 1..end].to_vec(), runs[end]))
}
