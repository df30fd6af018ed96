"""Take it away: what a reader carries off from a figure.

| file | concept |
|---|---|
| `caption` | title, parameters, seed and link, which go inside every file |
| `figure` | a chart as plain curves, read from what was drawn |
| `curves` | a Result's curves as a chart |
| `ticks`, `svg` | the same as a picture that stands alone |
| `tiled` | pictures side by side, as one that stands alone |
| `table` | the same as CSV |
| `picture` | SVG, and PNG made from it in the reader's browser |
| `film` | a player's pictures: a frame, and the whole as WebP or MP4 |
| `alone`, `snippet`, `notebook` | the computation as one file that needs no clone |
| `menu` | the buttons |
"""
