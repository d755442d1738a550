#!/usr/bin/env bash
# Runs the whole firmware image on the device's interpreter, with sockets on 127.0.0.1, and lets real clients fetch from it: curl over HTTPS/1.1,
# gtlsclient and Chromium over HTTP/3. Figures of time and memory are printed.
#   NANOCLR, NANOMDP, NANOPLATFORM  as for tests/device.sh; the interpreter must have sockets
#   bash tests/interpreter.sh [BOARD]      default: Interpreter; InterpreterTight has the tight profile
# Ends with "interpreter: N passed, N failed, N skipped". Without interpreter or platform files it is skipped with one line.
set -u
cd "$(dirname "$0")/.." || exit 1
board=${1:-Interpreter}
if [ -z "${NANOCLR:-}" ] || [ -z "${NANOPLATFORM:-}" ] || [ ! -f "$NANOPLATFORM/System.Net.pe" ]; then
    echo "interpreter: skipped, no interpreter with sockets (set NANOCLR, NANOMDP and NANOPLATFORM)"
    exit 0
fi

bash boards/image.sh "$board" || { echo "interpreter: 0 passed, 1 failed, 0 skipped"; exit 1; }
out=$(mktemp -d)
( cd "artifacts/$board" && exec $NANOCLR $(cat files.txt) ) >"$out/run.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$out"' EXIT
port=8443
for _ in $(seq 600); do
    grep -q "^listening\|listening on port" "$out/run.log" && break
    kill -0 $server 2>/dev/null || break
    sleep 0.1
done
grep -a "memory:" "$out/run.log"
if ! grep -q "listening on port" "$out/run.log"; then
    tail -n 5 "$out/run.log"
    echo "interpreter: 0 passed, 1 failed, 0 skipped"
    exit 1
fi

passed=0 failed=0 skipped=0
check() { # name, condition's exit status, remark
    if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "passed $1${3:+: $3}"; else failed=$((failed + 1)); echo "failed $1${3:+: $3}"; fi
}

# What /bytes/N must be is asked from the server once, and then compared between protocols and with its length.
if command -v curl >/dev/null; then
    curl -sk --max-time 60 -o "$out/bytes1" "https://127.0.0.1:$port/bytes/100000"
    [ "$(stat -c %s "$out/bytes1" 2>/dev/null)" = 100000 ]
    check "curl fetches 100,000 bytes" $?
    times=$(curl -sk --max-time 60 -o "$out/page" -w '%{http_code} %{time_appconnect} %{time_starttransfer}' "https://127.0.0.1:$port/")
    [ "${times%% *}" = 200 ] && [ -s "$out/page" ]
    check "curl fetches the page" $? "status, seconds to the end of the handshake, seconds to the first byte: $times"
    urls=""
    for i in $(seq 100); do urls="$urls -o /dev/null https://127.0.0.1:$port/bytes/100"; done
    begun=$(date +%s%N)
    codes=$(curl -sk --max-time 120 -w '%{http_code}\n' $urls | grep -c 200)
    [ "$codes" = 100 ]
    check "curl fetches 100 times over one connection" $? "$((($(date +%s%N) - begun) / 100000000)) ms each"
else
    skipped=$((skipped + 3)); echo "skipped curl: not installed"
fi

if command -v gtlsclient >/dev/null; then
    for cipher in AES-128-GCM CHACHA20-POLY1305; do
        for group in X25519 SECP256R1; do
            rm -rf "$out/dl"; mkdir "$out/dl"
            begun=$(date +%s%N)
            timeout 60 gtlsclient -q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download="$out/dl" \
                --ciphers="NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+$cipher" --groups="-GROUP-ALL:+GROUP-$group" \
                127.0.0.1 $port "https://localhost:$port/bytes/100" >/dev/null 2>&1
            [ "$(stat -c %s "$out/dl/100" 2>/dev/null)" = 100 ]
            check "gtlsclient, $cipher, $group" $? "handshake and GET $((($(date +%s%N) - begun) / 1000000)) ms"
        done
    done
    rm -rf "$out/dl"; mkdir "$out/dl"
    timeout 60 gtlsclient -q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download="$out/dl" --rx-loss=0.1 --tx-loss=0.1 \
        127.0.0.1 $port "https://localhost:$port/bytes/100000" >/dev/null 2>&1
    cmp -s "$out/dl/100000" "$out/bytes1"
    check "gtlsclient fetches the same 100,000 bytes with a tenth of the datagrams lost" $?
    # The target load: four HTTP/3 clients at once, two of them in handshake at a time, beside one over HTTPS/1.1.
    curl -sk --max-time 60 --limit-rate 20k -o "$out/slow" "https://127.0.0.1:$port/bytes/60000" &
    tcp=$!
    pids=""
    for i in 1 2 3 4; do
        mkdir -p "$out/at$i"
        timeout 60 gtlsclient -q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download="$out/at$i" \
            127.0.0.1 $port "https://localhost:$port/bytes/50000" >/dev/null 2>&1 &
        pids="$pids $!"
    done
    wait $pids
    ok=0
    for i in 1 2 3 4; do [ "$(stat -c %s "$out/at$i/50000" 2>/dev/null)" = 50000 ] && ok=$((ok + 1)); done
    [ $ok = 4 ]
    check "four HTTP/3 clients at once beside one over HTTPS/1.1" $? "$ok of 4"
    wait $tcp
    [ "$(stat -c %s "$out/slow" 2>/dev/null)" = 60000 ]
    check "the one over HTTPS/1.1" $?
else
    skipped=$((skipped + 7)); echo "skipped gtlsclient: not installed"
fi

if command -v chromium >/dev/null && command -v openssl >/dev/null; then
    spki=$(openssl s_client -connect 127.0.0.1:$port -servername localhost </dev/null 2>/dev/null | openssl x509 -pubkey -noout 2>/dev/null \
        | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64)
    begun=$(date +%s%N)
    timeout 90 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$out/chromium" --host-resolver-rules="MAP localhost 127.0.0.1" \
        --origin-to-force-quic-on=localhost:$port --ignore-certificate-errors-spki-list="$spki" --dump-dom "https://localhost:$port/status.json" >"$out/dom" 2>/dev/null
    grep -q "{" "$out/dom" && [ "$(stat -c %s "$out/dom")" -gt 200 ]
    check "Chromium shows the status over HTTP/3, which it is forced to" $? "$((($(date +%s%N) - begun) / 1000000)) ms, the browser's start included"
else
    skipped=$((skipped + 1)); echo "skipped Chromium: not installed"
fi

kill -0 $server 2>/dev/null
check "the firmware still runs" $?
[ $failed = 0 ] || tail -n 20 "$out/run.log"
echo "interpreter: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
