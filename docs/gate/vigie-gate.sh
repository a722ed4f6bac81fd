#!/bin/sh
# vigie-gate.sh FILE…    ends with 0 only where Vigie says that exactly each of these files is approved; 1 otherwise.
#
# Needs curl, sha256sum (or shasum), and in the environment:
#   VIGIE_GATE_URL      the desk's address, such as https://vigie.example.org
#   VIGIE_GATE_TOKEN    what `vigie gate token NAME` printed
# A file that nobody knows is sent to Vigie, which says whether it looks like one that was refused. It keeps nothing of it.
set -u
: "${VIGIE_GATE_URL:?is not set}" "${VIGIE_GATE_TOKEN:?is not set}"
[ $# -gt 0 ] || { echo "usage: vigie-gate.sh FILE…" >&2; exit 2; }

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi < "$1" | cut -c 1-64; }

# The token goes in by the standard input: on a command line, everybody on the machine could read it. No redirection is
# followed, so that a log-in page in between can't answer in Vigie's place.
ask() {
    printf 'header = "Authorization: Bearer %s"\n' "$VIGIE_GATE_TOKEN" |
        curl --config - --silent --show-error --max-time 60 --write-out '\n%{http_code}' "$@" || echo 000
}

shut=0
for file in "$@"; do
    sha256=$(digest "$file") && [ ${#sha256} -eq 64 ] || { echo "✖ $file: cannot be read" >&2; shut=1; continue; }
    answer=$(ask "$VIGIE_GATE_URL/v1/gate/$sha256")
    case $answer in
        *"\"sha256\":\"$sha256\""*'"approved":true'*'
200') echo "✔ $file"; continue ;;
        *'
404') answer=$(ask --header 'Content-Type: application/octet-stream' --data-binary "@$file" "$VIGIE_GATE_URL/v1/gate") ;;
    esac
    shut=1
    sentence=$(printf '%s' "$answer" | sed -n 's/.*"sentence":"\([^"]*\)".*/\1/p')
    echo "✖ $file: ${sentence:-no answer from Vigie, so not approved}" >&2
done
exit $shut
