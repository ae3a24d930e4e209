//! Pages as a PDF file. The only module that knows `printpdf`.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{
    Actions, BorderArray, Codepoint, Color, FontId, Line, LineDashPattern, LinePoint,
    LinkAnnotation, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
};

use crate::canvas::{Area, Ink, Mark, Page};
use crate::fonts::{Glyph, Weight};

/// The width of rules and frames, in points.
const HAIRLINE: f32 = 0.7;

/// How far a control point stands from the end of a quarter circle of radius 1.
const QUARTER: f32 = 0.552_285;

/// A file could not be written. The fonts are part of the program, so nothing that a caller
/// gives leads here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF file could not be put together")]
pub struct PdfError;

impl From<lopdf::Error> for PdfError {
    fn from(_: lopdf::Error) -> Self {
        Self
    }
}

/// Writes `pages` as one file. The same pages give the same bytes.
pub(crate) fn file(title: &str, pages: Vec<Page>) -> Result<Vec<u8>, PdfError> {
    let mut press = Press::new(title)?;
    for page in pages {
        press.print(page)?;
    }
    press.finish()
}

/// A file being written page by page. Of a printed page only its packed content is kept, so
/// that the longest paper takes little more memory than its file.
pub(crate) struct Press {
    /// The fonts, and the page being printed.
    document: PdfDocument,
    printed: Vec<Printed>,
    /// Every glyph that a page shows, with its text: what the fonts must be able to tell.
    shown: BTreeMap<(Weight, u16), String>,
}

/// What is kept of a page.
struct Printed {
    page: Dictionary,
    content: Stream,
}

impl Press {
    pub(crate) fn new(title: &str) -> Result<Self, PdfError> {
        let mut document = PdfDocument::new(title);
        document.metadata.info.creator = "Cobro".to_owned();
        for weight in Weight::ALL {
            let mut font =
                ParsedFont::from_bytes(weight.bytes(), 0, &mut Vec::new()).ok_or(PdfError)?;
            font.font_name = Some(weight.name().to_owned());
            document.resources.fonts.map.insert(font_id(weight), PdfFont::new(font));
        }
        Ok(Self { document, printed: Vec::new(), shown: BTreeMap::new() })
    }

    /// Adds a page.
    pub(crate) fn print(&mut self, page: Page) -> Result<(), PdfError> {
        for mark in &page.marks {
            if let Mark::Text { shaped, style, .. } = mark {
                for Glyph { id, text, .. } in &shaped.glyphs {
                    self.shown.entry((style.weight, *id)).or_insert_with(|| text.clone());
                }
            }
        }
        let operations = page.marks.into_iter().flat_map(|mark| draw(mark, page.height)).collect();
        let (file, id) = self.file_of(page.width, page.height, operations)?;
        let mut content = Stream::new(Dictionary::new(), file.get_page_content(id));
        content.compress()?;
        self.printed.push(Printed { page: file.get_dictionary(id)?.clone(), content });
        Ok(())
    }

    /// The file of one page, and that page in it.
    fn file_of(
        &mut self,
        width: f32,
        height: f32,
        operations: Vec<Op>,
    ) -> Result<(Document, ObjectId), PdfError> {
        self.document.pages = vec![PdfPage::new(Mm(width), Mm(height), operations)];
        let file = self.document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
        let page = file.page_iter().next().ok_or(PdfError)?;
        Ok((file, page))
    }

    /// The whole file: that of one page with every glyph, whose place the printed pages take.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        let specimen = specimen(std::mem::take(&mut self.shown));
        let (mut file, specimen) = self.file_of(1.0, 1.0, specimen)?;
        for content in file.get_page_contents(specimen) {
            file.objects.remove(&content);
        }
        let Some(Object::Dictionary(specimen)) = file.objects.remove(&specimen) else {
            return Err(PdfError);
        };
        let mut kids = Vec::new();
        for Printed { mut page, content } in self.printed {
            page.set("Contents", file.add_object(content));
            for shared in ["Parent", "Resources"] {
                page.set(shared, specimen.get(shared.as_bytes())?.clone());
            }
            kids.push(Object::Reference(file.add_object(page)));
        }
        let pages = specimen.get(b"Parent")?.as_reference()?;
        let pages = file.get_dictionary_mut(pages)?;
        pages.set("Count", i64::try_from(kids.len()).map_err(|_| PdfError)?);
        pages.set("Kids", kids);
        bytes(file)
    }
}

/// One operation for each glyph.
fn specimen(shown: BTreeMap<(Weight, u16), String>) -> Vec<Op> {
    let show = |((weight, id), text): ((Weight, u16), String)| {
        let glyph = Codepoint::with_cid(id, 0.0, text);
        [font(weight, 1.0), Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] }]
    };
    let glyphs = shown.into_iter().flat_map(show);
    [Op::StartTextSection].into_iter().chain(glyphs).chain([Op::EndTextSection]).collect()
}

fn bytes(mut file: Document) -> Result<Vec<u8>, PdfError> {
    // Printing without "fit to page" keeps the bars as wide as they were drawn.
    let preferences = dictionary! { "PrintScaling" => "None", "DisplayDocTitle" => true };
    file.catalog_mut()?.set("ViewerPreferences", preferences);
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

fn font(weight: Weight, size: f32) -> Op {
    Op::SetFont { font: PdfFontHandle::External(font_id(weight)), size: Pt(size) }
}

/// The operations for one mark; PDF counts from the bottom.
fn draw(mark: Mark, height: f32) -> Vec<Op> {
    let at = |x: f32, y: f32| Point::new(Mm(x), Mm(height - y));
    match mark {
        Mark::Text { x, baseline, shaped, style } => {
            let glyph = |glyph: Glyph| Codepoint::with_cid(glyph.id, glyph.kern, glyph.text);
            let glyphs = shaped.glyphs.into_iter().map(glyph).collect();
            let Point { x, y } = at(x, baseline);
            vec![
                Op::SetFillColor { col: colour(style.ink) },
                Op::StartTextSection,
                font(style.weight, style.size),
                Op::SetTextMatrix { matrix: TextMatrix::Translate(x, y) },
                Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
                Op::EndTextSection,
            ]
        }
        Mark::Surface { outlines, ink } => {
            let ring = |outline: Vec<(f32, f32)>| PolygonRing {
                points: outline.into_iter().map(|(x, y)| corner(at(x, y))).collect(),
            };
            let rings = outlines.into_iter().map(ring).collect();
            vec![Op::SetFillColor { col: colour(ink) }, polygon(rings, PaintMode::Fill)]
        }
        Mark::Plate { area, radius, ink } => {
            let ring = rounded(area, radius, &at);
            vec![Op::SetFillColor { col: colour(ink) }, polygon(vec![ring], PaintMode::Fill)]
        }
        Mark::Frame { area, radius, ink } => {
            let mut operations = pen(LineDashPattern::default(), ink).to_vec();
            operations.push(polygon(vec![rounded(area, radius, &at)], PaintMode::Stroke));
            operations
        }
        Mark::Rule { x, y, width, dashed, ink } => {
            let dash = if dashed {
                LineDashPattern::new(0.0, &[2.2, 2.2])
            } else {
                LineDashPattern::default()
            };
            let points = vec![corner(at(x, y)), corner(at(x + width, y))];
            let mut operations = pen(dash, ink).to_vec();
            operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
            operations
        }
        Mark::Link { area, address } => {
            let Point { x, y } = at(area.x, area.bottom());
            let (width, height) = (Mm(area.width).into_pt(), Mm(area.height).into_pt());
            let rect = Rect::from_xywh(x, y, width, height);
            let border = Some(BorderArray::Solid([0.0; 3]));
            let link = LinkAnnotation::new(rect, Actions::uri(address), border, None, None);
            vec![Op::LinkAnnotation { link }]
        }
    }
}

fn pen(dash: LineDashPattern, ink: Ink) -> [Op; 3] {
    [
        Op::SetOutlineColor { col: colour(ink) },
        Op::SetOutlineThickness { pt: Pt(HAIRLINE) },
        Op::SetLineDashPattern { dash },
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
        Ink::Faint => 0xe4e0d8,
        Ink::Accent => 0x0a6464,
        Ink::White => 0xffffff,
        Ink::Tint => 0xf4f2ee,
        Ink::Warning => 0xffe39a,
        Ink::WarningStripe => 0xffd873,
    };
    let [_, red, green, blue] = hex.to_be_bytes();
    let part = |byte: u8| f32::from(byte) / 255.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}
