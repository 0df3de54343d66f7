//! A page of a PDF as a picture.

/// A page as PNG, so many pixels a point.
///
/// # Errors
/// In words, why there is none.
#[cfg(feature = "pictures")]
pub fn page(
    bytes: &[u8],
    password: Option<&str>,
    number: u32,
    scale: f32,
) -> Result<Vec<u8>, String> {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::hayro_syntax::Pdf;
    use hayro::vello_cpu::color::palette::css::WHITE;
    use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

    let unreadable = |_| "the pages of this PDF cannot be drawn".to_owned();
    let pdf =
        Pdf::new_with_password(bytes.to_vec(), password.unwrap_or_default()).map_err(unreadable)?;
    let pages = pdf.pages();
    let at = number.saturating_sub(1) as usize;
    let page = pages.get(at).ok_or_else(|| format!("there is no page {number}"))?;
    let (width, height) = page.render_dimensions();
    // A poster must not need gigabytes.
    let fitting = (MOST_PIXELS / width.max(height).max(1.0)).min(scale).max(0.05);
    let pixels = PixmapSettings { x_scale: fitting, y_scale: fitting, bg_color: WHITE };
    let cache = RenderCache::new();
    let settings = (InterpreterSettings::default(), RenderSettings::default());
    let picture = render(page, &cache, &settings.0, &settings.1, &pixels);
    picture.into_png().map_err(|e| format!("page {number} cannot be drawn: {e}"))
}

/// The longer side of a picture has at most so many.
#[cfg(feature = "pictures")]
const MOST_PIXELS: f32 = 4000.0;

/// Without the feature there are no pictures; the page draws what was read.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pictures"))]
pub fn page(_: &[u8], _: Option<&str>, _: u32, _: f32) -> Result<Vec<u8>, String> {
    Err("this build has no pictures of pages".to_owned())
}
