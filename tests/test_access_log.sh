#!/usr/bin/env bash
# The access log that the program itself leaves is read by an ordinary log tool, in its own format for balancers, for every
# shipped scenario: no line fails and none is missed. (test_goaccess looks at the rare lines of whole runs.)
set -euo pipefail
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cd "$ALBATROSS_SOURCE_DIR"
failures=0
for scenario in scenarios/*.json; do
    name=$(basename "$scenario" .json)
    if [[ $name == schema ]]; then continue; fi
    "$ALBATROSS_PROGRAM" run "$scenario" --until 40s --out "$stage/$name" >/dev/null
    log=$stage/$name/access.log
    # A scenario may be without a balancer; then there is nothing to read.
    if [[ ! -s $log ]]; then continue; fi
    goaccess "$log" --log-format=AWSALB --no-global-config -o "$stage/report.json" >"$stage/messages" 2>&1 </dev/null
    if ! /usr/bin/python3 - "$stage/report.json" "$(wc -l <"$log")" <<'END'; then
import json, sys
general = json.load(open(sys.argv[1]))["general"]
wanted = {"failed_requests": 0, "valid_requests": int(sys.argv[2])}
found = {key: general[key] for key in wanted}
if found != wanted:
    sys.exit(f"goaccess found {found}, wanted {wanted}")
END
        echo "FAILED: $scenario"
        failures=$((failures + 1))
    fi
done
exit $((failures > 0))
