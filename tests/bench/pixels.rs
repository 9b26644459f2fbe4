//! What stands on a display, read back from the X server: neither the program's own log nor its accessibility tree.

use egui::Rect;
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{ConnectionExt as _, ImageFormat, Window},
    rust_connection::RustConnection,
};

/// A look at a display.
#[derive(Debug)]
pub(crate) struct Eye {
    connection: RustConnection,
    root: Window,
}

impl Eye {
    /// Opens the display of that number.
    pub(crate) fn open(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(&format!(":{display}"))).expect("a display");
        let root = connection.setup().roots.get(screen).expect("a screen").root;
        Self { connection, root }
    }

    /// The pixels of a part of the display, 4 bytes each.
    pub(crate) fn look(&self, part: Rect) -> Vec<u8> {
        let [x, y] = [part.left(), part.top()].map(whole);
        let [width, height] = [part.width(), part.height()].map(|size| whole(size).unsigned_abs());
        let asked =
            self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX);
        asked.expect("a display").reply().expect("pixels").data
    }

    /// Whether something stands on that part: pixels of more than one colour.
    pub(crate) fn has_something(&self, part: Rect) -> bool {
        let pixels = self.look(part);
        let mut each = pixels.chunks_exact(4).map(|pixel| pixel.get(..3));
        let first = each.next();
        each.any(|pixel| Some(pixel) != first)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
fn whole(points: f32) -> i16 {
    points.round() as i16
}
