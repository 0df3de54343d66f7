//! Pixels: in colour as they come, in grey as they are recognised.

/// A picture in colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row: three times as many bytes as pixels.
    pub rgb: Vec<u8>,
    /// Pixels to the inch, where it is known.
    pub dpi: Option<f32>,
}

impl Picture {
    /// A picture of these pixels; `None` where their number is another one, or is none.
    #[must_use]
    pub fn new(width: usize, height: usize, rgb: Vec<u8>, dpi: Option<f32>) -> Option<Self> {
        let bytes = width.checked_mul(height)?.checked_mul(3)?;
        (bytes == rgb.len() && bytes > 0).then_some(Self { width, height, rgb, dpi })
    }

    /// A blank page.
    #[must_use]
    pub fn blank(width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        Self { width, height, rgb: vec![255; width * height * 3], dpi: None }
    }

    /// The colour of a pixel; white outside.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        if x >= self.width {
            return [255; 3];
        }
        let i = (y * self.width + x) * 3;
        self.rgb.get(i..i + 3).map_or([255; 3], |p| [p[0], p[1], p[2]])
    }

    /// Colours an area, as far as it is within.
    pub fn fill(&mut self, x0: usize, y0: usize, x1: usize, y1: usize, colour: [u8; 3]) {
        for y in y0..y1.min(self.height) {
            for x in x0..x1.min(self.width) {
                let i = (y * self.width + x) * 3;
                self.rgb[i..i + 3].copy_from_slice(&colour);
            }
        }
    }

    /// How light each pixel is.
    #[must_use]
    pub fn grey(&self) -> Grey {
        let light = |p: &[u8]| {
            let [r, g, b] = [p[0], p[1], p[2]].map(u32::from);
            ((r * 77 + g * 150 + b * 29) >> 8) as u8
        };
        let pixels = self.rgb.chunks_exact(3).map(light).collect();
        Grey { width: self.width, height: self.height, pixels, dpi: 0 }
    }

    /// The picture turned about its middle by an angle in degrees, counter-clockwise as it is seen;
    /// white where nothing was.
    #[must_use]
    pub fn turned(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (mx, my) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut rgb = vec![255; self.rgb.len()];
        let row = self.width * 3;
        for (y, line) in rgb.chunks_exact_mut(row).enumerate() {
            let dy = y as f32 + 0.5 - my;
            for (x, pixel) in line.chunks_exact_mut(3).enumerate() {
                let dx = x as f32 + 0.5 - mx;
                let sx = mx + dx * cos - dy * sin - 0.5;
                let sy = my + dx * sin + dy * cos - 0.5;
                if sx < 0.0 || sy < 0.0 {
                    continue;
                }
                let (ix, iy) = (sx as usize, sy as usize);
                if ix + 1 >= self.width || iy + 1 >= self.height {
                    continue;
                }
                // In 256ths: whole numbers are quicker, and exact enough for a pixel.
                let (fx, fy) =
                    (((sx - ix as f32) * 256.0) as u32, ((sy - iy as f32) * 256.0) as u32);
                let i = iy * row + ix * 3;
                for (c, value) in pixel.iter_mut().enumerate() {
                    let get = |at: usize| u32::from(self.rgb[at + c]);
                    let top = get(i) * (256 - fx) + get(i + 3) * fx;
                    let bottom = get(i + row) * (256 - fx) + get(i + row + 3) * fx;
                    *value = ((top * (256 - fy) + bottom * fy) >> 16) as u8;
                }
            }
        }
        Self { rgb, ..*self }
    }
}

/// A picture in shades of grey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// From 0 (black) to 255 (white), row by row.
    pub pixels: Vec<u8>,
    /// Pixels to the inch; 0 where it is not known.
    pub dpi: u32,
}

impl Grey {
    /// The shade of a pixel; white outside.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> u8 {
        if x >= self.width {
            255
        } else {
            self.pixels.get(y * self.width + x).copied().unwrap_or(255)
        }
    }

    /// Twice as large each way, between the pixels as straight as can be.
    #[must_use]
    pub fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (y0, y1) = neighbours(y, self.height);
            for x in 0..width {
                let (x0, x1) = neighbours(x, self.width);
                let get = |x: usize, y: usize| u32::from(self.pixels[y * self.width + x]);
                let near = get(x0, y0) * 9 + (get(x1, y0) + get(x0, y1)) * 3 + get(x1, y1);
                pixels.push(((near + 8) / 16) as u8);
            }
        }
        Self { width, height, pixels, dpi: self.dpi * 2 }
    }

    /// As a portable graymap (PGM), which every recogniser reads.
    #[must_use]
    pub fn to_pgm(&self) -> Vec<u8> {
        let mut out = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        out.extend_from_slice(&self.pixels);
        out
    }
}

/// The pixel that a pixel of the doubled picture lies in, and the one it is next to.
fn neighbours(at: usize, count: usize) -> (usize, usize) {
    let own = at / 2;
    let other = if at.is_multiple_of(2) { own.saturating_sub(1) } else { (own + 1).min(count - 1) };
    (own, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_and_sides_agree() {
        assert!(Picture::new(2, 2, vec![0; 12], None).is_some());
        for (w, h, n) in [(2, 2, 11), (0, 2, 0), (usize::MAX, 2, 6)] {
            assert!(Picture::new(w, h, vec![0; n], None).is_none());
        }
    }

    #[test]
    fn turning_there_and_back_is_the_same_but_for_the_edges() {
        let mut picture = Picture::blank(200, 100);
        picture.fill(80, 40, 120, 60, [200, 0, 0]);
        let back = picture.turned(5.0).turned(-5.0);
        assert_eq!(back.at(100, 50), [200, 0, 0]);
        assert_eq!(back.at(60, 50), [255; 3]);
        // Counter-clockwise: what was right of the middle is now higher.
        let turned = picture.turned(30.0);
        assert!(turned.at(115, 42)[1] < 100 && turned.at(115, 58)[1] > 200);
    }

    #[test]
    fn a_doubled_picture_has_each_pixel_four_times_over() {
        let grey = Grey { width: 2, height: 1, pixels: vec![0, 160], dpi: 100 };
        let doubled = grey.doubled();
        assert_eq!((doubled.width, doubled.height, doubled.dpi), (4, 2, 200));
        assert_eq!(&doubled.pixels[..4], &[0, 40, 120, 160]);
        assert!(grey.to_pgm().starts_with(b"P5\n2 1\n255\n\0\xa0"));
    }
}
