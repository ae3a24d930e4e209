//! How large the pages of a paper are: a printer is told, so that it scales nothing.

use lopdf::{Document, Object};

/// A point of a PDF, in hundredths of a millimetre.
const POINT: f32 = 2540.0 / 72.0;

/// The width and the height of a page, in hundredths of a millimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// From edge to edge.
    pub width: i32,
    /// From the first line to the cut.
    pub height: i32,
}

/// How large the pages of a PDF file are: the widest and the longest of them. Nothing if it is
/// no file of pages.
#[must_use]
pub fn page_size(pdf: &[u8]) -> Option<PageSize> {
    let file = Document::load_mem(pdf).ok()?;
    let sizes = file.page_iter().map(|page| {
        let page = file.get_dictionary(page).ok()?;
        let edges = page.get(b"MediaBox").and_then(Object::as_array).ok()?;
        let edges: Vec<f32> = edges.iter().filter_map(|edge| edge.as_float().ok()).collect();
        let [left, bottom, right, top] = edges.as_slice() else { return None };
        Some(PageSize { width: hundredths(right - left), height: hundredths(top - bottom) })
    });
    sizes.reduce(|largest, size| {
        let (largest, size) = (largest?, size?);
        let (width, height) = (largest.width.max(size.width), largest.height.max(size.height));
        Some(PageSize { width, height })
    })?
}

#[expect(clippy::as_conversions, reason = "a float has no checked conversion; `as` saturates")]
#[expect(clippy::cast_possible_truncation, reason = "a page is a few thousand millimetres long")]
fn hundredths(points: f32) -> i32 {
    (points * POINT).round() as i32
}
