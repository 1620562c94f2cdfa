"""A small XMP packet: that a file was made by a model, by which one, and the full Recipe where wanted.

IPTC's DigitalSourceType says how a picture came to be (IPTC Photo Metadata Standard 2023.1).
"""

from __future__ import annotations

from html import escape

from studio.core.recipes import Recipe

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
NAMESPACE = "https://aigc-studio.example/ns/1.0/"
_BEGIN = "\ufeff"


def source_type(recipe: Recipe) -> str:
    """The IPTC code for how the file came to be; "" for what was merely imported."""
    return {"generated": GENERATED, "edited": COMPOSITE}.get(recipe.source, "")


def _legal(text: str) -> str:
    """XML 1.0 has no way to write most control characters or lone surrogates."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (ord(c) >= 0x20 and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )


def _attribute(text: str) -> str:
    return escape(_legal(text)).replace("\n", "&#10;").replace("\t", "&#9;")


def rdf(recipe: Recipe, recipe_json: str = "", extended: str = "") -> str:
    """What is said about the file, as RDF. ``recipe_json`` "" leaves out everything but the provenance; ``extended``
    names what could not be put in here."""
    attributes = {"xmp:CreatorTool": f"AIGC Studio {recipe.versions.get('studio', '')}".strip()}
    if recipe.created:
        attributes["xmp:CreateDate"] = recipe.created
    if code := source_type(recipe):
        attributes["Iptc4xmpExt:DigitalSourceType"] = code
    if recipe.model is not None:
        attributes["aigc:Model"] = recipe.model.name or recipe.model.id
        if recipe.model.licence:
            attributes["aigc:ModelLicence"] = recipe.model.licence
    if extended:
        attributes["xmpNote:HasExtendedXMP"] = extended
    written = "".join(f'\n   {name}="{_attribute(value)}"' for name, value in attributes.items())
    body = f"<aigc:Recipe>{escape(_legal(recipe_json), quote=False)}</aigc:Recipe>" if recipe_json else ""
    return (
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about=""\n'
        '   xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
        '   xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"\n'
        '   xmlns:xmpNote="http://ns.adobe.com/xmp/note/"\n'
        f'   xmlns:aigc="{NAMESPACE}"{written}>{body}</rdf:Description>\n'
        " </rdf:RDF>\n"
    )


def packet(recipe: Recipe, recipe_json: str = "", extended: str = "") -> bytes:
    """The RDF as an XMP packet in UTF-8. ``extended`` is the digest of an :func:`extension` beside it."""
    return (
        f'<?xpacket begin="{_BEGIN}" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n{rdf(recipe, recipe_json, extended)}</x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    ).encode()


def extension(recipe_json: str) -> bytes:
    """The Recipe alone, for a format whose packets are short (XMP specification part 3, section 1.1.3.1)."""
    body = f"<aigc:Recipe>{escape(_legal(recipe_json), quote=False)}</aigc:Recipe>"
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:aigc="{NAMESPACE}">{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def recipe_in(data: bytes) -> str:
    """The Recipe's JSON in a packet written by :func:`packet`, or "". Nothing of the XML is executed or resolved."""
    text = data.decode("utf-8", errors="replace")
    start = text.find("<aigc:Recipe>")
    end = text.find("</aigc:Recipe>", start)
    if not 0 <= start < end:
        return ""
    body = text[start + 13 : end]
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        body = body.replace(entity, character)
    return body
