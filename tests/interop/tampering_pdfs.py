"""Kinds of tampering with a sealed PDF, one a line: its name, what is done, and whether `pdfsig` looks at it. (issued, school) → PDF."""

import io
import re

import pypdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def _updated(pdf, change):
    """The PDF with an incremental update, as editors write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _rewritten(pdf, change=None):
    """The PDF as a program writes it that reads everything and writes it anew."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer):
    return writer.root["/Pages"]["/Kids"][0].get_object()


def _annotate(writer):
    rectangle = generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 90)))
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"), generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): rectangle, generic.pdf_name("/Contents"): generic.pdf_string("Domain expert"),
    })  # fmt: skip
    page = _page(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    writer.update_container(page)


def _overprint(writer):
    stream = generic.StreamObject(stream_data=b"BT /F1 40 Tf 100 400 Td (100) Tj ET")
    page = _page(writer)
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def _reattach(other):
    def change(writer):
        writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]["/F"] = writer.add_object(
            generic.StreamObject({generic.pdf_name("/Type"): generic.pdf_name("/EmbeddedFile")}, stream_data=other)
        )
        writer.update_container(writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object())

    return change


def _emptied(pdf):
    """The signature's hexadecimal as zeros."""
    start, end = (int(n) for n in re.search(rb"/ByteRange\s*\[\s*\d+\s+(\d+)\s+(\d+)", pdf).groups())
    return pdf[: start + 1] + b"0" * (end - start - 2) + pdf[end - 1 :]


def _streams(pdf):
    return list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL))


def _edited(pdf):
    """One byte of the page's own drawing changed."""
    at = max(_streams(pdf)[:3], key=lambda found: len(found[1])).start(1) + 20
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def _swapped_attachment(pdf, other):
    """The bytes of another's attachment over one's own, the rest of the stream left as it was."""
    mine, theirs = (re.search(rb"/EmbeddedFile.*?stream\r?\n(.*?)\r?\nendstream", one, re.DOTALL) for one in (pdf, other))
    data = theirs[1][: len(mine[1])].ljust(len(mine[1]), b"\0")
    return pdf[: mine.start(1)] + data + pdf[mine.end(1) :]


def _paged(writer, other):
    writer.add_page(pypdf.PdfReader(io.BytesIO(other)).pages[0])
    writer.remove_page(0)


def _unattached(writer):
    del writer.root_object["/Names"]


def _hex(pdf):
    return [int(n) for n in re.search(rb"/ByteRange\s*\[\s*\d+\s+(\d+)\s+(\d+)", pdf).groups()]


def _capitals(pdf):
    start, end = _hex(pdf)
    return pdf[:start] + pdf[start:end].upper() + pdf[end:]


def _padded(pdf):
    end = _hex(pdf)[1]
    return pdf[: end - 2] + b"1" + pdf[end - 1 :]


PDFS = {
    "bytes behind the end": (lambda i, s: i.pdf + b"\n%%EOF\n", "pdfsig"),
    "one byte behind the end": (lambda i, s: i.pdf + b"\0", "pdfsig"),
    "bytes before the beginning": (lambda i, s: b"\n" + i.pdf, "pdfsig"),
    "cut off": (lambda i, s: i.pdf[:-200], "pdfsig"),
    "cut in the middle": (lambda i, s: i.pdf[: len(i.pdf) // 2], "pdfsig"),
    "one byte of the drawing": (lambda i, s: _edited(i.pdf), "pdfsig"),
    "one letter of the structure": (lambda i, s: i.pdf.replace(b"/Pages", b"/Pagfs", 1), "pdfsig"),
    "the title edited": (lambda i, s: i.pdf.replace(b"/Lang", b"/Lanh", 1), "pdfsig"),
    "an incremental update that does nothing": (lambda i, s: _updated(i.pdf, lambda w: w.update_root()), "pdfsig"),
    "an annotation added": (lambda i, s: _updated(i.pdf, _annotate), "pdfsig"),
    "the page drawn over": (lambda i, s: _updated(i.pdf, _overprint), "pdfsig"),
    "the attachment replaced by an update": (lambda i, s: _updated(i.pdf, _reattach(s.other.json)), "pdfsig"),
    "the attachment of another, in place": (lambda i, s: _swapped_attachment(i.pdf, s.other.pdf), "pdfsig"),
    "written anew": (lambda i, s: _rewritten(i.pdf), "pdfsig"),
    "the page of another": (lambda i, s: _rewritten(i.pdf, lambda w: _paged(w, s.other.pdf)), "pdfsig"),
    "a page added": (lambda i, s: _rewritten(i.pdf, lambda w: w.add_blank_page()), "pdfsig"),
    "the attachment removed": (lambda i, s: _rewritten(i.pdf, _unattached), "pdfsig"),
    "the seal removed": (lambda i, s: i.unsealed, "pdfsig"),
    "the seal's bytes emptied": (lambda i, s: _emptied(i.pdf), "pdfsig"),
    "the seal's numbers in capitals": (lambda i, s: _capitals(i.pdf), ""),
    "a number behind the seal": (lambda i, s: _padded(i.pdf), "pdfsig"),
    "a seal by a foreign authority": (lambda i, s: s.foreign.seal(i.unsealed), "pdfsig"),
    "a second signature behind the seal": (lambda i, s: s.foreign.sign_too(i.pdf), "pdfsig"),
}  # fmt: skip
