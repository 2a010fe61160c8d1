"""A logo or seal is cleaned before it is kept: shapes and pixels pass, nothing that runs, loads or hides."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from curriculum_app.organisations import pictures
from curriculum_app.refusal import Refused

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'


def svg(inner, head=HEAD):
    return f"{head}{inner}</svg>".encode()


def refused(data):
    with pytest.raises(Refused) as told:
        pictures.cleaned(data)
    return told.value.code


def test_shapes_and_paints_pass():
    drawn = svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient><linearGradient id="b" xlink:href="#a"/></defs>'
        '<g transform="translate(1 2)"><path d="M0 0h10v10z" fill="url(#b)"/>'
        '<circle cx="5" cy="5" r="4" style="fill: #b3261e; stroke:none"/></g>'
    )
    cleaned = pictures.cleaned(drawn)
    assert cleaned.media_type == "image/svg+xml"
    for kept in (b"linearGradient", b'fill="url(#b)"', b'fill="#b3261e"', b'viewBox="0 0 100 50"', b'href="#a"'):
        assert kept in cleaned.data
    assert b"style" not in cleaned.data


def test_cleaning_what_is_clean_changes_nothing():
    once = pictures.cleaned(svg('<rect width="5" height="5"/>')).data
    assert pictures.cleaned(once).data == once


def test_what_is_not_seen_is_left_out():
    cleaned = pictures.cleaned(
        svg(
            '<!-- made by somebody --><title>x</title><desc>y</desc><metadata><a/></metadata><path d="M0 0" data-x="1" class="c"/>'
        )
    ).data.decode()
    for gone in ("somebody", "title", "desc", "metadata", "data-x", "class"):
        assert gone not in cleaned


def test_a_size_becomes_a_view_box():
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="120px" height="60">'
    assert b'viewBox="0 0 120 60"' in pictures.cleaned(svg("<path d='M0 0'/>", head)).data


HELD = {
    "a script": "<script>alert(1)</script>",
    "a foreign object": "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
    "a picture": "<image href='https://elsewhere.example/x.png'/>",
    "a picture in itself": "<image href='data:image/png;base64,AAAA'/>",
    "a file": "<image xlink:href='file:///etc/passwd'/>",
    "a use": "<g id='a'/><use href='#a'/>",
    "a text": "<text>국가공인</text>",
    "a style sheet": "<style>@import url(https://elsewhere.example)</style>",
    "a handler": "<path d='M0 0' onload='alert(1)'/>",
    "an animation": "<animate attributeName='d'/>",
    "a filter": "<filter id='f'/>",
    "a mask": "<mask id='m'/>",
    "a pattern": "<pattern id='p'/>",
    "a link": "<a href='https://elsewhere.example'><path d='M0 0'/></a>",
    "an address in a fill": "<path fill='url(https://elsewhere.example/#a)' d='M0 0'/>",
    "an address in a style": "<path style='fill:url(//elsewhere.example)' d='M0 0'/>",
    "an address hidden in a style": "<path style='fill:u\\72l(x)' d='M0 0'/>",
    "a gradient from elsewhere": "<linearGradient id='a' href='https://elsewhere.example#b'/>",
    "a circle of gradients": "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/>",
    "a clipped clip": "<clipPath id='a'><path clip-path='url(#a)' d='M0 0'/></clipPath>",
    "an svg in it": "<svg viewBox='0 0 1 1'/>",
    "a strange id": "<path id='a b' d='M0 0'/>",
}


@pytest.mark.parametrize("inner", HELD.values(), ids=HELD)
def test_what_could_run_load_or_lie_is_refused(inner):
    assert refused(svg(inner)) == "picture_holds"


UNREADABLE = {
    "a doctype": b"<!DOCTYPE svg [<!ENTITY a 'x'>]>" + svg("&a;"),
    "laughs": b"<!DOCTYPE svg [<!ENTITY a '" + b"x" * 99 + b"'><!ENTITY b '" + b"&a;" * 99 + b"'>]>" + svg("&b;"),
    "an entity of a file": b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg("&a;"),
    "no xml": b"<svg><g></svg>",
    "another root": b"<html><svg/></html>",
    "no namespace": b"<svg viewBox='0 0 1 1'/>",
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_plain_svg_is_unreadable(data):
    assert refused(data) == "picture_unreadable"


def test_depth_number_and_length_have_an_end():
    assert refused(svg("<g>" * 30 + "</g>" * 30)) == "picture_too_deep"
    assert refused(svg("<g/>" * 4000)) == "picture_too_large"
    assert refused(svg("<path d='M" + "0 " * 200_000 + "'/>")) == "picture_too_large"
    assert refused(svg("", '<svg xmlns="http://www.w3.org/2000/svg">')) == "picture_without_size"
    assert refused(svg("", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 100000">')) == "picture_without_size"


def png(size=(200, 100), **more):
    made = io.BytesIO()
    Image.new("RGBA", size, (10, 20, 30, 128)).save(made, "PNG", **more)
    return made.getvalue()


def test_a_png_is_painted_anew_without_what_it_carried():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody")
    cleaned = pictures.cleaned(png(pnginfo=told) + b"<script>after the end</script>")
    assert cleaned.media_type == "image/png"
    assert b"somebody" not in cleaned.data
    assert b"script" not in cleaned.data
    with Image.open(io.BytesIO(cleaned.data)) as kept:
        assert (kept.size, kept.getpixel((3, 3))) == ((200, 100), (10, 20, 30, 128))


def test_a_large_png_is_made_smaller():
    with Image.open(io.BytesIO(pictures.cleaned(png((3000, 1500))).data)) as kept:
        assert kept.size == (1200, 600)


def test_a_bomb_of_pixels_is_refused_by_its_head():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0))
    assert refused(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")) in {
        "picture_without_size",
        "picture_unreadable",
    }


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff", b"<html>"])
def test_another_sort_of_file_is_refused(data):
    assert refused(data) == "picture_other"


@pytest.mark.parametrize("data", [png()[:60], b"\x89PNG\r\n\x1a\n" + b"\0" * 99], ids=["cut off", "noise"])
def test_a_damaged_png_is_refused(data):
    assert refused(data) == "picture_unreadable"
