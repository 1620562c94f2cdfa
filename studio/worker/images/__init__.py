"""Picture work that needs no model runtime: reading strangers' pictures, tiles, sizes, cut-out, glossaries."""
