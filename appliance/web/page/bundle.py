"""The page's modules as few files: one with all that it needs from the start, and one for each part
that it asks for later.

Asked for one by one, 180 modules take a browser and this program longer than all that they do then,
and packed one by one they are half as large again. Each becomes a function that answers what it
exports, after those whose exports it takes: scopes, names and order are what they were. That is all
that is done to a module, and the form in which ours are written is all that is understood.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

_IMPORT: Final = re.compile(r"import (\{.+\}) from '(\.[^']+)';")
_EXPORT: Final = re.compile(r"export ((?:async )?(?:class|const|function\*?) (\w+)\b.*)")
_LATER: Final = re.compile(r"\bimport\('(\.[^']+)'\)")
_ASKED: Final = "import("
_OURS: Final = ("import ", "export ")
_ITSELF: Final = "import.meta.url"


class Module(NamedTuple):
    """One as it is written. The paths of those that it needs, and of those that it asks for later,
    are whole; `gives` are its exports; `waits` says whether it awaits something itself.
    """

    path: str
    lines: list[str]
    needs: list[str]
    later: list[str]
    gives: list[str]
    waits: bool

    @classmethod
    def read(cls, path: str, text: str) -> Module:
        """Raises ValueError for a form that is not understood."""
        lines = text.rstrip().split("\n")
        taken = [_matched(_IMPORT, path, line)[2] for line in lines if line.startswith("import ")]
        gives = [_matched(_EXPORT, path, line)[2] for line in lines if line.startswith("export ")]
        waits = any(line.startswith("await ") for line in lines)
        later = _LATER.findall(text) if _ASKED in text else ()
        if text.count(_ASKED) != len(later):
            raise ValueError(f"{path}: what is asked for later is named by import('./name.js')")
        needs = [_whole(path, name) for name in taken]
        return cls(path, lines, needs, [_whole(path, name) for name in later], gives, waits)

    @property
    def name(self) -> str:
        """What its exports are called in a bundle: of `js/page/place.js` `$js$page$place`."""
        return _name(self.path)

    def inside(self, bundle: str) -> str:
        """The statement that runs it in the bundle at this path."""
        lines = [self._line(line) if line.startswith(_OURS) else line for line in self.lines]
        text = "\n".join(lines)
        if self.later:
            text = _LATER.sub(lambda found: self._asked(bundle, found[1]), text)
        if self.path != bundle and _ITSELF in text:
            text = text.replace(_ITSELF, f"new URL('{_way(bundle, self.path)}', {_ITSELF})")
        begin, end = ("await (async () => {", "})()") if self.waits else ("(() => {", "})()")
        answer = f"return {{ {', '.join(self.gives)} }};"
        return f"const {self.name} = {begin} // {self.path}\n{text}\n{answer}\n{end};\n"

    def _line(self, line: str) -> str:
        """What stands in the function instead of an import or export."""
        if found := _EXPORT.match(line):
            return found[1]
        names, where = _matched(_IMPORT, self.path, line).groups()
        return f"const {names.replace(' as ', ': ')} = {_name(_whole(self.path, where))};"

    def _asked(self, bundle: str, name: str) -> str:
        return f"import('{_way(bundle, _whole(self.path, name))}')"


def bundled(entry: str, texts: Mapping[str, str]) -> dict[str, str]:
    """What is to be served in place of `entry`, and of each module that is asked for later, by
    their paths; `texts` are all modules by theirs. What two of the later ones need is in the first,
    so that no module runs twice. Raises ValueError for one that is not there, or needs itself.
    """
    known = dict(_reachable(entry, texts))
    later = sorted({path for module in known.values() for path in module.later})
    first = _in_order(entry, known)
    needed = Counter(path for part in later for path in _in_order(part, known))
    shared = [path for path, times in needed.items() if times > 1 and path not in first]
    first = _in_order(entry, known, before=shared)
    parts = {part: [path for path in _in_order(part, known) if path not in first] for part in later}
    needs = (need for part in parts.values() for path in part for need in known[path].needs)
    given = {path for path in (*needs, *later) if path in first}
    end = f"export {{ {', '.join(sorted(map(_name, given)))} }};\n" if given else ""
    whole = "".join(known[path].inside(entry) for path in first) + end
    return {entry: whole} | {
        part: _part(known[part], [known[path] for path in paths], entry)
        for part, paths in parts.items()
    }


def _part(module: Module, modules: Iterable[Module], entry: str) -> str:
    """The file in place of `module`, which has `modules` in it; all else it has from `entry`."""
    modules = list(modules)
    own = {each.path for each in modules}
    taken = {module.path, *(need for each in modules for need in each.needs)} - own
    begin = (
        f"import {{ {', '.join(sorted(map(_name, taken)))} }} from '{_way(module.path, entry)}';\n"
    )
    end = f"export const {{ {', '.join(module.gives)} }} = {module.name};\n"
    return (begin if taken else "") + "".join(each.inside(module.path) for each in modules) + end


def _reachable(entry: str, texts: Mapping[str, str]) -> Iterator[tuple[str, Module]]:
    known: set[str] = set()
    asked = [entry]
    while asked:
        path = asked.pop()
        if path in known:
            continue
        if path not in texts:
            raise ValueError(f"{path} is needed, and not there")
        known.add(path)
        module = Module.read(path, texts[path])
        asked += (*module.needs, *module.later)
        yield path, module


def _in_order(
    entry: str, known: Mapping[str, Module], *, before: Iterable[str] = ()
) -> dict[str, None]:
    """`entry` and all that it needs, each after what it needs itself; it after `before`, too."""
    order: dict[str, None] = {}
    begun: set[str] = set()

    def put(path: str) -> None:
        if path in order:
            return
        if path in begun:
            raise ValueError(f"{path} needs itself")
        begun.add(path)
        for need in (*known[path].needs, *(before if path == entry else ())):
            put(need)
        order[path] = None

    put(entry)
    return order


def _matched(form: re.Pattern[str], path: str, line: str) -> re.Match[str]:
    found = form.fullmatch(line)
    if found is None:
        raise ValueError(f"{path}: a bundle cannot have “{line}” in it")
    return found


def _whole(path: str, name: str) -> str:
    """The path of what the module at `path` calls `name`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _name(path: str) -> str:
    return "$" + posixpath.splitext(path)[0].replace("/", "$").replace("-", "_")


def _way(origin: str, target: str) -> str:
    """From the file `origin` to another, as modules say it."""
    way = posixpath.relpath(target, posixpath.dirname(origin))
    return way if way.startswith(".") else f"./{way}"
