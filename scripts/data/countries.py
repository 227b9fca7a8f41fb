#!/usr/bin/env python3
"""Write data/reference/countries.json and subdivisions.json from Debian's iso-codes package.

    scripts/data/countries.py            write both files
    scripts/data/countries.py --check    exit 1 where they differ from what would be written

Only codes that ISO 3166 assigns are taken: user-assigned ones, such as XK, are not in iso-codes.
"""

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "data" / "reference"
DEFAULT_SOURCE = pathlib.Path("/usr/share/iso-codes/json")
PKGCONFIG = pathlib.Path("/usr/share/pkgconfig/iso-codes.pc")


def read(source: pathlib.Path, part: str) -> list[dict]:
    """The rows of one part of ISO 3166 ("3166-1")."""
    return json.loads((source / f"iso_{part}.json").read_text(encoding="utf-8"))[part]


def version(pkgconfig: pathlib.Path) -> str:
    match = re.search(r"^Version:\s*(\S+)", pkgconfig.read_text(encoding="utf-8"), re.M)
    if not match:
        sys.exit(f"{pkgconfig}: no version")
    return match.group(1)


def origin(release: str, part: str) -> dict:
    return {
        "title": f"iso-codes {release}, {part}",
        "publisher": "Debian iso-codes team",
        "url": "https://salsa.debian.org/iso-codes-team/iso-codes",
        "licence": "LGPL-2.1-or-later",
    }


def country(row: dict) -> dict:
    # ISO's own short names invert ("Iran, Islamic Republic of"); the common name reads as a name.
    name = row.get("common_name", row["name"])
    out = {"code": row["alpha_2"], "alpha3": row["alpha_3"], "name": name}
    if row["name"] != name:
        out["iso_name"] = row["name"]
    return out


def withdrawn(row: dict) -> dict:
    return {
        "code": row["alpha_2"],
        "alpha3": row["alpha_3"],
        "alpha4": row["alpha_4"],
        "name": row["name"],
        "withdrawn": row["withdrawal_date"],
    }


def lines(key: str, rows: list[dict]) -> str:
    """One row a line: a change of one country is a change of one line."""
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f' "{key}": [\n{body}\n ]'


def countries_json(source: pathlib.Path, release: str) -> str:
    rows = sorted((country(r) for r in read(source, "3166-1")), key=lambda r: r["code"])
    old = sorted((withdrawn(r) for r in read(source, "3166-3")), key=lambda r: r["alpha4"])
    head = {"schema": "sovrisk/countries/1", "source": origin(release, "ISO 3166-1 and 3166-3")}
    parts = [f' "{k}": {json.dumps(v, ensure_ascii=False)}' for k, v in head.items()]
    return "{\n" + ",\n".join(parts + [lines("countries", rows), lines("withdrawn", old)]) + "\n}\n"


def subdivisions_json(source: pathlib.Path, release: str) -> str:
    """Codes by country, each without its country's prefix: {"DE": {"BE": "Berlin"}}."""
    by_country: dict[str, dict[str, str]] = {}
    for row in sorted(read(source, "3166-2"), key=lambda r: r["code"]):
        prefix, _, rest = row["code"].partition("-")
        by_country.setdefault(prefix, {})[rest] = row["name"]
    head = {"schema": "sovrisk/subdivisions/1", "source": origin(release, "ISO 3166-2")}
    parts = [f' "{k}": {json.dumps(v, ensure_ascii=False)}' for k, v in head.items()]
    rows = ",\n".join(
        f"  {json.dumps(code)}: {json.dumps(names, ensure_ascii=False, separators=(',', ':'))}"
        for code, names in by_country.items()
    )
    return "{\n" + ",\n".join(parts + [f' "subdivisions": {{\n{rows}\n }}']) + "\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=pathlib.Path, default=DEFAULT_SOURCE,
                        help="folder with iso_3166-1.json and its siblings")
    parser.add_argument("--pkgconfig", type=pathlib.Path, default=PKGCONFIG,
                        help="iso-codes.pc, which states the version")
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    args = parser.parse_args()

    release = version(args.pkgconfig)
    wanted = {
        OUT / "countries.json": countries_json(args.source, release),
        OUT / "subdivisions.json": subdivisions_json(args.source, release),
    }
    stale = [p for p, text in wanted.items()
             if not p.exists() or p.read_text(encoding="utf-8") != text]
    if args.check:
        for path in stale:
            print(f"{path.relative_to(ROOT)}: differs from iso-codes {release}", file=sys.stderr)
        return 1 if stale else 0
    OUT.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
