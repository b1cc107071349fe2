"""What browsers know since when: the features that decide how old one may be.

The numbers are the first versions of Chrome (and Edge), Firefox and Safari. Whatever all browsers
with modules know (Chrome 61, Firefox 60, Safari 11) is not in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple


class Versions(NamedTuple):
    chrome: float
    firefox: float
    safari: float


NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Feature:
    """`pattern` finds it; where the page works without it, `spared` says how."""

    name: str
    pattern: str
    since: Versions
    spared: str = ""

    def is_in(self, text: str) -> bool:
        return re.search(self.pattern, text, re.MULTILINE) is not None


def _row(name: str, pattern: str, *since: float, spared: str = "") -> Feature:
    """`since` as in Versions."""
    return Feature(name, pattern, Versions(*since), spared)


SCRIPT: Final = (
    _row("optional chaining", r"\w\?\.[\w(\[]|[\])]\?\.", 80, 74, 13.1),
    _row("??", r"\?\?(?!=)", 80, 72, 13.1),
    _row("??=", r"\?\?=|\|\|=|&&=", 85, 79, 14),
    _row("fields", r"^  #?\w+ = .*;$", 74, 90, 14.1),
    _row("private methods", r"^  (?:static |async |get |set )*#\w+\(.*\{$", 84, 90, 15),
    _row("#x in object", r"#\w+ in \w", 91, 90, 15),
    _row("static blocks", r"^  static \{", 94, 93, 16.4),
    _row("await outside of functions", r"^await |^(?:const|let) .*= await ", 89, 89, 15),
    _row("import(…)", r"\bimport\(", 63, 67, 11.1),
    _row("import attributes", r"^import .* with \{", 123, 138, 17.2),
    _row("numeric separators", r"\b\d+_\d", 75, 70, 13),
    _row("looking behind in patterns", r"\(\?<[=!]", 62, 78, 16.4),
    _row("properties in patterns", r"\\p\{", 64, 78, 11.1),
    _row("flag v of patterns", r"/[dgimsuy]*v[dgimsuy]*[.,;)\s]|RGI_Emoji", 112, 116, 17),
    _row("flag d of patterns", r"/[gimsuvy]*d[gimsuvy]*[.,;)]", 90, 88, 15),
    _row(".at()", r"\.at\(", 92, 90, 15.4),
    _row(".replaceAll()", r"\.replaceAll\(", 85, 77, 13.1),
    _row(".matchAll()", r"\.matchAll\(", 73, 67, 13),
    _row(".flat(), .flatMap()", r"\.flat(?:Map)?\(", 69, 62, 12),
    _row("Object.fromEntries", r"\bObject\.fromEntries\b", 73, 63, 12.1),
    _row("Object.hasOwn", r"\bObject\.hasOwn\b", 93, 92, 15.4),
    _row("groupBy", r"\b(?:Object|Map)\.groupBy\b", 117, 119, 17.4),
    _row(".findLast()", r"\.findLast(?:Index)?\(", 97, 104, 15.4),
    _row("copying methods of arrays", r"\.(?:toSorted|toReversed|toSpliced|with)\(", 110, 115, 16),
    _row("Array.fromAsync", r"\bArray\.fromAsync\b", 121, 115, 16.4),
    _row("methods of iterators", r"\.(?:values|keys|entries)\(\)\.(?!next\b)\w", 122, 131, 18.4),
    _row("methods of sets", r"\.(?:union|intersection|difference|isSubsetOf)\(", 122, 127, 17),
    _row("well-formed texts", r"\.(?:isWellFormed|toWellFormed)\(", 111, 119, 16.4),
    _row("Promise.allSettled", r"\bPromise\.allSettled\b", 76, 71, 13),
    _row("Promise.any", r"\bPromise\.any\b", 85, 79, 14),
    _row("Promise.withResolvers", r"\bPromise\.withResolvers\b", 119, 121, 17.4),
    _row("causes of errors", r"\{ cause", 93, 91, 15),
    _row("WeakRef", r"\bWeakRef\b", 84, 79, 14.1),
    _row("structuredClone", r"\bstructuredClone\b", 98, 94, 15.4),
    _row("queueMicrotask", r"\bqueueMicrotask\b", 71, 69, 12.1),
    _row("requestIdleCallback", r"\brequestIdleCallback\b", 47, 55, NEVER),
    _row("AbortSignal.timeout, .any", r"\bAbortSignal\.(?:timeout|any)\b", 116, 124, 17.4),
    _row("throwIfAborted", r"\.throwIfAborted\(", 100, 97, 15.4),
    _row("URL.canParse", r"\bURL\.canParse\b", 120, 115, 17),
    _row("randomUUID", r"\.randomUUID\(", 92, 95, 15.4),
    _row("BroadcastChannel", r"\bnew BroadcastChannel\b", 54, 38, 15.4),
    _row("navigator.locks", r"\bnavigator\.locks\b", 69, 96, 15.4),
    _row("ResizeObserver", r"\bResizeObserver\b", 64, 69, 13.1),
    _row("IntersectionObserver", r"\bIntersectionObserver\b", 58, 55, 12.1),
    _row("replaceChildren", r"\.replaceChildren\(", 86, 78, 14),
    _row("toggleAttribute", r"\.toggleAttribute\(", 69, 63, 12),
    _row("showModal", r"\.showModal\(", 37, 98, 15.4),
    _row("requestSubmit", r"\.requestSubmit\(", 76, 75, 16),
    _row("showPicker", r"\.showPicker\(", 99, 101, 16),
    _row("checkVisibility", r"\.checkVisibility\(", 105, 106, 17.4),
    _row("popovers", r"Popover\(|\bpopover\b", 114, 125, 17),
    _row("scrollend", r"\bscrollend\b", 114, 109, 26.2),
    _row("CSS.escape", r"\bCSS\.escape\b", 46, 31, 10.1),
    _row("highlights", r"\bCSS\.highlights\b", 105, 140, 17.2),
    _row("ClipboardItem", r"\bClipboardItem\b", 76, 127, 13.1),
    _row(
        "inert",
        r"['\".]inert\b",
        *(102, 112, 15.5),
        spared="the drawer's veil keeps pointers out; the keyboard then gets behind it",
    ),
    _row("visualViewport", r"\bvisualViewport\b", 61, 91, 13),
    _row("startViewTransition", r"\.startViewTransition\(", 111, 144, 18),
    _row("Intl.Locale", r"\bIntl\.Locale\b", 74, 75, 14),
    _row("Intl.PluralRules", r"\bIntl\.PluralRules\b", 63, 58, 13),
    _row("Intl.RelativeTimeFormat", r"\bIntl\.RelativeTimeFormat\b", 71, 65, 14),
    _row("Intl.ListFormat", r"\bIntl\.ListFormat\b", 72, 78, 14.1),
    _row("Intl.DisplayNames", r"\bIntl\.DisplayNames\b", 81, 86, 14.1),
    _row("Intl.Segmenter", r"\bIntl\.Segmenter\b", 87, 125, 14.1),
    _row("Intl.DurationFormat", r"\bIntl\.DurationFormat\b", 129, 136, 16.4),
    _row("dateStyle, timeStyle", r"\b(?:date|time)Style\b", 76, 79, 14.1),
    _row("dayPeriod", r"\bdayPeriod\b", 92, 90, 14.1),
    _row("formatRange", r"\.formatRange\(", 76, 91, 14.1),
)

STYLE: Final = (
    _row(
        ":has()",
        r":has\(",
        *(105, 121, 15.4),
        spared="@supports not selector(:has(a)) says the same with less",
    ),
    _row(":is(), :where()", r":(?:is|where)\(", 88, 78, 14),
    _row(":focus-visible", r":focus-visible", 86, 85, 15.4),
    _row(":focus-within", r":focus-within", 60, 52, 10.1),
    _row(":user-valid, :user-invalid", r":user-(?:in)?valid", 119, 88, 16.5),
    _row(":dir()", r":dir\(", 120, 49, 16.4),
    _row(":popover-open", r":popover-open", 114, 125, 17),
    _row(":modal", r":modal\b", 105, 103, 15.6),
    _row("@supports selector()", r"@supports[^{]*selector\(", 83, 69, 14.1),
    _row("nesting", r"^\s+&", 120, 117, 17.2),
    _row("@layer", r"@layer\b", 99, 97, 15.4),
    _row("@container", r"@container\b|container-type:", 105, 110, 16),
    _row("@property", r"@property\b", 85, 128, 16.4),
    _row("@scope", r"@scope\b", 118, 146, 17.4),
    _row("@starting-style", r"@starting-style\b", 117, 129, 17.5),
    _row("ranges in @media", r"@media[^{]*[<>]", 104, 63, 16.4),
    _row("forced-colors", r"\(forced-colors:", 89, 81, 16, spared="asked for where it is known"),
    _row("prefers-color-scheme", r"\(prefers-color-scheme:", 76, 67, 12.1),
    _row("dynamic-range, update", r"\((?:dynamic-range|update):", 113, 102, 17),
    _row("color-mix()", r"\bcolor-mix\(", 111, 113, 16.2),
    _row("oklch(), lab()", r"\b(?:oklch|oklab|lab|lch)\(", 111, 113, 15.4),
    _row("light-dark()", r"\blight-dark\(", 123, 120, 17.5),
    _row("rgb() with spaces", r"\brgb\(\d+ \d", 65, 52, 12.1),
    _row("min(), max(), clamp()", r"\b(?:min|max|clamp)\(", 79, 75, 13.1),
    _row("env()", r"\benv\(", 69, 65, 11.1),
    _row(
        "dvh",
        r"\d[dsl]v[hwib]\b",
        108,
        101,
        15.4,
        spared="the line before says vh, or a default holds",
    ),
    _row("cqw", r"\dcq[whib]\b", 105, 110, 16),
    _row("lh", r"\dr?lh\b", 109, 120, 16.4),
)

_NEWER: Final = """
inset 87 66 14.1
inset-block inset-block-start inset-block-end 87 63 14.1
inset-inline inset-inline-start inset-inline-end 87 63 14.1
margin-inline margin-block padding-inline padding-block border-inline border-block 87 66 14.1
border-start-start-radius border-start-end-radius border-end-start-radius 89 66 15
border-end-end-radius 89 66 15
gap row-gap column-gap 84 63 14.1
color-scheme 81 96 13
appearance 84 80 15.4
accent-color 93 92 15.4
aspect-ratio 88 89 15
overscroll-behavior 63 59 16: what lies behind scrolls on
overflow-anchor 56 66 inf: the page keeps its place itself
scrollbar-gutter 94 97 18.2: the column moves by half of a scrollbar
scrollbar-width scrollbar-color 121 64 18.2: the usual scrollbar
scroll-behavior 61 36 15.4
forced-color-adjust 89 113 inf: the system's colours everywhere
print-color-adjust 136 97 15.4: printed without grounds
text-size-adjust 54 inf inf: Safari has its own name for it
text-underline-offset text-decoration-thickness 89 70 12.1
text-wrap 114 121 17.4: lines are less even
translate rotate scale 104 72 14.1
backdrop-filter 76 103 18
content-visibility 85 125 18: more is drawn than is seen
contain-intrinsic-size contain-intrinsic-block-size 83 107 17: as above
scroll-margin scroll-margin-block scroll-margin-inline 69 68 14.1
scroll-padding scroll-padding-block scroll-padding-block-end scroll-padding-inline 69 68 14.1
contain 52 69 15.4
field-sizing 123 inf 26.2
user-select 54 69 inf: text can be chosen
touch-action 36 52 13
text-align-last 47 49 16
line-clamp inf inf inf
mask-image 120 53 15.4: what is cut off does not fade
hyphens 88 43 17
"""
"""Properties that are newer than modules: since when, and how the page does without."""


def _named(table: str) -> Iterator[tuple[list[str], Versions, str]]:
    for line in table.strip().splitlines():
        facts, _, spared = line.partition(": ")
        *names, chrome, firefox, safari = facts.split()
        yield names, Versions(float(chrome), float(firefox), float(safari)), spared


def _properties(table: str) -> Iterator[Feature]:
    for names, since, spared in _named(table):
        for name in names:
            yield Feature(name, rf"(?:^|[\s;{{]){name}\s*:", since, spared)


PROPERTY: Final = {feature.name: feature for feature in _properties(_NEWER)}

_OLD: Final = """
    align-content align-items align-self animation animation-delay animation-duration
    animation-fill-mode animation-iteration-count animation-name animation-timing-function
    background background-attachment background-clip background-color background-image
    background-origin background-position background-repeat background-size
    border border-block-end border-block-start border-bottom border-collapse border-color
    border-inline-end border-inline-start border-left border-radius border-right border-spacing
    border-style border-top border-width bottom box-decoration-break box-shadow box-sizing
    break-after break-before break-inside caret-color clear clip-path color columns content
    counter-increment counter-reset cursor direction display fill fill-rule filter flex flex-basis
    flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family
    font-feature-settings font-size font-size-adjust font-style font-synthesis font-variant
    font-weight grid grid-area grid-auto-columns grid-auto-flow grid-auto-rows grid-column
    grid-column-end grid-column-start grid-row grid-row-end grid-row-start grid-template
    grid-template-areas grid-template-columns grid-template-rows height isolation justify-content
    justify-items justify-self left letter-spacing line-height list-style list-style-type margin
    margin-block-end margin-block-start margin-bottom margin-inline-end margin-inline-start
    margin-left margin-right margin-top mask max-height max-width min-height min-width
    mix-blend-mode object-fit object-position opacity order orphans outline outline-color
    outline-offset outline-style outline-width overflow overflow-x overflow-y padding
    padding-block-end padding-block-start padding-bottom padding-inline-end padding-inline-start
    padding-left padding-right padding-top page-break-after page-break-before page-break-inside
    place-content place-items place-self pointer-events position quotes resize right stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-width tab-size
    text-align text-decoration text-decoration-color text-decoration-line text-decoration-style
    text-indent text-overflow text-shadow text-transform top transform transform-origin transition
    transition-delay transition-duration transition-property transition-timing-function
    unicode-bidi vertical-align visibility white-space widows width will-change word-break
    word-spacing writing-mode z-index max-inline-size min-inline-size inline-size block-size
    max-block-size min-block-size size overflow-wrap font-variant-numeric
"""
OLD_PROPERTIES: Final = frozenset(_OLD.split())
"""Those that are not."""

_NEWER_VALUES: Final = """
clip 90 81 16: the line before says hidden
fit-content 46 94 11
anywhere 80 65 15.4
contents 65 37 11.1
sticky 56 59 13
Canvas CanvasText ButtonText Highlight HighlightText 73 63 12.1
pan-y 36 52 13
pinch-zoom 55 85 13
balance 114 121 17.5: lines are less even
system-ui 56 92 11: the next font
ui-monospace 137 inf 13.1: the next font
"""
"""Values that are newer than modules, in the same way."""


def _values(table: str) -> Iterator[Feature]:
    for names, since, spared in _named(table):
        for name in names:
            yield Feature(name, rf":(?=\s)[^;{{}}]*(?<![\w-]){name}(?![\w(-])", since, spared)


VALUE: Final = {feature.name: feature for feature in _values(_NEWER_VALUES)}

_OLD_VALUES: Final = """
    absolute all auto auto-fill avoid baseline block border-box both center color column contain
    cover currentcolor dashed default ease-in-out ease-out ellipsis end fixed flex flex-end grid
    hidden important infinite inherit inline inline-grid isolate italic max-content monospace none
    normal nowrap plaintext pointer pre pre-wrap progress relative round sans-serif solid
    space-between start tabular-nums transparent underline uppercase visible wrap zoom-in zoom-out
"""
OLD_VALUES: Final = frozenset(_OLD_VALUES.split())
"""Those that are not, beside the names of properties; a browser takes a line with one that it does
not know for nothing."""
