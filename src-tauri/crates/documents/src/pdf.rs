//! Pages as a PDF file. The only module that knows `printpdf`.

use lopdf::dictionary;
use printpdf::{
    Codepoint, Color, FontId, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt,
    Rgb, TextItem, TextMatrix, WindingOrder,
};

use crate::canvas::{Area, Ink, Mark, Page, Style};
use crate::fonts::{Shaped, Weight};

/// The width of rules and frames, in points.
const HAIRLINE: f32 = 0.7;

/// How far a control point stands from the end of a quarter circle of radius 1.
const QUARTER: f32 = 0.552_285;

/// A file could not be written. The fonts are part of the program, so nothing that a caller
/// gives leads here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF file could not be put together")]
pub struct PdfError;

/// Writes `pages` as one file. The same pages give the same bytes.
pub(crate) fn file(title: &str, pages: Vec<Page>) -> Result<Vec<u8>, PdfError> {
    let mut document = PdfDocument::new(title);
    document.metadata.info.creator = "Cobro".to_owned();
    for weight in Weight::ALL {
        let mut font =
            ParsedFont::from_bytes(weight.bytes(), 0, &mut Vec::new()).ok_or(PdfError)?;
        font.font_name = Some(weight.name().to_owned());
        document.resources.fonts.map.insert(font_id(weight), PdfFont::new(font));
    }
    document.with_pages(pages.into_iter().map(page).collect());

    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    // Printing without "fit to page" keeps the bars as wide as they were drawn.
    let preferences = dictionary! { "PrintScaling" => "None", "DisplayDocTitle" => true };
    file.catalog_mut().map_err(|_| PdfError)?.set("ViewerPreferences", preferences);
    // A random identifier would make two files of one paper.
    file.trailer.remove(b"ID");
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|_| PdfError)?;
    Ok(bytes)
}

fn font_id(weight: Weight) -> FontId {
    FontId(weight.name().to_owned())
}

fn page(page: Page) -> PdfPage {
    let height = page.height;
    let operations = page.marks.into_iter().flat_map(|mark| draw(mark, height)).collect();
    PdfPage::new(Mm(page.width), Mm(height), operations)
}

/// The operations for one mark; PDF counts from the bottom.
fn draw(mark: Mark, height: f32) -> Vec<Op> {
    let at = |x: f32, y: f32| Point::new(Mm(x), Mm(height - y));
    match mark {
        Mark::Text { x, baseline, shaped, style } => text(at(x, baseline), shaped, style),
        Mark::Surface { outlines, ink } => {
            let ring = |outline: Vec<(f32, f32)>| PolygonRing {
                points: outline.into_iter().map(|(x, y)| corner(at(x, y))).collect(),
            };
            let rings = outlines.into_iter().map(ring).collect();
            vec![Op::SetFillColor { col: colour(ink) }, polygon(rings, PaintMode::Fill)]
        }
        Mark::Disc { x, y, radius, ink } => {
            let area = Area::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
            let ring = rounded(area, radius, &at);
            vec![Op::SetFillColor { col: colour(ink) }, polygon(vec![ring], PaintMode::Fill)]
        }
        Mark::Frame { area, radius, ink } => vec![
            Op::SetOutlineColor { col: colour(ink) },
            Op::SetOutlineThickness { pt: Pt(HAIRLINE) },
            Op::SetLineDashPattern { dash: LineDashPattern::default() },
            polygon(vec![rounded(area, radius, &at)], PaintMode::Stroke),
        ],
        Mark::Rule { x, y, width, dashed, ink } => {
            let dash = if dashed {
                LineDashPattern::new(0.0, &[2.2, 2.2])
            } else {
                LineDashPattern::default()
            };
            let points = vec![corner(at(x, y)), corner(at(x + width, y))];
            vec![
                Op::SetOutlineColor { col: colour(ink) },
                Op::SetOutlineThickness { pt: Pt(HAIRLINE) },
                Op::SetLineDashPattern { dash },
                Op::DrawLine { line: Line { points, is_closed: false } },
            ]
        }
    }
}

fn text(at: Point, shaped: Shaped, style: Style) -> Vec<Op> {
    let glyphs = shaped
        .glyphs
        .into_iter()
        .map(|glyph| Codepoint::with_cid(glyph.id, glyph.kern, glyph.text))
        .collect();
    vec![
        Op::SetFillColor { col: colour(style.ink) },
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(font_id(style.weight)), size: Pt(style.size) },
        Op::SetTextMatrix { matrix: TextMatrix::Translate(at.x, at.y) },
        Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
        Op::EndTextSection,
    ]
}

fn corner(p: Point) -> LinePoint {
    LinePoint { p, bezier: false }
}

fn polygon(rings: Vec<PolygonRing>, mode: PaintMode) -> Op {
    Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } }
}

/// A rectangle with quarter circles for corners.
fn rounded(area: Area, radius: f32, at: &impl Fn(f32, f32) -> Point) -> PolygonRing {
    let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
    let near = radius * (1.0 - QUARTER);
    let mut points = vec![corner(at(left + radius, top))];
    // Each corner: the edge to it, then two control points and the end of the arc.
    let corners = [
        [(right - radius, top), (right - near, top), (right, top + near), (right, top + radius)],
        [
            (right, bottom - radius),
            (right, bottom - near),
            (right - near, bottom),
            (right - radius, bottom),
        ],
        [
            (left + radius, bottom),
            (left + near, bottom),
            (left, bottom - near),
            (left, bottom - radius),
        ],
        [(left, top + radius), (left, top + near), (left + near, top), (left + radius, top)],
    ];
    for [edge, first, second, end] in corners {
        points.push(corner(at(edge.0, edge.1)));
        for control in [first, second] {
            points.push(LinePoint { p: at(control.0, control.1), bezier: true });
        }
        points.push(corner(at(end.0, end.1)));
    }
    PolygonRing { points }
}

/// The light theme of the screen, as ink.
fn colour(ink: Ink) -> Color {
    let hex: u32 = match ink {
        Ink::Black => 0x000000,
        Ink::Soft => 0x5c5850,
        Ink::Line => 0xbdb8ae,
        Ink::Accent => 0x0a6464,
        Ink::White => 0xffffff,
        Ink::Warning => 0xffe39a,
        Ink::WarningStripe => 0xffd873,
    };
    let [_, red, green, blue] = hex.to_be_bytes();
    let part = |byte: u8| f32::from(byte) / 255.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}
