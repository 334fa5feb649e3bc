"""The compositor: Textual's own, asking only the widgets and lines that an update touches.

Textual 8 renders every line of every widget beside the one that changed, and
throws most of it away: more than half the time of a key press.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class FrugalCompositor(Compositor):
    """Takes the place of a screen's compositor before the screen is laid out."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Where each widget stands, what of it is in sight, and its strips for the lines of ``crop``."""
        if crop is None:
            yield from super()._get_renders()
            return
        rows = Region(0, crop.y, self.size.width, crop.height)
        # Front to back.
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if seen and seen.overlaps(crop):
                lines = widget.render_lines(seen.translate((-region.x, -region.y)))
                yield region, clip.intersection(rows), lines
                if seen.contains_region(crop):
                    return  # nothing behind it is to be seen
