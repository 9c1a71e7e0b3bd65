"""The JSON Schema against the loader: it must reject every structural mistake and accept every semantic one.

Usage: schema_check.py TOP. Exit status 0: agreed, 1: not, 77: the module jsonschema is missing.
"""
import glob
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)

top = sys.argv[1]
with open(os.path.join(top, "scenarios/schema.json"), encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failures = 0


def check(path, must_accept):
    global failures
    with open(path, encoding="utf-8") as document:
        errors = list(validator.iter_errors(json.load(document)))
    if must_accept == (not errors):
        return
    failures += 1
    reason = errors[0].message[:300] if errors else "it was accepted"
    print(f"{path}: the schema should {'accept' if must_accept else 'reject'} this: {reason}")


counts = {"structural": 0, "semantic": 0, "valid": 0}
for path in sorted(glob.glob(os.path.join(top, "tests/invalid/*.json"))):
    with open(path[: -len(".json")] + ".expected", encoding="utf-8") as expected:
        tag = expected.readline().strip()
    if tag != "syntax":
        counts[tag] += 1
        check(path, tag == "semantic")
for path in sorted(glob.glob(os.path.join(top, "tests/valid/*.json")) + glob.glob(os.path.join(top, "scenarios/*.json"))):
    if os.path.basename(path) != "schema.json":
        counts["valid"] += 1
        check(path, True)
print(counts)
sys.exit(1 if failures or min(counts.values()) == 0 else 0)
