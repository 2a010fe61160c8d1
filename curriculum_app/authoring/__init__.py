"""The author's bench: an item as trainees see it, graded as a try-out, its gold edited on the page, and where trainees go wrong."""
