"""Try-outs: an employer's own guideline and items, worked by those who have its link. Private: it never touches the catalogue."""
