#!/usr/bin/env python3
"""Check what the JSON Schemas of data/reference/ cannot say; prints each problem, exits 1 where there is one.

    scripts/data/check.py

Ids are unique and those of their files, countries exist, versions are in order, and every citation
is both defined and used.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "data" / "reference"


def cited(node) -> list[str]:
    """Every citation id that is named below a node."""
    if isinstance(node, list):
        return [c for item in node for c in cited(item)]
    if not isinstance(node, dict):
        return []
    out = []
    for key, value in node.items():
        if key == "citations" and all(isinstance(c, str) for c in value):
            out += value
        else:
            out += cited(value)
    return out


def citation_problems(document: dict) -> list[str]:
    defined = [c["id"] for c in document["citations"]]
    named = set(cited({k: v for k, v in document.items() if k != "citations"}))
    return (
        [f"citation {c} is defined twice" for c in {c for c in defined if defined.count(c) > 1}]
        + [f"citation {c} is not defined" for c in sorted(named - set(defined))]
        + [f"citation {c} is not used" for c in sorted(set(defined) - named)]
    )


def list_problems(document: dict, name: str, countries: set[str]) -> list[str]:
    problems = [] if document["id"] == name else [f"the id is {document['id']}"]
    since = [version["since"] for version in document["versions"]]
    if since != sorted(set(since)):
        problems.append("the versions are not in the order of their dates")
    for version in document["versions"]:
        codes = version.get("countries", [])
        problems += [f"{version['since']}: no country {c}" for c in codes if c not in countries]
        if codes != sorted(set(codes)):
            problems.append(f"{version['since']}: the countries are not sorted, or one stands twice")
    return problems + citation_problems(document)


def law_problems(document: dict, countries: set[str], lists: set[str]) -> list[str]:
    problems = unique_problems(document["laws"])
    for law in document["laws"]:
        by_list = law.get("countries", {})
        codes = by_list.get("except", []) + ([law["country"]] if "country" in law else [])
        problems += [f"{law['id']}: no country {c}" for c in codes if c not in countries]
        if by_list and by_list["list"] not in lists:
            problems.append(f"{law['id']}: no list {by_list['list']}")
        if law.get("since", "") > law.get("until", "9999"):
            problems.append(f"{law['id']}: it ends before it begins")
    return problems + citation_problems(document)


def unique_problems(rows: list[dict]) -> list[str]:
    ids = [row["id"] for row in rows]
    return [] if ids == sorted(set(ids)) else ["the ids are not sorted, or one stands twice"]


def main() -> int:
    def read(name: str) -> dict:
        return json.loads((REFERENCE / name).read_text(encoding="utf-8"))

    countries = {row["code"] for row in read("countries.json")["countries"]}
    paths = sorted((REFERENCE / "lists").glob("*.json"))
    found = {f"lists/{p.name}": list_problems(read(f"lists/{p.name}"), p.stem, countries)
             for p in paths}
    found["laws.json"] = law_problems(read("laws.json"), countries, {p.stem for p in paths})
    found["schemes.json"] = unique_problems(read("schemes.json")["schemes"])
    found["authorities.json"] = unique_problems(read("authorities.json")["authorities"])
    for name, problems in found.items():
        for problem in problems:
            print(f"data/reference/{name}: {problem}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
