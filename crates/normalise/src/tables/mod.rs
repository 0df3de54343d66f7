//! Tables mended without knowing what they mean: pages stitched, split rows joined, headers folded.
